//! The configuration of a plugin: as written, patched, or taken from a Secret (spec 41, 6; KIC: `kongstate/plugin.go`).

use super::part::MAX_DEPTH;
use super::patch::{Fillers, Finished, PatchError, Patched};
use crate::k8s::embedded;
use crate::k8s::kong::{KongPluginSpec, SecretKeySelector};
use crate::k8s::object::Object;
use crate::kong::secret::SecretKeyRef;
use crate::options::Secrets;
use crate::origin::{FieldPath, ObjectMeta};
use crate::store::Store;
use crate::store::made_in_cluster::MadeSecret;
use serde_json::{Map, Value};
use std::fmt;
use std::sync::Arc;

/// A configuration and where in it the values of Secrets are.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// The configuration.
    pub(super) config: Map<String, Value>,
    /// JSON pointers to values of Secrets; the empty one is the whole.
    pub(super) secrets: Vec<(String, SecretKeyRef)>,
    /// Secrets that are not in the input and stand as placeholders, with the field that names them.
    pub(super) absent: Vec<(FieldPath, SecretKeyRef)>,
}

/// Why there is no configuration, and the field at fault.
#[derive(Debug)]
pub(super) struct ConfigError {
    /// The field of the plugin object.
    pub(super) path: FieldPath,
    /// What is wrong.
    pub(super) fault: Fault,
}

/// What is wrong with a configuration.
#[derive(Debug)]
pub(super) enum Fault {
    /// The Secret is not in the input.
    NoSecret(SecretKeyRef),
    /// The Secret is made in the cluster, and its value is not known here.
    Made(SecretKeyRef),
    /// The Secret has no such key.
    NoKey(SecretKeyRef, Arc<ObjectMeta>),
    /// The value of a patch is not JSON.
    NotJson(SecretKeyRef),
    /// A patch has no place.
    Patch(String, PatchError),
    /// The patched configuration is a list or a scalar.
    NotObject,
    /// The Secret holds neither a JSON nor a YAML object.
    NeitherJsonNorYaml(SecretKeyRef),
    /// A written configuration and one from a Secret.
    Both,
}

impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSlash => "a path begins with a slash",
            Self::NotObject => "the configuration is no object any more",
            Self::ScalarParent => "a step of it is neither an object nor a list",
            Self::NoParent => "a step of it is missing and cannot be made",
            Self::NoPlace => "its last step is no place in the list",
            Self::TooDeep => {
                return write!(
                    f,
                    "the configuration would be nested deeper than {MAX_DEPTH} levels"
                );
            }
            Self::TooLong => "lists would be filled with too many nulls",
            Self::TooLarge => "the values of all patches would be too large",
        })
    }
}

/// Where values come from.
struct Source<'a> {
    store: &'a Store,
    mode: Secrets,
    plugin: &'a ObjectMeta,
}

/// The value of a Secret key.
enum Fetched<'a> {
    Text(&'a [u8]),
    /// Not in the input, which is no error when values are left to the environment.
    Absent,
}

/// Build the configuration of a KongPlugin or KongClusterPlugin.
pub(super) fn build(
    store: &Store,
    mode: Secrets,
    plugin: &Object<KongPluginSpec>,
    fillers: &mut Fillers,
) -> Result<Built, ConfigError> {
    let source = Source {
        store,
        mode,
        plugin: &plugin.meta,
    };
    let mut built = source.patched(&plugin.spec, fillers)?;
    if let Some(from) = &plugin.spec.config_from {
        let path = FieldPath::of(&["configFrom"]);
        if !built.config.is_empty() {
            return Err(Fault::Both.at(path));
        }
        let path = path.key("secretKeyRef");
        source.whole(&mut built, &path, &from.secret_key_ref)?;
    }
    Ok(built)
}

impl Fault {
    /// The fault of a field.
    const fn at(self, path: FieldPath) -> ConfigError {
        ConfigError { path, fault: self }
    }
}

