//! Addresses in HTML pages, and the policy of a page. Texts need no escape of their own: they are data of the page's script,
//! which puts them in as text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The address, if it may stand behind a link: one of `http` or `https`, or one relative to the page. Another scheme could run
/// a script, and `//host` leads away from the page without saying so.
pub fn link(address: &str) -> Option<&str> {
    let is_plain = address
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>' | b'`'));
    if address.is_empty() || !is_plain {
        return None;
    }
    // As browsers do: a scheme ends at the first colon before any slash, question mark or hash.
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let is_allowed = match address[..end].split_once(':') {
        Some((scheme, rest)) => {
            (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
                && rest.is_empty()
                && address[end..]
                    .strip_prefix("//")
                    .is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '?', '#']))
        }
        None => !address.starts_with("//"),
    };
    is_allowed.then_some(address)
}

/// A content security policy under which a page loads nothing, and runs and applies only its own `script` and `style`.
pub fn policy(script: &str, style: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

/// A source expression that names a text by its hash (Content Security Policy Level 3, 6.7.2.4).
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_the_neighbourhood_are_linked() {
        for address in [
            "a.yaml#L3",
            "../a%20b.yaml",
            "/srv/a.yaml",
            "https://example.com/a?b=c:d#L1",
            "HTTP://example.com",
            "a/b:c",
            "?x=javascript:1",
        ] {
            assert_eq!(link(address), Some(address));
        }
        for address in [
            "",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example/a",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "https:///evil.example",
            "https:\n//x",
            "javascript&colon;alert(1):",
            "blob:https://x",
        ] {
            assert_eq!(link(address), None, "{address:?}");
        }
    }

    #[test]
    fn the_policy_names_script_and_style_by_their_hash() {
        let policy = policy("", "");
        let empty = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(policy.matches(empty).count(), 2, "{policy}");
        assert!(!policy.contains("unsafe"));
    }
}
