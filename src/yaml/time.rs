//! Plain texts that Go's reader takes for a text, and other readers for a time (spec 60, 3).

/// `YYYY-M-D`, alone or with a time after a space, or with a time and a zone after `T` or `t`.
pub fn is_timestamp(text: &str) -> bool {
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

/// `^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$`
pub fn is_base_60(text: &str) -> bool {
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
