//! The path of an HTTP match, and the path modifiers of redirects and rewrites.

use super::super::description::{Rule, Schema, optional, required, rule};
use super::super::read::{has, text, text_or};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// `matches[].path`.
pub(super) static PATH_MATCH: Schema = Schema::ruled(
    &[
        optional(
            "type",
            &Schema::one_of(&["Exact", "PathPrefix", "RegularExpression"]),
        ),
        optional("value", &Schema::sized(0, 1024)),
    ],
    PATH_RULES,
);

const PATH_RULES: &[Rule] = &[
    rule(
        "value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| !value.starts_with('/')),
    ),
    rule(
        "must not contain '//' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| value.contains("//")),
    ),
    rule(
        "must not contain '/./' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| value.contains("/./")),
    ),
    rule(
        "must not contain '/../' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| value.contains("/../")),
    ),
    rule(
        "must not contain '%2f' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| value.contains("%2f")),
    ),
    rule(
        "must not contain '%2F' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| value.contains("%2F")),
    ),
    rule(
        "must not contain '#' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| value.contains('#')),
    ),
    rule(
        "must not end with '/..' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| value.ends_with("/..")),
    ),
    rule(
        "must not end with '/.' when type one of ['Exact', 'PathPrefix']",
        |path| literal(path, |value| value.ends_with("/.")),
    ),
    rule(
        "must only contain valid characters (matching ^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$) for types ['Exact', 'PathPrefix']",
        |path| literal(path, |value| !has_path_characters(value)),
    ),
];

/// `value`, when the path is not a regular expression and its value is wrong.
fn literal(path: &Node<'_>, wrong: fn(&str) -> bool) -> Option<FieldPath> {
    (matches!(text_or(path, "type", "PathPrefix"), "Exact" | "PathPrefix")
        && wrong(text_or(path, "value", "/")))
    .then(|| FieldPath::of(&["value"]))
}

/// `^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$`
fn has_path_characters(value: &str) -> bool {
    let bytes = value.as_bytes();
    let mut position = 0;
    while let Some(&byte) = bytes.get(position) {
        position += match byte {
            b'%' => {
                let hex = bytes.get(position + 1..position + 3);
                if !hex.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) {
                    return false;
                }
                3
            }
            _ if byte.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@".contains(&byte) => 1,
            _ => return false,
        };
    }
    !bytes.is_empty()
}

/// `path` of a redirect or rewrite.
pub(super) static PATH_MODIFIER: Schema = Schema::ruled(
    &[
        required(
            "type",
            &Schema::one_of(&["ReplaceFullPath", "ReplacePrefixMatch"]),
        ),
        optional("replaceFullPath", &Schema::sized(0, 1024)),
        optional("replacePrefixMatch", &Schema::sized(0, 1024)),
    ],
    &[
        rule(
            "replaceFullPath must be specified when type is set to 'ReplaceFullPath'",
            |path| lacks(path, "ReplaceFullPath", "replaceFullPath"),
        ),
        rule(
            "type must be 'ReplaceFullPath' when replaceFullPath is set",
            |path| carries(path, "ReplaceFullPath", "replaceFullPath"),
        ),
        rule(
            "replacePrefixMatch must be specified when type is set to 'ReplacePrefixMatch'",
            |path| lacks(path, "ReplacePrefixMatch", "replacePrefixMatch"),
        ),
        rule(
            "type must be 'ReplacePrefixMatch' when replacePrefixMatch is set",
            |path| carries(path, "ReplacePrefixMatch", "replacePrefixMatch"),
        ),
    ],
);

/// The type that wants a field which is not there.
fn lacks(path: &Node<'_>, kind: &str, wanted: &str) -> Option<FieldPath> {
    (text(path, "type") == Some(kind) && !has(path, wanted)).then(|| FieldPath::of(&["type"]))
}

/// The field that belongs to another type.
fn carries(path: &Node<'_>, kind: &str, of: &'static str) -> Option<FieldPath> {
    (text(path, "type") != Some(kind) && has(path, of)).then(|| FieldPath::of(&[of]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_need_two_hex_digits() {
        assert!(has_path_characters("/a%20b"));
        assert!(!has_path_characters("/a%2"));
        assert!(!has_path_characters("/a%zz"));
        assert!(!has_path_characters("/a b"));
        assert!(!has_path_characters(""));
    }
}
