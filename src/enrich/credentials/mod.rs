//! Secrets to credentials of consumers (spec 42, 4). What two consumers must not share is in [`conflicts`].

pub mod conflicts;
mod fields;

use super::Context;
use crate::annotations::table::CREDENTIAL;
use crate::diag::consumers as problems;
use crate::diag::secrets::{self, Consequence};
use crate::k8s::kong::KongConsumerSpec;
use crate::k8s::object::Object;
use crate::kong::consumer::{Acl, BasicAuth, Credential, HmacAuth, Jwt, KeyAuth, MtlsAuth, OAuth2};
use crate::kong::names::object_tags;
use crate::options::Secrets;
use crate::origin::{FieldPath, Origin};
use crate::store::made_in_cluster::MadeSecret;
use fields::Fields;
use std::fmt;

/// Where KIC before 3.0 looked for the type.
const FORMER_TYPE_KEY: &str = "kongCredType";

/// The credentials of a consumer, in the order of the KongConsumer.
pub fn of(context: &mut Context<'_>, consumer: &Object<KongConsumerSpec>) -> Vec<Credential> {
    let names = consumer.spec.credentials.iter().enumerate();
    names
        .filter_map(|(position, name)| credential(context, consumer, position, name))
        .collect()
}

fn credential(
    context: &mut Context<'_>,
    consumer: &Object<KongConsumerSpec>,
    position: usize,
    name: &str,
) -> Option<Credential> {
    let at = Origin::at(
        &consumer.meta,
        FieldPath::of(&["credentials"]).index(position),
    );
    let namespace = consumer.meta.namespace();
    let store = context.store;
    let made = store.made_in_cluster.get(namespace, name);
    let found = store.secrets.get(namespace, name);
    let Some(secret) = found.or_else(|| made.map(|made| &made.secret)) else {
        let problem = match context.options.secrets {
            Secrets::Inline => problems::secret_not_found(at, namespace, name),
            Secrets::Env => problems::secret_type_unknown(at, namespace, name),
        };
        let nearest = context.store.secrets.nearest(namespace, name);
        context.diagnostics.push(problem.did_you_mean(nearest));
        return None;
    };
    let made = made.filter(|_| found.is_none());
    let Some(credential_type) = CREDENTIAL.written(&secret.meta) else {
        let data = secret.spec.data.as_ref();
        let is_former = data.is_some_and(|data| data.contains_key(FORMER_TYPE_KEY));
        context.diagnostics.push(if is_former {
            problems::label_replaced(at, &secret.meta)
        } else {
            problems::label_missing(at, &secret.meta)
        });
        return None;
    };
    let mut fields = Fields::of(secret, made);
    let built = kind(credential_type, &mut fields);
    for (key, fault) in fields.faults() {
        context.diagnostics.push(problems::value_ignored(
            at.clone(),
            &secret.meta,
            key,
            fault,
        ));
    }
    let mut credential = match built {
        Ok(credential) => credential,
        Err(refusal) => {
            context.diagnostics.push(problems::credential_left_out(
                at,
                &secret.meta,
                (&refusal.to_string(), &refusal.told(credential_type)),
            ));
            return None;
        }
    };
    if let Some(made) = made
        && !is_written(context, at, made, &fields)
    {
        return None;
    }
    if let Some(field) = missing_for_deck(&credential) {
        context
            .diagnostics
            .push(problems::credential_without_secret(
                Origin::of(&secret.meta),
                field,
            ));
    }
    let (id, tags) = (fields.text("id"), object_tags(&secret.meta, []));
    credential.set_common(id, tags, Origin::of(&secret.meta).into());
    Some(credential)
}

/// Whether a credential is written whose Secret is made in the cluster: values that are not known here must be such that variables can
/// stand for them.
fn is_written(
    context: &mut Context<'_>,
    at: Origin,
    made: &MadeSecret,
    fields: &Fields<'_>,
) -> bool {
    let consequence = match (fields.unknown_in_clear(), context.options.secrets) {
        (Some(key), Secrets::Env) => Consequence::NoVariable(key),
        (None, _) if !fields.has_hidden() => return true,
        (None, Secrets::Env) => Consequence::Variables,
        (_, Secrets::Inline) => Consequence::LeftOut,
    };
    context.diagnostics.extend(secrets::made_in_cluster(
        [at],
        &made.secret.meta.key.qualified_name(),
        (made.controller, &made.maker),
        consequence,
    ));
    consequence == Consequence::Variables
}

