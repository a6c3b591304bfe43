//! Options of a conversion, free of how they were given. Names are those of KIC's own flags.

use crate::controller::reconciler::Reconciler;
use crate::controller::{Controller, GatewayApi, Switch};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How Kong's router reads routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RouterFlavor {
    /// `traditional` and `traditional_compatible`: hosts, paths, methods, headers, snis.
    #[default]
    Traditional,
    /// `expressions`: one expression and a priority.
    Expressions,
}

/// Version of Kong Gateway, compared by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KongVersion {
    /// Major version.
    pub major: u32,
    /// Minor version.
    pub minor: u32,
    /// Patch version.
    pub patch: u32,
}

impl KongVersion {
    /// A version from its three numbers.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }
}

impl Default for KongVersion {
    fn default() -> Self {
        Self::new(3, 9, 1)
    }
}

impl fmt::Display for KongVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl std::str::FromStr for KongVersion {
    type Err = String;

    /// `3.9`, `3.9.1` or `3.9.1.0-enterprise`; what follows the third number is ignored.
    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.split(['-', '+']).next().unwrap_or_default();
        let mut numbers = digits.split('.').map(str::parse::<u32>);
        match (
            numbers.next(),
            numbers.next(),
            numbers.next().unwrap_or(Ok(0)),
        ) {
            (Some(Ok(major)), Some(Ok(minor)), Ok(patch)) => Ok(Self {
                major,
                minor,
                patch,
            }),
            _ => Err("expected a Kong version such as 3.9.1".to_owned()),
        }
    }
}

/// Version of the API server, compared by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KubernetesVersion {
    /// Major version.
    pub major: u32,
    /// Minor version.
    pub minor: u32,
}

impl KubernetesVersion {
    /// A version from its two numbers.
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }
}

impl Default for KubernetesVersion {
    fn default() -> Self {
        Self::new(1, 33)
    }
}

impl fmt::Display for KubernetesVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl std::str::FromStr for KubernetesVersion {
    type Err = String;

    /// `1.33`, `v1.33.4` or `v1.33.4-eks-1`; what follows the second number is ignored.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut numbers = text
            .strip_prefix('v')
            .unwrap_or(text)
            .split(['.', '-', '+'])
            .map(str::parse::<u32>);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Ok(Self::new(major, minor)),
            _ => Err("expected a Kubernetes version such as 1.33".to_owned()),
        }
    }
}

/// KIC's feature gates, with KIC's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeatureGates {
    /// TCPRoute, UDPRoute, TLSRoute and BackendTLSPolicy are read. Default off.
    pub gateway_alpha: bool,
    /// Ids are derived from names. Default on.
    pub fill_ids: bool,
    /// `konghq.com/rewrite` works. Default off.
    pub rewrite_uris: bool,
    /// KongServiceFacade backends work. Default off.
    pub kong_service_facade: bool,
    /// KongCustomEntity is read. Default on.
    pub kong_custom_entity: bool,
    /// A refusal of Kong's makes the controller leave out what is broken. Default off.
    pub fallback_configuration: bool,
}

impl Default for FeatureGates {
    fn default() -> Self {
        Self {
            gateway_alpha: false,
            fill_ids: true,
            rewrite_uris: false,
            kong_service_facade: false,
            kong_custom_entity: true,
            fallback_configuration: false,
        }
    }
}

/// What to believe about Gateways that the inputs do not settle (design, "Where an offline tool must choose").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gateways {
    /// A missing parent counts as attached, a Gateway of the controller's class without status as programmed.
    #[default]
    Assume,
    /// As in a cluster.
    Strict,
}

/// What to believe about Services that are not among the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Services {
    /// As in a cluster: they do not exist.
    #[default]
    Strict,
    /// They exist, with the ports that are asked for.
    Assume,
}

/// How secret values leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Secrets {
    /// In clear, as KIC sends them.
    #[default]
    Inline,
    /// As `${{ env "DECK_..." }}`.
    Env,
}

