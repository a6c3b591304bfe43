//! CRDs among the inputs: those that our descriptions follow change nothing, and others count instead.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::cases::{self, Case};
use common::{Kic2kong, archive, root};
use kic2kong::diag::{Diagnostic, Location};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The CRDs that our descriptions follow, as manifests. The archive says nothing of statuses, which are resources of their own.
fn crds() -> Vec<Value> {
    let archive = root().join("testdata/schema/crds.tar.gz");
    let crd = |(_, text): (String, Vec<u8>)| {
        let kind: Value = serde_json::from_slice(&text).unwrap();
        let versions = kind["versions"].as_object().unwrap().iter();
        let versions: Vec<Value> = versions
            .map(|(name, version)| {
                json!({
                    "name": name,
                    "served": version["served"],
                    "storage": version["storage"],
                    "schema": {"openAPIV3Schema": version["schema"]},
                    "subresources": {"status": {}},
                })
            })
            .collect();
        json!({
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": kind["kind"]},
            "spec": {"group": kind["group"], "names": {"kind": kind["kind"]}, "scope": kind["scope"], "versions": versions},
        })
    };
    archive::files(&archive).into_iter().map(crd).collect()
}

/// Manifests followed by the CRDs of their kinds.
fn with(manifests: &[u8], crds: &[Value]) -> Vec<u8> {
    let mut text = manifests.to_vec();
    let is_used = |crd: &&Value| {
        let kind = crd["spec"]["names"]["kind"].as_str().unwrap();
        String::from_utf8_lossy(manifests).contains(kind)
    };
    for crd in crds.iter().filter(is_used) {
        text.extend(b"\n---\n");
        text.extend(crd.to_string().into_bytes());
    }
    text
}

/// A problem without its place: code, object, field, words.
fn told(problem: &Diagnostic) -> String {
    let field = match problem.locations.first() {
        Some(Location::Field(origin)) => format!("{} {}", origin.object.key, origin.path),
        _ => String::new(),
    };
    format!(
        "{} {field}: {} {:?}",
        problem.code.id, problem.message, problem.hint
    )
}

/// Cases with a status that the reference looked at. An API server takes it out of an object that is created, since the CRDs have it as a
/// resource of its own.
const STATUS: [&str; 1] = ["tls-passthrough"];

/// Cases of KIC, whose CRDs these are, with the flags of their variants.
fn runs() -> Vec<(&'static Case, Vec<String>)> {
    let of_other_areas = ["admission", "fallback", "gateway-attach"];
    let more = of_other_areas.iter().flat_map(|name| cases::area(name));
    let mut runs = Vec::new();
    for case in cases::all().into_iter().chain(more) {
        let is_of_kic = !case.area.starts_with("kong-operator") && case.file("in.yaml").is_some();
        if !is_of_kic || STATUS.contains(&&*case.name) {
            continue;
        }
        let mut variants: Vec<_> = case.variants().into_iter().map(|it| it.flags).collect();
        if variants.is_empty() {
            variants.push(Vec::new());
        }
        // What the CRDs say of versions gives way to the option.
        let is_ours = |flags: &Vec<String>| {
            !flags
                .iter()
                .any(|flag| flag.contains("ko") || flag.starts_with("--gateway-api"))
        };
        // What the API server says is the same in all of them.
        runs.extend(variants.into_iter().find(is_ours).map(|it| (case, it)));
    }
    runs
}

