//! A plugin object by itself, as the webhook sees it (spec 82, 3.6): whether its configuration can be put together, and in the
//! controller's own words why not.

use super::build;
use super::config::{self, ConfigError, Fault};
use super::patch::{Fillers, PatchError};
use crate::diag::Diagnostic;
use crate::k8s::kong::KongPluginSpec;
use crate::k8s::object::Object;
use crate::kong::secret::SecretKeyRef;
use crate::options::Options;
use crate::store::Store;

/// What the plugins of a run may add by patches, all together.
#[derive(Debug, Default)]
pub struct Budget(Fillers);

/// The problem of the plugin object, and what the webhook says of it; `None` when it has a configuration, or nobody here knows.
pub fn refusal(
    store: &Store,
    options: &Options,
    plugin: &Object<KongPluginSpec>,
    budget: &mut Budget,
) -> Option<(Diagnostic, String)> {
    let error = config::build(store, options.secrets, plugin, &mut budget.0).err()?;
    let said = said(&error)?;
    Some((build::problem(store, &plugin.meta, error), said))
}

/// The controller's words for a fault.
fn said(ConfigError { path, fault }: &ConfigError) -> Option<String> {
    let is_whole = path
        .segments()
        .first()
        .is_some_and(|it| it.is_key("configFrom"));
    let reason = match fault {
        Fault::NoSecret(SecretKeyRef {
            namespace, name, ..
        }) => {
            let reason = format!("secrets \"{name}\" not found");
            if is_whole {
                format!("error fetching plugin configuration secret '{namespace}/{name}': {reason}")
            } else {
                reason
            }
        }
        Fault::NoKey(key, _) => format!(
            "no key '{}' in secret '{}/{}'",
            key.key, key.namespace, key.name
        ),
        Fault::NotJson(_) => "invalid state detected".to_owned(),
        Fault::Patch(path, error) => patch(path, *error)?,
        Fault::NotObject => {
            "json: cannot unmarshal array into Go value of type kong.Configuration".to_owned()
        }
        // With the bracket that opens nowhere.
        Fault::NeitherJsonNorYaml(key) => format!(
            "key '{}' in secret '{}/{}' contains neither valid JSON nor valid YAML)",
            key.key, key.namespace, key.name
        ),
        // The value is in the cluster, or the API server has refused the plugin.
        Fault::Made(_) | Fault::Both => return None,
    };
    Some(if is_whole {
        format!("could not load secret plugin configuration: {reason}")
    } else {
        format!("could not parse plugin configuration: {reason}")
    })
}

/// The words of the library that applies patches.
fn patch(path: &str, error: PatchError) -> Option<String> {
    let last = path.rsplit('/').next().unwrap_or_default();
    Some(match error {
        PatchError::NoSlash | PatchError::NoParent => {
            format!("add operation does not apply: doc is missing path: \"{path}\": missing value")
        }
        PatchError::ScalarParent => "invalid state detected".to_owned(),
        PatchError::NotObject => {
            format!("error in add for path: '{path}': invalid value, expected object")
        }
        PatchError::NoPlace if last.parse::<i64>().is_ok() => format!(
            "error in add for path: '{path}': Unable to access invalid index: {last}: invalid index referenced"
        ),
        PatchError::NoPlace => format!(
            "error in add for path: '{path}': value was not a proper array index: '{last}': strconv.Atoi: parsing \"{last}\": invalid syntax"
        ),
        // Bounds of this program.
        PatchError::TooDeep | PatchError::TooLong | PatchError::TooLarge => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_without_a_place_is_told_in_the_words_of_the_library() {
        for (path, error, expected) in [
            (
                "redis",
                PatchError::NoSlash,
                "doc is missing path: \"redis\": missing value",
            ),
            ("/a/b", PatchError::ScalarParent, "invalid state detected"),
            (
                "/a/9",
                PatchError::NoPlace,
                "Unable to access invalid index: 9: invalid index referenced",
            ),
            (
                "/a/x",
                PatchError::NoPlace,
                "strconv.Atoi: parsing \"x\": invalid syntax",
            ),
        ] {
            let told = patch(path, error).unwrap();
            assert!(told.ends_with(expected), "{told}");
        }
        assert_eq!(patch("/a", PatchError::TooDeep), None);
    }
}
