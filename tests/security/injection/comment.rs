//! What a comment on a pull request shows, as a parser of Markdown reads it: nothing hostile is anything but code.

use super::HOSTILE;
use crate::common::Kic2kong;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;
use serde_json::json;

/// Entities whose name, kind, plugin and fields are this text, an Ingress whose path it is, and a route that loses its guard.
fn manifests(text: &str, guard: &str) -> String {
    let class = json!({"kubernetes.io/ingress.class": "kong"});
    let documents = [
        json!({"apiVersion": "configuration.konghq.com/v1", "kind": "KongConsumer", "metadata": {"name": "c", "annotations": class},
            "username": text, "custom_id": format!("{text}{guard}")}),
        json!({"apiVersion": "configuration.konghq.com/v1", "kind": "KongClusterPlugin",
            "metadata": {"name": "p", "labels": {"global": "true"}, "annotations": class}, "plugin": text, "config": {text: [text, guard]}}),
        json!({"apiVersion": "configuration.konghq.com/v1alpha1", "kind": "KongCustomEntity", "metadata": {"name": "e"},
            "spec": {"type": text, "controllerName": "kong", "fields": {text: text, "g": guard}}}),
        json!({"apiVersion": "configuration.konghq.com/v1", "kind": "KongPlugin", "metadata": {"name": "k"}, "plugin": "key-auth"}),
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "w"}, "spec": {"ports": [{"port": 80}]}}),
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
            "metadata": {"name": "i", "annotations": {"konghq.com/plugins": guard}},
            "spec": {"ingressClassName": "kong", "rules": [{"host": "a.example.com", "http": {"paths": [{
                "path": format!("/{text}"), "pathType": "ImplementationSpecific",
                "backend": {"service": {"name": "w", "port": {"number": 80}}}}]}}]}}),
    ];
    documents
        .iter()
        .map(|document| format!("---\n{}\n", super::written(document)))
        .collect()
}

fn comment(old: &str, new: &str) -> String {
    Kic2kong::new()
        .file("old.yaml", old)
        .file("new.yaml", new)
        .args("diff new.yaml --against old.yaml --format markdown -q --fail-on never")
        .run()
        .stdout
}

/// The fault of a comment, if it has one.
fn fault(comment: &str) -> Option<String> {
    let html = Regex::new(
        r"^(<details><summary>[a-z]+ ([a-z-]+|<code>[^<>`@]*</code>) <code>[^<>`@]*</code></summary>|</details>|<br>)\n?$",
    )
    .unwrap();
    let (mut in_code, mut in_heading) = (false, false);
    for event in Parser::new_ext(comment, Options::all()) {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_)
                | Tag::MetadataBlock(_),
            )
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => return Some(format!("{event:?}")),
            Event::Html(text) | Event::InlineHtml(text) if !html.is_match(text) => {
                return Some(format!("HTML {text}"));
            }
            Event::Text(text) => {
                let is_ours = !in_heading
                    || ["Kong: ", "Requests: ", " removed", ", ", " added"]
                        .iter()
                        .any(|ours| text.contains(ours));
                if (!in_code && text.contains("evil")) || !is_ours {
                    return Some(format!("text {text}"));
                }
            }
            _ => {}
        }
    }
    let count = |tag: &str| comment.matches(tag).count();
    (count("\n<details>") != count("\n</details>")).then(|| "details are not balanced".to_owned())
}

#[test]
fn nothing_hostile_is_more_than_code() {
    for hostile in HOSTILE {
        let (guarded, bare) = (manifests(hostile, "k"), manifests(hostile, ""));
        let nothing = "_format_version: '3.0'".to_owned();
        for (old, new) in [(&guarded, &bare), (&nothing, &guarded)] {
            let comment = comment(old, new);
            assert!(
                comment.contains("evil") && comment.contains("<details>"),
                "{comment}"
            );
            assert_eq!(fault(&comment), None, "{hostile:?}\n{comment}");
        }
    }
}

#[test]
fn a_long_name_hides_nothing_behind_it() {
    let long = manifests(&"evil".repeat(20_000), "k");
    let other = r#"{"apiVersion": "configuration.konghq.com/v1", "kind": "KongConsumer", "username": "zzz",
        "metadata": {"name": "z", "annotations": {"kubernetes.io/ingress.class": "kong"}}}"#;
    let comment = comment("_format_version: '3.0'", &format!("{long}---\n{other}\n"));
    assert!(
        comment.contains("| ➕ | consumer | `zzz` |"),
        "{}",
        comment.len()
    );
    assert!(comment.chars().count() <= 65_000);
}

#[test]
fn the_judge_of_comments_sees_what_it_looks_for() {
    for text in [
        "### Kong: x\n\n[evil](https://evil.example)",
        "# evil",
        "evil",
        "<details><summary>creating route <b>x</b></summary>\n\n</details>\n",
        "a\n\n---\n",
    ] {
        assert!(fault(text).is_some(), "{text}");
    }
}

#[test]
fn ordinary_names_are_shown_as_they_are() {
    let comment = comment(
        "_format_version: '3.0'",
        &manifests("größe_1*[a]~b #c", "k"),
    );
    for text in [
        "| ➕ | consumer | `größe_1*[a]~b #c` |",
        "<summary>creating consumer <code>größe_1&#42;&#91;a&#93;&#126;b &#35;c</code></summary>",
        "'größe_1*[a]~b #c'",
    ] {
        assert!(comment.contains(text), "no {text}\n{comment}");
    }
}