#[test]
fn the_crds_that_we_follow_change_nothing() {
    let crds = crds();
    let runs = runs();
    assert!(runs.len() > 900, "only {}", runs.len());
    let compared: Vec<(usize, Vec<String>)> = runs
        .par_iter()
        .map(|(case, flags)| {
            let alone = cases::convert(case.manifests(), flags);
            let beside = cases::convert(&with(case.manifests(), &crds), flags);
            let ours: BTreeSet<String> = alone.problems.iter().map(told).collect();
            let theirs: BTreeSet<String> = beside.problems.iter().map(told).collect();
            let mut wrong: Vec<String> = ours
                .symmetric_difference(&theirs)
                .map(|it| {
                    let side = if ours.contains(it) {
                        "alone"
                    } else {
                        "with CRDs"
                    };
                    format!("{} {flags:?} {side}: {it}", case.title())
                })
                .collect();
            if alone.rendered != beside.rendered {
                wrong.push(format!("{} {flags:?}: another configuration", case.title()));
            }
            let family = kic2kong::diag::api_server::CODES;
            let refused = alone.problems.iter().filter(|it| {
                cases::is_error(it) && family.iter().any(|code| code.id == it.code.id)
            });
            (refused.count(), wrong)
        })
        .collect();
    let refused: usize = compared.iter().map(|(count, _)| count).sum();
    let wrong: Vec<String> = compared.into_iter().flat_map(|(_, wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused > 150, "only {refused} refusals");
}

/// A CRD of Kong's with this schema, in versions that are served or not.
fn crd(kind: &str, versions: &[(&str, bool)], schema: &str) -> String {
    let versions: Vec<String> = versions
        .iter()
        .map(|(name, served)| {
            format!("{{name: {name}, served: {served}, storage: true, schema: {{openAPIV3Schema: {schema}}}}}")
        })
        .collect();
    format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: {kind}}}\n\
         spec: {{group: configuration.konghq.com, names: {{kind: {kind}}}, versions: [{}]}}\n",
        versions.join(", ")
    )
}

const PLUGIN: &str =
    "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: p}\n";

/// Code, field and words of what is said of a plugin under a CRD with this schema, but for problems that have nothing to do with it.
fn judged(schema: &str, body: &str) -> Vec<String> {
    let crd = crd("KongPlugin", &[("v1", true)], schema);
    problems(&format!("{PLUGIN}{body}\n---\n{crd}"))
}

fn problems(manifests: &str) -> Vec<String> {
    let family = kic2kong::diag::api_server::CODES;
    let converted = cases::convert(manifests.as_bytes(), &[]);
    let problems = converted.problems.iter();
    problems
        .filter(|problem| family.iter().any(|code| code.id == problem.code.id))
        .map(|problem| match problem.locations.first() {
            Some(Location::Field(origin)) => {
                let words = problem
                    .message
                    .trim_start_matches("the API server refuses the object: ");
                format!("{} {}: {words}", problem.code.id, origin.path)
            }
            _ => problem.message.clone(),
        })
        .collect()
}

/// The schema of a plugin with one more field.
fn plugin(field: &str) -> String {
    format!(
        "{{type: object, properties: {{plugin: {{type: string}}, config: {{type: object, x-kubernetes-preserve-unknown-fields: true}}, {field}}}}}"
    )
}

