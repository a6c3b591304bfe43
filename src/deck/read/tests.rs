use super::*;
use crate::deck::write;
use crate::kong::secret::{Form, Placeholder, SecretKeyRef, SecretText};
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
    assert_eq!(content.services[0].name.as_str(), "a");
    assert_eq!(codes(&problems), ["deck-file-wrong-type"]);
}

#[test]
fn a_placeholder_for_a_number_is_not_compared() {
    let (content, problems) = read_text(
        "_format_version: \"3.0\"\nservices:\n- name: a\n  port: ${{ env \"DECK_P\" | toInt }}\n  host: \"${{ env \"DECK_H\" }}\"\n",
    );
    assert!(problems.is_empty(), "{problems:?}");
    let service = &content.services[0];
    assert_eq!(service.host.as_str(), "${{ env \"DECK_H\" }}");
    assert_eq!(
        content.unread,
        BTreeMap::from([((3, 3), vec!["port".to_owned()])])
    );
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

/// What comes back when decK fills in a variable of this form.
fn through_the_environment(form: Form, pointer: &str, value: &str) -> (Content, Content) {
    use crate::kong::consumer::{Consumer, KeyAuth};
    use crate::kong::plugin::{Config, Plugin};
    let placeholder = Placeholder {
        variable: "DECK_X".to_owned(),
        source: SecretKeyRef {
            namespace: "n".to_owned(),
            name: "s".to_owned(),
            key: "k".to_owned(),
        },
        form,
    };
    let content = Content {
        consumers: vec![Consumer {
            username: Some("u".to_owned()),
            keyauth_credentials: vec![KeyAuth {
                key: SecretText {
                    text: value.to_owned(),
                    placeholder: Some(Placeholder {
                        form: Form::Quoted,
                        ..placeholder.clone()
                    }),
                    source: None,
                },
                ..KeyAuth::default()
            }],
            ..Consumer::default()
        }],
        plugins: vec![Plugin {
            name: "p".to_owned(),
            config: Config {
                values: serde_json::from_value(serde_json::json!({"a": [{"b": 0}]})).unwrap(),
                placeholders: [(pointer.to_owned(), placeholder)].into(),
                secrets: Vec::new(),
            },
            ..Plugin::default()
        }],
        ..Content::default()
    };
    let lookup = |_: &str| Some(value.to_owned());
    let read_expanded = |text: String| {
        let source = Text {
            path: "kong.yaml".to_owned(),
            text: text.into_bytes(),
        };
        let (content, problems) = read(0, &source, Template::Expand(&lookup));
        assert!(problems.is_empty(), "{problems:?}");
        content.unwrap()
    };
    let yaml = read_expanded(write::yaml(&content));
    // A document of several lines is no JSON.
    let json = match form {
        Form::Quoted | Form::Pem => read_expanded(write::json(&content)),
        Form::Document => yaml.clone(),
    };
    (yaml, json)
}

#[test]
fn a_variable_gives_its_text_byte_for_byte() {
    for value in [
        "",
        "yes",
        "017",
        " leading",
        "trailing ",
        "two\nlines\n",
        "\n\n",
        "quote\" ' back\\slash",
        "tab\tcr\r\n",
        "# x",
        "- a",
        "${{ env \"DECK_Y\" }}",
        "é \u{1F600} \u{85} \u{2028} \u{7f}",
        "-----BEGIN X-----\nabc\n-----END X-----\n",
    ] {
        let (yaml, json) = through_the_environment(Form::Quoted, "/a/0/b", value);
        for content in [yaml, json] {
            assert_eq!(
                content.consumers[0].keyauth_credentials[0].key.text, value,
                "{value:?}"
            );
            assert_eq!(
                content.plugins[0].config.values["a"][0]["b"], value,
                "{value:?}"
            );
        }
    }
}

#[test]
fn a_variable_may_hold_a_document_of_several_lines() {
    let wanted = serde_json::json!({"x": {"list": [1, "two"]}, "z": true});
    for value in [
        "{\"x\": {\"list\": [1, \"two\"]}, \"z\": true}",
        "{\n\"x\": {\n  \"list\": [1,\n \"two\"]},\n\"z\": true}\n",
        "x:\n  list:\n  - 1\n  - two\nz: true\n",
    ] {
        let (yaml, _) = through_the_environment(Form::Document, "", value);
        assert_eq!(
            Json::Object(yaml.plugins[0].config.values.clone()),
            wanted,
            "{value:?}"
        );
        let (yaml, _) = through_the_environment(Form::Document, "/a/0/b", value);
        assert_eq!(
            yaml.plugins[0].config.values["a"][0]["b"], wanted,
            "{value:?}"
        );
        let (yaml, _) = through_the_environment(Form::Document, "/a/0", value);
        assert_eq!(yaml.plugins[0].config.values["a"][0], wanted, "{value:?}");
    }
}

#[test]
fn what_is_flat_is_nested_and_null_and_empty_are_nothing() {
    let (content, problems) = read_text(
        "_format_version: \"3.0\"
_transform: false
services:
- {id: 24b7278c-bf6b-539d-bd6b-7c83220ed5b6, name: a, host: u, client_certificate: null, created_at: 1}
routes:
- {name: r, service: 24b7278c-bf6b-539d-bd6b-7c83220ed5b6, hosts: {}, paths: [/]}
- {name: own, service: null, paths: [/x]}
upstreams:
- {name: u, healthchecks: {active: {headers: null, timeout: 1}}}
targets:
- {target: '10.0.0.1:80', upstream: {name: u}}
- {target: '10.0.0.2:80', upstream: gone}
consumers:
- {id: 0b0b0b0b-0000-4000-8000-000000000001, username: ann}
keyauth_credentials:
- {key: k, consumer: ann}
",
    );
    assert_eq!(codes(&problems), ["deck-file-without-owner"]);
    assert_eq!(content.maker, Maker::Gateway);
    assert_eq!(content.services[0].routes[0].name.as_str(), "r");
    assert_eq!(content.routes.len(), 1);
    assert_eq!(content.upstreams[0].targets.len(), 1);
    assert_eq!(content.consumers[0].keyauth_credentials[0].key.text, "k");
    assert!(content.custom_entities.is_empty());
}

#[test]
fn a_wrapper_is_taken_off_and_a_text_within_stands_where_it_begins() {
    let (content, problems) = read_text(
        "{\"hash\": \"x\", \"config\": {\"_format_version\": \"3.0\",\n \"services\": [{\"name\": \"a\"}]}}",
    );
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(content.maker, Maker::Controller);
    assert_eq!(content.services.len(), 1);
    let (content, problems) = read_text(
        "{\n\"config\": \"_format_version: '3.0'\\n_transform: false\\nservices:\\n- name: a\\n\"}",
    );
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(content.maker, Maker::Gateway);
    assert!(matches!(
        content.services[0].source,
        crate::kong::source::Source::File { line: 2, .. }
    ));
}
