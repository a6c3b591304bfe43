//! Gateways of Kong Operator with the `GatewayConfigurations` of their class and their own (spec 85, 8).

use super::chart::values;
use super::control_plane::{self, GROUP, Options};
use super::datum::{Datum, Plain};
use super::environment::From;
use super::found::Outcome;
use super::inputs::Inputs;
use super::object::Object;
use super::older;
use super::operator::Operator;
use super::spot::Spot;
use super::value::Value;
use crate::diag::Diagnostic;
use crate::diag::{called::Called, settings};
use std::collections::BTreeMap;

/// The group of the Gateway API.
const GATEWAY_API: &str = "gateway.networking.k8s.io";

const KIND: &str = "GatewayConfiguration";

/// The class of a Gateway, when it is the operator's.
pub(super) fn class<'i>(
    gateway: &Object,
    controller_name: &str,
    inputs: &'i Inputs<'_>,
) -> Option<&'i Object> {
    if !gateway.is("Gateway", GATEWAY_API) {
        return None;
    }
    let name = gateway
        .root
        .at_path(&["spec", "gatewayClassName"])?
        .text()?;
    let class = inputs.object("GatewayClass", "", name)?;
    let is_own = class.root.at_path(&["spec", "controllerName"])?.text() == Some(controller_name);
    is_own.then_some(class)
}

/// The configuration that a field leads to.
fn configuration<'i>(
    reference: Option<&Datum>,
    own_namespace: Option<&str>,
    inputs: &'i Inputs<'_>,
    out: &mut Outcome,
) -> Option<&'i Object> {
    let reference = reference?;
    let text = |name| reference.text_of(name).unwrap_or_default();
    if text("group") != GROUP || text("kind") != KIND {
        return None;
    }
    let namespace = own_namespace.unwrap_or_else(|| text("namespace"));
    let found = inputs.object(KIND, namespace, text("name"));
    if found.is_none() {
        let at = reference.get("name").map_or(reference.at, |name| name.at);
        let what = format!("{KIND} {namespace}/{}", text("name"));
        let called = Called::field("parametersRef");
        out.problems
            .push(settings::unresolvable(at.location(), &called, &what));
    }
    found
}

/// The configuration of the class, and the Gateway's own.
fn configurations<'i>(
    gateway: &Object,
    class: &Object,
    inputs: &'i Inputs<'_>,
    out: &mut Outcome,
) -> (Option<&'i Object>, Option<&'i Object>) {
    let of_class = class.root.at_path(&["spec", "parametersRef"]);
    let own = gateway
        .root
        .at_path(&["spec", "infrastructure", "parametersRef"]);
    (
        configuration(of_class, None, inputs, out),
        configuration(own, Some(&gateway.namespace), inputs, out),
    )
}

/// Whether a configuration of a Gateway is among the inputs. Without one, and without the operator, nothing is said of its settings.
pub(super) fn is_configured(gateway: &Object, class: &Object, inputs: &Inputs) -> bool {
    let (of_class, own) = configurations(gateway, class, inputs, &mut Outcome::default());
    of_class.is_some() || own.is_some()
}

/// Whether the operator leaves a Gateway to Konnect: then it has no ControlPlane.
pub(super) fn is_hybrid(gateway: &Object, class: &Object, inputs: &Inputs) -> bool {
    let (of_class, own) = configurations(gateway, class, inputs, &mut Outcome::default());
    let mut both = of_class.into_iter().chain(own);
    both.any(|object| {
        object
            .root
            .at_path(&["spec", "konnect", "authRef"])
            .is_some()
    })
}

/// What the operator makes of a Gateway.
pub(super) fn read(
    gateway: &Object,
    class: &Object,
    operator: Option<&Operator>,
    inputs: &Inputs,
) -> Outcome {
    let mut out = Outcome::default();
    let name = gateway.qualified_name();
    out.set(
        "gateway-to-reconcile",
        Value::Text(name.clone()),
        From::At(gateway.spot()),
        false,
    );
    let (of_class, own) = configurations(gateway, class, inputs, &mut out);
    let spec = match (of_class, own) {
        (Some(base), Some(own)) => merged(base, own, &mut out),
        (Some(only), None) | (None, Some(only)) => spec(only, &mut out),
        (None, None) => Datum::default(),
    };
    let empty = Datum::default();
    let options = Options {
        root: spec.get("controlPlaneOptions").unwrap_or(&empty),
        namespace: &gateway.namespace,
        name: &name,
        operator,
    };
    control_plane::read(options, None, inputs, &mut out);
    let deployment = spec.at_path(&["dataPlaneOptions", "deployment"]);
    control_plane::data_plane_options(deployment, &gateway.namespace, operator, inputs, &mut out);
    out
}

