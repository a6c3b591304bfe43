//! Which gateway a controller configures (spec 85, 4).

use super::controller::{self, Call};
use super::datum::Datum;
use super::found::Outcome;
use super::inputs::Inputs;
use super::object::Object;
use super::spot::Spot;
use super::value::{self, Value};
use super::workload::{gateway_container, labels};
use crate::diag::controllers;

/// A workload with a gateway, and its container.
type Gateway<'i> = (&'i Object, &'i Datum);

/// The gateway of a controller: in its own pod, behind the Service of its Admin API, or the only one there is.
pub(super) fn gateway<'i>(
    controller: &'i Object,
    call: Call<'_>,
    inputs: &'i Inputs<'_>,
    out: &mut Outcome,
) -> Option<Gateway<'i>> {
    if let Some(container) = gateway_container(controller) {
        return Some((controller, container));
    }
    let mut gateways: Vec<Gateway<'i>> = inputs
        .current()
        .filter_map(|object| Some((object, gateway_container(object)?)))
        .collect();
    let admin = admin(call);
    let at = admin.as_ref().and_then(|admin| admin.at);
    let at = at.unwrap_or_else(|| controller.spot());
    let service = admin.as_ref().and_then(|admin| {
        let service = inputs.object("Service", &admin.namespace, &admin.name)?;
        service.group.is_empty().then_some(service)
    });
    if let Some(service) = service {
        gateways.retain(|(object, _)| selects(service, object));
    }
    match gateways[..] {
        [] => {
            out.problems
                .push(controllers::gateway_not_found(at.location()));
            None
        }
        [only] => {
            if service.is_none() {
                let name = only.0.qualified_name();
                out.problems
                    .push(controllers::gateway_assumed(at.location(), &name));
            }
            Some(only)
        }
        _ => {
            let names: Vec<String> = gateways
                .iter()
                .map(|(object, _)| object.qualified_name())
                .collect();
            out.problems
                .push(controllers::gateway_ambiguous(at.location(), &names));
            None
        }
    }
}

/// The Service of an Admin API.
struct Admin {
    namespace: String,
    name: String,
    at: Option<Spot>,
}

/// What the controller is told of the Admin API.
fn admin(call: Call<'_>) -> Option<Admin> {
    let mut quiet = Outcome::default();
    if let Some(read) = controller::one(call, "kong-admin-svc", false, &mut quiet)
        && let Value::Text(text) = &read.value
        && let Some((namespace, name)) = value::pair(text)
    {
        return Some(Admin {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            at: read.spot(),
        });
    }
    let read = controller::one(call, "kong-admin-url", false, &mut quiet)?;
    let Value::List(urls) = &read.value else {
        return None;
    };
    let host = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = rest.split(['/', ':', '?']).next()?;
        let is_address = host
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
        let (name, rest) = host.split_once('.').filter(|_| !is_address)?;
        let namespace = rest.split('.').next()?;
        Some((namespace.to_owned(), name.to_owned()))
    };
    let (namespace, name) = urls.iter().find_map(|url| host(url))?;
    Some(Admin {
        namespace,
        name,
        at: read.spot(),
    })
}

/// Whether a Service leads to the pods of a workload.
fn selects(service: &Object, workload: &Object) -> bool {
    let Some(selector) = service.root.at_path(&["spec", "selector"]) else {
        return false;
    };
    let Some(labels) = labels(workload) else {
        return false;
    };
    let mut wanted = selector.entries().peekable();
    wanted.peek().is_some()
        && service.namespace == workload.namespace
        && wanted.all(|(name, value)| labels.get(name) == Some(value))
}
