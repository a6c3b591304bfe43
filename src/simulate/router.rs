//! The router: conditions in order of priority, the first one that is true wins (spec 30, 11; spec 70, 6).

use super::compat::{self, Factors, Part};
use super::gateway::{Gateway, Route};
use super::index::HostIndex;
use super::priority::Priority;
use super::request::{self, Request};
use crate::engine::{Condition, Matched, Need, Refusal, Subsystem, Values};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Put in front of the priority of every route with an expression: converted routes come after all of them.
const EXPRESSION_FIRST: u64 = 0xff << 56;

/// Flavors of the router that this tool can play. `traditional` is another engine; its answers are those of
/// `traditional_compatible` for all that KIC writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavor {
    /// `traditional_compatible`
    TraditionalCompatible,
    /// `expressions`
    Expressions,
}

impl Flavor {
    /// Kong's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TraditionalCompatible => "traditional_compatible",
            Self::Expressions => "expressions",
        }
    }
}

/// A condition in the router.
#[derive(Debug)]
pub struct Entry {
    /// Index of its route.
    pub route: usize,
    /// Higher goes first.
    pub priority: Priority,
    /// Decides among equals, the greater first.
    pub id: Uuid,
    /// What a request must fulfil.
    pub condition: Condition,
    /// Why a converted route ranks where it does.
    pub factors: Option<Factors>,
    /// Whether its route serves gRPC.
    pub is_grpc: bool,
    /// Cheap tests of the path that the condition implies.
    path_needs: Option<Vec<Need>>,
}

/// A route that the engine did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Index of the route.
    pub route: usize,
    /// Why.
    pub refusal: Refusal,
}

/// The routers of both subsystems, loaded.
#[derive(Debug)]
pub struct Router {
    http: Table,
    stream: Table,
    /// Routes left out because the engine refuses them. A gateway would not take the whole configuration.
    pub skipped: Vec<Skipped>,
}

/// The router of one subsystem.
#[derive(Debug, Default)]
struct Table {
    /// Best first.
    entries: Vec<Entry>,
    fields: BTreeSet<String>,
    index: HostIndex,
    /// Whether some priority is not certain, so that the best entry need not be the first.
    is_uncertain: bool,
}

/// The entry that answers, and what it matched.
#[derive(Debug)]
pub struct Hit<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What it matched.
    pub matched: Matched,
}

impl Router {
    /// Load the routes of a gateway as Kong does. Routes of disabled services stay out.
    pub fn new(gateway: &Gateway, flavor: Flavor) -> Self {
        let mut skipped = Vec::new();
        let (mut http, mut stream) = (Vec::new(), Vec::new());
        for (index, route) in gateway.routes.iter().enumerate() {
            if gateway
                .service_of(route)
                .is_some_and(|service| !service.enabled)
            {
                continue;
            }
            for part in parts(route, flavor) {
                match Condition::parse(&part.expression, route.subsystem()) {
                    Ok(condition) => {
                        let entries = match route.subsystem() {
                            Subsystem::Http => &mut http,
                            Subsystem::Stream => &mut stream,
                        };
                        entries.push(Entry {
                            route: index,
                            priority: part.priority,
                            id: part.id,
                            factors: part.factors,
                            is_grpc: route.serves("grpc") || route.serves("grpcs"),
                            path_needs: condition.needs("http.path"),
                            condition,
                        });
                    }
                    Err(refusal) => skipped.push(Skipped {
                        route: index,
                        refusal,
                    }),
                }
            }
        }
        Self {
            http: Table::new(http),
            stream: Table::new(stream),
            skipped,
        }
    }

