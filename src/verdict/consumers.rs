//! Consumers and their credentials (spec 70, 4 and 5.1). Values of credentials are never shown.

use super::{tags, text};
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::consumer::{CredentialRef, OAuth2};
use crate::kong::secret::SecretText;
use crate::kong::state::State;
use crate::origin::{FieldPath, Origin};
use crate::secrecy::text::is_short_name;
use std::collections::BTreeMap;

/// Report what Kong would refuse in the consumers.
pub(super) fn judge(state: &State, diagnostics: &mut Diagnostics) {
    let mut taken = Taken::default();
    let mut ids = BTreeMap::new();
    for consumer in &state.consumers {
        let subject = Subject {
            entity: "consumer",
            name: Some(consumer.reference()),
            origin: consumer.origin(),
        };
        tags::judge(&consumer.tags, subject, diagnostics);
        for (field, value) in [
            ("username", consumer.username.as_deref()),
            ("custom_id", consumer.custom_id.as_deref()),
        ] {
            if let Some(value) = value {
                let at = Origin::at(&consumer.origin().object, FieldPath::of(&[field]));
                taken.claim(field, value, &subject.at(&at), diagnostics);
            }
        }
        let mut groups: BTreeMap<&str, &Origin> = BTreeMap::new();
        for credential in consumer.credentials() {
            judge_credential(credential, &mut taken, diagnostics);
            common(credential, &mut ids, diagnostics);
            if let CredentialRef::Acl(it) = credential
                && let Some(first) = groups.insert(&it.group, credential.origin())
            {
                let subject = unnamed("acl", credential);
                diagnostics.push(subject.repeats("id", first).and(consumer.origin().clone()));
            }
        }
    }
}

/// Values that must be unique in the file, by field, with who has them.
#[derive(Default)]
struct Taken<'s>(BTreeMap<(&'static str, &'s str), Origin>);

impl<'s> Taken<'s> {
    /// Claim a value for an entity; a value already taken is a problem.
    fn claim(
        &mut self,
        field: &'static str,
        value: &'s str,
        subject: &Subject<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let place = (subject.entity, field);
        let key = (UNIQUE.iter().find(|it| (it.0, it.1) == place), value);
        let Some(&(_, _, name)) = key.0 else { return };
        match self.0.get(&(name, value)) {
            Some(first) => diagnostics.push(subject.repeats(field, first)),
            None => {
                self.0.insert((name, value), subject.origin.clone());
            }
        }
    }
}

/// Entity, field, and the two as one word.
const UNIQUE: [(&str, &str, &str); 7] = [
    ("consumer", "username", "consumer.username"),
    ("consumer", "custom_id", "consumer.custom_id"),
    ("keyauth_credential", "key", "keyauth.key"),
    ("basicauth_credential", "username", "basicauth.username"),
    ("hmacauth_credential", "username", "hmacauth.username"),
    ("jwt_secret", "key", "jwt.key"),
    ("oauth2_credential", "client_id", "oauth2.client_id"),
];

fn unnamed<'a>(entity: &'static str, credential: CredentialRef<'a>) -> Subject<'a> {
    Subject {
        entity,
        name: None,
        origin: credential.origin(),
    }
}

/// What credentials of all types have: an id, which a Secret may give, and tags.
fn common<'s>(
    credential: CredentialRef<'s>,
    ids: &mut BTreeMap<(&'static str, &'s str), &'s Origin>,
    diagnostics: &mut Diagnostics,
) {
    // Certificates of clients are credentials of the Enterprise edition.
    if matches!(credential, CredentialRef::MtlsAuth(_)) {
        return;
    }
    let entity = entity_of(credential);
    let subject = unnamed(entity, credential);
    tags::judge(credential.tags(), subject, diagnostics);
    let Some(id) = credential.id() else { return };
    if !text::is_uuid(id) {
        diagnostics.push(subject.has_bad_format("id", "a UUID"));
    } else if let Some(first) = ids.insert((entity, id), credential.origin()) {
        diagnostics.push(subject.repeats("id", first));
    }
}

