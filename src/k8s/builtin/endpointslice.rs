//! EndpointSlice (Kubernetes: pkg/apis/discovery/validation/validation.go, `ValidateEndpointSlice`).

use super::metadata::{labels, texts};
use super::refusal::Findings;
use super::service_ports::PROTOCOLS;
use super::{Release, addresses, names};
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{deep, field, list, size, text, text_or};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::Node;
use std::collections::HashSet;

const MAX_ENDPOINTS: usize = 1000;
const MAX_ADDRESSES: usize = 100;
const MAX_PORTS: usize = 20_000;
const MAX_TOPOLOGY: usize = 16;
const MAX_ZONES: usize = 8;

/// Judge an EndpointSlice.
pub(in crate::k8s) fn judge(document: &Node<'_>, release: Release, found: &mut Findings<'_>) {
    let address_type = text_or(document, "addressType", "");
    let type_at = Trail::field("addressType");
    if address_type.is_empty() {
        found.note(&type_at, Fault::Required(""));
    } else {
        found.one_of(&type_at, address_type, &["FQDN", "IPv4", "IPv6"]);
    }
    if address_type == "FQDN" {
        found.warn(&type_at, "spec.addressType: FQDN endpoints are deprecated");
    }
    let trail = Trail::field("endpoints");
    let endpoints = list(document, "endpoints");
    if !is_too_many(endpoints.len(), MAX_ENDPOINTS, &trail, found) {
        for (index, item) in endpoints.iter().enumerate() {
            let at = trail.index(index);
            addresses_of(item, (address_type, release), &at.key("addresses"), found);
            endpoint(item, &at, found);
        }
    }
    ports(document, found);
}

/// Note that there are more than allowed.
fn is_too_many(count: usize, max: usize, trail: &Trail<'_>, found: &mut Findings<'_>) -> bool {
    let is_too_many = count > max;
    if is_too_many {
        found.note(trail, Fault::TooMany { found: count, max });
    }
    is_too_many
}

/// The addresses of an endpoint; those of an unknown type are not judged.
fn addresses_of(
    endpoint: &Node<'_>,
    (address_type, release): (&str, Release),
    trail: &Trail<'_>,
    found: &mut Findings<'_>,
) {
    let addresses = list(endpoint, "addresses");
    if addresses.is_empty() {
        found.note(trail, Fault::Required("must contain at least 1 address"));
    }
    is_too_many(addresses.len(), MAX_ADDRESSES, trail, found);
    for (index, text) in field(endpoint, "addresses").into_iter().flat_map(texts) {
        let at = trail.index(index);
        match address_type {
            "IPv4" => ipv4(text, release, (&at, trail), found),
            "IPv6" => ipv6(text, (&at, trail), found),
            "FQDN" => domain(text, &at, found),
            _ => {}
        }
    }
}

/// An address of the wrong family is told without its index.
fn ipv4(
    text: &str,
    release: Release,
    (at, list): (&Trail<'_>, &Trail<'_>),
    found: &mut Findings<'_>,
) {
    let address = match addresses::legacy(text, release) {
        Ok(address) => address,
        Err(detail) => return found.invalid(at, [detail], || Hint::Address),
    };
    if address.is_ipv6() {
        let fault = Fault::Invalid("must be an IPv4 address".into());
        found.note_as(at, list.path().to_string(), fault);
    }
    found.invalid(at, addresses::special(address, text), || {
        Hint::SpecialAddress
    });
    if let Some(warning) = addresses::warning(&at.path().to_string(), text) {
        found.warn(at, warning);
    }
}

fn ipv6(text: &str, (at, list): (&Trail<'_>, &Trail<'_>), found: &mut Findings<'_>) {
    let address = match addresses::canonical(text) {
        Ok(address) => address,
        Err(detail) => return found.invalid(at, [detail], || Hint::Address),
    };
    if address.is_ipv4() {
        let fault = Fault::Invalid("must be an IPv6 address".into());
        found.note_as(at, list.path().to_string(), fault);
    }
    found.invalid(at, addresses::special(address, text), || {
        Hint::SpecialAddress
    });
}

/// A domain name; the first fault counts (`IsFullyQualifiedDomainName`).
fn domain(text: &str, at: &Trail<'_>, found: &mut Findings<'_>) {
    if text.is_empty() {
        return found.note(at, Fault::Required(""));
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    let mut details = names::subdomain(name);
    if details.is_empty() && !name.contains('.') {
        details.push("should be a domain with at least two segments separated by dots");
    }
    if details.is_empty() {
        let broken = name.split('.').map(names::label).find(|it| !it.is_empty());
        details.extend(broken.into_iter().flatten());
    }
    found.invalid(at, details, || Hint::Host(text.to_owned()));
}

/// What an endpoint has beside its addresses.
fn endpoint(endpoint: &Node<'_>, at: &Trail<'_>, found: &mut Findings<'_>) {
    if let Some(node) = text(endpoint, "nodeName") {
        let hint = || Hint::Subdomain(node.to_owned());
        found.invalid(&at.key("nodeName"), names::subdomain(node), hint);
    }
    if let Some(hostname) = text(endpoint, "hostname") {
        let hint = || Hint::Label(hostname.to_owned(), false);
        found.invalid(&at.key("hostname"), names::label(hostname), hint);
    }
    if let Some(topology) = field(endpoint, "deprecatedTopology") {
        let trail = at.key("deprecatedTopology");
        is_too_many(
            size(endpoint, "deprecatedTopology"),
            MAX_TOPOLOGY,
            &trail,
            found,
        );
        labels(topology, &trail, false, found);
    }
    zones(endpoint, at, found);
}

fn zones(endpoint: &Node<'_>, at: &Trail<'_>, found: &mut Findings<'_>) {
    let Some(zones) = deep(endpoint, &["hints", "forZones"]) else {
        return;
    };
    let hints = at.key("hints");
    let trail = hints.key("forZones");
    let zones = crate::k8s::schema::read::items(zones);
    if is_too_many(zones.len(), MAX_ZONES, &trail, found) {
        return;
    }
    let mut seen = HashSet::new();
    for (index, zone) in zones.iter().enumerate() {
        let item = trail.index(index);
        let name_at = item.key("name");
        let name = text_or(zone, "name", "");
        if !seen.insert(name) {
            found.note(&name_at, Fault::Duplicate(name.to_owned()));
        }
        found.invalid(&name_at, names::label_value(name), || Hint::LabelValue);
    }
}

/// The ports. Their numbers are not judged.
fn ports(document: &Node<'_>, found: &mut Findings<'_>) {
    let trail = Trail::field("ports");
    let ports = list(document, "ports");
    if is_too_many(ports.len(), MAX_PORTS, &trail, found) {
        return;
    }
    let mut seen = HashSet::new();
    for (index, port) in ports.iter().enumerate() {
        let at = trail.index(index);
        let name = text_or(port, "name", "");
        let name_at = at.key("name");
        if !name.is_empty() {
            let hint = || Hint::Label(name.to_owned(), false);
            found.invalid(&name_at, names::label(name), hint);
        }
        if !seen.insert(name) {
            found.note(&name_at, Fault::Duplicate(name.to_owned()));
        }
        if let Some(protocol) = text(port, "protocol") {
            found.one_of(&at.key("protocol"), protocol, PROTOCOLS);
        }
        if let Some(protocol) = text(port, "appProtocol") {
            let details = names::qualified_name(protocol);
            found.invalid(&at.key("appProtocol"), details, || Hint::QualifiedName);
        }
    }
}
