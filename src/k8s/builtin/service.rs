//! Service (Kubernetes: pkg/apis/core/validation/validation.go, `ValidateService`; pkg/api/service/warnings.go).

use super::cluster_ips::{self, ClusterIps};
use super::metadata::{labels, texts};
use super::refusal::Findings;
use super::service_ports;
use super::{Release, addresses, names, spec};
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{deep, field, has, integer, list, size, text, text_or};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::Node;

const RANGES_ANNOTATION: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const HINTS_ANNOTATION: &str = "service.kubernetes.io/topology-aware-hints";
const MODE_ANNOTATION: &str = "service.kubernetes.io/topology-mode";
const LOAD_BALANCER_ONLY: &str = "may only be used when `type` is 'LoadBalancer'";

/// The `spec` of a Service, with what its rules need to know of it.
pub(super) struct ServiceSpec<'n, 'a> {
    pub(super) node: &'n Node<'a>,
    /// `type`, with its default.
    pub(super) kind: &'n str,
    pub(super) cluster_ips: ClusterIps<'n>,
    pub(super) release: Release,
}

/// Judge a Service.
pub(in crate::k8s) fn judge(document: &Node<'_>, release: Release, found: &mut Findings<'_>) {
    let (node, here) = spec(document);
    let kind = or_default(node, "type", "ClusterIP");
    let spec = ServiceSpec {
        node,
        kind,
        cluster_ips: ClusterIps::of(node),
        release,
    };
    let type_at = here.key("type");
    found.one_of(
        &type_at,
        kind,
        &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"],
    );
    topology_annotations(document, found);
    if let Some(selector) = field(node, "selector") {
        labels(selector, &here.key("selector"), false, found);
    }
    session_affinity(node, &here, found);
    external_ips(node, &here, release, found);
    policies(&spec, &here, found);
    if !found.is_wrong(&type_at) {
        by_type(document, &spec, &here, found);
    }
    warnings(document, &spec, &here, found);
}

/// Rules that ask for the type.
fn by_type(
    document: &Node<'_>,
    spec: &ServiceSpec<'_, '_>,
    here: &Trail<'_>,
    found: &mut Findings<'_>,
) {
    service_ports::judge(spec, here, found);
    if spec.kind == "ExternalName" {
        external_name(spec, here, found);
    } else {
        cluster_ips::judge(spec, here, found);
    }
    load_balancer(document, spec, here, found);
    external_traffic(spec, here, found);
}

/// A text that counts as absent when it is empty.
pub(super) fn or_default<'n>(node: &'n Node<'_>, key: &str, default: &'n str) -> &'n str {
    text(node, key)
        .filter(|text| !text.is_empty())
        .unwrap_or(default)
}

fn annotation<'n>(document: &'n Node<'_>, key: &str) -> Option<&'n str> {
    document
        .get("metadata")?
        .get("annotations")?
        .get(key)
        .map(|node| node.as_str().unwrap_or_default())
}

fn topology_annotations(document: &Node<'_>, found: &mut Findings<'_>) {
    let hints = annotation(document, HINTS_ANNOTATION);
    let mode = annotation(document, MODE_ANNOTATION);
    if hints.is_some() && mode.is_some() && hints != mode {
        let metadata = Trail::field("metadata");
        let annotations = metadata.key("annotations");
        let detail = format!("must match annotations[{HINTS_ANNOTATION}] when both are specified");
        found.note(
            &annotations.key(MODE_ANNOTATION),
            Fault::Rule(detail.into()),
        );
    }
}

fn external_name(spec: &ServiceSpec<'_, '_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    let forbidden = || Fault::Rule("may not be set for ExternalName services".into());
    if spec.cluster_ips.any() {
        let at = here.key(spec.cluster_ips.written_in());
        found.note_as(&at, "spec.clusterIPs", forbidden());
    }
    if size(spec.node, "ipFamilies") > 0 {
        found.note(&here.key("ipFamilies"), forbidden());
    }
    if has(spec.node, "ipFamilyPolicy") {
        found.note(&here.key("ipFamilyPolicy"), forbidden());
    }
    let at = here.key("externalName");
    let written = text_or(spec.node, "externalName", "");
    let name = written.strip_suffix('.').unwrap_or(written);
    if name.is_empty() {
        found.note(&at, Fault::Required(""));
    } else {
        found.invalid(&at, names::subdomain(name), || {
            Hint::Host(written.to_owned())
        });
    }
}

