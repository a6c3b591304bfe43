//! Upstreams and their targets from Services and EndpointSlices (spec 10, 9.4 to 9.7; KIC: `translator/translate_upstreams.go`).

mod endpoints;
mod ports;

use super::draft::{Backend, Draft};
use super::{Context, Services, ingress};
use crate::diag::backends as problems;
use crate::kong::names::UpstreamName;
use crate::kong::protocol::Protocol;
use crate::kong::upstream::{Target, Upstream};
use crate::origin::Origin;
use endpoints::Endpoint;
use ports::Ports;
use std::collections::BTreeMap;

/// The upstream of every service, skipped ones included; sets the services' ports.
///
/// Of services with one host KIC takes a random one for the upstream; here those of UDPIngress come last, and every service gets
/// its port (spec 10, 11).
pub fn build(
    context: &mut Context<'_>,
    services: &mut Services,
) -> BTreeMap<UpstreamName, Upstream> {
    let all_serve_upstreams = ingress::serves_upstreams(context.store, context.options);
    let mut upstreams = BTreeMap::new();
    let mut ports = Ports::default();
    let (udp, others): (Vec<_>, Vec<_>) = services
        .values_mut()
        .partition(|service| service.protocol == Some(Protocol::Udp));
    for service in others.into_iter().chain(udp) {
        let targets = targets(context, service, &mut ports, all_serve_upstreams);
        upstreams.entry(service.host.clone()).or_insert_with(|| {
            let mut upstream = Upstream::new(
                service.host.clone(),
                service.name.clone(),
                service.origin().clone(),
            );
            upstream.tags.clone_from(&service.tags);
            upstream.targets = targets;
            upstream
        });
    }
    upstreams
}

/// The targets of all backends of a service, merged by their text; the last backend with a port gives the service its port.
fn targets<'a>(
    context: &mut Context<'a>,
    draft: &mut Draft,
    ports: &mut Ports<'a>,
    all_serve_upstreams: bool,
) -> Vec<Target> {
    let Draft {
        service, backends, ..
    } = draft;
    let mut merged: BTreeMap<String, Target> = BTreeMap::new();
    for backend in &*backends {
        // A backend without a Service was reported when it did not resolve.
        let Some(meta) = &backend.service else {
            continue;
        };
        let Some(kubernetes) = context.store.services.get(meta.namespace(), meta.name()) else {
            continue;
        };
        let is_assumed = context
            .store
            .is_assumed_service(meta.namespace(), meta.name());
        let port = match ports.find(kubernetes, &backend.port) {
            Ok(port) => port,
            // Nobody knows the number of a named port.
            Err(_) if is_assumed => continue,
            Err(error) => {
                context.diagnostics.push(problems::port_not_found(
                    &kubernetes.meta,
                    &super::backends::asked_port(&backend.port),
                    (&error, &ports::offered(&kubernetes.spec, &backend.port)),
                    (&backend.origin, service.origin()),
                ));
                continue;
            }
        };
        service.port = Some(i64::from(port.number));
        let lookup = endpoints::Lookup {
            store: context.store,
            options: context.options,
            service: kubernetes,
            annotations: meta,
            port: &port,
            serves_upstream: all_serve_upstreams,
        };
        let found = lookup.endpoints();
        if found.is_empty() && !is_assumed {
            context.diagnostics.push(problems::no_endpoints(
                Origin::of(&kubernetes.meta),
                service.host.as_str(),
                lookup.has_slices(),
            ));
        }
        for target in weighted(backend, found) {
            match merged.get_mut(&target.target) {
                Some(first) => {
                    let sum =
                        first.weight.unwrap_or(KONG_WEIGHT) + target.weight.unwrap_or(KONG_WEIGHT);
                    first.weight = Some(sum);
                }
                None => {
                    merged.insert(target.target.clone(), target);
                }
            }
        }
    }
    merged.into_values().collect()
}

/// What a target without a weight counts when it is merged with another.
const KONG_WEIGHT: i64 = 100;

/// Targets of one backend. Its weight is shared by the targets that are not draining, each getting at least 1 (spec 10, 9.6).
fn weighted(backend: &Backend, endpoints: Vec<Endpoint>) -> Vec<Target> {
    let live = endpoints
        .iter()
        .filter(|endpoint| !endpoint.draining)
        .count();
    let share = backend.weight.map(|weight| match i64::try_from(live) {
        Ok(live) if live > 0 && weight != 0 => (weight / live).max(1),
        _ => weight,
    });
    endpoints
        .into_iter()
        .map(|endpoint| Target {
            source: endpoint.origin.into(),
            target: endpoint.target,
            weight: if endpoint.draining { Some(0) } else { share },
            ..Target::default()
        })
        .collect()
}
