//! Admission of Gateway API objects: what KIC's reconcilers let through to its translator (spec 20, part A).
//!
//! Afterwards [`Store::gateways`] holds the Gateways that the translator sees, and the route tables hold the routes that
//! attach, HTTPRoutes with the host names that are left to them.

pub mod attach;
mod defaults;
mod gateways;
pub mod hostname;
pub mod listeners;
mod operator;
pub mod policies;
pub mod route;

use super::Store;
use super::table::Table;
use crate::controller::Switch;
use crate::diag::{
    Diagnostic, Diagnostics, gateway as problems, gateway_admission, operator as operator_problems,
};
use crate::k8s::gateway::BackendTlsPolicySpec;
use crate::k8s::object::{Gateway, Object};
use crate::options::{Gateways, Options};
use crate::origin::{FieldPath, Origin};
use attach::{Candidate, NamespaceUnknown};
use listeners::AdmittedGateway;
use route::{ParentReference, RouteSpec};
use std::collections::{BTreeMap, HashSet};

/// What admission found out and later stages need.
#[derive(Debug, Default)]
pub struct Admission {
    /// The Gateways that exist for KIC, by namespace and name.
    pub gateways: BTreeMap<(String, String), AdmittedGateway>,
    /// Gateways of other controllers whose certificates are sent all the same, by releases that do not ask whose they are.
    pub foreign: Vec<(Object<Gateway>, AdmittedGateway)>,
    /// The name of the BackendTLSPolicy that takes effect on a Service, by namespace and name of the Service.
    backend_tls: BTreeMap<String, BTreeMap<String, String>>,
}

impl Store {
    /// The BackendTLSPolicy that takes effect on a Service.
    pub fn backend_tls_policy_of(
        &self,
        namespace: &str,
        service: &str,
    ) -> Option<&Object<BackendTlsPolicySpec>> {
        let policies = self.gateway_admission.backend_tls.get(namespace)?;
        self.backend_tls_policies
            .get(namespace, policies.get(service)?)
    }
}

/// Let through what KIC's reconcilers let through.
pub fn admit(store: &mut Store, options: &Options, diagnostics: &mut Diagnostics) {
    defaults::fill(store);
    if !options.feature_gates.gateway_alpha {
        drop_gated(store, options, diagnostics);
    }
    gateways::judge(store, options, diagnostics);
    let mut admission = std::mem::take(&mut store.gateway_admission);
    // BackendTLSPolicy looks at routes as written, attached or not.
    let handled = policies::handled_routes(store, options, &admission);
    policies::admit(store, options, &handled, diagnostics);
    admission.backend_tls = policies::by_service(store);
    macro_rules! admit_routes {
        ($($table:ident),*) => {$(
            let mut table = std::mem::take(&mut store.$table);
            admit_table(store, options, &admission, &mut table, diagnostics);
            store.$table = table;
        )*};
    }
    admit_routes!(grpc_routes, tcp_routes, udp_routes);
    let mut tls_routes = std::mem::take(&mut store.tls_routes);
    let hostnames = admit_table(store, options, &admission, &mut tls_routes, diagnostics);
    for (route, hostnames) in tls_routes.iter_mut().zip(hostnames) {
        route.spec.hostnames = (!hostnames.is_empty()).then_some(hostnames);
    }
    store.tls_routes = tls_routes;
    let mut http_routes = std::mem::take(&mut store.http_routes);
    let hostnames = admit_table(store, options, &admission, &mut http_routes, diagnostics);
    for (route, hostnames) in http_routes.iter_mut().zip(hostnames) {
        route.spec.hostnames = (!hostnames.is_empty()).then_some(hostnames);
    }
    store.http_routes = http_routes;
    store.gateways.retain(|gateway| {
        let key = (
            gateway.meta.namespace().to_owned(),
            gateway.meta.name().to_owned(),
        );
        admission
            .gateways
            .get(&key)
            .is_some_and(|admitted| admitted.is_in_store)
    });
    store.gateway_admission = admission;
}

