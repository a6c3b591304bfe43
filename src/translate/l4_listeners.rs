//! Which TCPRoute or UDPRoute has which listener, where a listener has one only (spec 80, S13; Kong Operator:
//! `translator/translate_l4route_conflict.go`).

use super::Context;
use crate::k8s::object::{Gateway, Object};
use crate::origin::ObjectMeta;
use crate::store::Store;
use crate::store::gateway::attach::allows_route;
use crate::store::gateway::route::RouteSpec;
use crate::store::table::Table;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a route came out with.
#[derive(Debug, Default)]
pub(super) struct Share {
    /// The ports that it won, ascending.
    pub(super) ports: BTreeSet<u32>,
    /// Who won the others.
    pub(super) winners: Vec<Arc<ObjectMeta>>,
}

/// What each route of a kind came out with, by its namespace and name.
pub(super) type Shares = HashMap<(String, String), Share>;

/// A listener: namespace and name of the Gateway, position.
type Listener<'s> = (&'s str, &'s str, usize);

/// Share the listeners of a protocol among the routes of a kind. The oldest route has the listener; of equally old ones the first
/// by namespace and name.
pub(super) fn share<T: RouteSpec>(
    context: &Context<'_>,
    routes: &Table<T>,
    protocol: &str,
) -> Shares {
    let store = context.store;
    let mut claims: BTreeMap<Listener<'_>, (u32, Vec<&Object<T>>)> = BTreeMap::new();
    for route in routes {
        for (listener, port) in candidates(store, context, route, protocol) {
            let (_, claimants) = claims.entry(listener).or_insert((port, Vec::new()));
            // Two references of one route to one listener are one claim.
            if claimants
                .last()
                .is_none_or(|last| !std::ptr::eq(*last, route))
            {
                claimants.push(route);
            }
        }
    }
    let key = |route: &Object<T>| {
        (
            route.meta.namespace().to_owned(),
            route.meta.name().to_owned(),
        )
    };
    let mut shares = Shares::new();
    for (port, claimants) in claims.into_values() {
        let winner = claimants.iter().min_by_key(|route| {
            let meta = &route.meta;
            (meta.creation_timestamp, meta.key.qualified_name())
        });
        let Some(winner) = winner else { continue };
        shares.entry(key(winner)).or_default().ports.insert(port);
        for loser in claimants
            .iter()
            .filter(|route| !std::ptr::eq(**route, *winner))
        {
            let lost = &mut shares.entry(key(loser)).or_default().winners;
            lost.push(Arc::clone(&winner.meta));
        }
    }
    shares
}

/// The listeners that would take a route, with their ports.
fn candidates<'s, T: RouteSpec>(
    store: &'s Store,
    context: &Context<'_>,
    route: &Object<T>,
    protocol: &str,
) -> Vec<(Listener<'s>, u32)> {
    let mut found = Vec::new();
    for parent in route.spec.parents() {
        let namespace = parent.namespace.unwrap_or(route.meta.namespace());
        let Some(gateway) = store.gateways.get(namespace, parent.name) else {
            continue;
        };
        let key = (namespace.to_owned(), parent.name.to_owned());
        let admitted = store.gateway_admission.gateways.get(&key);
        let (Some(admitted), true) = (admitted, is_own(store, context, gateway)) else {
            continue;
        };
        let listeners = gateway.spec.spec.listeners.iter().zip(&admitted.listeners);
        for (position, (spec, state)) in listeners.enumerate() {
            let is_fit = spec.protocol == protocol
                && parent.selects(&spec.name)
                && parent.port.is_none_or(|port| port == spec.port)
                && state.is_programmed
                && state.supported_kinds.iter().any(|kind| kind == T::KIND)
                && allows_route(store, route, parent, spec).is_ok_and(|allows| allows);
            if let (true, Ok(port)) = (is_fit, u32::try_from(spec.port)) {
                let listener = (gateway.meta.namespace(), gateway.meta.name(), position);
                found.push((listener, port));
            }
        }
    }
    found
}

/// Whether the class of a Gateway is among the inputs and the controller's.
fn is_own(store: &Store, context: &Context<'_>, gateway: &Object<Gateway>) -> bool {
    let class = &gateway.spec.spec.gateway_class_name;
    store
        .gateway_classes
        .get("", class)
        .is_some_and(|class| class.spec.controller_name == context.options.gateway_controller_name)
}
