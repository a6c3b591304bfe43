//! Secret values on their way to the output.

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

/// A secret text. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SecretText {
    /// The value in clear; with `--secrets env` the placeholder takes its place.
    pub text: String,
    /// The Secret key it was read from.
    pub source: SecretKeyRef,
}

impl SecretText {
    /// A value that is known in the cluster only. Its text is no value: it tells values of different keys apart.
    pub fn hidden(source: SecretKeyRef) -> Self {
        let SecretKeyRef {
            namespace,
            name,
            key,
        } = &source;
        Self {
            text: format!("${{{{ secret {namespace}/{name} {key} }}}}"),
            source,
        }
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SecretText(<{}/{} {}>)",
            self.source.namespace, self.source.name, self.source.key
        )
    }
}
