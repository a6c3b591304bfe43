//! What the protocols of a route demand and forbid (spec 70, 5.2).

use super::blame::route_field;
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::options::{Options, RouterFlavor};

/// Protocols that can stand together in one route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Http,
    Grpc,
    Stream,
    Passthrough,
    /// Kong Enterprise only.
    Websocket,
}

impl Family {
    /// What a protocol belongs to, if it is one.
    fn of(protocol: &Protocol, enterprise: bool) -> Option<Self> {
        match protocol {
            Protocol::Http | Protocol::Https => Some(Self::Http),
            Protocol::Grpc | Protocol::Grpcs => Some(Self::Grpc),
            Protocol::Tcp | Protocol::Tls | Protocol::Udp => Some(Self::Stream),
            Protocol::TlsPassthrough => Some(Self::Passthrough),
            Protocol::Ws | Protocol::Wss if enterprise => Some(Self::Websocket),
            Protocol::Ws | Protocol::Wss | Protocol::Other(_) => None,
        }
    }
}

/// Report protocols that do not go together, and conditions that they demand or forbid. A route that names none has the default ones.
pub(super) fn judge(
    route: &Route,
    (options, default): (&Options, &[Protocol]),
    subject: Subject<'_>,
    diagnostics: &mut Diagnostics,
) {
    let protocols = if route.protocols.is_empty() {
        default
    } else {
        &route.protocols
    };
    let mut families: Vec<Family> = Vec::new();
    for protocol in protocols {
        // One that does not exist is told elsewhere.
        families.extend(
            Family::of(protocol, options.enterprise).filter(|family| !families.contains(family)),
        );
    }
    if families.len() > 1 {
        let at = route_field(route, "protocols");
        diagnostics.push(subject.at(&at).conflicts(
            "protocols",
            "to mix protocols of the families http/https, grpc/grpcs, tcp/tls/udp and tls_passthrough",
        ));
    }
    // Kong applies the rules of the first protocol that it knows, even where families are mixed.
    if let Some(&family) = families.first() {
        let conditions = Conditions {
            route,
            protocols,
            family,
            flavor: options.router_flavor,
        };
        conditions.needed(subject, diagnostics);
        conditions.forbidden(subject, diagnostics);
    }
}

/// The conditions of a route in the light of its protocols.
struct Conditions<'r> {
    route: &'r Route,
    protocols: &'r [Protocol],
    family: Family,
    flavor: RouterFlavor,
}

impl Conditions<'_> {
    fn protocols_in_words(&self) -> String {
        let words: Vec<&str> = self.protocols.iter().map(Protocol::as_str).collect();
        words.join(", ")
    }

    /// The conditions of which the protocols demand one.
    fn needed(&self, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
        let secure = self
            .protocols
            .iter()
            .any(|it| matches!(it, Protocol::Https | Protocol::Grpcs | Protocol::Wss));
        let mut fields = match (self.family, secure) {
            (Family::Http, true) => vec!["methods", "hosts", "headers", "paths", "snis"],
            (Family::Http, false) => vec!["methods", "hosts", "headers", "paths"],
            (Family::Grpc | Family::Websocket, true) => vec!["hosts", "headers", "paths", "snis"],
            (Family::Grpc | Family::Websocket, false) => vec!["hosts", "headers", "paths"],
            (Family::Stream, _) => vec!["sources", "destinations", "snis"],
            (Family::Passthrough, _) => vec!["snis"],
        };
        if self.flavor == RouterFlavor::Expressions {
            fields.push("expression");
        }
        // An empty expression of a stream route is reported as such.
        let is_told = self.family == Family::Stream && self.route.expression.is_some();
        if !is_told && !fields.iter().any(|field| is_set(self.route, field)) {
            let why = format!("a route for {}", self.protocols_in_words());
            diagnostics.push(subject.lacks(&fields, &why));
        }
    }

    /// The conditions that the protocols forbid.
    fn forbidden(&self, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
        let fields: &[&str] = match (self.family, self.flavor) {
            (Family::Http, RouterFlavor::Traditional) => &["destinations"],
            (Family::Http, RouterFlavor::Expressions) | (Family::Websocket, _) => &[],
            (Family::Grpc, RouterFlavor::Traditional) => &["methods", "destinations"],
            (Family::Grpc, RouterFlavor::Expressions) => &["methods"],
            (Family::Stream | Family::Passthrough, _) => &["methods", "hosts", "paths", "headers"],
        };
        let mut forbidden: Vec<&str> = fields
            .iter()
            .copied()
            .filter(|field| is_set(self.route, field))
            .collect();
        if self.family == Family::Grpc && self.route.strip_path == Some(true) {
            forbidden.push("strip_path");
        }
        for field in forbidden {
            let at = route_field(self.route, field);
            let with = format!("with protocols {}", self.protocols_in_words());
            diagnostics.push(subject.at(&at).conflicts(field, &with));
        }
    }
}

/// Whether a condition is there.
fn is_set(route: &Route, field: &str) -> bool {
    match field {
        "methods" => !route.methods.is_empty(),
        "hosts" => !route.hosts.is_empty(),
        "headers" => !route.headers.is_empty(),
        "paths" => !route.paths.is_empty(),
        "snis" => !route.snis.is_empty(),
        "destinations" => !route.destinations.is_empty(),
        "expression" => route
            .expression
            .as_ref()
            .is_some_and(|expression| !expression.is_empty()),
        _ => false,
    }
}
