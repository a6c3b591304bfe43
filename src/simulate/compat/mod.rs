//! How the `traditional_compatible` flavor turns a traditional route into conditions and priorities (spec 30, 12).

use super::gateway::Route;
use super::priority::Priority;
use crate::engine::Subsystem;
use std::borrow::Cow;
use std::collections::HashMap;
use std::net::IpAddr;
use uuid::Uuid;

/// Namespace of the ids of a route's parts.
const PARTS: Uuid = Uuid::from_u128(0x7f14_5bf9_0dce_4f91_98eb_debb_ce4b_9f6b);

/// What becomes of a route. Terms of the engine's language that are empty ask for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// What all parts ask for before their paths.
    pub before: String,
    /// The parts.
    pub parts: Vec<Part>,
    /// What all parts ask for after their paths.
    pub after: String,
}

/// A route, or those of its paths that rank alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Decides among equal priorities, the greater first.
    pub id: Uuid,
    /// Higher goes first.
    pub priority: Priority,
    /// The term of its paths.
    pub paths: String,
    /// Why the priority is what it is; none for stream routes.
    pub factors: Option<Factors>,
}

/// The parts of a route: one for all its regular expressions, one for each length of its other paths. Other conditions they
/// have in common.
pub fn convert(route: &Route) -> Converted {
    let is_http = route.subsystem() == Subsystem::Http;
    let groups = if is_http {
        path_groups(&route.paths)
    } else {
        vec![Vec::new()]
    };
    let is_split = groups.len() > 1;
    let part = |(position, paths): (usize, Vec<&str>)| {
        let factors = is_http.then(|| Factors::of(route, &paths));
        Part {
            id: if is_split {
                let name = format!("{}#{}", route.id, position + 1);
                Uuid::new_v5(&PARTS, name.as_bytes())
            } else {
                route.id
            },
            priority: match &factors {
                Some(factors) => Priority::of_http(factors),
                None => Priority::certain(stream_priority(route)),
            },
            paths: path_term(&paths),
            factors,
        }
    };
    Converted {
        before: terms_before_paths(route),
        parts: groups.into_iter().enumerate().map(part).collect(),
        after: if is_http {
            header_terms(route)
        } else {
            String::new()
        },
    }
}

/// Paths that rank alike, in order of first appearance; one group without paths when there are none.
fn path_groups(paths: &[String]) -> Vec<Vec<&str>> {
    let rank = |path: &str| if path.starts_with('~') { 0 } else { path.len() };
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut by_rank: HashMap<usize, usize> = HashMap::new();
    for path in paths {
        let group = *by_rank.entry(rank(path)).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(path);
    }
    if groups.is_empty() {
        groups.push(Vec::new());
    }
    groups
}

/// Spec 30, 12.3, for stream routes.
fn stream_priority(route: &Route) -> u64 {
    let both_ends = !route.sources.is_empty() && !route.destinations.is_empty();
    let weight = |ends: &[super::gateway::Endpoint]| {
        ends.iter().fold(0, |weight, end| {
            let address = match &end.ip {
                Some(ip) if ip.contains('/') => 1,
                Some(_) => 8,
                None => 0,
            };
            weight | address | if end.port.is_some() { 4 } else { 0 }
        })
    };
    u64::from(!route.snis.is_empty() || both_ends) << 61
        | weight(&route.sources) << 4
        | weight(&route.destinations)
}

/// What decides the rank of an HTTP route's part, in order of weight as long as fewer than four fields are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factors {
    /// Whether it has hosts, none of them a wildcard.
    pub plain_hosts: bool,
    /// Whether its paths are regular expressions.
    pub regex: bool,
    /// Number of fields the route uses.
    pub fields: u64,
    /// Number of headers.
    pub headers: u64,
    /// `regex_priority`, of regular expressions only.
    pub regex_priority: i64,
    /// Length of its paths, of others only.
    pub length: u64,
}

impl Factors {
    fn of(route: &Route, paths: &[&str]) -> Self {
        let unused = [
            route.methods.is_empty(),
            route.hosts.is_empty(),
            route.headers.is_empty(),
            route.snis.is_empty(),
            route.paths.is_empty(),
        ];
        let first = paths.first().copied();
        let regex = first.is_some_and(|path| path.starts_with('~'));
        Self {
            plain_hosts: !route.hosts.is_empty()
                && route.hosts.iter().all(|host| !host.contains('*')),
            regex,
            fields: unused.iter().filter(|is_unused| !**is_unused).count() as u64,
            headers: route.headers.len() as u64,
            regex_priority: if regex { route.regex_priority } else { 0 },
            length: first.filter(|_| !regex).map_or(0, |path| path.len() as u64),
        }
    }
}

