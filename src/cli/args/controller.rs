//! Options with the names that KIC itself uses, and those where an offline tool must choose.

use super::gate::{FeatureGate, feature_gate};
use super::given::Given;
use crate::controller::reconciler::Reconcilers;
use crate::controller::{Asked, GatewayApi, Switch};
use crate::escape::line::clean;
use crate::options::{KongVersion, KubernetesVersion, LabelSelector, NamespacedName};
use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// How the controller and the gateway are set up.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Controller and gateway")]
pub struct ControllerArgs {
    /// Follow this controller: kic-3.4, kic-3.5, kong-operator-2.2 or kong-operator-2.3, with a patch as in kic-3.5.6 if you like
    ///
    /// A line alone means its newest patch. The controller also decides what the other options are when nobody sets them.
    #[arg(
        long,
        value_name = "CONTROLLER",
        env = "KIC2KONG_CONTROLLER",
        default_value = "kic-3.5"
    )]
    pub controller: Asked,
    /// Which release of the Gateway API the cluster has: 1.3, 1.4, 1.5 or 1.6, with -standard or -experimental; by default the one that the controller was made for
    #[arg(long, value_name = "RELEASE", env = "KIC2KONG_GATEWAY_API")]
    pub gateway_api: Option<GatewayApi>,
    /// Take the objects of this ingress class, by default `kong`
    #[arg(long, value_name = "CLASS", env = "KIC2KONG_INGRESS_CLASS")]
    pub ingress_class: Option<String>,
    /// Take the GatewayClasses of this controller, by default konghq.com/kic-gateway-controller with KIC and konghq.com/gateway-operator with Kong Operator
    #[arg(
        long,
        value_name = "NAME",
        env = "KIC2KONG_GATEWAY_API_CONTROLLER_NAME"
    )]
    pub gateway_api_controller_name: Option<String>,
    /// Look at this Gateway only
    #[arg(
        long,
        value_name = "NAMESPACE/NAME",
        env = "KIC2KONG_GATEWAY_TO_RECONCILE",
        value_parser = namespaced_name
    )]
    pub gateway_to_reconcile: Option<NamespacedName>,
    /// Look at this ControlPlane of Kong Operator only, which knows nothing of the Gateway API beside a DataPlane; or take the settings of this workload of KIC, of several
    #[arg(
        long,
        value_name = "NAMESPACE/NAME",
        env = "KIC2KONG_CONTROL_PLANE",
        value_parser = namespaced_name,
        conflicts_with = "gateway_to_reconcile"
    )]
    pub control_plane: Option<NamespacedName>,
    /// Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false
    #[arg(
        long,
        value_name = "GATE=BOOL,...",
        env = "KIC2KONG_FEATURE_GATES",
        value_delimiter = ',',
        value_parser = feature_gate
    )]
    pub feature_gates: Vec<FeatureGate>,
    /// Leave out what these parts of the controller watch: names of KIC's --enable-controller flags or of a ControlPlane; gwapi is all of the Gateway API
    #[arg(
        long,
        value_name = "NAME,...",
        env = "KIC2KONG_DISABLE_CONTROLLERS",
        value_delimiter = ',',
        value_parser = Reconcilers::from_str
    )]
    pub disable_controllers: Vec<Reconcilers>,
    /// Make one Kong service of equal backends of several HTTPRoutes; Kong Operator does unless told otherwise
    #[arg(
        long,
        value_name = "BOOL",
        env = "KIC2KONG_COMBINED_SERVICES_FROM_DIFFERENT_HTTPROUTES",
        num_args = 0..=1, require_equals = true, default_missing_value = "true",
        action = ArgAction::Set, value_parser = BoolishValueParser::new()
    )]
    pub combined_services_from_different_httproutes: Option<bool>,
    /// Keep terminating endpoints as targets of weight 0; Kong Operator does unless told otherwise
    #[arg(
        long,
        value_name = "BOOL",
        env = "KIC2KONG_ENABLE_DRAIN_SUPPORT",
        num_args = 0..=1, require_equals = true, default_missing_value = "true",
        action = ArgAction::Set, value_parser = BoolishValueParser::new()
    )]
    pub enable_drain_support: Option<bool>,
    /// Append this domain to the DNS names of Services; Kong Operator's is cluster.local unless told otherwise
    #[arg(long, value_name = "DOMAIN", env = "KIC2KONG_CLUSTER_DOMAIN")]
    pub cluster_domain: Option<String>,
    /// Derive ids for this workspace
    #[arg(
        long,
        value_name = "WORKSPACE",
        env = "KIC2KONG_KONG_WORKSPACE",
        default_value = "",
        hide_default_value = true
    )]
    pub kong_workspace: String,
    /// Look at these namespaces only; may be repeated
    #[arg(
        long,
        value_name = "NAMESPACE,...",
        env = "KIC2KONG_WATCH_NAMESPACE",
        value_delimiter = ','
    )]
    pub watch_namespace: Vec<String>,
    /// Leave CA certificates out
    #[arg(
        long,
        value_name = "BOOL",
        env = "KIC2KONG_SKIP_CA_CERTIFICATES",
        num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true",
        action = ArgAction::Set, value_parser = BoolishValueParser::new()
    )]
    pub skip_ca_certificates: bool,
    /// Look only at Secrets with these labels: key=value[,key=value], or a name, which means that its value is "true"; nothing means all
    ///
    /// KIC looks at all unless told otherwise, and in any case at those that an object refers to; Kong Operator at those with the label konghq.com/secret.
    #[arg(
        long,
        value_name = "LABELS",
        env = "KIC2KONG_SECRET_LABEL_SELECTOR",
        value_parser = LabelSelector::from_str
    )]
    pub secret_label_selector: Option<LabelSelector>,
    /// Look only at ConfigMaps with these labels; with Kong Operator the label is konghq.com/configmap unless told otherwise
    #[arg(
        long,
        value_name = "LABELS",
        env = "KIC2KONG_CONFIGMAP_LABEL_SELECTOR",
        value_parser = LabelSelector::from_str
    )]
    pub configmap_label_selector: Option<LabelSelector>,
    /// Write routes for this flavor of Kong's router
    #[arg(
        long,
        value_name = "FLAVOR",
        env = "KIC2KONG_ROUTER_FLAVOR",
        default_value = "traditional"
    )]
    pub router_flavor: RouterFlavorArg,
    /// Write for this version of Kong Gateway, by default 3.9.1
    #[arg(long, value_name = "VERSION", env = "KIC2KONG_KONG_VERSION")]
    pub kong_version: Option<KongVersion>,
    /// Judge the built-in kinds by the API server of this version; 1.36 differs from those before it
    #[arg(long, value_name = "VERSION", env = "KIC2KONG_KUBERNETES_VERSION", default_value_t = KubernetesVersion::default())]
    pub kubernetes_version: KubernetesVersion,
    /// The gateway is Kong Gateway Enterprise
    #[arg(
        long,
        value_name = "BOOL",
        env = "KIC2KONG_ENTERPRISE",
        num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true",
        action = ArgAction::Set, value_parser = BoolishValueParser::new()
    )]
    pub enterprise: bool,
    /// Also check the configuration of the plugin whose schema this file holds
    ///
    /// A JSON file: what Kong's Admin API answers at /schemas/plugins/NAME, a JSON schema with `properties.config`, or a map from names of
    /// plugins to either. A single schema is of the plugin that its `name` says, else of the one that the file is called after.
    #[arg(
        long,
        value_name = "FILE",
        env = "KIC2KONG_PLUGIN_SCHEMA",
        value_delimiter = ','
    )]
    pub plugin_schema: Vec<PathBuf>,
    /// Whether the settings file names these schemas, not the command line or the environment.
    #[arg(skip)]
    pub plugin_schema_is_of_repository: bool,
    /// What to believe of Gateways that are not among the inputs or have no status
    #[arg(
        long,
        value_name = "MODE",
        env = "KIC2KONG_GATEWAYS",
        default_value = "assume"
    )]
    pub gateways: GatewaysArg,
    /// What to believe of Services that are not among the inputs
    #[arg(
        long,
        value_name = "MODE",
        env = "KIC2KONG_SERVICES",
        default_value = "strict"
    )]
    pub services: ServicesArg,
    /// How secret values leave
    #[arg(
        long,
        value_name = "MODE",
        env = "KIC2KONG_SECRETS",
        default_value = "inline"
    )]
    pub secrets: SecretsArg,
    /// Where the targets of a Service come from
    #[arg(
        long,
        value_name = "MODE",
        env = "KIC2KONG_ENDPOINTS",
        default_value = "slices"
    )]
    pub endpoints: EndpointsArg,
    /// Judge the validity of certificates at this time instead of now
    #[arg(
        long,
        value_name = "TIME",
        env = "KIC2KONG_NOW",
        value_parser = timestamp
    )]
    pub now: Option<i64>,
    /// Take how the controller is set up from this file instead of the inputs
    ///
    /// Values of the Helm charts kong, ingress or kong-operator; an Application or ApplicationSet of Argo CD, a HelmRelease of Flux or a kustomization
    /// that installs one of them; or the manifests of a controller.
    #[arg(long, value_name = "FILE", env = "KIC2KONG_CONTROLLER_FROM")]
    pub controller_from: Option<PathBuf>,
    /// The IngressClass that a chart makes and marks as the default one; found, never given.
    #[arg(skip)]
    pub default_class: Option<String>,
    /// Who set which option.
    #[arg(skip)]
    pub given: Given,
}

