//! Admission of Gateway API objects: what KIC's reconcilers let through to its translator (spec 20, part A).
//!
//! Afterwards [`Store::gateways`] holds the Gateways that the translator sees, and the route tables hold the routes that
//! attach, HTTPRoutes with the host names that are left to them.

pub mod attach;
pub mod attached;
pub mod conflicts;
mod defaults;
mod gateways;
pub mod hostname;
pub mod judge;
pub mod listeners;
mod operator;
pub mod policies;
pub mod references;
pub mod route;

use super::Store;
use super::table::Table;
use crate::controller::Switch;
use crate::diag::{Diagnostics, gateway as problems};
use crate::k8s::gateway::BackendTlsPolicySpec;
use crate::k8s::object::{Gateway, Object};
use crate::options::Options;
use crate::origin::Origin;
use attached::Count;
use gateway_api::apis::experimental::httproutes::HttpRouteSpec;
use judge::{AdmittedRoute, Judge, Outcome};
use listeners::AdmittedGateway;
use policies::AdmittedPolicy;
use references::Unresolved;
use route::RouteSpec;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What admission found out and later stages need.
#[derive(Debug, Default)]
pub struct Admission {
    /// The Gateways that exist for KIC, by namespace and name.
    pub gateways: BTreeMap<(String, String), AdmittedGateway>,
    /// Gateways of other controllers whose certificates are sent all the same, by releases that do not ask whose they are.
    pub foreign: Vec<(Object<Gateway>, AdmittedGateway)>,
    /// The Gateways of the controller that the translation does not see.
    pub out_of_sight: Vec<Object<Gateway>>,
    /// Every route that was judged, kind by kind.
    pub routes: Vec<AdmittedRoute>,
    /// The HTTPRoutes that are not handed to the translation, as written.
    pub left_out: Vec<Object<HttpRouteSpec>>,
    /// Every BackendTLSPolicy that was judged.
    pub policies: Vec<AdmittedPolicy>,
    /// How many routes each listener of a Gateway has by the controller's own count, by namespace and name of the Gateway.
    pub attached: BTreeMap<(String, String), Vec<Count>>,
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

/// Fill in what the API server fills into routes. To do so twice changes nothing.
pub fn fill_defaults(store: &mut Store) {
    defaults::fill(store);
}

/// Let through what KIC's reconcilers let through.
pub fn admit(store: &mut Store, options: &Options, diagnostics: &mut Diagnostics) {
    fill_defaults(store);
    if !options.feature_gates.gateway_alpha {
        drop_gated(store, options, diagnostics);
    }
    gateways::judge(store, options, diagnostics);
    let mut admission = std::mem::take(&mut store.gateway_admission);
    // BackendTLSPolicy looks at routes as written, attached or not.
    let handled = policies::handled_routes(store, options, &admission);
    admission.policies = policies::admit(store, options, &handled, diagnostics);
    admission.backend_tls = policies::by_service(store);
    let mut scope = Scope {
        store,
        options,
        admission: &mut admission,
        diagnostics,
    };
    scope.admit(|store| &mut store.grpc_routes, |_, _, _| None);
    scope.admit(|store| &mut store.tcp_routes, references::of_stream_route);
    scope.admit(|store| &mut store.udp_routes, references::of_stream_route);
    scope.admit(|store| &mut store.tls_routes, references::of_stream_route);
    let left_out = scope.admit(
        |store| &mut store.http_routes,
        |store, options, route| Some(references::of_http_route(store, options, route)),
    );
    admission.left_out = left_out;
    let admitted = |gateway: &Object<Gateway>| {
        let meta = &gateway.meta;
        let key = (meta.namespace().to_owned(), meta.name().to_owned());
        admission.gateways.get(&key)
    };
    let is_seen = |gateway: &_| admitted(gateway).is_some_and(|admitted| admitted.is_in_store);
    let hidden = store.gateways.take_out(|gateway| !is_seen(gateway));
    let own = hidden.into_iter();
    let own: Vec<_> = own.filter(|gateway| admitted(gateway).is_some()).collect();
    admission.out_of_sight = own;
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

/// Whether the references of a route resolve, if the controller says so.
type References<T> = fn(&Store, &Options, &Object<T>) -> Option<Result<(), Unresolved>>;

/// What admitting routes needs.
struct Scope<'a> {
    store: &'a mut Store,
    options: &'a Options,
    admission: &'a mut Admission,
    diagnostics: &'a mut Diagnostics,
}

impl Scope<'_> {
    /// Keep the routes of a kind that attach, with the host names that are left to them, and note what becomes of all; the others.
    fn admit<T: RouteSpec>(
        &mut self,
        table: fn(&mut Store) -> &mut Table<T>,
        references: References<T>,
    ) -> Vec<Object<T>> {
        let mut routes = std::mem::take(table(self.store));
        let mut hostnames = Vec::new();
        let first = self.admission.routes.len();
        for route in &routes {
            let mut judge = Judge {
                store: self.store,
                options: self.options,
                admission: self.admission,
                diagnostics: &mut *self.diagnostics,
            };
            let mut parents = Vec::new();
            let outcome = match judge.route(route, &mut parents) {
                Ok(names) => {
                    hostnames.push(names);
                    Outcome::Attached
                }
                Err(outcome) => outcome,
            };
            let judged = AdmittedRoute {
                meta: Arc::clone(&route.meta),
                outcome,
                parents,
                references: references(self.store, self.options, route),
            };
            attached::count(self.store, self.options, (route, &judged), self.admission);
            self.admission.routes.push(judged);
        }
        let mut judged = self.admission.routes[first..].iter();
        let left_out = routes.take_out(|_| {
            judged
                .next()
                .is_some_and(|route| route.outcome != Outcome::Attached)
        });
        for (route, hostnames) in routes.iter_mut().zip(hostnames) {
            route.spec.set_hostnames(hostnames);
        }
        *table(self.store) = routes;
        left_out
    }
}
