//! Reading of manifests: both ways through the YAML reader give one tree, `serde_yaml` agrees where it may, and hostile
//! input ends in a problem with a place.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::{Kic2kong, root};
use kic2kong::inner::manifest::node::{Node, Number, Value};
use kic2kong::inner::manifest::yaml::budget::AliasBudget;
use kic2kong::inner::manifest::yaml::{parse, parse_events, parse_lines};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::sync::LazyLock;

/// The documents of all cases.
static DOCUMENTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut files: Vec<_> = walkdir::WalkDir::new(root().join("testdata/cases"))
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.ends_with("in.yaml"))
        .collect();
    files.sort();
    let documents: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let documents = text
                .split("\n---\n")
                .map(|document| format!("{document}\n"));
            documents.collect::<Vec<_>>()
        })
        .collect();
    assert!(
        documents.len() > 2_000,
        "only {} documents",
        documents.len()
    );
    documents
});

/// What lines give, events must give as well: values, positions, everything.
fn assert_both_ways_agree(text: &str) -> bool {
    let Some(by_lines) = parse_lines(text) else {
        return false;
    };
    match parse_events(text) {
        Ok(by_events) => assert_eq!(by_lines, by_events, "in\n{text}"),
        Err(error) => panic!("lines took what is an error: {error:?} in\n{text}"),
    }
    true
}

#[test]
fn lines_and_events_give_the_same_tree_of_every_document() {
    let read = DOCUMENTS
        .iter()
        .filter(|document| assert_both_ways_agree(document))
        .count();
    // The quick way is of no use when it gives up too often.
    assert!(
        read * 100 >= DOCUMENTS.len() * 95,
        "lines read {read} of {} documents",
        DOCUMENTS.len()
    );
}

/// Pieces of syntax that change the meaning of what stands around them.
const SYNTAX: &[&str] = &[
    " ", "  ", "\n", "\n\n", "\n  ", "- ", "-", ": ", ":", " #", "#", "'", "\"", "''", "\\", "\\n",
    "[", "]", "[]", "{", "}", "{}", ", ", ",", "{a: ", "[a, ", "|", "|-", "|+", ">", "|\n", "|-\n",
    "|2\n", "&a ", "*a", "!!str ", "!", "? ", "<<: ", "~", "null", "yes", "0x1f", "010", "1e3",
    ".inf", "- - ", "a: ", "'a': ", "\"a\":", "é", "\u{85}", "\u{2028}", "\u{feff}", "\t", "\r",
    "\0", "...", "---", "%", "@", "`", "a: b: c", "\u{7f}", "\\x41", "\\u00e9", "k8s",
];

