//! What the controller says of an object: the text of its event, and events as the API server has them.

use super::{Complaint, Spot, hide};
use crate::kong::owner::Owner;
use serde_json::Value;

/// The entities that an event may name, in Kong's words and in decK's.
const ENTITIES: &[&str] = &[
    "acl",
    "basicauth_credential",
    "ca_certificate",
    "certificate",
    "consumer",
    "consumer_group",
    "hmacauth_credential",
    "jwt_secret",
    "key-auth",
    "keyauth_credential",
    "mtls_auth_credential",
    "oauth2_credential",
    "plugin",
    "route",
    "service",
    "sni",
    "target",
    "upstream",
    "vault",
];

/// The reason of events about what a gateway refused.
pub const REFUSED: &str = "KongConfigurationApplyFailed";

/// The reason of events about what could not be translated.
pub const UNTRANSLATED: &str = "KongConfigurationTranslationFailed";

/// The complaint in the text of an event. One about a refusal reads `invalid <field>: <why>` or `invalid <entity>:<name>: <why>`.
pub fn of_text(text: &str, owner: Option<Owner>, at: Spot) -> Complaint {
    let text = text.trim();
    let mut complaint = Complaint {
        at,
        owner,
        message: hide::quoted(text, ""),
        ..Complaint::default()
    };
    complaint.controller_message = Some(complaint.message.clone());
    let Some(rest) = text.strip_prefix("invalid ") else {
        return complaint;
    };
    let entity = rest.split(':').next().unwrap_or_default();
    let behind = rest[entity.len()..].strip_prefix(':').unwrap_or_default();
    // Of a field of the same name a blank follows.
    if ENTITIES.contains(&entity) && !behind.is_empty() && !behind.starts_with(' ') {
        let rest = behind;
        if let Some((name, message)) = rest.split_once(": ") {
            complaint.is_refusal = true;
            entity.clone_into(&mut complaint.entity);
            complaint.name = Some(name.to_owned()).filter(|name| !name.is_empty());
            complaint.message = hide::quoted(message, entity);
        }
    } else if let Some((field, message)) = rest.split_once(": ")
        && is_field(field)
    {
        complaint.is_refusal = true;
        complaint.field = field_of(field);
        complaint.message = hide::quoted(message, "");
    }
    complaint
}

fn is_field(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

/// `paths[1]` as `paths.2`.
fn field_of(text: &str) -> String {
    let indexed = text
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['));
    match indexed.and_then(|(field, index)| Some((field, index.parse::<usize>().ok()?))) {
        Some((field, index)) => format!("{field}.{}", index + 1),
        None => text.to_owned(),
    }
}

/// The complaints of an Event, or of a list of them; `None` when it is none.
pub fn read(object: &Value) -> Option<Vec<Complaint>> {
    match object["kind"].as_str()? {
        "Event" => Some(of_object(object).into_iter().collect()),
        "List" | "EventList" => {
            let items = object["items"].as_array()?;
            if !items
                .iter()
                .any(|item| item["involvedObject"].is_object() || item["regarding"].is_object())
            {
                return None;
            }
            Some(items.iter().filter_map(of_object).collect())
        }
        _ => None,
    }
}

fn of_object(event: &Value) -> Option<Complaint> {
    let reason = event["reason"].as_str().unwrap_or_default();
    if ![REFUSED, UNTRANSLATED].contains(&reason) {
        return None;
    }
    let about = if event["involvedObject"].is_object() {
        &event["involvedObject"]
    } else {
        &event["regarding"]
    };
    let text = |key: &str| about[key].as_str().unwrap_or_default();
    let (group, version) = text("apiVersion")
        .split_once('/')
        .unwrap_or(("", text("apiVersion")));
    let owner = Owner {
        group: group.to_owned(),
        version: version.to_owned(),
        kind: text("kind").to_owned(),
        namespace: text("namespace").to_owned(),
        name: text("name").to_owned(),
        uid: Some(text("uid").to_owned()).filter(|uid| !uid.is_empty()),
    };
    let message = event["message"]
        .as_str()
        .or_else(|| event["note"].as_str())?;
    Some(of_text(message, Some(owner), Spot::Whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn events_name_a_field_or_an_entity() {
        let of = |text: &str| {
            let found = of_text(text, None, Spot::Whole);
            (
                found.entity,
                found.name.unwrap_or_default(),
                found.field,
                found.message,
            )
        };
        let texts = |parts: [&str; 4]| {
            (
                parts[0].to_owned(),
                parts[1].to_owned(),
                parts[2].to_owned(),
                parts[3].to_owned(),
            )
        };
        assert_eq!(
            of("invalid config.minute: expected a number"),
            texts(["", "", "config.minute", "expected a number"])
        );
        assert_eq!(
            of("invalid route:a.b: schema violation"),
            texts(["route", "a.b", "", "schema violation"])
        );
        assert_eq!(
            of("invalid consumer:: twice: x"),
            texts(["consumer", "", "", "twice: x"])
        );
        assert_eq!(
            of("invalid paths[1]: bad"),
            texts(["", "", "paths.2", "bad"])
        );
        assert_eq!(
            of("invalid consumer: value must be null"),
            texts(["", "", "consumer", "value must be null"])
        );
        assert_eq!(of("no Service"), texts(["", "", "", "no Service"]));
    }

    #[test]
    fn lists_of_events_are_told_from_other_lists() {
        let event = json!({"kind": "Event", "reason": REFUSED, "message": "invalid x: y", "involvedObject": {"kind": "Ingress", "namespace": "n", "name": "a", "apiVersion": "networking.k8s.io/v1"}});
        assert_eq!(
            read(&json!({"kind": "List", "items": [event]})).map(|it| it.len()),
            Some(1)
        );
        assert_eq!(
            read(&json!({"kind": "List", "items": [{"kind": "Ingress"}]})),
            None
        );
        assert_eq!(read(&json!({"kind": "Ingress"})), None);
    }
}
