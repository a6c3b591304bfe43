//! `explain-error`: every refusal that Kong's own loader has recorded leads to the manifest that causes it.

use crate::common::{Kic2kong, cases};
use crate::report;
use clap::Parser;
use kic2kong::inner::cli::args::{Arguments, Command};
use kic2kong::inner::cli::options::conversion_options;
use kic2kong::inner::complaint::explain::{self, Manifests};
use kic2kong::inner::complaint::refusal;
use kic2kong::inner::diag::{Diagnostic, Location};
use kic2kong::inner::kong::owner::Owner;
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::pipeline;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Kong's word, the name by which verdicts call it, what it belongs to, and its fields.
type Entity = (String, Option<String>, Option<String>, Value);

/// The entities of a configuration.
fn entities(content: &Value) -> Vec<Entity> {
    let mut found = Vec::new();
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let text = |value: &Value, keys: &[&str]| {
        keys.iter()
            .find_map(|key| value[*key].as_str())
            .map(str::to_owned)
    };
    let mut add = |kind: &str, name: Option<String>, of: Option<String>, entity: &Value| {
        found.push((kind.to_owned(), name, of, entity.clone()));
    };
    for service in list(content, "services") {
        let name = text(&service, &["name"]);
        let of = name.as_ref().map(|name| format!("service {name}"));
        add("service", name, None, &service);
        for plugin in list(&service, "plugins") {
            add(
                "plugin",
                text(&plugin, &["instance_name", "name"]),
                of.clone(),
                &plugin,
            );
        }
        for route in list(&service, "routes") {
            let name = text(&route, &["name"]);
            let of_route = name.as_ref().map(|name| format!("route {name}"));
            add("route", name, of.clone(), &route);
            for plugin in list(&route, "plugins") {
                add(
                    "plugin",
                    text(&plugin, &["instance_name", "name"]),
                    of_route.clone(),
                    &plugin,
                );
            }
        }
    }
    for plugin in list(content, "plugins") {
        let of = ["route", "service", "consumer"]
            .iter()
            .find_map(|key| Some(format!("{key} {}", plugin[*key].as_str()?)));
        add(
            "plugin",
            text(&plugin, &["instance_name", "name"]),
            of,
            &plugin,
        );
    }
    for upstream in list(content, "upstreams") {
        let of = text(&upstream, &["name"]).map(|name| format!("upstream {name}"));
        add("upstream", text(&upstream, &["name"]), None, &upstream);
        for target in list(&upstream, "targets") {
            add("target", text(&target, &["target"]), of.clone(), &target);
        }
    }
    for consumer in list(content, "consumers") {
        let name = text(&consumer, &["username", "custom_id"]);
        let of = name.as_ref().map(|name| format!("consumer {name}"));
        add("consumer", name, None, &consumer);
        for (key, word) in CREDENTIALS {
            for credential in list(&consumer, key) {
                add(word, text(&credential, &["name"]), of.clone(), &credential);
            }
        }
    }
    found.extend(others(content));
    found
}

/// Certificates with their server names, and vaults.
fn others(content: &Value) -> Vec<Entity> {
    let mut found = Vec::new();
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
    let mut add = |kind: &str, name: Option<String>, entity: &Value| {
        found.push((kind.to_owned(), name, None, entity.clone()));
    };
    for certificate in list(content, "certificates") {
        for sni in list(&certificate, "snis") {
            add("sni", text(&sni, "name"), &sni);
        }
        add("certificate", text(&certificate, "id"), &certificate);
    }
    for certificate in list(content, "ca_certificates") {
        add("ca_certificate", text(&certificate, "id"), &certificate);
    }
    for vault in list(content, "vaults") {
        add("vault", text(&vault, "prefix"), &vault);
    }
    found
}

const CREDENTIALS: [(&str, &str); 7] = [
    ("acls", "acl"),
    ("basicauth_credentials", "basicauth_credential"),
    ("hmacauth_credentials", "hmacauth_credential"),
    ("jwt_secrets", "jwt_secret"),
    ("keyauth_credentials", "keyauth_credential"),
    ("mtls_auth_credentials", "mtls_auth_credential"),
    ("oauth2_credentials", "oauth2_credential"),
];

