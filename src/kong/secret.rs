//! Secret values on their way to the output.

use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// Where a secret value comes from: one key of a Kubernetes Secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SecretKeyRef {
    /// Namespace of the Secret.
    pub namespace: String,
    /// Name of the Secret.
    pub name: String,
    /// Key in its data.
    pub key: String,
}

/// A text that may be secret. `Debug` never shows it.
#[derive(Clone, Default, Deserialize)]
#[serde(from = "String")]
pub struct SecretText {
    /// The value in clear.
    pub text: String,
    /// The Secret key it was read from; none in a configuration file.
    pub source: Option<SecretKeyRef>,
    /// What is written in its place.
    pub placeholder: Option<Placeholder>,
}

impl SecretText {
    /// The value of a Secret key.
    pub const fn of(text: String, source: SecretKeyRef) -> Self {
        Self {
            text,
            source: Some(source),
            placeholder: None,
        }
    }

    /// The value as it is written in clear: empty where a variable stands in its place.
    pub fn in_clear(&self) -> &str {
        match self.placeholder {
            Some(_) => "",
            None => &self.text,
        }
    }

    /// A value that is known in the cluster only. Its text is no value: it tells values of different keys apart.
    pub fn hidden(source: SecretKeyRef) -> Self {
        let SecretKeyRef {
            namespace,
            name,
            key,
        } = &source;
        Self::of(
            format!("${{{{ secret {namespace}/{name} {key} }}}}"),
            source,
        )
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

impl PartialEq for SecretText {
    /// What is written decides, not where it came from.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.placeholder == other.placeholder
    }
}

impl Eq for SecretText {}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(key) => write!(
                f,
                "SecretText(<{}/{} {}>)",
                key.namespace, key.name, key.key
            ),
            None => f.write_str("SecretText(<secret>)"),
        }
    }
}

impl Serialize for SecretText {
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
pub const DOCUMENT: &str = "kic2kong::Document";

/// Name of the newtype that marks the placeholder of a text in PEM.
pub const PEM: &str = "kic2kong::Pem";

/// Text that is printed as it is.
struct Raw<'a>(&'a [u8]);

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}
