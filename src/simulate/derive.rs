//! Requests at every boundary of a set of routes: each host and path as written, a little beside it, and with one condition
//! after the other left out.

use super::request::{Request, Scheme};
use super::router::{Entry, Router};
use super::sample;
use crate::engine::{ComparisonKind, Condition, Subsystem};
use std::collections::{BTreeSet, HashSet};

/// A host that no route names.
const NOBODY: &str = "nobody.invalid";

/// Headers that are left out or written otherwise, one at a time.
const MOST_VARIED: usize = 16;

/// Bytes of requests that are made up for a router: a stock, and so many for each byte that its conditions compare with.
/// Conditions that list many hosts and many paths would give every combination.
const STOCK: usize = 8 << 20;
const SHARE: usize = 64;

/// Requests, in order, each once.
#[derive(Debug, Default)]
pub struct Derived {
    /// The requests.
    pub requests: BTreeSet<Request>,
    /// At least how many were not made up, because they would have been too many.
    pub left_out: usize,
}

impl Derived {
    /// Add the requests of another router.
    pub fn extend(&mut self, other: Self) {
        self.requests.extend(other.requests);
        self.left_out += other.left_out;
    }
}

/// Requests that tell the routes of a router from each other.
pub fn requests(router: &Router) -> Derived {
    let entries = router.entries_of(Subsystem::Http);
    let mut maker = Maker {
        derived: Derived::default(),
        bytes_left: STOCK
            + SHARE * Condition::text_size(entries.iter().map(|entry| &entry.condition)),
    };
    maker.add(Request {
        host: NOBODY.to_owned(),
        ..Request::default()
    });
    for entry in entries {
        if maker.bytes_left == 0 {
            maker.derived.left_out += 1;
        } else {
            around(entry, &mut maker);
        }
    }
    maker.derived
}

/// Collects requests as long as there is room.
struct Maker {
    derived: Derived,
    bytes_left: usize,
}

impl Maker {
    fn add(&mut self, request: Request) {
        let headers = request.headers.iter();
        let bytes: usize = headers
            .map(|(name, value)| name.len() + value.len() + 2 * size_of::<String>())
            .sum();
        let bytes = bytes + request.host.len() + request.target.len();
        if bytes <= self.bytes_left {
            self.bytes_left -= bytes;
            self.derived.requests.insert(request);
        } else {
            self.bytes_left = 0;
            self.derived.left_out += 1;
        }
    }
}

/// A header value in capitals, or in small letters when it has them already.
fn other_case(value: &str) -> String {
    let upper = value.to_uppercase();
    if upper == value {
        value.to_lowercase()
    } else {
        upper
    }
}

/// What a condition asks for, one list for each part of a request.
#[derive(Debug, Default)]
struct RouteMatch {
    hosts: Vec<String>,
    paths: Vec<String>,
    methods: Vec<String>,
    snis: Vec<String>,
    headers: Vec<(String, String)>,
    /// Further values of the same headers: alternatives, or all needed at once.
    more_headers: Vec<(String, String)>,
    queries: Vec<(String, String)>,
    /// Headers and query parameters that have a value.
    known: HashSet<String>,
    grpc: bool,
}

