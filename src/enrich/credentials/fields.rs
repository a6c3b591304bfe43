//! The data of a credential Secret, read as KIC's decoder reads it: keys match field names whatever their case,
//! an exactly spelled key first (spec 42, 4.4 and 4.5).

use super::Refusal;
use crate::k8s::annotations::{go_bool, integer};
use crate::k8s::object::Object;
use crate::kong::secret::{SecretKeyRef, SecretText};
use k8s_openapi::api::core::v1::Secret;

/// Reads fields of one Secret and remembers the values that KIC ignores.
pub(super) struct Fields<'a> {
    secret: &'a Object<Secret>,
    faults: Vec<(String, &'static str)>,
}

impl<'a> Fields<'a> {
    /// The fields of a Secret.
    pub(super) fn of(secret: &'a Object<Secret>) -> Self {
        Self {
            secret,
            faults: Vec::new(),
        }
    }

    /// Keys whose value was ignored, with what was expected.
    pub(super) fn faults(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.faults
            .iter()
            .map(|(key, expected)| (key.as_str(), *expected))
    }

    /// The key and value of a field: the key as spelled, else the smallest that differs in case only.
    fn find(&self, field: &str) -> Option<(&'a str, String)> {
        let data = self.secret.spec.data.as_ref()?;
        let key = data
            .get_key_value(field)
            .or_else(|| data.iter().find(|(key, _)| key.eq_ignore_ascii_case(field)));
        key.map(|(key, value)| (key.as_str(), String::from_utf8_lossy(&value.0).into_owned()))
    }

    /// The value of a field.
    pub(super) fn text(&self, field: &str) -> Option<String> {
        self.find(field).map(|(_, value)| value)
    }

    /// The value of a field that must stay secret.
    pub(super) fn secret(&self, field: &str) -> Option<SecretText> {
        let (key, text) = self.find(field)?;
        let meta = &self.secret.meta;
        let source = SecretKeyRef {
            namespace: meta.namespace().to_owned(),
            name: meta.name().to_owned(),
            key: key.to_owned(),
        };
        Some(SecretText { text, source })
    }

    /// The value of a field that must be there.
    pub(super) fn required(
        &self,
        credential: &'static str,
        field: &'static str,
    ) -> Result<SecretText, Refusal> {
        self.secret(field)
            .ok_or(Refusal::Missing(credential, field))
    }

    /// The value under exactly this key; conversions look at no other spelling.
    fn exact(&self, key: &str) -> Option<String> {
        let value = self.secret.spec.data.as_ref()?.get(key)?;
        Some(String::from_utf8_lossy(&value.0).into_owned())
    }

    /// An INT; absent when it is none.
    pub(super) fn integer(&mut self, key: &str) -> Option<i64> {
        let value = integer(&self.exact(key)?);
        if value.is_none() {
            self.faults
                .push((key.to_owned(), "a decimal integer; the field is left out"));
        }
        value
    }

    /// A GOBOOL; false when it is none.
    pub(super) fn boolean(&mut self, key: &str) -> Option<bool> {
        let value = go_bool(&self.exact(key)?);
        if value.is_none() {
            self.faults
                .push((key.to_owned(), "`true` or `false`; false is taken"));
        }
        Some(value.unwrap_or(false))
    }

    /// A list split at commas, neither trimmed nor stripped of empty items.
    pub(super) fn list(&self, key: &str) -> Option<Vec<String>> {
        Some(self.exact(key)?.split(',').map(str::to_owned).collect())
    }

    /// Keys that name a field of another type than text, and that KIC does not convert.
    pub(super) fn untyped(&self, credential_type: &str) -> Vec<String> {
        let converted: &[&str] = match credential_type {
            "key-auth" => &["ttl"],
            "oauth2" => &["hash_secret", "redirect_uris"],
            _ => &[],
        };
        let never: &[&str] = if credential_type == "mtls-auth" {
            &["ca_certificate"]
        } else {
            &[]
        };
        let keys = self.secret.spec.data.iter().flat_map(|data| data.keys());
        keys.filter(|key| {
            let is = |names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name));
            is(&["created_at", "tags", "consumer"])
                || is(never)
                || (is(converted) && !converted.contains(&key.as_str()) && !self.has_exact(key))
        })
        .cloned()
        .collect()
    }

    /// Whether the converted spelling of this key is there too; it then decides.
    fn has_exact(&self, key: &str) -> bool {
        self.exact(&key.to_ascii_lowercase()).is_some()
    }
}
