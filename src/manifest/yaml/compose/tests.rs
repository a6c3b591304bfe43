use super::super::super::node::Number;
use super::*;

fn json(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(Number::Int(value)) => value.to_string(),
        Value::Number(Number::UInt(value)) => value.to_string(),
        Value::Number(Number::Float(value)) => value.to_string(),
        Value::String(text) => format!("{text:?}"),
        Value::Sequence(items) => {
            let items: Vec<_> = items.iter().map(json).collect();
            format!("[{}]", items.join(","))
        }
        Value::Mapping(entries) => {
            let mut entries: Vec<_> = entries
                .iter()
                .map(|entry| format!("{:?}:{}", entry.key, json(&entry.node)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
    }
}

fn read(text: &str) -> Result<String, String> {
    compose(text, &AliasBudget::of(text.len()))
        .map(|composed| composed.root.as_ref().map(json).unwrap_or_default())
        .map_err(|error| error.message)
}

#[test]
fn documents_mean_what_go_makes_of_them() {
    for (text, expected) in [
        ("a: yes", r#"{"a":true}"#),
        ("a: 'yes'", r#"{"a":"yes"}"#),
        ("yes: 1", r#"{"true":1}"#),
        ("010: a", r#"{"8":"a"}"#),
        ("a: 1\na: 2", r#"{"a":2}"#),
        ("1: a\n'1': b", r#"{"1":"b"}"#),
        ("a: |2\n    x", r#"{"a":"  x"}"#),
        ("a: |\n  x", r#"{"a":"x"}"#),
        ("a: !!binary aGk=", r#"{"a":"hi"}"#),
        ("a: !!int '3'", r#"{"a":3}"#),
        ("a: !!bool 'yes'", r#"{"a":true}"#),
        ("a: !!null ''", r#"{"a":null}"#),
        ("a: !foo x", r#"{"a":"x"}"#),
        ("a: !!timestamp 2001-01-01", r#"{"a":"2001-01-01"}"#),
        ("a: !!set {b, c}", r#"{"a":{"b":null,"c":null}}"#),
        ("a: !!omap [b: 1]", r#"{"a":[{"b":1}]}"#),
        ("a:\t1", r#"{"a":1}"#),
        ("a: [1,\n2]", r#"{"a":[1,2]}"#),
        ("a: \"x\"# c", r#"{"a":"x"}"#),
    ] {
        assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn merges_happen_in_document_order_and_overwrite() {
    for (text, expected) in [
        ("c: {b: 9, <<: {b: 1}}", r#"{"c":{"b":1}}"#),
        ("c: {<<: {b: 1}, b: 9}", r#"{"c":{"b":9}}"#),
        (
            "a: &x {b: 1}\ne: &y {b: 2, f: 3}\nc:\n  <<: [*x, *y]",
            r#"{"a":{"b":1},"c":{"b":1,"f":3},"e":{"b":2,"f":3}}"#,
        ),
        ("'<<': 1", r#"{"<<":1}"#),
    ] {
        assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
    }
    assert!(read("a: 5\nc:\n  <<: 3").is_err());
}

#[test]
fn what_go_refuses_is_refused() {
    for text in [
        "a: .inf",
        "null: a",
        "~: a",
        "? [a]\n: b",
        "[a]: x",
        "a: &x [*x]",
        "a: %b",
        "a: \x01",
        // The stream is split at `---` first, so a directive always stands alone.
        "%YAML 1.2\n",
        "a: b: c",
        "a: !!int x",
        "\ta: 1",
    ] {
        assert!(read(text).is_err(), "{text:?} gave {:?}", read(text));
    }
}

#[test]
fn replaced_keys_are_told() {
    let composed = composed_of("a: 1\nb: 2\na: 3").expect("is YAML");
    assert_eq!(
        composed.replaced_keys,
        [("a".to_owned(), Mark { line: 1, column: 1 })]
    );
}

#[test]
fn a_second_document_is_noticed() {
    let composed = composed_of("a: 1\n...\nb: 2").expect("is YAML");
    assert_eq!(composed.ignored, Some(Mark { line: 3, column: 1 }));
    assert_eq!(composed_of("a: 1\n...\n").expect("is YAML").ignored, None);
}

#[test]
fn bombs_and_depth_end_in_errors() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert!(read(&bomb).is_err());
    assert!(read(&"[".repeat(20_000)).is_err());
    assert!(read(&"{a: ".repeat(20_000)).is_err());
    assert!(read(&"- ".repeat(20_000)).is_err());
}

#[test]
fn many_aliases_of_a_small_map_are_legitimate() {
    let mut text = "base: &b {x: 1, y: 2}\nl:\n".to_owned();
    text.push_str(&"- {z: 3, w: 4, v: 5, b: *b}\n".repeat(2000));
    assert!(read(&text).is_ok());
}

fn composed_of(text: &str) -> Result<Parsed<'static>, SyntaxError> {
    compose(text, &AliasBudget::of(text.len()))
}

#[test]
fn copies_that_anchors_keep_draw_on_the_budget_like_aliases() {
    let text = format!(
        "x: {}{}{}\ny: *a0",
        "&a0 [".to_owned() + &"&b [".repeat(60),
        "x".repeat(10_000),
        "]".repeat(61)
    );
    assert!(compose(&text, &AliasBudget::of(text.len())).is_ok());
    let error = compose(&text, &AliasBudget::of_small(text.len())).expect_err("sixty copies");
    assert!(error.message.contains("ten times"), "{error:?}");
    assert_eq!(error.mark.line, 1);
}