#[test]
fn the_schema_of_the_crd_counts() {
    for (field, value, wanted) in [
        (
            "tier: {type: string, enum: [a, b]}",
            "tier: c",
            "value-not-in-enum tier: `tier` is a value that is not shown, which is not a value it can have",
        ),
        (
            "tier: {type: string, pattern: '^[a-z]+$'}",
            "tier: A",
            "pattern-mismatch tier: `tier` is a value that is not shown, which does not have the form it must have",
        ),
        (
            "tier: {type: string, maxLength: 1}",
            "tier: éé",
            "wrong-length tier: `tier` has 2 characters, but at most 1 are allowed",
        ),
        (
            "tier: {type: integer, minimum: 1, exclusiveMinimum: true, format: int32}",
            "tier: 1",
            "out-of-range tier: `tier` is a value that is not shown, but must be from 2 to 2147483647",
        ),
        (
            "tier: {type: number, maximum: 0.5}",
            "tier: 0.75",
            "cross-field-rule tier: must be within the bounds of the schema",
        ),
        (
            "tier: {type: integer}",
            "tier: 1.5",
            "wrong-type tier: `tier` must be an integer, found a number",
        ),
        (
            "tier: {type: array, maxItems: 1, items: {type: string}}",
            "tier: [a, b]",
            "wrong-item-count tier: `tier` has 2 items, but at most 1 are allowed",
        ),
        (
            "tier: {type: array, items: {type: string}}",
            "tier: [null]",
            "wrong-type tier[0]: `tier[0]` must be a string, found null",
        ),
        (
            "tier: {type: array, x-kubernetes-list-type: set, items: {type: string}}",
            "tier: [a, a]",
            "duplicate-list-item tier[1]: `tier[1]` repeats a value that is not shown, which stands in the list already",
        ),
        (
            "tier: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a, b], items: {type: object, properties: {a: {type: string}, b: {type: string, default: x}}}}",
            "tier: [{a: k}, {a: k, b: z}, {a: k, b: x}]",
            "duplicate-list-item tier[2]: `tier[2]` repeats a value that is not shown, which stands in the list already",
        ),
        (
            "tier: {type: object, required: [a], properties: {a: {type: string}}}",
            "tier: {}",
            "missing-required-field tier.a: required field `tier.a` is missing",
        ),
        (
            "tier: {type: object, additionalProperties: {type: string}, maxProperties: 1}",
            "tier: {a: x, b: y}",
            "wrong-item-count tier: `tier` has 2 items, but at most 1 are allowed",
        ),
        (
            "tier: {type: string, oneOf: [{format: ipv4}, {format: ipv6}]}",
            "tier: x",
            "cross-field-rule tier: must validate one and only one schema (oneOf)",
        ),
        (
            "tier: {type: string, not: {enum: [x]}}",
            "tier: x",
            "cross-field-rule tier: must not validate the schema (not)",
        ),
        (
            "tier: {type: string, format: date-time}",
            "tier: x",
            "pattern-mismatch tier: `tier` is a value that is not shown, which does not have the form it must have",
        ),
        (
            "tier: {x-kubernetes-int-or-string: true}",
            "tier: true",
            "wrong-type tier: `tier` must be an integer or a string, found a boolean",
        ),
        (
            "other: {type: string}",
            "tier: x",
            "unknown-field tier: unknown field `tier` is dropped",
        ),
    ] {
        let found = judged(&plugin(field), &format!("plugin: key-auth\n{value}"));
        assert_eq!(found, [wanted], "{field}");
    }
}

#[test]
fn what_the_schema_allows_passes() {
    for (field, value) in [
        ("tier: {type: string, nullable: true}", "tier: null"),
        ("tier: {type: string}", "tier: null"),
        (
            "tier: {type: object, required: [a], properties: {a: {type: string, default: x}}}",
            "tier: {}",
        ),
        (
            "tier: {type: object, properties: {a: {type: string}}, x-kubernetes-preserve-unknown-fields: true}",
            "tier: {b: [1]}",
        ),
        ("tier: {x-kubernetes-int-or-string: true}", "tier: 5"),
        ("tier: {type: number}", "tier: 5"),
        ("tier: {type: string, format: ipv4}", "tier: 10.0.0.1"),
        (
            "tier: {type: string, oneOf: [{format: ipv4}, {format: ipv6}]}",
            "tier: '::1'",
        ),
    ] {
        let found = judged(&plugin(field), &format!("plugin: key-auth\n{value}"));
        assert_eq!(found, [""; 0], "{field}");
    }
}

#[test]
fn rules_of_the_crd_are_asked() {
    let with = |rules: &str| {
        let schema = plugin("tier: {type: integer, default: 3}");
        schema.replacen('{', &format!("{{x-kubernetes-validations: [{rules}], "), 1)
    };
    for (rules, wanted) in [
        (
            "{rule: self.plugin != 'jwt', message: no jwt}",
            "cross-field-rule : no jwt",
        ),
        (
            "{rule: self.tier < 3}",
            "cross-field-rule : failed rule: self.tier < 3",
        ),
        (
            "{rule: self.tier < 3, messageExpression: \"'tier ' + string(self.tier)\"}",
            "cross-field-rule : failed rule: self.tier < 3",
        ),
        (
            "{rule: self.tier < 3, message: too high, fieldPath: .tier}",
            "cross-field-rule tier: too high",
        ),
        (
            "{rule: self.config.a == 1, message: m}",
            "cross-field-rule : no such key: config evaluating rule: m",
        ),
        (
            "{rule: self.metadata.name == 'q', message: name}",
            "cross-field-rule : name",
        ),
        (
            "{rule: quantity(self.plugin).isGreaterThan(quantity('1')), message: m}",
            "crd-not-followed spec.versions[0].schema.openAPIV3Schema.x-kubernetes-validations[0].rule: the rule is not evaluated: `quantity` is not known here",
        ),
    ] {
        assert_eq!(judged(&with(rules), "plugin: jwt"), [wanted], "{rules}");
    }
    assert_eq!(
        judged(
            &with("{rule: self.plugin == oldSelf.plugin}"),
            "plugin: jwt"
        ),
        [""; 0]
    );
}

