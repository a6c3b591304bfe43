//! `--controller`: what is said of the controllers, and what is documented of them. What each makes of the cases is compared in
//! `tests/reference`.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::{Kic2kong, Outcome};
use kic2kong::inner::controller::switch::{Cell, Subject, Switch};
use kic2kong::inner::controller::{Controller, LINES};
use std::fmt::Write;

const CONSUMER: &str = "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: bob, namespace: shop, annotations: {kubernetes.io/ingress.class: kong}}\nusername: bob\ncredentials: [bob-key]\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: bob-key, namespace: shop, labels: {konghq.com/credential: key-auth}}\nstringData: {key: s3cret}\n";

fn call(text: &str, arguments: &str) -> Outcome {
    Kic2kong::new().file("in.yaml", text).args(arguments).run()
}

#[test]
fn a_controller_below_the_lowest_is_an_error_that_names_it() {
    call(CONSUMER, "check in.yaml --controller kic-3.3.1")
        .exits(1)
        .prints_nothing()
        .says("KIC 3.4.0 is the lowest of KIC");
    call(CONSUMER, "check in.yaml --controller kong-operator-2.1")
        .exits(1)
        .says("Kong Operator 2.2.0 is the lowest of Kong Operator");
}

#[test]
fn a_patch_above_the_known_ones_takes_the_last_with_a_note() {
    call(CONSUMER, "check in.yaml --controller kic-3.5.99")
        .exits(0)
        .says("KIC 3.5.99 is newer than what is known; taken as KIC 3.5.13\n");
    let quiet = call(CONSUMER, "check in.yaml --controller kic-3.5.99 --quiet");
    assert_eq!(quiet.stderr, "");
}

#[test]
fn a_secret_that_lacks_the_label_is_told_apart_from_one_that_is_not_there() {
    let told = call(CONSUMER, "check in.yaml --controller kong-operator-2.3");
    for part in [
        "error[credential-secret-not-found]",
        "warning[object-without-label]",
        "lacks the label `konghq.com/secret: \"true\"`, so it does not exist for Kong Operator 2.3",
        "beside `konghq.com/credential`",
    ] {
        assert!(told.stdout.contains(part), "{part}\n{}", told.stdout);
    }
    for arguments in [
        "check in.yaml --controller kic-3.5",
        "check in.yaml --controller kong-operator-2.3 --secret-label-selector=",
    ] {
        let told = call(CONSUMER, arguments).exits(0);
        assert!(
            !told.stdout.contains("object-without-label"),
            "{}",
            told.stdout
        );
    }
}

#[test]
fn flag_environment_and_settings_file_name_the_controller() {
    let is_hidden = |outcome: Outcome| outcome.stdout.contains("object-without-label");
    let call = || {
        Kic2kong::new()
            .file("in.yaml", CONSUMER)
            .args("check in.yaml")
    };
    assert!(is_hidden(
        call().env("KIC2KONG_CONTROLLER", "kong-operator-2.2").run()
    ));
    let with_file = || call().file(".kic2kong.yaml", "controller: kong-operator-2.3\n");
    assert!(is_hidden(with_file().run()));
    assert!(!is_hidden(with_file().args("--controller kic-3.5").run()));
}

#[test]
fn explain_speaks_of_the_controller_that_is_named() {
    let code = "explain credential-secret-not-found";
    let told = call("", code).exits(0).stdout;
    assert!(told.contains("KIC leaves a credential out"), "{told}");
    let told = call("", &format!("{code} --controller kong-operator-2.3"))
        .exits(0)
        .stdout;
    assert!(
        told.contains("Kong Operator 2.3 leaves a credential out"),
        "{told}"
    );
}

const TLS_ROUTE: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: TLSRoute\nmetadata: {name: t, namespace: shop}\nspec:\n  parentRefs: [{name: edge}]\n  hostnames: [a.example.com]\n  rules: [{backendRefs: [{name: db, port: 5432}]}]\n";

