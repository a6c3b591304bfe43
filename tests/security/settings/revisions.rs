//! Settings of two revisions that are compared: each side is made with its own, and a change of them is told.

use super::{commit, printed, pull_request, said};
use crate::machine::story;

#[test]
fn the_settings_of_the_old_revision_govern_the_old_side_and_their_change_is_told() {
    let shop = pull_request();
    shop.write(
        ".kic2kong.yaml",
        "router-flavor: traditional\ncheck: {format: json}\n",
    );
    shop.script("mv deploy/ingress.yaml ..ingress");
    commit(&shop);
    shop.script("mv ..ingress deploy/ingress.yaml");
    // Neither hides the new route without a word: one that looks at no namespace, one at another class.
    for (settings, told) in [
        (
            "router-flavor: traditional\nwatch-namespace: none\ncheck: {format: json}\n",
            "settings changed: watch-namespace: - -> none  (.kic2kong.yaml:2)",
        ),
        (
            "ingress-class: other\nrouter-flavor: traditional\n",
            "settings changed: check.format: json -> -  (main:.kic2kong.yaml:2)",
        ),
    ] {
        shop.write(".kic2kong.yaml", settings);
        let output = shop.bash("kic2kong diff deploy --against-git main --exit-code -q");
        assert_eq!(output.status.code(), Some(2), "{}", story(&output));
        assert!(printed(&output).contains(told), "{}", story(&output));
    }
}

#[test]
fn a_setting_that_changes_how_manifests_are_read_changes_one_side_only() {
    let shop = pull_request();
    commit(&shop);
    // On `main` the controller looks everywhere, on the branch at another namespace: all routes go.
    shop.write(".kic2kong.yaml", "watch-namespace: other\n");
    let output = shop.bash("kic2kong diff deploy --against-git main --exit-code");
    assert_eq!(output.status.code(), Some(2), "{}", story(&output));
    let diff = printed(&output);
    assert!(diff.contains("deleting route"), "{diff}");
    // A flag beats the settings of both sides; that they changed is told all the same.
    let flag = shop.bash("kic2kong diff deploy --against-git main --watch-namespace default");
    assert!(!printed(&flag).contains("deleting"), "{}", story(&flag));
    assert!(
        printed(&flag).contains("settings changed"),
        "{}",
        story(&flag)
    );
}

#[test]
fn every_format_tells_that_the_settings_changed() {
    let shop = pull_request();
    commit(&shop);
    shop.write(".kic2kong.yaml", "kong-workspace: other\n");
    for (format, told) in [
        (
            "text",
            "settings changed: kong-workspace: - -> other  (.kic2kong.yaml:1)\n",
        ),
        (
            "unified",
            "# settings changed: kong-workspace: - -> other  (.kic2kong.yaml:1)\n",
        ),
        (
            "markdown",
            "settings changed: `kong-workspace: - -> other` (`.kic2kong.yaml:1`)\n",
        ),
    ] {
        let diff = shop.script(&format!(
            "kic2kong diff deploy --against-git main --format {format}"
        ));
        assert!(diff.contains(told), "{format}: {diff}");
    }
    let markdown = shop.script("kic2kong diff deploy --against-git main --format markdown");
    assert!(
        markdown.starts_with("### Kong: settings changed"),
        "{markdown}"
    );
    let json = shop.script("kic2kong diff deploy --against-git main --format json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!([{
        "key": "kong-workspace", "old": null, "new": ["other"],
        "place": {"file": ".kic2kong.yaml", "line": 1, "object": null},
    }]);
    assert_eq!(json["settings"], expected);
}

#[test]
fn settings_of_the_old_revision_that_count_no_more_are_passed_over_with_a_note() {
    let shop = pull_request();
    shop.write(".kic2kong.yaml", "disable: [no-manifests]\n");
    commit(&shop);
    std::fs::remove_file(shop.path().join(".kic2kong.yaml")).unwrap();
    let output = shop.bash("kic2kong diff deploy --against-git main");
    assert!(output.status.success(), "{}", story(&output));
    assert!(
        said(&output).contains("main:.kic2kong.yaml:1: `disable`"),
        "{}",
        story(&output)
    );
}

#[test]
fn settings_of_the_old_revision_that_lead_nowhere_any_more_stop_nothing() {
    let shop = pull_request();
    let schema = r#"{"fields": [{"config": {"type": "record", "fields": []}}]}"#;
    shop.write("schemas/mine.json", schema);
    shop.write(
        ".kic2kong.yaml",
        "plugin-schema: schemas/mine.json\nrouter-flavor: nonsense\n",
    );
    commit(&shop);
    std::fs::remove_dir_all(shop.path().join("schemas")).unwrap();
    shop.write(".kic2kong.yaml", "router-flavor: traditional\n");
    let output = shop.bash("kic2kong diff deploy --against-git main");
    assert!(output.status.success(), "{}", story(&output));
    assert!(
        said(&output).contains("the old side is made without its settings"),
        "{}",
        story(&output)
    );
    assert!(
        printed(&output).contains("settings changed: plugin-schema: schemas/mine.json -> -"),
        "{}",
        story(&output)
    );
}

#[test]
fn a_named_file_governs_the_old_side_as_it_was_or_both() {
    let shop = pull_request();
    shop.write("ci/settings.yaml", "kong-workspace: a\n");
    commit(&shop);
    shop.write("ci/settings.yaml", "kong-workspace: b\n");
    let changed = shop.script("kic2kong diff deploy --against-git main --config ci/settings.yaml");
    assert!(
        changed.contains("settings changed: kong-workspace: a -> b"),
        "{changed}"
    );
    shop.write("new.yaml", "kong-workspace: b\n");
    let same = shop.script("kic2kong diff deploy --against-git main --config new.yaml");
    assert!(!same.contains("settings changed"), "{same}");
    let piped = "kic2kong diff deploy --against-git main --config <(echo 'kong-workspace: b')";
    assert!(!shop.script(piped).contains("settings changed"));
}
