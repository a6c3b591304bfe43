//! Who references which plugin (spec 41, 3; KIC: `kongstate.go`, `getPluginRelations`).

use crate::annotations::plugins::{self, Reference};
use crate::annotations::table::PLUGINS;
use crate::diag::{Diagnostics, plugins as problems};
use crate::enrich::Context;
use crate::kong::names::{RouteName, ServiceName};
use crate::kong::pending::ExtensionPlugins;
use crate::kong::state::State;
use crate::origin::{ObjectMeta, Origin};
use crate::store::Store;
use crate::store::grants::{Referent, Referrer};
use std::collections::BTreeMap;
use std::sync::Arc;

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
                collector.references(plugins::read(name), at, &mut add);
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
        if let Some(references) = PLUGINS.valid(object) {
            self.references(references, &PLUGINS.at(object), add);
        }
    }

    fn references(
        &mut self,
        references: impl IntoIterator<Item = Result<Reference, String>>,
        at: &Origin,
        mut add: impl FnMut(&mut Referrers, Origin),
    ) {
        for reference in references {
            let problem = match reference {
                Err(item) => problems::reference_malformed(at.clone(), &item),
                Ok(reference) if self.is_allowed(&reference, at) => {
                    let key = reference.seen_from(&at.object);
                    add(self.relations.entry(key).or_default(), at.clone());
                    continue;
                }
                Ok(Reference { namespace, name }) => {
                    problems::reference_not_granted(at.clone(), &namespace, &name)
                }
            };
            self.diagnostics.push(problem);
        }
    }

    /// A written namespace needs a grant even when it is the referrer's own.
    fn is_allowed(&self, reference: &Reference, at: &Origin) -> bool {
        reference.namespace.is_empty()
            || is_granted(
                self.store,
                &at.object,
                &reference.namespace,
                &reference.name,
            )
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
