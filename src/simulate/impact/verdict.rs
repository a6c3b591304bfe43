//! What becomes of a request, and what of it a client or an upstream would notice.

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
    pub targets: Vec<(String, i64)>,
    /// Plugins that run for everyone, in order.
    pub plugins: Vec<String>,
    /// Path sent upstream.
    pub upstream_uri: String,
    /// Host header sent upstream.
    pub host_header: String,
    /// Set when Kong answers by itself.
    pub status: Option<u16>,
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
        lost: Vec<String>,
        /// New.
        gained: Vec<String>,
    },
    /// Another path is sent upstream.
    Path,
    /// Another Host header is sent upstream.
    Host,
}

/// Names of routes and services do not count: they differ between flavors, and no client sees them.
pub(super) fn differences(before: &Verdict, after: &Verdict) -> Vec<Difference> {
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
    let missing = |from: &[String], of: &[String]| -> Vec<String> {
        of.iter()
            .filter(|name| !from.contains(name))
            .cloned()
            .collect()
    };
    let lost = missing(&after.plugins, &before.plugins);
    let gained = missing(&before.plugins, &after.plugins);
    if !lost.is_empty() || !gained.is_empty() {
        differences.push(Difference::Plugins { lost, gained });
    }
    if before.upstream_uri != after.upstream_uri {
        differences.push(Difference::Path);
    }
    if before.host_header != after.host_header {
        differences.push(Difference::Host);
    }
    differences
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
        }
    }
}