/// The recorded errors in the form of `flattened_errors`, each with what its tags say.
fn answer(content: &Value, errors: &[Value]) -> Vec<(Value, Option<Owner>)> {
    let entities = entities(content);
    let entry = |error: &Value| {
        let is_meant = |(kind, name, of, _): &&Entity| {
            let same_of = error["of"]
                .as_str()
                .is_none_or(|it| of.as_deref() == Some(it));
            error["entity"] == kind.as_str()
                && error["name"]
                    .as_str()
                    .is_none_or(|it| name.as_deref() == Some(it))
                && same_of
        };
        let (kind, name, _, entity) = entities.iter().find(is_meant)?;
        let tags: Vec<&str> = entity["tags"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let owner = Owner::of(tags.iter().copied());
        // Kong tells names and ids only where the entity has these fields.
        let made = json!({
            "entity": entity, "entity_type": kind, "entity_tags": tags, "entity_name": entity["name"].as_str().and(name.as_deref()),
            "entity_id": entity["id"], "errors": [{"type": "field", "field": error["field"], "message": error["kind"]}],
        });
        Some((made, owner))
    };
    errors.iter().filter_map(entry).collect()
}

#[test]
fn every_recorded_refusal_leads_to_the_manifest_that_causes_it() {
    let areas = ["config", "expressions", "gateway", "ingress", "random"];
    let cases: Vec<&cases::Case> = areas.iter().flat_map(|area| cases::area(area)).collect();
    let (failures, counts): (Vec<Vec<String>>, Vec<usize>) = cases
        .par_iter()
        .flat_map_iter(|case| {
            case.variants()
                .into_iter()
                .map(move |variant| judge(case, &variant))
        })
        .unzip();
    let explained: usize = counts.iter().sum();
    assert!(explained > 1_500, "only {explained}");
    report(&failures.concat());
}

/// What goes wrong in a variant, and how many refusals there are.
fn judge(case: &cases::Case, variant: &cases::Variant) -> (Vec<String>, usize) {
    let Some(verdict) = case.file(&format!("{}.kong.yaml", variant.name)) else {
        return (Vec::new(), 0);
    };
    let verdict: Value = serde_yaml::from_str(verdict).unwrap();
    let errors = verdict["errors"].as_array().cloned().unwrap_or_default();
    let content = case.file(&format!("{}.yaml", variant.name)).unwrap();
    let content: Value = serde_yaml::from_str(content).unwrap();
    let entries = answer(&content, &errors);
    let words = ["kic2kong", "render", "in.yaml"]
        .into_iter()
        .chain(variant.flags.iter().map(String::as_str));
    let Command::Render(args) = Arguments::try_parse_from(words).unwrap().command else {
        panic!("no rendering")
    };
    let options = conversion_options(&args.input, &args.controller).unwrap();
    let sources = Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: case.manifests().to_vec(),
    }]);
    let conversion = pipeline::convert(&sources, &options);
    let manifests = Manifests::of(&conversion.state, &conversion.diagnostics);
    let mut failures = Vec::new();
    for (entry, owner) in &entries {
        let complaints = refusal::read(&json!({ "flattened_errors": [entry] })).unwrap();
        for problem in explain::explain(&complaints, Some(&manifests), 1) {
            if let Err(why) = leads_to(&problem, owner.as_ref()) {
                let title = format!("{} [{}]", case.title(), variant.name);
                failures.push(format!(
                    "{title}: {why}: {} {}",
                    entry["entity_type"], entry["errors"]
                ));
            }
        }
    }
    (failures, entries.len())
}

/// The primary place is a manifest: of the object that the tags name, where it exists.
fn leads_to(problem: &Diagnostic, owner: Option<&Owner>) -> Result<(), String> {
    let Some(Location::Field(origin)) = problem.locations.first() else {
        return Err("no manifest".to_owned());
    };
    let key = &origin.object.key;
    if origin.object.place.file != 0 {
        // The placeholder of a Service that is not there names nothing.
        return Err(format!("{key} is not among the manifests"));
    }
    match owner {
        Some(owner)
            if owner.name != "UNKNOWN" && (owner.kind != key.kind || owner.name != key.name) =>
        {
            Err(format!("{key} instead of {} {}", owner.kind, owner.name))
        }
        _ => Ok(()),
    }
}

#[test]
fn the_controllers_own_failures_are_its_messages() {
    for case in cases::area("dumps") {
        let lines = case.file("expected.txt").unwrap().lines();
        for name in lines.filter_map(|line| {
            line.split_once(": not a configuration; ")?
                .0
                .strip_suffix(".json")
        }) {
            let expected: Vec<Value> =
                serde_yaml::from_str(case.file(&format!("{name}.objects.yaml")).unwrap()).unwrap();
            let expected: BTreeSet<(String, String)> = expected
                .iter()
                .map(|it| {
                    (
                        it["object"].as_str().unwrap().to_owned(),
                        it["message"].as_str().unwrap().to_owned(),
                    )
                })
                .collect();
            let outcome = Kic2kong::new()
                .file("in.yaml", case.file("in.yaml").unwrap())
                .file("error.json", case.file(&format!("{name}.json")).unwrap())
                .args("explain-error error.json in.yaml --format json --fail-on never")
                .run()
                .exits(0);
            let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
            let said = report["diagnostics"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|problem| {
                    let object = &problem["objects"][0];
                    let name = format!(
                        "{} {}/{}",
                        object["kind"].as_str()?,
                        object["namespace"].as_str()?,
                        object["name"].as_str()?
                    );
                    Some((name, problem["controllerMessage"].as_str()?.to_owned()))
                });
            assert_eq!(said.collect::<BTreeSet<_>>(), expected, "{name}");
        }
    }
}