/// The spec of a configuration, the older version as the newer one has it.
fn spec(object: &Object, out: &mut Outcome) -> Datum {
    let mut spec = object.root.get("spec").cloned().unwrap_or_default();
    if object.version == "v1beta1"
        && let Plain::Map(fields) = &mut spec.value
        && let Some(options) = fields.get_mut("controlPlaneOptions")
    {
        *options = older::converted(options, out);
    }
    spec
}

/// The Gateway's own configuration laid over that of its class. The API server has filled defaults into the own one before, and these
/// count as if they had been written.
fn merged(base: &Object, own: &Object, out: &mut Outcome) -> Datum {
    let mut over = spec(own, out);
    if let Plain::Map(fields) = &mut over.value
        && let Some(options) = fields.get_mut("controlPlaneOptions")
    {
        for (path, default) in [
            (
                "translation.combinedServicesFromDifferentHTTPRoutes",
                "enabled",
            ),
            ("translation.drainSupport", "enabled"),
            ("watchNamespaces.type", "all"),
        ] {
            let steps: Vec<&str> = path.split('.').collect();
            let is_written = options.at_path(&steps).is_some();
            let is_whole =
                path == "watchNamespaces.type" && options.get("watchNamespaces").is_some();
            if !is_written && !is_whole {
                values::set(options, path, Datum::text_at(default, Spot::default()));
            }
        }
    }
    let mut merged = spec(base, out);
    by_name(&mut merged);
    by_name(&mut over);
    values::merge(&mut merged, over);
    let names = (base.qualified_name(), own.qualified_name());
    let options = merged.get("controlPlaneOptions");
    if let Some(options) = options {
        tell_beaten(options, &names, &mut out.problems);
    }
    let deployment = [
        "dataPlaneOptions",
        "deployment",
        "podTemplateSpec",
        "spec",
        "containers",
        "proxy",
    ];
    if let Some(proxy) = merged.at_path(&deployment) {
        let flavor = ["env", super::gateway::FLAVOR, "value"];
        for datum in [proxy.get("image"), proxy.at_path(&flavor)]
            .into_iter()
            .flatten()
        {
            tell_beaten(datum, &names, &mut out.problems);
        }
    }
    by_position(&mut merged);
    merged
}

/// Fields of ControlPlanes that are no options of ours.
const OTHERS: [&str; 7] = [
    "gatewayDiscovery",
    "cache",
    "dataplaneSync",
    "configDump",
    "konnect",
    "extensions",
    "fallbackConfiguration",
];

/// Say which values of the class one of the Gateway hides, defaults included.
fn tell_beaten(datum: &Datum, names: &(String, String), problems: &mut Vec<Diagnostic>) {
    for weaker in &datum.beaten {
        if weaker != datum {
            let is_default = datum.at.line == 0;
            let at = weaker.at.location();
            problems.push(settings::configuration_shadowed(
                at,
                (&names.0, &names.1),
                is_default,
            ));
        }
    }
    for (name, field) in datum.entries() {
        if !OTHERS.contains(&name.as_str()) {
            tell_beaten(field, names, problems);
        }
    }
}

/// Lists that the API server merges by name: as maps, while they are laid over each other.
const NAMED: [&str; 2] = ["containers", "env"];

/// Turn lists of named items into maps by name.
fn by_name(datum: &mut Datum) {
    if let Plain::Map(fields) = &mut datum.value {
        for (key, field) in fields {
            if let Plain::List(items) = &field.value
                && NAMED.contains(&key.as_str())
            {
                let named = items
                    .iter()
                    .filter_map(|item| Some((item.text_of("name")?.to_owned(), item.clone())));
                field.value = Plain::Map(named.collect::<BTreeMap<_, _>>());
            }
            by_name(field);
        }
    }
}

/// The same back.
fn by_position(datum: &mut Datum) {
    if let Plain::Map(fields) = &mut datum.value {
        for (key, field) in fields {
            by_position(field);
            if let Plain::Map(items) = &field.value
                && NAMED.contains(&key.as_str())
            {
                field.value = Plain::List(items.values().cloned().collect());
            }
        }
    }
}
