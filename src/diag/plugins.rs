//! Problems of KongPlugin, KongClusterPlugin and the references to them. What they are bound to: `plugin_bindings`.

use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectKey, ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &PLUGIN_NOT_FOUND,
    &PLUGIN_REFERENCE_NOT_GRANTED,
    &PLUGIN_REFERENCE_MALFORMED,
    &PLUGIN_SECRET_NOT_FOUND,
    &PLUGIN_SECRET_KEY_MISSING,
    &PLUGIN_SECRET_LEFT_TO_ENVIRONMENT,
    &PLUGIN_PATCH_VALUE_NOT_JSON,
    &PLUGIN_PATCH_NOT_APPLICABLE,
    &PLUGIN_PATCH_TOO_LARGE,
    &PLUGIN_CONFIG_NOT_OBJECT,
    &PLUGIN_CONFIG_NOT_READABLE,
    &PLUGIN_CONFIG_TWICE,
];

/// `plugin-not-found`
pub static PLUGIN_NOT_FOUND: Code = Code {
    id: "plugin-not-found",
    severity: Severity::Error,
    summary: "a referenced plugin does not exist",
    explanation: "KIC looks for a KongPlugin of that name in the namespace of the reference, then for a KongClusterPlugin. When there is neither, the route, service or consumer works without the plugin: what it was to protect is open.",
    before: "kind: Ingress\nmetadata:\n  namespace: shop\n  annotations: {konghq.com/plugins: limits}   # the KongPlugin is named limit",
    after: "kind: Ingress\nmetadata:\n  namespace: shop\n  annotations: {konghq.com/plugins: limit}",
    reference: "KIC internal/dataplane/kongstate/kongstate.go, buildPlugins",
};

/// The plugin that a reference without answer probably means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant<'a> {
    /// One of nearly that name.
    Named(&'a str),
    /// One of that name, in this namespace.
    InNamespace(&'a str),
    /// There is none.
    Nothing,
}

/// Neither a KongPlugin nor a KongClusterPlugin answers a reference.
pub fn plugin_not_found(at: Origin, namespace: &str, name: &str, meant: &Meant<'_>) -> Diagnostic {
    let grant = grant(&at.object.key);
    let problem = Diagnostic::new(
        &PLUGIN_NOT_FOUND,
        at,
        format!("there is no KongPlugin {namespace}/{name} and no KongClusterPlugin \"{name}\" of this controller's class"),
    )
    .hint("add the plugin's manifest, or correct the name; a KongClusterPlugin needs the annotation kubernetes.io/ingress.class")
    .fails(format!("referenced KongPlugin or KongClusterPlugin {name:?} does not exist"));
    match meant {
        Meant::Nothing => problem,
        Meant::Named(nearest) => problem.did_you_mean(Some(nearest)),
        Meant::InNamespace(other) => problem.hint(format!(
            "a KongPlugin of that name stands in namespace {other}: write `konghq.com/plugins: {other}:{name}`, with a ReferenceGrant in namespace {other} {grant}"
        )),
    }
}

/// What a ReferenceGrant for the plugins of an object says.
fn grant(from: &ObjectKey) -> String {
    let group = if from.group.is_empty() {
        "\"\""
    } else {
        from.group.as_ref()
    };
    format!(
        "from group {group}, kind {}, namespace {} to group configuration.konghq.com, kind KongPlugin",
        from.kind, from.namespace
    )
}

/// `plugin-reference-not-granted`
pub static PLUGIN_REFERENCE_NOT_GRANTED: Code = Code {
    id: "plugin-reference-not-granted",
    severity: Severity::Error,
    summary: "a plugin reference with a namespace has no ReferenceGrant",
    explanation: "A reference of the form `namespace:name` counts only if a ReferenceGrant in that namespace allows it, even when that is the referrer's own namespace. Without one KIC drops the reference, and the plugin does not act.",
    before: "kind: Service\nmetadata:\n  namespace: shop\n  annotations: {konghq.com/plugins: \"policies:limit\"}",
    after: "kind: ReferenceGrant\nmetadata: {name: shop, namespace: policies}\nspec:\n  from: [{group: \"\", kind: Service, namespace: shop}]\n  to: [{group: configuration.konghq.com, kind: KongPlugin, name: limit}]",
    reference: "KIC internal/dataplane/kongstate/kongstate.go, getPluginRelations; internal/gatewayapi/references.go",
};

/// No ReferenceGrant allows a reference.
pub fn reference_not_granted(at: Origin, namespace: &str, name: &str) -> Diagnostic {
    let key = &at.object.key;
    let hint = format!(
        "add a ReferenceGrant in namespace {namespace} {}",
        grant(key)
    );
    let message = format!(
        "no ReferenceGrant in namespace {namespace} lets {key} refer to plugin {namespace}:{name}"
    );
    Diagnostic::new(&PLUGIN_REFERENCE_NOT_GRANTED, at, message)
        .hint(hint)
        .fails(not_granted(&format!("{namespace}:{name}")))
}

/// What KIC says of a reference without a grant.
pub(super) fn not_granted(reference: &str) -> String {
    format!(
        "no grant found to referenced {reference:?} plugin in the requested remote KongPlugin bind"
    )
}

/// `plugin-reference-malformed`
pub static PLUGIN_REFERENCE_MALFORMED: Code = Code {
    id: "plugin-reference-malformed",
    severity: Severity::Warning,
    summary: "a plugin reference begins or ends with its colon",
    explanation: "A reference is `name` or `namespace:name`. KIC skips one that has nothing before or nothing after its first colon, without a word, and the plugin does not act.",
    before: "konghq.com/plugins: \":limit\"",
    after: "konghq.com/plugins: limit",
    reference: "KIC internal/annotations/annotations.go, ExtractNamespacedKongPluginsFromAnnotations",
};

/// A piece of the annotation that KIC skips.
pub fn reference_malformed(at: Origin, piece: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_REFERENCE_MALFORMED,
        at,
        format!("expected `name` or `namespace:name`, found \"{piece}\", which is skipped"),
    )
    .hint("write both the namespace and the name, or the name without a colon")
}

