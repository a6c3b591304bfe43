//! Plain and quoted scalars of one line.

use super::super::scalar as yaml;
use super::cursor::Cursor;
use crate::manifest::node::Value;
use memchr::{memchr2, memchr3};
use std::borrow::Cow;

/// A scalar and where it ends.
pub(super) struct Scalar<'a> {
    text: Cow<'a, str>,
    plain: bool,
    /// Behind its last character or its closing quote.
    pub(super) end: usize,
}

impl<'a> Scalar<'a> {
    /// What it means.
    pub(super) fn value(self) -> Option<Value<'a>> {
        if self.plain {
            yaml::resolve(self.text).ok()
        } else {
            Some(Value::String(self.text))
        }
    }

    /// What it means as a key; `None` for merges and what cannot be one.
    pub(super) fn key(self) -> Option<Cow<'a, str>> {
        if self.plain && self.text == "<<" {
            return None;
        }
        yaml::key_text(self.value()?)
    }

    /// Whether it stands in quotes.
    pub(super) fn is_quoted(&self) -> bool {
        !self.plain
    }
}

impl<'a> Cursor<'a> {
    /// The scalar at `at`, outside of flow collections. A plain one ends before `: `, ` #` and the line end.
    pub(super) fn scalar(&self, at: usize) -> Option<Scalar<'a>> {
        match self.byte(at) {
            b'"' => self.double_quoted(at),
            b'\'' => self.single_quoted(at),
            _ => self.plain(at, |_| false),
        }
    }

    /// The scalar at `at`, inside of flow collections, whose marks end it as well.
    pub(super) fn flow_scalar(&self, at: usize) -> Option<Scalar<'a>> {
        match self.byte(at) {
            b'"' => self.double_quoted(at),
            b'\'' => self.single_quoted(at),
            // libyaml has its own mind about these.
            b'-' if is_flow_mark(self.byte(at + 1)) => None,
            _ => self.plain(at, is_flow_mark),
        }
    }

    fn plain(&self, at: usize, ends: impl Fn(u8) -> bool) -> Option<Scalar<'a>> {
        match self.byte(at) {
            b'-' if !self.is_blank(at + 1) => {}
            b'\n' | b' ' | b'-' | b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&'
            | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@' | b'`' => return None,
            _ => {}
        }
        // Behind the last character that is not a space.
        let mut end = at;
        let mut next = at;
        loop {
            match self.byte(next) {
                b'\n' => break,
                b' ' => {}
                b'#' if end < next => break,
                b':' if self.is_blank(next + 1) => break,
                b':' if ends(self.byte(next + 1)) => return None,
                byte if ends(byte) => break,
                _ => end = next + 1,
            }
            next += 1;
        }
        Some(Scalar {
            text: Cow::Borrowed(&self.text[at..end]),
            plain: true,
            end,
        })
    }

    fn single_quoted(&self, quote: usize) -> Option<Scalar<'a>> {
        let mut start = quote + 1;
        let mut text = Cow::Borrowed("");
        loop {
            let end = start + memchr2(b'\'', b'\n', &self.text.as_bytes()[start..])?;
            if self.byte(end) == b'\n' {
                return None;
            }
            text += &self.text[start..end];
            if self.byte(end + 1) != b'\'' {
                return Some(quoted(text, end + 1));
            }
            text += "'";
            start = end + 2;
        }
    }

    fn double_quoted(&self, quote: usize) -> Option<Scalar<'a>> {
        let mut start = quote + 1;
        let mut text = Cow::Borrowed("");
        loop {
            let end = start + memchr3(b'"', b'\\', b'\n', &self.text.as_bytes()[start..])?;
            text += &self.text[start..end];
            match (self.byte(end), self.byte(end + 1)) {
                (b'"', _) => return Some(quoted(text, end + 1)),
                (b'\\', escaped) => text += escape(escaped)?,
                _ => return None,
            }
            start = end + 2;
        }
    }
}

fn quoted(text: Cow<'_, str>, end: usize) -> Scalar<'_> {
    Scalar {
        text,
        plain: false,
        end,
    }
}

/// The escapes that manifests use.
fn escape(escaped: u8) -> Option<&'static str> {
    Some(match escaped {
        b'"' => "\"",
        b'\\' => "\\",
        b'/' => "/",
        b'n' => "\n",
        b't' => "\t",
        b'r' => "\r",
        _ => return None,
    })
}

fn is_flow_mark(byte: u8) -> bool {
    matches!(byte, b',' | b'?' | b'[' | b']' | b'{' | b'}')
}
