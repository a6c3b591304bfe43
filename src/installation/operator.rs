//! Kong Operator itself: its flags and variables, which hold for all of its ControlPlanes (spec 85, 8; KO: `modules/cli`).

use super::arguments::{Arguments, Refused};
use super::environment::{Environment, From, Written};
use super::found::Outcome;
use super::spot::Spot;
use super::value::{
    self,
    Kind::{self, Bool, Duration, Filter, Int, List, Text},
    Value,
};
use crate::diag::similar::similar;
use crate::diag::{called::Called, settings};

/// Every flag of 2.2 and 2.3 with what it takes.
const FLAGS: &[(&str, Kind)] = &[
    ("anonymous-reports", Bool),
    ("apiserver-burst", Int),
    ("apiserver-host", Text),
    ("apiserver-qps", Int),
    ("cache-sync-period", Duration),
    ("cache-sync-timeout", Duration),
    ("cert-expiration-margin", Duration),
    ("cert-ttl", Duration),
    ("cluster-ca-key-size", Int),
    ("cluster-ca-key-type", Text),
    ("cluster-ca-secret", Text),
    ("cluster-ca-secret-namespace", Text),
    ("cluster-domain", Text),
    ("config-map-label-selector", Text),
    ("controller-name", Text),
    ("controlplane-config-dump-bind-address", Text),
    ("emit-kubernetes-events", Bool),
    ("enable-controller-aigateway", Bool),
    ("enable-controller-aigatewaydataplane", Bool),
    ("enable-controller-controlplane", Bool),
    ("enable-controller-controlplaneextensions", Bool),
    ("enable-controller-dataplane", Bool),
    ("enable-controller-dataplane-bluegreen", Bool),
    ("enable-controller-gateway", Bool),
    ("enable-controller-kegdataplane", Bool),
    ("enable-controller-kongplugininstallation", Bool),
    ("enable-controller-konnect", Bool),
    ("enable-controlplane-config-dump", Bool),
    ("enable-conversion-webhook", Bool),
    ("enable-fqdn-mode", Bool),
    ("enable-gateway-api-experimental", Bool),
    ("enable-validating-webhook", Bool),
    ("enforce-config", Bool),
    ("feature-gates", Text),
    ("health-probe-bind-address", Text),
    ("konnect-controller-max-concurrent-reconciles", Int),
    ("konnect-request-timeout", Duration),
    ("konnect-sync-period", Duration),
    ("kubeconfig", Text),
    ("leader-election-lease-duration", Duration),
    ("leader-election-renew-deadline", Duration),
    ("leader-election-retry-period", Duration),
    ("logging-mode", Text),
    ("max-concurrent-reconciles-controlplane-controller", Int),
    ("max-concurrent-reconciles-dataplane-controller", Int),
    ("max-concurrent-reconciles-gateway-controller", Int),
    ("max-concurrent-reconciles-konnect-controller", Int),
    ("metrics-access-filter", Filter),
    ("metrics-bind-address", Text),
    ("no-leader-election", Bool),
    ("secret-label-selector", Text),
    ("validate-images", Bool),
    ("version", Bool),
    ("watch-namespaces", List),
    ("zap-devel", Bool),
    ("zap-encoder", Text),
    ("zap-log-level", Text),
    ("zap-stacktrace-level", Text),
    ("zap-time-encoding", Text),
];

/// Flags that are options of ours, with our names.
const OPTIONS: [(&str, &str); 4] = [
    ("cluster-domain", "cluster-domain"),
    ("secret-label-selector", "secret-label-selector"),
    ("config-map-label-selector", "configmap-label-selector"),
    ("controller-name", "gateway-api-controller-name"),
];

/// Whose GatewayClasses an operator takes when nobody says otherwise.
pub(super) const DEFAULT_NAME: &str = "konghq.com/gateway-operator";

/// The newest line that is known, as `--controller` names it.
pub(super) const NEWEST: &str = "kong-operator-2.3";

/// Prefixes of variables, the weaker one first.
const PREFIXES: [&str; 2] = ["GATEWAY_OPERATOR_", "KONG_OPERATOR_"];

