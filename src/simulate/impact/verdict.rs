//! What becomes of a request, and what of it a client or an upstream would notice.

use super::listed::Listed;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No route: 404.
    NotFound,
    /// A route answers.
    Answered(Box<Answered>),
}

/// What a route does with a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answered {
    /// The route.
    pub route: String,
    /// Its service.
    pub service: String,
    /// Where the request can end up, with weights.
    pub targets: Listed<(String, i64)>,
    /// Plugins that run for everyone, in order.
    pub plugins: Listed<String>,
    /// Path that the router sends upstream.
    pub upstream_uri: String,
    /// Path that the backend sees behind the plugins; nothing when it is not asked.
    pub sent_uri: Option<String>,
    /// Host header sent upstream, by a plugin where one sets it.
    pub host_header: String,
    /// What a plugin does to other headers; compared, never shown.
    pub headers: Option<Listed<String>>,
    /// Set when Kong or a plugin answers.
    pub status: Option<u16>,
    /// The header `Location` of that answer.
    pub location: Option<String>,
}

/// What is different for a class of requests, for people to read and in order of weight.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Answered before, now 404.
    NowNotFound,
    /// 404 before, now answered.
    NowAnswered,
    /// Another backend.
    Backend,
    /// Kong's own status.
    Status(Option<u16>, Option<u16>),
    /// Plugins that ran before and do not now, and the other way round.
    Plugins {
        /// No longer.
        lost: Listed<String>,
        /// New.
        gained: Listed<String>,
    },
    /// Another path is sent upstream.
    Path,
    /// Another Host header is sent upstream.
    Host,
    /// A plugin does something else to headers.
    Headers,
    /// A redirect leads elsewhere.
    Location,
}

/// Finds what is different. Names of routes and services do not count: they differ between flavors, and no client sees them.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// What two lists of plugins come to, by their digests: many routes have the same.
    plugins: HashMap<([u8; 32], [u8; 32]), (Listed<String>, Listed<String>)>,
}

impl Differences {
    /// What of two verdicts is different.
    pub(super) fn between(&mut self, before: &Verdict, after: &Verdict) -> Vec<Difference> {
        let (before, after) = match (before, after) {
            (Verdict::NotFound, Verdict::NotFound) => return Vec::new(),
            (Verdict::NotFound, Verdict::Answered(_)) => return vec![Difference::NowAnswered],
            (Verdict::Answered(_), Verdict::NotFound) => return vec![Difference::NowNotFound],
            (Verdict::Answered(before), Verdict::Answered(after)) => (before, after),
        };
        let mut differences = Vec::new();
        if before.targets != after.targets {
            differences.push(Difference::Backend);
        }
        if before.status != after.status {
            differences.push(Difference::Status(before.status, after.status));
        }
        if before.plugins != after.plugins {
            let (lost, gained) = self.plugins(&before.plugins, &after.plugins);
            if !lost.items().is_empty() || !gained.items().is_empty() {
                differences.push(Difference::Plugins { lost, gained });
            }
        }
        match (&before.sent_uri, &after.sent_uri) {
            (Some(_), Some(_)) => {
                if before.sent_uri != after.sent_uri {
                    differences.push(Difference::Path);
                }
                if before.host_header != after.host_header {
                    differences.push(Difference::Host);
                }
                if before.headers != after.headers {
                    differences.push(Difference::Headers);
                }
            }
            // Where no backend is asked, only the answer counts.
            _ => {
                if before.location != after.location {
                    differences.push(Difference::Location);
                }
            }
        }
        differences
    }

    fn plugins(
        &mut self,
        before: &Listed<String>,
        after: &Listed<String>,
    ) -> (Listed<String>, Listed<String>) {
        let known = self.plugins.entry((before.digest(), after.digest()));
        known
            .or_insert_with(|| (missing(after, before), missing(before, after)))
            .clone()
    }
}

/// Those of `of` that are not in `from`.
fn missing(from: &Listed<String>, of: &Listed<String>) -> Listed<String> {
    let from: HashSet<&String> = from.items().iter().collect();
    let missing = of.items().iter().filter(|name| !from.contains(name));
    Listed::new(missing.cloned().collect())
}

impl Verdict {
    /// The route that answers.
    pub fn route(&self) -> Option<&str> {
        match self {
            Self::NotFound => None,
            Self::Answered(answered) => Some(&answered.route),
        }
    }
}

impl fmt::Display for Verdict {
    /// `shop.cart.80 (route shop.cart)`, or `404`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("404"),
            Self::Answered(answered) => {
                write!(f, "{} (route {})", answered.service, answered.route)
            }
        }
    }
}

impl Difference {
    /// A word for programs.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NowNotFound => "now-not-found",
            Self::NowAnswered => "now-answered",
            Self::Backend => "backend",
            Self::Status(..) => "status",
            Self::Plugins { .. } => "plugins",
            Self::Path => "upstream-path",
            Self::Host => "upstream-host",
            Self::Headers => "upstream-headers",
            Self::Location => "location",
        }
    }
}
