//! The options of a conversion by their names: how a found value becomes one, what somebody wrote for one, what each is by default.

use crate::cli::args::gate::{FeatureGate, feature_gate};
use crate::cli::args::{ControllerArgs, RouterFlavorArg};
use crate::controller::reconciler::Reconcilers;
use crate::installation::Value;
use crate::options::{FeatureGates, LabelSelector, NamespacedName, Options};
use clap::ValueEnum;
use std::collections::{BTreeMap, BTreeSet};

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Bool,
    Text,
    List,
    Gates,
}

/// Every option that a controller or a gateway has of its own, in the order of `settings`.
const OPTIONS: [(&str, Takes); 24] = [
    ("controller", Takes::Text),
    ("control-plane", Takes::Text),
    ("gateway-api", Takes::Text),
    ("ingress-class", Takes::Text),
    ("gateway-api-controller-name", Takes::Text),
    ("gateway-to-reconcile", Takes::Text),
    ("watch-namespace", Takes::List),
    ("disable-controllers", Takes::List),
    ("secret-label-selector", Takes::Text),
    ("configmap-label-selector", Takes::Text),
    ("feature-gates", Takes::Gates),
    ("combined-services-from-different-httproutes", Takes::Bool),
    ("enable-drain-support", Takes::Bool),
    ("cluster-domain", Takes::Text),
    ("kong-workspace", Takes::Text),
    ("skip-ca-certificates", Takes::Bool),
    ("router-flavor", Takes::Text),
    ("kong-version", Takes::Text),
    ("enterprise", Takes::Bool),
    ("kubernetes-version", Takes::Text),
    ("gateways", Takes::Text),
    ("services", Takes::Text),
    ("secrets", Takes::Text),
    ("endpoints", Takes::Text),
];

/// The names of the options.
pub(in crate::cli) fn names() -> impl Iterator<Item = &'static str> {
    OPTIONS.iter().map(|(name, _)| *name)
}

/// What the words that somebody gave an option mean.
pub(super) fn read(option: &str, words: &[String]) -> Value {
    let last = words.last().map(String::as_str).unwrap_or_default();
    let takes = OPTIONS.iter().find(|(name, _)| *name == option);
    match takes.map_or(Takes::Text, |(_, takes)| *takes) {
        Takes::Bool => Value::Bool(
            !["false", "f", "no", "n", "off", "0"].contains(&&*last.to_ascii_lowercase()),
        ),
        Takes::Text => Value::Text(last.to_owned()),
        Takes::List => {
            let items = words.iter().flat_map(|word| word.split(','));
            Value::List(items.map(str::to_owned).collect())
        }
        Takes::Gates => {
            let items = words.iter().flat_map(|word| word.split(','));
            let gates = items.filter_map(|item| {
                let (name, value) = item.split_once('=')?;
                let is_on = ["1", "t", "T", "true", "TRUE", "True"].contains(&value.trim());
                Some((name.trim().to_owned(), is_on))
            });
            Value::Gates(gates.collect())
        }
    }
}

/// The value in force of an option that somebody set.
pub(in crate::cli) fn given(option: &str, controller: &ControllerArgs) -> Option<(Value, String)> {
    let words = controller.given.get(option)?;
    Some((read(option, &words.words), words.from.clone()))
}

/// Set an option to what was found. `false`: it is nothing that the option takes.
pub(super) fn set(controller: &mut ControllerArgs, option: &str, value: &Value) -> bool {
    match value {
        Value::Text(text) => set_text(controller, option, text),
        Value::Bool(value) => {
            match option {
                "combined-services-from-different-httproutes" => {
                    controller.combined_services_from_different_httproutes = Some(*value);
                }
                "enable-drain-support" => controller.enable_drain_support = Some(*value),
                "skip-ca-certificates" => controller.skip_ca_certificates = *value,
                "enterprise" => controller.enterprise = *value,
                _ => return false,
            }
            true
        }
        Value::List(items) => {
            match option {
                "watch-namespace" => controller.watch_namespace = items.iter().cloned().collect(),
                "disable-controllers" => {
                    let parsed: Result<Vec<Reconcilers>, String> =
                        items.iter().map(|name| name.parse()).collect();
                    return parsed
                        .map(|off| controller.disable_controllers = off)
                        .is_ok();
                }
                _ => return false,
            }
            true
        }
        Value::Gates(gates) => {
            let parsed: Result<Vec<FeatureGate>, String> = gates
                .iter()
                .map(|(name, is_on)| feature_gate(&format!("{name}={is_on}")))
                .collect();
            parsed.map(|gates| controller.feature_gates = gates).is_ok()
        }
    }
}

