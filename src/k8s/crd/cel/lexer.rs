//! The words of a rule.

use super::Unread;

/// A word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name.
    Name(String),
    /// A string, escapes resolved.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A whole number with `u` behind it.
    Uint(u64),
    /// A number with a point or an exponent.
    Double(f64),
    /// One or two signs.
    Sign(&'static str),
}

/// Two signs before one, so that the longer is taken.
const SIGNS: [&str; 25] = [
    "==", "!=", "<=", ">=", "&&", "||", "(", ")", "[", "]", "{", "}", ",", ".", "?", ":", "<", ">",
    "+", "-", "*", "/", "%", "!", ";",
];

/// All words of a rule.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Unread> {
    let mut rest = text;
    let mut tokens = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("//") {
            rest = comment.find('\n').map_or("", |end| &comment[end..]);
            continue;
        }
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let (token, after) = match first {
            '"' | '\'' => string(rest, false)?,
            'r' | 'R' if rest[1..].starts_with(['"', '\'']) => string(&rest[1..], true)?,
            'b' | 'B' if rest[1..].starts_with(['"', '\'']) => {
                return Err(Unread::Unknown("bytes".to_owned()));
            }
            '0'..='9' => number(rest)?,
            '.' if rest[1..].starts_with(|next: char| next.is_ascii_digit()) => number(rest)?,
            'a'..='z' | 'A'..='Z' | '_' => {
                let end = rest
                    .find(|it: char| !it.is_ascii_alphanumeric() && it != '_')
                    .unwrap_or(rest.len());
                (Token::Name(rest[..end].to_owned()), &rest[end..])
            }
            _ => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
                let sign = sign.ok_or(Unread::Syntax)?;
                (Token::Sign(sign), &rest[sign.len()..])
            }
        };
        tokens.push(token);
        rest = after;
    }
}

/// A number at the start of `text`.
fn number(text: &str) -> Result<(Token, &str), Unread> {
    if let Some(hex) = text.strip_prefix("0x") {
        let end = hex
            .find(|it: char| !it.is_ascii_hexdigit())
            .unwrap_or(hex.len());
        let value = i64::from_str_radix(&hex[..end], 16).map_err(|_| Unread::Syntax)?;
        return Ok((Token::Int(value), &hex[end..]));
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(text);
    let mut is_whole = true;
    if text[end..].starts_with('.') && digits(&text[end + 1..]) > 0 {
        is_whole = false;
        end += 1 + digits(&text[end + 1..]);
    }
    if let Some(exponent) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let count = digits(&exponent[sign..]);
        if count > 0 {
            is_whole = false;
            end += 1 + sign + count;
        }
    }
    let (number, rest) = text.split_at(end);
    if !is_whole {
        let value = number.parse().map_err(|_| Unread::Syntax)?;
        return Ok((Token::Double(value), rest));
    }
    if let Some(rest) = rest.strip_prefix(['u', 'U']) {
        let value = number.parse().map_err(|_| Unread::Syntax)?;
        return Ok((Token::Uint(value), rest));
    }
    let value = number.parse().map_err(|_| Unread::Syntax)?;
    Ok((Token::Int(value), rest))
}

/// A string in quotes at the start of `text`: one of a kind or three, raw or with escapes.
fn string(text: &str, is_raw: bool) -> Result<(Token, &str), Unread> {
    let quote = &text[..1];
    let triple = quote.repeat(3);
    let end = if text.starts_with(&triple) {
        &*triple
    } else {
        quote
    };
    let mut rest = &text[end.len()..];
    let mut value = String::new();
    loop {
        if let Some(after) = rest.strip_prefix(end) {
            return Ok((Token::Text(value), after));
        }
        let mut characters = rest.chars();
        match characters.next() {
            None => return Err(Unread::Syntax),
            Some('\n' | '\r') if end.len() == 1 => return Err(Unread::Syntax),
            Some('\\') if !is_raw => {
                rest = escape(characters.as_str(), &mut value)?;
                continue;
            }
            Some(character) => value.push(character),
        }
        rest = characters.as_str();
    }
}

/// What stands behind a backslash.
fn escape<'t>(text: &'t str, value: &mut String) -> Result<&'t str, Unread> {
    let mut characters = text.chars();
    let first = characters.next().ok_or(Unread::Syntax)?;
    let rest = characters.as_str();
    let plain = match first {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '\\' | '\'' | '"' | '`' | '?' => first,
        'x' | 'X' | 'u' | 'U' | '0'..='3' => {
            let (count, radix, digits) = match first {
                'x' | 'X' => (2, 16, rest),
                'u' => (4, 16, rest),
                'U' => (8, 16, rest),
                _ => (3, 8, text),
            };
            let code = digits.get(..count).ok_or(Unread::Syntax)?;
            let code = u32::from_str_radix(code, radix).map_err(|_| Unread::Syntax)?;
            value.push(char::from_u32(code).ok_or(Unread::Syntax)?);
            return Ok(&digits[count..]);
        }
        _ => return Err(Unread::Syntax),
    };
    value.push(plain);
    Ok(rest)
}
