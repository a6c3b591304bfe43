//! The router: conditions in order of priority, the first one that is true wins (spec 30, 11; spec 70, 6).

use super::compat::{self, Factors};
use super::gateway::{Gateway, Route};
use super::priority::Priority;
use super::request::{Fields, Request};
use crate::engine::regex::Budget;
use crate::engine::{Candidates, Condition, Index, Matched, Refusal, Subsystem, Values};
use std::collections::BTreeMap;
use std::sync::Arc;
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
    budget: Arc<Budget>,
}

/// The router of one subsystem.
#[derive(Debug, Default)]
struct Table {
    /// Best first.
    entries: Vec<Entry>,
    fields: Fields,
    /// By protocol, or one for all.
    indexes: BTreeMap<Option<&'static str>, Index>,
    /// The highest priority that an entry from each position on may have. Empty when all are certain, so that the best entry
    /// is the first.
    highest: Vec<u64>,
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
        Self::within(gateway, flavor, Arc::default())
    }

    /// The same, with a budget for its regular expressions that others may draw on, too.
    pub fn within(gateway: &Gateway, flavor: Flavor, budget: Arc<Budget>) -> Self {
        let mut skipped = Vec::new();
        let (mut http, mut stream) = (Vec::new(), Vec::new());
        for (index, route) in gateway.routes.iter().enumerate() {
            if gateway
                .service_of(route)
                .is_some_and(|service| !service.enabled)
            {
                continue;
            }
            for part in parts(route, flavor, &budget) {
                match part.condition {
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
            http: Table::new(http, &[Some("http"), Some("https")]),
            stream: Table::new(stream, &[Some("tcp"), Some("tls"), Some("udp")]),
            skipped,
            budget,
        }
    }

    /// Whether an answer may be wrong because some regular expression was left out: all of them together are too large when compiled.
    pub fn is_incomplete(&self) -> bool {
        self.budget.is_spent()
    }

    /// The entry that answers a request, by the priorities of a gateway that has been up for a while.
    pub fn find(&self, request: &Request) -> Option<Hit<'_>> {
        let table = self.table(request);
        let mut values = request.values(&table.fields);
        let candidates = table.candidates(request, &values);
        { candidates }.find_map(|position| table.entries[position].hit(&mut values))
    }

    /// The entry that [`Router::find`] gives, then those that may answer in its place because Kong does not agree with
    /// itself on their priorities (see [`Priority`]). Nearly always one or none.
    pub fn find_all(&self, request: &Request) -> Vec<Hit<'_>> {
        self.find_within(request, usize::MAX).0.unwrap_or_default()
    }

    /// What [`Router::find_all`] gives, unless it takes more than `limit` comparisons; and how many it took.
    pub fn find_within(&self, request: &Request, limit: usize) -> (Option<Vec<Hit<'_>>>, usize) {
        let table = self.table(request);
        let mut values = request.values(&table.fields).with_limit(limit);
        let hits = table.hits(request, &mut values);
        (values.is_within_limit().then_some(hits), values.tried())
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
    fn new(mut entries: Vec<Entry>, protocols: &[Option<&'static str>]) -> Self {
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.priority.compiled, entry.id)));
        let conditions = || entries.iter().map(|entry| &entry.condition);
        let protocols: &[Option<&'static str>] = if conditions().any(Condition::depends_on_protocol)
        {
            protocols
        } else {
            &[None]
        };
        let mut highest = Vec::new();
        if entries.iter().any(|entry| !entry.priority.is_certain()) {
            let priorities = entries.iter().rev().map(|entry| entry.priority.highest());
            highest.extend(priorities.scan(0, |highest, own| {
                *highest = own.max(*highest);
                Some(*highest)
            }));
            highest.reverse();
        }
        Self {
            fields: Fields::of(conditions()),
            indexes: protocols
                .iter()
                .map(|protocol| (*protocol, Condition::index(conditions(), *protocol)))
                .collect(),
            highest,
            entries,
        }
    }

    /// Positions of the entries that a request can meet, best first.
    fn candidates(&self, request: &Request, values: &Values) -> Candidates<'_> {
        let own = self.indexes.get(&Some(request.protocol()));
        own.or_else(|| self.indexes.get(&None))
            .map(|index| index.candidates(values))
            .unwrap_or_default()
    }

    /// The first entry that matches, and those that may rank before it.
    fn hits(&self, request: &Request, values: &mut Values) -> Vec<Hit<'_>> {
        let mut hits: Vec<Hit<'_>> = Vec::new();
        let mut surest = None;
        for position in self.candidates(request, values) {
            let entry = &self.entries[position];
            if let Some((priority, _)) = surest {
                // Nothing from here on, or not this one, can rank as high as what is sure.
                if self
                    .highest
                    .get(position)
                    .is_none_or(|highest| *highest < priority)
                {
                    break;
                }
                if entry.priority.highest() < priority {
                    continue;
                }
            }
            if !values.is_within_limit() {
                break;
            }
            if let Some(hit) = entry.hit(values) {
                surest = surest.max(Some((entry.priority.lowest(), entry.id)));
                hits.push(hit);
            }
        }
        hits.retain(|hit| Some((hit.entry.priority.highest(), hit.entry.id)) >= surest);
        hits
    }
}

impl Entry {
    fn hit(&self, values: &mut Values) -> Option<Hit<'_>> {
        let matched = self.condition.matches(values)?;
        Some(Hit {
            entry: self,
            matched,
        })
    }
}

/// What a route, or a part of it, puts into the router.
struct Part {
    priority: Priority,
    id: Uuid,
    condition: Result<Condition, Refusal>,
    factors: Option<Factors>,
}

/// Every condition that a route puts into the router.
fn parts(route: &Route, flavor: Flavor, budget: &Arc<Budget>) -> Vec<Part> {
    let protocols = match flavor {
        Flavor::Expressions => protocol_term(route),
        Flavor::TraditionalCompatible => String::new(),
    };
    match &route.expression {
        Some(expression) => {
            // `&&` binds loosest, so the whole expression stands on its left.
            let text = if protocols.is_empty() {
                expression.clone()
            } else {
                format!("{expression} && {protocols}")
            };
            vec![Part {
                priority: Priority::certain(EXPRESSION_FIRST | route.priority),
                id: route.id,
                condition: Condition::parse(&text, route.subsystem(), budget),
                factors: None,
            }]
        }
        None => converted(route, &protocols, budget),
    }
}

/// The parts of a route without an expression; they share the trees of what they have in common.
fn converted(route: &Route, protocols: &str, budget: &Arc<Budget>) -> Vec<Part> {
    let converted = compat::convert(route);
    let parse_any = |text: &str| Condition::parse(text, route.subsystem(), budget);
    let parse = |text: &str| (!text.is_empty()).then(|| parse_any(text));
    let shared = [&converted.before, &converted.after, protocols].map(parse);
    let [before, after, protocols] = &shared;
    let part = |part: compat::Part| {
        let paths = parse(&part.paths);
        let own = [before, &paths, after].into_iter().flatten();
        let is_empty = own.clone().next().is_none();
        let terms: Result<Vec<&Condition>, &Refusal> =
            own.chain(protocols).map(Result::as_ref).collect();
        Part {
            priority: part.priority,
            id: part.id,
            condition: match terms {
                // Kong does not take a route that asks for nothing.
                Ok(_) if is_empty => parse_any(""),
                Ok(terms) => Ok(Condition::all(terms)),
                Err(refusal) => Err(refusal.clone()),
            },
            factors: part.factors,
        }
    };
    converted.parts.into_iter().map(part).collect()
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
    format!("({})", terms.join(" || "))
}
