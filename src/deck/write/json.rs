//! JSON as decK prints it: indented by two, with `<`, `>` and `&` escaped.

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// The value as JSON, ending with a line break. Bytes, which only placeholders are, come out as they are.
pub(super) fn json_of<T: Serialize + ?Sized>(value: &T) -> String {
    let mut out = Vec::with_capacity(64 * 1024);
    let mut serializer = Serializer::with_formatter(&mut out, GoFormatter::default());
    value
        .serialize(&mut serializer)
        .expect("writing to memory cannot fail, and every key is a string");
    out.push(b'\n');
    String::from_utf8(out).expect("serde_json writes UTF-8")
}

/// `serde_json`'s indentation with Go's escapes.
#[derive(Default)]
struct GoFormatter(PrettyFormatter<'static>);

impl Formatter for GoFormatter {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        w: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate() {
            // As Go does, and the `$` that would open a template.
            let is_escaped = matches!(byte, b'<' | b'>' | b'&')
                || (byte == b'$' && text[at..].starts_with("${{"));
            if is_escaped {
                w.write_all(&text.as_bytes()[start..at])?;
                write!(w, "\\u{byte:04x}")?;
                start = at + 1;
            }
        }
        w.write_all(&text.as_bytes()[start..])
    }

    fn write_byte_array<W: ?Sized + Write>(&mut self, w: &mut W, bytes: &[u8]) -> io::Result<()> {
        w.write_all(bytes)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_array(w)
    }

    fn end_array<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_array(w)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(w, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_array_value(w)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_object(w)
    }

    fn end_object<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_object(w)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(w, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_object_value(w)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_object_value(w)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn angle_brackets_ampersands_and_templates_are_escaped() {
        let text = json_of(&json!({"a": "<x> & ${{ env }} é $x"}));
        assert_eq!(
            text,
            "{\n  \"a\": \"\\u003cx\\u003e \\u0026 \\u0024{{ env }} é $x\"\n}\n"
        );
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["a"], "<x> & ${{ env }} é $x");
    }
}
