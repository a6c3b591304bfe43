//! The instances of Kong Operator's translator that manifests ask for (spec 80, 3): one for each Gateway of its class, and one for each
//! ControlPlane that is written by hand, beside a DataPlane.

use crate::controller::Switch;
use crate::controller::reconciler::Reconcilers;
use crate::manifest::document::{self, Document};
use crate::manifest::node::Node;
use crate::manifest::source::Sources;
use crate::manifest::yaml::budget::AliasBudget;
use crate::options::{NamespacedName, Options};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

const KINDS: [&str; 4] = [
    "Gateway",
    "GatewayClass",
    "GatewayConfiguration",
    "ControlPlane",
];
const OPERATOR: &str = "gateway-operator.konghq.com";
const GATEWAY_API: &str = "gateway.networking.k8s.io";

/// What the manifests say of instances.
#[derive(Debug, Clone, Default)]
pub struct Instances {
    /// The Gateways that get one.
    pub gateways: BTreeSet<NamespacedName>,
    /// The ControlPlanes that get one beside a DataPlane.
    pub control_planes: BTreeSet<NamespacedName>,
    /// Gateways that get none, because Konnect configures their data planes.
    pub hybrid: BTreeSet<NamespacedName>,
}

/// The objects that decide, before they are put together.
#[derive(Default)]
struct Read {
    /// Class and own parameters of each Gateway.
    gateways: BTreeMap<NamespacedName, (String, Option<String>)>,
    /// The parameters of each class of the operator.
    classes: BTreeMap<String, Option<NamespacedName>>,
    /// GatewayConfigurations that authenticate to Konnect.
    of_konnect: BTreeSet<NamespacedName>,
    control_planes: BTreeSet<NamespacedName>,
}

/// The instances; none for another controller.
pub fn of(sources: &Sources, options: &Options) -> Instances {
    let mut read = Read::default();
    if !options.has(Switch::OperatorListeners) {
        return Instances::default();
    }
    for source in &sources.0 {
        let order = document::Order {
            file: 0,
            wanted: &|kind, _| KINDS.contains(&kind),
            aliases: &AliasBudget::of(source.text.len()),
        };
        // What is wrong with the source is told when it is read for good.
        document::read(&order, source, &mut |document: Document<'_>| {
            read.take(&document.node, options);
        });
    }
    read.together()
}

/// The options of the instance that was chosen: that of a ControlPlane beside a DataPlane knows nothing of the Gateway API.
pub(super) fn chosen<'o>(instances: &Instances, options: &'o Options) -> Cow<'o, Options> {
    match &options.control_plane {
        Some(name) if instances.control_planes.contains(name) => {
            let mut own = options.clone();
            own.disabled_controllers
                .extend(Reconcilers::of_gateway_api().0);
            Cow::Owned(own)
        }
        _ => Cow::Borrowed(options),
    }
}

impl Read {
    fn take(&mut self, object: &Node<'_>, options: &Options) {
        let text = |path: &[&str]| text(object, path);
        let group = text(&["apiVersion"]);
        let group = group.split('/').next().unwrap_or_default();
        let namespace = match text(&["metadata", "namespace"]) {
            none if none.is_empty() => options.default_namespace.clone(),
            namespace => namespace,
        };
        let name = NamespacedName {
            namespace,
            name: text(&["metadata", "name"]),
        };
        let parameters = |path: &[&str]| {
            let part = |key: &str| self::text(object, &[path, &[key]].concat());
            let is_configuration =
                part("group") == OPERATOR && part("kind") == "GatewayConfiguration";
            is_configuration.then(|| (part("namespace"), part("name")))
        };
        match (group, text(&["kind"]).as_str()) {
            (GATEWAY_API, "Gateway") => {
                let own = parameters(&["spec", "infrastructure", "parametersRef"]);
                let class = text(&["spec", "gatewayClassName"]);
                self.gateways
                    .insert(name, (class, own.map(|(_, name)| name)));
            }
            (GATEWAY_API, "GatewayClass")
                if text(&["spec", "controllerName"]) == options.gateway_controller_name =>
            {
                let parameters = parameters(&["spec", "parametersRef"]);
                let parameters =
                    parameters.map(|(namespace, name)| NamespacedName { namespace, name });
                self.classes.insert(name.name, parameters);
            }
            (OPERATOR, "GatewayConfiguration")
                if get(object, &["spec", "konnect", "authRef"]).is_some() =>
            {
                self.of_konnect.insert(name);
            }
            (OPERATOR, "ControlPlane") if text(&["spec", "dataplane", "type"]) == "ref" => {
                self.control_planes.insert(name);
            }
            _ => {}
        }
    }

    /// A Gateway's own parameters are laid over those of its class.
    fn together(self) -> Instances {
        let mut instances = Instances {
            control_planes: self.control_planes,
            ..Instances::default()
        };
        for (gateway, (class, own)) in self.gateways {
            let Some(of_class) = self.classes.get(&class) else {
                continue;
            };
            let own = own.map(|name| NamespacedName {
                namespace: gateway.namespace.clone(),
                name,
            });
            let is_hybrid = [own.as_ref(), of_class.as_ref()]
                .into_iter()
                .flatten()
                .any(|configuration| self.of_konnect.contains(configuration));
            if is_hybrid {
                instances.hybrid.insert(gateway);
            } else {
                instances.gateways.insert(gateway);
            }
        }
        instances
    }
}

fn get<'n, 'a>(object: &'n Node<'a>, path: &[&str]) -> Option<&'n Node<'a>> {
    path.iter().try_fold(object, |node, key| node.get(key))
}

/// The text at a path, empty when there is none.
fn text(object: &Node<'_>, path: &[&str]) -> String {
    let found = get(object, path).and_then(Node::as_str);
    found.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controller::Asked;
    use crate::manifest::source::Source;

    fn instances(text: &str) -> Instances {
        let asked: Asked = "kong-operator-2.3".parse().unwrap();
        let sources = Sources(vec![Source {
            path: "in.yaml".to_owned(),
            text: text.as_bytes().to_vec(),
        }]);
        of(&sources, &Options::of(asked.controller))
    }

    const CLASS: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong}
spec:
  controllerName: konghq.com/gateway-operator
  parametersRef: {group: gateway-operator.konghq.com, kind: GatewayConfiguration, name: cloud, namespace: kong}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: kong}
";

    #[test]
    fn a_gateway_whose_configuration_goes_to_konnect_has_no_instance() {
        let found = instances(CLASS);
        assert_eq!(found.gateways.len(), 1);
        let konnect = "---\napiVersion: gateway-operator.konghq.com/v2beta1\nkind: GatewayConfiguration\n\
            metadata: {name: cloud, namespace: kong}\nspec: {konnect: {authRef: {name: key}}}\n";
        let found = instances(&format!("{CLASS}{konnect}"));
        assert!(found.gateways.is_empty());
        assert_eq!(found.hybrid.len(), 1);
    }

    #[test]
    fn a_control_plane_beside_a_data_plane_is_an_instance() {
        let of_type = |kind: &str| {
            instances(&format!(
                "apiVersion: gateway-operator.konghq.com/v2beta1\nkind: ControlPlane\nmetadata: {{name: cp, namespace: kong}}\nspec: {{dataplane: {{type: {kind}}}}}\n"
            ))
        };
        assert_eq!(of_type("ref").control_planes.len(), 1);
        assert!(of_type("managedByOwner").control_planes.is_empty());
    }
}
