//! Lines of text: logs of KIC, tables of `kubectl get events` and `kubectl describe`, decK's errors, and what is left of an answer after
//! somebody copied it.

use super::event::{self, REFUSED, UNTRANSLATED};
use super::{Complaint, Spot, hide, refusal};
use crate::kong::owner::Owner;
use serde_json::Value;

/// The complaints in a text, line by line.
pub fn read(text: &str) -> Vec<Complaint> {
    let mut found = Vec::new();
    let mut described = Described::default();
    for (number, line) in (1..).zip(text.lines()) {
        described.look(line);
        let at = Spot::Line(number);
        let before = found.len();
        if let Some(object) = json_in(line) {
            found.extend(of_log(&object, at));
        } else if let Some((_, rest)) = line
            .split_once(REFUSED)
            .or_else(|| line.split_once(UNTRANSLATED))
        {
            found.extend(of_table(line, rest, &described, at));
        } else if line.contains("while processing event:") || line.contains("validate entity '") {
            found.extend(of_deck(line, at));
        } else if line.trim_start().starts_with("invalid ") && line.contains(": ") {
            found.push(event::of_text(line, None, at));
        }
        if found.len() == before
            && let Some(complaint) = of_message(line, at)
        {
            found.push(complaint);
        }
    }
    found
}

/// The object that `kubectl describe` begins with.
#[derive(Default)]
struct Described {
    name: String,
    namespace: String,
}

impl Described {
    fn look(&mut self, line: &str) {
        if let Some(name) = line.strip_prefix("Name:") {
            name.trim().clone_into(&mut self.name);
            self.namespace.clear();
        } else if let Some(namespace) = line.strip_prefix("Namespace:") {
            namespace.trim().clone_into(&mut self.namespace);
        }
    }
}

/// The JSON object at the end of a line.
fn json_in(line: &str) -> Option<Value> {
    let start = line.find('{')?;
    let end = line.rfind('}')?;
    let object: Value = serde_json::from_str(line.get(start..=end)?).ok()?;
    object.is_object().then_some(object)
}

/// A line of the controller's log: one per event, or one with Kong's answer in it.
fn of_log(object: &Value, at: Spot) -> Vec<Complaint> {
    if let Some(complaints) = refusal::read(object) {
        return complaints
            .into_iter()
            .map(|complaint| Complaint { at, ..complaint })
            .collect();
    }
    let text = |key: &str| object[key].as_str().unwrap_or_default();
    let kind = match text("kind") {
        "" => text("GVK").rsplit("Kind=").next().unwrap_or_default(),
        kind => kind,
    };
    if text("name").is_empty() || kind.is_empty() || text("message").is_empty() {
        return Vec::new();
    }
    let api_version = text("apiVersion");
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let owner = Owner {
        group: group.to_owned(),
        version: version.to_owned(),
        kind: kind.to_owned(),
        namespace: text("namespace").to_owned(),
        name: text("name").to_owned(),
        uid: None,
    };
    vec![event::of_text(text("message"), Some(owner), at)]
}

/// A line of a table of events: the object is written as `ingress/shop`, or stands at the head of a description.
fn of_table(line: &str, rest: &str, described: &Described, at: Spot) -> Option<Complaint> {
    let mut words = rest.split_whitespace();
    let first = words.next()?;
    if let Some((kind, name)) = first.split_once('/')
        && !kind.is_empty()
        && kind
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '.')
    {
        let message = rest.trim_start().strip_prefix(first)?.trim();
        let before = line.split_whitespace().next().unwrap_or_default();
        // `kubectl get events -A` begins with the namespace, else with an age.
        let is_age =
            before.starts_with(|first: char| first.is_ascii_digit()) || before == "Warning";
        let owner = Owner {
            group: "*".to_owned(),
            version: String::new(),
            kind: kind.to_owned(),
            namespace: if is_age {
                String::new()
            } else {
                before.to_owned()
            },
            name: name.to_owned(),
            uid: None,
        };
        return Some(event::of_text(message, Some(owner), at));
    }
    // `kubectl describe`: age, origin, message.
    let message = ["kong-client", "kong-translator"].iter().find_map(|from| {
        let start = rest.find(from)? + from.len();
        Some(rest[start..].trim())
    });
    let message =
        message.unwrap_or_else(|| rest.find("invalid ").map_or(rest, |start| &rest[start..]));
    let owner = (!described.name.is_empty()).then(|| Owner {
        group: "*".to_owned(),
        version: String::new(),
        kind: String::new(),
        namespace: described.namespace.clone(),
        name: described.name.clone(),
        uid: None,
    });
    Some(event::of_text(message, owner, at))
}