    /// The entry that answers a request, by the priorities of a gateway that has been up for a while.
    pub fn find(&self, request: &Request) -> Option<Hit<'_>> {
        self.table(request).hits(request, |hits| hits.next())
    }

    /// The entry that [`Router::find`] gives, then those that may answer in its place because Kong does not agree with
    /// itself on their priorities (see [`Priority`]). Nearly always one or none.
    pub fn find_all(&self, request: &Request) -> Vec<Hit<'_>> {
        let table = self.table(request);
        if !table.is_uncertain {
            return self.find(request).into_iter().collect();
        }
        let mut hits: Vec<Hit<'_>> = table.hits(request, |hits| hits.collect());
        let surest = hits
            .iter()
            .map(|hit| (hit.entry.priority.lowest(), hit.entry.id))
            .max();
        hits.retain(|hit| Some((hit.entry.priority.highest(), hit.entry.id)) >= surest);
        hits
    }

    /// All entries that a request could meet, best first, and the values to try them with.
    pub fn entries(&self, request: &Request) -> (&[Entry], Values) {
        let table = self.table(request);
        (&table.entries, request.values(&table.fields))
    }

    /// All entries of a subsystem, best first.
    pub fn entries_of(&self, subsystem: Subsystem) -> &[Entry] {
        match subsystem {
            Subsystem::Http => &self.http.entries,
            Subsystem::Stream => &self.stream.entries,
        }
    }

    fn table(&self, request: &Request) -> &Table {
        match request.scheme.subsystem() {
            Subsystem::Http => &self.http,
            Subsystem::Stream => &self.stream,
        }
    }
}

impl Table {
    /// What the matching entries come to, best first.
    fn hits<'a, T>(
        &'a self,
        request: &Request,
        use_hits: impl FnOnce(&mut dyn Iterator<Item = Hit<'a>>) -> T,
    ) -> T {
        let path = request.path();
        let mut values = request.values(&self.fields);
        let mut hits = self
            .index
            .candidates(request.host_name())
            .map(|position| &self.entries[position])
            .filter(|entry| entry.may_match_path(&path))
            .filter_map(|entry| {
                let matched = entry.condition.matches(&mut values)?;
                Some(Hit { entry, matched })
            });
        use_hits(&mut hits)
    }

    fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.priority.compiled, entry.id)));
        Self {
            fields: request::fields(entries.iter().map(|entry| &entry.condition)),
            index: HostIndex::new(entries.iter().map(|entry| &entry.condition)),
            is_uncertain: entries.iter().any(|entry| !entry.priority.is_certain()),
            entries,
        }
    }
}

impl Entry {
    fn may_match_path(&self, path: &str) -> bool {
        self.path_needs
            .as_ref()
            .is_none_or(|needs| needs.iter().any(|need| need.is_met_by(path)))
    }
}

/// Every condition that a route puts into the router.
fn parts(route: &Route, flavor: Flavor) -> Vec<Part> {
    let mut parts = match &route.expression {
        Some(expression) => vec![Part {
            priority: Priority::certain(EXPRESSION_FIRST | route.priority),
            id: route.id,
            expression: expression.clone(),
            factors: None,
        }],
        None => compat::parts(route),
    };
    if flavor == Flavor::Expressions {
        let suffix = protocol_term(route);
        for part in &mut parts {
            part.expression.push_str(&suffix);
        }
    }
    parts
}

/// Kong ties a route to its protocols, but lets plain requests reach one that is for TLS alone, to redirect them. The
/// bare text may end in `||` terms: those bind tighter than the `&&` added here.
fn protocol_term(route: &Route) -> String {
    let default = ["http".to_owned(), "https".to_owned()];
    let protocols: &[String] = if route.protocols.is_empty() {
        &default
    } else {
        &route.protocols
    };
    if let [only] = protocols
        && matches!(only.as_str(), "https" | "tls" | "tls_passthrough")
    {
        return String::new();
    }
    let terms: Vec<String> = protocols
        .iter()
        .map(|protocol| {
            let protocol = match protocol.as_str() {
                "grpc" => "http",
                "grpcs" => "https",
                "tls_passthrough" => "tcp",
                other => other,
            };
            format!("net.protocol == {}", compat::quote(protocol))
        })
        .collect();
    format!(" && ({})", terms.join(" || "))
}
