//! What a ControlPlane says of the options, and a `GatewayConfiguration` in its place (spec 80, 3.1; spec 85, 8).

use super::datum::Datum;
use super::environment::{Environment, From};
use super::found::Outcome;
use super::gateway;
use super::inputs::Inputs;
use super::object::Object;
use super::older;
use super::operator::Operator;
use super::spot::Spot;
use super::switches::{self, GATEWAY_API};
use super::value::{GATES, Value};
use crate::diag::similar::similar;
use crate::diag::{called::Called, controllers, settings};
use std::collections::{BTreeMap, BTreeSet};

/// The group of the operator's kinds.
pub(super) const GROUP: &str = "gateway-operator.konghq.com";

/// Options with whom they are for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Options<'o> {
    /// The fields.
    pub(super) root: &'o Datum,
    /// Namespace of the ControlPlane.
    pub(super) namespace: &'o str,
    /// Namespace and name, for problems.
    pub(super) name: &'o str,
    /// Whose flags hold for it.
    pub(super) operator: Option<&'o Operator>,
}

/// What the fields say. `reference` is the place of a `dataplane.type` that switches the Gateway API off.
pub(super) fn read(
    options: Options<'_>,
    reference: Option<Spot>,
    inputs: &Inputs,
    out: &mut Outcome,
) {
    let root = options.root;
    if let Some(class) = root.get("ingressClass")
        && let Some(text) = class.text()
    {
        out.set(
            "ingress-class",
            Value::Text(text.to_owned()),
            From::At(class.at),
            false,
        );
    }
    gates(root, out);
    translation(root, out);
    controllers(root, reference, out);
    namespaces(options, inputs, out);
    let filters = [
        ("secrets", "secret-label-selector", "konghq.com/secret"),
        (
            "configMaps",
            "configmap-label-selector",
            "konghq.com/configmap",
        ),
    ];
    for filter in filters {
        self::filter(options, filter, out);
    }
}

fn is_enabled(item: &Datum) -> bool {
    item.text_of("state") == Some("enabled")
}

fn gates(root: &Datum, out: &mut Outcome) {
    let Some(list) = root.get("featureGates") else {
        return;
    };
    let mut gates = BTreeMap::new();
    for item in list.items() {
        let Some(name) = item.get("name") else {
            continue;
        };
        let text = name.text().unwrap_or_default();
        if GATES.contains(&text) {
            gates
                .entry(text.to_owned())
                .or_insert_with(|| is_enabled(item));
        } else {
            let near = similar(text, GATES);
            out.problems.push(settings::name_unknown(
                name.at.location(),
                "feature gate",
                text,
                near,
            ));
        }
    }
    if !gates.is_empty() {
        out.set(
            "feature-gates",
            Value::Gates(gates),
            From::At(list.at),
            false,
        );
    }
}

fn translation(root: &Datum, out: &mut Outcome) {
    let fields = [
        (
            "combinedServicesFromDifferentHTTPRoutes",
            "combined-services-from-different-httproutes",
        ),
        ("drainSupport", "enable-drain-support"),
    ];
    for (field, option) in fields {
        let Some(datum) = root.at_path(&["translation", field]) else {
            continue;
        };
        // What the API server filled in stands nowhere.
        if datum.at.line > 0
            && let Some(text) = datum.text()
        {
            out.set(
                option,
                Value::Bool(text == "enabled"),
                From::At(datum.at),
                false,
            );
        }
    }
}

fn controllers(root: &Datum, reference: Option<Spot>, out: &mut Outcome) {
    let mut off = BTreeSet::new();
    let mut places = Vec::new();
    if let Some(at) = reference {
        off.extend(GATEWAY_API.iter().map(|name| (*name).to_owned()));
        places.push(at);
    }
    let list = root.get("controllers");
    for item in list.map_or(&[][..], Datum::items) {
        let Some(name) = item.get("name") else {
            continue;
        };
        let text = name.text().unwrap_or_default();
        let Some(controller) = switches::of_operator(text) else {
            let near = similar(text, switches::operator_names());
            out.problems.push(settings::name_unknown(
                name.at.location(),
                "controller",
                text,
                near,
            ));
            continue;
        };
        let is_of_gateway_api = GATEWAY_API.contains(&controller);
        if !is_enabled(item) {
            off.insert(controller.to_owned());
            places.extend(list.map(|list| list.at));
        } else if is_of_gateway_api && reference.is_some() {
            out.problems.push(settings::controller_off_by_reference(
                name.at.location(),
                text,
            ));
        }
    }
    if let Some(first) = places.into_iter().min() {
        out.set(
            "disable-controllers",
            Value::List(off),
            From::At(first),
            false,
        );
    }
}

fn namespaces(options: Options<'_>, inputs: &Inputs, out: &mut Outcome) {
    let watch = options.root.get("watchNamespaces");
    let kind = watch.and_then(|watch| watch.get("type"));
    let own = options.namespace.to_owned();
    let mut watched = BTreeSet::new();
    match kind.and_then(Datum::text) {
        Some("own") => _ = watched.insert(own),
        Some("list") => {
            watched.insert(own);
            for item in watch.map_or(&[][..], |watch| watch.items_of("list")) {
                let Some(namespace) = item.text() else {
                    continue;
                };
                watched.insert(namespace.to_owned());
                if namespace != options.namespace && !is_granted(options, namespace, inputs) {
                    out.problems.push(controllers::grant_missing(
                        item.at.location(),
                        namespace,
                        options.name,
                    ));
                }
            }
        }
        _ => {}
    }
    if let Some(limit) = options
        .operator
        .and_then(|operator| operator.limit.as_ref())
    {
        let (limit, at) = limit;
        let is_allowed = watched.iter().all(|namespace| limit.contains(namespace));
        if watched.is_empty() || !is_allowed {
            out.problems
                .push(settings::operator_limited(at.location(), options.name));
        }
    }
    let list = watch.and_then(|watch| watch.get("list"));
    let place = if watched.len() > 1 {
        list.or(kind)
    } else {
        kind
    };
    if let Some(place) = place.filter(|_| !watched.is_empty()) {
        out.set(
            "watch-namespace",
            Value::List(watched),
            From::At(place.at),
            false,
        );
    }
}

