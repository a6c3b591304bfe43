//! Whether what a route refers to is there and may be used: the condition `ResolvedRefs` (spec 88, 4).

use super::route::{BackendReference, GROUP, RouteSpec, StreamRouteSpec};
use crate::annotations::table::PLUGINS;
use crate::controller::Switch;
use crate::k8s::object::Object;
use crate::options::Options;
use crate::store::Store;
use crate::store::grants::{Referent, Referrer};
use gateway_api::apis::experimental::httproutes::{HttpRouteRules, HttpRouteSpec};

/// The group of Kong's plugins.
const KONG: &str = "configuration.konghq.com";

/// Why a reference does not resolve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The API's word.
    pub reason: &'static str,
    /// The controller's message; KIC has none about listeners.
    pub message: String,
}

impl Unresolved {
    /// A reason alone.
    pub(super) const fn without_message(reason: &'static str) -> Self {
        Self {
            reason,
            message: String::new(),
        }
    }
}

/// What the controller looks at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    Existence,
    Grant,
}

/// Who refers.
#[derive(Clone, Copy)]
struct Home<'a> {
    store: &'a Store,
    kind: &'static str,
    namespace: &'a str,
}

/// The references of an HTTPRoute; the first one that does not resolve counts.
pub(super) fn of_http_route(
    store: &Store,
    options: &Options,
    route: &Object<HttpRouteSpec>,
) -> Result<(), Unresolved> {
    let home = Home::of(store, route);
    let asks_for_plugins = options.has(Switch::PolicyNeedsPlugins);
    for rule in route.spec.rules.iter().flatten() {
        let backends = rule.backend_refs.iter().flatten();
        for backend in backends.map(BackendReference::from) {
            home.backend(&backend, First::Existence)?;
        }
        if asks_for_plugins {
            home.filters(rule)?;
        }
    }
    if asks_for_plugins {
        for item in PLUGINS.items(&route.meta) {
            let written = item.split_once(':');
            let (namespace, name) = written.unwrap_or((home.namespace, item));
            home.plugin(namespace, name)?;
        }
    }
    Ok(())
}

/// The references of a route below HTTP; `None` where the controller does not look at them.
pub(super) fn of_stream_route<T: StreamRouteSpec>(
    store: &Store,
    options: &Options,
    route: &Object<T>,
) -> Option<Result<(), Unresolved>> {
    let (switch, first) = match T::KIND {
        "TLSRoute" => (Switch::TlsRouteReferencesJudged, First::Existence),
        _ => (Switch::L4RouteReferencesJudged, First::Grant),
    };
    let home = Home::of(store, route);
    options.has(switch).then(|| {
        let rules = route.spec.rules();
        let mut backends = rules.iter().flat_map(|rule| &rule.backends);
        backends.try_for_each(|backend| home.backend(backend, first))
    })
}

impl<'a> Home<'a> {
    fn of<T: RouteSpec>(store: &'a Store, route: &'a Object<T>) -> Self {
        Self {
            store,
            kind: T::KIND,
            namespace: route.meta.namespace(),
        }
    }

    fn backend(self, backend: &BackendReference<'_>, first: First) -> Result<(), Unresolved> {
        let BackendReference {
            group, kind, name, ..
        } = *backend;
        let written = backend.namespace.filter(|namespace| !namespace.is_empty());
        let namespace = written.unwrap_or(self.namespace);
        let target = format!("{namespace}/{name}");
        let of_type = if group.is_empty() {
            kind.to_owned()
        } else {
            format!("{group}/{kind}")
        };
        if kind != "Service" || !matches!(group, "" | "core") {
            return unresolved(
                "InvalidKind",
                format!("target {target} has unsupported type {of_type}"),
            );
        }
        let is_there = self.store.services.get(namespace, name).is_some();
        let to = Referent {
            group,
            kind,
            namespace,
            name,
        };
        let is_permitted = namespace == self.namespace || self.is_granted(to);
        let is_missing = if first == First::Existence {
            !is_there
        } else {
            is_permitted && !is_there
        };
        if is_missing {
            return unresolved(
                "BackendNotFound",
                format!("target {target} of type {of_type} does not exist"),
            );
        }
        if is_permitted {
            return Ok(());
        }
        self.not_permitted(&target)
    }

    /// The filters of a rule that ask for a plugin.
    fn filters(self, rule: &HttpRouteRules) -> Result<(), Unresolved> {
        let filters = rule.filters.iter().flatten();
        for reference in filters.filter_map(|filter| filter.extension_ref.as_ref()) {
            let plugin = format!("{}/{}", self.namespace, reference.name);
            let (group, kind) = (&reference.group, &reference.kind);
            if group != KONG || kind != "KongPlugin" {
                return unresolved(
                    "InvalidKind",
                    format!("extensionRef {plugin} has unsupported type {group}/{kind}"),
                );
            }
            let plugins = &self.store.kong_plugins;
            if plugins.get(self.namespace, &reference.name).is_none() {
                return unresolved(
                    "BackendNotFound",
                    format!("extensionRef {plugin} does not exist"),
                );
            }
        }
        Ok(())
    }

    /// A plugin that an annotation names.
    fn plugin(self, namespace: &str, name: &str) -> Result<(), Unresolved> {
        let to = Referent {
            group: KONG,
            kind: "KongPlugin",
            namespace,
            name,
        };
        let plugin = format!("{namespace}/{name}");
        if namespace != self.namespace && !self.is_granted(to) {
            return self.not_permitted(&plugin);
        }
        if self.store.kong_plugins.get(namespace, name).is_none() {
            return unresolved(
                "BackendNotFound",
                format!("referenced KongPlugin {plugin} does not exist"),
            );
        }
        Ok(())
    }

    fn is_granted(self, to: Referent<'_>) -> bool {
        let from = Referrer {
            group: GROUP,
            kind: self.kind,
            namespace: self.namespace,
        };
        self.store.is_granted(from, to)
    }

    fn not_permitted(self, target: &str) -> Result<(), Unresolved> {
        let (kind, namespace) = (self.kind, self.namespace);
        unresolved(
            "RefNotPermitted",
            format!(
                "{target} is in a different namespace than the {kind} (namespace {namespace}) and no ReferenceGrant allowing reference is configured"
            ),
        )
    }
}

fn unresolved(reason: &'static str, message: String) -> Result<(), Unresolved> {
    Err(Unresolved { reason, message })
}
