//! The data of a credential Secret, read as KIC's decoder reads it: keys match field names whatever their case,
//! an exactly spelled key first (spec 42, 4.4 and 4.5).

use super::Refusal;
use crate::annotations::value::{go_bool, integer};
use crate::k8s::object::Object;
use crate::kong::secret::{SecretKeyRef, SecretText};
use crate::store::made_in_cluster::MadeSecret;
use k8s_openapi::api::core::v1::Secret;

/// Reads fields of one Secret and remembers the values that KIC ignores, and those that nobody knows here.
pub(super) struct Fields<'a> {
    secret: &'a Object<Secret>,
    /// How the Secret is made, when that happens in the cluster.
    made: Option<&'a MadeSecret>,
    faults: Vec<(String, &'static str)>,
    /// Whether a value that stays secret is not known.
    has_hidden: bool,
    /// The first key whose value is not known and does not stay secret.
    unknown_in_clear: Option<String>,
}

impl<'a> Fields<'a> {
    /// The fields of a Secret.
    pub(super) fn of(secret: &'a Object<Secret>, made: Option<&'a MadeSecret>) -> Self {
        Self {
            secret,
            made,
            faults: Vec::new(),
            has_hidden: false,
            unknown_in_clear: None,
        }
    }

    /// Keys whose value was ignored, with what was expected.
    pub(super) fn faults(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.faults
            .iter()
            .map(|(key, expected)| (key.as_str(), *expected))
    }

    /// Whether a value was asked for that stays secret and is not known here.
    pub(super) const fn has_hidden(&self) -> bool {
        self.has_hidden
    }

    /// A key whose value was asked for, is written in clear and is not known here.
    pub(super) fn unknown_in_clear(&self) -> Option<&str> {
        self.unknown_in_clear.as_deref()
    }

    /// The key and value of a field: the key as spelled, else the smallest that differs in case only.
    fn find(&self, field: &str) -> Option<(&'a str, String)> {
        let data = self.secret.spec.data.as_ref()?;
        let key = data
            .get_key_value(field)
            .or_else(|| data.iter().find(|(key, _)| key.eq_ignore_ascii_case(field)));
        key.map(|(key, value)| (key.as_str(), String::from_utf8_lossy(&value.0).into_owned()))
    }

    /// Whether the value of a key is not known here.
    fn is_unknown(&self, key: &str) -> bool {
        self.made.is_some_and(|made| made.unknown.contains(key))
    }

    fn note_clear(&mut self, key: &str) {
        if self.is_unknown(key) && self.unknown_in_clear.is_none() {
            self.unknown_in_clear = Some(key.to_owned());
        }
    }

    /// The value of a field.
    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        let (key, value) = self.find(field)?;
        self.note_clear(key);
        Some(value)
    }

    /// The value of a field that must stay secret. Of a Secret that may have more keys than are known, it has those that no
    /// credential does without.
    pub(super) fn secret(&mut self, field: &'static str) -> Option<SecretText> {
        const ASSUMED: [&str; 6] = [
            "client_id",
            "client_secret",
            "key",
            "password",
            "secret",
            "username",
        ];
        let is_open = self.made.is_some_and(|made| made.is_open) && ASSUMED.contains(&field);
        let assumed = || is_open.then(|| (field, String::new()));
        let (key, text) = self.find(field).or_else(assumed)?;
        let meta = &self.secret.meta;
        let source = SecretKeyRef {
            namespace: meta.namespace().to_owned(),
            name: meta.name().to_owned(),
            key: key.to_owned(),
        };
        let is_known = self.made.is_none_or(|made| made.known(key).is_some());
        if is_known {
            return Some(SecretText::of(text, source));
        }
        self.has_hidden = true;
        Some(SecretText::hidden(source))
    }

    /// The value of a field that must be there.
    pub(super) fn required(
        &mut self,
        credential: &'static str,
        field: &'static str,
    ) -> Result<SecretText, Refusal> {
        self.secret(field)
            .ok_or(Refusal::Missing(credential, field))
    }

    /// The value of a field that must be there and is written in clear.
    pub(super) fn required_in_clear(
        &mut self,
        credential: &'static str,
        field: &'static str,
    ) -> Result<String, Refusal> {
        if self.find(field).is_none() && self.made.is_some_and(|made| made.is_open) {
            self.unknown_in_clear
                .get_or_insert_with(|| field.to_owned());
            return Ok(String::new());
        }
        self.text(field).ok_or(Refusal::Missing(credential, field))
    }

    /// The value under exactly this key; conversions look at no other spelling.
    fn exact(&self, key: &str) -> Option<String> {
        let value = self.secret.spec.data.as_ref()?.get(key)?;
        Some(String::from_utf8_lossy(&value.0).into_owned())
    }

    /// An INT; absent when it is none.
    pub(super) fn integer(&mut self, key: &str) -> Option<i64> {
        let text = self.exact(key)?;
        self.note_clear(key);
        let value = integer(&text);
        if value.is_none() && !self.is_unknown(key) {
            self.faults
                .push((key.to_owned(), "a decimal integer; the field is left out"));
        }
        value
    }

    /// A GOBOOL; false when it is none.
    pub(super) fn boolean(&mut self, key: &str) -> Option<bool> {
        let text = self.exact(key)?;
        self.note_clear(key);
        let value = go_bool(&text);
        if value.is_none() && !self.is_unknown(key) {
            self.faults
                .push((key.to_owned(), "`true` or `false`; false is taken"));
        }
        Some(value.unwrap_or(false))
    }

    /// A list split at commas, neither trimmed nor stripped of empty items.
    pub(super) fn list(&mut self, key: &str) -> Option<Vec<String>> {
        self.note_clear(key);
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
