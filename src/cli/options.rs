//! From the command line's words to the [`Options`] of a conversion.

use super::args::{
    ControllerArgs, EndpointsArg, GatewaysArg, InputArgs, RouterFlavorArg, SecretsArg, ServicesArg,
};
use super::plugin_schemas;
use crate::options::{Endpoints, FeatureGates, Gateways, Options, RouterFlavor, Secrets, Services};
use anyhow::Result;

/// The options of a conversion. The clock is read here, and only when `--now` does not stand in for it; so are the files of
/// `--plugin-schema`.
pub fn conversion_options(input: &InputArgs, controller: &ControllerArgs) -> Result<Options> {
    let mut feature_gates = FeatureGates::default();
    for gate in &controller.feature_gates {
        gate.apply(&mut feature_gates);
    }
    let of_controller = Options::of(controller.controller.controller);
    let own =
        |given: &Option<String>, default: &str| given.clone().unwrap_or_else(|| default.to_owned());
    Ok(Options {
        gateway_api: controller.gateway_api,
        ingress_class: own(&controller.ingress_class, &of_controller.ingress_class),
        default_class: controller.default_class.clone(),
        gateway_controller_name: own(
            &controller.gateway_api_controller_name,
            &of_controller.gateway_controller_name,
        ),
        gateway_to_reconcile: controller.gateway_to_reconcile.clone(),
        control_plane: controller.control_plane.clone(),
        disabled_controllers: controller
            .disable_controllers
            .iter()
            .flat_map(|named| named.0.iter().copied())
            .collect(),
        feature_gates,
        combined_services: controller
            .combined_services_from_different_httproutes
            .unwrap_or(of_controller.combined_services),
        drain_support: controller
            .enable_drain_support
            .unwrap_or(of_controller.drain_support),
        cluster_domain: own(&controller.cluster_domain, &of_controller.cluster_domain),
        kong_workspace: controller.kong_workspace.clone(),
        watch_namespaces: controller.watch_namespace.clone(),
        skip_ca_certificates: controller.skip_ca_certificates,
        secret_label_selector: controller
            .secret_label_selector
            .clone()
            .unwrap_or_else(|| of_controller.secret_label_selector.clone()),
        configmap_label_selector: controller
            .configmap_label_selector
            .clone()
            .unwrap_or_else(|| of_controller.configmap_label_selector.clone()),
        router_flavor: match controller.router_flavor {
            RouterFlavorArg::Traditional | RouterFlavorArg::TraditionalCompatible => {
                RouterFlavor::Traditional
            }
            RouterFlavorArg::Expressions => RouterFlavor::Expressions,
        },
        kong_version: controller.kong_version.unwrap_or_default(),
        kubernetes_version: controller.kubernetes_version,
        enterprise: controller.enterprise,
        plugin_schemas: plugin_schemas::read(&controller.plugin_schema, &input.border())?,
        plugin_schemas_only_add: controller.plugin_schema_is_of_repository,
        gateways: match controller.gateways {
            GatewaysArg::Assume => Gateways::Assume,
            GatewaysArg::Strict => Gateways::Strict,
        },
        services: match controller.services {
            ServicesArg::Assume => Services::Assume,
            ServicesArg::Strict => Services::Strict,
        },
        secrets: match controller.secrets {
            SecretsArg::Inline => Secrets::Inline,
            SecretsArg::Env => Secrets::Env,
        },
        endpoints: match controller.endpoints {
            EndpointsArg::Slices => Endpoints::Slices,
            EndpointsArg::Dns => Endpoints::Dns,
        },
        default_namespace: input.namespace.clone(),
        now: controller
            .now
            .unwrap_or_else(|| jiff::Timestamp::now().as_second()),
        ..of_controller
    })
}