fn set_text(controller: &mut ControllerArgs, option: &str, text: &str) -> bool {
    let own = || Some(text.to_owned());
    match option {
        "controller" => {
            return text
                .parse()
                .map(|asked| controller.controller = asked)
                .is_ok();
        }
        "ingress-class" => controller.ingress_class = own(),
        "gateway-api-controller-name" => controller.gateway_api_controller_name = own(),
        "cluster-domain" => controller.cluster_domain = own(),
        "kong-workspace" => text.clone_into(&mut controller.kong_workspace),
        "gateway-to-reconcile" => controller.gateway_to_reconcile = pair(text),
        "control-plane" => controller.control_plane = pair(text),
        "secret-label-selector" => {
            let parsed = text.parse::<LabelSelector>();
            return parsed
                .map(|it| controller.secret_label_selector = Some(it))
                .is_ok();
        }
        "configmap-label-selector" => {
            let parsed = text.parse::<LabelSelector>();
            return parsed
                .map(|it| controller.configmap_label_selector = Some(it))
                .is_ok();
        }
        "router-flavor" => {
            let parsed = RouterFlavorArg::from_str(text, false);
            return parsed.map(|it| controller.router_flavor = it).is_ok();
        }
        "kong-version" => {
            return text
                .parse()
                .map(|it| controller.kong_version = Some(it))
                .is_ok();
        }
        _ => return false,
    }
    true
}

fn pair(text: &str) -> Option<NamespacedName> {
    let (namespace, name) = text.split_once('/')?;
    Some(NamespacedName {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    })
}

/// What an option is when nobody sets it; `None`: nothing.
pub(in crate::cli) fn default(
    option: &str,
    options: &Options,
    controller: &ControllerArgs,
) -> Option<Value> {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    match option {
        "controller" => {
            let line = options.controller.line();
            let product = if line.product == "KIC" {
                "kic"
            } else {
                "kong-operator"
            };
            text(&format!("{product}-{}", line.name))
        }
        "ingress-class" => text(&options.ingress_class),
        "gateway-api-controller-name" => text(&options.gateway_controller_name),
        "watch-namespace" | "disable-controllers" => Some(Value::List(BTreeSet::new())),
        "secret-label-selector" => text(options.controller.defaults().secret_label_selector),
        "configmap-label-selector" => text(options.controller.defaults().configmap_label_selector),
        "feature-gates" => Some(Value::Gates(gates(options.feature_gates))),
        "combined-services-from-different-httproutes" => {
            Some(Value::Bool(options.combined_services))
        }
        "enable-drain-support" => Some(Value::Bool(options.drain_support)),
        "cluster-domain" => text(&options.cluster_domain),
        "kong-workspace" => text(&options.kong_workspace),
        "skip-ca-certificates" => Some(Value::Bool(options.skip_ca_certificates)),
        "router-flavor" => {
            let value = controller.router_flavor.to_possible_value()?;
            text(value.get_name())
        }
        "kong-version" => text(&options.kong_version.to_string()),
        "enterprise" => Some(Value::Bool(options.enterprise)),
        "gateway-api" => {
            let release = options.gateway_api;
            let release = release.unwrap_or(options.controller.defaults().gateway_api);
            text(&release.to_string())
        }
        "control-plane" | "gateway-to-reconcile" => text(""),
        "kubernetes-version" => text(&options.kubernetes_version.to_string()),
        "gateways" => text(controller.gateways.to_possible_value()?.get_name()),
        "services" => text(controller.services.to_possible_value()?.get_name()),
        "secrets" => text(controller.secrets.to_possible_value()?.get_name()),
        "endpoints" => text(controller.endpoints.to_possible_value()?.get_name()),
        _ => None,
    }
}

fn gates(gates: FeatureGates) -> BTreeMap<String, bool> {
    let named = [
        ("GatewayAlpha", gates.gateway_alpha),
        ("FillIDs", gates.fill_ids),
        ("RewriteURIs", gates.rewrite_uris),
        ("KongServiceFacade", gates.kong_service_facade),
        ("KongCustomEntity", gates.kong_custom_entity),
        ("FallbackConfiguration", gates.fallback_configuration),
    ];
    named.map(|(name, is_on)| (name.to_owned(), is_on)).into()
}