#[test]
fn the_release_of_the_gateway_api_decides_which_objects_are_seen() {
    let gate = "--feature-gates GatewayAlpha=true";
    let kic = |release: &str| {
        let arguments = format!("check in.yaml {gate} --gateway-api {release}");
        call(TLS_ROUTE, &arguments).stdout
    };
    // An object of any served version is there in the one that KIC reads.
    assert!(!kic("1.5").contains("unknown-version"), "{}", kic("1.5"));
    assert!(kic("1.3").contains("which is not read"), "{}", kic("1.3"));
    let standard = kic("1.6-standard");
    assert!(
        standard.contains(
            "KIC reads TLSRoute as v1alpha2, which Gateway API 1.6-standard does not serve"
        ),
        "{standard}"
    );
    assert!(
        !standard.contains("v1alpha2`"),
        "advice that does not help: {standard}"
    );
    call(TLS_ROUTE, "check in.yaml --gateway-api 1.2")
        .exits(1)
        .says("expected 1.3, 1.4, 1.5 or 1.6");
}

#[test]
fn crds_among_the_inputs_say_what_is_served() {
    let crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: tlsroutes.gateway.networking.k8s.io\n  annotations: {gateway.networking.k8s.io/bundle-version: v1.5.1, gateway.networking.k8s.io/channel: standard}\nspec:\n  group: gateway.networking.k8s.io\n  names: {kind: TLSRoute}\n  versions: [{name: v1, served: true}, {name: v1alpha2, served: false}]\n";
    let both = format!("{crd}---\n{TLS_ROUTE}");
    let gate = "--feature-gates GatewayAlpha=true";
    let told = call(&both, &format!("check in.yaml {gate}")).stdout;
    assert!(
        told.contains("which Gateway API 1.5-standard does not serve"),
        "{told}"
    );
    let told = call(&both, &format!("check in.yaml {gate} --gateway-api 1.5")).stdout;
    assert!(!told.contains("does not serve"), "{told}");
}

const TWO_GATEWAYS: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: kong}\nspec: {controllerName: konghq.com/gateway-operator}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: one, namespace: shop}\nspec: {gatewayClassName: kong, listeners: [{name: http, port: 80, protocol: HTTP}]}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: two, namespace: shop}\nspec: {gatewayClassName: kong, listeners: [{name: http, port: 80, protocol: HTTP}]}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: shop}\nspec:\n  parentRefs: [{name: one}]\n  rules: [{backendRefs: [{name: web, port: 80}]}]\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{port: 80}]}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: other, namespace: shop}\nspec:\n  parentRefs: [{name: two}]\n  rules: [{filters: [{type: RequestRedirect, requestRedirect: {hostname: a.example.com}}]}]\n";

#[test]
fn each_instance_of_the_operator_gets_a_file_of_its_own() {
    let operator = "--controller kong-operator-2.3";
    let rendered = Kic2kong::new()
        .file("in.yaml", TWO_GATEWAYS)
        .args(&format!("render in.yaml {operator} -o"))
        .arg("out/{control_plane}.yaml")
        .run()
        .exits(0);
    let of_one = rendered.read("out/shop.one.yaml");
    assert!(of_one.contains("httproute.shop.r.0.0"), "{of_one}");
    let of_two = rendered.read("out/shop.two.yaml");
    assert!(of_two.contains("httproute.shop.other.0.0"), "{of_two}");
    assert!(!of_two.contains("httproute.shop.r."), "{of_two}");
    assert!(!of_one.contains("httproute.shop.other."), "{of_one}");
    let together = call(TWO_GATEWAYS, &format!("render in.yaml {operator}"));
    together.says("info[several-instances]");
    let one = format!("render in.yaml {operator} --gateway-to-reconcile shop/one");
    let one = call(TWO_GATEWAYS, &one);
    assert!(!one.stderr.contains("several-instances"), "{}", one.stderr);
}

#[test]
fn a_gateway_of_konnect_is_left_out_and_told() {
    let konnect = "---\napiVersion: gateway-operator.konghq.com/v2beta1\nkind: GatewayConfiguration\nmetadata: {name: cloud, namespace: kong}\nspec: {konnect: {authRef: {name: key}}}\n";
    let class = "controllerName: konghq.com/gateway-operator";
    let parameters = format!(
        "{class}, parametersRef: {{group: gateway-operator.konghq.com, kind: GatewayConfiguration, name: cloud, namespace: kong}}"
    );
    let text = format!("{}{konnect}", TWO_GATEWAYS.replace(class, &parameters));
    let told = call(&text, "check in.yaml --controller kong-operator-2.3").stdout;
    assert_eq!(
        told.matches("warning[gateway-of-konnect]").count(),
        2,
        "{told}"
    );
    let rendered = call(&text, "render in.yaml --controller kong-operator-2.3").stdout;
    assert!(!rendered.contains("httproute.shop"), "{rendered}");
}

