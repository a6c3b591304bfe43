//! What a text gives away by itself, wherever it stands.

/// Whether a text holds what must not be shown in any field: a private key, the user or the query of a URL, a token that is signed.
pub fn holds_secret(text: &str) -> bool {
    has_private_key(text) || has_secret_url(text) || is_signed_token(text)
}

fn has_private_key(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
}

/// `https://user:password@host/`, and `https://host/?token=...`: each of the URLs in a text counts.
fn has_secret_url(text: &str) -> bool {
    text.match_indices("://").any(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let url = rest.split(char::is_whitespace).next().unwrap_or_default();
        let authority = url.split(['/', '?', '#']).next().unwrap_or_default();
        authority.contains('@') || url.contains('?')
    })
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
