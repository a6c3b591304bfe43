//! Problems of what plugins are bound to: twice the same, and everything.

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &PLUGIN_BOUND_TWICE,
    &PLUGIN_GLOBAL_TWICE,
    &PLUGIN_GLOBAL_WITHOUT_TYPE,
    &PLUGIN_GLOBAL_ON_KONG_PLUGIN,
];

/// `plugin-bound-twice`
pub static PLUGIN_BOUND_TWICE: Code = Code {
    id: "plugin-bound-twice",
    severity: Severity::Warning,
    summary: "two plugins of one type are bound to the same thing",
    explanation: "Kong has one plugin of a type for each combination of service, route and consumer. KIC sends both, with the same id, and Kong refuses the whole configuration. It happens when an annotation names two KongPlugins of one type, or one of them twice.",
    before: "konghq.com/plugins: limit, strict-limit   # both are of type rate-limiting",
    after: "konghq.com/plugins: strict-limit",
    reference: "Kong, unique key of plugins; KIC internal/dataplane/kongstate/kongstate.go, buildPlugins",
};

/// Two plugins have one type and one scope.
pub fn plugin_bound_twice(at: Origin, first: &Origin, name: &str, scope: &str) -> Diagnostic {
    let message = format!("plugin {name} is bound twice to {scope}; Kong refuses the second");
    let same = first.object.key == at.object.key;
    let problem = Diagnostic::new(&PLUGIN_BOUND_TWICE, at, message);
    if same {
        problem.hint("name the plugin once in konghq.com/plugins")
    } else {
        problem
            .and(first.clone())
            .hint("reference only one plugin of this type there")
    }
}

/// `plugin-global-twice`
pub static PLUGIN_GLOBAL_TWICE: Code = Code {
    id: "plugin-global-twice",
    severity: Severity::Warning,
    summary: "two global KongClusterPlugins have one type",
    explanation: "Kong can have one global plugin of a type. When several KongClusterPlugins with the label `global: \"true\"` share one, KIC writes a log line and sends none of them: the type then acts nowhere.",
    before: "kind: KongClusterPlugin\nmetadata: {name: b, labels: {global: \"true\"}}\nplugin: cors   # global plugin a is of type cors, too",
    after: "kind: KongClusterPlugin\nmetadata: {name: b}\nplugin: cors",
    reference: "KIC internal/dataplane/kongstate/kongstate.go, globalPlugins",
};

/// Several global plugins share a type.
pub fn global_twice(at: Origin, name: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_GLOBAL_TWICE,
        at,
        format!("several global KongClusterPlugins are of type {name}; none of them is applied"),
    )
    .hint("leave the label global on one of them")
}

/// `plugin-global-without-type`
pub static PLUGIN_GLOBAL_WITHOUT_TYPE: Code = Code {
    id: "plugin-global-without-type",
    severity: Severity::Warning,
    summary: "a global KongClusterPlugin has an empty type",
    explanation: "`plugin` names the type of plugin. KIC skips a global KongClusterPlugin whose `plugin` is empty and only writes a log line.",
    before: "kind: KongClusterPlugin\nmetadata: {name: a, labels: {global: \"true\"}}\nplugin: \"\"",
    after: "kind: KongClusterPlugin\nmetadata: {name: a, labels: {global: \"true\"}}\nplugin: cors",
    reference: "KIC internal/dataplane/kongstate/kongstate.go, globalPlugins",
};

/// A global plugin has no type.
pub fn global_without_type(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_GLOBAL_WITHOUT_TYPE,
        at,
        "expected the type of the plugin, found an empty text; the plugin is not applied",
    )
    .hint("name a plugin type, such as rate-limiting")
}

/// `plugin-global-on-kongplugin`
pub static PLUGIN_GLOBAL_ON_KONG_PLUGIN: Code = Code {
    id: "plugin-global-on-kongplugin",
    severity: Severity::Warning,
    summary: "the label global on a KongPlugin does nothing",
    explanation: "Only KongClusterPlugins can be global. A KongPlugin with the label `global: \"true\"` acts where it is referenced and nowhere else.",
    before: "kind: KongPlugin\nmetadata: {name: cors, labels: {global: \"true\"}}",
    after: "kind: KongClusterPlugin\nmetadata:\n  name: cors\n  labels: {global: \"true\"}\n  annotations: {kubernetes.io/ingress.class: kong}",
    reference: "KIC internal/dataplane/kongstate/kongstate.go, globalPlugins",
};

/// A KongPlugin cannot be global.
pub fn global_on_kong_plugin(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_GLOBAL_ON_KONG_PLUGIN,
        at,
        "the label global has no effect on a KongPlugin",
    )
    .hint("make it a KongClusterPlugin, or remove the label")
}
