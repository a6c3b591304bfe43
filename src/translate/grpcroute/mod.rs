//! GRPCRoute objects to Kong services and routes (spec 20, C.1; KIC: `translator/translate_grpcroute.go`,
//! `subtranslator/grpcroute.go`). The expressions flavor splits them further: `expressions`.

mod expressions;

use super::draft::Draft;
use super::gateway::{self, BackendsLeft};
use super::{Context, Services};
use crate::controller::Switch;
use crate::diag::{gateway_admission, gateway_routes as problems};
use crate::k8s::object::Object;
use crate::kong::names::{self, Tag, object_tags};
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::options::RouterFlavor;
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use crate::store::gateway::route::{BackendReference, RouteSpec};
use gateway_api::apis::experimental::grpcroutes::{
    GrpcRouteRules, GrpcRouteRulesMatches, GrpcRouteRulesMatchesHeadersType as HeaderType,
    GrpcRouteRulesMatchesMethod, GrpcRouteRulesMatchesMethodType as MethodType, GrpcRouteSpec,
};

/// The Kong services of all GRPCRoutes, before their backends are resolved.
pub fn translate(context: &mut Context<'_>) -> Services {
    if context.options.router_flavor == RouterFlavor::Expressions {
        return expressions::translate(context);
    }
    let store = context.store;
    let form = if context.options.has(Switch::GrpcPathsAnchored) {
        PathForm::Anchored
    } else {
        PathForm::AsWritten
    };
    let mut services = Services::new();
    for object in &store.grpc_routes {
        let hosts = hosts(store, object);
        for (index, rule) in object.spec.rules.iter().flatten().enumerate() {
            let place = Place::new(object, index, rule);
            let name = names::gateway_rule_service(&object.meta, index);
            let (mut service, is_terminated) = service(context, &place, name);
            if is_terminated {
                let plugin = gateway::no_backend_plugin(place.origin.clone());
                service.plugins.push(plugin);
            }
            warn_of_patterns(context, &place);
            service.routes = routes(&place, &hosts, form);
            services.insert(service.name.clone(), service);
        }
    }
    services
}

/// A rule of a GRPCRoute.
struct Place<'a> {
    object: &'a Object<GrpcRouteSpec>,
    index: usize,
    rule: &'a GrpcRouteRules,
    origin: Origin,
}

impl<'a> Place<'a> {
    fn new(object: &'a Object<GrpcRouteSpec>, index: usize, rule: &'a GrpcRouteRules) -> Self {
        let path = FieldPath::of(&["spec", "rules"]).index(index);
        Self {
            object,
            index,
            rule,
            origin: Origin::at(&object.meta, path),
        }
    }

    fn matches(&self) -> &'a [GrpcRouteRulesMatches] {
        self.rule.matches.as_deref().unwrap_or_default()
    }

    /// The place of a match.
    fn match_origin(&self, index: usize) -> Origin {
        let mut origin = self.origin.clone();
        origin.path = origin.path.key("matches").index(index);
        origin
    }
}

/// The Kong service of a rule, and whether it answers by itself, for want of backends.
fn service(context: &mut Context<'_>, place: &Place<'_>, name: String) -> (Draft, bool) {
    let object = place.object;
    let speaks_plainly = gateway::listeners(context.store, &object.meta, &object.spec)
        .iter()
        .any(|listener| listener.protocol == "HTTP");
    let protocol = if speaks_plainly {
        Protocol::Grpc
    } else {
        Protocol::Grpcs
    };
    let mut service = gateway::new_service(name, protocol, place.origin.clone());
    let backends = place.rule.backend_refs.iter().flatten();
    let left = gateway::set_backends(
        context,
        &mut service,
        &place.origin,
        backends.map(BackendReference::from),
    );
    warn_of_filters(context, place);
    let is_terminated = match left {
        BackendsLeft::Some => false,
        BackendsLeft::NoneListed => context.options.has(Switch::NoBackends500),
        BackendsLeft::None => true,
    };
    (service, is_terminated)
}

/// Say that filters are ignored, those of the rule and those of its backends.
fn warn_of_filters(context: &mut Context<'_>, place: &Place<'_>) {
    let mut warn = |path: FieldPath| {
        let origin = Origin::at(&place.object.meta, path);
        context.diagnostics.push(problems::filters_ignored(origin));
    };
    let path = &place.origin.path;
    if place.rule.filters.iter().flatten().next().is_some() {
        warn(path.clone().key("filters"));
    }
    for (index, backend) in place.rule.backend_refs.iter().flatten().enumerate() {
        if backend.filters.iter().flatten().next().is_some() {
            warn(path.clone().key("backendRefs").index(index).key("filters"));
        }
    }
}

/// Say which header matches lose their type.
fn warn_of_patterns(context: &mut Context<'_>, place: &Place<'_>) {
    for (index, item) in place.matches().iter().enumerate() {
        for (position, header) in item.headers.iter().flatten().enumerate() {
            if header.r#type == Some(HeaderType::RegularExpression) {
                let mut origin = place.match_origin(index);
                origin.path = origin.path.key("headers").index(position);
                context
                    .diagnostics
                    .push(gateway_admission::header_pattern_as_text(
                        origin,
                        &header.name,
                    ));
            }
        }
    }
}

