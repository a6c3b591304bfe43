//! Routes that claim nothing but what a route of another service claims under the same conditions.

use super::Context;
use crate::diag::lint;
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::kong::service::Service;
use std::collections::{BTreeMap, HashMap};

/// Report them. What two Ingresses claim is told by `claims`, with the path.
pub fn lint(context: &mut Context<'_>) {
    let mut claims = Claims::default();
    for service in context.state.services.values() {
        for route in &service.routes {
            let Some((other, _)) = claims.rival(service, route) else {
                continue;
            };
            let kind = |route: &Route| route.origin().object.key.kind.to_string();
            if kind(route) != "Ingress" || kind(other) != "Ingress" {
                context.diagnostics.push(lint::route_shadowed(
                    route.origin().clone(),
                    route.name.as_str(),
                    other.name.as_str(),
                    other.origin().clone(),
                ));
            }
        }
    }
}

/// One combination of conditions: host, path, and the rest, which must all hold.
type Claim<'s> = (
    Option<&'s str>,
    Option<&'s str>,
    &'s [String],
    &'s BTreeMap<String, Vec<String>>,
    &'s [String],
);

/// A route and its service.
type Owner<'s> = (&'s Route, &'s Service);

/// Who was first to claim what.
#[derive(Default)]
struct Claims<'s> {
    fields: HashMap<Claim<'s>, Owner<'s>>,
    /// Kong adds the protocols to an expression, so routes for other protocols are no rivals.
    expressions: BTreeMap<(String, &'s [Protocol]), Owner<'s>>,
}

impl<'s> Claims<'s> {
    /// A route of another service that claims all that this route claims. What nobody claimed before is this route's now.
    fn rival(&mut self, service: &'s Service, route: &'s Route) -> Option<Owner<'s>> {
        let owner = (route, service);
        if let Some(expression) = &route.expression {
            if expression.is_empty() {
                return None;
            }
            let first = *self
                .expressions
                .entry((expression.to_string(), route.protocols.as_slice()))
                .or_insert(owner);
            return Some(first).filter(|first| is_rival(*first, owner));
        }
        if route.hosts.is_empty() && route.paths.is_empty() {
            return None;
        }
        let mut rival = None;
        let mut is_covered = true;
        for host in options(&route.hosts) {
            for path in options(&route.paths) {
                let claim = (
                    host,
                    path,
                    route.methods.as_slice(),
                    &route.headers,
                    route.snis.as_slice(),
                );
                let first = *self.fields.entry(claim).or_insert(owner);
                if is_rival(first, owner) {
                    rival = rival.or(Some(first));
                } else {
                    is_covered = false;
                }
            }
        }
        rival.filter(|_| is_covered)
    }
}

fn is_rival(first: Owner<'_>, owner: Owner<'_>) -> bool {
    !std::ptr::eq(first.0, owner.0) && !std::ptr::eq(first.1, owner.1)
}

/// The alternatives of a condition; none of them is one that always holds.
fn options(values: &[String]) -> impl Iterator<Item = Option<&str>> {
    values
        .iter()
        .map(|value| Some(value.as_str()))
        .chain(values.is_empty().then_some(None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kong::expression::{Expression, Field, Operator};
    use crate::origin::{ObjectKey, ObjectMeta, Origin, Place, StringMap};
    use std::sync::Arc;

    fn origin() -> Origin {
        Origin::of(&Arc::new(ObjectMeta {
            key: ObjectKey {
                group: "".into(),
                version: "v1".into(),
                kind: "HTTPRoute".into(),
                namespace: "shop".to_owned(),
                name: "r".to_owned(),
            },
            place: Place::default(),
            uid: None,
            annotations: StringMap::new(),
            labels: StringMap::new(),
            creation_timestamp: None,
            generation: 0,
        }))
    }

    fn route(hosts: &[&str], paths: &[&str]) -> Route {
        let texts = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect();
        let mut route = Route::new("r".into(), origin());
        (route.hosts, route.paths) = (texts(hosts), texts(paths));
        route
    }

    fn stream(protocol: Protocol) -> Route {
        let mut route = route(&[], &[]);
        route.expression = Some(Expression::predicate(
            Field::Query("a".to_owned()),
            Operator::Equals,
            "b",
        ));
        route.protocols = vec![protocol];
        route
    }

    /// Whether the last of the routes, each of a service of its own, has a rival.
    fn is_shadowed(routes: &[Route]) -> bool {
        let services: Vec<Service> = routes
            .iter()
            .map(|_| Service::new("s".into(), "s".into(), origin()))
            .collect();
        let mut claims = Claims::default();
        routes
            .iter()
            .zip(&services)
            .fold(false, |_, (route, service)| {
                claims.rival(service, route).is_some()
            })
    }

    #[test]
    fn a_route_is_shadowed_when_others_claim_each_of_its_hosts_and_paths() {
        let first = route(&["a", "b"], &["/x", "/y"]);
        assert!(is_shadowed(&[first.clone(), route(&["b"], &["/x"])]));
        assert!(!is_shadowed(&[first.clone(), route(&["b"], &["/z"])]));
        assert!(!is_shadowed(&[first.clone(), route(&["b", "c"], &["/x"])]));
        assert!(!is_shadowed(&[first, route(&[], &["/x"])]));
    }

    #[test]
    fn one_expression_for_other_protocols_is_another_condition() {
        assert!(is_shadowed(&[stream(Protocol::Tcp), stream(Protocol::Tcp)]));
        assert!(!is_shadowed(&[
            stream(Protocol::Tcp),
            stream(Protocol::Udp)
        ]));
    }
}
