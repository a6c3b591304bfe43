//! The ports of a Service (Kubernetes: pkg/apis/core/validation/validation.go, `validateServicePort`).

use super::names;
use super::refusal::Findings;
use super::service::{ServiceSpec, or_default};
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{field, integer, list, text, text_or};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::{Node, Number, Value};
use std::collections::HashSet;

/// The protocols of ports, in the API server's order.
pub(super) const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];

/// Names, ports and node ports that earlier entries have.
#[derive(Default)]
struct Seen<'n> {
    names: HashSet<&'n str>,
    ports: HashSet<(&'n str, i64)>,
    node_ports: HashSet<(&'n str, i64)>,
}

/// Judge the ports.
pub(super) fn judge(spec: &ServiceSpec<'_, '_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    let ports = list(spec.node, "ports");
    let trail = here.key("ports");
    let is_headless = spec.cluster_ips.is_headless() || found.is_wrong(&here.key("clusterIP"));
    if ports.is_empty() && !is_headless && spec.kind != "ExternalName" {
        found.note_with(&trail, Fault::Required(""), Hint::NoPorts);
    }
    let mut seen = Seen::default();
    for (index, port) in ports.iter().enumerate() {
        let at = trail.index(index);
        name(port, ports.len() > 1, &at, &mut seen, found);
        numbers(port, spec.kind, &at, &mut seen, found);
    }
}

fn name<'n>(
    port: &'n Node<'_>,
    is_required: bool,
    at: &Trail<'_>,
    seen: &mut Seen<'n>,
    found: &mut Findings<'_>,
) {
    let name = text_or(port, "name", "");
    let name_at = at.key("name");
    if !name.is_empty() {
        let hint = || Hint::Label(name.to_owned(), false);
        found.invalid(&name_at, names::label(name), hint);
        if !seen.names.insert(name) {
            found.note(&name_at, Fault::Duplicate(name.to_owned()));
        }
    } else if is_required {
        found.note_with(&name_at, Fault::Required(""), Hint::UnnamedPort);
    }
    if let Some(protocol) = text(port, "appProtocol") {
        let details = names::qualified_name(protocol);
        found.invalid(&at.key("appProtocol"), details, || Hint::QualifiedName);
    }
}

fn numbers<'n>(
    port: &'n Node<'_>,
    kind: &str,
    at: &Trail<'_>,
    seen: &mut Seen<'n>,
    found: &mut Findings<'_>,
) {
    let protocol = or_default(port, "protocol", "TCP");
    found.one_of(&at.key("protocol"), protocol, PROTOCOLS);
    let number = integer(port, "port").unwrap_or(0);
    let port_at = at.key("port");
    let is_known = !found.is_wrong(&port_at);
    let hint = || Hint::PortNumber;
    found.invalid(&port_at, names::port_number(number), hint);
    let target_at = at.key("targetPort");
    match field(port, "targetPort").map(|node| &node.value) {
        Some(Value::String(name)) if !name.is_empty() => {
            let hint = || Hint::PortName(name.to_string());
            found.invalid(&target_at, names::port_name(name), hint);
        }
        Some(Value::Number(Number::Int(target))) if *target != 0 => {
            found.invalid(&target_at, names::port_number(*target), hint);
        }
        // The port itself, good or bad.
        _ if is_known => found.invalid(&target_at, names::port_number(number), hint),
        _ => {}
    }
    if !seen.ports.insert((protocol, number)) {
        found.note(at, Fault::Duplicate(format!("{protocol} {number}")));
    }
    let node_port = integer(port, "nodePort").unwrap_or(0);
    if node_port == 0 {
        return;
    }
    let node_port_at = at.key("nodePort");
    if kind == "ClusterIP" {
        let detail = "may not be used when `type` is 'ClusterIP'";
        found.note(&node_port_at, Fault::Rule(detail.into()));
    }
    if !seen.node_ports.insert((protocol, node_port)) {
        found.note(&node_port_at, Fault::Duplicate(node_port.to_string()));
    }
}