fn session_affinity(spec: &Node<'_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    let affinity = or_default(spec, "sessionAffinity", "None");
    found.one_of(
        &here.key("sessionAffinity"),
        affinity,
        &["ClientIP", "None"],
    );
    let seconds = deep(spec, &["sessionAffinityConfig", "clientIP"])
        .and_then(|config| integer(config, "timeoutSeconds"));
    if affinity == "ClientIP" && seconds.is_some_and(|seconds| !(1..=86_400).contains(&seconds)) {
        let config = here.key("sessionAffinityConfig");
        let client = config.key("clientIP");
        let detail = "must be greater than 0 and less than 86400";
        found.note(&client.key("timeoutSeconds"), Fault::Invalid(detail.into()));
    }
}

fn external_ips(spec: &Node<'_>, here: &Trail<'_>, release: Release, found: &mut Findings<'_>) {
    let trail = here.key("externalIPs");
    for (index, text) in field(spec, "externalIPs").into_iter().flat_map(texts) {
        let at = trail.index(index);
        match addresses::legacy(text, release) {
            Err(detail) => found.invalid(&at, [detail], || Hint::Address),
            Ok(address) => {
                found.invalid(&at, addresses::special(address, text), || {
                    Hint::SpecialAddress
                });
            }
        }
    }
}

/// Fields with a few values each, whatever the type is.
fn policies(spec: &ServiceSpec<'_, '_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    if let Some(policy) = text(spec.node, "internalTrafficPolicy") {
        found.one_of(
            &here.key("internalTrafficPolicy"),
            policy,
            &["Cluster", "Local"],
        );
    }
    if let Some(distribution) = text(spec.node, "trafficDistribution") {
        let supported: &[&str] = if spec.release >= Release::V1_36 {
            &["PreferClose", "PreferSameNode", "PreferSameZone"]
        } else {
            &["PreferClose"]
        };
        found.one_of(&here.key("trafficDistribution"), distribution, supported);
    }
}

/// Fields of type `LoadBalancer`. The API server writes the ranges with a capital letter.
fn load_balancer(
    document: &Node<'_>,
    spec: &ServiceSpec<'_, '_>,
    here: &Trail<'_>,
    found: &mut Findings<'_>,
) {
    const CALLED: &str = "spec.LoadBalancerSourceRanges";
    let is_other_type = spec.kind != "LoadBalancer";
    let only = || Fault::Rule(LOAD_BALANCER_ONLY.into());
    let ranges_at = here.key("loadBalancerSourceRanges");
    if list(spec.node, "loadBalancerSourceRanges").is_empty() {
        ranges_annotation(document, spec, found);
    } else if is_other_type {
        found.note_as(&ranges_at, CALLED, only());
    }
    for (index, range) in field(spec.node, "loadBalancerSourceRanges")
        .into_iter()
        .flat_map(texts)
    {
        if let Some(detail) = addresses::cidr(range.trim(), spec.release) {
            let called = format!("{CALLED}[{index}]");
            found.note_as(
                &ranges_at.index(index),
                called,
                Fault::Invalid(detail.into()),
            );
        }
    }
    if is_other_type && has(spec.node, "allocateLoadBalancerNodePorts") {
        found.note(&here.key("allocateLoadBalancerNodePorts"), only());
    }
    if let Some(class) = text(spec.node, "loadBalancerClass") {
        let at = here.key("loadBalancerClass");
        if is_other_type {
            found.note(&at, only());
        } else {
            found.invalid(&at, names::qualified_name(class), || Hint::QualifiedName);
        }
    }
}