/// `while processing event: {Create} route NAME failed: HTTP status 400 (message: "schema violation (paths.1: WHY)")`, or
/// `validate entity 'routes (NAME)': HTTP status 400 (message: ...)`. The controller with a database speaks like that, too.
fn of_deck(line: &str, at: Spot) -> Vec<Complaint> {
    let Some((subject, answer)) = line.split_once("HTTP status") else {
        return Vec::new();
    };
    let subject = subject
        .trim_end()
        .trim_end_matches(':')
        .trim_end()
        .trim_end_matches("failed")
        .trim_end();
    let (kind, name) = if let Some((_, entity)) = subject.split_once("validate entity '") {
        let (list, name) = entity.split_once(" (").unwrap_or((entity, ""));
        let kind = list
            .trim_end_matches('\'')
            .strip_suffix('s')
            .unwrap_or(list);
        (
            kind.to_owned(),
            name.trim_end_matches(['\'', ')']).to_owned(),
        )
    } else {
        let entity = subject
            .rsplit("event:")
            .next()
            .unwrap_or_default()
            .trim_start();
        let entity = entity.split_once(' ').map_or("", |(_, entity)| entity);
        let (kind, name) = entity.split_once(' ').unwrap_or((entity, ""));
        // `rate-limiting for route shop`, `10.0.0.1:80 for upstream web`
        let name = name.split(" for ").next().unwrap_or_default();
        let name = name.trim().trim_end_matches("(global)").trim();
        (kong_word(kind), name.to_owned())
    };
    let message = between_quotes(answer).unwrap_or_else(|| answer.trim().to_owned());
    let base = Complaint {
        at,
        entity: kind.clone(),
        name: Some(name).filter(|name| !name.is_empty()),
        is_refusal: true,
        ..Complaint::default()
    };
    let complaints = violations(&message).into_iter();
    complaints
        .map(|(field, message)| Complaint {
            field,
            message: hide::quoted(&message, &kind),
            ..base.clone()
        })
        .collect()
}

/// decK's word for an entity in Kong's.
fn kong_word(word: &str) -> String {
    match word {
        "key-auth" => "keyauth_credential",
        "basic-auth" => "basicauth_credential",
        "hmac-auth" => "hmacauth_credential",
        "jwt-auth" => "jwt_secret",
        "oauth2-cred" => "oauth2_credential",
        "mtls-auth" => "mtls_auth_credential",
        "acl-group" => "acl",
        "ca-certificate" => "ca_certificate",
        "consumer-group" => "consumer_group",
        other => other,
    }
    .to_owned()
}

/// What stands in quotes behind `message:`.
fn between_quotes(text: &str) -> Option<String> {
    let start = text.find("message:")? + "message:".len();
    let quoted = text[start..].trim_start().strip_prefix('"')?;
    let end = quoted.rfind('"')?;
    Some(quoted[..end].replace("\\\"", "\""))
}

/// The fields and reasons in `schema violation (a: WHY)`, or `2 schema violations (a: WHY; b: WHY)`.
fn violations(message: &str) -> Vec<(String, String)> {
    let whole = || vec![(String::new(), message.to_owned())];
    let Some((head, inside)) = message.split_once(" (") else {
        return whole();
    };
    if !head.contains("schema violation") {
        return whole();
    }
    let inside = inside.strip_suffix(')').unwrap_or(inside);
    let parts = inside.split("; ").map(|part| match part.split_once(": ") {
        Some((field, why)) if !field.contains(char::is_whitespace) => {
            (field.to_owned(), why.to_owned())
        }
        _ => (String::new(), part.to_owned()),
    });
    parts.collect()
}

