//! Problems of KongVault and KongCustomEntity.

use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[&VAULT_PREFIX_DUPLICATE, &VAULT_CONFIG_NOT_OBJECT];

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
