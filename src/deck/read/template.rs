//! decK's text template pass, which runs before YAML is parsed (spec 50, 1.6).

use std::borrow::Cow;

/// What becomes of `${{ ... }}`.
#[derive(Clone, Copy)]
pub enum Template<'a> {
    /// It stays as text; a value that only decK can know is not compared with anything.
    Literal,
    /// Variables are looked up here.
    Expand(&'a dyn Fn(&str) -> Option<String>),
    /// Variables have their names for values, numbers are 42, truth is false.
    Mock,
}

/// Why a template cannot be evaluated, and where it begins in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TemplateError {
    pub(super) offset: usize,
    pub(super) message: String,
}

/// Marks the place of a placeholder while YAML is parsed: private characters that need no quotes.
const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

/// The placeholders of a file that stay as text.
#[derive(Debug, Default)]
pub(super) struct Placeholders(Vec<String>);

impl Placeholders {
    /// The text with its placeholders back in place.
    pub(super) fn restore(&self, text: &str) -> String {
        if self.0.is_empty() || !text.contains(OPEN) {
            return text.to_owned();
        }
        let mut restored = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find(OPEN) {
            let Some(close) = rest[open..].find(CLOSE) else {
                break;
            };
            restored.push_str(&rest[..open]);
            let number = &rest[open + OPEN.len_utf8()..open + close];
            if let Some(placeholder) = number
                .parse()
                .ok()
                .and_then(|index: usize| self.0.get(index))
            {
                restored.push_str(placeholder);
            }
            rest = &rest[open + close + CLOSE.len_utf8()..];
        }
        restored.push_str(rest);
        restored
    }

    /// Whether a value holds a placeholder, so that nobody knows what type it will have.
    pub(super) fn is_placeholder(&self, value: &serde_json::Value) -> bool {
        !self.0.is_empty() && value.as_str().is_some_and(is_opaque)
    }
}

/// Whether a text is one placeholder and nothing else.
pub fn is_opaque(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("${{") && text.ends_with("}}") && text.matches("${{").count() == 1
}

/// The text after the pass, with what stays as text taken out.
pub(super) fn apply<'t>(
    text: &'t str,
    template: Template<'_>,
) -> Result<(Cow<'t, str>, Placeholders), TemplateError> {
    if !text.contains("${{") {
        return Ok((Cow::Borrowed(text), Placeholders::default()));
    }
    let mut out = String::with_capacity(text.len());
    let mut placeholders = Placeholders::default();
    let mut at = 0;
    while let Some(open) = text[at..].find("${{").map(|found| at + found) {
        let Some(close) = end_of_action(&text[open..]).map(|end| open + end) else {
            return Err(TemplateError {
                offset: open,
                message: "`${{` is never closed".to_owned(),
            });
        };
        out.push_str(&text[at..open]);
        let action = &text[open + 3..close];
        let fail = |message| TemplateError {
            offset: open,
            message,
        };
        if is_in_comment(&text[..open]) {
            out.push_str(&text[open..close + 2]);
        } else if let Some(literal) = quoted(action.trim()) {
            out.push_str(&literal);
        } else {
            match template {
                Template::Literal => {
                    out.push(OPEN);
                    out.push_str(&placeholders.0.len().to_string());
                    out.push(CLOSE);
                    placeholders.0.push(text[open..close + 2].to_owned());
                }
                Template::Expand(lookup) => {
                    out.push_str(&evaluate(action, Some(lookup)).map_err(fail)?);
                }
                Template::Mock => out.push_str(&evaluate(action, None).map_err(fail)?),
            }
        }
        at = close + 2;
    }
    out.push_str(&text[at..]);
    Ok((Cow::Owned(out), placeholders))
}

/// Whether what comes next stands in a line that is a comment from its first character.
fn is_in_comment(before: &str) -> bool {
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    line.trim_start().starts_with('#')
}

/// Where the `}}` of an action stands: not inside of quotes.
fn end_of_action(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut at = 3;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(b'"'), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'`') => quote = Some(bytes[at]),
            (None, b'}') if bytes[at..].starts_with(b"}}") => return Some(at),
            (None, _) => {}
        }
        at += 1;
    }
    None
}

/// The text of a Go string literal without escapes.
fn quoted(text: &str) -> Option<String> {
    ['"', '`'].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains([quote, '\\'])).then(|| inner.to_owned())
    })
}

/// The value of `env "NAME" | function ...`; without a look-up, decK's mock values.
fn evaluate(
    action: &str,
    lookup: Option<&dyn Fn(&str) -> Option<String>>,
) -> Result<String, String> {
    let mut steps = action.split('|').map(str::trim);
    let name = steps
        .next()
        .and_then(|first| first.strip_prefix("env"))
        .and_then(|name| quoted(name.trim()))
        .ok_or_else(|| "this is not a template of decK's; expected env \"DECK_...\"".to_owned())?;
    if !is_variable(&name) {
        return Err("the name of a variable does not begin with DECK_".to_owned());
    }
    let mut value = match lookup {
        None => name.clone(),
        Some(lookup) => lookup(&name).ok_or_else(|| format!("variable {name} is not set"))?,
    };
    for step in steps {
        value = apply_function(step, &value, lookup.is_none())
            .map_err(|reason| format!("variable {name}: {reason}"))?;
    }
    Ok(value)
}

