//! Each rule by itself, both ways. What the handler said of whole cases is in `tests/admission.rs`.

use crate::controller::Asked;
use crate::diag::{Diagnostic, Severity};
use crate::manifest::source::{Source, Sources};
use crate::options::{Options, RouterFlavor, Webhook};
use crate::pipeline;

fn sources(text: &str) -> Sources {
    Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    }])
}

fn options(webhook: Webhook) -> Options {
    Options {
        webhook,
        ..Options::default()
    }
}

fn of(controller: &str) -> Options {
    let asked: Asked = controller.parse().unwrap();
    Options {
        webhook: Webhook::Manifests,
        ..Options::of(asked.controller)
    }
}

fn problems(text: &str, before: Option<&str>, options: &Options) -> Vec<Diagnostic> {
    let before = before.map(sources);
    pipeline::convert_after(before.as_ref(), &sources(text), options).diagnostics
}

/// `Kind namespace/name: text` of all answers.
fn said(text: &str, options: &Options) -> Vec<String> {
    lines(&problems(text, None, options))
}

fn lines(problems: &[Diagnostic]) -> Vec<String> {
    let answers = problems.iter().flat_map(|problem| &problem.webhook);
    let mut lines: Vec<String> = answers
        .map(|answer| format!("{}: {}", answer.object, answer.message))
        .collect();
    lines.sort();
    lines
}

fn by_manifests(text: &str) -> Vec<String> {
    said(text, &options(Webhook::Manifests))
}

/// A consumer of the class, and of the namespace `shop`, that lists Secrets.
fn consumer(name: &str, credentials: &str) -> String {
    format!(
        "---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: {name}, namespace: shop, annotations: {{kubernetes.io/ingress.class: kong}}}}\nusername: {name}\ncredentials: [{credentials}]\n"
    )
}

fn secret(name: &str, labels: &str, data: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: shop, labels: {{{labels}}}}}\nstringData: {{{data}}}\n"
    )
}

fn key(name: &str, value: &str) -> String {
    secret(
        name,
        "konghq.com/credential: key-auth",
        &format!("key: {value}"),
    )
}

const UNIQUE: &str =
    "consumer credential failed validation: unique key constraint violated for key";

#[test]
fn a_value_of_another_type_or_key_is_no_clash() {
    let text = consumer("a", "x, w")
        + &secret(
            "x",
            "konghq.com/credential: basic-auth",
            "username: u, password: same",
        )
        + &secret(
            "w",
            "konghq.com/credential: hmac-auth",
            "username: u, secret: same",
        );
    assert_eq!(by_manifests(&text), Vec::<String>::new());
    let acls = consumer("a", "x")
        + &consumer("b", "w")
        + &secret("x", "konghq.com/credential: acl", "group: g")
        + &secret("w", "konghq.com/credential: acl", "group: g");
    assert_eq!(by_manifests(&acls), Vec::<String>::new());
}

#[test]
fn a_clash_is_one_finding_at_the_secret_that_is_applied_last() {
    let text = key("w", "same") + &consumer("b", "w") + &key("x", "same") + &consumer("a", "x");
    let found = problems(&text, None, &options(Webhook::Manifests));
    let with: Vec<&Diagnostic> = found.iter().filter(|it| !it.webhook.is_empty()).collect();
    assert_eq!(with.len(), 1, "{with:?}");
    assert_eq!(with[0].code.id, "credential-conflict");
    let objects: Vec<String> = with[0].objects().map(|it| it.key.to_string()).collect();
    assert_eq!(objects[0], "Secret shop/x");
    for object in [
        "Secret shop/w",
        "KongConsumer shop/a",
        "KongConsumer shop/b",
    ] {
        assert!(objects.iter().any(|it| it == object), "{objects:?}");
    }
    assert_eq!(with[0].webhook.len(), 4);
}

#[test]
fn the_innocent_are_a_note_and_those_without_credentials_are_not_touched() {
    let text = consumer("a", "x")
        + &consumer("b", "w")
        + &consumer("c", "z")
        + &consumer("d", "")
        + &key("x", "same")
        + &key("w", "same")
        + &key("z", "own")
        + &key("unlisted", "same");
    let found = problems(&text, None, &options(Webhook::Manifests));
    let note = found
        .iter()
        .find(|it| it.code.id == "webhook-refuses-innocents")
        .unwrap();
    assert_eq!(note.severity, Severity::Info);
    let lines = lines(std::slice::from_ref(note));
    let expected = ["KongConsumer shop/c", "Secret shop/z"].map(|it| format!("{it}: {UNIQUE}"));
    assert_eq!(lines, expected);
}

