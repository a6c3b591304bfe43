//! Consumers and their credentials. Values of credentials are never shown.

use super::blame::Blame;
use super::entity::{Entity, Judge, tags};
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::consumer::{Consumer, Credential, CredentialKind};
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
                origin: &consumer.origin,
            },
            blame: Blame::Same,
        };
        let given = Given::record([
            ("username", Given::text(&consumer.username)),
            ("custom_id", Given::text(&consumer.custom_id)),
            ("tags", tags(&consumer.tags)),
        ]);
        judge.judge(entity, &given, diagnostics);
        for credential in &consumer.credentials {
            let entity = entity_of(credential);
            judge.judge(entity, &given_credential(credential), diagnostics);
        }
        groups(consumer, diagnostics);
    }
}

/// A group that a consumer is in twice. Kong has a key over both fields.
fn groups(consumer: &Consumer, diagnostics: &mut Diagnostics) {
    let mut groups: BTreeMap<&str, &Origin> = BTreeMap::new();
    for credential in &consumer.credentials {
        if let CredentialKind::Acl { group } = &credential.kind
            && let Some(first) = groups.insert(group, &credential.origin)
        {
            let subject = entity_of(credential).subject;
            diagnostics.push(subject.repeats("id", first).and(consumer.origin.clone()));
        }
    }
}

fn entity_of(credential: &Credential) -> Entity<'_> {
    let (collection, entity) = match &credential.kind {
        CredentialKind::KeyAuth { .. } => ("keyauth_credentials", "keyauth_credential"),
        CredentialKind::BasicAuth { .. } => ("basicauth_credentials", "basicauth_credential"),
        CredentialKind::HmacAuth { .. } => ("hmacauth_credentials", "hmacauth_credential"),
        CredentialKind::Jwt { .. } => ("jwt_secrets", "jwt_secret"),
        CredentialKind::Acl { .. } => ("acls", "acl"),
        CredentialKind::OAuth2 { .. } => ("oauth2_credentials", "oauth2_credential"),
        CredentialKind::MtlsAuth { .. } => ("mtls_auth_credentials", "mtls_auth_credential"),
    };
    let name = match &credential.kind {
        CredentialKind::OAuth2 { name, .. } => Some(name.as_str()).filter(|it| is_short_name(it)),
        _ => None,
    };
    Entity {
        collection,
        subject: Subject {
            entity,
            name,
            origin: &credential.origin,
        },
        blame: Blame::Data,
    }
}

const fn secret(value: &SecretText) -> Given<'_> {
    Given::Text(value.text.as_str())
}

fn given_credential(credential: &Credential) -> Given<'_> {
    let mut fields = match &credential.kind {
        CredentialKind::KeyAuth { key, .. } => vec![("key", Some(secret(key)))],
        CredentialKind::BasicAuth { username, password } => {
            vec![
                ("username", Some(secret(username))),
                ("password", password.as_ref().map(secret)),
            ]
        }
        CredentialKind::HmacAuth {
            username,
            secret: own_secret,
        } => vec![
            ("username", Some(secret(username))),
            ("secret", own_secret.as_ref().map(secret)),
        ],
        CredentialKind::Jwt {
            key,
            algorithm,
            secret: own_secret,
            rsa_public_key,
        } => vec![
            ("key", Some(secret(key))),
            ("algorithm", Some(Given::Text(algorithm))),
            ("secret", own_secret.as_ref().map(secret)),
            ("rsa_public_key", rsa_public_key.as_ref().map(secret)),
        ],
        CredentialKind::Acl { group } => vec![("group", Some(Given::Text(group)))],
        CredentialKind::OAuth2 {
            name,
            client_id,
            client_secret,
            client_type,
            redirect_uris,
            ..
        } => vec![
            ("name", Some(Given::Text(name))),
            ("client_id", Some(secret(client_id))),
            ("client_secret", client_secret.as_ref().map(secret)),
            ("client_type", Given::text(client_type)),
            (
                "redirect_uris",
                redirect_uris.as_ref().and_then(Given::texts),
            ),
        ],
        CredentialKind::MtlsAuth { subject_name } => {
            vec![("subject_name", Some(Given::Text(subject_name)))]
        }
    };
    fields.push(("id", Given::text(&credential.id)));
    fields.push(("tags", tags(&credential.tags)));
    let present = fields.into_iter();
    Given::Map(present.filter_map(|(name, it)| Some((name, it?))).collect())
}
