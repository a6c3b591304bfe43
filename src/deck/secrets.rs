//! Secret values in a file: in clear, or left to the environment of decK (`--secrets env`).
//!
//! decK reads `${{ env "DECK_X" }}` as text, before it reads YAML (spec 50, 1.6), so what the variable holds must give the
//! right YAML at that place. [`Form`] says how that is done.

mod variables;

use super::content::Content;
use super::content::consumer::Consumer;
use crate::kong::secret::SecretKeyRef;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// A text that may be secret. `Debug` never shows it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Text {
    /// The value in clear.
    pub text: String,
    /// What is written in its place.
    pub placeholder: Option<Placeholder>,
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self {
            text,
            placeholder: None,
        }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.placeholder {
            Some(placeholder) => write!(f, "Text(<{}>)", placeholder.variable),
            None => f.write_str("Text(<secret>)"),
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.placeholder {
            Some(placeholder) => placeholder.serialize(serializer),
            None => serializer.serialize_str(&self.text),
        }
    }
}

/// A variable of decK's environment in the place of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Name of the variable: `DECK_<NAMESPACE>__<SECRET>__<KEY>`.
    pub variable: String,
    /// The Secret key whose value the variable must hold.
    pub source: SecretKeyRef,
    /// How the value gets into the file.
    pub form: Form,
}

/// How the value of a variable gets into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As a string of exactly this text. Go's `%q` is valid inside YAML and JSON whatever the text is: several lines,
    /// quotes, backslashes, words and numbers that YAML would take for something else.
    Quoted,
    /// Half of a key pair in PEM. KIC drops the white space at its end, and a Secret often has a line end there; in YAML the text is a block
    /// that ends with its last line. In JSON it is as [`Form::Quoted`].
    Pem,
    /// As the JSON or YAML document that the text is: what a `configPatches` or a `configFrom` Secret holds. In YAML it
    /// stands on lines of its own, indented by decK.
    Document,
}

impl Placeholder {
    /// The placeholder of a Secret key.
    pub(super) fn of(source: &SecretKeyRef, form: Form) -> Self {
        Self {
            variable: variables::name(source),
            source: source.clone(),
            form,
        }
    }

    /// The text for decK's template pass.
    pub fn template(&self) -> String {
        match self.form {
            Form::Quoted | Form::Pem => {
                format!("${{{{ env \"{}\" | printf \"%q\" }}}}", self.variable)
            }
            Form::Document => format!("${{{{ env \"{}\" }}}}", self.variable),
        }
    }
}

impl Serialize for Placeholder {
    /// As bytes, which the writers of this crate print as they are; nothing else in a file is bytes. A document may have
    /// several lines, which the YAML writer has to know.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let template = self.template();
        let raw = Raw(template.as_bytes());
        match self.form {
            Form::Quoted => raw.serialize(serializer),
            Form::Pem => serializer.serialize_newtype_struct(PEM, &raw),
            Form::Document => serializer.serialize_newtype_struct(DOCUMENT, &raw),
        }
    }
}

/// Name of the newtype that marks the placeholder of a whole document.
pub(super) const DOCUMENT: &str = "kic2kong::Document";

/// Name of the newtype that marks the placeholder of a text in PEM.
pub(super) const PEM: &str = "kic2kong::Pem";

/// Text that is printed as it is.
struct Raw<'a>(&'a [u8]);

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// One line of `--secrets-map`: a variable and the Secret key whose value it must hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SecretsMapEntry {
    /// Name of the variable.
    pub variable: String,
    /// Namespace of the Secret.
    pub namespace: String,
    /// Name of the Secret.
    pub secret: String,
    /// Key in its data.
    pub key: String,
}

/// Every variable that a file uses, by name, each once.
pub fn secrets_map(content: &Content) -> Vec<SecretsMapEntry> {
    let mut entries: Vec<_> = uses(content)
        .map(|(placeholder, _)| SecretsMapEntry {
            variable: placeholder.variable.clone(),
            namespace: placeholder.source.namespace.clone(),
            secret: placeholder.source.name.clone(),
            key: placeholder.source.key.clone(),
        })
        .collect();
    entries.sort();
    entries.dedup();
    entries
}

/// What every variable of a file must hold to give the file in clear. These are secrets.
pub fn values(content: &Content) -> BTreeMap<String, String> {
    uses(content)
        .map(|(placeholder, value)| (placeholder.variable.clone(), value))
        .collect()
}

/// Every placeholder of a file with what it stands for.
fn uses(content: &Content) -> impl Iterator<Item = (&Placeholder, String)> {
    let certificates = content
        .certificates
        .iter()
        .flat_map(|certificate| [&certificate.cert, &certificate.key]);
    let credentials = content.consumers.iter().flat_map(credential_texts);
    let texts = certificates
        .chain(credentials)
        .filter_map(|text| Some((text.placeholder.as_ref()?, text.text.clone())));
    let nested = content.services.iter().flat_map(|service| {
        let routes = service.routes.iter().flat_map(|route| &route.plugins);
        service.plugins.iter().chain(routes)
    });
    let configs = content
        .plugins
        .iter()
        .chain(nested)
        .flat_map(|plugin| plugin.config.uses());
    texts.chain(configs)
}

/// The texts of a consumer's credentials that may be secret.
fn credential_texts(consumer: &Consumer) -> Vec<&Text> {
    let mut texts = Vec::new();
    for it in &consumer.keyauth_credentials {
        texts.push(&it.key);
    }
    for it in &consumer.basicauth_credentials {
        texts.push(&it.username);
        texts.extend(&it.password);
    }
    for it in &consumer.hmacauth_credentials {
        texts.push(&it.username);
        texts.extend(&it.secret);
    }
    for it in &consumer.jwt_secrets {
        texts.push(&it.key);
        texts.extend(&it.secret);
        texts.extend(&it.rsa_public_key);
    }
    for it in &consumer.oauth2_credentials {
        texts.push(&it.client_id);
        texts.extend(&it.client_secret);
    }
    texts
}
