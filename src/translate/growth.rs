//! What the translation would multiply, counted before it does: lists in annotations, copied to every route of their object, and the endpoints
//! of a Service, which every upstream has anew.

use crate::annotations::table::{HEADERS, HOST_ALIASES, METHODS, PROTOCOLS, SNIS, TAGS};
use crate::kong::growth::{ENTITY, Growth, ITEM, TooLarge};
use crate::origin::ObjectMeta;
use crate::store::Store;
use std::sync::Arc;

/// The first object that takes more than may be.
pub(super) fn first_too_large(store: &Store) -> Option<Arc<ObjectMeta>> {
    let mut count = Count {
        store,
        growth: Growth::default(),
    };
    count.all().err()
}

struct Count<'a> {
    store: &'a Store,
    growth: Growth,
}

/// A Service that a rule sends requests to.
type Backend<'a> = (Option<&'a str>, &'a str);

/// The backends of rules, each of them with a namespace only where one is written.
macro_rules! backends {
    ($rules:expr) => {
        $rules.flat_map(|rule| {
            let backends = rule.backend_refs.iter().flatten();
            backends.map(|backend| (backend.namespace.as_deref(), backend.name.as_str()))
        })
    };
}

impl Count<'_> {
    fn all(&mut self) -> Result<(), Arc<ObjectMeta>> {
        let store = self.store;
        for object in &store.ingresses {
            let rules = object.spec.rules.iter().flatten();
            let paths = rules.flat_map(|rule| &rule.http).map(|it| it.paths.len());
            self.object(&object.meta, paths.sum::<usize>() + 1, [])?;
        }
        for object in &store.tcp_ingresses {
            self.object(&object.meta, object.spec.rules.len(), [])?;
        }
        for object in &store.udp_ingresses {
            self.object(&object.meta, object.spec.rules.len(), [])?;
        }
        for object in &store.http_routes {
            let rules = || object.spec.rules.iter().flatten();
            let matches = rules().map(|rule| once_at_least(rule.matches.as_ref()));
            let routes = matches.sum::<usize>() * once_at_least(object.spec.hostnames.as_ref());
            self.object(&object.meta, routes, backends!(rules()))?;
        }
        for object in &store.grpc_routes {
            let rules = || object.spec.rules.iter().flatten();
            let matches = rules().map(|rule| once_at_least(rule.matches.as_ref()));
            let routes = matches.sum::<usize>() * once_at_least(object.spec.hostnames.as_ref());
            self.object(&object.meta, routes, backends!(rules()))?;
        }
        for object in &store.tcp_routes {
            let rules = &object.spec.rules;
            self.object(&object.meta, rules.len(), backends!(rules.iter()))?;
        }
        for object in &store.udp_routes {
            let rules = &object.spec.rules;
            self.object(&object.meta, rules.len(), backends!(rules.iter()))?;
        }
        for object in &store.tls_routes {
            let rules = &object.spec.rules;
            self.object(&object.meta, rules.len(), backends!(rules.iter()))?;
        }
        Ok(())
    }

    /// An object that becomes some routes, and whose rules have upstreams of their own.
    fn object<'b>(
        &mut self,
        meta: &Arc<ObjectMeta>,
        routes: usize,
        backends: impl IntoIterator<Item = Backend<'b>>,
    ) -> Result<(), Arc<ObjectMeta>> {
        let too_large = |TooLarge| Arc::clone(meta);
        self.growth.add(routes, copied(meta)).map_err(too_large)?;
        for (namespace, name) in backends {
            let namespace = namespace.unwrap_or(meta.namespace());
            let endpoints = self.endpoints(namespace, name);
            self.growth.add(endpoints, ENTITY).map_err(too_large)?;
        }
        Ok(())
    }

    fn endpoints(&self, namespace: &str, service: &str) -> usize {
        let slices = self.store.endpoint_slices_of(namespace, service);
        slices.map(|slice| slice.spec.endpoints.len()).sum()
    }
}

/// How often a list counts: one that is empty or absent stands for a single condition that takes everything.
fn once_at_least<T>(list: Option<&Vec<T>>) -> usize {
    list.map_or(1, |list| list.len().max(1))
}

/// Bytes that every route of an object has from the object's annotations.
fn copied(meta: &ObjectMeta) -> usize {
    let lists = [&TAGS, &HOST_ALIASES, &METHODS, &SNIS, &PROTOCOLS];
    let is_copied =
        |key: &str| key.starts_with(HEADERS.name()) || lists.iter().any(|list| list.name() == key);
    let annotations = meta.annotations.iter().filter(|(key, _)| is_copied(key));
    annotations
        .map(|(_, value)| value.len() + ITEM * (1 + value.matches(',').count()))
        .sum()
}