/// What Kong says about the file as a whole, in the middle of a line.
fn of_message(line: &str, at: Spot) -> Option<Complaint> {
    const MARKS: [&str; 3] = [
        "declarative config is invalid",
        "failed posting new config to /config",
        "not enabled; add it to the 'plugins'",
    ];
    MARKS.iter().any(|mark| line.contains(mark)).then(|| {
        let name = line
            .split("plugin '")
            .nth(1)
            .and_then(|rest| rest.split('\'').next());
        Complaint {
            at,
            entity: if name.is_some() { "plugin" } else { "" }.to_owned(),
            name: name.map(str::to_owned),
            field: if name.is_some() { "name" } else { "" }.to_owned(),
            message: hide::quoted(line.trim(), ""),
            is_refusal: true,
            ..Complaint::default()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Complaint {
        let mut found = read(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn a_line_of_the_log_names_object_and_reason() {
        let line = "2026-01-01T00:00:00Z\terror\trecording a Warning event for object\t{\"name\": \"ann\", \"namespace\": \"shop\", \"kind\": \"KongConsumer\", \"apiVersion\": \"configuration.konghq.com/v1\", \"reason\": \"KongConfigurationApplyFailed\", \"message\": \"invalid consumer:: twice\", \"error\": \"object failed to apply\"}";
        let found = one(line);
        assert_eq!(
            found.owner.map(|it| (it.kind, it.name)),
            Some(("KongConsumer".to_owned(), "ann".to_owned()))
        );
        assert_eq!(
            (found.entity.as_str(), found.message.as_str()),
            ("consumer", "twice")
        );
    }

    #[test]
    fn tables_of_events_are_read_with_and_without_namespace() {
        let found = one(
            "shop  2m9s  Warning  KongConfigurationApplyFailed  ingress/web  invalid paths.1: should start with: /",
        );
        assert_eq!(
            found.owner.as_ref().map(|it| it.namespace.as_str()),
            Some("shop")
        );
        assert_eq!(found.field, "paths.1");
        let found =
            one("18m   Warning   KongConfigurationTranslationFailed   ingress/web   no Service");
        assert_eq!(
            found.owner.map(|it| (it.namespace, it.name)),
            Some((String::new(), "web".to_owned()))
        );
        assert!(!found.is_refusal);
        let text = "Name:         web\nNamespace:    shop\nEvents:\n  Warning  KongConfigurationApplyFailed  2m (x3 over 5m)  kong-client  invalid methods: cannot set 'methods'\n";
        let found = one(text);
        assert_eq!(
            found.owner.map(|it| (it.namespace, it.name)),
            Some(("shop".to_owned(), "web".to_owned()))
        );
        assert_eq!(found.field, "methods");
    }

    #[test]
    fn deck_names_the_entity_and_every_field() {
        let found = read(
            "Error: 1 errors occurred:\n\twhile processing event: {Create} plugin rate-limiting for route shop failed: HTTP status 400 (message: \"2 schema violations (config.minute: expected a number; config.x: unknown field)\")\n",
        );
        let fields: Vec<&str> = found.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["config.minute", "config.x"]);
        assert_eq!(
            (found[0].entity.as_str(), found[0].name.as_deref()),
            ("plugin", Some("rate-limiting"))
        );
        let found = one(
            "validate entity 'routes (a)': HTTP status 400 (message: \"schema violation (paths.1: should start with: /)\")",
        );
        assert_eq!(
            (
                found.entity.as_str(),
                found.name.as_deref(),
                found.field.as_str()
            ),
            ("route", Some("a"), "paths.1")
        );
    }

    #[test]
    fn other_lines_say_nothing() {
        assert!(read("hello\n{\"a\": 1}\ninfo: all is well\n").is_empty());
        assert_eq!(
            one("plugin 'nope' not enabled; add it to the 'plugins' configuration property")
                .name
                .as_deref(),
            Some("nope")
        );
    }
}
