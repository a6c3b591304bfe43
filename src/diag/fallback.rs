//! What KIC's fallback configuration leaves out, and what that means for requests.

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

const GENERATOR: &str = "KIC: internal/dataplane/fallback";

/// A manifest whose plugin Kong refuses, which takes its users along.
const REFUSED: &str =
    "kind: KongPlugin\nplugin: rate-limiting\nconfig: {minute: \"5\"}  # Kong refuses a text here";
const SOUND: &str = "kind: KongPlugin\nplugin: rate-limiting\nconfig: {minute: 5}";

static SWITCHED_OFF: Code = Code {
    id: "fallback-switched-off",
    severity: Severity::Warning,
    summary: "one refusal of Kong's keeps every change from going live",
    explanation: "Kong judges a configuration as a whole. Without the feature gate FallbackConfiguration KIC sends the last configuration that a gateway took again, as a whole, until the broken object is put right: no change of anybody goes live, and a new gateway pod that knows no valid configuration serves nothing. With the gate KIC leaves out what is broken and what depends on it.",
    before: REFUSED,
    after: SOUND,
    reference: "KIC: internal/dataplane/kong_client.go",
};

static LEAVES_OUT: Code = Code {
    id: "fallback-leaves-out",
    severity: Severity::Warning,
    summary: "an object goes with a broken one in the fallback configuration",
    explanation: "KIC removes a broken object and everything that depends on it, directly or through others: a Secret takes the plugin along that reads it, a plugin its users, a Service the routes that name it, with all their other rules and paths.",
    before: REFUSED,
    after: SOUND,
    reference: GENERATOR,
};

static ROUTE_LOST: Code = Code {
    id: "fallback-route-lost",
    severity: Severity::Warning,
    summary: "a route is not there in the fallback configuration",
    explanation: "The object of the route is left out with a broken one. Its requests get 404, or go to another route that matches them, too.",
    before: REFUSED,
    after: SOUND,
    reference: GENERATOR,
};

static PLUGIN_LOST: Code = Code {
    id: "fallback-plugin-lost",
    severity: Severity::Warning,
    summary: "a route stays in the fallback configuration without a plugin",
    explanation: "Some references are no dependency for KIC: a plugin of another namespace in `konghq.com/plugins`, the ExtensionRef of an HTTPRoute, a global KongClusterPlugin. When such a plugin breaks, its users stay, and are served without it. A broken plugin that asks who the caller is, or lets only some pass, leaves the route open: that is an error.",
    before: "kind: HTTPRoute\nspec:\n  rules:\n  - filters:\n    - type: ExtensionRef\n      extensionRef: {group: configuration.konghq.com, kind: KongPlugin, name: auth}",
    after: "kind: HTTPRoute\nmetadata:\n  annotations:\n    konghq.com/plugins: auth  # then the route goes with the plugin",
    reference: GENERATOR,
};

static TARGET_LOST: Code = Code {
    id: "fallback-target-lost",
    severity: Severity::Warning,
    summary: "a route stays in the fallback configuration with fewer targets",
    explanation: "Some references to Services are no dependency for KIC: the default backend of an Ingress, the Service behind a KongServiceFacade. The route stays and leads to fewer targets, or to none: its requests get 503.",
    before: "kind: Ingress\nspec:\n  defaultBackend:\n    service: {name: web}  # which is broken",
    after: "kind: Ingress\nspec:\n  rules:\n  - http:\n      paths:\n      - {path: /, pathType: Prefix, backend: {service: {name: web}}}",
    reference: GENERATOR,
};

static PUTS_BACK: Code = Code {
    id: "fallback-puts-back",
    severity: Severity::Info,
    summary: "the fallback configuration has an object as it was before",
    explanation: "With --use-last-valid-config-for-fallback KIC puts the version of the last valid configuration in the place of what it leaves out, together with everything that depended on it then. A good change to such an object is rolled back with it, and one that was deleted since comes back.",
    before: REFUSED,
    after: SOUND,
    reference: GENERATOR,
};

/// The codes of this family.
pub static CODES: &[&Code] = &[
    &SWITCHED_OFF,
    &LEAVES_OUT,
    &ROUTE_LOST,
    &PLUGIN_LOST,
    &TARGET_LOST,
    &PUTS_BACK,
];

/// The gate is off, and something is broken.
pub fn switched_off(broken: Origin) -> Diagnostic {
    Diagnostic::new(
        &SWITCHED_OFF,
        broken,
        "the feature gate FallbackConfiguration is off: because of this object no change goes live, whatever it is about",
    )
    .hint("put the object right; with --feature-gates FallbackConfiguration=true on the controller only what depends on it would be left out")
}

/// An object goes; `chain` names what it depends on, from the broken object to this one.
pub fn leaves_out(object: Origin, chain: &str, broken: Origin) -> Diagnostic {
    Diagnostic::new(
        &LEAVES_OUT,
        object,
        format!("the fallback leaves it out with a broken object: {chain}"),
    )
    .and(broken)
    .hint("put the broken object right, or do without it here")
}

/// A route goes, with the requests it is for.
pub fn route_lost(route: Origin, name: &str, requests: &str) -> Diagnostic {
    Diagnostic::new(
        &ROUTE_LOST,
        route,
        format!("the fallback has no route {name:?}, which answers {requests}"),
    )
    .hint("its object is left out with a broken one, which another problem names")
}

/// A route stays without a plugin. `guards` says that the plugin decides who may pass.
pub fn plugin_lost(
    route: Origin,
    name: &str,
    plugin: &str,
    guards: bool,
    of: Option<Origin>,
) -> Diagnostic {
    let what = if guards {
        format!("the fallback serves route {name:?} to everybody, without the plugin {plugin}")
    } else {
        format!("the fallback serves route {name:?} without the plugin {plugin}")
    };
    let mut problem = Diagnostic::new(&PLUGIN_LOST, route, what)
        .hint("name the plugin in `konghq.com/plugins` of the same namespace: then the route goes with it");
    if guards {
        problem.severity = Severity::Error;
    }
    match of {
        Some(of) => problem.and(of),
        None => problem,
    }
}

/// A route stays with fewer targets.
pub fn target_lost(route: Origin, name: &str, left: usize) -> Diagnostic {
    let left = match left {
        0 => "without any target".to_owned(),
        1 => "with one target left".to_owned(),
        count => format!("with {count} targets left"),
    };
    Diagnostic::new(
        &TARGET_LOST,
        route,
        format!("the fallback serves route {name:?} {left}"),
    )
    .hint("the Service is broken; a reference in a path would take the route along")
}

/// An object comes back as it was.
pub fn puts_back(object: Origin, chain: &str) -> Diagnostic {
    Diagnostic::new(
        &PUTS_BACK,
        object,
        format!("the fallback has it as it was in the last valid configuration: {chain}"),
    )
    .hint("a change that was made since is rolled back with it")
}
