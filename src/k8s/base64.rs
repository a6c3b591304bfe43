//! Base64 as Go's decoder reads it in `data` of a Secret and `binaryData` of a ConfigMap (spec 86, 2).

use crate::manifest::node::{Node, Number, Value};
use ::base64::Engine;
use ::base64::alphabet::STANDARD;
use ::base64::engine::{GeneralPurpose, GeneralPurposeConfig};

/// Padding is demanded; bits beyond the last byte are ignored, as Go's `StdEncoding` does.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// The bytes that a text stands for. Line ends are skipped, other blanks are not.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    if text.contains(['\r', '\n']) {
        let packed: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
        return ENGINE.decode(packed).ok();
    }
    ENGINE.decode(text).ok()
}

/// The bytes that a value stands for: base64, or a list of numbers, which Go's decoder takes as the bytes themselves.
pub(super) fn of_node(node: &Node<'_>) -> Option<Vec<u8>> {
    match &node.value {
        Value::String(text) => decode(text),
        Value::Sequence(items) => items.iter().map(byte).collect(),
        _ => None,
    }
}

/// A member of such a list; null is zero.
fn byte(item: &Node<'_>) -> Option<u8> {
    match item.value {
        Value::Number(Number::Int(number)) => u8::try_from(number).ok(),
        Value::Null => Some(0),
        _ => None,
    }
}

/// How many bytes a value that decodes stands for.
pub(super) fn size_of_node(node: &Node<'_>) -> usize {
    match &node.value {
        Value::String(text) => decoded_size(text),
        Value::Sequence(items) => items.len(),
        _ => 0,
    }
}

/// How many bytes a text that decodes stands for.
fn decoded_size(text: &str) -> usize {
    let digits = text
        .bytes()
        .filter(|b| !matches!(b, b'\r' | b'\n' | b'='))
        .count();
    digits * 3 / 4
}

#[cfg(test)]
mod tests {
    use super::{decode, decoded_size};

    #[test]
    fn padding_counts_and_line_ends_and_loose_bits_do_not() {
        assert_eq!(decode("aGVs\r\nbG8=\n"), Some(b"hello".to_vec()));
        assert_eq!(decode("YR=="), Some(b"a".to_vec()));
        for wrong in ["YQ", "YQ=", "YQ ==", "_-8=", "YQ==YQ==", "my-key"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
        for text in ["", "YQ==", "aGVs\nbG8=\n", "YWJj"] {
            assert_eq!(decode(text).map(|it| it.len()), Some(decoded_size(text)));
        }
    }
}
