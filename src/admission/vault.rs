//! KongVaults (spec 82, 3.9).

use super::Context;
use crate::diag::custom_entities as problems;
use crate::k8s::kong::KongVaultSpec;
use crate::k8s::object::Object;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Judge all.
pub(super) fn judge(context: &mut Context<'_>) {
    let store = context.store();
    // Those that the controller keeps: by name, and in the order in which the translation lets one win.
    let mut by_name: BTreeMap<&str, Vec<&Arc<ObjectMeta>>> = BTreeMap::new();
    for vault in &store.kong_vaults {
        context.note_without_class(&vault.meta);
        let same = by_name.entry(vault.spec.prefix.as_str()).or_default();
        same.push(&vault.meta);
    }
    let mut by_age: BTreeMap<&str, Vec<&Arc<ObjectMeta>>> = BTreeMap::new();
    for vault in store.kong_vaults.in_age_order() {
        let same = by_age.entry(vault.spec.prefix.as_str()).or_default();
        same.push(&vault.meta);
    }
    for vault in store.kong_vaults.iter().chain(&store.others.kong_vaults) {
        let meta = &vault.meta;
        if !context.is_of_class(meta) || context.operation(meta).is_none() {
            continue;
        }
        if let Some(kind) = not_an_object(vault.spec.config.as_ref()) {
            let at = Origin::at(meta, FieldPath::of(&["spec", "config"]));
            let said = format!(
                "failed to unmarshal vault configuration: {}",
                unmarshal(kind)
            );
            context.push(problems::vault_config_not_object(at).refused_by_webhook(&meta.key, said));
            continue;
        }
        let prefix = vault.spec.prefix.as_str();
        let same = by_name.get(prefix).map_or(&[][..], Vec::as_slice);
        let other = same.iter().find(|other| other.name() != meta.name());
        let Some(other) = other else {
            context.asks_gateway(meta);
            continue;
        };
        let said = format!(
            "spec.prefix \"{prefix}\" is duplicate with existing KongVault \"{}\"",
            other.name()
        );
        let winners = by_age.get(prefix).map_or(&[][..], Vec::as_slice);
        let problem = duplicate(vault, winners, other);
        context.push(problem.refused_by_webhook(&meta.key, said));
    }
}

/// The problem of a prefix: the translation tells it at each vault that loses, so what the winner is told goes to the first of these.
fn duplicate(
    vault: &Object<KongVaultSpec>,
    by_age: &[&Arc<ObjectMeta>],
    other: &Arc<ObjectMeta>,
) -> crate::diag::Diagnostic {
    let (loser, winner) = match by_age {
        [winner, loser, ..] if winner.name() == vault.meta.name() => (*loser, *winner),
        [winner, ..] => (&vault.meta, *winner),
        [] => (&vault.meta, other),
    };
    let at = Origin::at(loser, FieldPath::of(&["spec", "prefix"]));
    let winner_at = Origin::at(winner, FieldPath::of(&["spec", "prefix"]));
    problems::vault_prefix_duplicate(at, &vault.spec.prefix, winner).and(winner_at)
}

/// What a value is instead of an object, in the words of Go's JSON reader.
pub(super) const fn not_an_object(value: Option<&Value>) -> Option<&'static str> {
    match value {
        None | Some(Value::Null | Value::Object(_)) => None,
        Some(Value::Bool(_)) => Some("bool"),
        Some(Value::Number(_)) => Some("number"),
        Some(Value::String(_)) => Some("string"),
        Some(Value::Array(_)) => Some("array"),
    }
}

/// The words of Go's JSON reader for what is no object.
pub(super) fn unmarshal(kind: &str) -> String {
    format!("json: cannot unmarshal {kind} into Go value of type kong.Configuration")
}