/// Without the feature gate GatewayAlpha KIC does not watch these kinds.
fn drop_gated(store: &mut Store, options: &Options, diagnostics: &mut Diagnostics) {
    macro_rules! drop_tables {
        ($($table:ident),*) => {$(
            for object in &store.$table {
                diagnostics.push(problems::feature_gate_off(Origin::of(&object.meta)));
            }
            store.$table = Table::default();
        )*};
    }
    if !options.has(Switch::L4RoutesUngated) {
        drop_tables!(tcp_routes, udp_routes);
    }
    if !options.has(Switch::TlsRouteUngated) {
        drop_tables!(tls_routes);
    }
    drop_tables!(backend_tls_policies);
}

/// Keep the routes that attach; their host names in the order of the table.
fn admit_table<T: RouteSpec>(
    store: &Store,
    options: &Options,
    admission: &Admission,
    table: &mut Table<T>,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<String>> {
    let mut kept = HashSet::new();
    let mut hostnames = Vec::new();
    for (position, route) in table.iter().enumerate() {
        let mut judge = Judge {
            store,
            options,
            admission,
            diagnostics: &mut *diagnostics,
        };
        if let Some(names) = judge.route(route) {
            kept.insert(position);
            hostnames.push(names);
        }
    }
    let mut position = 0;
    table.retain(|_| {
        position += 1;
        kept.contains(&(position - 1))
    });
    hostnames
}

/// What judging a route needs.
struct Judge<'a> {
    store: &'a Store,
    options: &'a Options,
    admission: &'a Admission,
    diagnostics: &'a mut Diagnostics,
}

