//! Rules about updates, with an old side.

use super::common::Kic2kong;
use super::{PLUGIN, crd, plugin};
use serde_json::Value;

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
