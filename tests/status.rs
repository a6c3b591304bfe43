//! `status`: each reason and message that the controller writes, and the forms of the output. Reasons of parents, listeners and policies
//! are compared with recorded ones in `tests/reference/status.rs`, messages of events in `tests/reference/events.rs`.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::Kic2kong;
use serde_json::Value;

const EDGE: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong, annotations: {konghq.com/gatewayclass-unmanaged: 'true'}}
spec: {controllerName: konghq.com/kic-gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: kong
  listeners:
  - {name: http, port: 80, protocol: HTTP}
";

const WEB: &str = "\
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
";

/// An HTTPRoute of shop/edge with these rules.
fn route(rules: &str) -> String {
    format!(
        "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r, namespace: shop}}\nspec:\n  parentRefs: [{{name: edge}}]\n  rules: {rules}\n"
    )
}

/// The same manifests for Kong Operator.
fn of_operator(manifests: &str) -> String {
    manifests.replace(
        "konghq.com/kic-gateway-controller",
        "konghq.com/gateway-operator",
    )
}

fn status(manifests: &str, arguments: &str) -> String {
    let outcome = Kic2kong::new()
        .file("in.yaml", manifests)
        .args(&format!("status in.yaml {arguments}"))
        .run();
    outcome.exits(0).stdout
}

/// The lines of an object, without the first, their blanks at the begin and what stands after them.
fn lines(text: &str, object: &str) -> Vec<String> {
    let start = text.lines().skip_while(|line| !line.starts_with(object));
    let own = start.skip(1).take_while(|line| line.starts_with(' '));
    own.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn what_is_right_is_said_of_each_object() {
    let manifests = format!(
        "{EDGE}{WEB}{}",
        route("[{backendRefs: [{name: web, port: 80}]}]")
    );
    let text = status(&manifests, "");
    assert_eq!(
        lines(&text, "GatewayClass kong"),
        ["Accepted True Accepted: the gatewayclass has been accepted by the controller"]
    );
    assert_eq!(
        lines(&text, "Gateway shop/edge"),
        [
            "Accepted True Accepted: this unmanaged gateway has been picked up by the controller and will be processed",
            "Programmed True Programmed",
            "listener http: HTTPRoute, GRPCRoute; 1 attached",
            "Accepted True Accepted",
            "Conflicted False NoConflicts",
            "Programmed True Programmed",
            "ResolvedRefs True ResolvedRefs",
        ]
    );
    assert_eq!(
        lines(&text, "HTTPRoute shop/r"),
        [
            "parent Gateway shop/edge",
            "Accepted True Accepted",
            "ResolvedRefs True ResolvedRefs",
            "Programmed True ConfiguredInGateway",
        ]
    );
}

#[test]
fn a_reference_that_does_not_resolve_is_told_with_its_reason() {
    let of = |backend: &str, others: &str| {
        let rules = format!("[{{backendRefs: [{backend}]}}]");
        let manifests = format!("{EDGE}{WEB}{others}{}", route(&rules));
        lines(&status(&manifests, ""), "HTTPRoute shop/r").swap_remove(2)
    };
    assert_eq!(
        of("{name: none, port: 80}", ""),
        "ResolvedRefs False BackendNotFound: target shop/none of type Service does not exist"
    );
    assert_eq!(
        of("{group: example.com, kind: Bucket, name: b, port: 80}", ""),
        "ResolvedRefs False InvalidKind: target shop/b has unsupported type example.com/Bucket"
    );
    let other = WEB.replace("namespace: shop", "namespace: other");
    assert_eq!(
        of("{name: web, namespace: other, port: 80}", &other),
        "ResolvedRefs False RefNotPermitted: other/web is in a different namespace than the HTTPRoute (namespace shop) and no ReferenceGrant allowing reference is configured"
    );
    let grant = "---\napiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: g, namespace: other}\nspec:\n  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}]\n  to: [{group: '', kind: Service}]\n";
    assert_eq!(
        of(
            "{name: web, namespace: other, port: 80}",
            &format!("{other}{grant}")
        ),
        "ResolvedRefs True ResolvedRefs"
    );
}

#[test]
fn a_failure_is_an_event_and_keeps_the_route_from_being_programmed() {
    let rules = "[{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: web, port: 80}}}], backendRefs: [{name: web, port: 80}]}]";
    let manifests = format!("{EDGE}{WEB}{}", route(rules));
    assert_eq!(
        lines(&status(&manifests, ""), "HTTPRoute shop/r")[3..],
        [
            "Programmed False TranslationError",
            "Warning KongConfigurationTranslationFailed: HTTPRoute can't be routed: httpFilter RequestMirror unsupported",
        ]
    );
}

#[test]
fn a_route_that_nobody_accepts_is_neither_programmed_nor_failed() {
    let elsewhere = route("[{backendRefs: [{name: web, namespace: shop, port: 80}]}]")
        .replace("namespace: shop}\nspec", "namespace: other}\nspec")
        .replace("{name: edge}", "{name: edge, namespace: shop}");
    let text = status(&format!("{EDGE}{WEB}{elsewhere}"), "");
    let found = lines(&text, "HTTPRoute other/r");
    assert_eq!(found[1], "Accepted False NotAllowedByListeners");
    assert_eq!(found[3], "Programmed Unknown Unknown");
    assert!(
        text.contains("listener http: HTTPRoute, GRPCRoute; 0 attached"),
        "{text}"
    );
}

#[test]
fn listeners_in_conflict_say_so_and_the_later_one_is_silent_of_its_references() {
    let listener = "  - {name: http, port: 80, protocol: HTTP}\n";
    let edge = EDGE.replace(
        listener,
        &format!("{listener}  - {{name: tcp, port: 80, protocol: TCP}}\n"),
    );
    assert_eq!(
        lines(&status(&edge, ""), "Gateway shop/edge")[2..],
        [
            "listener http: HTTPRoute, GRPCRoute; 0 attached",
            "Accepted True Accepted",
            "Conflicted True ProtocolConflict",
            "Programmed False Invalid",
            "ResolvedRefs True ResolvedRefs",
            "listener tcp: TCPRoute; 0 attached",
            "Accepted True Accepted",
            "Conflicted True ProtocolConflict",
            "Programmed False Invalid",
        ]
    );
}

#[test]
fn a_route_counts_as_attached_to_a_listener_that_is_not_programmed() {
    let edge = EDGE.replace(
        "{name: http, port: 80, protocol: HTTP}",
        "{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: none}]}}",
    );
    let manifests = format!(
        "{edge}{WEB}{}",
        route("[{backendRefs: [{name: web, port: 80}]}]")
    );
    let text = status(&manifests, "");
    let gateway = lines(&text, "Gateway shop/edge");
    assert_eq!(
        gateway[2],
        "listener https: HTTPRoute, GRPCRoute; 1 attached"
    );
    assert_eq!(gateway[5], "ResolvedRefs False InvalidCertificateRef");
    assert_eq!(
        lines(&text, "HTTPRoute shop/r")[1],
        "Accepted False NotAllowedByListeners"
    );
}

#[test]
fn the_operator_tells_what_is_wrong_with_a_listener_in_sentences() {
    let edge = of_operator(EDGE).replace(
        "{name: http, port: 80, protocol: HTTP}",
        "{name: https, port: 443, protocol: HTTPS, allowedRoutes: {kinds: [{kind: TCPRoute}]}, tls: {certificateRefs: [{name: none}]}}",
    );
    let text = status(&edge, "--controller kong-operator-2.3 --gateways strict");
    assert_eq!(
        lines(&text, "Gateway shop/edge"),
        [
            "Accepted True Accepted: All listeners are accepted.",
            "Programmed True Programmed",
            "DataPlaneReady True Ready",
            "ControlPlaneReady True Ready",
            "GatewayService True Ready",
            "listener https: no kind of route; 0 attached",
            "Conflicted False NoConflicts",
            "Accepted True Accepted",
            "Programmed False Pending: Listener references are not resolved yet.",
            "ResolvedRefs False InvalidRouteKinds: Referenced secret shop/none does not exist. Route TCPRoute not supported.",
        ]
    );
}

#[test]
fn one_bad_listener_disables_the_gateway_of_the_older_operator_only() {
    let listener = "  - {name: http, port: 80, protocol: HTTP}\n";
    let edge = of_operator(EDGE).replace(
        listener,
        &format!("{listener}  - {{name: odd, port: 81, protocol: example.com/odd}}\n"),
    );
    let gateway = |release: &str| {
        let text = status(&edge, &format!("--controller {release} --gateways strict"));
        lines(&text, "Gateway shop/edge")[..2].to_vec()
    };
    let message = "ListenersNotValid: Listener 1 is not accepted.";
    assert_eq!(
        gateway("kong-operator-2.2"),
        [
            format!("Accepted False {message}"),
            "Programmed False Pending: There are other conditions that are not yet ready"
                .to_owned(),
        ]
    );
    assert_eq!(
        gateway("kong-operator-2.3"),
        [
            format!("Accepted True {message}"),
            "Programmed True Programmed".to_owned(),
        ]
    );
}

#[test]
fn kong_kinds_are_programmed_pending_or_invalid() {
    let consumer = |name: &str, rest: &str| {
        format!(
            "---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: {name}, namespace: shop, annotations: {{kubernetes.io/ingress.class: kong}}}}\n{rest}\n"
        )
    };
    let manifests = consumer("good", "username: good")
        + &consumer("bad", "username: bad\ncredentials: [none]")
        + "---\napiVersion: incubator.ingress-controller.konghq.com/v1alpha1\nkind: KongServiceFacade\nmetadata: {name: f, namespace: shop, annotations: {kubernetes.io/ingress.class: kong}}\nspec: {backendRef: {name: web, port: 80}}\n";
    let text = status(&manifests, "--feature-gates KongServiceFacade=true");
    assert_eq!(
        lines(&text, "KongConsumer shop/good"),
        ["Programmed True Programmed: Object was successfully configured in Kong."]
    );
    assert_eq!(
        lines(&text, "KongConsumer shop/bad"),
        [
            "Programmed False Invalid: Object failed to be configured in Kong - see its attached Events for more information.",
            "Warning KongConfigurationTranslationFailed: credential \"none\" failure: Failed to fetch secret: Secret shop/none not found",
        ]
    );
    assert_eq!(
        lines(&text, "KongServiceFacade shop/f"),
        [
            "Programmed False Pending: Found no references to this resource in Ingress or similar resources."
        ]
    );
}

#[test]
fn an_upstream_policy_lists_its_services_and_those_in_conflict() {
    let service = |name: &str, annotation: &str| {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: shop, annotations: {{{annotation}}}}}\nspec: {{ports: [{{port: 80}}]}}\n"
        )
    };
    let policy = "---\napiVersion: configuration.konghq.com/v1beta1\nkind: KongUpstreamPolicy\nmetadata: {name: p, namespace: shop}\nspec: {algorithm: least-connections}\n";
    let named = "konghq.com/upstream-policy: p";
    let of = |second: &str| {
        let rules = "[{backendRefs: [{name: a, port: 80}, {name: b, port: 80}]}]";
        let manifests = format!(
            "{EDGE}{policy}{}{}{}",
            service("a", named),
            service("b", second),
            route(rules)
        );
        lines(&status(&manifests, ""), "KongUpstreamPolicy shop/p")
    };
    let fine = ["Accepted True Accepted", "Programmed True Programmed"];
    assert_eq!(
        of(named),
        [
            &["ancestor Service shop/a"][..],
            &fine,
            &["ancestor Service shop/b"],
            &fine
        ]
        .concat()
    );
    assert_eq!(
        of(""),
        [
            "ancestor Service shop/a",
            "Accepted False Conflicted",
            "Programmed False Pending"
        ]
    );
    let unused = format!("{EDGE}{policy}{}", service("a", named));
    assert_eq!(
        lines(&status(&unused, ""), "KongUpstreamPolicy shop/p"),
        [
            "note: no Ingress or HTTPRoute of the controller uses a Service that names it: the controller writes no status"
        ]
    );
}

