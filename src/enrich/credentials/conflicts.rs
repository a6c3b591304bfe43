//! Credentials that must be unique over all consumers (spec 42, 6; KIC: `credentials_conflicts.go`).

use crate::diag::consumers as problems;
use crate::enrich::Context;
use crate::kong::consumer::{Consumer, CredentialRef};
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
fn indexed(credential: CredentialRef<'_>) -> Option<(usize, &str)> {
    match credential {
        CredentialRef::KeyAuth(it) => Some((0, &it.key.text)),
        CredentialRef::HmacAuth(it) => Some((1, &it.username.text)),
        CredentialRef::Jwt(it) => Some((2, &it.key.text)),
        CredentialRef::BasicAuth(it) => Some((3, &it.username.text)),
        CredentialRef::OAuth2(it) => Some((4, &it.client_id.text)),
        CredentialRef::Acl(_) | CredentialRef::MtlsAuth(_) => None,
    }
}

/// Remove every consumer that shares a credential with another, or holds one twice.
pub fn remove(context: &mut Context<'_>, consumers: &mut Vec<Consumer>) {
    let mut entries: BTreeMap<(usize, &str), Vec<(usize, CredentialRef<'_>)>> = BTreeMap::new();
    for (position, consumer) in consumers.iter().enumerate() {
        for credential in consumer.credentials() {
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
                credential.origin().clone(),
                INDICES[*index],
            ));
            if removed.insert(*position) {
                context.diagnostics.push(problems::consumer_conflict(
                    consumers[*position].origin().clone(),
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