/// `plugin-secret-not-found`
pub static PLUGIN_SECRET_NOT_FOUND: Code = Code {
    id: "plugin-secret-not-found",
    severity: Severity::Error,
    summary: "a Secret with configuration of a plugin does not exist",
    explanation: "`configFrom` and `configPatches` take configuration out of Secrets: a KongPlugin those of its own namespace, a KongClusterPlugin the ones it names. When one is missing, KIC leaves the plugin out everywhere it is referenced.",
    before: "kind: KongPlugin\nplugin: key-auth\nconfigFrom: {secretKeyRef: {name: absent, key: config}}",
    after: "kind: Secret\nmetadata: {name: absent}\nstringData: {config: \"key_names: [apikey]\"}",
    reference: "KIC internal/dataplane/kongstate/plugin.go, SecretToConfiguration",
};

/// A Secret that a plugin names is not in the input.
pub fn secret_not_found(at: Origin, secret: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_SECRET_NOT_FOUND,
        at,
        format!("Secret {secret} does not exist in the input; the plugin is left out"),
    )
    .hint("add the manifest of the Secret, or leave secret values to decK's environment with --secrets env")
}

/// `plugin-secret-key-missing`
pub static PLUGIN_SECRET_KEY_MISSING: Code = Code {
    id: "plugin-secret-key-missing",
    severity: Severity::Error,
    summary: "a Secret lacks the key with a plugin's configuration",
    explanation: "`secretKeyRef.key` must be a key of the Secret's data. Otherwise KIC leaves the plugin out everywhere it is referenced.",
    before: "configFrom: {secretKeyRef: {name: limits, key: conf}}\n---\nkind: Secret\nmetadata: {name: limits}\nstringData: {config: \"minute: 5\"}",
    after: "configFrom: {secretKeyRef: {name: limits, key: config}}",
    reference: "KIC internal/dataplane/kongstate/plugin.go, SecretToConfiguration",
};

/// A Secret has no such key. Only the plugin is to blame, as in KIC.
pub fn secret_key_missing(at: Origin, secret: &Arc<ObjectMeta>, key: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_SECRET_KEY_MISSING,
        at,
        format!(
            "{} has no key \"{key}\"; the plugin is left out",
            secret.key
        ),
    )
    .hint("name a key of the Secret's data")
}

