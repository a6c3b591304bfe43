//! How a string is written: plain, quoted, or as a block (spec 60, 8), and what plain text YAML 1.1 takes for something
//! else (spec 60, 3).

/// The style of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// The style Go's writer chooses. A key is never a block.
pub(super) fn style(text: &str, is_key: bool) -> Style {
    let shape = Shape::of(text);
    if shape.special || shape.template || shape.space_before_break {
        return Style::Double;
    }
    if shape.line_break {
        return if is_key || shape.trailing_space {
            Style::Double
        } else {
            Style::Literal
        };
    }
    if resolves_to_other_than_string(text) {
        return Style::Double;
    }
    if shape.indicator || shape.leading_space || shape.trailing_space {
        Style::Single
    } else {
        Style::Plain
    }
}

/// What matters about the characters of a text.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings of one scan"
)]
struct Shape {
    /// A character that only double quotes can hold.
    special: bool,
    /// `${{`, which decK would evaluate.
    template: bool,
    line_break: bool,
    /// A space right before a line feed.
    space_before_break: bool,
    leading_space: bool,
    trailing_space: bool,
    /// Syntax that forbids plain text in a block.
    indicator: bool,
}

impl Shape {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut shape = Self {
            leading_space: bytes.first() == Some(&b' '),
            trailing_space: bytes.last() == Some(&b' '),
            indicator: starts_with_indicator(bytes),
            ..Self::default()
        };
        for (at, &byte) in bytes.iter().enumerate() {
            if HARMLESS[byte as usize] {
                continue;
            }
            match byte {
                b' ' => {}
                b'\n' => {
                    shape.line_break = true;
                    shape.space_before_break |= at > 0 && bytes[at - 1] == b' ';
                }
                b':' => shape.indicator |= at > 0 && ends_word(bytes.get(at + 1)),
                b'#' => shape.indicator |= at > 0 && matches!(bytes[at - 1], b' ' | b'\n'),
                b'$' => shape.template |= bytes[at..].starts_with(b"${{"),
                0x20..=0x7e => {}
                _ => shape.special |= !starts_printable(&bytes[at..]),
            }
        }
        shape
    }
}

/// Characters that mean nothing anywhere in a text except at its start.
static HARMLESS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let c = byte as u8;
        table[byte] =
            c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.' | b'/' | b'+' | b'=');
        byte += 1;
    }
    table
};

/// Whether a plain text may not begin like this.
fn starts_with_indicator(bytes: &[u8]) -> bool {
    match bytes.first() {
        None => false,
        Some(
            b'#' | b',' | b'[' | b']' | b'{' | b'}' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\''
            | b'"' | b'%' | b'@' | b'`',
        ) => true,
        Some(b'?' | b':' | b'-') if ends_word(bytes.get(1)) => true,
        Some(b'-' | b'.') => bytes.starts_with(b"---") || bytes.starts_with(b"..."),
        Some(_) => false,
    }
}

fn ends_word(next: Option<&u8>) -> bool {
    matches!(next, None | Some(b' ' | b'\t' | b'\n'))
}

/// Whether the bytes begin with a character that needs no escape, or are inside of one.
fn starts_printable(bytes: &[u8]) -> bool {
    match bytes {
        // A continuation byte was judged with the byte that leads it.
        [0x80..=0xbf, ..] => true,
        // Below U+00A0 stand the C1 controls, NEL among them.
        [0xc2, second, ..] => *second >= 0xa0,
        // U+2028 and U+2029 break lines.
        [0xe2, 0x80, 0xa8 | 0xa9, ..]
        // The byte order mark, and what is no character.
        | [0xef, 0xbb, 0xbf, ..]
        | [0xef, 0xbf, 0xbe | 0xbf, ..] => false,
        // Go's writer escapes everything above U+FFFF.
        [lead, ..] => (0xc3..0xf0).contains(lead),
        [] => true,
    }
}