/// Whether this is the name of a variable that decK reads, and nothing else that stands there by mistake.
fn is_variable(name: &str) -> bool {
    name.starts_with("DECK_")
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn apply_function(function: &str, value: &str, is_mock: bool) -> Result<String, String> {
    let (function, argument) = function
        .split_once(char::is_whitespace)
        .unwrap_or((function, ""));
    match function {
        "toInt" | "toFloat" if is_mock => Ok("42".to_owned()),
        "toBool" if is_mock => Ok("false".to_owned()),
        "toInt" => value
            .parse::<i64>()
            .map(|integer| integer.to_string())
            .map_err(|_| "its value is not an integer".to_owned()),
        "toFloat" => value
            .parse::<f64>()
            .map(|float| float.to_string())
            .map_err(|_| "its value is not a number".to_owned()),
        "toBool" => match value {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok("true".to_owned()),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok("false".to_owned()),
            _ => Err("its value is not a boolean".to_owned()),
        },
        "indent" => {
            let spaces = argument
                .trim()
                .parse::<usize>()
                .map_err(|_| "indent takes a number".to_owned())?;
            Ok(value.replace('\n', &format!("\n{}", " ".repeat(spaces))))
        }
        "printf" if argument.trim() == "\"%q\"" => Ok(go_quoted(value)),
        _ => Err("a function that decK does not have".to_owned()),
    }
}

/// A text as Go's `%q` prints it.
fn go_quoted(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        let short = match character {
            '\u{7}' => "\\a",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{b}' => "\\v",
            '\\' => "\\\\",
            '"' => "\\\"",
            _ => "",
        };
        let code = u32::from(character);
        if !short.is_empty() {
            out.push_str(short);
        } else if (0x20..0x7f).contains(&code) || (code > 0xa0 && !is_unprintable(character)) {
            out.push(character);
        } else {
            let written = match code {
                0..0x80 => write!(out, "\\x{code:02x}"),
                0x80..0x10000 => write!(out, "\\u{code:04x}"),
                _ => write!(out, "\\U{code:08x}"),
            };
            written.expect("writing to a String cannot fail");
        }
    }
    out.push('"');
    out
}

/// What Go does not print as it is, as far as it matters to YAML.
const fn is_unprintable(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2000}'..='\u{200f}' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(text: &str, value: &str) -> Result<String, TemplateError> {
        let lookup = |_: &str| Some(value.to_owned());
        apply(text, Template::Expand(&lookup)).map(|(text, _)| text.into_owned())
    }

    #[test]
    fn variables_pass_through_functions() {
        assert_eq!(
            expand("p: ${{ env \"DECK_P\" | toInt }}", "80").unwrap(),
            "p: 80"
        );
        assert_eq!(
            expand("  ${{ env \"DECK_P\" | indent 2 }}", "a\nb").unwrap(),
            "  a\n  b"
        );
        assert_eq!(
            expand("${{ env `DECK_P` | printf \"%q\" }}", "a\"\n").unwrap(),
            "\"a\\\"\\n\""
        );
        assert!(expand("${{ env \"P\" }}", "x").is_err());
        assert!(expand("${{ x }}", "x").is_err());
        assert!(expand("${{ env \"DECK_P\" ", "x").is_err());
    }

    #[test]
    fn a_string_literal_is_its_text_and_comment_lines_are_left_alone() {
        assert_eq!(expand("${{ \"${{\" }} x }}", "").unwrap(), "${{ x }}");
        assert_eq!(
            expand("  # ${{ nonsense }}\na: 1", "").unwrap(),
            "  # ${{ nonsense }}\na: 1"
        );
    }

    #[test]
    fn literal_placeholders_come_back_after_parsing() {
        let (text, placeholders) =
            apply("a: \"${{ env \"DECK_A\" }}\"", Template::Literal).unwrap();
        assert!(!text.contains("${{"));
        let scalar = text.trim_start_matches("a: ").trim_matches('"');
        assert_eq!(placeholders.restore(scalar), "${{ env \"DECK_A\" }}");
        assert!(is_opaque("${{ env \"DECK_A\" }}"));
        assert!(!is_opaque("x ${{ env \"DECK_A\" }}"));
    }

    #[test]
    fn mock_values_are_names_numbers_and_false() {
        let mock = |text| apply(text, Template::Mock).map(|(text, _)| text);
        assert_eq!(mock("${{ env \"DECK_A\" }}").unwrap(), "DECK_A");
        assert_eq!(mock("${{ env \"DECK_A\" | toInt }}").unwrap(), "42");
        assert_eq!(mock("${{ env \"DECK_A\" | toBool }}").unwrap(), "false");
    }
}
