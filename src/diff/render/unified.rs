//! A patch of the YAML, entity by entity, so that moving an entity inside a file is no difference.

use crate::deck::write;
use crate::diff::entity::Entity;
use crate::diff::equality;
use crate::diff::{Change, Diff};
use crate::escape::line::clean;
use serde_json::Value;
use similar::TextDiff;

/// The diff as a patch.
pub fn render(diff: &Diff) -> String {
    let settings = diff.settings.iter().map(|change| {
        let place = change.place.as_ref().map(super::place_text);
        let place = place.map(|place| format!("  ({place})"));
        format!(
            "# {}{}\n",
            super::setting_text(change),
            place.unwrap_or_default()
        )
    });
    settings.chain(diff.changes.iter().map(patch)).collect()
}

fn patch(change: &Change) -> String {
    let old = body(change.old.as_ref());
    let new = body(change.new.as_ref());
    let name = clean(&format!("{}/{}", change.kind, change.title));
    let header = |side: &str, entity: Option<&Entity>| match entity {
        Some(_) => format!("{side}/{name}"),
        None => "/dev/null".to_owned(),
    };
    let places = super::places(change);
    let comment = if places.is_empty() {
        places
    } else {
        format!("# {places}\n")
    };
    let patch = TextDiff::from_lines(&old, &new)
        .unified_diff()
        .context_radius(3)
        .header(
            &header("a", change.old.as_ref()),
            &header("b", change.new.as_ref()),
        )
        .to_string();
    comment + &patch
}

/// An entity as YAML, without what means nothing to the gateway.
pub(super) fn body(entity: Option<&Entity>) -> String {
    let Some(entity) = entity else {
        return String::new();
    };
    let mut fields = entity.fields.clone();
    equality::arrange(&mut fields);
    write::yaml_of(&Value::Object(fields))
}