#[test]
fn a_shared_secret_refuses_all_but_those_that_share_it_and_that_is_an_error() {
    let text = consumer("a", "x")
        + &consumer("b", "x")
        + &consumer("c", "z")
        + &key("x", "shared")
        + &key("z", "own");
    let found = problems(&text, None, &options(Webhook::Manifests));
    let expected = ["KongConsumer shop/c", "Secret shop/z"].map(|it| format!("{it}: {UNIQUE}"));
    assert_eq!(lines(&found), expected);
    let note = found.iter().find(|it| !it.webhook.is_empty()).unwrap();
    assert_eq!(note.severity, Severity::Error);
}

#[test]
fn a_third_credential_of_a_value_is_part_of_the_clash() {
    let text = ["a", "b", "c"]
        .map(|name| consumer(name, &format!("s{name}")) + &key(&format!("s{name}"), "same"));
    let found = problems(&text.concat(), None, &options(Webhook::Manifests));
    assert!(
        found
            .iter()
            .all(|it| it.code.id != "webhook-refuses-innocents")
    );
    assert_eq!(lines(&found).len(), 6);
}

#[test]
fn two_credentials_of_one_consumer_clash_with_each_other() {
    let text = consumer("a", "x, w") + &key("x", "same") + &key("w", "same");
    let expected = ["KongConsumer shop/a", "Secret shop/w", "Secret shop/x"];
    assert_eq!(
        by_manifests(&text),
        expected.map(|it| format!("{it}: {UNIQUE}"))
    );
}

#[test]
fn a_secret_without_type_refuses_everybody_else() {
    const NO_TYPE: &str = "consumer credential failed validation: secret has no credential type, add a konghq.com/credential label";
    let text =
        consumer("a", "x") + &consumer("b", "w") + &secret("x", "", "key: k") + &key("w", "l");
    let expected = [
        "KongConsumer shop/a",
        "KongConsumer shop/b",
        "Secret shop/w",
    ];
    assert_eq!(
        by_manifests(&text),
        expected.map(|it| format!("{it}: {NO_TYPE}"))
    );
}

#[test]
fn an_update_is_judged_by_what_changes() {
    let before = consumer("a", "x") + &consumer("b", "w") + &key("x", "one") + &key("w", "two");
    let now = consumer("a", "x") + &consumer("b", "w") + &key("x", "one") + &key("w", "one");
    let found = problems(&now, Some(&before), &options(Webhook::Manifests));
    assert_eq!(lines(&found), [format!("Secret shop/w: {UNIQUE}")]);
    let same = problems(&now, Some(&now), &options(Webhook::Manifests));
    assert_eq!(lines(&same), Vec::<String>::new());
}

#[test]
fn an_update_of_a_consumer_passes_unseen_unless_its_username_changes() {
    let before = consumer("a", "");
    let with_secret = consumer("a", "gone");
    let found = problems(&with_secret, Some(&before), &options(Webhook::Manifests));
    assert_eq!(lines(&found), Vec::<String>::new());
    assert!(found.iter().any(|it| it.code.id == "webhook-passes-unseen"));
    let renamed = with_secret.replace("username: a", "username: anna");
    let found = problems(&renamed, Some(&before), &options(Webhook::Manifests));
    assert_eq!(lines(&found).len(), 1);
}

#[test]
fn objects_of_the_default_class_pass_unseen_and_that_is_noted() {
    let class = "---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: kong, annotations: {ingressclass.kubernetes.io/is-default-class: 'true'}}\nspec: {controller: c}\n";
    let plain =
        consumer("a", "gone").replace(", annotations: {kubernetes.io/ingress.class: kong}", "");
    let count = |text: &str| {
        let found = problems(text, None, &options(Webhook::Manifests));
        assert_eq!(lines(&found), Vec::<String>::new());
        let notes = found
            .iter()
            .filter(|it| it.code.id == "webhook-passes-unseen");
        notes.count()
    };
    assert_eq!(count(&(plain.clone() + class)), 1);
    // Here the controller does not use it either.
    assert_eq!(count(&plain), 0);
}

#[test]
fn the_chart_sends_all_secrets_but_few_kinds() {
    let plugin = "---\napiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: p, namespace: shop}\nplugin: key-auth\nconfigFrom: {secretKeyRef: {name: s, key: config}}\n";
    let group = "---\napiVersion: configuration.konghq.com/v1beta1\nkind: KongConsumerGroup\nmetadata: {name: g, namespace: shop, annotations: {kubernetes.io/ingress.class: kong}}\n";
    let about = |labels: &str, webhook| {
        let text = plugin.to_owned() + group + &secret("s", labels, "config: '[1'");
        let lines = said(&text, &options(webhook));
        let objects = lines.iter().filter_map(|line| line.split_once(": "));
        objects
            .map(|(object, _)| object.to_owned())
            .collect::<Vec<_>>()
    };
    let (group, plugin, secret) = (
        "KongConsumerGroup shop/g",
        "KongPlugin shop/p",
        "Secret shop/s",
    );
    assert_eq!(about("", Webhook::Manifests), [group, plugin]);
    assert_eq!(about("", Webhook::Helm), [plugin, secret]);
    assert_eq!(
        about("konghq.com/validate: x", Webhook::Manifests),
        [group, plugin, secret]
    );
    // What Helm itself keeps is left alone.
    assert_eq!(about("owner: helm", Webhook::Helm), [plugin]);
    assert_eq!(
        about("konghq.com/credential: konnect", Webhook::Helm),
        [plugin]
    );
}

