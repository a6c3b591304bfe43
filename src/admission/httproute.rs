//! HTTPRoutes (spec 82, 3.7; KIC: `admission/validation/gateway/httproute.go`).

use super::{Context, whole};
use crate::annotations::table::PROTOCOLS;
use crate::controller::Switch;
use crate::diag::{Diagnostic, gateway_routes, overrides, webhook};
use crate::k8s::object::Object;
use crate::options::{RouterFlavor, Webhook};
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use crate::store::gateway::route::{GROUP, RouteSpec};
use crate::translate::httproute::{alone, type_text};
use crate::verdict;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRules, HttpRouteRulesFiltersType as FilterType,
    HttpRouteRulesMatchesHeadersType as HeaderType, HttpRouteRulesMatchesPathType as PathType,
    HttpRouteSpec,
};

/// What answers about the spec begin with.
const SPEC: &str = "HTTPRoute spec did not pass validation";

/// Judge all.
pub(super) fn judge(context: &mut Context<'_>) {
    let nothing = Store::default();
    for route in &context.store().http_routes {
        if context.operation(&route.meta).is_none() || !is_managed(context, route) {
            continue;
        }
        match fault(context, route, &nothing) {
            Some(problem) => context.push(problem),
            None => context.asks_gateway(&route.meta),
        }
    }
}

/// Whether the first of its Gateways that decides is one of the controller's.
fn is_managed(context: &Context<'_>, route: &Object<HttpRouteSpec>) -> bool {
    let store = context.store();
    for parent in route.spec.parents() {
        if !matches!(parent.group, "" | GROUP) || !matches!(parent.kind, "" | "Gateway") {
            continue;
        }
        let namespace = parent.namespace.unwrap_or(route.meta.namespace());
        let Some(gateway) = store.gateways.get(namespace, parent.name) else {
            if context.options().has(Switch::WebhookSkipsMissingGateways) {
                continue;
            }
            return false;
        };
        let class = &gateway.spec.spec.gateway_class_name;
        let Some(class) = store.gateway_classes.get("", class) else {
            return false;
        };
        if class.spec.controller_name == context.options().gateway_controller_name {
            return true;
        }
    }
    false
}

/// The first thing that is wrong with a route.
fn fault(
    context: &Context<'_>,
    route: &Object<HttpRouteSpec>,
    nothing: &Store,
) -> Option<Diagnostic> {
    let options = context.options();
    let (key, _) = whole(&route.meta);
    let of_spec = |(problem, said): (Diagnostic, String)| {
        problem.refused_by_webhook(key, format!("{SPEC}: {said}"))
    };
    if options.has(Switch::WebhookOneTimeout)
        && let Some(fault) = timeouts(route)
    {
        return Some(match fault {
            Timeouts::Differ(problem, said) => of_spec((problem, said.to_owned())),
            Timeouts::Crash(at) => webhook::crashes(at, options.webhook == Webhook::Helm),
        });
    }
    if let Some(unsupported) = unsupported(context, route) {
        return Some(of_spec(unsupported));
    }
    if let Some(Err(ignored)) = PROTOCOLS.read(&route.meta) {
        let said = format!(
            "HTTPRoute has invalid Kong annotations: invalid {} value: {}",
            ignored.key, ignored.wrong
        );
        let problem = overrides::route_protocols_invalid(PROTOCOLS.at(&route.meta), ignored);
        return Some(problem.refused_by_webhook(key, said));
    }
    if options.has(Switch::WebhookCompilesRegexes)
        && let Some((at, said)) = bad_regex(route)
    {
        let problem = webhook::regex_refused(at, &said);
        let said = format!("HTTPRoute failed schema validation: {said}");
        return Some(problem.refused_by_webhook(key, said));
    }
    let failures = alone::failures(nothing, options, route);
    let (first, message) = failures.first()?;
    let problem = gateway_routes::route_failed(first.clone(), "HTTPRoute", message);
    let messages: Vec<&str> = failures.iter().map(|(_, said)| said.as_str()).collect();
    let said = format!(
        "HTTPRoute failed schema validation: {}",
        messages.join(", ")
    );
    Some(problem.refused_by_webhook(key, said))
}

/// The rules of a route, with their places.
fn rules(
    route: &Object<HttpRouteSpec>,
) -> impl Iterator<Item = (usize, &HttpRouteRules, FieldPath)> {
    let rules = route.spec.rules.iter().flatten().enumerate();
    rules.map(|(index, rule)| (index, rule, FieldPath::of(&["spec", "rules"]).index(index)))
}

