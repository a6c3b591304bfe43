//! Priorities of expressions-flavor routes (spec 30, 3.6): one 46-bit number of added fields, the kind of the source object
//! on top, so that an Ingress route always beats an HTTPRoute route, and that a GRPCRoute route.
//!
//! KIC adds the fields without clamping (two of the Ingress ones excepted); what is too long spills into the next field,
//! and so it does here. All lengths are in bytes.

use super::path::IngressPath;
use std::cmp::Reverse;

/// The route of an Ingress' default backend.
pub const DEFAULT_BACKEND: u64 = 0;

/// Routes of TCPRoute, UDPRoute, TLSRoute, TCPIngress and UDPIngress.
pub const LAYER4: u64 = 1;

const INGRESS: u64 = 3 << 44;
const HTTPROUTE: u64 = 2 << 44;
const GRPCROUTE: u64 = 1 << 44;

/// What decides the priority of an Ingress route (spec 30, 4.3). The lists are those of the rule and the annotations,
/// *before* hosts, methods and SNIs outside KIC's patterns are left out.
#[derive(Debug, Clone, Copy)]
pub struct IngressFactors<'a> {
    /// The rule's host, then `konghq.com/host-aliases`.
    pub hosts: &'a [&'a str],
    /// All paths of the route.
    pub paths: &'a [IngressPath<'a>],
    /// Number of names in `konghq.com/headers.*`, `host` among them.
    pub header_names: usize,
    /// Whether `konghq.com/methods` lists anything.
    pub has_methods: bool,
    /// Whether `konghq.com/snis` lists anything.
    pub has_snis: bool,
}

/// Priority of a route of an Ingress rule.
pub fn ingress(factors: &IngressFactors<'_>) -> u64 {
    let match_fields = 1
        + u64::from(!factors.hosts.is_empty())
        + u64::from(factors.header_names > 0)
        + u64::from(factors.has_methods)
        + u64::from(factors.has_snis);
    let plain_hosts =
        !factors.hosts.is_empty() && factors.hosts.iter().all(|host| !host.starts_with('*'));
    let regex_bit = factors.paths.iter().any(IngressPath::sets_regex_bit);
    let longest = factors.paths.iter().map(IngressPath::length).max();
    INGRESS
        + (match_fields << 41)
        + ((factors.header_names.min(0xff) as u64) << 33)
        + (u64::from(plain_hosts) << 32)
        + (u64::from(regex_bit) << 16)
        + longest.unwrap_or_default().min(0xffff) as u64
}

/// What decides the priority of an HTTPRoute match, apart from its rank (spec 30, 5.4).
#[derive(Debug, Clone, Copy, Default)]
pub struct HttpRouteFactors<'a> {
    /// The hostname as written; empty when there is none.
    pub hostname: &'a str,
    /// Whether `path.type` is `Exact`.
    pub exact_path: bool,
    /// Whether `path.type` is `RegularExpression`.
    pub regex_path: bool,
    /// Length of `path.value` as written; 0 when there is none.
    pub path_length: usize,
    /// Whether a method is set.
    pub has_method: bool,
    /// Number of header matches.
    pub headers: usize,
    /// Number of query parameter matches.
    pub queries: usize,
}

impl HttpRouteFactors<'_> {
    /// The fixed part of the priority; [`rank`] adds the rest.
    pub fn fixed(&self) -> u64 {
        sum([
            HTTPROUTE,
            hostname(self.hostname),
            u64::from(self.exact_path) << 34,
            u64::from(self.regex_path) << 33,
            shifted(self.path_length.saturating_sub(1), 23),
            u64::from(self.has_method) << 22,
            shifted(self.headers, 17),
            shifted(self.queries, 12),
        ])
    }
}

/// What decides the priority of a GRPCRoute match, apart from its rank (spec 30, 6.3).
#[derive(Debug, Clone, Copy, Default)]
pub struct GrpcRouteFactors<'a> {
    /// The hostname as written; empty when there is none.
    pub hostname: &'a str,
    /// Length of `method.service`.
    pub service_length: usize,
    /// Length of `method.method`.
    pub method_length: usize,
    /// Number of header matches.
    pub headers: usize,
}

impl GrpcRouteFactors<'_> {
    /// The fixed part of the priority; [`rank`] adds the rest.
    pub fn fixed(&self) -> u64 {
        sum([
            GRPCROUTE,
            hostname(self.hostname),
            shifted(self.service_length, 24),
            shifted(self.method_length, 13),
            shifted(self.headers, 8),
        ])
    }
}

/// Where a match stands among those with the same fixed priority: the lesser goes first (spec 30, 5.4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seniority<'a> {
    /// `metadata.creationTimestamp`; a missing one is older than any.
    pub created: Option<i64>,
    /// Namespace of the route object.
    pub namespace: &'a str,
    /// Name of the route object.
    pub name: &'a str,
    /// Index of the rule.
    pub rule: usize,
    /// Index of the match in the rule.
    pub match_index: usize,
    /// Index in `spec.hostnames`: of equal ones KIC's sort puts the later first.
    pub hostname_index: Reverse<usize>,
}

/// Room for ranks: the highest value of the relative-order field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankField {
    /// HTTPRoute: 12 bits.
    HttpRoute,
    /// GRPCRoute: 8 bits.
    GrpcRoute,
}

impl RankField {
    const fn highest(self) -> u64 {
        match self {
            Self::HttpRoute => 0xfff,
            Self::GrpcRoute => 0xff,
        }
    }
}

/// The priorities of *all* matches of all objects of a kind, in the order given.
///
/// Matches with the same fixed part are ranked by seniority, the first getting the highest value of the field. With more
/// matches than the field has room for, the rank borrows from the fixed part, as in KIC.
pub fn rank(matches: &[(u64, Seniority<'_>)], field: RankField) -> Vec<u64> {
    let mut order: Vec<usize> = (0..matches.len()).collect();
    order.sort_by(|&a, &b| matches[a].cmp(&matches[b]));
    let mut priorities = vec![0; matches.len()];
    let mut group = None;
    let mut position = 0_u64;
    for index in order {
        let fixed = matches[index].0;
        position = if group == Some(fixed) {
            position + 1
        } else {
            0
        };
        group = Some(fixed);
        priorities[index] = fixed.wrapping_add(field.highest()).wrapping_sub(position);
    }
    priorities
}

/// The bits that both Gateway API kinds give to the hostname: plain or not, then its length.
fn hostname(hostname: &str) -> u64 {
    let plain = !hostname.is_empty() && !hostname.starts_with('*');
    (u64::from(plain) << 43).wrapping_add(shifted(hostname.len(), 35))
}

/// A number in its field; the bits above 64 are lost.
const fn shifted(number: usize, bits: u32) -> u64 {
    (number as u64).wrapping_mul(1 << bits)
}

fn sum<const N: usize>(fields: [u64; N]) -> u64 {
    fields.into_iter().fold(0, u64::wrapping_add)
}

#[cfg(test)]
mod tests;
