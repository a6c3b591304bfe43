//! Annotations that KIC itself read once and no longer does (spec 87, 6).

use crate::diag::lint;
use crate::k8s::annotations::OVERRIDE;
use crate::lint::Context;
use crate::origin::{FieldPath, Origin};

/// What stands in the place of a former annotation: a sentence for the hint.
pub(super) fn successor(key: &str) -> Option<&'static str> {
    FORMER
        .iter()
        .find(|(former, _)| *former == key)
        .map(|(_, successor)| *successor)
        .or_else(|| {
            key.strip_suffix(PLUGIN_SUFFIX)
                .is_some_and(|name| !name.is_empty())
                .then_some(PLUGINS)
        })
}

/// Report `konghq.com/override` of Services, where no controller reads it any more.
pub(super) fn overrides(context: &mut Context<'_>) {
    for service in &context.store.services {
        if service.meta.annotation(OVERRIDE).is_some() {
            let at = Origin::at(&service.meta, FieldPath::annotation(OVERRIDE));
            let instead = "write a KongUpstreamPolicy and name it by `konghq.com/upstream-policy`";
            context
                .diagnostics
                .push(lint::former_annotation(at, OVERRIDE, instead));
        }
    }
}

/// `NAME.plugin.konghq.com` of KIC before 0.4.
const PLUGIN_SUFFIX: &str = ".plugin.konghq.com";
const PLUGINS: &str =
    "write `konghq.com/plugins`; until then no plugin is attached, not even one for authentication";

/// Keys and their successors; all gone with KIC 1.0, `gateway-unmanaged` with 2.6.
const FORMER: &[(&str, &str)] = &[
    ("plugins.konghq.com", PLUGINS),
    (
        "configuration.konghq.com",
        "use the annotations of the Ingress and of its Service, and a KongUpstreamPolicy named by `konghq.com/upstream-policy`; \
         `konghq.com/override` acts on Services, for `upstream` only",
    ),
    (
        "configuration.konghq.com/protocols",
        "write `konghq.com/protocols`; until then plain http is served too",
    ),
    (
        "configuration.konghq.com/protocol",
        "write `konghq.com/protocol` on the Service",
    ),
    (
        "configuration.konghq.com/client-cert",
        "write `konghq.com/client-cert` on the Service; until then the backend gets no client certificate",
    ),
    (
        "konghq.com/gateway-unmanaged",
        "write `konghq.com/gatewayclass-unmanaged` on the GatewayClass",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plugin_by_its_own_key_is_a_former_annotation() {
        assert_eq!(successor("tcp-log.plugin.konghq.com"), Some(PLUGINS));
        assert_eq!(successor(".plugin.konghq.com"), None);
        assert_eq!(successor("konghq.com/plugins"), None);
    }
}
