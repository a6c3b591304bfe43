//! Whether Kong's counterpart of a foreign annotation is there already (spec 87, 0.5): an annotation, or a plugin of that name on
//! the object, on all its Services, or everywhere.

use crate::annotations::plugins;
use crate::lint::Context;
use crate::origin::ObjectMeta;
use crate::store::Store;
use k8s_openapi::api::networking::v1::{IngressBackend, IngressSpec};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What stands around one object.
pub(super) struct Surroundings<'a> {
    store: &'a Store,
    /// Names of plugins that run everywhere.
    global: &'a BTreeSet<&'a str>,
    /// The object with the annotation.
    object: &'a Arc<ObjectMeta>,
    /// Its Services; of a Service itself.
    services: Vec<&'a Arc<ObjectMeta>>,
    /// What was found for the lists of counterparts, by where they stand in the table. Keys with many prefixes have one list.
    known: RefCell<HashMap<*const String, Option<String>>>,
}

impl<'a> Surroundings<'a> {
    /// Around an Ingress.
    pub(super) fn of_ingress(
        store: &'a Store,
        global: &'a BTreeSet<&'a str>,
        object: &'a Arc<ObjectMeta>,
        spec: &'a IngressSpec,
    ) -> Self {
        let services = backends(spec)
            .filter_map(|backend| backend.service.as_ref())
            .filter_map(|service| store.services.get(object.namespace(), &service.name))
            .map(|service| &service.meta)
            .collect();
        Self {
            store,
            global,
            object,
            services,
            known: RefCell::default(),
        }
    }

    /// Around a Service.
    pub(super) fn of_service(
        store: &'a Store,
        global: &'a BTreeSet<&'a str>,
        object: &'a Arc<ObjectMeta>,
    ) -> Self {
        Self {
            store,
            global,
            object,
            services: vec![object],
            known: RefCell::default(),
        }
    }

    /// The first of the counterparts (`plugin NAME`, `ingress KEY[=VALUE]`, `service KEY[=VALUE]`) that is there, in words.
    pub(super) fn find(&self, counterparts: &'static [String]) -> Option<String> {
        let mut known = self.known.borrow_mut();
        let found = known
            .entry(counterparts.as_ptr())
            .or_insert_with(|| self.look_for(counterparts));
        found.clone()
    }

    fn look_for(&self, counterparts: &[String]) -> Option<String> {
        counterparts.iter().find_map(|counterpart| {
            let (kind, what) = counterpart.split_once(' ')?;
            match kind {
                "plugin" => self
                    .has_plugin(what)
                    .then(|| format!("the plugin `{what}`")),
                "ingress" => has_annotation(self.object, what)
                    .then(|| format!("`{}`", what.replace('=', ": "))),
                "service" => self
                    .on_all_services(|service| has_annotation(service, what))
                    .then(|| format!("`{}` on the Service", what.replace('=', ": "))),
                _ => None,
            }
        })
    }

    fn has_plugin(&self, name: &str) -> bool {
        self.global.contains(name)
            || self.has_plugin_on(self.object, name)
            || self.on_all_services(|service| self.has_plugin_on(service, name))
    }

    fn on_all_services(&self, test: impl Fn(&ObjectMeta) -> bool) -> bool {
        !self.services.is_empty() && self.services.iter().all(|service| test(service))
    }

    fn has_plugin_on(&self, object: &ObjectMeta, name: &str) -> bool {
        plugins::named_by(object).any(|(namespace, resource)| {
            let plugin = self.store.plugin(&namespace, &resource);
            plugin.is_some_and(|plugin| plugin.spec.plugin == name)
        })
    }
}

/// `KEY` is set, to `VALUE` where one is asked for.
fn has_annotation(object: &ObjectMeta, wanted: &str) -> bool {
    match wanted.split_once('=') {
        Some((key, value)) => object
            .annotation(key)
            .is_some_and(|found| found.trim() == value),
        None => object
            .annotation(wanted)
            .is_some_and(|found| !found.is_empty()),
    }
}

/// Every backend of an Ingress.
fn backends(spec: &IngressSpec) -> impl Iterator<Item = &IngressBackend> {
    let paths = spec
        .rules
        .iter()
        .flatten()
        .filter_map(|rule| rule.http.as_ref())
        .flat_map(|http| &http.paths);
    paths.map(|path| &path.backend).chain(&spec.default_backend)
}

/// Names of the plugins that run for every request.
pub(super) fn global_plugins<'a>(context: &Context<'a>) -> BTreeSet<&'a str> {
    context
        .store
        .kong_cluster_plugins
        .iter()
        .filter(|plugin| plugin.meta.label("global") == Some("true"))
        .map(|plugin| plugin.spec.plugin.as_str())
        .collect()
}
