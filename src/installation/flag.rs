//! The flags of KIC, what each takes, and what a value must be for the controller to start (spec 85, 2 and 3; KIC:
//! `internal/cmd/rootcmd/config/cli.go`). Every flag is also a variable, `CONTROLLER_` before its name in capitals.

use super::value::Kind::{self, Bool, Duration, Filter, Float, Gates, Int, List, Name, Pair, Text};

/// A flag: its name, what it takes, and whether KIC has it only from 3.5 on.
type Row = (&'static str, Kind, bool);

/// Every flag of 3.4 and 3.5, hidden and deprecated ones included.
const FLAGS: &[Row] = &[
    ("admission-webhook-cert", Text, false),
    ("admission-webhook-cert-file", Text, false),
    ("admission-webhook-key", Text, false),
    ("admission-webhook-key-file", Text, false),
    ("admission-webhook-listen", Text, false),
    ("anonymous-reports", Bool, false),
    ("apiserver-burst", Int, false),
    ("apiserver-host", Text, false),
    ("apiserver-qps", Int, false),
    ("cache-sync-timeout", Duration, false),
    ("cluster-domain", Text, false),
    ("combined-services-from-different-httproutes", Bool, true),
    ("configmap-label-selector", Text, false),
    ("diagnostic-server-port", Int, false),
    ("dump-config", Bool, false),
    ("dump-sensitive-config", Bool, false),
    ("election-id", Text, false),
    ("election-namespace", Text, false),
    ("emit-kubernetes-events", Bool, false),
    ("enable-controller-gwapi-gateway", Bool, false),
    ("enable-controller-gwapi-grpcroute", Bool, false),
    ("enable-controller-gwapi-httproute", Bool, false),
    ("enable-controller-gwapi-reference-grant", Bool, false),
    ("enable-controller-ingress-class-networkingv1", Bool, false),
    ("enable-controller-ingress-class-parameters", Bool, false),
    ("enable-controller-ingress-networkingv1", Bool, false),
    ("enable-controller-kong-custom-entity", Bool, false),
    ("enable-controller-kong-license", Bool, false),
    ("enable-controller-kong-service-facade", Bool, false),
    ("enable-controller-kong-upstream-policy", Bool, false),
    ("enable-controller-kong-vault", Bool, false),
    ("enable-controller-kongclusterplugin", Bool, false),
    ("enable-controller-kongconsumer", Bool, false),
    ("enable-controller-kongingress", Bool, false),
    ("enable-controller-kongplugin", Bool, false),
    ("enable-controller-service", Bool, false),
    ("enable-controller-tcpingress", Bool, false),
    ("enable-controller-udpingress", Bool, false),
    ("enable-drain-support", Bool, true),
    ("enable-reverse-sync", Bool, false),
    ("feature-gates", Gates, false),
    ("force-leader-election", Text, false),
    ("gateway-api-controller-name", Name, false),
    ("gateway-discovery-dns-strategy", Text, false),
    (
        "gateway-discovery-readiness-check-interval",
        Duration,
        false,
    ),
    ("gateway-discovery-readiness-check-timeout", Duration, false),
    ("gateway-to-reconcile", Pair, false),
    ("health-probe-bind-address", Text, false),
    ("ingress-class", Text, false),
    ("init-cache-sync-duration", Duration, false),
    ("kong-admin-ca-cert", Text, false),
    ("kong-admin-ca-cert-file", Text, false),
    ("kong-admin-concurrency", Int, false),
    ("kong-admin-filter-tag", List, false),
    ("kong-admin-header", List, false),
    ("kong-admin-init-retries", Int, false),
    ("kong-admin-init-retry-delay", Duration, false),
    ("kong-admin-svc", Pair, false),
    ("kong-admin-svc-port-names", List, false),
    ("kong-admin-tls-client-cert", Text, false),
    ("kong-admin-tls-client-cert-file", Text, false),
    ("kong-admin-tls-client-key", Text, false),
    ("kong-admin-tls-client-key-file", Text, false),
    ("kong-admin-tls-server-name", Text, false),
    ("kong-admin-tls-skip-verify", Bool, false),
    ("kong-admin-token", Text, false),
    ("kong-admin-token-file", Text, false),
    ("kong-admin-url", List, false),
    ("kong-workspace", Text, false),
    ("konnect-address", Text, false),
    ("konnect-config-sync-concurrency", Int, false),
    ("konnect-control-plane-id", Text, false),
    ("konnect-disable-consumers-sync", Bool, false),
    ("konnect-initial-license-polling-period", Duration, false),
    ("konnect-license-polling-period", Duration, false),
    ("konnect-license-storage-enabled", Bool, true),
    ("konnect-licensing-enabled", Bool, false),
    ("konnect-refresh-node-period", Duration, false),
    ("konnect-runtime-group-id", Text, false),
    ("konnect-sync-enabled", Bool, false),
    ("konnect-tls-client-cert", Text, false),
    ("konnect-tls-client-cert-file", Text, false),
    ("konnect-tls-client-key", Text, false),
    ("konnect-tls-client-key-file", Text, false),
    ("konnect-upload-config-period", Duration, false),
    ("kubeconfig", Text, false),
    ("log-format", Text, false),
    ("log-level", Text, false),
    ("metrics-access-filter", Filter, false),
    ("metrics-bind-address", Text, false),
    ("profiling", Bool, false),
    ("proxy-sync-seconds", Float, false),
    ("proxy-timeout-seconds", Float, false),
    ("publish-service", Pair, false),
    ("publish-service-udp", Pair, false),
    ("publish-status-address", List, false),
    ("publish-status-address-udp", List, false),
    ("secret-label-selector", Text, false),
    ("skip-ca-certificates", Bool, false),
    ("sync-period", Duration, false),
    ("term-delay", Duration, false),
    ("update-status", Bool, false),
    ("update-status-queue-buffer-size", Int, false),
    ("use-last-valid-config-for-fallback", Bool, false),
    ("watch-namespace", List, false),
];

/// What stands before the name of a flag in the name of its variable.
pub(super) const PREFIX: &str = "CONTROLLER_";

/// What stands before the name of a controller in the flag that switches it.
pub(super) const SWITCH: &str = "enable-controller-";

/// What a release of KIC knows of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// A flag that takes this.
    Yes(Kind),
    /// A flag of 3.5 that this release does not have.
    Later,
    /// Nothing.
    No,
}