/// Whether plain `text` would be read as a boolean, a number, null, a timestamp, or as a base-60 number by older readers.
pub(super) fn resolves_to_other_than_string(text: &str) -> bool {
    let Some(&first) = text.as_bytes().first() else {
        return true;
    };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => is_word(text),
        b'.' => is_special_float(text) || is_decimal_float(text),
        b'0'..=b'9' | b'+' | b'-' => {
            is_special_float(text) || is_timestamp(text) || is_number(text) || is_base_60(text)
        }
        _ => false,
    }
}

/// The words for true, false and null.
fn is_word(text: &str) -> bool {
    matches!(
        text,
        "y" | "Y"
            | "yes"
            | "Yes"
            | "YES"
            | "true"
            | "True"
            | "TRUE"
            | "on"
            | "On"
            | "ON"
            | "n"
            | "N"
            | "no"
            | "No"
            | "NO"
            | "false"
            | "False"
            | "FALSE"
            | "off"
            | "Off"
            | "OFF"
            | "~"
            | "null"
            | "Null"
            | "NULL"
    )
}

fn is_special_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// An integer in Go's base-0 syntax, or a finite decimal float, underscores removed.
fn is_number(text: &str) -> bool {
    let plain: std::borrow::Cow<'_, str> = if text.contains('_') {
        text.replace('_', "").into()
    } else {
        text.into()
    };
    is_integer(&plain) || is_decimal_float(&plain)
}