/// The field that decK's schema demands and KIC does not (spec 50, 1.5).
fn missing_for_deck(credential: &Credential) -> Option<&'static str> {
    match credential {
        Credential::Jwt(Jwt { secret: None, .. })
        | Credential::HmacAuth(HmacAuth { secret: None, .. }) => Some("secret"),
        Credential::BasicAuth(BasicAuth { password: None, .. }) => Some("password"),
        Credential::OAuth2(OAuth2 {
            client_secret: None,
            ..
        }) => Some("client_secret"),
        _ => None,
    }
}

/// Why a Secret is no credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Its type is none that KIC knows.
    UnknownType,
    /// A required field is missing: credential type and field.
    Missing(&'static str, &'static str),
    /// Fields that hold something other than text cannot be set from a Secret.
    NotText(Vec<String>),
}

impl Refusal {
    /// What KIC says of it. Of fields that are no text it tells the first one here; it goes through them in no order.
    fn told(&self, credential_type: &str) -> String {
        match self {
            Self::UnknownType => format!("unsupported credential type: {credential_type:?}"),
            Self::Missing("jwt", field) => format!("jwt-auth for is invalid: no {field}"),
            Self::Missing(credential, field) => format!("{credential} is invalid: no {field}"),
            Self::NotText(keys) => {
                let what = match credential_type {
                    "mtls-auth" => "mTLS",
                    other => other,
                };
                let errors: Vec<String> = keys.iter().map(|key| undecodable(key)).collect();
                format!(
                    "failed to decode {what} credential: failed to decode credential: {} error(s) decoding:\n\n{}",
                    errors.len(),
                    errors.join("\n")
                )
            }
        }
    }
}

/// What KIC's decoder says of a text where the field is none.
fn undecodable(key: &str) -> String {
    match key.to_ascii_lowercase().as_str() {
        "tags" | "redirect_uris" => {
            format!("* '{key}': source data must be an array or slice, got string")
        }
        "consumer" | "ca_certificate" => format!("* '{key}' expected a map, got 'string'"),
        _ => format!("* '{key}' expected type 'int', got unconvertible type 'string'"),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType => {
                write!(
                    f,
                    "its label {} names no type of credential that KIC knows",
                    CREDENTIAL.name()
                )
            }
            Self::Missing(credential, field) => {
                write!(f, "a {credential} credential needs `{field}`")
            }
            Self::NotText(keys) => write!(
                f,
                "these keys cannot be set from a Secret: {}",
                keys.join(", ")
            ),
        }
    }
}

/// Decode the fields of a credential type. The required fields are those of spec 42, 4.6; an empty text counts as present.
fn kind(credential_type: &str, fields: &mut Fields<'_>) -> Result<Credential, Refusal> {
    let known = matches!(
        credential_type,
        "basic-auth" | "hmac-auth" | "jwt" | "key-auth" | "oauth2" | "acl" | "mtls-auth"
    );
    if !known {
        return Err(Refusal::UnknownType);
    }
    let untyped = fields.untyped(credential_type);
    if !untyped.is_empty() {
        return Err(Refusal::NotText(untyped));
    }
    match credential_type {
        "key-auth" => Ok(Credential::KeyAuth(KeyAuth {
            key: fields.required("key-auth", "key")?,
            ttl: fields.integer("ttl"),
            ..KeyAuth::default()
        })),
        "basic-auth" => Ok(Credential::BasicAuth(BasicAuth {
            username: fields.required("basic-auth", "username")?,
            password: fields.secret("password"),
            ..BasicAuth::default()
        })),
        "hmac-auth" => Ok(Credential::HmacAuth(HmacAuth {
            username: fields.required("hmac-auth", "username")?,
            secret: fields.secret("secret"),
            ..HmacAuth::default()
        })),
        "jwt" => Ok(Credential::Jwt(Jwt {
            key: fields.required("jwt", "key")?,
            algorithm: fields
                .text("algorithm")
                .filter(|algorithm| !algorithm.is_empty())
                .or_else(|| Some("HS256".to_owned())),
            secret: fields.secret("secret"),
            rsa_public_key: fields.secret("rsa_public_key"),
            ..Jwt::default()
        })),
        "acl" => Ok(Credential::Acl(Acl {
            group: fields.required_in_clear("acl", "group")?,
            ..Acl::default()
        })),
        "oauth2" => Ok(Credential::OAuth2(OAuth2 {
            client_id: fields.required("oauth2", "client_id")?,
            name: Some(fields.required_in_clear("oauth2", "name")?),
            client_secret: fields.secret("client_secret"),
            client_type: fields.text("client_type"),
            hash_secret: fields.boolean("hash_secret"),
            redirect_uris: fields.list("redirect_uris").unwrap_or_default(),
            ..OAuth2::default()
        })),
        _ => Ok(Credential::MtlsAuth(MtlsAuth {
            subject_name: fields.required_in_clear("mtls-auth", "subject_name")?,
            ..MtlsAuth::default()
        })),
    }
}