#[test]
fn what_is_switched_off_is_told() {
    let arguments = "check in.yaml --controller kong-operator-2.3 --disable-controllers gwapi";
    let told = call(TWO_GATEWAYS, arguments).stdout;
    assert_eq!(
        told.matches("warning[controller-switched-off]").count(),
        4,
        "{told}"
    );
}

/// The table of docs/controllers.md.
fn table() -> String {
    let mut text = String::new();
    for subject in Subject::ALL {
        let _ = write!(
            text,
            "\n### {}\n\n| with the switch; without it |",
            subject.title()
        );
        for line in LINES {
            let _ = write!(text, " {} {} |", line.product, line.name);
        }
        let _ = writeln!(text, "\n|---|{}", "---|".repeat(LINES.len()));
        for switch in Switch::ALL.iter().filter(|it| it.row().subject == subject) {
            let row = switch.row();
            let _ = write!(text, "| `{}`: {}; {} |", row.name, row.with, row.without);
            for (line, cell) in LINES.iter().zip(row.cells) {
                let _ = write!(text, " {} |", cell_text(line.name, cell));
            }
            text.push('\n');
        }
    }
    text
}

fn cell_text(line: &str, cell: Cell) -> String {
    match cell {
        Cell::Always => "yes".to_owned(),
        Cell::Never => "no".to_owned(),
        Cell::Since(patch) => format!("from {line}.{patch}"),
        Cell::Only(patches) => {
            let patches: Vec<String> = patches.iter().map(|it| format!("{line}.{it}")).collect();
            format!("only {}", patches.join(", "))
        }
    }
}

/// The table of defaults of docs/controllers.md.
fn defaults() -> String {
    let mut text = "\n| option |".to_owned();
    for line in LINES {
        let _ = write!(text, " {} {} |", line.product, line.name);
    }
    let _ = writeln!(text, "\n|---|{}", "---|".repeat(LINES.len()));
    let mut row = |option: &str, of: &dyn Fn(&Controller) -> String| {
        let _ = write!(text, "| `--{option}` |");
        for line in LINES {
            let value = of(&Controller::newest(line));
            let shown = if value.is_empty() {
                "nothing".to_owned()
            } else {
                format!("`{value}`")
            };
            let _ = write!(text, " {shown} |");
        }
        text.push('\n');
    };
    row("ingress-class", &|it| {
        it.defaults().ingress_class.to_owned()
    });
    row("gateway-api-controller-name", &|it| {
        it.defaults().gateway_controller_name.to_owned()
    });
    row("combined-services-from-different-httproutes", &|it| {
        it.defaults().combined_services.to_string()
    });
    row("enable-drain-support", &|it| {
        it.defaults().drain_support.to_string()
    });
    row("cluster-domain", &|it| {
        it.defaults().cluster_domain.to_owned()
    });
    row("secret-label-selector", &|it| {
        it.defaults().secret_label_selector.to_owned()
    });
    row("configmap-label-selector", &|it| {
        it.defaults().configmap_label_selector.to_owned()
    });
    row("gateway-api", &|it| it.defaults().gateway_api.to_string());
    text
}

#[test]
fn the_documented_tables_are_those_of_the_switches() {
    let path = common::root().join("docs/controllers.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = between(
        &text,
        "<!-- defaults -->",
        "<!-- /defaults -->",
        &defaults(),
    );
    let text = between(&text, "<!-- switches -->", "<!-- /switches -->", &table());
    common::expect_file(&path, &text);
}

/// The text with what stands between two marks replaced.
fn between(text: &str, start: &str, end: &str, inside: &str) -> String {
    let (before, rest) = text.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    format!("{before}{start}\n{inside}\n{end}{after}")
}
