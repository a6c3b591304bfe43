//! Credentials that must be unique over all consumers (spec 42, 6; KIC: `credentials_conflicts.go`).

use crate::diag::consumers as problems;
use crate::enrich::Context;
use crate::kong::consumer::{Consumer, Credential, CredentialKind};
use std::collections::{BTreeMap, BTreeSet};

/// The indices in KIC's processing order.
const INDICES: [&str; 5] = [
    "key-auth on 'key'",
    "hmac-auth on 'username'",
    "jwt-auth on 'key'",
    "basic-auth on 'username'",
    "oauth2-credentials on 'client_id'",
];

/// The index a credential belongs to and its value there.
fn indexed(credential: &Credential) -> Option<(usize, &str)> {
    match &credential.kind {
        CredentialKind::KeyAuth { key, .. } => Some((0, &key.text)),
        CredentialKind::HmacAuth { username, .. } => Some((1, &username.text)),
        CredentialKind::Jwt { key, .. } => Some((2, &key.text)),
        CredentialKind::BasicAuth { username, .. } => Some((3, &username.text)),
        CredentialKind::OAuth2 { client_id, .. } => Some((4, &client_id.text)),
        CredentialKind::Acl { .. } | CredentialKind::MtlsAuth { .. } => None,
    }
}

/// Remove every consumer that shares a credential with another, or holds one twice.
pub fn remove(context: &mut Context<'_>, consumers: &mut Vec<Consumer>) {
    let mut entries: BTreeMap<(usize, &str), Vec<(usize, &Credential)>> = BTreeMap::new();
    for (position, consumer) in consumers.iter().enumerate() {
        for credential in &consumer.credentials {
            if let Some(entry) = indexed(credential) {
                entries
                    .entry(entry)
                    .or_default()
                    .push((position, credential));
            }
        }
    }
    let mut removed = BTreeSet::new();
    for ((index, _), sharers) in entries.iter().filter(|(_, sharers)| sharers.len() > 1) {
        for (position, credential) in sharers {
            context.diagnostics.push(problems::credential_conflict(
                credential.origin.clone(),
                INDICES[*index],
            ));
            if removed.insert(*position) {
                context.diagnostics.push(problems::consumer_conflict(
                    consumers[*position].origin.clone(),
                    INDICES[*index],
                ));
            }
        }
    }
    let mut position = 0;
    consumers.retain(|_| {
        position += 1;
        !removed.contains(&(position - 1))
    });
}
