//! What the inputs say of their own controller reaches every command; how it is read stands in `tests/installation.rs`.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::{Kic2kong, Outcome};
use serde_json::Value;

/// An Ingress without a class, and one of class `edge`.
const APPS: &str = "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bare, namespace: shop}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: named, namespace: shop}
spec:
  ingressClassName: edge
  rules: [{host: a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
";

const VALUES: &str = "deployment: {kong: {enabled: true}}
ingressController:
  ingressClass: edge
  ingressClassAnnotations:
    ingressclass.kubernetes.io/is-default-class: \"true\"
";

fn rendered(values: &str, more: &str) -> Outcome {
    Kic2kong::new()
        .file("apps/in.yaml", APPS)
        .file("values.yaml", values)
        .args("render apps --controller-from values.yaml")
        .args(more)
        .run()
}

#[test]
fn the_class_that_a_chart_makes_is_there_and_may_be_the_default_one() {
    let told = rendered(VALUES, "").exits(0);
    assert!(told.stdout.contains("shop.bare"), "{}", told.stdout);
    told.says("edge as the default IngressClass (values.yaml:5)");
    let ingress = VALUES.replace("deployment: {kong: {enabled: true}}\n", "");
    let ingress: String = ingress.lines().map(|line| format!("  {line}\n")).collect();
    let ingress = format!("gateway: {{enabled: false}}\ncontroller:\n{ingress}");
    let told = rendered(&ingress, "").exits(0).stdout;
    assert!(told.contains("shop.bare"), "{told}");
    for without in [
        VALUES.replace("\"true\"", "\"false\""),
        VALUES.replace(
            "  ingressClass: edge",
            "  createIngressClass: false\n  ingressClass: edge",
        ),
        VALUES.replace(
            "  ingressClass: edge",
            "  env: {ingress_class: edge}\n  ingressClass: other",
        ),
    ] {
        let told = rendered(&without, "").stdout;
        assert!(told.contains("shop.named"), "{without}\n{told}");
        assert!(!told.contains("shop.bare"), "{without}\n{told}");
    }
    let off = "--disable-controllers ingress-class-networkingv1";
    assert!(!rendered(VALUES, off).stdout.contains("shop.bare"));
}

fn release(name: &str, values: &str) -> String {
    format!(
        "---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{name: {name}, namespace: kong}}\nspec:\n  chart: {{spec: {{chart: kong, version: 3.2.0}}}}\n  values: {values}\n"
    )
}

const CONTROLLER: &str =
    "{deployment: {kong: {enabled: false}}, ingressController: {ingressClass: edge}}";
const GATEWAY: &str = "{ingressController: {enabled: false}, env: {router_flavor: expressions}, image: {tag: \"3.8\"}}";

fn settings(text: &str) -> (Value, String) {
    let told = Kic2kong::new()
        .file("in.yaml", text)
        .args("settings in.yaml --format json")
        .run();
    (serde_json::from_str(&told.stdout).unwrap(), told.stderr)
}

fn of<'s>(settings: &'s Value, option: &str) -> (&'s Value, &'s str) {
    let mut rows = settings["settings"].as_array().unwrap().iter();
    let row = rows.find(|row| row["option"] == option).unwrap();
    (&row["value"], row["from"].as_str().unwrap())
}

#[test]
fn a_release_of_a_controller_has_the_gateway_of_the_only_other_release() {
    let two = release("kic", CONTROLLER) + &release("gw", GATEWAY);
    let (found, told) = settings(&two);
    assert_eq!(of(&found, "ingress-class"), (&"edge".into(), "in.yaml:7"));
    assert_eq!(
        of(&found, "router-flavor"),
        (&"expressions".into(), "in.yaml:14")
    );
    assert_eq!(of(&found, "kong-version").0, "3.8.1");
    assert!(told.contains("info[gateway-assumed]: kong/gw"), "{told}");
    assert!(!told.contains("settings-ambiguous"), "{told}");
}

#[test]
fn of_several_gateways_none_is_taken_and_it_is_said_what_to_give() {
    let three = release("kic", CONTROLLER) + &release("gw-a", GATEWAY) + &release("gw-b", GATEWAY);
    let (found, told) = settings(&three);
    assert_eq!(of(&found, "ingress-class").0, "edge");
    assert_eq!(of(&found, "router-flavor").1, "default");
    assert!(
        told.contains("gateway-ambiguous") && told.contains("kong/gw-a, kong/gw-b"),
        "{told}"
    );
    assert!(told.contains("give --router-flavor"), "{told}");
    let (found, told) = settings(&release("kic", CONTROLLER));
    assert_eq!(of(&found, "router-flavor").1, "default");
    assert!(told.contains("gateway-not-found"), "{told}");
}

#[test]
fn defaults_are_printed_on_demand_and_always_for_programs() {
    let call = |arguments: &str| {
        Kic2kong::new()
            .file("in.yaml", APPS)
            .args("settings in.yaml --ingress-class edge --gateways strict")
            .args(arguments)
            .run()
            .exits(0)
            .stdout
    };
    let told = call("");
    assert_eq!(
        told,
        "ingress-class  edge    flag\ngateways       strict  flag\n"
    );
    let all = call("--all");
    for line in ["kong-version", "gateway-api ", "secrets ", "services "] {
        assert!(all.contains(line), "{line}\n{all}");
    }
    let found: Value = serde_json::from_str(&call("--format json")).unwrap();
    assert_eq!(of(&found, "kong-version"), (&"3.9.1".into(), "default"));
    assert_eq!(of(&found, "ingress-class"), (&"edge".into(), "flag"));
}

fn controller(class: &str) -> String {
    format!(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: kic, namespace: kong}}\nspec:\n  template:\n    spec:\n      containers:\n      - name: ingress-controller\n        image: kong/kubernetes-ingress-controller:3.5\n        env: [{{name: CONTROLLER_INGRESS_CLASS, value: {class}}}]\n"
    )
}

