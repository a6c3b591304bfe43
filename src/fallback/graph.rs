//! Which objects depend on which, as KIC's fallback generator sees it (spec 83, 3).
//!
//! References are looked up by name among the objects that are there; what is not there is no edge. What the translation uses beyond these
//! references is deliberately absent: such users stay, and are translated without their target.

use crate::annotations::table::{INGRESS_CLASS, PLUGINS, UPSTREAM_POLICY};
use crate::k8s::kong::{ConfigPatch, ConfigSource};
use crate::k8s::object::Object;
use crate::origin::{ObjectKey, ObjectMeta};
use crate::store::Store;
use crate::store::table::Table;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const KONG: &str = "configuration.konghq.com";

/// Objects and who depends on them.
#[derive(Debug, Default)]
pub struct Graph {
    objects: BTreeMap<ObjectKey, Arc<ObjectMeta>>,
    /// Keys by kind, namespace and name; hardly any kind is in two groups.
    names: BTreeMap<(String, String, String), Vec<ObjectKey>>,
    dependents: BTreeMap<ObjectKey, BTreeSet<ObjectKey>>,
}

/// An object that goes with a broken one, and what it depended on on the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The object.
    pub object: Arc<ObjectMeta>,
    /// From the broken object to this one, both included.
    pub chain: Vec<ObjectKey>,
}

impl Graph {
    /// That of the objects of a store.
    pub fn of(store: &Store) -> Self {
        let mut graph = Self::default();
        for meta in store.metas() {
            let key = &meta.key;
            let name = (
                key.kind.to_string(),
                key.namespace.clone(),
                key.name.clone(),
            );
            graph.names.entry(name).or_default().push(key.clone());
            graph.objects.insert(key.clone(), Arc::clone(meta));
        }
        let mut edges = Edges {
            store,
            graph: &mut graph,
        };
        edges.plugins();
        edges.consumers();
        edges.services();
        edges.ingresses();
        edges.routes();
        edges.custom_entities();
        graph
    }

    /// The object of a kind and name; a group that is given must be its own.
    pub fn find(
        &self,
        (group, kind): (Option<&str>, &str),
        namespace: &str,
        name: &str,
    ) -> Option<&Arc<ObjectMeta>> {
        let name = (kind.to_owned(), namespace.to_owned(), name.to_owned());
        let mut keys = self.names.get(&name)?.iter();
        let key = keys.find(|key| group.is_none_or(|group| group == key.group))?;
        self.objects.get(key)
    }

    /// An object and everything that depends on it, directly or through others, nearest first; nothing when it is not there.
    pub fn affected_by(&self, broken: &ObjectKey) -> Vec<Affected> {
        let Some(object) = self.objects.get(broken) else {
            return Vec::new();
        };
        let mut found = vec![Affected {
            object: Arc::clone(object),
            chain: vec![broken.clone()],
        }];
        let mut seen = BTreeSet::from([broken.clone()]);
        let mut next = 0;
        while next < found.len() {
            let chain = found[next].chain.clone();
            next += 1;
            let Some(last) = chain.last() else { continue };
            for dependent in self.dependents.get(last).into_iter().flatten() {
                if seen.insert(dependent.clone())
                    && let Some(object) = self.objects.get(dependent)
                {
                    let own = std::iter::once(dependent.clone());
                    found.push(Affected {
                        object: Arc::clone(object),
                        chain: chain.iter().cloned().chain(own).collect(),
                    });
                }
            }
        }
        found
    }
}

/// Edges being drawn.
struct Edges<'a> {
    store: &'a Store,
    graph: &'a mut Graph,
}

