//! What the API server fills into built-in kinds (spec 10, 2). The Gateway API's defaults stand with the Gateways.

use super::Store;
use k8s_openapi::api::core::v1::ServicePort;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Fill in the defaults of Service and EndpointSlice.
pub(super) fn fill(store: &mut Store) {
    for service in store.services.iter_mut() {
        fill_text(&mut service.spec.type_, "ClusterIP");
        for port in service.spec.ports.iter_mut().flatten() {
            fill_port(port);
        }
    }
    for slice in store.endpoint_slices.iter_mut() {
        for port in slice.spec.ports.iter_mut().flatten() {
            port.protocol.get_or_insert_with(|| "TCP".to_owned());
            port.name.get_or_insert_default();
        }
    }
}

/// Fill in a field of a Service, where an empty text counts as none (spec 86, 3).
fn fill_text(field: &mut Option<String>, default: &str) {
    if field.as_deref().unwrap_or_default().is_empty() {
        *field = Some(default.to_owned());
    }
}

fn fill_port(port: &mut ServicePort) {
    fill_text(&mut port.protocol, "TCP");
    let written = match &port.target_port {
        Some(IntOrString::Int(number)) => *number != 0,
        Some(IntOrString::String(name)) => !name.is_empty(),
        None => false,
    };
    if !written {
        port.target_port = Some(IntOrString::Int(port.port));
    }
}
