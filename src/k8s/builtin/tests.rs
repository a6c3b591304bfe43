//! Rules that the cases of the reference do not ask for, from Kubernetes' own code.

use super::{Release, Undecodable, judge};
use crate::k8s::decode;
use crate::manifest::yaml;
use crate::manifest::yaml::budget::AliasBudget;

/// The paths of what is refused in an object, with the texts.
fn refused(group: &str, kind: &str, text: &str, release: Release) -> Vec<String> {
    let document = yaml::parse(text, &AliasBudget::of(text.len()))
        .ok()
        .and_then(|parsed| parsed.root)
        .expect("the manifest is YAML");
    let rules = decode::rules_of(group, kind);
    rules
        .map(|rules| judge((kind, rules), &document, release, &Undecodable::default()))
        .unwrap_or_default()
        .into_iter()
        .map(|refusal| format!("{} {:?}", refusal.path, refusal.fault))
        .collect()
}

/// Assert that each object has one fault or warning, at this path and with this text, or none where both are empty.
fn each(group: &str, kind: &str, cases: &[(&str, &str, &str)]) {
    for (text, path, detail) in cases {
        let found = refused(group, kind, text, Release::V1_33);
        if path.is_empty() {
            assert_eq!(found, [""; 0], "{text}");
        } else {
            assert_eq!(found.len(), 1, "{text}\n{found:?}");
            assert!(
                found[0].starts_with(&format!("{path} ")) && found[0].contains(detail),
                "{text}\n{found:?}"
            );
        }
    }
}

fn service(spec: &str) -> String {
    format!("{{metadata: {{name: a}}, spec: {{{spec}, ports: [{{port: 80}}]}}}}")
}

fn each_service(cases: &[(&str, &str, &str)]) {
    for (spec, path, detail) in cases {
        each("", "Service", &[(&service(spec), path, detail)]);
    }
}

#[test]
fn addresses_inside_the_cluster_fit_each_other_and_their_families() {
    each_service(&[
        (
            "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, '2001:db8::1']",
            "",
            "",
        ),
        (
            "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 10.0.0.2]",
            "spec.clusterIPs",
            "no more than one IP",
        ),
        (
            "clusterIP: None, clusterIPs: [None, 10.0.0.2]",
            "spec.clusterIPs",
            "first and only value",
        ),
        (
            "clusterIP: 10.0.0.1, ipFamilies: [IPv6]",
            "spec.clusterIP",
            "expected an IPv6 value",
        ),
        ("clusterIP: 10.0.0.1, ipFamilies: [IPv4, IPv6]", "", ""),
        ("clusterIP: None, ipFamilies: [IPv6]", "", ""),
        (
            "ipFamilies: [IPv4, IPv4]",
            "spec.ipFamilies[1]",
            "Duplicate",
        ),
        ("ipFamilies: [ipv4]", "spec.ipFamilies[0]", "NotSupported"),
        (
            "ipFamilyPolicy: DualStack",
            "spec.ipFamilyPolicy",
            "NotSupported",
        ),
        (
            "type: ExternalName, externalName: a.b, ipFamilyPolicy: SingleStack",
            "spec.ipFamilyPolicy",
            "ExternalName",
        ),
        (
            "type: ExternalName, externalName: a.b, clusterIP: 10.0.0.1",
            "spec.clusterIP",
            "ExternalName",
        ),
    ]);
}

#[test]
fn what_a_service_has_for_one_type_is_refused_for_another() {
    each_service(&[
        (
            "type: LoadBalancer, loadBalancerClass: 'a b'",
            "spec.loadBalancerClass",
            "name part",
        ),
        (
            "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001",
            "",
            "",
        ),
        (
            "type: LoadBalancer, healthCheckNodePort: 30001",
            "spec.healthCheckNodePort",
            "may only be set",
        ),
        ("type: NodePort, externalTrafficPolicy: Local", "", ""),
        (
            "externalIPs: [192.0.2.1], externalTrafficPolicy: Local",
            "",
            "",
        ),
        (
            "externalIPs: [127.0.0.1]",
            "spec.externalIPs[0]",
            "loopback",
        ),
        (
            "internalTrafficPolicy: ''",
            "spec.internalTrafficPolicy",
            "NotSupported",
        ),
        (
            "type: ExternalName, externalName: a.b, externalIPs: [192.0.2.1]",
            "spec.externalIPs",
            "is ignored",
        ),
        (
            "clusterIP: None, loadBalancerIP: 192.0.2.1",
            "spec.loadBalancerIP",
            "ignored for headless",
        ),
    ]);
}

