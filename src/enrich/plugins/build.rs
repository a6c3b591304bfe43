//! One KongPlugin or KongClusterPlugin to a Kong plugin without scope (spec 41, 2).

use super::config::{self, ConfigError, Fault};
use super::patch::{Fillers, PatchError};
use crate::diag::secrets::{self, Consequence};
use crate::diag::{Diagnostic, plugins as problems};
use crate::enrich::Context;
use crate::k8s::kong::KongPluginSpec;
use crate::k8s::object::Object;
use crate::kong::names::object_tags;
use crate::kong::plugin::{Ordering, Plugin};
use crate::kong::secret::SecretKeyRef;
use crate::origin::{ObjectMeta, Origin};
use crate::store::Store;
use std::sync::Arc;

/// The plugin, or the problem that keeps KIC from making it.
pub(super) fn build(
    context: &mut Context<'_>,
    object: &Object<KongPluginSpec>,
    fillers: &mut Fillers,
) -> Result<Plugin, Diagnostic> {
    let spec = &object.spec;
    let built = config::build(context.store, context.options.secrets, object, fillers)
        .map_err(|error| problem(context.store, &object.meta, error))?;
    for (path, key) in &built.absent {
        let at = Origin::at(&object.meta, path.clone());
        let note =
            made_in_cluster(context.store, &at, key, Consequence::Variables).unwrap_or_else(|| {
                problems::secret_left_to_environment(at, &secret_name(key), &key.key)
            });
        context.diagnostics.push(note);
    }
    let mut plugin = Plugin::new(&spec.plugin, built.config, Origin::of(&object.meta));
    plugin.config.secrets = built.secrets;
    plugin.enabled = spec.disabled.then_some(false);
    plugin.run_on = Some(spec.run_on.clone()).filter(|text| !text.is_empty());
    plugin.protocols.clone_from(&spec.protocols);
    plugin.ordering = spec.ordering.as_ref().map(|ordering| Ordering {
        before: ordering.before.clone(),
        after: ordering.after.clone(),
    });
    plugin.instance_name = Some(spec.instance_name.clone()).filter(|text| !text.is_empty());
    plugin.tags = object_tags(&object.meta, []);
    Ok(plugin)
}

/// What is to be said of a Secret that is made in the cluster; `None` for any other.
fn made_in_cluster(
    store: &Store,
    at: &Origin,
    key: &SecretKeyRef,
    consequence: Consequence<'_>,
) -> Option<Diagnostic> {
    let made = store.made_in_cluster.get(&key.namespace, &key.name)?;
    secrets::made_in_cluster(
        [at.clone()],
        &secret_name(key),
        (made.controller, &made.maker),
        consequence,
    )
}

pub(super) fn problem(
    store: &Store,
    object: &Arc<ObjectMeta>,
    ConfigError { path, fault }: ConfigError,
) -> Diagnostic {
    let told = fault.told(object, &path);
    let at = Origin::at(object, path);
    let problem = match fault {
        Fault::Made(key) => made_in_cluster(store, &at, &key, Consequence::LeftOut)
            .unwrap_or_else(|| problems::secret_not_found(at, &secret_name(&key))),
        Fault::NoSecret(key) => problems::secret_not_found(at, &secret_name(&key))
            .did_you_mean(store.secrets.nearest(&key.namespace, &key.name)),
        Fault::NoKey(key, secret) => problems::secret_key_missing(at, &secret, &key.key),
        Fault::NotJson(key) => problems::patch_value_not_json(at, &secret_name(&key), &key.key),
        Fault::Patch(
            path,
            error @ (PatchError::TooDeep | PatchError::TooLong | PatchError::TooLarge),
        ) => problems::patch_too_large(at, &path, &error.to_string()),
        Fault::Patch(path, error) => problems::patch_not_applicable(at, &path, &error.to_string()),
        Fault::NotObject => problems::config_not_object(at),
        Fault::NeitherJsonNorYaml(key) => {
            problems::config_not_readable(at, &secret_name(&key), &key.key)
        }
        Fault::Both => problems::config_twice(at),
    };
    match told {
        Some(told) => problem.fails(told),
        None => problem,
    }
}

fn secret_name(key: &SecretKeyRef) -> String {
    format!("{}/{}", key.namespace, key.name)
}