/// Where the targets of a Service come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Endpoints {
    /// From EndpointSlices, as KIC does.
    #[default]
    Slices,
    /// A Service without EndpointSlices gets its cluster DNS name as the one target.
    Dns,
}

/// How the controller's validating webhook is installed, which decides which objects it is asked about (spec 82, 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Webhook {
    /// Nobody asks it.
    #[default]
    Off,
    /// By the controller's own manifests.
    Manifests,
    /// By the Helm chart `kong`.
    Helm,
}

/// A Kubernetes `namespace/name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamespacedName {
    /// Namespace, empty for cluster-scoped objects.
    pub namespace: String,
    /// Name.
    pub name: String,
}

/// `key=value[,key=value]`, all of which an object's labels must have; nothing means every object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelSelector(Vec<(String, String)>);

impl LabelSelector {
    /// Whether it asks for anything.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether labels have all that it asks for.
    pub fn takes(&self, labels: &BTreeMap<String, String>) -> bool {
        self.lacking(labels).next().is_none()
    }

    /// What labels lack.
    pub fn lacking(&self, labels: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter();
        pairs
            .filter(|(key, value)| labels.get(key) != Some(value))
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl std::str::FromStr for LabelSelector {
    type Err = String;

    /// A label's name alone means that its value is `true`, as in the flags of the controllers.
    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let pair = |item: &str| {
            let (key, value) = item.split_once('=').unwrap_or((item, "true"));
            if key.is_empty() {
                return Err("expected a label, or key=value[,key=value]".to_owned());
            }
            Ok((key.to_owned(), value.to_owned()))
        };
        text.split(',')
            .map(pair)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// Everything that steers a conversion.
#[derive(Debug, Clone)]
pub struct Options {
    /// `--controller`: whose translation is followed.
    pub controller: Controller,
    /// `--gateway-api`: the release of the Gateway API that the cluster has; the controller's own, or what CRDs among the inputs say, when nobody sets it.
    pub gateway_api: Option<GatewayApi>,
    /// `--ingress-class`: the controller's class.
    pub ingress_class: String,
    /// An IngressClass that is not among the inputs, because a chart makes it, and that is marked as the default one (spec 85, 6).
    pub default_class: Option<String>,
    /// `--gateway-api-controller-name`.
    pub gateway_controller_name: String,
    /// `--gateway-to-reconcile ns/name`: the only Gateway looked at.
    pub gateway_to_reconcile: Option<NamespacedName>,
    /// `--control-plane ns/name`: the only ControlPlane looked at.
    pub control_plane: Option<NamespacedName>,
    /// `--disable-controllers`: what is not watched.
    pub disabled_controllers: BTreeSet<Reconciler>,
    /// `--feature-gates`.
    pub feature_gates: FeatureGates,
    /// `--combined-services-from-different-httproutes`.
    pub combined_services: bool,
    /// `--enable-drain-support`.
    pub drain_support: bool,
    /// `--cluster-domain`, empty by default.
    pub cluster_domain: String,
    /// `--kong-workspace`, empty by default; part of derived ids.
    pub kong_workspace: String,
    /// `--watch-namespace`: the only namespaces looked at; empty means all.
    pub watch_namespaces: Vec<String>,
    /// `--skip-ca-certificates`.
    pub skip_ca_certificates: bool,
    /// `--secret-label-selector`: only Secrets with these labels are seen; KIC sees those referenced, too.
    pub secret_label_selector: LabelSelector,
    /// `--configmap-label-selector`.
    pub configmap_label_selector: LabelSelector,
    /// `--router-flavor`.
    pub router_flavor: RouterFlavor,
    /// `--kong-version`.
    pub kong_version: KongVersion,
    /// `--kubernetes-version`.
    pub kubernetes_version: KubernetesVersion,
    /// `--enterprise`: the gateway is Kong Enterprise.
    pub enterprise: bool,
    /// `--plugin-schema`: schemas by the name of the plugin, as JSON texts.
    pub plugin_schemas: BTreeMap<String, String>,
    /// Whether these schemas come with the repository: then they add plugins, and replace no schema that is known.
    pub plugin_schemas_only_add: bool,
    /// `--gateways`.
    pub gateways: Gateways,
    /// `--services`.
    pub services: Services,
    /// `--secrets`.
    pub secrets: Secrets,
    /// `--endpoints`.
    pub endpoints: Endpoints,
    /// `--admission` and `--webhook`.
    pub webhook: Webhook,
    /// `-n/--namespace`: fills a missing namespace of namespaced kinds.
    pub default_namespace: String,
    /// `--now` or the real time, in seconds since the epoch; certificates expire by it.
    pub now: i64,
}

impl Default for Options {
    /// Those of the default controller.
    fn default() -> Self {
        Self::of(Controller::default())
    }
}

impl Options {
    /// Whether the controller behaves in the way that a switch names.
    pub fn has(&self, switch: Switch) -> bool {
        self.controller.has(switch)
    }

    /// The defaults of a controller; the clock stands at the epoch until the caller sets it.
    pub fn of(controller: Controller) -> Self {
        let defaults = controller.defaults();
        let selector = |text: &str| text.parse().unwrap_or_default();
        Self {
            controller,
            gateway_api: None,
            ingress_class: defaults.ingress_class.to_owned(),
            gateway_controller_name: defaults.gateway_controller_name.to_owned(),
            gateway_to_reconcile: None,
            control_plane: None,
            default_class: None,
            disabled_controllers: BTreeSet::new(),
            feature_gates: FeatureGates::default(),
            combined_services: defaults.combined_services,
            drain_support: defaults.drain_support,
            cluster_domain: defaults.cluster_domain.to_owned(),
            kong_workspace: String::new(),
            watch_namespaces: Vec::new(),
            skip_ca_certificates: false,
            secret_label_selector: selector(defaults.secret_label_selector),
            configmap_label_selector: selector(defaults.configmap_label_selector),
            router_flavor: RouterFlavor::default(),
            kong_version: KongVersion::default(),
            kubernetes_version: KubernetesVersion::default(),
            enterprise: false,
            plugin_schemas: BTreeMap::new(),
            plugin_schemas_only_add: false,
            gateways: Gateways::default(),
            services: Services::default(),
            secrets: Secrets::default(),
            endpoints: Endpoints::default(),
            webhook: Webhook::default(),
            default_namespace: "default".to_owned(),
            now: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kong_version_reads_two_numbers_three_numbers_and_enterprise_versions() {
        assert_eq!("3.9".parse(), Ok(KongVersion::new(3, 9, 0)));
        assert_eq!("3.11.0".parse(), Ok(KongVersion::new(3, 11, 0)));
        assert_eq!(
            "3.9.1.0-enterprise-edition".parse(),
            Ok(KongVersion::new(3, 9, 1))
        );
        assert!("three".parse::<KongVersion>().is_err());
    }

    #[test]
    fn a_label_selector_is_a_name_pairs_or_nothing() {
        let labels = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            let owned = |&(key, value): &(&str, &str)| (key.to_owned(), value.to_owned());
            pairs.iter().map(owned).collect()
        };
        let selector = |text: &str| text.parse::<LabelSelector>().unwrap();
        assert!(selector("").takes(&labels(&[])));
        assert!(selector("a").takes(&labels(&[("a", "true")])));
        assert!(!selector("a").takes(&labels(&[("a", "yes")])));
        let both = selector("a=1,b=2");
        assert!(both.takes(&labels(&[("a", "1"), ("b", "2")])));
        assert_eq!(
            both.lacking(&labels(&[("a", "1")])).collect::<Vec<_>>(),
            [("b", "2")]
        );
        assert!("a,=b".parse::<LabelSelector>().is_err());
    }

    #[test]
    fn kubernetes_version_reads_what_kubectl_version_prints() {
        for text in ["1.36", "v1.36.1", "v1.36.1-eks-113cf36", "1.36+"] {
            assert_eq!(text.parse(), Ok(KubernetesVersion::new(1, 36)), "{text}");
        }
        for text in ["", "1", "v", "one.two"] {
            assert!(text.parse::<KubernetesVersion>().is_err(), "{text}");
        }
    }
}