/// The annotation that ranges were written in before they had a field.
fn ranges_annotation(document: &Node<'_>, spec: &ServiceSpec<'_, '_>, found: &mut Findings<'_>) {
    let Some(ranges) = annotation(document, RANGES_ANNOTATION) else {
        return;
    };
    let metadata = Trail::field("metadata");
    let annotations = metadata.key("annotations");
    let at = annotations.key(RANGES_ANNOTATION);
    if spec.kind != "LoadBalancer" {
        found.note(&at, Fault::Rule(LOAD_BALANCER_ONLY.into()));
    }
    let ranges = ranges.trim();
    if !ranges.is_empty() {
        for range in ranges.split(',') {
            let detail = addresses::cidr(range.trim(), spec.release);
            found.invalid(&at, detail, || Hint::Address);
        }
    }
}

/// What is for Services that can be reached from outside.
fn external_traffic(spec: &ServiceSpec<'_, '_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    let is_load_balancer = spec.kind == "LoadBalancer";
    let external_ips_at = here.key("externalIPs");
    let has_external_ips = size(spec.node, "externalIPs") > 0 || found.is_wrong(&external_ips_at);
    let is_outside =
        is_load_balancer || spec.kind == "NodePort" || spec.kind == "ClusterIP" && has_external_ips;
    let at = here.key("externalTrafficPolicy");
    let policy = text_or(spec.node, "externalTrafficPolicy", "");
    if !policy.is_empty() {
        if is_outside {
            found.one_of(&at, policy, &["Cluster", "Local"]);
        } else {
            let detail = "may only be set for externally-accessible services";
            found.note(&at, Fault::Rule(detail.into()));
        }
    }
    let port = integer(spec.node, "healthCheckNodePort").unwrap_or(0);
    if port == 0 || found.is_wrong(&at) {
        return;
    }
    let port_at = here.key("healthCheckNodePort");
    if is_load_balancer && policy == "Local" {
        found.invalid(&port_at, names::port_number(port), || Hint::PortNumber);
    } else {
        let detail =
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
        found.note(&port_at, Fault::Rule(detail.into()));
    }
}

/// What the API server accepts and warns of.
fn warnings(
    document: &Node<'_>,
    spec: &ServiceSpec<'_, '_>,
    here: &Trail<'_>,
    found: &mut Findings<'_>,
) {
    if annotation(document, HINTS_ANNOTATION).is_some() {
        let metadata = Trail::field("metadata");
        let annotations = metadata.key("annotations");
        found.warn(
            &annotations.key(HINTS_ANNOTATION),
            format!(
                "annotation {HINTS_ANNOTATION} is deprecated, please use {MODE_ANNOTATION} instead"
            ),
        );
    }
    let ignored = |found: &mut Findings<'_>, key: &str, text: &str| {
        found.warn(&here.key(key), text);
    };
    let external_ips = size(spec.node, "externalIPs") > 0;
    if spec.kind == "ClusterIP" && text(spec.node, "clusterIP") == Some("None") {
        if !text_or(spec.node, "loadBalancerIP", "").is_empty() {
            ignored(
                found,
                "loadBalancerIP",
                "spec.loadBalancerIP is ignored for headless services",
            );
        }
        if external_ips {
            ignored(
                found,
                "externalIPs",
                "spec.externalIPs is ignored for headless services",
            );
        }
        if or_default(spec.node, "sessionAffinity", "None") != "None" {
            ignored(
                found,
                "sessionAffinity",
                "spec.SessionAffinity is ignored for headless services",
            );
        }
    }
    if spec.kind == "ExternalName" && external_ips {
        let text = "spec.externalIPs is ignored when spec.type is \"ExternalName\"";
        ignored(found, "externalIPs", text);
    }
    if spec.kind != "ExternalName" && !text_or(spec.node, "externalName", "").is_empty() {
        let text = "spec.externalName is ignored when spec.type is not \"ExternalName\"";
        ignored(found, "externalName", text);
    }
    cluster_ips::warnings(spec, here, found);
    let trail = here.key("externalIPs");
    for (index, text) in field(spec.node, "externalIPs").into_iter().flat_map(texts) {
        let at = trail.index(index);
        if let Some(warning) = addresses::warning(&at.path().to_string(), text) {
            found.warn(&at, warning);
        }
    }
    if let Some(text) = text(spec.node, "loadBalancerIP")
        && let Some(warning) = addresses::warning("spec.loadBalancerIP", text)
    {
        found.warn(&here.key("loadBalancerIP"), warning);
    }
}