/// `plugin-secret-left-to-environment`
pub static PLUGIN_SECRET_LEFT_TO_ENVIRONMENT: Code = Code {
    id: "plugin-secret-left-to-environment",
    severity: Severity::Warning,
    summary: "a plugin's Secret is not in the input, so its value was not checked",
    explanation: "With `--secrets env` values come from decK's environment, so a Secret need not be in the input. Whether it exists in the cluster and holds configuration that KIC can read could not be checked.",
    before: "# --secrets env, and no manifest of Secret shop/limits\nconfigFrom: {secretKeyRef: {name: limits, key: config}}",
    after: "# give the Secret's manifest as well, or set the variable to a JSON document",
    reference: "kic2kong, --secrets env",
};

/// A placeholder stands for a Secret that is not in the input.
pub fn secret_left_to_environment(at: Origin, secret: &str, key: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_SECRET_LEFT_TO_ENVIRONMENT,
        at,
        format!("Secret {secret} is not in the input; a variable stands for its key \"{key}\""),
    )
    .hint("set the variable, which --secrets-map names, to the value as a JSON document")
}

/// `plugin-patch-value-not-json`
pub static PLUGIN_PATCH_VALUE_NOT_JSON: Code = Code {
    id: "plugin-patch-value-not-json",
    severity: Severity::Error,
    summary: "the value of a configPatches item is not JSON",
    explanation: "The Secret's value is put into the configuration as JSON, so a text needs quotation marks inside the Secret. A bare word is not JSON, and KIC leaves the plugin out everywhere it is referenced.",
    before: "kind: Secret\nmetadata: {name: redis}\nstringData: {password: hunter}",
    after: "kind: Secret\nmetadata: {name: redis}\nstringData: {password: '\"hunter\"'}",
    reference: "KIC internal/dataplane/kongstate/plugin.go, RawConfigurationWithPatchesToConfiguration",
};

/// The value of a patch is not JSON.
pub fn patch_value_not_json(at: Origin, secret: &str, key: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_PATCH_VALUE_NOT_JSON,
        at,
        format!("expected a JSON document in key \"{key}\" of Secret {secret}, found something else; the plugin is left out"),
    )
    .hint("put a text in quotation marks inside the Secret: '\"text\"'")
}

/// `plugin-patch-not-applicable`
pub static PLUGIN_PATCH_NOT_APPLICABLE: Code = Code {
    id: "plugin-patch-not-applicable",
    severity: Severity::Error,
    summary: "the path of a configPatches item leads nowhere",
    explanation: "A patch is a JSON Patch `add`: its path begins with a slash, missing parents are made, a list index must lie in the list, and nothing can be added below a text or a number. When a patch does not apply, KIC leaves the plugin out everywhere it is referenced.",
    before: "config: {header: x-key}\nconfigPatches:\n- path: /header/name   # header is a text\n  valueFrom: {secretKeyRef: {name: names, key: header}}",
    after: "configPatches:\n- path: /header\n  valueFrom: {secretKeyRef: {name: names, key: header}}",
    reference: "KIC internal/dataplane/kongstate/plugin.go, applyJSONPatchFromNamespacedSecretRef",
};

/// A patch has no place in the configuration.
pub fn patch_not_applicable(at: Origin, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_PATCH_NOT_APPLICABLE,
        at,
        format!("nothing can be added at \"{path}\": {reason}; the plugin is left out"),
    )
    .hint("name a place that the configuration has, or whose parents are objects or lists")
}

