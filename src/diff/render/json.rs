//! For programs: the structure of decK's `--json-output`, with what a deletion deletes in `old`, and more beside it.

use crate::diff::entity::Entity;
use crate::diff::{Action, Change, Diff};
use crate::kong::source::Place;
use serde_json::{Map, Value, json};

/// The diff as JSON, ending with a line break. `impact` is what it does to requests, when that was asked for.
pub fn render(diff: &Diff, impact: Option<Value>) -> String {
    let of = |action: Action| -> Vec<Value> {
        diff.changes
            .iter()
            .filter(|change| change.action == action)
            .map(change)
            .collect()
    };
    let (creating, updating, deleting) =
        (of(Action::Create), of(Action::Update), of(Action::Delete));
    let summary = json!({
        "creating": creating.len(),
        "updating": updating.len(),
        "deleting": deleting.len(),
        "total": diff.changes.len(),
    });
    let mut document = json!({
        "changes": {"creating": creating, "updating": updating, "deleting": deleting},
        "settings": diff.settings.iter().map(|change| json!({
            "key": change.key,
            "old": change.old,
            "new": change.new,
            "place": place(change.place.as_ref()),
        })).collect::<Vec<_>>(),
        "dangers": diff.dangers.iter().map(|danger| json!({
            "kind": danger.kind.as_str(),
            "message": danger.message,
            "side": if danger.is_new { "new" } else { "old" },
            "place": place(danger.place.as_ref()),
        })).collect::<Vec<_>>(),
        "summary": summary,
        "not_compared": diff.not_compared,
        "ignored": diff.ignored,
        "warnings": diff.duplicates,
        "errors": [],
    });
    if let Some(impact) = impact {
        document["impact"] = impact;
    }
    format!("{document:#}\n")
}

fn change(change: &Change) -> Value {
    json!({
        "name": change.title,
        "kind": change.kind.as_str(),
        "body": {"new": body(change.new.as_ref()), "old": body(change.old.as_ref())},
        "fields": change.fields.iter().map(|field| json!({
            "path": field.path_text(),
            "old": field.old,
            "new": field.new,
            "class": field.class.as_str(),
        })).collect::<Vec<_>>(),
        "origins": {"new": place(change.new_place.as_ref()), "old": place(change.old_place.as_ref())},
    })
}

fn body(entity: Option<&Entity>) -> Value {
    entity.map_or(Value::Null, |entity| {
        let mut fields: Map<String, Value> = entity.fields.clone();
        if let Some(id) = &entity.id {
            fields.insert("id".to_owned(), id.clone().into());
        }
        Value::Object(fields)
    })
}

fn place(place: Option<&Place>) -> Value {
    place.map_or(
        Value::Null,
        |place| json!({"file": place.file, "line": place.line, "object": place.object}),
    )
}