/// Kong's word for a type of credential.
const fn entity_of(credential: CredentialRef<'_>) -> &'static str {
    match credential {
        CredentialRef::KeyAuth(_) => "keyauth_credential",
        CredentialRef::BasicAuth(_) => "basicauth_credential",
        CredentialRef::HmacAuth(_) => "hmacauth_credential",
        CredentialRef::Jwt(_) => "jwt_secret",
        CredentialRef::Acl(_) => "acl",
        CredentialRef::OAuth2(_) => "oauth2_credential",
        CredentialRef::MtlsAuth(_) => "mtls_auth_credential",
    }
}

fn judge_credential<'s>(
    credential: CredentialRef<'s>,
    taken: &mut Taken<'s>,
    diagnostics: &mut Diagnostics,
) {
    let subject = unnamed(entity_of(credential), credential);
    match credential {
        CredentialRef::KeyAuth(it) => {
            filled(subject, "key", Some(&it.key), diagnostics);
            taken.claim("key", &it.key.text, &subject, diagnostics);
        }
        CredentialRef::BasicAuth(it) => {
            filled(subject, "username", Some(&it.username), diagnostics);
            filled(subject, "password", it.password.as_ref(), diagnostics);
            taken.claim("username", &it.username.text, &subject, diagnostics);
        }
        CredentialRef::HmacAuth(it) => {
            filled(subject, "username", Some(&it.username), diagnostics);
            if it.secret.is_some() {
                filled(subject, "secret", it.secret.as_ref(), diagnostics);
            }
            taken.claim("username", &it.username.text, &subject, diagnostics);
        }
        CredentialRef::Jwt(it) => {
            filled(subject, "key", Some(&it.key), diagnostics);
            taken.claim("key", &it.key.text, &subject, diagnostics);
            jwt(
                subject,
                it.algorithm.as_deref().unwrap_or("HS256"),
                it.secret.as_ref(),
                it.rsa_public_key.as_ref(),
                diagnostics,
            );
        }
        CredentialRef::OAuth2(it) => {
            let name = it.name.as_deref().unwrap_or_default();
            let subject = Subject {
                name: Some(name).filter(|name| is_short_name(name)),
                ..subject
            };
            if name.is_empty() {
                diagnostics.push(subject.is_empty("name"));
            }
            filled(subject, "client_id", Some(&it.client_id), diagnostics);
            if it.client_secret.is_some() {
                filled(
                    subject,
                    "client_secret",
                    it.client_secret.as_ref(),
                    diagnostics,
                );
            }
            taken.claim("client_id", &it.client_id.text, &subject, diagnostics);
            client(subject, it, diagnostics);
        }
        CredentialRef::Acl(it) => {
            if it.group.is_empty() {
                diagnostics.push(subject.is_empty("group"));
            }
        }
        CredentialRef::MtlsAuth(_) => {}
    }
}

/// The kind of an OAuth 2 client, and where it may be sent back to.
fn client(subject: Subject<'_>, client: &OAuth2, diagnostics: &mut Diagnostics) {
    const KINDS: [&str; 2] = ["confidential", "public"];
    if let Some(kind) = client.client_type.as_deref()
        && !KINDS.contains(&kind)
    {
        diagnostics.push(subject.not_in_list("client_type", kind, &KINDS));
    }
    for (index, uri) in client.redirect_uris.iter().enumerate() {
        let field = format!("redirect_uris.{}", index + 1);
        if uri.is_empty() {
            diagnostics.push(subject.is_empty(&field));
        } else if !text::is_url(uri) || uri.contains('#') {
            diagnostics.push(subject.has_bad_format(
                &field,
                "an absolute URI without a fragment and without a space before it",
            ));
        }
    }
}

/// A text that must be there and not be empty.
fn filled(
    subject: Subject<'_>,
    field: &str,
    value: Option<&SecretText>,
    diagnostics: &mut Diagnostics,
) {
    match value {
        None => diagnostics.push(subject.lacks(&[field], "the credential")),
        Some(value) if value.text.is_empty() => {
            diagnostics.push(subject.at(&key_of(subject, value)).is_empty(field));
        }
        Some(_) => {}
    }
}

/// The key of the Secret that holds a value.
fn key_of(subject: Subject<'_>, value: &SecretText) -> Origin {
    match &value.source {
        Some(source) => Origin::at(
            &subject.origin.object,
            FieldPath::of(&["data"]).key(source.key.clone()),
        ),
        None => subject.origin.clone(),
    }
}

/// The algorithm of a JWT credential and the key that it needs.
fn jwt(
    subject: Subject<'_>,
    algorithm: &str,
    secret: Option<&SecretText>,
    public_key: Option<&SecretText>,
    diagnostics: &mut Diagnostics,
) {
    const ALGORITHMS: [&str; 13] = [
        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256",
        "PS384", "PS512", "EdDSA",
    ];
    if !ALGORITHMS.contains(&algorithm) {
        diagnostics.push(subject.not_in_list("algorithm", algorithm, &ALGORITHMS));
    }
    // The key is looked at for these algorithms only; ES256 and its like are not among them.
    if algorithm.starts_with("RS") || algorithm.starts_with("PS") || algorithm == "EdDSA" {
        match public_key {
            None => {
                diagnostics.push(subject.lacks(&["rsa_public_key"], "the algorithm"));
            }
            Some(key) if !is_key(&key.text) => {
                diagnostics.push(
                    subject
                        .at(&key_of(subject, key))
                        .has_bad_key("rsa_public_key"),
                );
            }
            Some(_) => {}
        }
    }
    for (field, value) in [("secret", secret), ("rsa_public_key", public_key)] {
        if let Some(value) = value.filter(|value| value.text.is_empty()) {
            diagnostics.push(subject.at(&key_of(subject, value)).is_empty(field));
        }
    }
}

/// Whether this is a key that Kong can read, public or private. What stands for a secret value elsewhere, and JSON, is not judged.
fn is_key(text: &str) -> bool {
    if text.starts_with("${{") || text.trim_start().starts_with('{') {
        return true;
    }
    x509_parser::pem::Pem::iter_from_buffer(text.as_bytes())
        .next()
        .and_then(Result::ok)
        .is_some_and(|pem| {
            use x509_parser::prelude::FromDer;
            match pem.label.as_str() {
                "PUBLIC KEY" => {
                    x509_parser::x509::SubjectPublicKeyInfo::from_der(&pem.contents).is_ok()
                }
                label => label.ends_with("PUBLIC KEY") || label.ends_with("PRIVATE KEY"),
            }
        })
}
