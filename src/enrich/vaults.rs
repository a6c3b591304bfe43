//! KongVault to vaults (spec 43, 2).

use super::Context;
use crate::diag::custom_entities;
use crate::kong::names::object_tags;
use crate::kong::state::State;
use crate::kong::vault::Vault;
use crate::origin::{FieldPath, Origin};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One vault per prefix: of several the oldest KongVault, then the smaller name.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let mut winners = BTreeMap::new();
    // In age order the first of a prefix wins (KIC: `kongstate.go`, FillVaults).
    for vault in context.store.kong_vaults.in_age_order() {
        let prefix = vault.spec.prefix.as_str();
        if let Some(winner) = winners.get(prefix) {
            let at = Origin::at(&vault.meta, FieldPath::of(&["spec", "prefix"]));
            context
                .diagnostics
                .push(custom_entities::vault_prefix_duplicate(at, prefix, winner));
            continue;
        }
        winners.insert(prefix, std::sync::Arc::clone(&vault.meta));
        let config = match &vault.spec.config {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(config)) => config.clone(),
            Some(_) => {
                let at = Origin::at(&vault.meta, FieldPath::of(&["spec", "config"]));
                context
                    .diagnostics
                    .push(custom_entities::vault_config_not_object(at));
                continue;
            }
        };
        state.vaults.push(Vault {
            name: vault.spec.backend.clone(),
            prefix: prefix.to_owned(),
            description: Some(vault.spec.description.clone()).filter(|text| !text.is_empty()),
            config,
            tags: object_tags(&vault.meta, []),
            source: Origin::of(&vault.meta).into(),
            ..Vault::default()
        });
    }
}
