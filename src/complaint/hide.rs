//! Values that may be secret, taken out of the words of somebody else.

use crate::secrecy::MASK;
use crate::secrecy::field::Field;
use regex::{Captures, RegexBuilder};
use serde_json::Value;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The list of a configuration file that entities of a word stand in.
pub(super) fn list_of(entity: &str) -> String {
    match entity {
        "" => "*".to_owned(),
        word => format!("{word}s"),
    }
}

/// The message about an entity without values of it that are not known to be harmless.
pub(super) fn values(message: &str, entity: &str, value: &Value) -> String {
    let mut secret = BTreeSet::new();
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
    quoted(&without(message, secret), entity)
}

fn collect<'v>(place: Field, value: &'v Value, secret: &mut BTreeSet<Cow<'v, str>>) {
    match value {
        Value::String(text) if !text.is_empty() && !place.shows_text(text) => {
            secret.insert(text.into());
        }
        Value::Number(number) if !place.shows_number() => {
            secret.insert(number.to_string().into());
        }
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

/// From this many bytes on a value is masked within words, too: shorter ones would be found everywhere.
const LONG: usize = 4;

/// The most bytes of memory to look for all values at once; what would take more is not told at all.
const SEARCH: usize = 64 << 20;

/// The message with every one of these values masked.
fn without(message: &str, mut secret: BTreeSet<Cow<'_, str>>) -> String {
    secret.retain(|text| text.len() <= message.len());
    if secret.is_empty() {
        return message.to_owned();
    }
    // A longer value may hold a shorter one.
    let mut secret: Vec<String> = secret.iter().map(|text| regex::escape(text)).collect();
    secret.sort_by_key(|text| Reverse(text.len()));
    let search = RegexBuilder::new(&secret.join("|"))
        .size_limit(SEARCH)
        .build();
    let Ok(search) = search else {
        return MASK.to_owned();
    };
    let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let masked = search.replace_all(message, |found: &Captures<'_>| {
        let found = found.get_match();
        let (before, after) = (&message[..found.start()], &message[found.end()..]);
        let inside = is_word(before.chars().next_back()) || is_word(after.chars().next());
        if inside && found.len() < LONG {
            found.as_str().to_owned()
        } else {
            MASK.to_owned()
        }
    });
    masked.into_owned()
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

    #[test]
    fn a_longer_value_is_masked_within_words_and_a_number_as_well() {
        let plugin = json!({"name": "own", "config": {"token": "s3cret", "pin": 4711}});
        let shown = values("Bearers3cretx: 4711 is no pin", "plugin", &plugin);
        assert_eq!(shown, format!("Bearer{MASK}x: {MASK} is no pin"));
    }
}
