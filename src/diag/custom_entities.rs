//! Problems of KongVault and KongCustomEntity.

use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &VAULT_PREFIX_DUPLICATE,
    &VAULT_CONFIG_NOT_OBJECT,
    &CUSTOM_ENTITY_FIELDS_NOT_OBJECT,
    &CUSTOM_ENTITY_PARENT_NOT_FOUND,
    &CUSTOM_ENTITY_PARENT_NOT_GRANTED,
];

/// `vault-prefix-duplicate`
pub static VAULT_PREFIX_DUPLICATE: Code = Code {
    id: "vault-prefix-duplicate",
    severity: Severity::Error,
    summary: "two KongVaults have one prefix",
    explanation: "A `{vault://prefix/...}` reference can mean one vault only. KIC keeps the oldest KongVault of a prefix, of equally old ones that with the smaller name, and leaves the others out.",
    before: "kind: KongVault\nmetadata: {name: two}\nspec: {backend: env, prefix: app}   # prefix of KongVault one, too",
    after: "kind: KongVault\nmetadata: {name: two}\nspec: {backend: env, prefix: app-two}",
    reference: "KIC internal/dataplane/kongstate/kongstate.go, FillVaults",
};

/// A KongVault loses its prefix to another one.
pub fn vault_prefix_duplicate(at: Origin, prefix: &str, winner: &Arc<ObjectMeta>) -> Diagnostic {
    Diagnostic::new(
        &VAULT_PREFIX_DUPLICATE,
        at,
        format!("spec.prefix \"{prefix}\" is that of {} already", winner.key),
    )
    .hint("give the vault a prefix of its own, or delete one of the two")
    .fails(format!("spec.prefix {prefix:?} is duplicate"))
}

/// `vault-config-not-object`
pub static VAULT_CONFIG_NOT_OBJECT: Code = Code {
    id: "vault-config-not-object",
    severity: Severity::Error,
    summary: "the configuration of a KongVault is not an object",
    explanation: "`spec.config` holds the named settings of the vault's backend. KIC cannot read a list or a scalar there and leaves the vault out.",
    before: "spec: {backend: env, prefix: app, config: [prefix]}",
    after: "spec: {backend: env, prefix: app, config: {prefix: APP_}}",
    reference: "KIC internal/dataplane/kongstate/kongstate.go, FillVaults",
};

/// `spec.config` is not an object.
pub fn vault_config_not_object(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &VAULT_CONFIG_NOT_OBJECT,
        at,
        "spec.config must be an object",
    )
    .hint("write the settings of the vault as keys and values")
}

/// `custom-entity-fields-not-object`
pub static CUSTOM_ENTITY_FIELDS_NOT_OBJECT: Code = Code {
    id: "custom-entity-fields-not-object",
    severity: Severity::Error,
    summary: "the fields of a KongCustomEntity are not an object",
    explanation: "`spec.fields` is the entity as Kong gets it: names and values. KIC cannot read a list or a scalar there and leaves the entity out.",
    before: "spec: {type: sessions, controllerName: kong, fields: [session_id]}",
    after: "spec: {type: sessions, controllerName: kong, fields: {session_id: example}}",
    reference: "KIC internal/dataplane/kongstate/customentity.go",
};

/// `spec.fields` is not an object.
pub fn fields_not_object(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &CUSTOM_ENTITY_FIELDS_NOT_OBJECT,
        at,
        "expected an object, found a list or a scalar; the entity is left out",
    )
    .hint("write the fields of the entity as keys and values")
}

/// `custom-entity-parent-not-found`
pub static CUSTOM_ENTITY_PARENT_NOT_FOUND: Code = Code {
    id: "custom-entity-parent-not-found",
    severity: Severity::Error,
    summary: "the parent plugin of a KongCustomEntity does not exist",
    explanation: "`spec.parentRef` names the KongPlugin or KongClusterPlugin whose services the entity is attached to. When it does not exist, KIC leaves the entity out. A KongClusterPlugin of another controller's class does not exist for this one.",
    before: "spec:\n  parentRef: {group: configuration.konghq.com, kind: KongPlugin, name: degraph}   # its name is degraphql",
    after: "spec:\n  parentRef: {group: configuration.konghq.com, kind: KongPlugin, name: degraphql}",
    reference: "KIC internal/dataplane/kongstate/customentity.go, findCustomEntityRelatedPlugin",
};

/// The plugin of `spec.parentRef` does not exist.
pub fn parent_not_found(at: Origin, plugin: &str) -> Diagnostic {
    Diagnostic::new(
        &CUSTOM_ENTITY_PARENT_NOT_FOUND,
        at,
        format!("{plugin} does not exist in the input; the entity is left out"),
    )
    .hint("add the plugin's manifest, or correct kind, namespace and name")
}

/// `custom-entity-parent-not-granted`
pub static CUSTOM_ENTITY_PARENT_NOT_GRANTED: Code = Code {
    id: "custom-entity-parent-not-granted",
    severity: Severity::Error,
    summary: "no ReferenceGrant allows the parent plugin of a KongCustomEntity",
    explanation: "A parent plugin in another namespace needs a ReferenceGrant there, from kind KongCustomEntity to kind KongPlugin, even when a KongClusterPlugin is meant. Without one KIC leaves the entity out.",
    before: "metadata: {name: route, namespace: shop}\nspec:\n  parentRef: {group: configuration.konghq.com, kind: KongPlugin, namespace: policies, name: degraphql}",
    after: "kind: ReferenceGrant\nmetadata: {name: shop, namespace: policies}\nspec:\n  from: [{group: configuration.konghq.com, kind: KongCustomEntity, namespace: shop}]\n  to: [{group: configuration.konghq.com, kind: KongPlugin}]",
    reference: "KIC internal/dataplane/kongstate/customentity.go, findCustomEntityRelatedPlugin",
};

/// No grant allows `spec.parentRef`.
pub fn parent_not_granted(at: Origin, namespace: &str, name: &str) -> Diagnostic {
    let from = at.object.namespace();
    let message = format!(
        "no ReferenceGrant lets namespace {from} refer to plugin {namespace}/{name}; the entity is left out"
    );
    let hint = format!(
        "add a ReferenceGrant in namespace {namespace} from group configuration.konghq.com, kind KongCustomEntity, namespace {from} to group configuration.konghq.com, kind KongPlugin"
    );
    Diagnostic::new(&CUSTOM_ENTITY_PARENT_NOT_GRANTED, at, message)
        .hint(hint)
        .fails(format!(
            "failed to find attached foreign entities for custom entity: {}",
            super::plugins::not_granted(&format!("{namespace}:{name}"))
        ))
}