/// One change to a text.
#[derive(Debug, Clone)]
enum Change {
    Insert(Index, &'static str),
    Delete(Index),
    Indent(Index, usize),
    Dedent(Index, usize),
    Drop(Index),
    Repeat(Index, Index),
    Cut(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        6 => (at(), select(SYNTAX)).prop_map(|(at, text)| Change::Insert(at, text)),
        2 => at().prop_map(Change::Delete),
        2 => (at(), 1..4_usize).prop_map(|(line, by)| Change::Indent(line, by)),
        2 => (at(), 1..4_usize).prop_map(|(line, by)| Change::Dedent(line, by)),
        1 => at().prop_map(Change::Drop),
        1 => (at(), at()).prop_map(|(from, to)| Change::Repeat(from, to)),
        1 => at().prop_map(Change::Cut),
    ]
}

fn apply(text: &str, change: &Change) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let boundary = |index: &Index| {
        let at = index.index(text.len() + 1);
        (0..=at)
            .rev()
            .find(|&at| text.is_char_boundary(at))
            .unwrap()
    };
    match change {
        Change::Insert(index, piece) => {
            let at = boundary(index);
            return format!("{}{piece}{}", &text[..at], &text[at..]);
        }
        Change::Delete(index) => {
            let at = boundary(index);
            let length = text[at..].chars().next().map_or(0, char::len_utf8);
            return format!("{}{}", &text[..at], &text[at + length..]);
        }
        Change::Cut(index) => return text[..boundary(index)].to_owned(),
        Change::Indent(index, by) => {
            let line = index.index(lines.len());
            lines[line].insert_str(0, &" ".repeat(*by));
        }
        Change::Dedent(index, by) => {
            let line = index.index(lines.len());
            let spaces = lines[line].len() - lines[line].trim_start_matches(' ').len();
            lines[line].drain(..spaces.min(*by));
        }
        Change::Drop(index) => {
            let line = index.index(lines.len());
            lines.remove(line);
        }
        Change::Repeat(from, to) => {
            let line = lines[from.index(lines.len())].clone();
            let to = to.index(lines.len());
            lines.insert(to, line);
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn lines_and_events_give_the_same_tree_of_changed_documents(
        document in any::<Index>(),
        changes in prop::collection::vec(change(), 1..5),
    ) {
        let mut text = document.get(&DOCUMENTS).clone();
        for change in &changes {
            text = apply(&text, change);
        }
        assert_both_ways_agree(&text);
    }

    #[test]
    fn lines_and_events_give_the_same_tree_of_syntax_thrown_together(
        pieces in prop::collection::vec(select(SYNTAX), 1..16),
    ) {
        assert_both_ways_agree(&pieces.concat());
    }
}

/// Whether `serde_yaml`, which reads the words and numbers of YAML 1.2, has the same value.
fn agrees(node: &Node<'_>, value: &serde_yaml::Value) -> bool {
    use serde_yaml::Value as Other;
    match (&node.value, value) {
        (Value::Null, Other::Null) => true,
        (Value::Bool(ours), Other::Bool(theirs)) => ours == theirs,
        (Value::Bool(_) | Value::Number(_), Other::String(text)) => is_text_in_yaml_1_2(text),
        (Value::Number(Number::Int(ours)), Other::Number(theirs)) => {
            theirs.as_i64() == Some(*ours) || theirs.as_f64() == ours.to_string().parse().ok()
        }
        (Value::Number(Number::UInt(ours)), Other::Number(theirs)) => {
            theirs.as_u64() == Some(*ours)
        }
        (Value::Number(Number::Float(ours)), Other::Number(theirs)) => {
            theirs.as_f64() == Some(*ours)
        }
        (Value::String(ours), Other::String(theirs)) => ours == theirs,
        (Value::Sequence(ours), Other::Sequence(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(ours, theirs)| agrees(ours, theirs))
        }
        (Value::Mapping(ours), Other::Mapping(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, (key, theirs))| {
                    let same_key = key
                        .as_str()
                        .is_none_or(|key| key == ours.key || is_text_in_yaml_1_2(key));
                    same_key && agrees(&ours.node, theirs)
                })
        }
        _ => false,
    }
}

/// The words and numbers that YAML 1.2 no longer has.
fn is_text_in_yaml_1_2(text: &str) -> bool {
    let is_word = [
        "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off",
        "OFF",
    ]
    .contains(&text);
    let is_octal =
        text.len() > 1 && text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    let is_underscored = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('_');
    is_word || is_octal || is_underscored
}

#[test]
fn serde_yaml_reads_the_same_where_the_versions_of_yaml_agree() {
    let mut compared = 0;
    for document in DOCUMENTS.iter() {
        // It refuses equal keys and unknown tags, which Go takes, and does not merge.
        let Ok(theirs) = serde_yaml::from_str::<serde_yaml::Value>(document) else {
            continue;
        };
        if document.contains("<<:") {
            continue;
        }
        let budget = AliasBudget::of(document.len());
        let Some(ours) = parse(document, &budget).unwrap().root else {
            assert_eq!(theirs, serde_yaml::Value::Null, "{document}");
            continue;
        };
        assert!(agrees(&ours, &theirs), "{ours:#?}\n{theirs:#?}\n{document}");
        compared += 1;
    }
    assert!(
        compared * 100 >= DOCUMENTS.len() * 90,
        "{compared} of {}",
        DOCUMENTS.len()
    );
}

const CONSUMER: &str = "apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata:
  name: ann
  annotations:
    kubernetes.io/ingress.class: kong
username: ann
";

/// A run over one file, which holds the text and, as a document of its own behind it, the consumer.
fn followed_by_consumer(text: &str) -> Kic2kong {
    Kic2kong::new()
        .file("in.yaml", &format!("{text}\n---\n{CONSUMER}"))
        .args("render .")
}

#[test]
fn broken_documents_are_problems_with_a_place_and_the_others_are_read() {
    for (text, code, place) in [
        ("kind: [", "yaml-syntax", "in.yaml:2:1"),
        ("kind: Service\n  b: c: d", "yaml-syntax", "in.yaml:2:4"),
        ("kind: 'Service", "yaml-syntax", "in.yaml:2:1"),
        ("kind: Service\n\tb: c", "yaml-syntax", "in.yaml:2:1"),
        ("kind: Service\nb: \0", "yaml-syntax", "in.yaml:2:4"),
        ("kind: *nobody", "yaml-syntax", "in.yaml:1:7"),
        (
            "metadata: {name: a}",
            "document-without-kind",
            "in.yaml:1:1",
        ),
        (
            "- {kind: a, apiVersion: b}",
            "document-without-kind",
            "in.yaml:1:1",
        ),
        ("kind:Service", "document-without-kind", "in.yaml:1:1"),
    ] {
        followed_by_consumer(text)
            .run()
            .exits(1)
            .says(&format!("error[{code}]"))
            .says(&format!("--> ./{place}\n"))
            .prints("username: ann");
    }
}

#[test]
fn aliases_and_nesting_without_measure_are_problems_and_the_other_documents_are_read() {
    let mut bomb = "kind: Service\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let in_lines: String = (0..20_000).map(|_| "- ").collect();
    for (text, place) in [
        (bomb, "in.yaml:5:10"),
        (
            format!("kind: Service\na: {}", "[".repeat(20_000)),
            "in.yaml:2:131",
        ),
        (
            format!("kind: Service\na: {}", "{b: ".repeat(20_000)),
            "in.yaml:2:512",
        ),
        (in_lines, "in.yaml:1:257"),
    ] {
        followed_by_consumer(&text)
            .run()
            .exits(1)
            .says("error[yaml-syntax]")
            .says(&format!("--> ./{place}\n"))
            .prints("username: ann");
    }
}

#[test]
fn line_ends_and_marks_of_windows_change_nothing() {
    let expected = Kic2kong::new()
        .file("in.yaml", CONSUMER)
        .args("render -q .")
        .run()
        .exits(0)
        .says_nothing()
        .stdout;
    let windows = CONSUMER.replace('\n', "\r\n");
    for text in [
        &windows,
        &format!("\u{feff}{CONSUMER}"),
        &format!("\u{feff}---\r\n{windows}"),
    ] {
        let found = Kic2kong::new()
            .file("in.yaml", text)
            .args("render -q .")
            .run();
        assert_eq!(found.exits(0).says_nothing().stdout, expected, "{text:?}");
    }
}

#[test]
fn a_separator_inside_a_block_is_text() {
    let plugin = "apiVersion: configuration.konghq.com/v1
kind: KongClusterPlugin
metadata:
  name: stop
  annotations:
    kubernetes.io/ingress.class: kong
  labels:
    global: \"true\"
plugin: request-termination
config:
  body: |
    above
    ---
    below";
    followed_by_consumer(plugin)
        .run()
        .exits(0)
        .prints("    body: |\n      above\n      ---\n      below\n")
        .prints("username: ann");
}

#[test]
fn a_file_that_is_not_utf8_is_a_problem_and_the_other_files_are_read() {
    let run = Kic2kong::new().file("good.yaml", CONSUMER).args("render .");
    std::fs::write(run.path().join("bad.yaml"), b"kind: Service\nname: \xff\n").unwrap();
    run.run()
        .exits(1)
        .says("error[not-utf8]")
        .says("--> ./bad.yaml:2:7\n")
        .prints("username: ann");
}

#[test]
fn very_long_lines_are_read() {
    let name = "x".repeat(1_000_000);
    let long = CONSUMER.replace("username: ann", &format!("username: {name}"));
    Kic2kong::new()
        .file("in.yaml", &long)
        .args("render .")
        .run()
        .exits(0)
        .prints(&format!("  username: {name}\n"));
}

#[test]
fn a_key_longer_than_yaml_allows_is_a_problem_with_its_place() {
    followed_by_consumer(&format!("kind: Service\n{}: 1", "k".repeat(1_025)))
        .run()
        .exits(1)
        .says("error[yaml-syntax]")
        .says("--> ./in.yaml:2:1026\n")
        .prints("username: ann");
}
