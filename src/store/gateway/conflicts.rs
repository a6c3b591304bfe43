//! Listeners of one Gateway that stand in each other's way, by KIC's rule (spec 20, A.5).

use gateway_api::apis::experimental::gateways::GatewayListeners;
use std::collections::{BTreeMap, BTreeSet};

/// Why a listener is in conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// The API's word.
    pub reason: &'static str,
    /// Whether it came too late itself, rather than being hit by one that did.
    pub is_own: bool,
}

/// The conflict of each listener: of those that come too late on a port, and of those that they hit.
pub(super) fn conflicts(listeners: &[GatewayListeners]) -> Vec<Option<Conflict>> {
    let shares = |first: &str, later: &str| match first {
        "HTTP" => later == "HTTP",
        "HTTPS" | "TLS" => matches!(later, "HTTPS" | "TLS"),
        _ => false,
    };
    let mut ports: BTreeMap<i32, (&str, BTreeSet<&str>)> = BTreeMap::new();
    let mut protocol_conflicts = BTreeSet::new();
    let mut hostname_conflicts = BTreeSet::new();
    let mut late = BTreeSet::new();
    for (position, listener) in listeners.iter().enumerate() {
        let hostname = listener.hostname.as_deref().unwrap_or_default();
        match ports.get_mut(&listener.port) {
            None => {
                ports.insert(
                    listener.port,
                    (&listener.protocol, BTreeSet::from([hostname])),
                );
            }
            Some((first, _)) if !shares(first, &listener.protocol) => {
                protocol_conflicts.insert(listener.port);
                late.insert(position);
            }
            Some((_, hostnames)) => {
                if !hostnames.insert(hostname) {
                    hostname_conflicts.insert((listener.port, hostname));
                    late.insert(position);
                }
            }
        }
    }
    let conflict = |(position, listener): (usize, &GatewayListeners)| {
        let hostname = listener.hostname.as_deref().unwrap_or_default();
        let reason = if protocol_conflicts.contains(&listener.port) {
            "ProtocolConflict"
        } else if hostname_conflicts.contains(&(listener.port, hostname)) {
            "HostnameConflict"
        } else {
            return None;
        };
        Some(Conflict {
            reason,
            is_own: late.contains(&position),
        })
    };
    listeners.iter().enumerate().map(conflict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listener(port: i32, protocol: &str) -> GatewayListeners {
        GatewayListeners {
            port,
            protocol: protocol.to_owned(),
            ..GatewayListeners::default()
        }
    }

    #[test]
    fn the_first_listener_of_a_port_is_hit_by_a_later_one_of_another_protocol() {
        let listeners = [
            listener(80, "HTTP"),
            listener(80, "TCP"),
            listener(81, "TCP"),
        ];
        let conflict = |is_own| {
            Some(Conflict {
                reason: "ProtocolConflict",
                is_own,
            })
        };
        assert_eq!(
            conflicts(&listeners),
            [conflict(false), conflict(true), None]
        );
    }

    #[test]
    fn https_and_tls_share_a_port_until_their_host_names_are_equal() {
        let named = |protocol, hostname: &str| GatewayListeners {
            hostname: Some(hostname.to_owned()),
            ..listener(443, protocol)
        };
        let apart = [
            named("HTTPS", "a.example.com"),
            named("TLS", "b.example.com"),
        ];
        assert_eq!(conflicts(&apart), [None, None]);
        let equal = [
            named("HTTPS", "a.example.com"),
            named("TLS", "a.example.com"),
        ];
        let reasons = conflicts(&equal).into_iter().flatten();
        let reasons: Vec<_> = reasons.map(|it| (it.reason, it.is_own)).collect();
        assert_eq!(
            reasons,
            [("HostnameConflict", false), ("HostnameConflict", true)]
        );
    }
}