fn is_integer(text: &str) -> bool {
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (digits, radix) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&unsigned[2..], 16),
        [b'0', b'b' | b'B', ..] => (&unsigned[2..], 2),
        [b'0', b'o' | b'O', ..] => (&unsigned[2..], 8),
        [b'0', _, ..] => (&unsigned[1..], 8),
        _ => (unsigned, 10),
    };
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_alphanumeric()) {
        return false;
    }
    let Ok(value) = u64::from_str_radix(digits, radix) else {
        return false;
    };
    match text.as_bytes()[0] {
        b'+' => i64::try_from(value).is_ok(),
        _ if negative => value <= i64::MIN.unsigned_abs(),
        _ => true,
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, finite.
fn is_decimal_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_is_decimal = match mantissa.split_once('.') {
        Some((whole, fraction)) => {
            digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
        }
        None => !mantissa.is_empty() && digits(mantissa),
    };
    let exponent_is_decimal = exponent.is_none_or(|exponent| {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !unsigned.is_empty() && digits(unsigned)
    });
    mantissa_is_decimal && exponent_is_decimal && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$`
fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.contains(':') || !unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let (groups, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits_or_underscores = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
    };
    let mut groups = groups.split(':');
    groups.next().is_some_and(is_digits_or_underscores)
        && groups.all(|group| match group.as_bytes() {
            [digit] => digit.is_ascii_digit(),
            [b'0'..=b'5', digit] => digit.is_ascii_digit(),
            _ => false,
        })
        && is_digits_or_underscores(fraction)
}

/// `YYYY-M-D`, alone or with a time after a space, or with a time and a zone after `T` or `t`.
fn is_timestamp(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    let Some(year) = scan.digits(4, 4) else {
        return false;
    };
    let date = scan.byte(b'-').and_then(|()| {
        let month = scan.digits(1, 2)?;
        scan.byte(b'-')?;
        Some((month, scan.digits(1, 2)?))
    });
    let Some((month, day)) = date else {
        return false;
    };
    if !date_exists(year, month, day) {
        return false;
    }
    match scan.0.first() {
        None => true,
        Some(b' ') => scan.skip(1).time().is_some() && scan.0.is_empty(),
        Some(b'T' | b't') => {
            scan.skip(1).time().is_some() && scan.zone().is_some() && scan.0.is_empty()
        }
        Some(_) => false,
    }
}

fn date_exists(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// What is left of a timestamp.
struct Scan<'a>(&'a [u8]);

impl Scan<'_> {
    fn skip(&mut self, count: usize) -> &mut Self {
        self.0 = &self.0[count..];
        self
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        (self.0.first() == Some(&byte)).then(|| {
            self.skip(1);
        })
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self
            .0
            .iter()
            .take(most)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if count < least {
            return None;
        }
        let value = self.0[..count]
            .iter()
            .fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        self.skip(count);
        Some(value)
    }

    fn below(&mut self, limit: u32) -> Option<()> {
        (self.digits(1, 2)? < limit).then_some(())
    }

    /// `h:m:s`, with a fraction or not.
    fn time(&mut self) -> Option<()> {
        self.below(24)?;
        self.byte(b':')?;
        self.below(60)?;
        self.byte(b':')?;
        self.below(60)?;
        if let [b'.' | b',', b'0'..=b'9', ..] = self.0 {
            self.skip(1);
            let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit());
            let count = digits.count();
            self.skip(count);
        }
        Some(())
    }

    /// `Z` or `+hh:mm`.
    fn zone(&mut self) -> Option<()> {
        match self.0.first()? {
            b'Z' => {
                self.skip(1);
            }
            b'+' | b'-' => {
                let hours = self.skip(1).digits(2, 2)?;
                self.byte(b':')?;
                let minutes = self.digits(2, 2)?;
                if hours > 24 || minutes > 60 {
                    return None;
                }
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_timestamps_are_double_quoted() {
        for text in [
            "",
            "y",
            "No",
            "on",
            "OFF",
            "true",
            "null",
            "~",
            "0x1F",
            "0o17",
            "017",
            "0b11",
            "1_000",
            "+1",
            "-0",
            "0888",
            "1e3",
            "1.",
            ".5",
            ".inf",
            "-.Inf",
            ".NaN",
            "2024-01-01",
            "2001-1-2 3:4:5",
            "2001-12-14t21:59:43.10-05:00",
            "12:30",
            "1:30:45",
            "190:20:30",
            "0B11",
            "0X1f",
            "0O10",
            "0_",
            "-_1",
            "1_",
            "18446744073709551615",
            "18446744073709551616",
        ] {
            assert_eq!(style(text, false), Style::Double, "{text}");
        }
    }

    #[test]
    fn text_that_only_syntax_forbids_is_single_quoted() {
        for text in [
            "# a",
            "[::1]:80",
            "*.example.com",
            "{a}",
            "&a",
            "!a",
            "|a",
            ">a",
            "'a",
            "\"a",
            "%a",
            "@a",
            "`a",
            "- a",
            "?",
            "-",
            ":",
            "---",
            "...x",
            "a: b",
            "a #b",
            "a:",
            " a",
            "a ",
        ] {
            assert_eq!(style(text, false), Style::Single, "{text}");
        }
    }

    #[test]
    fn everything_else_on_one_line_is_plain() {
        for text in [
            "1.2.3.4",
            "10.0.0.1:80",
            "::1",
            "~/x",
            "~/a/\\d+$",
            "k8s-name:svc",
            "a:b",
            "/a",
            "(a)",
            "$x",
            "=",
            "<<",
            "1,000",
            "0o8",
            "nan",
            "inf",
            "--",
            "-a",
            "?a",
            "yEs",
            "2001-02-30",
            "..",
            ":a",
            "/~/api/(v1|v2)$",
            "a#b",
            "1e400",
            "é",
            "100m",
            "+",
            "-x",
            ".e1",
            "_1",
        ] {
            assert_eq!(style(text, false), Style::Plain, "{text}");
        }
    }

    #[test]
    fn special_characters_and_templates_force_double_quotes() {
        for text in [
            "a\tb",
            "\u{1F600}",
            "a\rb",
            "\u{85}",
            "\u{feff}",
            "a\u{2028}b",
            "a \nb",
            "a\n ",
            "x ${{ env }}",
            "\u{7f}",
        ] {
            assert_eq!(style(text, false), Style::Double, "{text:?}");
        }
    }

    #[test]
    fn several_lines_are_a_block_except_in_a_key() {
        for text in ["a\nb", "a\n b\n", "\na", " a\nb", "\n", "yes\n"] {
            assert_eq!(style(text, false), Style::Literal, "{text:?}");
            assert_eq!(style(text, true), Style::Double);
        }
    }
}