#[test]
fn the_controller_sees_the_object_as_it_is_stored() {
    let crd = |field: &str| crd("KongPlugin", &[("v1", true)], &plugin(field));
    let rendered = |field: &str| {
        let ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, annotations: {konghq.com/plugins: p}}\n\
            spec: {ingressClassName: kong, defaultBackend: {service: {name: s, port: {number: 80}}}}\n---\n\
            apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80}]}\n---\n";
        let manifests = format!(
            "{ingress}{PLUGIN}plugin: jwt\ninstance_name: mine\n---\n{}",
            crd(field)
        );
        cases::convert(manifests.as_bytes(), &[]).rendered
    };
    let filled = rendered(
        "instance_name: {type: string}, protocols: {type: array, items: {type: string}, default: [https]}",
    );
    assert!(
        filled.contains("instance_name: mine") && filled.contains("protocols:\n  - https"),
        "{filled}"
    );
    let dropped = rendered("other: {type: string}");
    assert!(
        dropped.contains("name: jwt") && !dropped.contains("mine"),
        "{dropped}"
    );
}

#[test]
fn a_crd_says_which_versions_are_served() {
    let schema = plugin("tier: {type: string}");
    let of = |versions: &[(&str, bool)], version: &str| {
        let plugin = PLUGIN.replace("/v1", &format!("/{version}"));
        let manifests = format!(
            "{plugin}plugin: jwt\n---\n{}",
            crd("KongPlugin", versions, &schema)
        );
        let problems = cases::convert(manifests.as_bytes(), &[]).problems;
        problems
            .iter()
            .any(|problem| problem.code.id == "unknown-version")
    };
    assert!(!of(&[("v1", true), ("v2", true)], "v1"));
    // The same object in another version that is served.
    assert!(!of(&[("v1", true), ("v2", true)], "v2"));
    assert!(of(&[("v1", true), ("v2", false)], "v2"));
    assert!(of(&[("v1", false), ("v2", true)], "v1"));
    assert!(of(&[("v1", false), ("v2", true)], "v2"));
}

#[test]
fn the_option_beats_crds_of_the_gateway_api() {
    let crd = crd("HTTPRoute", &[("v1", true)], "{type: object, required: [more], properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}")
        .replace("configuration.konghq.com", "gateway.networking.k8s.io");
    let route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\nspec: {}\n---\n";
    let found = |flags: &[String]| {
        let problems = cases::convert(format!("{route}{crd}").as_bytes(), flags).problems;
        problems
            .iter()
            .any(|problem| problem.code.id == "missing-required-field")
    };
    assert!(found(&[]));
    assert!(!found(&cases::words("--gateway-api 1.3")));
}

