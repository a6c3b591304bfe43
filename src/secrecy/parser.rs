//! Messages of foreign parsers without the values that they quote.

/// What serde says of a value, without the value: `expected a string, found an integer`.
///
/// serde writes `invalid type: <what was found>, expected <what>`, and a value may hold any of these words. So what was found is
/// named by its type alone, and what was expected is what stands last; neither depends on the value.
pub fn without_value(message: &str) -> String {
    let expected = message
        .rsplit_once(", expected ")
        .map_or("another value", |(_, expected)| in_words(expected));
    let found = message
        .strip_prefix("invalid type: ")
        .and_then(|found| FOUND.iter().find(|(start, _)| found.starts_with(start)));
    match found {
        Some((_, found)) => format!("expected {expected}, found {found}"),
        None => format!("expected {expected}"),
    }
}

/// serde's words for what it found, and ours.
const FOUND: [(&str, &str); 8] = [
    ("boolean", "a truth value"),
    ("integer", "an integer"),
    ("floating point", "a fraction"),
    ("string", "a string"),
    ("null", "null"),
    ("unit", "null"),
    ("sequence", "a list"),
    ("map", "a map"),
];

fn in_words(expected: &str) -> &str {
    // `expected i64 at line 1 column 2`: only texts have places.
    match expected.split(" at line ").next().unwrap_or_default() {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "an integer",
        "f32" | "f64" => "a number",
        "a boolean" => "a truth value",
        "a string" | "string" => "a string",
        "a sequence" => "a list",
        "a map" => "a map",
        other if other.starts_with("struct ") => "a map",
        other if other.starts_with("one of `") || other.starts_with('`') => {
            "one of the known words"
        }
        _ => "another value",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_types_are_named_and_the_value_is_not() {
        let of = |value: Value| {
            without_value(
                &serde_json::from_value::<String>(value)
                    .unwrap_err()
                    .to_string(),
            )
        };
        assert_eq!(of(json!(12345)), "expected a string, found an integer");
        assert_eq!(of(json!({"S3CRET": 1})), "expected a string, found a map");
        assert_eq!(of(json!(true)), "expected a string, found a truth value");
        let number = serde_json::from_value::<i64>(json!("S3CRET, expected S3CRET"));
        assert_eq!(
            without_value(&number.unwrap_err().to_string()),
            "expected an integer, found a string"
        );
        let map = serde_json::from_value::<std::collections::BTreeMap<String, Vec<u8>>>(
            json!({"a": [300]}),
        );
        assert_eq!(
            without_value(&map.unwrap_err().to_string()),
            "expected an integer"
        );
        assert_eq!(
            without_value("S3CRET, expected S3CRET"),
            "expected another value"
        );
    }
}
