//! Values that may be secret, taken out of the words of somebody else.

use crate::secrecy::MASK;
use crate::secrecy::field::Field;
use serde_json::Value;

/// The list of a configuration file that entities of a word stand in.
pub(super) fn list_of(entity: &str) -> String {
    match entity {
        "" => "*".to_owned(),
        word => format!("{word}s"),
    }
}

/// The message about an entity without values of it that are not known to be harmless.
pub(super) fn values(message: &str, entity: &str, value: &Value) -> String {
    let mut secret = Vec::new();
    let root = Field::of_entity(&list_of(entity));
    let config = match (entity, value["name"].as_str()) {
        ("plugin", Some(name)) => Field::of_plugin(name),
        _ => Field::UNKNOWN,
    };
    for (key, value) in value.as_object().into_iter().flatten() {
        if ["tags", "id", "name"].contains(&key.as_str()) {
            continue;
        }
        let place = if key == "config" {
            config
        } else {
            root.key(key)
        };
        collect(place, value, &mut secret);
    }
    // A longer value may hold a shorter one.
    secret.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let mut shown = message.to_owned();
    for text in secret {
        shown = without(&shown, text);
    }
    quoted(&shown, entity)
}

fn collect<'v>(place: Field, value: &'v Value, secret: &mut Vec<&'v str>) {
    match value {
        Value::String(text) if !text.is_empty() && !place.shows_text(text) => secret.push(text),
        Value::Array(items) => items
            .iter()
            .for_each(|it| collect(place.item(), it, secret)),
        Value::Object(fields) => {
            for (key, value) in fields {
                collect(place.key(key), value, secret);
            }
        }
        _ => {}
    }
}

/// The message with every whole word of `text` masked.
fn without(message: &str, text: &str) -> String {
    let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let mut shown = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(start) = rest.find(text) {
        let (before, after) = (&rest[..start], &rest[start + text.len()..]);
        let inside = is_word(before.chars().next_back()) || is_word(after.chars().next());
        shown.push_str(before);
        shown.push_str(if inside { text } else { MASK });
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// Where no entity comes along: the value that Kong says to be there twice, unless the field is harmless.
pub(super) fn quoted(message: &str, entity: &str) -> String {
    const MARK: &str = " set to '";
    let Some(start) = message.find(MARK) else {
        return message.to_owned();
    };
    let value_at = start + MARK.len();
    let end = message[value_at..]
        .rfind('\'')
        .map_or(message.len(), |it| value_at + it);
    let field = message[..start].rsplit(' ').next().unwrap_or_default();
    // `'consumers' entity with username set to`
    let list = message.split('\'').nth(1).unwrap_or_default();
    let list = if list.is_empty() {
        list_of(entity)
    } else {
        list.to_owned()
    };
    let place = Field::of_entity(&list).key(field);
    let value = &message[value_at..end];
    let shown = if place.shows_text(value) || ["name", "id"].contains(&field) {
        value
    } else {
        MASK
    };
    format!("{}{shown}{}", &message[..value_at], &message[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_key_that_is_there_twice_is_not_told_and_a_name_is() {
        let key = "uniqueness violation: 'keyauth_credentials' entity with key set to 's3cret' already declared";
        assert!(!quoted(key, "keyauth_credential").contains("s3cret"));
        assert!(!values(key, "keyauth_credential", &json!({"key": "s3cret"})).contains("s3cret"));
        let name =
            "uniqueness violation: 'consumers' entity with username set to 'ann' already declared";
        assert_eq!(quoted(name, "consumer"), name);
        assert_eq!(values(name, "consumer", &json!({"username": "ann"})), name);
    }

    #[test]
    fn values_of_plugins_that_are_not_known_to_be_harmless_are_masked_as_whole_words() {
        let plugin = json!({"name": "own", "config": {"token": "abc", "list": ["xyz"]}});
        let shown = values("abc is no xyz, abcd", "plugin", &plugin);
        assert_eq!(shown, format!("{MASK} is no {MASK}, abcd"));
    }
}