const MANIFESTS: &str = "apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: limit, namespace: shop}
plugin: rate-limiting
config:
  minute: '5'
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations: {konghq.com/plugins: limit}
spec:
  ingressClassName: kong
  rules:
  - http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  ports: [{port: 80}]
";

#[test]
fn texts_of_every_sort_lead_to_the_line() {
    for text in [
        "shop   2m   Warning   KongConfigurationApplyFailed   kongplugin/limit   invalid config.minute: expected a number\n",
        "invalid config.minute: expected a number\n",
        "2026-01-01T00:00:00Z\terror\trecording a Warning event for object\t{\"name\": \"limit\", \"namespace\": \"shop\", \"kind\": \"KongPlugin\", \"apiVersion\": \"configuration.konghq.com/v1\", \"reason\": \"KongConfigurationApplyFailed\", \"message\": \"invalid config.minute: expected a number\"}\n",
        "Error: 1 errors occurred:\n\twhile processing event: {Create} plugin rate-limiting for route shop.web.web..80 failed: HTTP status 400 (message: \"schema violation (config.minute: expected a number)\")\n",
        "kind: Event\napiVersion: v1\nreason: KongConfigurationApplyFailed\nmessage: 'invalid config.minute: expected a number'\ninvolvedObject: {kind: KongPlugin, apiVersion: configuration.konghq.com/v1, namespace: shop, name: limit}\n",
    ] {
        Kic2kong::new()
            .file("in.yaml", MANIFESTS)
            .stdin(text)
            .args("explain-error - in.yaml")
            .run()
            .exits(1)
            .prints("error[refused-by-gateway]")
            .prints("in.yaml:6:11  KongPlugin shop/limit  config.minute");
    }
}

#[test]
fn without_manifests_entities_are_named_and_nothing_secret_is() {
    let answer = json!({"flattened_errors": [{
        "entity_type": "keyauth_credential",
        "entity": {"key": "s3cret"},
        "entity_tags": ["k8s-name:ann-key", "k8s-namespace:shop", "k8s-kind:Secret", "k8s-uid:u", "k8s-version:v1"],
        "errors": [{"type": "entity", "message": "uniqueness violation: 'keyauth_credentials' entity with key set to 's3cret' already declared"}],
    }]});
    for format in ["text", "json", "sarif", "github", "junit"] {
        let outcome = Kic2kong::new()
            .file("error.json", &answer.to_string())
            .args(&format!("explain-error error.json --format {format}"))
            .run()
            .exits(1)
            .prints("ann-key");
        assert!(!outcome.stdout.contains("s3cret"), "{}", outcome.stdout);
        assert!(!outcome.stderr.contains("s3cret"), "{}", outcome.stderr);
    }
}

#[test]
fn what_kong_and_the_controller_say_otherwise_has_codes_of_its_own() {
    let run = |text: &str| {
        Kic2kong::new()
            .file("in.yaml", MANIFESTS)
            .stdin(text)
            .args("explain-error - in.yaml")
            .run()
            .exits(1)
    };
    run("{\"code\": 14, \"message\": \"declarative config is invalid: {}\", \"flattened_errors\": []}")
        .prints("error[refused-as-a-whole]");
    run("{\"message\": \"m\", \"flattened_errors\": [], \"fields\": {\"plugins\": [{\"name\": \"plugin 'rate-limiting' not enabled; add it to the 'plugins' configuration property\"}]}}")
        .prints("in.yaml:4:9  KongPlugin shop/limit  plugin");
    run("shop 2m Warning KongConfigurationTranslationFailed ingress/web no Service of that name\n")
        .prints("error[untranslated-by-controller]")
        .prints("Ingress shop/web");
}

#[test]
fn what_holds_no_complaint_is_an_error() {
    Kic2kong::new()
        .stdin("all is well\n")
        .args("explain-error -")
        .run()
        .exits(1)
        .prints_nothing()
        .says("holds nothing that a gateway or controller complains of");
    Kic2kong::new()
        .stdin("")
        .args("explain-error - -")
        .run()
        .exits(1)
        .says("either the error or the manifests");
}