#[test]
fn konnect_credentials_are_let_through_by_newer_controllers() {
    let text = secret("s", "konghq.com/credential: konnect", "x: v");
    assert_eq!(said(&text, &of("kic-3.4.4")), Vec::<String>::new());
    assert_eq!(
        said(&text, &of("kic-3.4.3")),
        ["Secret shop/s: consumer credential failed validation: invalid credential type konnect"]
    );
}

const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: kong}\nspec: {controllerName: CONTROLLER}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: shop}\nspec: {gatewayClassName: kong, listeners: [{name: http, port: 80, protocol: HTTP}]}\n";

/// An HTTPRoute with these rules.
fn route(rules: &str, options: &Options) -> Vec<String> {
    let gateway = GATEWAY.replace("CONTROLLER", &options.gateway_controller_name);
    let text = format!(
        "{gateway}---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r, namespace: shop}}\nspec:\n  parentRefs: [{{name: edge}}]\n  rules: [{rules}]\n"
    );
    let lines = said(&text, options).into_iter();
    let own = lines.filter_map(|line| line.strip_prefix("HTTPRoute shop/r: ").map(str::to_owned));
    own.collect()
}

#[test]
fn rules_before_the_first_timeout_need_none() {
    let own = options(Webhook::Manifests);
    assert_eq!(
        route(
            "{}, {timeouts: {backendRequest: 1s}}, {timeouts: {backendRequest: 1s}}",
            &own
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        route(
            "{timeouts: {backendRequest: 1s}}, {timeouts: {backendRequest: 1000ms}}",
            &own
        ),
        [
            "HTTPRoute spec did not pass validation: timeout is set for one of the rules, but a different value is set in another rule"
        ]
    );
    assert_eq!(
        route("{timeouts: {backendRequest: 1s}}, {}", &own),
        [
            "HTTPRoute spec did not pass validation: timeout is set for one of the rules, but not set for another"
        ]
    );
    // Rules of their own services.
    assert_eq!(
        route(
            "{timeouts: {backendRequest: 1s}}, {}",
            &of("kong-operator-2.3")
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        route(
            "{timeouts: {backendRequest: 1s}}, {}",
            &of("kong-operator-2.2")
        )
        .len(),
        1
    );
}

#[test]
fn the_crash_cannot_be_applied_or_passes_unseen() {
    let rules = "{timeouts: {backendRequest: 1s}}, {timeouts: {request: 2s}}";
    for (webhook, severity) in [
        (Webhook::Manifests, Severity::Error),
        (Webhook::Helm, Severity::Warning),
    ] {
        let options = options(webhook);
        let gateway = GATEWAY.replace("CONTROLLER", &options.gateway_controller_name);
        let text = format!(
            "{gateway}---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r, namespace: shop}}\nspec: {{parentRefs: [{{name: edge}}], rules: [{rules}]}}\n"
        );
        let found = problems(&text, None, &options);
        let crash = found
            .iter()
            .find(|it| it.code.id == "webhook-crashes")
            .unwrap();
        assert_eq!(crash.severity, severity);
    }
    assert_eq!(
        route(
            "{timeouts: {request: 2s}}, {timeouts: {request: 3s}}",
            &options(Webhook::Manifests)
        ),
        Vec::<String>::new()
    );
}

#[test]
fn the_first_rule_with_something_unsupported_decides() {
    let own = options(Webhook::Manifests);
    let spec = |text: &str| [format!("HTTPRoute spec did not pass validation: {text}")];
    assert_eq!(
        route(
            "{matches: [{queryParams: [{name: a, value: b}]}]}, {filters: [{type: RequestMirror, requestMirror: {backendRef: {name: w, port: 80}}}]}",
            &own
        ),
        spec("rules[0].matches[0]: queryparam matching is supported with expression router only")
    );
    assert_eq!(
        route(
            "{}, {backendRefs: [{name: w, port: 80}, {name: b, group: example.com, kind: Bucket}]}",
            &own
        ),
        spec(
            "rules[1].backendRefs[1]: example.com is not a supported group for httproute backendRefs, only core is supported"
        )
    );
    let expressions = Options {
        router_flavor: RouterFlavor::Expressions,
        ..own
    };
    assert_eq!(
        route(
            "{matches: [{queryParams: [{name: a, value: b}]}]}",
            &expressions
        ),
        Vec::<String>::new()
    );
}

#[test]
fn services_that_fail_are_told_in_the_order_of_their_names() {
    let filter = |group: &str| {
        format!(
            "filters: [{{type: ExtensionRef, extensionRef: {{group: {group}, kind: X, name: plug}}}}]"
        )
    };
    let rules = format!(
        "{{backendRefs: [{{name: b, port: 80}}], {}}}, {{backendRefs: [{{name: a, port: 80}}], {}}}",
        filter("one.example"),
        filter("two.example")
    );
    assert_eq!(
        route(&rules, &options(Webhook::Manifests)),
        [
            "HTTPRoute failed schema validation: plugin one.example/X unsupported, plugin two.example/X unsupported"
        ]
    );
}

#[test]
fn a_path_that_only_the_webhook_takes_for_an_expression_is_the_gateways_answer() {
    let ingress = |path: &str| {
        let text = format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i, namespace: shop}}\nspec: {{ingressClassName: kong, rules: [{{http: {{paths: [{{path: '{path}', pathType: ImplementationSpecific, backend: {{service: {{name: w, port: {{number: 80}}}}}}}}]}}}}]}}\n"
        );
        let found = problems(&text, None, &options(Webhook::Manifests));
        let found = found
            .into_iter()
            .find(|it| it.code.id == "regex-refused-by-webhook");
        found.map(|it| (it.webhook[0].gateway, it.severity))
    };
    assert_eq!(ingress("/files/(old"), Some((true, Severity::Error)));
    for path in ["/files/[0-9]+", "/files/old", "/~/files/(old"] {
        assert_eq!(ingress(path), None, "{path}");
    }
}

