//! Configuration that is kept as text in a Secret: JSON, else YAML by Go's rules (spec 41, 6; spec 60, 3 and 4).

use crate::manifest::json;
use crate::manifest::node::{Node, Number, Value as NodeValue};
use crate::manifest::yaml::{self, budget::AliasBudget};
use serde_json::{Map, Value};

/// The JSON document that a text is; `None` when it is not one.
pub fn json_value(text: &[u8]) -> Option<Value> {
    // Go replaces what is no UTF-8 instead of refusing it.
    json::document(&String::from_utf8_lossy(text)).map(value)
}

/// Whether Go's JSON reader makes an object of a text; null is one without members. Nesting is no concern.
pub fn is_json_object(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let start = text.trim_start_matches([' ', '\t', '\r', '\n']);
    (start.starts_with('{') || start.starts_with('n'))
        && serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok()
}

/// The object that a text is in JSON or in YAML; nothing but comments or `null` gives an empty one, and `None` means that
/// it is neither. Only the first YAML document counts.
pub fn object(text: &[u8]) -> Option<Map<String, Value>> {
    if let Some(Value::Object(object)) = json_value(text) {
        return Some(object);
    }
    let text = std::str::from_utf8(text).ok()?;
    let parsed = yaml::parse(text, &AliasBudget::of_small(text.len())).ok()?;
    match parsed.root.map(value) {
        None | Some(Value::Null) => Some(Map::new()),
        Some(Value::Object(object)) => Some(object),
        Some(_) => None,
    }
}

/// The tree without its places.
fn value(node: Node<'_>) -> Value {
    match node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(truth) => Value::Bool(truth),
        NodeValue::Number(Number::Int(number)) => number.into(),
        NodeValue::Number(Number::UInt(number)) => number.into(),
        NodeValue::Number(Number::Float(number)) => number.into(),
        NodeValue::String(text) => Value::String(text.into_owned()),
        NodeValue::Sequence(items) => items.into_iter().map(value).collect(),
        NodeValue::Mapping(entries) => entries
            .into_iter()
            .map(|entry| (entry.key.into_owned(), value(entry.node)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Option<Value> {
        object(text.as_bytes()).map(Value::Object)
    }

    #[test]
    fn yaml_words_and_numbers_are_those_of_yaml_1_1() {
        assert_eq!(
            read("a: yes\non: 017\nb: 3.0\nc: 2001-01-01"),
            Some(json!({"a": true, "true": 15, "b": 3, "c": "2001-01-01"}))
        );
    }

    #[test]
    fn numbers_are_the_nearest_doubles() {
        let read = |text: &str| json_value(text.as_bytes());
        assert_eq!(
            read("[0.24933071444268662, 123456789012345678901, 1.0, 9007199254740993]")
                .map(|it| it.to_string()),
            Some("[0.24933071444268662,1.2345678901234568e+20,1,9007199254740993]".to_owned())
        );
        assert_eq!(read("1e400"), None);
    }

    #[test]
    fn json_is_one_value_without_anything_beside_it() {
        for text in ["", "1 2", "{} x", "nul", "'a'", "[1,]", "01", "\"\\x\""] {
            assert_eq!(json_value(text.as_bytes()), None, "{text}");
        }
        assert_eq!(
            json_value(b" {\"a\": 1, \"a\": null} \n"),
            Some(json!({"a": null}))
        );
    }

    #[test]
    fn only_the_first_document_counts() {
        assert_eq!(read("a: 1\n---\nb: 2\n"), Some(json!({"a": 1})));
    }

    #[test]
    fn a_json_object_is_one_however_deep() {
        let deep = format!("{{\"a\": {}{}}}", "[".repeat(300), "]".repeat(300));
        for text in ["{}", " {\"a\": 1}\n", "null", &deep] {
            assert!(is_json_object(text.as_bytes()), "{text}");
        }
        for text in ["", "[]", "a: 1", "{", "{} {}", "1", "nil", "\"{}\""] {
            assert!(!is_json_object(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn nothing_is_an_empty_configuration() {
        for text in ["", "# nothing\n", "null"] {
            assert_eq!(read(text), Some(json!({})), "{text}");
        }
    }

    #[test]
    fn lists_scalars_and_infinities_are_no_configuration() {
        for text in ["[a]", "text", "a: .inf", "a: [", "? [a]\n: b"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
