//! Every text and every key of manifests of all kinds, one after the other, through every command and format.

use super::{HOSTILE, Reader, fault};
use crate::common::{Kic2kong, Outcome, root};
use regex::Regex;
use serde::Deserialize;
use serde_json::Value;
use std::sync::LazyLock;

/// Manifests that together hold every kind that is read.
const CASES: [&str; 12] = [
    "config/tags-annotation-everywhere",
    "config/plugin-config-patches-without-config",
    "config/custom-entity-cluster-plugin-parent",
    "config/plugin-group-x-route",
    "gateway/backend-cross-namespace-granted",
    "gateway/backendtlspolicy-configmap",
    "gateway/tlsroute-listener-without-tls",
    "gateway/grpcroute-regex-method-only",
    "expressions/udp-two-listeners",
    "ingress/class-l4-default-class",
    "ingress/params-scope-cluster-accepted",
    "ingress/facade-annotations-override-service",
];

/// A step into a document: the value of a key or an item, or, as the last one, a key itself.
#[derive(Clone)]
enum Step {
    Into(String),
    Item(usize),
    Key(String),
}

/// The ways to all texts and all keys.
pub(super) fn ways(value: &Value) -> Vec<Vec<String>> {
    texts(value)
        .into_iter()
        .map(|way| {
            way.into_iter()
                .map(|step| match step {
                    Step::Into(key) => format!(".{key}"),
                    Step::Item(index) => format!("[{index}]"),
                    Step::Key(key) => format!("!{key}"),
                })
                .collect()
        })
        .collect()
}

fn texts(value: &Value) -> Vec<Vec<Step>> {
    let below = |step: Step, value: &Value| {
        texts(value)
            .into_iter()
            .map(move |way| [vec![step.clone()], way].concat())
            .collect::<Vec<_>>()
    };
    match value {
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(key, value)| {
                let mut ways = below(Step::Into(key.clone()), value);
                ways.push(vec![Step::Key(key.clone())]);
                ways
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, value)| below(Step::Item(index), value))
            .collect(),
        Value::String(_) => vec![Vec::new()],
        _ => Vec::new(),
    }
}

/// Write the text at the end of a way: in place of what stands there, or behind it.
pub(super) fn put(value: &mut Value, way: &[String], text: &str, behind: bool) {
    let Some((step, rest)) = way.split_first() else {
        let before = value.as_str().filter(|_| behind).unwrap_or_default();
        *value = format!("{before}{text}").into();
        return;
    };
    let (kind, name) = step.split_at(1);
    match kind {
        "." => put(&mut value[name], rest, text, behind),
        "[" => {
            let index: usize = name.trim_end_matches(']').parse().unwrap();
            put(&mut value[index], rest, text, behind);
        }
        _ => {
            let entries = value.as_object_mut().unwrap();
            let moved = entries.remove(name).unwrap();
            entries.insert(text.to_owned(), moved);
        }
    }
}