impl Edges<'_> {
    fn draw<T>(&mut self, dependency: Option<&Object<T>>, dependent: &ObjectMeta) {
        if let Some(dependency) = dependency {
            let of = self.graph.dependents.entry(dependency.meta.key.clone());
            of.or_default().insert(dependent.key.clone());
        }
    }

    /// The plugins of an annotation, by their names alone: a namespace before a colon leads nowhere.
    fn annotated(&mut self, object: &ObjectMeta) {
        let store = self.store;
        for name in PLUGINS.items(object) {
            let namespaced = store.kong_plugins.get(object.namespace(), name);
            if namespaced.is_some() {
                self.draw(namespaced, object);
            } else {
                self.draw(store.kong_cluster_plugins.get("", name), object);
            }
        }
    }

    fn policy(&mut self, object: &ObjectMeta) {
        if let Some(name) = UPSTREAM_POLICY.written(object) {
            let policy = self
                .store
                .kong_upstream_policies
                .get(object.namespace(), name);
            self.draw(policy, object);
        }
    }

    /// Secrets of plugins.
    fn plugins(&mut self) {
        let store = self.store;
        for plugin in &store.kong_plugins {
            let namespace = plugin.meta.namespace();
            let spec = &plugin.spec;
            for source in sources(spec.config_from.as_ref(), spec.config_patches.as_deref()) {
                let secret = store.secrets.get(namespace, &source.secret_key_ref.name);
                self.draw(secret, &plugin.meta);
            }
        }
        for plugin in &store.kong_cluster_plugins {
            let spec = &plugin.spec;
            for source in sources(spec.config_from.as_ref(), spec.config_patches.as_deref()) {
                let key = &source.secret_key_ref;
                self.draw(store.secrets.get(&key.namespace, &key.name), &plugin.meta);
            }
        }
    }

    fn consumers(&mut self) {
        let store = self.store;
        for consumer in &store.kong_consumers {
            self.annotated(&consumer.meta);
            for name in &consumer.spec.credentials {
                let secret = store.secrets.get(consumer.meta.namespace(), name);
                self.draw(secret, &consumer.meta);
            }
        }
        for group in &store.kong_consumer_groups {
            self.annotated(&group.meta);
        }
    }

    fn services(&mut self) {
        let store = self.store;
        let services = store.services.iter().map(|it| &it.meta);
        let facades = store.kong_service_facades.iter().map(|it| &it.meta);
        for meta in services.chain(facades) {
            self.annotated(meta);
            self.policy(meta);
        }
    }

    fn ingresses(&mut self) {
        let store = self.store;
        for ingress in &store.ingresses {
            let (meta, spec) = (&ingress.meta, &ingress.spec);
            self.annotated(meta);
            self.policy(meta);
            let class = spec.ingress_class_name.as_deref();
            let class = class.filter(|name| !name.is_empty());
            if let Some(class) = class.or_else(|| INGRESS_CLASS.written(meta)) {
                self.draw(store.ingress_classes.get("", class), meta);
            }
            let rules = spec.rules.iter().flatten();
            let paths = rules.filter_map(|rule| rule.http.as_ref());
            for path in paths.flat_map(|http| &http.paths) {
                if let Some(service) = &path.backend.service {
                    self.draw(store.services.get(meta.namespace(), &service.name), meta);
                }
                if let Some(resource) = &path.backend.resource
                    && resource.kind == "KongServiceFacade"
                {
                    let facades = &store.kong_service_facades;
                    self.draw(facades.get(meta.namespace(), &resource.name), meta);
                }
            }
        }
        for ingress in &store.tcp_ingresses {
            self.annotated(&ingress.meta);
            for rule in &ingress.spec.rules {
                self.backend(&ingress.meta, &rule.backend.service_name);
            }
        }
        for ingress in &store.udp_ingresses {
            self.annotated(&ingress.meta);
            for rule in &ingress.spec.rules {
                self.backend(&ingress.meta, &rule.backend.service_name);
            }
        }
    }

    fn backend(&mut self, object: &ObjectMeta, service: &str) {
        let service = self.store.services.get(object.namespace(), service);
        self.draw(service, object);
    }

    fn routes(&mut self) {
        let store = self.store;
        for route in &store.http_routes {
            let rules = route.spec.rules.iter().flatten();
            for backend in rules.flat_map(|rule| rule.backend_refs.iter().flatten()) {
                self.reference(
                    &route.meta,
                    (backend.group.as_deref(), backend.kind.as_deref()),
                    (backend.namespace.as_deref(), &backend.name),
                );
            }
            self.annotated(&route.meta);
        }
        for route in &store.grpc_routes {
            let rules = route.spec.rules.iter().flatten();
            for backend in rules.flat_map(|rule| rule.backend_refs.iter().flatten()) {
                self.reference(
                    &route.meta,
                    (backend.group.as_deref(), backend.kind.as_deref()),
                    (backend.namespace.as_deref(), &backend.name),
                );
            }
            self.annotated(&route.meta);
        }
        self.l4_routes(&store.tcp_routes, |spec| &spec.rules);
        self.l4_routes(&store.udp_routes, |spec| &spec.rules);
        self.l4_routes(&store.tls_routes, |spec| &spec.rules);
    }

    fn l4_routes<T>(
        &mut self,
        routes: &Table<T>,
        rules: fn(&T) -> &Vec<crate::k8s::gateway::L4Rule>,
    ) {
        for route in routes {
            let rules = rules(&route.spec).iter();
            for backend in rules.flat_map(|rule| rule.backend_refs.iter().flatten()) {
                self.reference(
                    &route.meta,
                    (backend.group.as_deref(), backend.kind.as_deref()),
                    (backend.namespace.as_deref(), &backend.name),
                );
            }
            self.annotated(&route.meta);
        }
    }

    /// A backendRef, which may name a Service of another namespace without any ReferenceGrant.
    fn reference(
        &mut self,
        route: &ObjectMeta,
        (group, kind): (Option<&str>, Option<&str>),
        (namespace, name): (Option<&str>, &str),
    ) {
        let is_service = matches!(group, None | Some("" | "core"))
            && matches!(kind, None | Some("" | "Service"));
        if is_service {
            let namespace = namespace.unwrap_or(route.namespace());
            self.draw(self.store.services.get(namespace, name), route);
        }
    }

    fn custom_entities(&mut self) {
        let store = self.store;
        for entity in &store.kong_custom_entities {
            let Some(parent) = &entity.spec.parent_ref else {
                continue;
            };
            let own = entity.meta.namespace();
            let is_here = parent
                .namespace
                .as_deref()
                .is_none_or(|it| it.is_empty() || it == own);
            match (parent.group.as_deref(), parent.kind.as_deref()) {
                (Some(KONG), Some("KongPlugin")) if is_here => {
                    self.draw(store.kong_plugins.get(own, &parent.name), &entity.meta);
                }
                (Some(KONG), Some("KongClusterPlugin")) => {
                    let plugin = store.kong_cluster_plugins.get("", &parent.name);
                    self.draw(plugin, &entity.meta);
                }
                _ => {}
            }
        }
    }
}

/// Where the configuration of a plugin comes from.
fn sources<'p>(
    whole: Option<&'p ConfigSource>,
    patches: Option<&'p [ConfigPatch]>,
) -> impl Iterator<Item = &'p ConfigSource> {
    let patches = patches.unwrap_or_default().iter();
    whole
        .into_iter()
        .chain(patches.map(|patch| &patch.value_from))
}
