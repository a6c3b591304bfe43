//! The endpoints of a Service port (spec 10, 9.5b).

use super::ports::{FoundPort, is_external_name};
use crate::annotations::table::SERVICE_UPSTREAM;
use crate::controller::Switch;
use crate::k8s::object::Object;
use crate::options::{Endpoints, Options};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::store::Store;
use k8s_openapi::api::core::v1::ServiceSpec;
use k8s_openapi::api::discovery::v1::EndpointConditions;
use std::collections::{BTreeSet, HashSet};
use std::net::Ipv6Addr;

/// An address to send traffic to.
pub(super) struct Endpoint {
    /// `<address>:<port>`
    pub(super) target: String,
    /// Going away; it gets weight 0.
    pub(super) draining: bool,
    /// Where it stands: in an EndpointSlice, or the Service.
    pub(super) origin: Origin,
}

/// What endpoints are looked for.
pub(super) struct Lookup<'a> {
    pub(super) store: &'a Store,
    pub(super) options: &'a Options,
    pub(super) service: &'a Object<ServiceSpec>,
    /// The Service's metadata with what lies over it.
    pub(super) annotations: &'a ObjectMeta,
    pub(super) port: &'a FoundPort<'a>,
    /// `serviceUpstream` of the IngressClassParameters.
    pub(super) serves_upstream: bool,
}

impl Lookup<'_> {
    /// The endpoints, once for each protocol of the Service, so that sources that know no protocol give theirs several times, as
    /// in KIC.
    pub(super) fn endpoints(&self) -> Vec<Endpoint> {
        if self.serves_upstream || SERVICE_UPSTREAM.is_set(self.annotations) {
            return self.once_per_protocol(&self.cluster_address(), self.port.number);
        }
        if is_external_name(&self.service.spec) {
            let address = self.service.spec.external_name.as_deref();
            return self.once_per_protocol(address.unwrap_or_default(), self.port.number);
        }
        if self.options.endpoints == Endpoints::Dns && !self.has_slices() {
            return vec![self.of_service(&self.cluster_address(), self.port.number)];
        }
        self.protocols()
            .into_iter()
            .flat_map(|protocol| self.of_slices(protocol))
            .collect()
    }

    /// Whether the Service has any EndpointSlice.
    pub(super) fn has_slices(&self) -> bool {
        let meta = &self.service.meta;
        self.store
            .endpoint_slices_of(meta.namespace(), meta.name())
            .next()
            .is_some()
    }

    /// `TCP` and every protocol of the Service's ports, whichever port was asked for.
    fn protocols(&self) -> BTreeSet<&str> {
        let ports = self.service.spec.ports.iter().flatten();
        ports
            .map(|port| port.protocol.as_deref().unwrap_or("TCP"))
            .chain(["TCP"])
            .collect()
    }

    /// `<name>.<namespace>.svc`, with the cluster domain if there is one.
    fn cluster_address(&self) -> String {
        let meta = &self.service.meta;
        let address = format!("{}.{}.svc", meta.name(), meta.namespace());
        if self.options.cluster_domain.is_empty() {
            address
        } else {
            format!("{address}.{}", self.options.cluster_domain)
        }
    }

    fn once_per_protocol(&self, address: &str, port: i32) -> Vec<Endpoint> {
        self.protocols()
            .into_iter()
            .map(|_| self.of_service(address, port))
            .collect()
    }

    fn of_service(&self, address: &str, port: i32) -> Endpoint {
        Endpoint {
            target: target(address, port),
            draining: false,
            origin: Origin::of(&self.service.meta),
        }
    }

    /// The first address of every ready endpoint, and with drain support of every one that goes away, each once.
    fn of_slices(&self, protocol: &str) -> Vec<Endpoint> {
        let meta = &self.service.meta;
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for slice in self.store.endpoint_slices_of(meta.namespace(), meta.name()) {
            for port in slice.spec.ports.iter().flatten() {
                let Some(number) = port.port.filter(|&number| number >= 0) else {
                    continue;
                };
                if port.protocol.as_deref().unwrap_or("TCP") != protocol
                    || port.name.as_deref().unwrap_or_default() != self.port.name
                {
                    continue;
                }
                for (index, endpoint) in slice.spec.endpoints.iter().enumerate() {
                    let Some(draining) = self.use_of(endpoint.conditions.as_ref()) else {
                        continue;
                    };
                    let Some(address) = endpoint.addresses.first() else {
                        continue;
                    };
                    if seen.insert((address, number, draining)) {
                        let path = FieldPath::of(&["endpoints"]).index(index);
                        found.push(Endpoint {
                            target: target(address, number),
                            draining,
                            origin: Origin::at(&slice.meta, path),
                        });
                    }
                }
            }
        }
        found
    }

    /// Whether an endpoint is draining; `None` when it is not used at all.
    fn use_of(&self, conditions: Option<&EndpointConditions>) -> Option<bool> {
        let ready = conditions.and_then(|conditions| conditions.ready) != Some(false);
        let terminating = conditions.and_then(|conditions| conditions.terminating) == Some(true);
        let is_drained = self.options.drain_support && self.options.has(Switch::DrainSupport);
        let draining = is_drained && terminating;
        (ready || draining).then_some(draining)
    }
}

/// `<address>:<port>`; IPv6 literals stand in brackets, IPv4-mapped ones and those with a zone do not.
fn target(address: &str, port: i32) -> String {
    let is_ipv6 = address
        .parse::<Ipv6Addr>()
        .is_ok_and(|ip| ip.to_ipv4_mapped().is_none());
    if is_ipv6 {
        format!("[{address}]:{port}")
    } else {
        format!("{address}:{port}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_ipv6_literals_stand_in_brackets() {
        assert_eq!(target("2001:DB8::1", 80), "[2001:DB8::1]:80");
        assert_eq!(target("::ffff:10.1.2.3", 80), "::ffff:10.1.2.3:80");
        assert_eq!(target("fe80::1%eth0", 80), "fe80::1%eth0:80");
        assert_eq!(target("db.example.com", 5432), "db.example.com:5432");
    }
}