#[test]
fn annotations_of_a_service_are_judged_like_the_fields_that_came_after_them() {
    let with = |annotations: &str, kind: &str| {
        format!(
            "{{metadata: {{name: a, annotations: {{{annotations}}}}}, spec: {{type: {kind}, ports: [{{port: 80}}]}}}}"
        )
    };
    let ranges = "service.beta.kubernetes.io/load-balancer-source-ranges";
    let at = format!("metadata.annotations[\"{ranges}\"]");
    let mode = "metadata.annotations[\"service.kubernetes.io/topology-mode\"]";
    let both = "service.kubernetes.io/topology-aware-hints: Auto, service.kubernetes.io/topology-mode: Disabled";
    each(
        "",
        "Service",
        &[
            (
                &with(
                    &format!("{ranges}: '10.0.0.0/8, 192.0.2.0/24'"),
                    "LoadBalancer",
                ),
                "",
                "",
            ),
            (
                &with(&format!("{ranges}: '10.0.0.0/8,'"), "LoadBalancer"),
                &at,
                "CIDR",
            ),
            (
                &with(&format!("{ranges}: ' '"), "ClusterIP"),
                &at,
                "LoadBalancer",
            ),
            (&with(both, "ClusterIP"), mode, "must match"),
        ],
    );
}

#[test]
fn owners_are_complete_and_one_of_them_controls() {
    let owned = |owners: &str| format!("{{metadata: {{name: a, ownerReferences: [{owners}]}}}}");
    let sound = "{apiVersion: apps/v1, kind: Deployment, name: a, uid: u, controller: true}";
    let at = "metadata.ownerReferences";
    each(
        "",
        "ConfigMap",
        &[
            (&owned(sound), "", ""),
            (
                &owned(&format!("{sound}, {sound}")),
                &format!("{at}[1].controller"),
                "Deployment/a and Deployment/a",
            ),
            (
                &owned("{apiVersion: apps/v1, kind: A, name: a}"),
                &format!("{at}[0].uid"),
                "uid must not be empty",
            ),
            (
                &owned("{apiVersion: a/b/c, kind: A, name: a, uid: u}"),
                &format!("{at}[0].apiVersion"),
                "version must not",
            ),
            (
                &owned("{apiVersion: v1, kind: Event, name: a, uid: u}"),
                &format!("{at}[0]"),
                "disallowed",
            ),
        ],
    );
}

#[test]
fn metadata_has_rules_for_what_people_seldom_write() {
    each(
        "",
        "ConfigMap",
        &[
            (
                "{metadata: {name: a, generation: -1}}",
                "metadata.generation",
                "greater than or equal to 0",
            ),
            ("{metadata: {generateName: web-}}", "", ""),
            // The mask hides the character before the final hyphen, too.
            ("{metadata: {generateName: web_-}}", "", ""),
            (
                "{metadata: {generateName: '-'}}",
                "metadata.generateName",
                "subdomain",
            ),
            (
                "{metadata: {name: a, annotations: {'a b': x}}}",
                "metadata.annotations[\"a b\"]",
                "name part",
            ),
            ("{metadata: {name: a, annotations: {A.B/c: x}}}", "", ""),
            ("{metadata: {name: a, finalizers: [kubernetes]}}", "", ""),
        ],
    );
    each(
        "",
        "Namespace",
        &[
            (
                "{metadata: {name: a}, spec: {finalizers: [mine]}}",
                "spec.finalizers[0]",
                "fully qualified",
            ),
            ("{metadata: {name: a}, spec: {finalizers: [a.b/c]}}", "", ""),
        ],
    );
}

