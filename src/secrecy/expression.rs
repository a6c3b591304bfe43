//! Router expressions without the values of headers and queries: `http.headers.x_key == "…"`.

/// The fields whose values requests carry.
const CARRIERS: [&str; 2] = ["http.headers.", "http.queries."];

/// The expression with what `mask` makes of it in place of every text that is compared with a header or a query.
///
/// An expression that does not lex, such as one with a text that does not end, is masked from there on.
pub fn masked(expression: &str, mask: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(expression.len());
    let mut rest = expression;
    let mut is_carrier = false;
    while !rest.is_empty() {
        let length = token(rest);
        let (token, behind) = rest.split_at(length);
        if token.starts_with(['"', 'r']) && token.contains('"') {
            if is_carrier {
                out.push('"');
                out.push_str(&mask(token));
                out.push('"');
            } else {
                out.push_str(token);
            }
        } else {
            // The field that was named last is what a text is compared with.
            if token.contains('.') {
                is_carrier = CARRIERS.iter().any(|field| token.contains(field));
            }
            out.push_str(token);
        }
        rest = behind;
    }
    out
}

/// The length of the next token: a text, a raw text, a word, or a single character.
fn token(text: &str) -> usize {
    if let Some(raw) = text.strip_prefix("r#\"") {
        return raw.find("\"#").map_or(text.len(), |at| at + 5);
    }
    if text.starts_with('"') {
        let mut escaped = false;
        for (at, character) in text.char_indices().skip(1) {
            match character {
                '\\' if !escaped => escaped = true,
                '"' if !escaped => return at + 1,
                _ => escaped = false,
            }
        }
        return text.len();
    }
    let is_word =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '.' | '*' | '-');
    let word = text
        .find(|character| !is_word(character))
        .unwrap_or(text.len());
    if word > 0 {
        word
    } else {
        text.chars().next().map_or(0, char::len_utf8)
    }
}

#[cfg(test)]
mod tests {
    use super::super::MASK;

    fn masked(expression: &str) -> String {
        super::masked(expression, |_| MASK.to_owned())
    }

    #[test]
    fn values_of_headers_and_queries_are_masked() {
        assert_eq!(
            masked(
                r##"(http.host == "a.com") && (any(lower(http.headers.x_key) ~ r#"s"x"#) || http.queries.q == "t\"u") && http.path ^= "/a""##
            ),
            r#"(http.host == "a.com") && (any(lower(http.headers.x_key) ~ "…") || http.queries.q == "…") && http.path ^= "/a""#
        );
        assert_eq!(
            masked(r#"http.headers.a == "open"#),
            r#"http.headers.a == "…""#
        );
        assert_eq!(
            masked(r#"http.headers.a in ["x", "y"]"#),
            r#"http.headers.a in ["…", "…"]"#
        );
    }

    #[test]
    fn other_expressions_stay_as_they_are() {
        let text = r#"(net.protocol == "https") && (http.path ~ "^/ä")"#;
        assert_eq!(masked(text), text);
    }
}