#[test]
fn what_is_assumed_and_what_cannot_be_known_is_said() {
    let manifests = format!("{WEB}{}", route("[{backendRefs: [{name: web, port: 80}]}]"));
    let outcome = Kic2kong::new()
        .file("in.yaml", &manifests)
        .args("status in.yaml")
        .run();
    let told =
        outcome.says("Programmed is what it will be when Kong has taken the configuration\n");
    assert_eq!(
        lines(&told.stdout, "HTTPRoute shop/r")[4],
        "note: Gateway shop/edge or its class is not among the inputs and is taken to accept the route"
    );
    assert_eq!(
        lines(&status(&manifests, "--gateways strict"), "HTTPRoute shop/r"),
        ["note: no parentRef leads to a Gateway of the controller, which writes no status"]
    );
}

#[test]
fn a_configuration_that_kong_refuses_leaves_nothing_programmed() {
    let manifests = "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata: {name: p, labels: {global: 'true'}, annotations: {kubernetes.io/ingress.class: kong}}\nplugin: rate-limiting\nconfig: {minute: -1}\n";
    let outcome = Kic2kong::new()
        .file("in.yaml", manifests)
        .args("status in.yaml")
        .run();
    outcome.exits(0).says("Kong would refuse this configuration (1 problem, see `check`): nothing becomes Programmed until that is put right\n");
}