#[test]
fn hostile_crds_are_read_within_bounds() {
    let deep = "{type: object, properties: {a: ".repeat(60) + "{type: string}" + &"}}".repeat(60);
    let rule = "{rule: \"self.all(a, self.all(b, self.all(c, self.all(d, self.all(e, a + b + c + d + e > 0)))))\"}";
    let list = format!(
        "tier: {{type: array, items: {{type: integer}}, x-kubernetes-validations: [{rule}]}}"
    );
    let numbers = format!("tier: [{}]", vec!["1"; 500].join(", "));
    let pattern = "tier: {type: string, pattern: '((((a{100}){100}){100}){100}){100}'}";
    let many = format!(
        "tier: {{type: string, allOf: [{}]}}",
        vec!["{minLength: 1}"; 2000].join(", ")
    );
    let mut bomb = "x".to_owned();
    for _ in 0..12 {
        bomb = format!(
            "{{type: object, default: {{}}, properties: {{a: {bomb}, b: {bomb}}}}}",
            bomb = bomb.replace('x', "{type: string, default: y}")
        );
    }
    for (schema, body, code) in [
        (
            plugin(&list),
            &*numbers,
            Some(
                "crd-not-followed : the rules of the CRD cost too much to be evaluated for this object",
            ),
        ),
        (
            plugin(pattern),
            "tier: a",
            Some(
                "crd-not-followed spec.versions[0].schema.openAPIV3Schema.properties.tier.pattern: the pattern is not read, so that every text has its form",
            ),
        ),
        (
            plugin(&many),
            "tier: a",
            Some(
                "crd-not-followed spec.versions[0].schema.openAPIV3Schema: the schema is too large to be read, so that the built-in one counts",
            ),
        ),
        (plugin(&format!("tier: {bomb}")), "", None),
        (deep, "", None),
    ] {
        let found = judged(&schema, &format!("plugin: jwt\n{body}"));
        let found = found.iter().filter(|it| it.starts_with("crd-not"));
        assert!(
            code.is_none_or(|code| found.clone().any(|it| it == code)),
            "{:?}",
            found.collect::<Vec<_>>()
        );
    }
}

#[test]
fn an_update_that_breaks_a_rule_is_refused() {
    let plugin = |name: &str| format!("{PLUGIN}plugin: {name}\n");
    let call = || {
        Kic2kong::new()
            .file("old/p.yaml", &plugin("jwt"))
            .file("new/p.yaml", &plugin("key-auth"))
    };
    let outcome = call()
        .args("check new --against old --format json")
        .run()
        .exits(1);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let problems = report["diagnostics"].as_array().unwrap();
    let problem = problems
        .iter()
        .find(|it| it["code"] == "cross-field-rule")
        .unwrap();
    assert_eq!(problem["apiServer"], true);
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["objects"][0]["field"], "plugin");
    assert_eq!(
        problem["message"],
        "the API server refuses the object: The plugin field is immutable"
    );
    call()
        .args("diff new --against old")
        .run()
        .says("The plugin field is immutable")
        .says("new/p.yaml:4:9");
    call()
        .file(
            "new/p.yaml",
            &plugin("key-auth  # kic2kong: ignore cross-field-rule (it is made anew)"),
        )
        .args("diff new --against old")
        .run()
        .says("Silenced: 1 problem");
    for equal in ["check old --against old", "diff old --against old"] {
        let outcome = call().args(equal).run();
        assert!(!outcome.stdout.contains("immutable") && !outcome.stderr.contains("immutable"));
    }
}

#[test]
fn a_crd_has_rules_about_updates_of_its_own() {
    let schema = plugin(
        "tier: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [id], items: {type: object, properties: {id: {type: string}, v: {type: integer, x-kubernetes-validations: [{rule: self >= oldSelf, message: v only grows}]}}}}",
    );
    let manifests = |items: &str| {
        format!(
            "{PLUGIN}plugin: jwt\ntier: [{items}]\n---\n{}",
            crd("KongPlugin", &[("v1", true)], &schema)
        )
    };
    let old = manifests("{id: a, v: 1}, {id: b, v: 5}");
    let found = |new: &str| {
        Kic2kong::new()
            .file("old.yaml", &old)
            .file("new.yaml", &manifests(new))
            .args("check new.yaml --against old.yaml")
            .run()
            .stdout
    };
    let refused = found("{id: b, v: 4}, {id: a, v: 2}");
    assert!(
        refused.contains("v only grows") && refused.contains("tier[0].v"),
        "{refused}"
    );
    assert!(!found("{id: c, v: 0}, {id: b, v: 5}").contains("v only grows"));
    // The CRD of the input has no rule about the plugin.
    assert!(!found("").contains("immutable"));
}
