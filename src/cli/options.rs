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
    Ok(Options {
        ingress_class: controller.ingress_class.clone(),
        gateway_controller_name: controller.gateway_api_controller_name.clone(),
        gateway_to_reconcile: controller.gateway_to_reconcile.clone(),
        feature_gates,
        combined_services: controller.combined_services_from_different_httproutes,
        drain_support: controller.enable_drain_support,
        cluster_domain: controller.cluster_domain.clone(),
        kong_workspace: controller.kong_workspace.clone(),
        watch_namespaces: controller.watch_namespace.clone(),
        skip_ca_certificates: controller.skip_ca_certificates,
        secret_label_selector: controller.secret_label_selector.clone(),
        configmap_label_selector: controller.configmap_label_selector.clone(),
        router_flavor: match controller.router_flavor {
            RouterFlavorArg::Traditional | RouterFlavorArg::TraditionalCompatible => {
                RouterFlavor::Traditional
            }
            RouterFlavorArg::Expressions => RouterFlavor::Expressions,
        },
        kong_version: controller.kong_version,
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
    })
}
