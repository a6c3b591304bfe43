//! Which workloads run a controller, an operator or a gateway, and what a controller says of the options (spec 85, 3 and 4).

use super::arguments::{self, Arguments, Style};
use super::controller::{self, Call};
use super::datum::Datum;
use super::environment::{Environment, From};
use super::flag::{self, Known};
use super::found::Outcome;
use super::gateway;
use super::image::{self, Image, Product, Version, controller_version};
use super::inputs::Inputs;
use super::object::{Object, WORKLOADS};
use super::operator::{self, Operator};
use super::pair;
use super::spot::Spot;
use super::value::Value;
use crate::diag::controllers;

/// The containers that run as long as the pod does.
pub(super) fn containers(object: &Object) -> &[Datum] {
    let spec = pod(object).and_then(|pod| pod.get("spec"));
    spec.map_or(&[], |spec| spec.items_of("containers"))
}

/// The labels of the pods.
pub(super) fn labels(object: &Object) -> Option<&Datum> {
    pod(object)?.at_path(&["metadata", "labels"])
}

fn pod(object: &Object) -> Option<&Datum> {
    match object.kind.as_str() {
        "Pod" => Some(&object.root),
        kind if WORKLOADS.contains(&kind) => object.root.at_path(&["spec", "template"]),
        _ => None,
    }
}

fn image(container: &Datum) -> Image<'_> {
    Image::of(container.text_of("image").unwrap_or_default())
}

fn has_variable(container: &Datum, prefix: &str) -> bool {
    let mut names = container
        .items_of("env")
        .iter()
        .filter_map(|item| item.text_of("name"));
    names.any(|name| name.starts_with(prefix))
}

/// The container that is KIC.
pub(super) fn controller(object: &Object) -> Option<&Datum> {
    containers(object).iter().find(|container| {
        let is_called = container.text_of("name") == Some("ingress-controller");
        image(container).is_controller() || is_called && has_variable(container, flag::PREFIX)
    })
}

/// The container that is Kong's operator.
pub(super) fn operator(object: &Object) -> Option<&Datum> {
    containers(object)
        .iter()
        .find(|container| image(container).is_operator())
}

/// The container that is Kong. One that is only called `proxy` must have something of Kong's: other programs are proxies, too.
pub(super) fn gateway_container(object: &Object) -> Option<&Datum> {
    containers(object).iter().find(|container| {
        let image = image(container);
        let is_called = container.text_of("name") == Some("proxy");
        let is_kongs = image.repository.contains("kong") || has_variable(container, "KONG_");
        image.is_gateway() || has_variable(container, "KONG_PROXY_LISTEN") || is_called && is_kongs
    })
}

/// What the tag of a controller's image says; the answer is its version without the program.
pub(super) fn version(
    product: Product,
    image: (&str, Option<&str>),
    from: From,
    out: &mut Outcome,
) -> Option<String> {
    let (repository, tag) = image;
    let at = match from {
        From::At(at) => at,
        _ => Spot::default(),
    };
    match controller_version(product, tag) {
        Version::Known(version) => {
            let value = Value::Text(format!("{}-{version}", product.id()));
            out.set("controller", value, from, false);
            Some(version)
        }
        Version::Unsupported(version) => {
            let lowest = product.lines()[0];
            out.problems.push(controllers::controller_unsupported(
                at.location(),
                product.id(),
                &version,
                lowest,
            ));
            None
        }
        Version::Unknown => {
            let image = image::written(repository, tag);
            out.problems.push(controllers::image_version_unknown(
                at.location(),
                &image,
                "--controller",
            ));
            None
        }
    }
}

/// How a container of KIC is called.
struct Called {
    environment: Environment,
    arguments: Arguments,
    is_old: bool,
}

impl Called {
    fn of(object: &Object, container: &Datum, inputs: &Inputs, out: &mut Outcome) -> Self {
        let environment = Environment::of_container(container, Some(&object.namespace), inputs);
        let own = image(container);
        let version = container.get("image").and_then(|written| {
            let image = (own.repository, own.tag);
            version(Product::Kic, image, From::At(written.at), out)
        });
        let is_old = is_old(version.as_deref());
        let takes = |name: &str| match flag::known(name, is_old) {
            Known::Yes(kind) => Some(kind),
            Known::Later | Known::No => None,
        };
        let arguments = arguments::of_container(container, &environment, Style::Pflag, &takes);
        Self {
            environment,
            arguments,
            is_old,
        }
    }

    const fn call(&self) -> Call<'_> {
        Call {
            environment: &self.environment,
            arguments: &self.arguments,
            is_old: self.is_old,
        }
    }
}

/// What a workload of KIC says, and the gateway behind it.
pub(super) fn read(object: &Object, container: &Datum, inputs: &Inputs) -> Outcome {
    let mut out = Outcome::default();
    let called = Called::of(object, container, inputs, &mut out);
    controller::read(called.call(), &mut out);
    if let Some((gateway, container)) = pair::gateway(object, called.call(), inputs, &mut out) {
        let namespace = Some(&*gateway.namespace);
        let environment = Environment::of_container(container, namespace, inputs);
        if let Some(image) = container.get("image") {
            gateway::image(image, &mut out);
        }
        gateway::flavor(&environment, &mut out);
        gateway::check_database(&environment, &mut out);
    }
    out
}

/// The same without the gateway, which takes a look at every workload.
pub(super) fn options(object: &Object, container: &Datum, inputs: &Inputs) -> Outcome {
    let mut out = Outcome::default();
    let called = Called::of(object, container, inputs, &mut out);
    controller::read(called.call(), &mut out);
    out
}

/// What a workload of Kong Operator says.
pub(super) fn read_operator(object: &Object, container: &Datum, inputs: &Inputs) -> Operator {
    let mut out = Outcome::default();
    let environment = Environment::of_container(container, Some(&object.namespace), inputs);
    if let Some(written) = container.get("image") {
        let own = image(container);
        if own.name() == "gateway-operator" {
            let tag = own.tag.unwrap_or("1");
            let lowest = Product::KongOperator.lines()[0];
            out.problems.push(controllers::controller_unsupported(
                written.at.location(),
                "gateway-operator",
                tag,
                lowest,
            ));
        } else {
            let image = (own.repository, own.tag);
            version(Product::KongOperator, image, From::At(written.at), &mut out);
        }
    }
    let arguments = arguments::of_container(container, &environment, Style::Go, &operator::takes);
    operator::read(&environment, &arguments, out)
}

/// Whether a version is of KIC 3.4.
pub(super) fn is_old(version: Option<&str>) -> bool {
    version.is_some_and(|version| version == "3.4" || version.starts_with("3.4."))
}
