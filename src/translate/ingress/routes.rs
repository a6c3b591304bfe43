//! A group of Ingress paths to its Kong route, of either flavor (spec 10, 4.3; spec 30, 4).

use super::Group;
use super::paths::RegexMark;
use crate::annotations::{Key, headers, table as keys, value};
use crate::controller::Switch;
use crate::diag::overrides as problems;
use crate::k8s::kong::IngressClassParametersSpec;
use crate::kong::expression::path::IngressPath;
use crate::kong::expression::{Expression, matchers, priority};
use crate::kong::names::{RouteName, object_tags};
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::options::RouterFlavor;
use crate::origin::{FieldPath, ObjectMeta};
use crate::translate::{Context, protocols};
use std::sync::Arc;

/// The route of a group.
pub(super) fn build(
    context: &mut Context<'_>,
    name: RouteName,
    group: &Group<'_>,
    parameters: &IngressClassParametersSpec,
) -> Route {
    let is_composed = !Arc::ptr_eq(group.annotation_owner, group.ingress);
    let name = match context.options.router_flavor {
        // Here KIC names the route after the last Ingress, with the Service and the host of the first (spec 30, 4.1).
        RouterFlavor::Expressions if is_composed => {
            group.backend.route_name(group.annotation_owner, group.host)
        }
        RouterFlavor::Expressions | RouterFlavor::Traditional => name,
    };
    let mut route = Route::new(name, group.origin.clone());
    set_common_fields(&mut route, group.ingress);
    route.protocols = if context.options.has(Switch::IngressProtocolsFromGateway) {
        written_protocols(group.annotation_owner)
    } else {
        protocols::before_listeners(context)
    };
    match context.options.router_flavor {
        RouterFlavor::Traditional => {
            let mark = RegexMark {
                prefix: keys::REGEX_PREFIX.written(group.ingress),
                legacy_detection: parameters.enable_legacy_regex_detection,
            };
            route.paths = group
                .paths
                .iter()
                .flat_map(|path| path.traditional(mark))
                .collect();
            if !group.host.is_empty() {
                route.hosts.push(group.host.to_owned());
            }
            route.regex_priority = Some(0);
        }
        RouterFlavor::Expressions => set_expression(context, &mut route, group),
    }
    route
}

/// What every Ingress route begins with.
pub(super) fn set_common_fields(route: &mut Route, ingress: &ObjectMeta) {
    route.strip_path = Some(false);
    route.preserve_host = Some(true);
    route.request_buffering = Some(true);
    route.response_buffering = Some(true);
    route.tags = object_tags(ingress, []);
}

/// `konghq.com/protocols` as KIC first puts it on the routes of rules: sorted and unchecked. A valid list is later put there
/// again in written order; of an invalid one this is what stays (spec 40, 3).
fn written_protocols(ingress: &ObjectMeta) -> Vec<Protocol> {
    let mut protocols = keys::PROTOCOLS.items(ingress);
    protocols.sort_unstable();
    protocols.into_iter().map(Protocol::from).collect()
}

/// Condition and priority. What the condition cannot hold is left out of it but still counts in the priority.
fn set_expression(context: &mut Context<'_>, route: &mut Route, group: &Group<'_>) {
    let owner = group.annotation_owner;
    let aliases = keys::HOST_ALIASES.items(owner);
    let hosts: Vec<&str> = Some(group.host)
        .filter(|host| !host.is_empty())
        .into_iter()
        .chain(aliases.iter().copied())
        .collect();
    let prefix = keys::REGEX_PREFIX.written(owner);
    let paths: Vec<IngressPath<'_>> = group
        .paths
        .iter()
        .filter_map(|path| path.for_expression(prefix))
        .collect();
    let headers = headers::of(owner);
    let methods: Vec<String> = keys::METHODS
        .items(owner)
        .into_iter()
        .map(str::to_uppercase)
        .collect();
    let snis = keys::SNIS.items(owner);
    route.expression = Some(Expression::all([
        matchers::hosts(hosts.iter().copied()),
        Expression::any(paths.iter().map(IngressPath::expression)),
        matchers::annotated_headers(headers.iter().map(|(name, values)| (*name, values))),
        matchers::methods(methods.iter().map(String::as_str)),
        matchers::snis(context.server_names(), snis.iter().copied()),
    ]));
    route.priority = Some(priority::ingress(&priority::IngressFactors {
        hosts: &hosts,
        paths: &paths,
        header_names: headers.len(),
        has_methods: !methods.is_empty(),
        has_snis: !snis.is_empty(),
    }));
    report_dropped(context, group, &aliases, &methods, &snis);
}

/// Tell which values are missing in the condition: with nothing left of a list the route is wider than written.
fn report_dropped(
    context: &mut Context<'_>,
    group: &Group<'_>,
    aliases: &[&str],
    methods: &[String],
    snis: &[&str],
) {
    if !group.host.is_empty() && !value::is_host(group.host) {
        let mut origin = group.origin.clone();
        // From spec.rules[i].http.paths[j] to spec.rules[i].host.
        origin.path = origin.path.segments()[..3]
            .iter()
            .fold(FieldPath::root(), |path, segment| match segment {
                crate::origin::Segment::Key(key) => path.key(key.clone()),
                crate::origin::Segment::Index(index) => path.index(*index),
            })
            .key("host");
        context
            .diagnostics
            .push(problems::match_dropped(origin, "host", group.host));
    }
    let dropped = |key: &Key<Vec<String>>, what: &str, value: &str| {
        problems::match_dropped(key.at(group.annotation_owner), what, value)
    };
    let aliases = aliases.iter().filter(|alias| !value::is_host(alias));
    let methods = methods.iter().filter(|method| !value::is_method(method));
    let kept = context.server_names();
    let snis = snis.iter().filter(|sni| !kept.take(sni));
    context.diagnostics.extend(
        aliases
            .map(|alias| dropped(&keys::HOST_ALIASES, "host", alias))
            .chain(methods.map(|method| dropped(&keys::METHODS, "method", method)))
            .chain(snis.map(|sni| dropped(&keys::SNIS, "server name", sni))),
    );
}