/// All cases as often as they have texts and keys, each time with another one hostile and in a namespace of its own.
/// `shift` turns the hostile texts; of every `parts` variants one is taken, the `part`th.
fn manifests(shift: usize, (part, parts): (usize, usize)) -> String {
    let mut written = "# x".to_owned();
    let mut number = 0;
    for case in CASES {
        let path = root().join("testdata/cases").join(case).join("in.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        let documents: Vec<Value> = serde_yaml::Deserializer::from_str(&text)
            .map(|document| Value::deserialize(document).unwrap())
            .filter(Value::is_object)
            .collect();
        for (changed, document) in documents.iter().enumerate() {
            for way in ways(document) {
                number += 1;
                if number % parts != part {
                    continue;
                }
                let mut variant = documents.clone();
                for document in &mut variant {
                    document["metadata"]["namespace"] = format!("n{number}").into();
                }
                let turn = number + shift;
                let hostile = HOSTILE[turn % HOSTILE.len()];
                put(&mut variant[changed], &way, hostile, turn.is_multiple_of(2));
                let documents = variant.iter().map(super::written);
                written.extend(documents.map(|document| format!("\n---\n{document}")));
            }
        }
    }
    assert!(number > 1000, "{number}");
    written
}

fn call(arguments: &str) -> Kic2kong {
    static ALL: LazyLock<String> = LazyLock::new(|| manifests(0, (0, 1)));
    Kic2kong::new().file("new.yaml", &ALL).args(arguments)
}

#[track_caller]
fn harmless(arguments: &str, reader: Reader) -> Outcome {
    judge(call(arguments), arguments, reader)
}

#[track_caller]
fn judge(call: Kic2kong, arguments: &str, reader: Reader) -> Outcome {
    let outcome = call.run();
    assert!([0, 1].contains(&outcome.status), "{arguments}");
    assert!(
        outcome.stdout.contains("evil"),
        "{arguments}: nothing to see"
    );
    assert_eq!(fault(&outcome.stdout, reader), None, "{arguments}");
    let messages = match reader {
        Reader::Colored => Reader::Colored,
        _ => Reader::People,
    };
    assert_eq!(fault(&outcome.stderr, messages), None, "{arguments}");
    outcome
}

#[test]
fn no_problem_gives_a_command_in_any_format() {
    harmless("-v check new.yaml", Reader::People);
    harmless("--color always check new.yaml", Reader::Colored);
    harmless("check new.yaml --format json", Reader::Json);
    harmless("check new.yaml --format sarif", Reader::Json);
    harmless("check new.yaml --format github", Reader::Runner);
    let report = harmless("check new.yaml --format junit", Reader::Xml).stdout;
    let line = Regex::new(r"^ *<(\?xml [^<>]*\?|/?testsuites?[^<>]*|testcase [^<>]*|/testcase|(failure|system-out)[^<>]*>[^<>]*</(failure|system-out))>$").unwrap();
    assert_eq!(report.lines().find(|text| !line.is_match(text)), None);
}

#[test]
fn no_difference_gives_a_command_in_any_format() {
    for (turn, (options, reader)) in [
        ("", Reader::People),
        ("--format unified", Reader::People),
        ("--color always --full", Reader::Colored),
        ("--format json", Reader::Json),
        ("--format markdown", Reader::People),
    ]
    .into_iter()
    .enumerate()
    {
        // A third each, for the sake of time: the formats share how they show a field.
        let part = (turn % 3, 3);
        let arguments = "diff new.yaml --against old.yaml --impact false --quiet";
        let call = Kic2kong::new()
            .file("new.yaml", &manifests(0, part))
            .file("old.yaml", &manifests(4, part))
            .args(arguments)
            .args(options);
        judge(call, options, reader);
    }
}

#[test]
fn no_configuration_gives_a_command_and_all_its_texts_are_kept() {
    let yaml = harmless("render new.yaml -q", Reader::People).stdout;
    let json = harmless("render new.yaml -q --format json", Reader::Json).stdout;
    let yaml: Value = serde_yaml::from_str(&yaml).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert!(yaml == json, "the two formats hold different texts");
    let map = "render new.yaml -q --secrets env --secrets-map map.json --fail-on never";
    let map = call(map).run().read("map.json");
    assert_eq!(fault(&map, Reader::Json), None);
}

#[test]
fn no_picture_holds_more_than_boxes_with_text() {
    let page = harmless("graph new.yaml --format html", Reader::People).stdout;
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</script").count(), 2);
    let (_, data) = page.split_once(" id=\"graph\">").unwrap();
    let graph: Value = serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap();
    for node in graph["nodes"].as_array().unwrap() {
        let href = node["href"].as_str().unwrap();
        assert!(href.starts_with("new.yaml#L"), "{href}");
        // The browser undoes escapes of JSON, so that what is in them must be harmless, too.
        let label = format!("label {}", node["label"].as_str().unwrap());
        assert_eq!(fault(&label, Reader::People), None);
    }
    let dot = harmless("graph new.yaml --format dot", Reader::People).stdout;
    let line = Regex::new(r##"^(digraph kong \{|  rankdir=LR;|  node \[fontname="sans-serif", fontsize=10\];|  n\d+ \[shape=[a-z]+, label="([^"\\&]|\\["\\n]|&amp;)*", tooltip="([^"\\&]|\\["\\n]|&amp;)*"(, color="#[0-9a-f]{6}", penwidth=\d)?\];|  n\d+ -> n\d+;|\})$"##).unwrap();
    assert_eq!(dot.lines().find(|text| !line.is_match(text)), None);
    let chart = harmless("graph new.yaml", Reader::People).stdout;
    let line = Regex::new(r#"^(flowchart LR|  n\d+(\[\[|\(\[|\[|\{\{)"<b>([A-Za-z0-9 ./_:,-]|#\d+;|</b>|<br>)*"(\]\]|\]\)|\]|\}\})(:::[a-z]+)?|  n\d+ --> n\d+|  classDef [a-z]+ stroke:#[0-9a-f]{6},stroke-width:\dpx)$"#).unwrap();
    assert_eq!(chart.lines().find(|text| !line.is_match(text)), None);
}

#[test]
fn no_answer_gives_a_command() {
    harmless("test new.yaml --init", Reader::People);
    let url = "http://evil.example/evil";
    harmless(&format!("route new.yaml GET {url}"), Reader::People);
    harmless(
        &format!("route new.yaml GET {url} --format json"),
        Reader::Json,
    );
    harmless(
        "diff new.yaml --against-router-flavor expressions -q",
        Reader::People,
    );
}
