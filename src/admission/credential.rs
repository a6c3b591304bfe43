//! Whether a Secret is a credential of its type, as the webhook sees it (spec 82, 3.3). It asks for more than the translation.

use super::Found;
use crate::annotations::table::CREDENTIAL;
use crate::controller::Switch;
use crate::options::Options;
use crate::origin::FieldPath;

/// What answers about credentials begin with.
pub(super) const FAILED: &str = "consumer credential failed validation";

/// The types of the controller's own with their keys, in the order in which missing ones are told.
const TYPES: [(&str, &[&str]); 7] = [
    ("key-auth", &["key"]),
    ("basic-auth", &["username", "password"]),
    ("hmac-auth", &["username", "secret"]),
    ("jwt", &["algorithm", "rsa_public_key", "key", "secret"]),
    (
        "oauth2",
        &["name", "client_id", "client_secret", "redirect_uris"],
    ),
    ("acl", &["group"]),
    ("mtls-auth", &["subject_name"]),
];

/// The algorithms of jwt that need a secret and no public key.
const HMAC: [&[u8]; 3] = [b"HS256", b"HS384", b"HS512"];

/// What is wrong with a Secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has no label that says its type.
    NoType,
    /// Its type, or its keys.
    Invalid {
        /// The webhook's words.
        reason: String,
        /// The field of the Secret.
        path: FieldPath,
    },
}

/// That of a Secret without the label.
pub(super) fn no_type() -> String {
    format!(
        "secret has no credential type, add a {} label",
        CREDENTIAL.name()
    )
}

impl Fault {
    /// The webhook's words.
    pub(super) fn said(&self) -> String {
        match self {
            Self::NoType => no_type(),
            Self::Invalid { reason, .. } => reason.clone(),
        }
    }
}

/// The fault of a Secret, if any is known. `found` is there.
pub(super) fn fault(found: Found<'_>, options: &Options) -> Option<Fault> {
    let meta = match found {
        Found::Here(secret) => &secret.meta,
        Found::Made(made) => &made.secret.meta,
        Found::Nowhere => return None,
    };
    let Some(kind) = CREDENTIAL.written(meta) else {
        return Some(Fault::NoType);
    };
    if kind == "konnect" && options.has(Switch::WebhookAllowsKonnect) {
        return None;
    }
    let Some((_, keys)) = TYPES.iter().find(|(known, _)| *known == kind) else {
        return Some(Fault::Invalid {
            reason: format!("invalid credential type {kind}"),
            path: FieldPath::of(&["metadata", "labels"]).key(CREDENTIAL.name()),
        });
    };
    let algorithm = value(found, "algorithm").filter(|_| kind == "jwt");
    let is_hmac = match algorithm {
        None => None,
        // What is made in the cluster may be either.
        Some(Value::Unknown) => return None,
        Some(Value::Known(text)) => Some(HMAC.contains(&text)),
    };
    let (mut missing, mut empty) = (Vec::new(), Vec::new());
    for &key in *keys {
        let is_spared = matches!(
            (key, is_hmac),
            ("rsa_public_key", Some(true)) | ("secret", Some(false))
        );
        if is_spared {
            continue;
        }
        match value(found, key) {
            None => missing.push(key),
            Some(Value::Known(b"")) => empty.push(key),
            Some(_) => {}
        }
    }
    let reason = if !missing.is_empty() {
        format!("missing required field(s): {}", missing.join(", "))
    } else if let Some(&first) = empty.first() {
        return Some(Fault::Invalid {
            reason: format!(
                "some fields were invalid due to missing data: {}",
                empty.join(", ")
            ),
            path: FieldPath::of(&["data"]).key(first),
        });
    } else {
        return None;
    };
    Some(Fault::Invalid {
        reason,
        path: FieldPath::root(),
    })
}

/// The value of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Known(&'a [u8]),
    /// Nobody here knows it.
    Unknown,
}

/// The value of a key, if the Secret has or may have it.
pub(super) fn value<'a>(found: Found<'a>, key: &str) -> Option<Value<'a>> {
    match found {
        Found::Here(secret) => {
            let value = secret.spec.data.as_ref()?.get(key)?;
            Some(Value::Known(&value.0))
        }
        Found::Made(made) => made
            .may_have(key)
            .then(|| made.known(key).map_or(Value::Unknown, Value::Known)),
        Found::Nowhere => None,
    }
}
