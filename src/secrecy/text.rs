//! What a text gives away by itself, wherever it stands.

use super::MASK;
use std::borrow::Cow;

/// Whether a text holds what must not be shown in any field: a private key, the user or the query of a URL, a token that is signed.
pub fn holds_secret(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
        || is_signed_token(text)
        || text.split_whitespace().any(is_secret_url)
}

/// Signs that stand around a value in a sentence.
const AROUND: &[char] = &[
    '`', '"', '\'', '(', ')', '[', ']', '{', '}', '<', '>', ',', ';', '.', ':',
];

/// The start and the end of a private key.
const KEY: (&str, &str) = ("-----BEGIN", "PRIVATE KEY-----");

/// A sentence with [`MASK`] in place of every word that holds a secret by itself, whichever field it came from. What stands
/// around the word stays.
pub fn without_secrets(sentence: &str) -> Cow<'_, str> {
    let (sentence, key) = match sentence.find(KEY.0) {
        Some(at) if sentence.contains(KEY.1) => sentence.split_at(at),
        _ => (sentence, ""),
    };
    let is_secret = |word: &str| is_secret_url(word) || is_signed_token(word);
    let mut words = sentence.split(char::is_whitespace);
    if key.is_empty() && !words.any(|word| is_secret(word.trim_matches(AROUND))) {
        return Cow::Borrowed(sentence);
    }
    let mut out = String::with_capacity(sentence.len());
    for word in sentence.split_inclusive(char::is_whitespace) {
        let inner = word.trim().trim_matches(AROUND);
        if is_secret(inner) {
            out.push_str(&word.replacen(inner, MASK, 1));
        } else {
            out.push_str(word);
        }
    }
    if !key.is_empty() {
        out.push_str(MASK);
    }
    Cow::Owned(out)
}

/// `https://user:password@host/`, `user:password@host`, `https://host/?token=...` and `/path?token=...`. A password may hold any
/// character, written as it should be or not.
fn is_secret_url(word: &str) -> bool {
    let has_password = |text: &str| text.rfind('@').is_some_and(|at| text[..at].contains(':'));
    let Some((_, rest)) = word.split_once("://") else {
        let query = word.strip_prefix('/').and_then(|path| path.split_once('?'));
        return has_password(word) || query.is_some_and(|(_, query)| query.contains('='));
    };
    let user = rest.split(['/', '?', '#']).next().unwrap_or_default();
    rest.contains('?') || user.contains('@') || has_password(rest)
}

/// A JSON web token: its header begins with `{"` in base64.
fn is_signed_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() == 2
}

/// Longest name that is taken for one.
const LONGEST_NAME: usize = 10;

/// Whether a text is so short and plain that it is a name, where a Secret gives an entity one: the id of a CA certificate, which
/// Services and plugins name in clear, or that of an OAuth 2 application.
pub fn is_short_name(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= LONGEST_NAME && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        assert!(is_short_name("id-1") && is_short_name("app"));
        for text in ["", "S3cret", "a.b", "0123456789a", "pass word"] {
            assert!(!is_short_name(text), "{text}");
        }
    }

    #[test]
    fn words_with_secrets_are_masked_in_sentences() {
        for (sentence, shown) in [
            ("write \"/x?key=1\" now", "write \"…\" now"),
            ("path `/~/z?key=1(`: no", "path `…(`: no"),
            ("host-header: u:p@host` on", "host-header: …` on"),
            ("a https://u:p@h/, b", "a …, b"),
            ("b eyJhbGciOi.eyJzdWIi.c2ln", "b …"),
            ("a -----BEGIN PRIVATE KEY-----\nx y", "a …"),
            (
                "Service default/a:\n `/x` (a@b)",
                "Service default/a:\n `/x` (a@b)",
            ),
        ] {
            assert_eq!(without_secrets(sentence), shown);
        }
    }

    #[test]
    fn users_and_queries_of_urls_are_secret() {
        for text in [
            "https://user:password@host/x",
            "redis://:p@h",
            "see https://h/ and http://u@h",
            "https://h/x?api_key=1",
            "/x?api_key=1",
            "user:password@host:80",
            "https://user:pass/word@host",
            "a://b://u:p@h",
            "-----BEGIN RSA PRIVATE KEY-----",
            "eyJhbGciOi.eyJzdWIi.c2ln",
        ] {
            assert!(holds_secret(text), "{text}");
        }
        for text in [
            "https://host/a@b",
            "a@b",
            "/x?y",
            "example.com",
            "~/a(?<id>b)",
        ] {
            assert!(!holds_secret(text), "{text}");
        }
    }
}
