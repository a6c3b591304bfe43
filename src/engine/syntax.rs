//! What must be known about an expression's text before the crate's parser may see it.

use super::Refusal;
use atc_router::ast::{BinaryOperator, Expression, LogicalExpression, Value};
use std::borrow::Cow;

/// Nesting that the parser is trusted with; Kong itself was seen to take 300 brackets, and KIC never writes ten.
const DEEPEST: usize = 300;

/// Refuse texts that would make the parser panic or run out of stack, and answer how deep the brackets are nested.
pub(super) fn inspect(text: &str) -> Result<usize, Refusal> {
    let bare = without_strings(text);
    if has_odd_not_in(&bare) {
        return Err(Refusal::new(
            "`not in` must be written with one space between its words",
        ));
    }
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in bare.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if deepest > DEEPEST {
        return Err(Refusal::new(format!(
            "brackets are nested {deepest} deep; at most {DEEPEST} are supported"
        )));
    }
    Ok(deepest)
}

/// `net.port` before a comparison is read as `net.dst.port`, as Kong does for old configurations.
pub(super) fn modernize(text: &str) -> Cow<'_, str> {
    const OLD: &str = "net.port";
    if !text.contains(OLD) {
        return Cow::Borrowed(text);
    }
    let mut modern = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some(position) = rest.find(OLD) {
        let (before, from) = rest.split_at(position);
        let after = &from[OLD.len()..];
        modern.push_str(before);
        let compared = after.trim_start().starts_with(['=', '>', '<', '!']);
        modern.push_str(if compared { "net.dst.port" } else { OLD });
        rest = after;
    }
    modern.push_str(rest);
    Cow::Owned(modern)
}

/// An expression whose comparisons with regular expressions are written as equalities.
pub(super) struct Postponed {
    /// The text for the parser.
    pub(super) text: String,
    /// For each string literal in turn, whether `~` stood before it.
    is_regex: Vec<bool>,
}

/// Write `==` for every `~` before a string literal.
pub(super) fn postpone_regexes(text: &str) -> Postponed {
    let mut postponed = Postponed {
        text: String::with_capacity(text.len()),
        is_regex: Vec::new(),
    };
    let mut rest = text;
    while let Some(quote) = rest.find('"') {
        let (before, literal) = rest.split_at(quote);
        let (before, raw) = match before.strip_suffix("r#") {
            Some(before) => (before, "r#"),
            None => (before, ""),
        };
        let operator = before.trim_end_matches([' ', '\t', '\r', '\n']);
        let out = &mut postponed.text;
        match operator.strip_suffix('~') {
            Some(head) => {
                out.push_str(head);
                out.push_str("==");
                out.push_str(&before[operator.len()..]);
            }
            None => out.push_str(before),
        }
        postponed.is_regex.push(operator.ends_with('~'));
        out.push_str(raw);
        let length =
            1 + literal_length(&literal[1..], !raw.is_empty()).unwrap_or(literal.len() - 1);
        out.push_str(&literal[..length]);
        rest = &literal[length..];
    }
    postponed.text.push_str(rest);
    postponed
}

impl Postponed {
    /// Make the equalities comparisons with regular expressions again, the texts of which stay texts. Every string literal of an expression
    /// is the right side of one comparison. Does not recurse: chains are as deep as they are long.
    pub(super) fn restore(&self, expression: &mut Expression) {
        let mut is_regex = self.is_regex.iter();
        let mut open = vec![expression];
        while let Some(node) = open.pop() {
            match node {
                Expression::Logical(node) => match node.as_mut() {
                    LogicalExpression::And(left, right) | LogicalExpression::Or(left, right) => {
                        open.extend([right, left]);
                    }
                    LogicalExpression::Not(inner) => open.push(inner),
                },
                Expression::Predicate(predicate) => {
                    if matches!(predicate.rhs, Value::String(_)) && is_regex.next() == Some(&true) {
                        predicate.op = BinaryOperator::Regex;
                    }
                }
            }
        }
    }
}

/// How long a string literal is behind its opening quote, the closing one included.
fn literal_length(literal: &str, is_raw: bool) -> Option<usize> {
    if is_raw {
        literal.find("\"#").map(|end| end + 2)
    } else {
        end_of_string(literal)
    }
}

/// The text with the contents of its string literals removed.
fn without_strings(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(quote) = rest.find('"') {
        let (before, literal) = rest.split_at(quote);
        bare.push_str(before);
        let literal = &literal[1..];
        let length = literal_length(literal, before.ends_with("r#"));
        bare.push_str("\"\"");
        rest = length.map_or("", |length| &literal[length..]);
    }
    bare.push_str(rest);
    bare
}

/// Where a string with escapes ends, its closing quote included.
fn end_of_string(literal: &str) -> Option<usize> {
    let mut escaped = false;
    for (position, byte) in literal.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(position + 1),
            _ => {}
        }
    }
    None
}

/// Whether `not` and `in` stand together other than as `not in`: the grammar takes that, the parser panics on it.
fn has_odd_not_in(bare: &str) -> bool {
    bare.match_indices("not").any(|(position, _)| {
        let stands_alone = !bare[..position]
            .ends_with(|before: char| before.is_ascii_alphanumeric() || "_.".contains(before));
        let after = &bare[position + "not".len()..];
        let word = after.trim_start_matches([' ', '\t', '\r', '\n']);
        let gap = &after[..after.len() - word.len()];
        stands_alone && word.starts_with("in") && gap != " "
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_inside_strings_do_not_count() {
        assert_eq!(
            inspect(r##"(http.path ~ "((\"((" || a == r#"((("#)"##),
            Ok(1)
        );
        assert!(inspect(&"(".repeat(301)).is_err());
    }

    #[test]
    fn regular_expressions_are_kept_from_the_parser() {
        for (text, expected, flags) in [
            ("a ~ \"b\"", "a == \"b\"", vec![true]),
            (
                "a~r#\"b\"~\"# && c == \"~\"",
                "a==r#\"b\"~\"# && c == \"~\"",
                vec![true, false],
            ),
            (
                "a ~ \"x\\\" ~ \" || b ~ \"y\"",
                "a == \"x\\\" ~ \" || b == \"y\"",
                vec![true, true],
            ),
            ("a ~ 5 && b ^= \"y", "a ~ 5 && b ^= \"y", vec![false]),
        ] {
            let postponed = postpone_regexes(text);
            assert_eq!(
                (postponed.text.as_str(), &postponed.is_regex),
                (expected, &flags)
            );
        }
    }

    #[test]
    fn not_in_is_taken_with_one_space_only() {
        assert_eq!(inspect("net.src.ip not in 10.0.0.0/8"), Ok(0));
        assert!(inspect("net.src.ip not  in 10.0.0.0/8").is_err());
        assert!(inspect("net.src.ip notin 10.0.0.0/8").is_err());
        assert_eq!(inspect("http.headers.notin == \"a\""), Ok(0));
    }

    #[test]
    fn net_port_is_the_destination_port() {
        assert_eq!(modernize("net.port  == 80"), "net.dst.port  == 80");
        assert_eq!(modernize("http.host == \"a\""), "http.host == \"a\"");
    }
}
