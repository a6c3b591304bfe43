//! Consumers and their credentials. Values of credentials are never shown.

use super::blame::Blame;
use super::entity::{Entity, Judge, tags};
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::consumer::{Consumer, CredentialRef};
use crate::kong::secret::SecretText;
use crate::kong::state::State;
use crate::origin::Origin;
use crate::schema::written::Given;
use crate::secrecy::text::is_short_name;
use std::collections::BTreeMap;

/// Report what Kong would refuse in the consumers.
pub(super) fn judge<'s>(state: &'s State, judge: &mut Judge<'s>, diagnostics: &mut Diagnostics) {
    for consumer in &state.consumers {
        let entity = Entity {
            collection: "consumers",
            subject: Subject {
                entity: "consumer",
                name: Some(consumer.reference()),
                origin: consumer.origin(),
            },
            blame: Blame::Same,
        };
        let given = Given::record([
            ("username", Given::text(&consumer.username)),
            ("custom_id", Given::text(&consumer.custom_id)),
            ("tags", tags(&consumer.tags)),
        ]);
        judge.judge(entity, &given, diagnostics);
        for credential in consumer.credentials() {
            let entity = entity_of(credential);
            judge.judge(entity, &given_credential(credential), diagnostics);
        }
        groups(consumer, diagnostics);
    }
}

/// A group that a consumer is in twice. Kong has a key over both fields.
fn groups(consumer: &Consumer, diagnostics: &mut Diagnostics) {
    let mut groups: BTreeMap<&str, &Origin> = BTreeMap::new();
    for credential in consumer.credentials() {
        if let CredentialRef::Acl(acl) = credential
            && let Some(first) = groups.insert(&acl.group, credential.origin())
        {
            let subject = entity_of(credential).subject;
            diagnostics.push(subject.repeats("id", first).and(consumer.origin().clone()));
        }
    }
}

fn entity_of(credential: CredentialRef<'_>) -> Entity<'_> {
    let (collection, entity) = match credential {
        CredentialRef::KeyAuth(_) => ("keyauth_credentials", "keyauth_credential"),
        CredentialRef::BasicAuth(_) => ("basicauth_credentials", "basicauth_credential"),
        CredentialRef::HmacAuth(_) => ("hmacauth_credentials", "hmacauth_credential"),
        CredentialRef::Jwt(_) => ("jwt_secrets", "jwt_secret"),
        CredentialRef::Acl(_) => ("acls", "acl"),
        CredentialRef::OAuth2(_) => ("oauth2_credentials", "oauth2_credential"),
        CredentialRef::MtlsAuth(_) => ("mtls_auth_credentials", "mtls_auth_credential"),
    };
    let name = match credential {
        CredentialRef::OAuth2(it) => it.name.as_deref().filter(|name| is_short_name(name)),
        _ => None,
    };
    Entity {
        collection,
        subject: Subject {
            entity,
            name,
            origin: credential.origin(),
        },
        blame: Blame::Data,
    }
}

const fn secret(value: &SecretText) -> Given<'_> {
    Given::Text(value.text.as_str())
}

fn given_credential(credential: CredentialRef<'_>) -> Given<'_> {
    let mut fields = match credential {
        CredentialRef::KeyAuth(it) => vec![("key", Some(secret(&it.key)))],
        CredentialRef::BasicAuth(it) => vec![
            ("username", Some(secret(&it.username))),
            ("password", it.password.as_ref().map(secret)),
        ],
        CredentialRef::HmacAuth(it) => vec![
            ("username", Some(secret(&it.username))),
            ("secret", it.secret.as_ref().map(secret)),
        ],
        CredentialRef::Jwt(it) => vec![
            ("key", Some(secret(&it.key))),
            ("algorithm", Given::text(&it.algorithm)),
            ("secret", it.secret.as_ref().map(secret)),
            ("rsa_public_key", it.rsa_public_key.as_ref().map(secret)),
        ],
        CredentialRef::Acl(it) => vec![("group", Some(Given::Text(&it.group)))],
        CredentialRef::OAuth2(it) => vec![
            ("name", Given::text(&it.name)),
            ("client_id", Some(secret(&it.client_id))),
            ("client_secret", it.client_secret.as_ref().map(secret)),
            ("client_type", Given::text(&it.client_type)),
            ("redirect_uris", Given::texts(&it.redirect_uris)),
        ],
        CredentialRef::MtlsAuth(it) => vec![("subject_name", Some(Given::Text(&it.subject_name)))],
    };
    fields.push(("id", credential.id().map(Given::Text)));
    fields.push(("tags", tags(credential.tags())));
    let present = fields.into_iter();
    Given::Map(present.filter_map(|(name, it)| Some((name, it?))).collect())
}
