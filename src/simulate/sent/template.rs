//! Templates of `request-transformer`: `$(...)` holds an expression of Lua (Kong: `kong/plugins/request-transformer/access.lua`).
//!
//! Evaluated is what KIC writes: captures of the path, texts, `..`, `==`, `~=`, `and`, `or` and parentheses. Anything else is
//! unknown: headers and queries, which other plugins change on the way, and code.

use super::Text;
use std::collections::BTreeMap;

/// The longest template that is evaluated, in bytes, and how deep its parentheses may go.
const LONGEST: usize = 4_096;
const DEEPEST: u8 = 16;

/// Render a template. A capture that does not exist is nothing.
pub(super) fn render(template: &str, captures: &BTreeMap<String, String>) -> Text {
    if template.len() > LONGEST {
        return Text::Unknown;
    }
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((literal, inside)) = rest.split_once("$(") {
        let Some(length) = closing(inside) else {
            break;
        };
        text.push_str(literal);
        let mut expression = Expression {
            rest: &inside[..length],
            captures,
            depth: 0,
        };
        match expression.whole() {
            Some(Value::Text(value)) => text.push_str(&value),
            Some(Value::Truth(true)) => text.push_str("true"),
            Some(Value::Nil | Value::Truth(false)) => {}
            Some(Value::Failure) | None => return Text::Unknown,
        }
        rest = &inside[length + 1..];
    }
    text.push_str(rest);
    Text::Known(text)
}

/// Where the parenthesis that is open closes; Lua counts parentheses inside of texts, too.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    for (at, character) in text.bytes().enumerate() {
        match character {
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// A value of Lua.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Nil,
    Truth(bool),
    Text(String),
    /// An error of Lua, unless nobody asks for it: KIC writes `uri_captures[1] == nil and "/" or "/" .. uri_captures[1]`.
    Failure,
}

impl Value {
    const fn holds(&self) -> bool {
        !matches!(self, Self::Nil | Self::Truth(false))
    }
}

/// An expression being read; every step gives `None` where it does not know Lua any further.
struct Expression<'t> {
    rest: &'t str,
    captures: &'t BTreeMap<String, String>,
    depth: u8,
}

impl Expression<'_> {
    fn whole(&mut self) -> Option<Value> {
        let value = self.any()?;
        self.rest.trim().is_empty().then_some(value)
    }

    /// `a or b`
    fn any(&mut self) -> Option<Value> {
        let mut value = self.all()?;
        while self.takes_word("or") {
            let other = self.all()?;
            if !value.holds() {
                value = other;
            }
        }
        Some(value)
    }

    /// `a and b`
    fn all(&mut self) -> Option<Value> {
        let mut value = self.comparison()?;
        while self.takes_word("and") {
            let other = self.comparison()?;
            if value.holds() {
                value = other;
            }
        }
        Some(value)
    }

    /// `a == b`, `a ~= b`
    fn comparison(&mut self) -> Option<Value> {
        let value = self.joined()?;
        let is_same = self.takes("==");
        if !is_same && !self.takes("~=") {
            return Some(value);
        }
        let other = self.joined()?;
        Some(if [&value, &other].contains(&&Value::Failure) {
            Value::Failure
        } else {
            Value::Truth((value == other) == is_same)
        })
    }

    /// `a .. b`
    fn joined(&mut self) -> Option<Value> {
        let mut value = self.single()?;
        while self.takes("..") {
            value = match (value, self.single()?) {
                (Value::Text(one), Value::Text(other)) => Value::Text(one + &other),
                _ => Value::Failure,
            };
        }
        Some(value)
    }

    fn single(&mut self) -> Option<Value> {
        if self.takes("(") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            let value = self.any()?;
            self.depth -= 1;
            return self.takes(")").then_some(value);
        }
        if let Some(text) = self.text() {
            return Some(Value::Text(text));
        }
        if self.takes_word("nil") {
            return Some(Value::Nil);
        }
        self.capture()
    }

    /// `"text"` or `'text'`, without escapes.
    fn text(&mut self) -> Option<String> {
        let rest = self.rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (text, behind) = rest[1..].split_once(quote)?;
        if text.contains('\\') {
            return None;
        }
        self.rest = behind;
        Some(text.to_owned())
    }

    /// `uri_captures[1]`, `uri_captures["name"]`, `uri_captures.name`
    fn capture(&mut self) -> Option<Value> {
        if !self.takes("uri_captures") {
            return None;
        }
        let key = if self.takes("[") {
            let key = match self.text() {
                Some(text) => text,
                None => self.word(|c| c.is_ascii_digit())?,
            };
            self.takes("]").then_some(key)?
        } else if self.takes(".") {
            self.word(|c| c.is_ascii_alphanumeric() || c == '_')?
        } else {
            return None;
        };
        // Kong hands captures on when there is a first one.
        let known = self.captures.contains_key("1");
        let value = self.captures.get(&key).filter(|_| known);
        Some(value.map_or(Value::Nil, |value| Value::Text(value.clone())))
    }

    fn word(&mut self, is_part: impl Fn(char) -> bool) -> Option<String> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        if word.is_empty() {
            return None;
        }
        self.rest = behind;
        Some(word.to_owned())
    }

    fn takes(&mut self, sign: &str) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(word);
        match rest {
            Some(rest) if !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str, first: Option<&str>) -> Text {
        let captures = first.into_iter().flat_map(|text| {
            [("0", "/old"), ("1", text), ("name", text)]
                .map(|(key, text)| (key.to_owned(), text.to_owned()))
        });
        render(template, &captures.collect())
    }

    fn known(text: &str) -> Text {
        Text::Known(text.to_owned())
    }

    #[test]
    fn what_kic_writes_is_evaluated_with_and_without_a_capture() {
        for (template, with, without) in [
            ("/new$(uri_captures[1])", "/new/x", "/new"),
            (
                r#"$(uri_captures[1] == nil and "/" or "/" .. uri_captures[1])"#,
                "//x",
                "/",
            ),
            (
                r#"$(uri_captures[1] == nil and "/" or uri_captures[1])"#,
                "/x",
                "/",
            ),
            (
                r#"/r$(uri_captures[1] == nil and "" or "/" .. uri_captures[1])"#,
                "/r//x",
                "/r",
            ),
            (
                "/$(uri_captures.name)/$(uri_captures['name'])$5",
                "//x//x$5",
                "//$5",
            ),
            ("/plain$", "/plain$", "/plain$"),
        ] {
            assert_eq!(rendered(template, Some("/x")), known(with), "{template}");
            assert_eq!(rendered(template, None), known(without), "{template}");
        }
    }

    #[test]
    fn what_is_no_capture_is_unknown() {
        let deep = format!("${}1{}", "(".repeat(100), ")".repeat(100));
        let long = "x".repeat(LONGEST + 1);
        for template in [
            "/$(headers.host)",
            "/$(query_params.x)",
            "/$(uri_captures)",
            "/$(uri_captures[1] .. 1)",
            r#"/$("a" .. uri_captures[2])"#,
            "/$(os.exit())",
            "/$()",
            &deep,
            &long,
        ] {
            assert_eq!(rendered(template, Some("x")), Text::Unknown, "{template}");
        }
        assert_eq!(
            rendered("/$(uri_captures[1]", None),
            known("/$(uri_captures[1]")
        );
    }
}
