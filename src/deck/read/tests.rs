use super::*;
use crate::deck::write;
use crate::manifest::source::Source as Text;

fn read_text(text: &str) -> (Content, Vec<Diagnostic>) {
    let source = Text {
        path: "kong.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    };
    let (content, problems) = read(0, &source, Template::Literal);
    (content.unwrap_or_default(), problems)
}

fn codes(problems: &[Diagnostic]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code.id).collect()
}

#[test]
fn what_is_written_is_read_back() {
    let text = "_format_version: \"3.0\"
services:
- host: a.80.svc
  name: a
  plugins:
  - config:
      message: |-
        two
        lines
    name: request-termination
  routes:
  - headers:
      x-a:
      - \"yes\"
    name: a.b
    priority: 18446744073709551615
upstreams:
- name: a.80.svc
  targets:
  - target: 10.0.0.1:80
    weight: 0
";
    let (content, problems) = read_text(text);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(write::yaml(&content), text);
    let (again, problems) = read_text(&write::json(&content));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(again, content);
}

#[test]
fn unknown_keys_and_further_documents_are_warnings() {
    let (content, problems) = read_text(
        "_format_version: \"3.0\"
services:
- name: a
  colour: red
---
services: []
",
    );
    assert_eq!(content.services.len(), 1);
    assert_eq!(
        codes(&problems),
        ["deck-file-further-document", "deck-file-unknown-key"]
    );
}

#[test]
fn a_wrong_type_leaves_out_only_its_field() {
    let (content, problems) =
        read_text("_format_version: \"3.0\"\nservices:\n- name: a\n  port: \"80\"\n");
    assert_eq!(
        content.services[0]
            .name
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("a")
    );
    assert_eq!(codes(&problems), ["deck-file-wrong-type"]);
}

#[test]
fn a_placeholder_for_a_number_is_not_compared() {
    let (content, problems) = read_text(
        "_format_version: \"3.0\"\nservices:\n- name: a\n  port: ${{ env \"DECK_P\" | toInt }}\n  host: \"${{ env \"DECK_H\" }}\"\n",
    );
    assert!(problems.is_empty(), "{problems:?}");
    let service = &content.services[0];
    assert_eq!(service.host.as_deref(), Some("${{ env \"DECK_H\" }}"));
    assert!(matches!(
        &service.source,
        super::super::content::source::Source::File { line: 3, not_compared, .. } if not_compared == &["port"]
    ));
}

#[test]
fn defaults_shared_configurations_and_select_tags_are_spelled_out() {
    let (content, _) = read_text(
        "_format_version: \"3.0\"
_info:
  select_tags: [t]
  defaults:
    route: {strip_path: false}
_plugin_configs:
  shared: {a: 1, b: {c: 2, d: [1]}}
services:
- name: a
  routes:
  - name: r
    plugins:
    - name: p
      _config: shared
      config: {b: {c: 3}}
",
    );
    let route = &content.services[0].routes[0];
    assert_eq!(route.strip_path, Some(false));
    assert_eq!(route.tags.len(), 1);
    assert_eq!(
        Json::Object(route.plugins[0].config.values.clone()),
        serde_json::json!({"a": 1, "b": {"c": 3, "d": [1]}})
    );
    assert_eq!(route.plugins[0].tags.len(), 1);
}

#[test]
fn a_syntax_error_has_its_place() {
    let (_, problems) = read_text("services:\n- name: [\n");
    assert_eq!(codes(&problems), ["deck-file-syntax"]);
}