/// Tags of every route of a GRPCRoute: its own and the names of all its rules.
fn tags(object: &Object<GrpcRouteSpec>) -> Vec<Tag> {
    let rules = object.spec.rules.iter().flatten();
    object_tags(&object.meta, rules.filter_map(|rule| rule.name.as_deref()))
}

/// The host names of a GRPCRoute or, when it has none, those of the listeners of its parents, repeats kept: the traditional
/// flavor only.
fn hosts(store: &Store, object: &Object<GrpcRouteSpec>) -> Vec<String> {
    let written = object.spec.hostnames();
    if !written.is_empty() {
        return written.to_vec();
    }
    let mut hosts = Vec::new();
    // KIC keeps a written namespace for the references after it that have none.
    let mut namespace = object.meta.namespace();
    for parent in object.spec.parents() {
        namespace = parent.namespace.unwrap_or(namespace);
        let Some(gateway) = store.gateways.get(namespace, parent.name) else {
            return Vec::new();
        };
        let listeners = gateway.spec.spec.listeners.iter();
        hosts.extend(
            listeners
                .filter(|listener| parent.selects(&listener.name))
                .filter_map(|listener| listener.hostname.clone())
                .filter(|hostname| !hostname.is_empty()),
        );
    }
    hosts
}

/// The Kong routes of a rule: one for each match, or one for the hosts when there is no match.
fn routes(place: &Place<'_>, hosts: &[String], form: PathForm) -> Vec<Route> {
    let meta = &place.object.meta;
    let route = |index: usize, origin: Origin| {
        let name = names::gateway_match_route(meta, place.index, index);
        let mut route = Route::new(name, origin);
        route.protocols = vec![Protocol::Grpc, Protocol::Grpcs];
        route.hosts = hosts.to_vec();
        route.tags = tags(place.object);
        route
    };
    if place.matches().is_empty() {
        let mut only = route(0, place.origin.clone());
        if hosts.is_empty() {
            only.paths.push("/".to_owned());
        }
        return vec![only];
    }
    place
        .matches()
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let mut route = route(index, place.match_origin(index));
            route
                .paths
                .extend(item.method.as_ref().map(|method| path(method, form)));
            for header in item.headers.iter().flatten() {
                let values = route.headers.entry(header.name.clone()).or_default();
                values.push(header.value.clone());
            }
            route
        })
        .collect()
}

/// How exact paths are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PathForm {
    /// Nothing is escaped or anchored at the end.
    AsWritten,
    /// Escaped for a regular expression, and a method ends the path (spec 80, S10).
    Anchored,
}

/// The path of a method match. A missing service is any, whatever the type.
fn path(method: &GrpcRouteRulesMatchesMethod, form: PathForm) -> String {
    let is_regex = method.r#type == Some(MethodType::RegularExpression);
    let is_anchored = form == PathForm::Anchored && !is_regex;
    let text = |part: &str| {
        if is_anchored {
            escaped(part)
        } else {
            part.to_owned()
        }
    };
    let service = method.service.as_deref().map(text);
    let name = method.method.as_deref().map(text);
    let (name, end) = match (name, is_regex) {
        (Some(name), _) if is_anchored => (name, "$"),
        (Some(name), _) => (name, ""),
        (None, true) => (".+".to_owned(), ""),
        (None, false) => (String::new(), ""),
    };
    format!("~/{}/{name}{end}", service.as_deref().unwrap_or(".+"))
}

/// A text as a regular expression that matches only itself, as Go's `regexp.QuoteMeta` writes it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if r"\.+*?()|[]{}^$".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(
        service: Option<&str>,
        method: Option<&str>,
        kind: Option<MethodType>,
    ) -> GrpcRouteRulesMatchesMethod {
        GrpcRouteRulesMatchesMethod {
            service: service.map(str::to_owned),
            method: method.map(str::to_owned),
            r#type: kind,
        }
    }

    #[test]
    fn a_missing_service_is_any_and_a_missing_method_only_in_a_regex() {
        let path = |service, name, kind| path(&method(service, name, kind), PathForm::AsWritten);
        assert_eq!(path(Some("s"), Some("m"), None), "~/s/m");
        assert_eq!(path(Some("s"), None, None), "~/s/");
        assert_eq!(path(None, Some("m"), None), "~/.+/m");
        let regex = Some(MethodType::RegularExpression);
        assert_eq!(path(Some("s"), None, regex), "~/s/.+");
    }

    #[test]
    fn anchored_paths_are_escaped_and_end_with_a_written_method() {
        let path = |service, name, kind| path(&method(service, name, kind), PathForm::Anchored);
        assert_eq!(path(Some("a.B"), Some("m"), None), r"~/a\.B/m$");
        assert_eq!(path(Some("a.B"), None, None), r"~/a\.B/");
        assert_eq!(path(None, Some("m"), None), "~/.+/m$");
        let regex = Some(MethodType::RegularExpression);
        assert_eq!(path(Some("a.B"), Some("m"), regex), "~/a.B/m");
    }
}
