//! What a text gives away by itself, wherever it stands.

/// Whether a text holds what must not be shown in any field: a private key, the user or the query of a URL, a token that is signed.
pub fn holds_secret(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
        || is_signed_token(text)
        || text.split_whitespace().any(is_secret_url)
}

/// `https://user:password@host/`, `user:password@host`, `https://host/?token=...` and `/path?token=...`.
fn is_secret_url(word: &str) -> bool {
    let authority = |text: &str| {
        let end = text.find(['/', '?', '#']).unwrap_or(text.len());
        text[..end].rfind('@').map(|at| text[..at].contains(':'))
    };
    let query = |text: &str| text.split_once('?').map(|(_, query)| query.contains('='));
    match word.split_once("://") {
        // What follows may hold a URL of its own.
        Some((_, rest)) => {
            let users = word
                .match_indices("://")
                .map(|(at, mark)| &word[at + mark.len()..]);
            query(rest).is_some() || users.map(authority).any(|user| user.is_some())
        }
        None => {
            authority(word) == Some(true) || (word.starts_with('/') && query(word) == Some(true))
        }
    }
}

/// A JSON web token: its header begins with `{"` in base64.
fn is_signed_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_and_queries_of_urls_are_secret() {
        for text in [
            "https://user:password@host/x",
            "redis://:p@h",
            "see https://h/ and http://u@h",
            "https://h/x?api_key=1",
            "/x?api_key=1",
            "user:password@host:80",
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