fn terms_before_paths(route: &Route) -> String {
    let mut terms = Vec::new();
    if !route.snis.is_empty() {
        let protocol = match route.subsystem() {
            Subsystem::Http => "https",
            Subsystem::Stream => "tls",
        };
        terms.push(format!(
            "(net.protocol != {} || {})",
            quote(protocol),
            any(route.snis.iter().map(|sni| wildcard("tls.sni", sni)))
        ));
    }
    for (ends, side) in [(&route.sources, "src"), (&route.destinations, "dst")] {
        if !ends.is_empty() {
            terms.push(any(ends.iter().filter_map(|end| endpoint(end, side))));
        }
    }
    if route.subsystem() == Subsystem::Http {
        if !route.methods.is_empty() {
            let methods = route.methods.iter();
            terms.push(any(
                methods.map(|method| format!("http.method == {}", quote(method)))
            ));
        }
        if !route.hosts.is_empty() {
            terms.push(any(route.hosts.iter().map(|host| host_term(host))));
        }
    }
    terms.join(" && ")
}

fn path_term(paths: &[&str]) -> String {
    if paths.is_empty() {
        return String::new();
    }
    any(paths.iter().map(|path| match path.strip_prefix('~') {
        Some(regex) => {
            let regex = format!("^{}", regex.replace("?<", "?P<"));
            format!("http.path ~ {}", quote(&regex))
        }
        None => format!("http.path ^= {}", quote(path)),
    }))
}

fn header_terms(route: &Route) -> String {
    let term = |(name, values): (&String, &Vec<String>)| {
        let field = format!("http.headers.{}", name.to_lowercase().replace('-', "_"));
        any(values.iter().map(|value| {
            let value = value.to_lowercase();
            match value.strip_prefix("~*") {
                Some(regex) => format!("any(lower({field})) ~ {}", quote(regex)),
                None => format!("any(lower({field})) == {}", quote(&value)),
            }
        }))
    };
    route
        .headers
        .iter()
        .map(term)
        .collect::<Vec<_>>()
        .join(" && ")
}

/// A host, with the port it may end in.
fn host_term(host: &str) -> String {
    let with_port = host
        .rsplit_once(':')
        .and_then(|(name, port)| Some((name, port.parse::<u16>().ok()?)));
    match with_port {
        Some((name, port)) => {
            format!(
                "({} && net.dst.port == {port})",
                wildcard("http.host", name)
            )
        }
        None => wildcard("http.host", host),
    }
}

/// A comparison of a name that may have a wildcard at one end. Server names lose one trailing dot.
fn wildcard(field: &str, name: &str) -> String {
    let undotted = |name: &str| -> String {
        if field == "tls.sni" {
            name.strip_suffix('.').unwrap_or(name).to_owned()
        } else {
            name.to_owned()
        }
    };
    if let Some(suffix) = name.strip_prefix('*') {
        format!("{field} =^ {}", quote(&undotted(suffix)))
    } else if let Some(prefix) = name.strip_suffix('*') {
        format!("{field} ^= {}", quote(prefix))
    } else {
        format!("{field} == {}", quote(&undotted(name)))
    }
}

/// An address, a network or a port of one side; `None` when it names nothing.
fn endpoint(end: &super::gateway::Endpoint, side: &str) -> Option<String> {
    let address = end.ip.as_deref().map(|ip| match network(ip) {
        Some(network) => format!("net.{side}.ip in {network}"),
        None => format!("net.{side}.ip == {ip}"),
    });
    let port = end.port.map(|port| format!("net.{side}.port == {port}"));
    match (address, port) {
        (Some(address), Some(port)) => Some(format!("({address} && {port})")),
        (address, port) => address.or(port),
    }
}

/// A CIDR with the bits behind its mask cleared, as the engine wants it.
fn network(text: &str) -> Option<String> {
    let (address, bits) = text.split_once('/')?;
    let bits: u32 = bits.parse().ok()?;
    Some(match address.parse().ok()? {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.checked_sub(bits)?).unwrap_or(0);
            let masked = std::net::Ipv4Addr::from(u32::from(address) & mask);
            format!("{masked}/{bits}")
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX
                .checked_shl(128_u32.checked_sub(bits)?)
                .unwrap_or(0);
            let masked = std::net::Ipv6Addr::from(u128::from(address) & mask);
            format!("{masked}/{bits}")
        }
    })
}

fn any(terms: impl IntoIterator<Item = String>) -> String {
    let terms: Vec<String> = terms.into_iter().collect();
    format!("({})", terms.join(" || "))
}

/// A raw string, or an ordinary one when the text would end a raw one.
pub(super) fn quote(text: &str) -> Cow<'static, str> {
    Cow::Owned(if text.contains("\"#") {
        format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
    } else {
        format!("r#\"{text}\"#")
    })
}

#[cfg(test)]
mod tests;