/// What is wrong with the timeouts.
enum Timeouts {
    Differ(Diagnostic, &'static str),
    /// The webhook breaks down here.
    Crash(Origin),
}

/// After the first rule that has a timeout all must have the same text.
fn timeouts(route: &Object<HttpRouteSpec>) -> Option<Timeouts> {
    let mut first: Option<&str> = None;
    for (_, rule, path) in rules(route) {
        let own = rule.timeouts.as_ref();
        let Some(first) = first else {
            first = own.and_then(|it| it.backend_request.as_deref());
            continue;
        };
        let Some(own) = own else {
            let at = Origin::at(&route.meta, path);
            return Some(Timeouts::Differ(
                webhook::timeouts_differ(at, first, None),
                "timeout is set for one of the rules, but not set for another",
            ));
        };
        let at = Origin::at(&route.meta, path.key("timeouts"));
        match own.backend_request.as_deref() {
            None => return Some(Timeouts::Crash(at)),
            Some(other) if other != first => {
                return Some(Timeouts::Differ(
                    webhook::timeouts_differ(at, first, Some(other)),
                    "timeout is set for one of the rules, but a different value is set in another rule",
                ));
            }
            Some(_) => {}
        }
    }
    None
}

/// What the controller does not support, rule by rule: filters, backends, matches.
fn unsupported(
    context: &Context<'_>,
    route: &Object<HttpRouteSpec>,
) -> Option<(Diagnostic, String)> {
    let at = |path: FieldPath| Origin::at(&route.meta, path);
    let is_traditional = context.options().router_flavor == RouterFlavor::Traditional;
    for (number, rule, path) in rules(route) {
        for (index, filter) in rule.filters.iter().flatten().enumerate() {
            if is_refused(context, &filter.r#type) {
                let word = type_text(&filter.r#type);
                let said =
                    format!("rules[{number}].filters[{index}]: filter type {word} is unsupported");
                let problem = gateway_routes::route_failed(
                    at(path.key("filters").index(index)),
                    "HTTPRoute",
                    &format!("filter type {word} is unsupported"),
                );
                return Some((problem, said));
            }
        }
        for (index, backend) in rule.backend_refs.iter().flatten().enumerate() {
            let path = path.clone().key("backendRefs").index(index);
            let place = format!("rules[{number}].backendRefs[{index}]");
            if backend.filters.iter().flatten().next().is_some() {
                let problem = webhook::backend_filters(at(path.key("filters")));
                let said = format!("{place}: filters in backendRef is unsupported");
                return Some((problem, said));
            }
            let group = backend.group.as_deref().unwrap_or_default();
            let kind = backend.kind.as_deref().unwrap_or("Service");
            let reason = if !matches!(group, "" | "core") {
                format!(
                    "{group} is not a supported group for httproute backendRefs, only core is supported"
                )
            } else if kind != "Service" {
                format!(
                    "{kind} is not a supported kind for httproute backendRefs, only Service is supported"
                )
            } else {
                continue;
            };
            let namespace = backend.namespace.as_deref();
            let namespace = namespace.unwrap_or(route.meta.namespace());
            let name = format!("{namespace}/{}", backend.name);
            let problem = gateway_routes::backend_left_out(at(path), &name, &reason);
            return Some((problem, format!("{place}: {reason}")));
        }
        for (index, item) in rule.matches.iter().flatten().enumerate() {
            if is_traditional && item.query_params.iter().flatten().next().is_some() {
                let reason = "queryparam matching is supported with expression router only";
                let path = path.key("matches").index(index).key("queryParams");
                let problem = gateway_routes::route_failed(at(path), "HTTPRoute", reason);
                let said = format!("rules[{number}].matches[{index}]: {reason}");
                return Some((problem, said));
            }
        }
    }
    None
}

/// Whether a filter is refused by its type.
fn is_refused(context: &Context<'_>, filter: &FilterType) -> bool {
    match filter {
        FilterType::RequestHeaderModifier
        | FilterType::ResponseHeaderModifier
        | FilterType::RequestRedirect
        | FilterType::UrlRewrite
        | FilterType::ExtensionRef => false,
        FilterType::RequestMirror => true,
        FilterType::Cors | FilterType::ExternalAuth => {
            context.options().has(Switch::WebhookFiltersByList)
        }
    }
}

/// The first regular expression of a path or a header that Go does not take.
fn bad_regex(route: &Object<HttpRouteSpec>) -> Option<(Origin, String)> {
    for (number, rule, path) in rules(route) {
        for (index, item) in rule.matches.iter().flatten().enumerate() {
            let place = path.clone().key("matches").index(index);
            let said = format!("rules[{number}].matches[{index}]");
            let of_path = item.path.iter().filter_map(|path| {
                let is_regex = path.r#type == Some(PathType::RegularExpression);
                let value = path.value.as_deref().filter(|_| is_regex)?;
                Some((
                    place.clone().key("path").key("value"),
                    ".path".to_owned(),
                    value,
                ))
            });
            let headers = item.headers.iter().flatten().enumerate();
            let of_headers = headers.filter_map(|(header, it)| {
                let is_regex = it.r#type == Some(HeaderType::RegularExpression);
                let place = place.clone().key("headers").index(header).key("value");
                is_regex.then(|| (place, format!(".headers[{header}]"), it.value.as_str()))
            });
            for (place, field, value) in of_path.chain(of_headers) {
                if let Some(reason) = verdict::refused_by_go(value) {
                    let said = format!("{said}{field} has invalid regex {value:?}: {reason}");
                    return Some((Origin::at(&route.meta, place), said));
                }
            }
        }
    }
    None
}
