//! Why the two flavors of the router answer a request differently although the manifests are the same (spec 70, 7).

use super::cause::Cause;
use super::side::{MatchResult, Side};
use super::verdict::{Differences, Verdict};
use crate::origin::Origin;
use crate::simulate::request::{Request, Scheme};
use crate::simulate::router::Flavor;

/// Why the answers of two sides of different flavor differ.
pub(super) fn between(
    old: &Side,
    new: &Side,
    request: &Request,
    (before, after): (&Verdict, &Verdict),
) -> Cause {
    let ((traditional, traditional_answer), (expressions, expressions_answer)) =
        if old.flavor == Flavor::Expressions {
            ((new, after), (old, before))
        } else {
            ((old, before), (new, after))
        };
    let pair = Pair {
        traditional,
        expressions,
        request,
        traditional_answer,
        expressions_answer,
    };
    pair.cause()
}

const PROTOCOLS: (&str, &str) = (
    "protocols",
    "protocols do not take part in matching in traditional_compatible; in expressions they do",
);

const HEADER_CASE: (&str, &str) = (
    "header-case",
    "traditional_compatible ignores the letter case of header values; in expressions it counts",
);

/// A request before both flavors.
struct Pair<'a> {
    traditional: &'a Side,
    expressions: &'a Side,
    request: &'a Request,
    traditional_answer: &'a Verdict,
    expressions_answer: &'a Verdict,
}

impl Pair<'_> {
    /// The first reason that holds, in the order in which one hides the next.
    fn cause(&self) -> Cause {
        if let Some(cause) = self.protocols() {
            return cause;
        }
        if self.agree_in_lower_case() {
            return Cause::new(HEADER_CASE.0, HEADER_CASE.1);
        }
        let origins = (
            self.traditional.origin_of(self.traditional_answer),
            self.expressions.origin_of(self.expressions_answer),
        );
        let unmatched = origins
            .0
            .and_then(|origin| self.unmatched(self.expressions, origin))
            .or_else(|| self.unmatched(self.traditional, origins.1?));
        if let Some(cause) = unmatched {
            return cause;
        }
        match origins {
            (Some(one), Some(other)) if one.object.key.kind != other.object.key.kind => Cause::new(
                "kinds-ranked",
                "in expressions the controller's priorities put every Ingress before every HTTPRoute, and GRPCRoutes last; traditional_compatible compares conditions",
            ),
            (Some(one), Some(other)) if is_ingress(one) && is_ingress(other) => {
                self.among_ingresses()
            }
            (Some(_), Some(_)) => Cause::new(
                "gateway-api-precedence",
                "expressions follow the precedence of the Gateway API over all rules of a host; traditional_compatible compares kinds and number of conditions first",
            ),
            _ => Cause::new(
                "priorities",
                "the two flavors rank these routes differently",
            ),
        }
    }

    /// Whether the two agree once header values have no capital letters.
    fn agree_in_lower_case(&self) -> bool {
        let mut lower = self.request.clone();
        for (_, value) in &mut lower.headers {
            *value = value.to_lowercase();
        }
        lower != *self.request
            && Differences::default()
                .between(
                    &self.traditional.verdict(&lower),
                    &self.expressions.verdict(&lower),
                )
                .is_empty()
    }

    /// The route of `traditional_compatible` answers a protocol that it does not name.
    fn protocols(&self) -> Option<Cause> {
        let route = self.traditional.route_of(self.traditional_answer)?;
        let names = if self.request.scheme == Scheme::Https {
            ["https", "grpcs"]
        } else {
            ["http", "grpc"]
        };
        let is_named = names.iter().any(|name| route.serves(name));
        (!is_named).then(|| Cause::new(PROTOCOLS.0, PROTOCOLS.1))
    }

    /// Why no route that one side made of an object matches, although one of the other side does.
    fn unmatched(&self, side: &Side, origin: &Origin) -> Option<Cause> {
        let mut nearest: Option<Vec<String>> = None;
        let routes = side.routes_of_object(origin);
        if routes.is_empty() {
            let (object, flavor) = (&origin.object.key, side.flavor.as_str());
            return Some(Cause::new(
                "only-in-one-flavor",
                format!("{object} has no route in {flavor}"),
            ));
        }
        for route in routes {
            match side.match_of(route, self.request) {
                MatchResult::Matches(_) => return None,
                MatchResult::Lacks(conditions)
                    if nearest
                        .as_ref()
                        .is_none_or(|nearest| conditions.len() < nearest.len()) =>
                {
                    nearest = Some(conditions);
                }
                MatchResult::Lacks(_) | MatchResult::Absent => {}
            }
        }
        let Some(lacks) = nearest else {
            let (object, flavor) = (&origin.object.key, side.flavor.as_str());
            return Some(Cause::new(
                "refused",
                format!("the route of {object} for {flavor} is one that Kong does not load"),
            ));
        };
        let about = |field: &str| lacks.iter().any(|condition| condition.contains(field));
        Some(if about("net.protocol") {
            Cause::new(PROTOCOLS.0, PROTOCOLS.1)
        } else if about("tls.sni") {
            Cause::new(
                "sni-on-plain-http",
                "traditional_compatible looks at SNIs for https only, if at all; in expressions a plain http request never has one",
            )
        } else if about("http.headers.") {
            Cause::new(HEADER_CASE.0, HEADER_CASE.1)
        } else if about("http.path") {
            literal_or_regex(origin)
        } else {
            let flavor = side.flavor.as_str();
            Cause::new(
                "conditions-differ",
                format!(
                    "the controller writes other conditions for {flavor}, where it needs {}",
                    lacks.join("; ")
                ),
            )
        })
    }

    fn among_ingresses(&self) -> Cause {
        let has_several_paths = self
            .expressions_answer
            .route()
            .is_some_and(|route| self.expressions.path_conditions(route) > 1);
        if has_several_paths {
            Cause::new(
                "paths-share-a-priority",
                "in expressions the paths of one Ingress for one backend are one route with the priority of its longest path",
            )
        } else {
            Cause::new(
                "path-type-ranks",
                "in expressions Prefix and Exact paths go before every ImplementationSpecific one; traditional_compatible compares their length",
            )
        }
    }
}

/// The object's path is a regular expression in one flavor and literal text in the other.
fn literal_or_regex(origin: &Origin) -> Cause {
    if is_ingress(origin) {
        Cause::new(
            "regex-marker",
            "a path that begins with the regex marker is a regular expression in traditional_compatible; in expressions Exact and Prefix paths are literal text",
        )
    } else {
        Cause::new(
            "literal-in-regex",
            "traditional_compatible puts the literal path into a regular expression, where `.`, `+` or `(` match more; expressions compare the text",
        )
    }
}

fn is_ingress(origin: &Origin) -> bool {
    origin.object.key.kind.ends_with("Ingress")
}