/// The variable that names the controller when no flag does.
const CONTROLLER_NAME: &str = "KONG_CONTROLLER_NAME";

/// An operator.
#[derive(Debug, Clone)]
pub(super) struct Operator {
    /// Its options and what is wrong with them.
    pub(super) outcome: Outcome,
    /// The namespaces that it is limited to, and where that stands.
    pub(super) limit: Option<(Vec<String>, Spot)>,
}

impl Operator {
    /// Whose GatewayClasses it takes.
    pub(super) fn controller_name(&self) -> &str {
        let name = self.outcome.text("gateway-api-controller-name");
        name.unwrap_or(DEFAULT_NAME)
    }
}

/// What a flag takes.
pub(super) fn takes(name: &str) -> Option<Kind> {
    let row = FLAGS.iter().find(|(known, _)| *known == name);
    row.map(|(_, kind)| *kind)
}

/// What the operator is told.
pub(super) fn read(
    environment: &Environment,
    arguments: &Arguments,
    mut outcome: Outcome,
) -> Operator {
    refusals(arguments, &mut outcome);
    for (flag, option) in OPTIONS {
        let Some((value, from, is_secret)) = one(environment, arguments, flag, &mut outcome) else {
            continue;
        };
        // An empty name is none.
        if flag != "controller-name" || value != Value::Text(String::new()) {
            outcome.set(option, value, from, is_secret);
        }
    }
    let limit = match one(environment, arguments, "watch-namespaces", &mut outcome) {
        Some((Value::List(names), From::At(at), _)) if !names.is_empty() => {
            Some((names.into_iter().collect(), at))
        }
        _ => None,
    };
    Operator { outcome, limit }
}

fn refusals(arguments: &Arguments, out: &mut Outcome) {
    for refused in &arguments.refused {
        match refused {
            Refused::UnknownFlag { name, at } => {
                let bare = name.trim_start_matches('-');
                let near = similar(bare, FLAGS.iter().map(|(name, _)| *name));
                out.problems
                    .push(settings::flag_unknown(at.location(), name, false, near));
            }
            Refused::WithoutValue { name, at } => {
                out.problems.push(settings::invalid(
                    at.location(),
                    &Called::flag(name),
                    "a value",
                ));
            }
            // Go's own package stops there without a word.
            Refused::Word { .. } => {}
        }
    }
    for unknown in &arguments.unknown {
        out.problems.push(settings::arguments_unknown(
            unknown.at.location(),
            &unknown.what,
        ));
    }
}

/// The value that counts of a flag.
fn one(
    environment: &Environment,
    arguments: &Arguments,
    flag: &str,
    out: &mut Outcome,
) -> Option<(Value, From, bool)> {
    let kind = takes(flag)?;
    let suffix = flag.to_uppercase().replace('-', "_");
    let mut names: Vec<String> = PREFIXES
        .iter()
        .map(|prefix| format!("{prefix}{suffix}"))
        .collect();
    if flag == "controller-name" {
        names.insert(0, CONTROLLER_NAME.to_owned());
    }
    let variables = names.iter().flat_map(|name| environment.all(name));
    let flags = arguments.flags.iter().filter(|it| it.name == flag);
    let written: Vec<(&Written, Called)> = variables
        .map(|variable| {
            let written = &variable.written;
            (written, Called::variable(&written.label, &variable.name))
        })
        .chain(flags.map(|it| (&it.written, Called::flag(flag))))
        .collect();
    let ((winner, called), losers) = written.split_last()?;
    let text = match &winner.text {
        Ok(text) => text,
        Err(unknown) => {
            out.problems.push(settings::unresolvable(
                unknown.at.location(),
                called,
                &unknown.what,
            ));
            return None;
        }
    };
    for (loser, loser_called) in losers {
        if let (Ok(other), From::At(at)) = (&loser.text, loser.from)
            && other != text
        {
            out.problems
                .push(settings::shadowed(at.location(), loser_called, called));
        }
    }
    let parsed = value::parse(kind, text).ok()?;
    if let (Some(hint), From::At(at)) = (&winner.odd, winner.from) {
        out.problems
            .push(settings::suspicious(at.location(), called, text, hint));
    }
    Some((parsed, winner.from, winner.is_secret))
}