#[test]
fn the_operators_webhook_asks_by_its_own_label_and_leaves_services_alone() {
    let service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: w, namespace: shop, annotations: {konghq.com/override: tune}}\nspec: {ports: [{port: 80}]}\n";
    assert_eq!(by_manifests(service).len(), 1);
    let operator = of("kong-operator-2.3");
    assert_eq!(said(service, &operator), Vec::<String>::new());
    let labelled = secret(
        "s",
        "konghq.com/secret: 'true', konghq.com/credential: key-auth",
        "x: v",
    );
    assert_eq!(said(&labelled, &operator).len(), 1);
    assert_eq!(
        said(
            &labelled.replace("konghq.com/secret: 'true', ", ""),
            &operator
        ),
        Vec::<String>::new()
    );
}

#[test]
fn the_operators_webhook_compiles_expressions_in_gos_language() {
    let rules = "{matches: [{path: {type: RegularExpression, value: '/a('}}]}";
    assert_eq!(
        route(rules, &of("kong-operator-2.3")),
        [
            "HTTPRoute failed schema validation: rules[0].matches[0].path has invalid regex \"/a(\": error parsing regexp: missing closing ): `/a(`"
        ]
    );
    // The gateway alone says so of that of KIC.
    let found = route(rules, &options(Webhook::Manifests));
    assert!(
        found.iter().all(|it| !it.contains("error parsing regexp")),
        "{found:?}"
    );
}

#[test]
fn of_three_vaults_each_is_told_of_another() {
    let vault = |name: &str, prefix: &str| {
        format!(
            "---\napiVersion: configuration.konghq.com/v1alpha1\nkind: KongVault\nmetadata: {{name: {name}, annotations: {{kubernetes.io/ingress.class: kong}}}}\nspec: {{backend: env, prefix: {prefix}}}\n"
        )
    };
    let text = vault("a", "pre") + &vault("b", "pre") + &vault("c", "pre") + &vault("d", "own");
    let dup = |name: &str, other: &str| {
        format!(
            "KongVault {name}: spec.prefix \"pre\" is duplicate with existing KongVault \"{other}\""
        )
    };
    assert_eq!(
        by_manifests(&text),
        [dup("a", "b"), dup("b", "a"), dup("c", "a")]
    );
}

#[test]
fn secrets_made_in_the_cluster_are_not_missing() {
    let sealed = "---\napiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: x, namespace: shop}\nspec: {encryptedData: {key: AgB}, template: {metadata: {labels: {konghq.com/credential: key-auth}}}}\n";
    assert_eq!(
        by_manifests(&(consumer("a", "x") + sealed)),
        Vec::<String>::new()
    );
    let missing = consumer("a", "x");
    assert_eq!(by_manifests(&missing).len(), 1);
}

#[test]
fn nobody_is_asked_when_it_is_off() {
    let text = consumer("a", "gone");
    assert_eq!(said(&text, &options(Webhook::Off)), Vec::<String>::new());
}