impl<'a> Source<'a> {
    /// `config` with `configPatches` applied in their order.
    fn patched(&self, spec: &KongPluginSpec, fillers: &mut Fillers) -> Result<Built, ConfigError> {
        let written = spec.config.clone().unwrap_or_default();
        let patches = spec.config_patches.as_deref().unwrap_or_default();
        if patches.is_empty() {
            return Ok(Built {
                config: written,
                ..Built::default()
            });
        }
        let mut absent = Vec::new();
        let mut patched = Patched::new(written);
        let patches = patches.iter().enumerate();
        for (position, patch) in patches {
            let path = FieldPath::of(&["configPatches"]).index(position);
            let key = self.key(&patch.value_from.secret_key_ref);
            let at = path.clone().key("valueFrom").key("secretKeyRef");
            let value = match self.fetch(&at, &key)? {
                Fetched::Text(text) => {
                    let too_large = |error| Fault::Patch(patch.path.clone(), error).at(at.clone());
                    fillers.take_value(text.len()).map_err(too_large)?;
                    embedded::json_value(text).ok_or_else(|| Fault::NotJson(key.clone()).at(at))?
                }
                Fetched::Absent => {
                    absent.push((at, key.clone()));
                    // What stands at the root must be an object; the placeholder covers it.
                    if patch.path.is_empty() {
                        Value::Object(Map::new())
                    } else {
                        Value::Null
                    }
                }
            };
            patched
                .add(&patch.path, value, key, fillers)
                .map_err(|error| Fault::Patch(patch.path.clone(), error).at(path.key("path")))?;
        }
        let Finished { root, mut secrets } = patched.finish();
        let config = match root {
            Value::Object(config) => config,
            Value::Null => Map::new(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return Err(Fault::NotObject.at(FieldPath::of(&["configPatches"])));
            }
        };
        if config.is_empty() && absent.is_empty() {
            secrets.clear();
        }
        Ok(Built {
            config,
            secrets,
            absent,
        })
    }

    /// The whole configuration out of a Secret.
    fn whole(
        &self,
        built: &mut Built,
        path: &FieldPath,
        selector: &SecretKeySelector,
    ) -> Result<(), ConfigError> {
        let key = self.key(selector);
        match self.fetch(path, &key)? {
            Fetched::Text(text) => {
                built.config = embedded::object(text)
                    .ok_or_else(|| Fault::NeitherJsonNorYaml(key.clone()).at(path.clone()))?;
                if built.config.is_empty() {
                    return Ok(());
                }
            }
            Fetched::Absent => built.absent.push((path.clone(), key.clone())),
        }
        built.secrets = vec![(String::new(), key)];
        Ok(())
    }

    /// A KongPlugin has Secrets of its own namespace; a KongClusterPlugin, which has none, says which.
    fn key(&self, selector: &SecretKeySelector) -> SecretKeyRef {
        let own = self.plugin.namespace();
        SecretKeyRef {
            namespace: if own.is_empty() {
                selector.namespace.clone()
            } else {
                own.to_owned()
            },
            name: selector.name.clone(),
            key: selector.key.clone(),
        }
    }

    fn fetch(&self, path: &FieldPath, key: &SecretKeyRef) -> Result<Fetched<'a>, ConfigError> {
        let Some(secret) = self.store.secrets.get(&key.namespace, &key.name) else {
            if let Some(made) = self.store.made_in_cluster.get(&key.namespace, &key.name) {
                return self.fetch_made(path, key, made);
            }
            return match self.mode {
                Secrets::Env => Ok(Fetched::Absent),
                Secrets::Inline => Err(Fault::NoSecret(key.clone()).at(path.clone())),
            };
        };
        let data = secret.spec.data.as_ref();
        if let Some(value) = data.and_then(|data| data.get(&key.key)) {
            Ok(Fetched::Text(&value.0))
        } else {
            let fault = Fault::NoKey(key.clone(), Arc::clone(&secret.meta));
            Err(fault.at(path.clone().key("key")))
        }
    }

    fn fetch_made(
        &self,
        path: &FieldPath,
        key: &SecretKeyRef,
        made: &'a MadeSecret,
    ) -> Result<Fetched<'a>, ConfigError> {
        if let Some(value) = made.known(&key.key) {
            return Ok(Fetched::Text(value));
        }
        if !made.may_have(&key.key) {
            let fault = Fault::NoKey(key.clone(), Arc::clone(&made.secret.meta));
            return Err(fault.at(path.clone().key("key")));
        }
        match self.mode {
            Secrets::Env => Ok(Fetched::Absent),
            Secrets::Inline => Err(Fault::Made(key.clone()).at(path.clone())),
        }
    }
}
