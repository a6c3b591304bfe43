//! Which values Go's decoder takes for a field, as the API server reads the built-in kinds and the metadata of all kinds
//! (spec 86, 2; sigs.k8s.io/json).
//!
//! It stops at the first wrong value; here each one is found, so that an object is put right in one go.

use super::description::Schema;
use super::violation::{Fault, Findings};
use super::walk::{Trail, shown};
use crate::k8s::base64;
use crate::manifest::node::{Node, Number, Value};

/// Note a value without members that does not decode.
pub(super) fn decodes(schema: &Schema, node: &Node<'_>, trail: &Trail<'_>, found: &mut Findings) {
    let value = &node.value;
    let decodes = match (schema, value) {
        (Schema::Text(_) | Schema::IntOrString, Value::String(_))
        | (Schema::Bool, Value::Bool(_)) => true,
        (Schema::Integer { min, max }, Value::Number(Number::Int(number))) => {
            (*min..=*max).contains(number)
        }
        (Schema::IntOrString, Value::Number(Number::Int(number))) => i32::try_from(*number).is_ok(),
        // Go refuses an empty time; KIC's cases have it as none.
        (Schema::Time, Value::String(text)) => {
            text.is_empty() || text.parse::<jiff::Timestamp>().is_ok()
        }
        (Schema::Base64, _) => base64::of_node(node).is_some(),
        _ => false,
    };
    if decodes {
        return;
    }
    let expected = schema.expected();
    let message = match (schema, value) {
        (Schema::Integer { .. } | Schema::IntOrString, Value::Number(number)) => {
            format!("expected {expected}, found {}", shown(*number))
        }
        (Schema::Time | Schema::Base64, Value::String(_)) => {
            format!("expected {expected}, found something else")
        }
        _ => mismatch(expected, value),
    };
    found.note(trail, Fault::Undecodable { message });
}

/// `expected a string, found a number; put it in quotes`. Shows no value.
pub(in crate::k8s) fn mismatch(expected: &str, found: &Value<'_>) -> String {
    const QUOTE: &str = "; put it in quotes";
    let (name, advice) = match found {
        Value::Null => ("null", ""),
        Value::Bool(_) => ("a truth value", QUOTE),
        Value::Number(_) => ("a number", QUOTE),
        Value::String(text) if text.parse::<i64>().is_ok() => ("a string", "; remove the quotes"),
        Value::String(_) => ("a string", ""),
        Value::Sequence(_) => ("a list", ""),
        Value::Mapping(_) => ("a map", ""),
    };
    let fits = match found {
        Value::String(_) => expected == "an integer",
        _ => expected == "a string",
    };
    let advice = if fits { advice } else { "" };
    format!("expected {expected}, found {name}{advice}")
}
