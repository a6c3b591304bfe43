//! JSON to the same located tree, for streams that begin with `{` (spec 60, 2).

use super::map::MapBuilder;
use super::node::{Entry, MAX_DEPTH, Mark, Node, Number, Value};
use super::yaml::SyntaxError;
use crate::yaml::scalar::integral;
use std::borrow::Cow;

/// The one value that a text holds, and nothing beside it.
pub fn document(text: &str) -> Option<Node<'_>> {
    let mut reader = Reader::new(text);
    let node = reader.next_value()?.ok()?;
    reader.space();
    (reader.at == text.len()).then_some(node)
}

/// A reader of values that follow each other.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The place whose line and column are known; marks only move forward from it.
    known: usize,
    mark: Mark,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            known: 0,
            mark: Mark { line: 1, column: 1 },
        }
    }

    /// The next value; `None` at the end of the text.
    pub(super) fn next_value(&mut self) -> Option<Result<Node<'a>, SyntaxError>> {
        self.space();
        (self.at < self.text.len()).then(|| self.value(0))
    }

    /// Readers that stand before each value, as far as there is no error.
    pub(super) fn before_each_value(mut self) -> Vec<Self> {
        let mut readers = Vec::new();
        loop {
            let before = self.clone();
            match self.next_value() {
                Some(Ok(_)) => readers.push(before),
                Some(Err(_)) | None => return readers,
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn here(&mut self) -> Mark {
        let passed = &self.text[self.known..self.at];
        match passed.rfind('\n') {
            Some(last) => {
                let lines = memchr::memchr_iter(b'\n', passed.as_bytes()).count();
                self.mark.line += u32::try_from(lines).unwrap_or(u32::MAX);
                self.mark.column = 1 + count(&passed[last + 1..]);
            }
            None => self.mark.column += count(passed),
        }
        self.known = self.at;
        self.mark
    }

    fn fail<T>(&mut self, message: &str) -> Result<T, SyntaxError> {
        Err(SyntaxError {
            message: message.to_owned(),
            mark: self.here(),
        })
    }

    fn value(&mut self, depth: usize) -> Result<Node<'a>, SyntaxError> {
        let mark = self.here();
        if depth > MAX_DEPTH {
            return self.fail("nested too deep");
        }
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { mark, value })
    }

    fn word(&mut self) -> Result<Value<'a>, SyntaxError> {
        let rest = &self.text[self.at..];
        for (word, value) in [
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("null", Value::Null),
        ] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.fail("expected a JSON value")
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, SyntaxError> {
        let mut map = MapBuilder::default();
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Mapping(map.into_entries()));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return self.fail("expected a key in double quotes");
            }
            let key_mark = self.here();
            let key = self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return self.fail("expected `:` after the key");
            }
            self.at += 1;
            self.space();
            let node = self.value(depth + 1)?;
            map.insert(Entry {
                key,
                key_mark,
                node,
            });
            if self.ends(b'}')? {
                return Ok(Value::Mapping(map.into_entries()));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value<'a>, SyntaxError> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::Sequence(items));
        }
        loop {
            self.space();
            items.push(self.value(depth + 1)?);
            if self.ends(b']')? {
                return Ok(Value::Sequence(items));
            }
        }
    }

    /// Whether the collection ends here; else a comma must follow.
    fn ends(&mut self, close: u8) -> Result<bool, SyntaxError> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(false)
            }
            Some(found) if found == close => {
                self.at += 1;
                Ok(true)
            }
            _ => self.fail("expected `,` or the end of the collection"),
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, SyntaxError> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut end = start;
        let mut escaped = false;
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    end += 2;
                }
                Some(0..=0x1f) | None => return self.fail("the text in quotes does not end"),
                Some(_) => end += 1,
            }
        }
        let quoted = &self.text[self.at..=end];
        if !escaped {
            self.at = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        match serde_json::from_str::<String>(quoted) {
            Ok(text) => {
                self.at = end + 1;
                Ok(Cow::Owned(text))
            }
            Err(_) => self.fail("a bad escape in the text"),
        }
    }

    fn number(&mut self) -> Result<Value<'a>, SyntaxError> {
        let rest = &self.text[self.at..];
        let length = rest
            .bytes()
            .take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .count();
        let number = &rest[..length];
        let Ok(parsed) = serde_json::from_str::<serde_json::Number>(number) else {
            return self.fail("not a JSON number");
        };
        self.at += length;
        // Without its feature `float_roundtrip` serde_json is wrong in the last bit of long fractions; the standard library is not.
        let value = match (parsed.as_i64(), parsed.as_u64(), number.parse::<f64>()) {
            (Some(value), _, _) => Number::Int(value),
            (_, Some(value), _) => Number::UInt(value),
            (_, _, value) => {
                let value = value.unwrap_or_default();
                integral(value).map_or(Number::Float(value), Number::Int)
            }
        };
        Ok(Value::Number(value))
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_follow_each_other_with_their_places() {
        let mut reader = Reader::new("{\"a\": 1}\n {\"b\": [\"x\\n\", 2.0]}");
        let first = reader.next_value().expect("is there").expect("is JSON");
        assert_eq!(
            first.get("a").map(|node| (&node.value, node.mark)),
            Some((&Value::Number(Number::Int(1)), Mark { line: 1, column: 7 }))
        );
        let second = reader.next_value().expect("is there").expect("is JSON");
        assert_eq!(second.mark, Mark { line: 2, column: 2 });
        assert!(reader.next_value().is_none());
    }

    #[test]
    fn broken_values_are_errors() {
        for text in [
            "{",
            "{\"a\"}",
            "{\"a\": 1,}",
            "{\"a\": \"\\",
            "{\"a\": 01}",
            "{a: 1}",
        ] {
            let result = Reader::new(text).next_value().expect("is there");
            assert!(result.is_err(), "{text}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let text = "{\"a\":".repeat(100_000);
        assert!(Reader::new(&text).next_value().expect("is there").is_err());
    }
}