impl Judge<'_> {
    fn push(&mut self, problem: Diagnostic) {
        self.diagnostics.push(problem);
    }

    /// The Gateway that a parentRef probably means, when there is none of its name.
    fn nearest_gateway<T>(&self, route: &Object<T>, parent: ParentReference<'_>) -> Option<&str> {
        let gateways = &self.store.gateways;
        let namespace = parent.namespace.unwrap_or(route.meta.namespace());
        match gateways.get(namespace, parent.name) {
            Some(_) => None,
            None => gateways.nearest(namespace, parent.name),
        }
    }

    /// The effective host names of a route that is configured.
    #[expect(
        clippy::too_many_lines,
        reason = "the steps of spec 20, A.6 to A.8, in their order"
    )]
    fn route<T: RouteSpec>(&mut self, route: &Object<T>) -> Option<Vec<String>> {
        let at = |position: usize| {
            Origin::at(
                &route.meta,
                FieldPath::of(&["spec", "parentRefs"]).index(position),
            )
        };
        let parents = route.spec.parents();
        if let Some(position) = parents
            .iter()
            .position(|parent| !parent.is_gateway(&self.options.controller))
        {
            let parent = &parents[position];
            self.push(problems::parent_kind_unsupported(
                at(position),
                parent.group,
                parent.kind,
            ));
            return None;
        }
        let candidates = candidates(self.store, self.options, self.admission, route);
        if candidates.is_empty() {
            let at = Origin::at(&route.meta, FieldPath::of(&["spec", "parentRefs"]));
            let of_instance = self.options.gateway_to_reconcile.as_ref();
            let of_instance = of_instance.filter(|_| self.options.has(Switch::OperatorListeners));
            self.push(match of_instance {
                Some(gateway) => {
                    let name = (gateway.namespace.as_str(), gateway.name.as_str());
                    operator_problems::route_of_other_instance(at, name)
                }
                None => problems::route_without_gateway(at),
            });
            return None;
        }
        let mut attached = false;
        let mut waits = false;
        let mut refusals = Vec::new();
        for (position, candidate) in &candidates {
            let Some((gateway, admitted)) = candidate.gateway else {
                let problem = problems::parent_assumed(at(*position), candidate.parent.name);
                self.push(problem.did_you_mean(self.nearest_gateway(route, candidate.parent)));
                attached = true;
                continue;
            };
            let attempt = attach::Attempt {
                store: self.store,
                controller: &self.options.controller,
                parent: candidate.parent,
            };
            match attempt.attach(route, (gateway, admitted)) {
                Err(NamespaceUnknown) => {
                    self.push(problems::namespace_unknown(
                        at(*position),
                        route.meta.namespace(),
                    ));
                    return None;
                }
                Ok(Ok(())) => attached = true,
                Ok(Err(refusal)) => {
                    let refused = problems::parent_refused(
                        at(*position),
                        candidate.parent.name,
                        &refusal.details,
                        refusal.reason,
                    );
                    refusals.push(refused.did_you_mean(refusal.nearest.as_deref()));
                }
            }
            if !admitted.is_programmed {
                waits = true;
                self.push(problems::parent_not_programmed(
                    at(*position),
                    candidate.parent.name,
                ));
            }
        }
        for refusal in refusals {
            // A parent that refuses beside one that accepts takes nothing away.
            self.push(if attached {
                refusal.into_warning()
            } else {
                refusal.0
            });
        }
        if waits || !attached {
            return None;
        }
        let candidates: Vec<Candidate<'_>> = candidates
            .into_iter()
            .map(|(_, candidate)| candidate)
            .collect();
        let is_narrowed = match T::KIND {
            "HTTPRoute" => true,
            "TLSRoute" => self.options.has(Switch::TlsRouteHostnamesNarrowed),
            _ => false,
        };
        if !is_narrowed {
            self.warn_of_uncovered_hostnames(route, &candidates);
            return Some(route.spec.hostnames().to_vec());
        }
        let effective = attach::effective_hostnames(route.spec.hostnames(), &candidates);
        let field = Origin::at(&route.meta, FieldPath::of(&["spec", "hostnames"]));
        match &effective {
            None => self.push(problems::no_common_hostname(field)),
            Some(kept) if kept.len() < route.spec.hostnames().len() => {
                self.push(problems::hostnames_dropped(field, &kept.join(", ")));
            }
            Some(_) => {}
        }
        effective
    }

    /// Say which host names KIC would drop if the route were an HTTPRoute.
    fn warn_of_uncovered_hostnames<T: RouteSpec>(
        &mut self,
        route: &Object<T>,
        candidates: &[Candidate<'_>],
    ) {
        for (position, hostname) in route.spec.hostnames().iter().enumerate() {
            let alone = std::slice::from_ref(hostname);
            if attach::effective_hostnames(alone, candidates).is_none() {
                let path = FieldPath::of(&["spec", "hostnames"]).index(position);
                self.push(gateway_admission::hostname_beyond_listeners(
                    Origin::at(&route.meta, path),
                    hostname,
                ));
            }
        }
    }
}

/// The parents of a route that count, with their positions (A.6, 2).
fn candidates<'a, T: RouteSpec>(
    store: &'a Store,
    options: &Options,
    admission: &'a Admission,
    route: &'a Object<T>,
) -> Vec<(usize, Candidate<'a>)> {
    let mut found = Vec::new();
    for (position, parent) in route.spec.parents().into_iter().enumerate() {
        let namespace = parent.namespace.unwrap_or(route.meta.namespace());
        let only = options.gateway_to_reconcile.as_ref();
        if only.is_some_and(|only| only.namespace != namespace || only.name != parent.name) {
            continue;
        }
        let key = (namespace.to_owned(), parent.name.to_owned());
        let gateway = match (
            store.gateways.get(namespace, parent.name),
            admission.gateways.get(&key),
        ) {
            (Some(gateway), Some(admitted)) => (admitted.management
                != listeners::Management::Unknown)
                .then_some((gateway, admitted)),
            // There, but of another controller.
            (Some(_), None) => continue,
            (None, _) if options.gateways == Gateways::Strict => continue,
            (None, _) => None,
        };
        found.push((position, Candidate { parent, gateway }));
    }
    found
}