impl ControllerArgs {
    /// What is to be said of the controller, once for each run.
    pub fn notes(&self) -> Vec<String> {
        let controller = &self.controller.controller;
        let mut notes = self.controller.notes();
        if let (Some(image), None) = (controller.defaults().gateway_image, self.kong_version) {
            notes.push(format!(
                "{} installs {image} unless told otherwise; this is for Kong {} without Enterprise, so give --kong-version and --enterprise",
                controller.name(),
                KongVersion::default()
            ));
        }
        if self.enable_drain_support == Some(true) && !controller.has(Switch::DrainSupport) {
            notes.push(format!(
                "{} has no drain support; --enable-drain-support has no effect",
                controller.name()
            ));
        }
        notes
    }

    /// Let `--control-plane` say no more: it has picked a workload of KIC.
    pub fn forget_control_plane(&mut self) {
        self.control_plane = None;
        self.given.forget("control-plane");
    }
}

/// A flavor of Kong's router.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum RouterFlavorArg {
    /// Hosts, paths, methods, headers and SNIs
    Traditional,
    /// The same fields, matched by the expressions engine
    TraditionalCompatible,
    /// One expression and a priority
    Expressions,
}

/// What to believe of Gateways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GatewaysArg {
    /// A Gateway that is not there accepts its routes; one without status is programmed
    Assume,
    /// As in a cluster
    Strict,
}