#[test]
fn endpoints_have_names_zones_and_topology() {
    let slice = |endpoint: &str| {
        format!(
            "{{metadata: {{name: a}}, addressType: IPv4, endpoints: [{{addresses: [10.0.0.1], {endpoint}}}]}}"
        )
    };
    let zones = |zones: &str| slice(&format!("hints: {{forZones: [{zones}]}}"));
    let nine: Vec<String> = (0..9).map(|zone| format!("{{name: z{zone}}}")).collect();
    let seventeen: Vec<String> = (0..17).map(|label| format!("l{label}: x")).collect();
    let at = "endpoints[0]";
    each(
        "discovery.k8s.io",
        "EndpointSlice",
        &[
            (
                &slice("nodeName: Node_1"),
                &format!("{at}.nodeName"),
                "subdomain",
            ),
            (
                &slice("hostname: a.b"),
                &format!("{at}.hostname"),
                "must not contain dots",
            ),
            (&zones("{name: a}, {name: b}"), "", ""),
            (
                &zones("{name: a}, {name: a}"),
                &format!("{at}.hints.forZones[1].name"),
                "Duplicate",
            ),
            (
                &zones("{name: 'a b'}"),
                &format!("{at}.hints.forZones[0].name"),
                "valid label",
            ),
            (
                &zones(&nine.join(", ")),
                &format!("{at}.hints.forZones"),
                "TooMany",
            ),
            (
                &slice(&format!("deprecatedTopology: {{{}}}", seventeen.join(", "))),
                &format!("{at}.deprecatedTopology"),
                "TooMany",
            ),
            (&slice("zone: '?'"), "", ""),
        ],
    );
}

#[test]
fn a_resource_is_no_path() {
    let class = |parameters: &str| {
        format!(
            "{{metadata: {{name: a}}, spec: {{controller: a.b/c, parameters: {{kind: K, {parameters}}}}}}}"
        )
    };
    each(
        "networking.k8s.io",
        "IngressClass",
        &[
            (
                &class("name: .."),
                "spec.parameters.name",
                "may not be '..'",
            ),
            (
                &class("name: 'a%b'"),
                "spec.parameters.name",
                "may not contain '%'",
            ),
            (
                &class("name: a, scope: ''"),
                "spec.parameters.scope",
                "NotSupported",
            ),
        ],
    );
    let long = format!(
        "{{metadata: {{name: a}}, spec: {{controller: a.b/{}}}}}",
        "c".repeat(250)
    );
    each(
        "networking.k8s.io",
        "IngressClass",
        &[(&long, "spec.controller", "TooLong(250)")],
    );
}

#[test]
fn service_names_may_begin_with_a_digit_from_1_36_on() {
    let text = "{metadata: {name: 1web, generateName: 1-}, spec: {ports: [{port: 80}]}}";
    assert_eq!(refused("", "Service", text, Release::V1_33).len(), 1);
    assert_eq!(refused("", "Service", text, Release::V1_36), [""; 0]);
}

#[test]
fn other_groups_and_kinds_are_not_judged() {
    for (group, kind) in [
        ("serving.knative.dev", "Service"),
        ("", "Pod"),
        ("extensions", "Ingress"),
    ] {
        assert_eq!(
            refused(group, kind, "{metadata: {name: A_}}", Release::V1_33),
            [""; 0]
        );
    }
}

#[test]
fn an_object_has_a_bounded_number_of_faults() {
    let ports = "{port: 0}, ".repeat(2000);
    let text = format!("{{metadata: {{name: a}}, spec: {{ports: [{ports}]}}}}");
    let found = refused("", "Service", &text, Release::V1_33);
    assert_eq!(found.len(), 1001);
    assert!(found[1000].contains("TooManyFaults(1000)"));
}
