//! The lines of releases, and what each does when no flag says otherwise (spec 80, 1; spec 81, 1).

use super::gateway_api::GatewayApi;

/// A line of releases: one column of the table of switches.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its column in the table of switches.
    pub(super) column: usize,
    /// The program: `KIC`, `Kong Operator`.
    pub product: &'static str,
    /// What `--controller` calls the program.
    pub(super) id: &'static str,
    /// Major and minor version.
    pub name: &'static str,
    /// The last patch whose translation is known.
    pub(super) newest_patch: u8,
    /// The release of that patch, in full.
    pub newest: &'static str,
    /// The first patch that ships the schemas of Kong's kinds which are applied to all of the line; 0: all do.
    pub(super) first_patch_with_schemas: u8,
    /// What it does when no flag says otherwise.
    pub defaults: Defaults,
}

/// Defaults of a line.
#[derive(Debug, PartialEq, Eq)]
pub struct Defaults {
    /// `--ingress-class`
    pub ingress_class: &'static str,
    /// `--gateway-api-controller-name`
    pub gateway_controller_name: &'static str,
    /// `--combined-services-from-different-httproutes`
    pub combined_services: bool,
    /// `--enable-drain-support`
    pub drain_support: bool,
    /// `--cluster-domain`
    pub cluster_domain: &'static str,
    /// `--secret-label-selector`; empty for all.
    pub secret_label_selector: &'static str,
    /// `--configmap-label-selector`; empty for all.
    pub configmap_label_selector: &'static str,
    /// `--gateway-api`: the release of the Gateway API that the line was made for.
    pub gateway_api: GatewayApi,
    /// The gateway that it installs when nobody names an image; `None`: it installs none.
    pub gateway_image: Option<&'static str>,
}

/// Every line, in the order of the columns.
pub static LINES: [&Line; 4] = [&KIC_3_4, &KIC_3_5, &KONG_OPERATOR_2_2, &KONG_OPERATOR_2_3];

const KIC: Defaults = Defaults {
    ingress_class: "kong",
    gateway_controller_name: "konghq.com/kic-gateway-controller",
    combined_services: false,
    drain_support: false,
    cluster_domain: "",
    secret_label_selector: "",
    configmap_label_selector: "",
    gateway_api: GatewayApi::experimental(3),
    gateway_image: None,
};

/// Those of Kong Operator: the defaults of the ControlPlane's CRD and of the operator's own flags.
const KONG_OPERATOR: Defaults = Defaults {
    gateway_controller_name: "konghq.com/gateway-operator",
    combined_services: true,
    drain_support: true,
    cluster_domain: "cluster.local",
    secret_label_selector: "konghq.com/secret=true",
    configmap_label_selector: "konghq.com/configmap=true",
    ..KIC
};

/// KIC 3.4.
pub static KIC_3_4: Line = Line {
    column: 0,
    product: "KIC",
    id: "kic",
    name: "3.4",
    newest_patch: 20,
    newest: "3.4.20",
    first_patch_with_schemas: 11,
    defaults: KIC,
};

/// KIC 3.5.
pub static KIC_3_5: Line = Line {
    column: 1,
    product: "KIC",
    id: "kic",
    name: "3.5",
    newest_patch: 13,
    newest: "3.5.13",
    first_patch_with_schemas: 0,
    defaults: KIC,
};

/// Kong Operator 2.2.
pub static KONG_OPERATOR_2_2: Line = Line {
    column: 2,
    product: "Kong Operator",
    id: "kong-operator",
    name: "2.2",
    newest_patch: 3,
    newest: "2.2.3",
    first_patch_with_schemas: 0,
    defaults: Defaults {
        gateway_api: GatewayApi::experimental(5),
        gateway_image: Some("kong/kong-gateway:3.14"),
        ..KONG_OPERATOR
    },
};

/// Kong Operator 2.3. The release candidate is what is known of it.
pub static KONG_OPERATOR_2_3: Line = Line {
    column: 3,
    product: "Kong Operator",
    id: "kong-operator",
    name: "2.3",
    newest_patch: 0,
    newest: "2.3.0-rc.3",
    first_patch_with_schemas: 0,
    defaults: Defaults {
        gateway_api: GatewayApi::experimental(6),
        gateway_image: Some("kong/kong-gateway:3.15"),
        ..KONG_OPERATOR
    },
};

#[cfg(test)]
mod tests {
    use super::LINES;

    #[test]
    fn each_line_stands_in_the_column_it_names() {
        for (column, line) in LINES.iter().enumerate() {
            assert_eq!(line.column, column, "{} {}", line.product, line.name);
            assert!(line.newest.starts_with(line.name));
        }
    }
}
