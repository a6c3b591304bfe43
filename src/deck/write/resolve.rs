//! What plain text YAML 1.1, as Go reads it, takes for something else than a string (spec 60, 3).

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