/// Look a flag up. `is_old` stands for KIC 3.4.
pub(super) fn known(flag: &str, is_old: bool) -> Known {
    match FLAGS.iter().find(|(name, ..)| *name == flag) {
        Some((_, _, true)) if is_old => Known::Later,
        Some((_, kind, _)) => Known::Yes(*kind),
        None => Known::No,
    }
}

/// The names of all flags.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FLAGS.iter().map(|(name, ..)| *name)
}

/// The flag of a variable: `CONTROLLER_INGRESS_CLASS` is `ingress-class`. `None` without the prefix.
pub(super) fn of_variable(name: &str) -> Option<String> {
    let flag = name.strip_prefix(PREFIX)?;
    // Only capitals are looked up.
    let is_spelt = !flag.contains('-') && !flag.bytes().any(|byte| byte.is_ascii_lowercase());
    Some(if is_spelt {
        flag.to_ascii_lowercase().replace('_', "-")
    } else {
        String::new()
    })
}

/// The variable of a flag.
pub(super) fn variable(flag: &str) -> String {
    format!("{PREFIX}{}", flag.to_ascii_uppercase().replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_and_its_variable_name_each_other() {
        for flag in names() {
            assert_eq!(of_variable(&variable(flag)).as_deref(), Some(flag));
        }
        assert_eq!(of_variable("KONG_ADMIN"), None);
        assert_eq!(of_variable("CONTROLLER_ingress_class").as_deref(), Some(""));
    }

    #[test]
    fn the_flags_of_3_5_are_not_those_of_3_4() {
        assert_eq!(known("enable-drain-support", true), Known::Later);
        assert_eq!(known("enable-drain-support", false), Known::Yes(Bool));
        assert_eq!(known("enable-drains", false), Known::No);
    }
}