#[test]
fn yaml_has_a_document_for_each_status_and_each_event() {
    let manifests = format!(
        "{EDGE}{WEB}{}",
        route("[{backendRefs: [{name: web, port: 81}]}]")
    );
    let manifests = manifests.replace(
        "{name: r, namespace: shop}",
        "{name: r, namespace: shop, generation: 4}",
    );
    let text = status(&manifests, "-o yaml");
    let documents: Vec<Value> = serde_yaml::Deserializer::from_str(&text)
        .map(|document| serde::Deserialize::deserialize(document).unwrap())
        .collect();
    let of =
        |kind: &str| -> Vec<&Value> { documents.iter().filter(|it| it["kind"] == kind).collect() };
    let [route] = of("HTTPRoute")[..] else {
        panic!("{text}");
    };
    let parent = &route["status"]["parents"][0];
    assert_eq!(
        parent["controllerName"],
        "konghq.com/kic-gateway-controller"
    );
    assert_eq!(parent["conditions"][0]["observedGeneration"], 4);
    assert_eq!(parent["conditions"][2]["reason"], "TranslationError");
    let involved: Vec<&str> = of("Event")
        .iter()
        .map(|event| event["involvedObject"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(involved, ["Service", "HTTPRoute"]);
    let gateway = of("Gateway")[0];
    assert!(gateway["status"]["conditions"][0]["observedGeneration"].is_null());
    let json: Value = serde_json::from_str(&status(&manifests, "-o json")).unwrap();
    let objects = json["objects"].as_array().unwrap();
    let of_json = objects.iter().find(|it| it["kind"] == "HTTPRoute").unwrap();
    assert_eq!(of_json["status"], route["status"]);
    assert_eq!(of_json["events"][0]["type"], "Warning");
}

#[test]
fn environments_are_kept_apart_in_every_format() {
    let call = |arguments: &str| {
        let outcome = Kic2kong::new()
            .file("clusters/eu/in.yaml", EDGE)
            .file(
                "clusters/us/in.yaml",
                &EDGE.replace("name: edge", "name: gate"),
            )
            .args(&format!("status --each clusters/* {arguments}"))
            .run();
        outcome.exits(0).stdout
    };
    let text = call("");
    let (eu, us) = text.split_once("== clusters/us ==\n").unwrap();
    assert!(eu.starts_with("== clusters/eu ==\n"), "{eu}");
    assert!(eu.contains("Gateway shop/edge") && !eu.contains("shop/gate"));
    assert!(us.contains("Gateway shop/gate") && !us.contains("shop/edge"));
    assert!(call("-o yaml").contains("# environment clusters/us\n"));
    let json: Value = serde_json::from_str(&call("-o json")).unwrap();
    assert_eq!(json["environments"][1]["environment"], "clusters/us");
    assert_eq!(
        json["environments"][1]["objects"][1]["metadata"]["name"],
        "gate"
    );
}

#[test]
fn texts_of_manifests_reach_neither_the_terminal_nor_a_ci_system() {
    let web = WEB.replace(
        "namespace: shop}",
        "namespace: shop, annotations: {konghq.com/upstream-policy: \"p\\e[31m\\n::error::b\"}}",
    );
    let rules = route("[{backendRefs: [{name: web, port: 80}]}]");
    let hostile = format!("{EDGE}{web}{rules}");
    let outcome = |format: &str| {
        Kic2kong::new()
            .file("in.yaml", &hostile)
            .args(&format!("status in.yaml --format {format}"))
            .run()
    };
    for format in ["text", "yaml", "json"] {
        let text = outcome(format).exits(0).stdout;
        assert!(
            text.contains("failed fetching KongUpstreamPolicy"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'), "{text:?}");
        assert!(
            !text.lines().any(|line| line.trim_start().starts_with("::")),
            "{text}"
        );
    }
}

#[test]
fn nothing_to_read_is_an_error_that_shows_an_example() {
    let outcome = Kic2kong::new().args("status").run();
    outcome.exits(1).prints_nothing().says("no manifests given");
}
