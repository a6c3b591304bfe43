//! What Kong itself refuses in a plugin beside its fields: the scope, and plugins that it does not have.

use super::kong_entities::Subject;
use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &KONG_PLUGIN_SCOPE,
    &PLUGIN_NOT_CHECKED,
    &PLUGIN_ENTERPRISE_ONLY,
];

/// A plugin bound to an entity that it cannot be bound to.
pub static KONG_PLUGIN_SCOPE: Code = Code {
    id: "kong-plugin-scope",
    severity: Severity::Error,
    summary: "a plugin cannot be bound to that kind of entity",
    explanation: "Plugins that find out who the consumer is (key-auth, basic-auth, jwt, ...) or run before that (cors, pre-function, ...) cannot belong to a consumer. KIC binds whatever the `konghq.com/plugins` annotation of a KongConsumer names. Kong refuses the whole configuration.",
    before: "kind: KongConsumer\nmetadata:\n  annotations:\n    konghq.com/plugins: key-auth",
    after: "kind: Ingress\nmetadata:\n  annotations:\n    konghq.com/plugins: key-auth",
    reference: "Kong: typedefs.no_consumer in the plugin's schema",
};

/// A plugin without a schema in the tool.
pub static PLUGIN_NOT_CHECKED: Code = Code {
    id: "plugin-not-checked",
    severity: Severity::Info,
    summary: "the configuration of a plugin is not checked, since its schema is not known",
    explanation: "The tool knows the schemas of the plugins that ship with Kong Gateway, open source and Enterprise, by version. A plugin of one's own is rendered as it is. If Kong does not have it either, it refuses the whole configuration. A name that is nearly the one of a plugin that ships is a warning.",
    before: "kind: KongPlugin\nplugin: my-own-plugin",
    after: "kic2kong check --plugin-schema my-own-plugin.json deploy/",
    reference: "Kong: the `plugins` setting in kong.conf",
};

/// A plugin of the Enterprise edition without `--enterprise`.
pub static PLUGIN_ENTERPRISE_ONLY: Code = Code {
    id: "plugin-enterprise-only",
    severity: Severity::Info,
    summary: "a plugin ships with Kong Enterprise only",
    explanation: "The open-source edition of Kong does not have the plugin and refuses the whole configuration. KIC does not look. With `--enterprise` the tool takes the gateway for Kong Enterprise, says nothing, and also checks what the plugin is bound to.",
    before: "kind: KongPlugin\nplugin: openid-connect  # and the gateway is Kong's open-source edition",
    after: "kic2kong check --enterprise deploy/",
    reference: "Kong: the `plugins` setting in kong.conf",
};

/// The plugin cannot be bound to `scope`.
pub fn bad_scope(subject: Subject<'_>, plugin: &str, scope: &str) -> Diagnostic {
    subject
        .problem(
            &KONG_PLUGIN_SCOPE,
            scope,
            &format!("{plugin} cannot be bound to a {scope}"),
        )
        .hint(format!(
            "take {plugin} off the {scope} and put it on the route or service"
        ))
}

/// No schema is known for the plugin; `nearest` is one that ships with Kong and has nearly that name.
pub fn not_checked(at: Origin, plugin: &str, version: &str, nearest: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::new(
        &PLUGIN_NOT_CHECKED,
        at,
        format!("plugin {plugin:?} does not ship with Kong {version}, so its configuration is not checked"),
    )
    .hint("give its schema with --plugin-schema");
    match nearest {
        None => problem,
        Some(nearest) => Diagnostic {
            severity: Severity::Warning,
            message: format!(
                "plugin {plugin:?} does not ship with Kong {version}, which refuses the whole configuration unless it is installed there"
            ),
            ..problem
        }
        .did_you_mean(Some(nearest)),
    }
}

/// Only the Enterprise edition has the plugin.
pub fn enterprise_only(at: Origin, plugin: &str) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_ENTERPRISE_ONLY,
        at,
        format!("plugin {plugin:?} ships with Kong Enterprise only"),
    )
    .hint("give --enterprise if that is the gateway")
}
