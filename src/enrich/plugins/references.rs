//! Who references which plugin (spec 41, 3; KIC: `kongstate.go`, `getPluginRelations`).

use crate::diag::{Diagnostics, plugins as problems};
use crate::enrich::Context;
use crate::kong::names::{RouteName, ServiceName};
use crate::kong::pending::ExtensionPlugins;
use crate::kong::state::State;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::store::Store;
use crate::store::grants::{Referent, Referrer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The annotation that names plugins.
pub(super) const PLUGINS: &str = "konghq.com/plugins";

/// Everything that references one plugin, an entry per reference.
#[derive(Debug, Default)]
pub struct Referrers {
    /// Kong services, with the Kubernetes Service that has the annotation.
    pub services: Vec<(ServiceName, Origin)>,
    /// Kong routes with the service they belong to.
    pub routes: Vec<(RouteName, ServiceName, Origin)>,
    /// Consumers, as positions in the state.
    pub consumers: Vec<(usize, Origin)>,
    /// Consumer groups, by name.
    pub consumer_groups: Vec<(String, Origin)>,
}

/// Referrers by namespace and name of the plugin, before it is known whether a KongPlugin or a KongClusterPlugin answers.
pub type Relations = BTreeMap<(String, String), Referrers>;

/// A reference as written.
#[derive(Debug, PartialEq, Eq)]
struct Reference<'a> {
    /// Empty for a local reference.
    namespace: &'a str,
    name: &'a str,
}

/// Every reference that is allowed; those that are not are reported.
pub(super) fn collect(
    context: &mut Context<'_>,
    state: &State,
    extension_plugins: &ExtensionPlugins,
) -> Relations {
    let mut collector = Collector {
        store: context.store,
        diagnostics: context.diagnostics,
        relations: Relations::new(),
    };
    for service in state.services.values() {
        // KIC keeps the Services of a Kong service in a map, so one that is named twice counts once.
        let objects: BTreeMap<_, _> = service
            .kubernetes_services()
            .map(|object| (object.key.qualified_name(), object))
            .collect();
        for object in objects.into_values() {
            collector.annotation(object, |referrers, origin| {
                referrers.services.push((service.name.clone(), origin));
            });
        }
        for route in &service.routes {
            let mut add = |referrers: &mut Referrers, origin| {
                let entry = (route.name.clone(), service.name.clone(), origin);
                referrers.routes.push(entry);
            };
            collector.annotation(&route.origin().object, &mut add);
            for (name, at) in extension_plugins.get(&route.name).into_iter().flatten() {
                collector.references(name, at, &mut add);
            }
        }
    }
    for (position, consumer) in state.consumers.iter().enumerate() {
        collector.annotation(&consumer.origin().object, |referrers, origin| {
            referrers.consumers.push((position, origin));
        });
    }
    for group in &state.consumer_groups {
        collector.annotation(&group.origin().object, |referrers, origin| {
            referrers.consumer_groups.push((group.name.clone(), origin));
        });
    }
    collector.relations
}

struct Collector<'a> {
    store: &'a Store,
    diagnostics: &'a mut Diagnostics,
    relations: Relations,
}

impl Collector<'_> {
    fn annotation(&mut self, object: &Arc<ObjectMeta>, add: impl FnMut(&mut Referrers, Origin)) {
        if let Some(text) = object.annotation(PLUGINS) {
            let at = Origin::at(object, FieldPath::annotation(PLUGINS));
            self.references(text, &at, add);
        }
    }

    fn references(&mut self, text: &str, at: &Origin, mut add: impl FnMut(&mut Referrers, Origin)) {
        for piece in text.split(',') {
            let Some(reference) = parse(piece) else {
                if !piece.trim().is_empty() {
                    self.diagnostics
                        .push(problems::reference_malformed(at.clone(), piece.trim()));
                }
                continue;
            };
            if !self.is_allowed(&reference, at) {
                self.diagnostics.push(problems::reference_not_granted(
                    at.clone(),
                    reference.namespace,
                    reference.name,
                ));
                continue;
            }
            let namespace = if reference.namespace.is_empty() {
                at.object.namespace()
            } else {
                reference.namespace
            };
            let key = (namespace.to_owned(), reference.name.to_owned());
            add(self.relations.entry(key).or_default(), at.clone());
        }
    }

    /// A written namespace needs a grant even when it is the referrer's own.
    fn is_allowed(&self, reference: &Reference<'_>, at: &Origin) -> bool {
        reference.namespace.is_empty()
            || is_granted(self.store, &at.object, reference.namespace, reference.name)
    }
}

/// Whether a ReferenceGrant lets the object refer to a plugin; KongClusterPlugins answering for it need the same grant.
pub(in crate::enrich) fn is_granted(
    store: &Store,
    referrer: &ObjectMeta,
    namespace: &str,
    name: &str,
) -> bool {
    store.is_granted(
        Referrer {
            group: &referrer.key.group,
            kind: &referrer.key.kind,
            namespace: referrer.namespace(),
        },
        Referent {
            group: "configuration.konghq.com",
            kind: "KongPlugin",
            namespace,
            name,
        },
    )
}

/// One piece of the annotation; `None` when it is blank, or begins or ends with its first colon. That is tested before
/// trimming, so a namespace or a name may still turn out empty.
fn parse(piece: &str) -> Option<Reference<'_>> {
    if piece.trim().is_empty() {
        return None;
    }
    match piece.split_once(':') {
        None => Some(Reference {
            namespace: "",
            name: piece.trim(),
        }),
        Some((namespace, name)) => (!namespace.is_empty() && !name.is_empty()).then(|| Reference {
            namespace: namespace.trim(),
            name: name.trim(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(piece: &str) -> Option<(&str, &str)> {
        parse(piece).map(|reference| (reference.namespace, reference.name))
    }

    #[test]
    fn a_colon_separates_namespace_and_name() {
        assert_eq!(parsed(" limit "), Some(("", "limit")));
        assert_eq!(parsed(" policies : limit"), Some(("policies", "limit")));
        assert_eq!(parsed("a:b:c"), Some(("a", "b:c")));
    }

    #[test]
    fn a_colon_at_the_edge_counts_before_trimming() {
        assert_eq!(parsed(":x"), None);
        assert_eq!(parsed("ns:"), None);
        assert_eq!(parsed("ns: "), Some(("ns", "")));
        assert_eq!(parsed(" :x"), Some(("", "x")));
        assert_eq!(parsed("  "), None);
    }
}