/// Requests that meet a condition or just miss it.
fn around(entry: &Entry, maker: &mut Maker) {
    let wanted = RouteMatch::of(entry);
    let base = wanted.request();
    let mut left_out = 0;
    for scheme in [Scheme::Http, Scheme::Https] {
        let mut add = |change: &dyn Fn(&mut Request)| {
            if maker.bytes_left == 0 {
                maker.derived.left_out += 1;
                return;
            }
            let mut request = Request {
                scheme,
                ..base.clone()
            };
            change(&mut request);
            if scheme.is_tls() {
                request.sni = wanted
                    .snis
                    .first()
                    .cloned()
                    .or_else(|| request.default_sni());
            }
            maker.add(request);
        };
        add(&|_| {});
        for host in wanted.hosts.iter().map(String::as_str).chain([NOBODY]) {
            add(&|request| host.clone_into(&mut request.host));
        }
        for path in &wanted.paths {
            add(&|request| request.target = wanted.target(path));
        }
        // Most routes do not care how a request arrives, so the finer points are tried once only.
        if scheme.is_tls() && wanted.snis.is_empty() {
            continue;
        }
        for method in wanted.methods.iter().map(String::as_str).chain(["DELETE"]) {
            add(&|request| method.clone_into(&mut request.method));
        }
        for path in wanted.paths.iter().flat_map(|path| beside(path)) {
            add(&|request| request.target = wanted.target(&path));
        }
        let varied = base.headers.len().min(MOST_VARIED);
        left_out += 2 * (base.headers.len() - varied);
        for position in 0..varied {
            add(&|request| {
                let (_, value) = &mut request.headers[position];
                *value = other_case(value);
            });
        }
        if !wanted.more_headers.is_empty() {
            add(&|request| request.headers.extend_from_slice(&wanted.more_headers));
        }
        for left_out in 0..varied {
            add(&|request| {
                request.headers.remove(left_out);
            });
        }
        if !wanted.queries.is_empty() {
            add(&|request| request.target.clone_from(&wanted.paths[0]));
        }
    }
    maker.derived.left_out += left_out;
}

/// Paths on the other side of a boundary: below, longer, and without the slash at the end. The longer one has a character
/// that the classes of regular expressions rarely hold.
fn beside(path: &str) -> Vec<String> {
    let mut paths = vec![format!("{path}!")];
    if let Some(open) = path.strip_suffix('/') {
        paths.push(format!("{path}sub"));
        if !open.is_empty() {
            paths.push(open.to_owned());
        }
    } else {
        paths.push(format!("{path}/"));
        paths.push(format!("{path}/sub"));
    }
    paths
}

impl RouteMatch {
    fn of(entry: &Entry) -> Self {
        let mut wanted = Self::default();
        for comparison in entry.condition.comparisons() {
            let text = sample::for_comparison(comparison.kind, comparison.text, comparison.field);
            match comparison.field {
                "http.host" => wanted.hosts.push(text),
                "http.path" => wanted.paths.push(text),
                "http.method" => wanted.methods.push(text),
                "tls.sni" => wanted.snis.push(text),
                "net.protocol" => {}
                field => wanted.add_named(field, text, comparison.kind),
            }
        }
        if wanted.paths.is_empty() {
            wanted.paths.push("/".to_owned());
        }
        wanted.grpc = entry.is_grpc;
        wanted
    }

    /// The first alternative of a header is enough, and one more would make an `all values` condition false.
    fn add_named(&mut self, field: &str, text: String, kind: ComparisonKind) {
        if kind == ComparisonKind::Differs {
            return;
        }
        let (list, name) = if let Some(name) = field.strip_prefix("http.headers.") {
            (&mut self.headers, name.replace('_', "-"))
        } else if let Some(name) = field.strip_prefix("http.queries.") {
            (&mut self.queries, name.to_owned())
        } else {
            return;
        };
        if self.known.insert(field.replace('_', "-")) {
            list.push((name, text));
        } else if field.starts_with("http.headers.") {
            self.more_headers.push((name, text));
        }
    }

    fn request(&self) -> Request {
        let mut headers = self.headers.clone();
        if self.grpc {
            headers.push(("content-type".to_owned(), "application/grpc".to_owned()));
        }
        let method = self.methods.first().map_or_else(
            || if self.grpc { "POST" } else { "GET" }.to_owned(),
            Clone::clone,
        );
        Request {
            method,
            host: self
                .hosts
                .first()
                .cloned()
                .unwrap_or_else(|| NOBODY.to_owned()),
            target: self.target(self.paths.first().map_or("/", String::as_str)),
            headers,
            ..Request::default()
        }
    }

    fn target(&self, path: &str) -> String {
        if self.queries.is_empty() {
            return path.to_owned();
        }
        let pairs: Vec<String> = self
            .queries
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("{path}?{}", pairs.join("&"))
    }
}