/// `plugin-patch-too-large`
pub static PLUGIN_PATCH_TOO_LARGE: Code = Code {
    id: "plugin-patch-too-large",
    severity: Severity::Error,
    summary: "a path of configPatches would make the configuration deeper or longer than any plugin's",
    explanation: "KIC makes the parents that the path of a patch lacks, and fills lists with nulls up to the index that it names. This tool does so up to 128 levels, which is as deep as it reads manifests and JSON, and up to 1,000 nulls in all plugins together; Kong's own JSON library stops at 1,000 levels. A patch beyond that is refused, and the plugin is left out.",
    before: "configPatches:\n- path: /allow/99999\n  valueFrom: {secretKeyRef: {name: values, key: client}}",
    after: "configPatches:\n- path: /allow/-\n  valueFrom: {secretKeyRef: {name: values, key: client}}",
    reference: "KIC: internal/dataplane/kongstate/plugin.go; evanphx/json-patch, EnsurePathExistsOnAdd",
};

/// A path would make the configuration too deep or too long.
pub fn patch_too_large(at: Origin, path: &str, reason: &str) -> Diagnostic {
    const SHOWN: usize = 60;
    let shown: String = path.chars().take(SHOWN).collect();
    let dots = if shown.len() < path.len() { "..." } else { "" };
    Diagnostic::new(
        &PLUGIN_PATCH_TOO_LARGE,
        at,
        format!("nothing is added at \"{shown}{dots}\": {reason}; the plugin is left out"),
    )
    .hint("name a place that the configuration has, or append to a list with `-`")
}

/// `plugin-config-not-object`
pub static PLUGIN_CONFIG_NOT_OBJECT: Code = Code {
    id: "plugin-config-not-object",
    severity: Severity::Error,
    summary: "configPatches replace the configuration by a list or a scalar",
    explanation: "A patch with the path \"\" replaces the whole configuration, which must be an object. Otherwise KIC leaves the plugin out everywhere it is referenced.",
    before: "kind: Secret\nmetadata: {name: whole}\nstringData: {config: '[5]'}",
    after: "kind: Secret\nmetadata: {name: whole}\nstringData: {config: '{\"minute\": 5}'}",
    reference: "KIC internal/dataplane/kongstate/plugin.go, RawConfigurationWithPatchesToConfiguration",
};

/// The patched configuration is not an object.
pub fn config_not_object(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_CONFIG_NOT_OBJECT,
        at,
        "expected an object as the patched configuration, found a list or a scalar; the plugin is left out",
    )
    .hint("let the patch with the empty path hold a JSON object")
}

/// `plugin-config-not-readable`
pub static PLUGIN_CONFIG_NOT_READABLE: Code = Code {
    id: "plugin-config-not-readable",
    severity: Severity::Error,
    summary: "the Secret of configFrom holds neither a JSON nor a YAML object",
    explanation: "`configFrom` takes the whole configuration out of one key of a Secret. The text must be an object in JSON or in YAML; a list, a scalar or broken YAML makes KIC leave the plugin out everywhere it is referenced.",
    before: "kind: Secret\nmetadata: {name: limits}\nstringData: {config: \"5\"}",
    after: "kind: Secret\nmetadata: {name: limits}\nstringData: {config: \"minute: 5\"}",
    reference: "KIC internal/dataplane/kongstate/plugin.go, SecretToConfiguration",
};

/// A Secret's text is no configuration.
pub fn config_not_readable(at: Origin, secret: &str, key: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_CONFIG_NOT_READABLE,
        at,
        format!("expected an object in JSON or YAML in key \"{key}\" of Secret {secret}, found something else; the plugin is left out"),
    )
    .hint("write the configuration as keys and values")
}

/// `plugin-config-twice`
pub static PLUGIN_CONFIG_TWICE: Code = Code {
    id: "plugin-config-twice",
    severity: Severity::Error,
    summary: "a plugin has both config and configFrom",
    explanation: "The configuration is either written in the object or taken whole from a Secret. With both KIC leaves the plugin out everywhere it is referenced. To add single values from Secrets, use `configPatches`.",
    before: "config: {minute: 5}\nconfigFrom: {secretKeyRef: {name: limits, key: config}}",
    after: "configFrom: {secretKeyRef: {name: limits, key: config}}",
    reference: "KIC internal/dataplane/kongstate/plugin.go, kongPluginFromK8SPlugin",
};

/// A plugin has two configurations.
pub fn config_twice(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_CONFIG_TWICE,
        at,
        "expected config or configFrom, found both; the plugin is left out",
    )
    .hint("remove one of them, or use configPatches for single values")
}
