//! KongLicense to licenses (spec 43, 4).

use super::Context;
use crate::kong::state::State;
use crate::kong::vault::License;
use crate::origin::Origin;
use std::cmp::Reverse;
use uuid::Uuid;

/// The youngest enabled license, of equally old ones that with the smaller name. Only Kong Enterprise takes one.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    if !context.options.enterprise {
        return;
    }
    let chosen = context
        .store
        .kong_licenses
        .iter()
        .filter(|license| license.spec.enabled.unwrap_or(true))
        .max_by_key(|license| {
            (
                license.meta.creation_timestamp,
                Reverse(license.meta.name()),
            )
        });
    if let Some(license) = chosen {
        let name = format!("KongLicense:{}", license.meta.name());
        state.licenses.push(License {
            id: Some(Uuid::new_v5(&Uuid::nil(), name.as_bytes()).to_string()),
            payload: license.spec.raw_license_string.clone(),
            source: Origin::of(&license.meta).into(),
        });
    }
}