/// Whether a namespace lets a ControlPlane watch it.
fn is_granted(options: Options<'_>, namespace: &str, inputs: &Inputs) -> bool {
    let mut grants = inputs
        .objects
        .iter()
        .filter(|object| object.kind == "WatchNamespaceGrant" && object.namespace == namespace);
    grants.any(|grant| {
        let from = grant.root.at_path(&["spec", "from"]);
        from.map_or(&[][..], Datum::items).iter().any(|from| {
            from.text_of("namespace") == Some(options.namespace)
                && from
                    .text_of("kind")
                    .is_none_or(|kind| kind == "ControlPlane")
        })
    })
}

/// A filter of objects adds labels to the operator's own.
fn filter(
    options: Options<'_>,
    (field, option, default): (&str, &'static str, &str),
    out: &mut Outcome,
) {
    let labels = options
        .root
        .at_path(&["objectFilters", field, "matchLabels"]);
    let Some(labels) = labels.filter(|labels| labels.entries().next().is_some()) else {
        return;
    };
    let operator = options
        .operator
        .and_then(|operator| operator.outcome.text(option));
    let own = operator.unwrap_or(default);
    let mut parts = Vec::new();
    if !own.is_empty() {
        parts.push(format!("{own}=true"));
    }
    for (name, value) in labels.entries() {
        if name == own {
            let called = Called::field(&format!("objectFilters.{field}"));
            out.problems.push(settings::invalid(
                value.at.location(),
                &called,
                "labels other than the operator's own",
            ));
            return;
        }
        parts.push(format!("{name}={}", value.text().unwrap_or_default()));
    }
    out.set(
        option,
        Value::Text(parts.join(",")),
        From::At(labels.at),
        false,
    );
}

/// A ControlPlane with its own options and those of its `DataPlane`.
pub(super) fn of_object(object: &Object, operator: Option<&Operator>, inputs: &Inputs) -> Outcome {
    let mut out = Outcome::default();
    let name = object.qualified_name();
    out.set(
        "control-plane",
        Value::Text(name.clone()),
        From::At(object.spot()),
        false,
    );
    let empty = Datum::default();
    let spec = object.root.get("spec").unwrap_or(&empty);
    let is_old = object.version == "v1beta1";
    let target = spec.get("dataplane");
    let reference = if is_old {
        target.filter(|target| target.text().is_some())
    } else {
        let kind = target.and_then(|target| target.get("type"));
        kind.filter(|kind| kind.text() == Some("ref"))
    };
    let converted = is_old.then(|| older::converted(spec, &mut out));
    let options = Options {
        root: converted.as_ref().unwrap_or(spec),
        namespace: &object.namespace,
        name: &name,
        operator,
    };
    read(options, reference.map(|datum| datum.at), inputs, &mut out);
    if let Some((gateway, at)) = owner(object) {
        out.set(
            "gateway-to-reconcile",
            Value::Text(gateway),
            From::At(at),
            false,
        );
    }
    let data_plane = if is_old {
        reference
    } else {
        target.and_then(|target| target.at_path(&["ref", "name"]))
    };
    if let Some(data_plane) = data_plane {
        let name = data_plane.text().unwrap_or_default();
        match inputs.object("DataPlane", &object.namespace, name) {
            Some(found) => {
                let deployment = found.root.at_path(&["spec", "deployment"]);
                data_plane_options(deployment, &object.namespace, operator, inputs, &mut out);
            }
            None => out
                .problems
                .push(controllers::gateway_not_found(data_plane.at.location())),
        }
    }
    out
}

/// The Gateway that owns a ControlPlane, and where it is named: the only one that the ControlPlane looks at.
pub(super) fn owner(object: &Object) -> Option<(String, Spot)> {
    let owners = object.root.at_path(&["metadata", "ownerReferences"])?;
    let owner = owners
        .items()
        .iter()
        .find(|owner| owner.text_of("kind") == Some("Gateway"))?;
    let name = owner.get("name")?;
    Some((format!("{}/{}", object.namespace, name.text()?), name.at))
}

/// What a deployment of Kong says: that of a `DataPlane`, or the options of one.
pub(super) fn data_plane_options(
    deployment: Option<&Datum>,
    namespace: &str,
    operator: Option<&Operator>,
    inputs: &Inputs,
    out: &mut Outcome,
) {
    let containers =
        deployment.and_then(|it| it.at_path(&["podTemplateSpec", "spec", "containers"]));
    let containers = containers.map_or(&[][..], Datum::items);
    let proxy = containers
        .iter()
        .find(|container| container.text_of("name") == Some("proxy"));
    if let Some(image) = proxy.and_then(|proxy| proxy.get("image")) {
        gateway::image(image, out);
    } else {
        let controller = operator.and_then(|operator| operator.outcome.text("controller"));
        let is_2_2 = controller.is_some_and(|name| name.starts_with("kong-operator-2.2"));
        let version = if is_2_2 { "3.14.0" } else { "3.15.0" };
        let version = Value::Text(version.to_owned());
        out.set("kong-version", version, From::Operator, false);
        out.set("enterprise", Value::Bool(true), From::Operator, false);
    }
    let environment = proxy.map(|proxy| Environment::of_container(proxy, Some(namespace), inputs));
    gateway::flavor(&environment.unwrap_or_default(), out);
}
