//! What KIC says of a configuration that it cannot make (spec 41, 6; KIC: `kongstate/plugin.go`).

use super::config::Fault;
use super::patch::PatchError;
use crate::kong::secret::SecretKeyRef;
use crate::origin::{FieldPath, ObjectMeta};

impl Fault {
    /// What KIC says of it, about a KongPlugin or a KongClusterPlugin; `None` where this tool alone refuses the configuration.
    pub(super) fn told(&self, plugin: &ObjectMeta, path: &FieldPath) -> Option<String> {
        let (namespace, name) = (plugin.namespace(), plugin.name());
        let key_missing = |key: &SecretKeyRef| {
            let SecretKeyRef {
                namespace,
                name,
                key,
            } = key;
            format!("no key '{key}' in secret '{namespace}/{name}'")
        };
        let is_patch = path.starts_with(&FieldPath::of(&["configPatches"]));
        let what = match self {
            Self::Made(_)
            | Self::Patch(_, PatchError::TooDeep | PatchError::TooLong | PatchError::TooLarge) => {
                return None;
            }
            Self::Both if namespace.is_empty() => {
                return Some(format!(
                    "KongClusterPlugin '/{name}' has both Config and ConfigFrom set"
                ));
            }
            Self::Both => {
                return Some(format!(
                    "KongPlugin '{namespace}/{name}' has both Config and ConfigFrom set"
                ));
            }
            Self::NoSecret(key) => {
                let secret = format!("{}/{}", key.namespace, key.name);
                if is_patch {
                    format!("Secret {secret} not found")
                } else {
                    format!(
                        "error fetching plugin configuration secret '{secret}': Secret {secret} not found"
                    )
                }
            }
            Self::NoKey(key, _) => key_missing(key),
            Self::NeitherJsonNorYaml(key) => format!(
                "key '{}' in secret '{}/{}' contains neither valid JSON nor valid YAML)",
                key.key, key.namespace, key.name
            ),
            Self::NotJson(_) => "invalid state detected".to_owned(),
            Self::Patch(at, error) => error.told(at),
            Self::NotObject => {
                "json: cannot unmarshal into Go value of type map[string]interface {}".to_owned()
            }
        };
        Some(if is_patch {
            format!("could not parse KongPlugin {namespace}/{name} config: {what}")
        } else if namespace.is_empty() {
            format!("error parsing config for KongClusterPlugin {name}: {what}")
        } else {
            format!("error parsing config for KongPlugin '{name}/{namespace}': {what}")
        })
    }
}

impl PatchError {
    /// What the library says that KIC patches with.
    fn told(self, path: &str) -> String {
        match self {
            Self::NotObject => {
                "replace operation value must be object or array: %!w(<nil>)".to_owned()
            }
            Self::NoSlash
            | Self::ScalarParent
            | Self::NoParent
            | Self::NoPlace
            | Self::TooDeep
            | Self::TooLong
            | Self::TooLarge => {
                format!(
                    "add operation does not apply: doc is missing path: {path:?}: missing value"
                )
            }
        }
    }
}