#[test]
fn each_side_of_a_diff_has_the_settings_that_its_own_manifests_give() {
    let diff = |old: &str| {
        Kic2kong::new()
            .file("new/in.yaml", &format!("{APPS}{}", controller("edge")))
            .file("old/in.yaml", old)
            .args("diff new --against old --quiet")
            .run()
            .exits(0)
            .stdout
    };
    let other = diff(&format!("{APPS}{}", controller("other")));
    assert!(other.contains("creating route shop.named"), "{other}");
    // Without a controller of their own they are compared under today's.
    let none = diff(APPS);
    assert!(!none.contains("creating route"), "{none}");
    let same = diff(&format!("{APPS}{}", controller("edge")));
    assert!(!same.contains("creating route"), "{same}");
}

#[test]
fn that_there_are_several_gateways_is_said_once() {
    let gateway = |name: &str| {
        format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: {name}, namespace: shop}}\nspec: {{gatewayClassName: kong, listeners: [{{name: http, port: 80, protocol: HTTP}}]}}\n"
        )
    };
    let class = "---\napiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: kong}\nspec: {controllerName: konghq.com/gateway-operator}\n";
    let operator = "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: operator, namespace: kong}\nspec: {template: {spec: {containers: [{name: manager, image: kong/kong-operator:2.3}]}}}\n";
    let render = |text: &str, more: &str| {
        Kic2kong::new()
            .file(
                "in.yaml",
                &format!("{APPS}{class}{}{}{text}", gateway("one"), gateway("two")),
            )
            .args("render in.yaml")
            .args(more)
            .run()
            .stderr
    };
    let bare = render("", "--controller kong-operator-2.3");
    let found = render(operator, "");
    assert!(
        bare.contains("several-instances") && !bare.contains("settings-ambiguous"),
        "{bare}"
    );
    assert!(
        found.contains("settings-ambiguous") && !found.contains("several-instances"),
        "{found}"
    );
    assert!(found.contains("-o 'out/{control_plane}.yaml'"), "{found}");
}