/// What to believe of Services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ServicesArg {
    /// One that is not there exists, with the port that is asked for
    Assume,
    /// As in a cluster
    Strict,
}

/// How secret values leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SecretsArg {
    /// In clear, as the controller sends them
    Inline,
    /// As ${{ env "DECK_..." }}
    Env,
}

/// Where targets come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EndpointsArg {
    /// From EndpointSlices, as in the controller
    Slices,
    /// A Service without EndpointSlices gets its DNS name as the one target
    Dns,
}

/// `namespace/name`.
fn namespaced_name(text: &str) -> Result<NamespacedName, String> {
    match text.split_once('/') {
        Some((namespace, name))
            if !namespace.is_empty() && !name.is_empty() && !name.contains('/') =>
        {
            Ok(NamespacedName {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
            })
        }
        _ => Err(format!("expected namespace/name, found `{}`", clean(text))),
    }
}

/// A time as RFC 3339, a date, or seconds since the epoch.
fn timestamp(text: &str) -> Result<i64, String> {
    if let Ok(seconds) = text.parse() {
        return Ok(seconds);
    }
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Ok(time.as_second());
    }
    text.parse::<jiff::civil::Date>()
        .ok()
        .and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC).ok())
        .map(|midnight| midnight.timestamp().as_second())
        .ok_or_else(|| {
            format!(
                "expected a time such as 2026-01-31 or 2026-01-31T12:00:00Z, found `{}`",
                clean(text)
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_date_a_timestamp_or_seconds() {
        assert_eq!(timestamp("86400"), Ok(86_400));
        assert_eq!(timestamp("1970-01-02"), Ok(86_400));
        assert_eq!(timestamp("1970-01-02T00:00:01Z"), Ok(86_401));
        assert!(timestamp("tomorrow").is_err());
    }

    #[test]
    fn a_gateway_is_named_with_its_namespace() {
        assert!(namespaced_name("shop/public").is_ok());
        for wrong in ["public", "/public", "shop/", "a/b/c"] {
            assert!(namespaced_name(wrong).is_err(), "{wrong}");
        }
    }
}
