//! Annotations of Services and route objects, and KongIngress, laid over services, routes and upstreams (spec 40).

mod route;
mod service;
mod upstream;

use super::Context;
use crate::kong::state::State;

/// Apply all overrides: each service, then its routes, then each upstream.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    for service in state.services.values_mut() {
        service::apply(context, service);
        for route in &mut service.routes {
            route::apply(context, route);
        }
    }
    for upstream in state.upstreams.values_mut() {
        if let Some(service) = state.services.get(&upstream.service) {
            upstream::apply(context, upstream, service);
        }
    }
}
