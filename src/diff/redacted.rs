//! What KIC's dumps put into the place of secrets (spec 83, 7).

use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Hexadecimal digits of a hash: the first 16 bytes of SHA-256.
const HASH: usize = 32;

/// A text that stands in the place of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redacted<'t> {
    /// Nothing can be told of the value.
    Unknown,
    /// The hash of the value: of keys of key-auth, from KIC 3.4.17 and 3.5.10 on.
    Hash(&'t str),
}

impl<'t> Redacted<'t> {
    /// What a text is; `None` when it is a value, or a reference into a vault, which has a slash behind its prefix.
    pub fn of(text: &'t str) -> Option<Self> {
        if text == "{REDACTED}" {
            return Some(Self::Unknown);
        }
        let inner = text.strip_prefix("{vault://")?.strip_suffix('}')?;
        let is_hash = inner.len() == HASH
            && inner
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if is_hash {
            Some(Self::Hash(inner))
        } else if inner == "redacted-value" || (inner.len() == 36 && Uuid::parse_str(inner).is_ok())
        {
            Some(Self::Unknown)
        } else {
            None
        }
    }
}

/// Whether a value is one of which nothing can be told.
pub fn is_unknown(value: &Value) -> bool {
    let text = value.as_str();
    text.is_some_and(|text| Redacted::of(text) == Some(Redacted::Unknown))
}

/// What a secret is recognised by, in clear or by its hash; empty when nothing can be told of it. It is compared and never shown: short
/// secrets can be guessed from it.
pub fn identity(text: &str) -> String {
    match Redacted::of(text) {
        Some(Redacted::Unknown) => String::new(),
        Some(Redacted::Hash(hash)) => hash.to_owned(),
        None => Sha256::digest(text.as_bytes())
            .iter()
            .take(HASH / 2)
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_recognises_its_key_and_no_other() {
        // From KIC's own dump of the key `s3cret`.
        let hash = "{vault://1ec1c26b50d5d3c58d9583181af80766}";
        assert_eq!(identity(hash), identity("s3cret"));
        assert_ne!(identity(hash), identity("s3cret2"));
    }

    #[test]
    fn references_into_vaults_are_values() {
        for text in [
            "{vault://env/my-key}",
            "{vault://hcv/1ec1c26b50d5d3c58d9583181af80766}",
            "secret",
            "",
        ] {
            assert_eq!(Redacted::of(text), None, "{text}");
        }
        for text in [
            "{REDACTED}",
            "{vault://redacted-value}",
            "{vault://0b0b0b0b-0000-4000-8000-000000000001}",
        ] {
            assert_eq!(Redacted::of(text), Some(Redacted::Unknown), "{text}");
        }
    }
}
