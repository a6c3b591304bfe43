//! Which kind a document is of, by its lines alone: cheap enough to skip a Deployment without parsing it.

use memchr::memchr_iter;

/// The kind, when the lines leave no doubt: exactly one `kind:` at column 0, nothing there that YAML might
/// read as another key, no `items` (spec 60, 7). `None` means: parse.
pub(super) fn sole_kind(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut kind = None;
    let starts = std::iter::once(0).chain(memchr_iter(b'\n', bytes).map(|end| end + 1));
    for start in starts {
        match bytes.get(start) {
            Some(b'"' | b'\'' | b'?' | b'{' | b'[' | b'&' | b'*' | b'!' | b'<' | b'%' | b'.') => {
                return None;
            }
            Some(b'i') if text[start..].starts_with("items") => return None,
            Some(b'k') if text[start..].starts_with("kind") => {
                let value = text[start..].strip_prefix("kind:")?;
                if kind.is_some() {
                    return None;
                }
                kind = Some(value.split('\n').next().unwrap_or_default());
            }
            _ => {}
        }
    }
    word(kind?)
}

/// The `apiVersion` of a document whose kind its lines tell; empty when they do not tell it.
pub(super) fn api_version(text: &str) -> &str {
    text.lines()
        .find_map(|line| line.strip_prefix("apiVersion:"))
        .map_or("", |value| {
            let value = value.split(" #").next().unwrap_or_default();
            value.trim().trim_matches(['"', '\''])
        })
}

/// The value of a `kind:` line when it is one plain or simply quoted word.
fn word(value: &str) -> Option<&str> {
    let value = value.strip_prefix(' ')?;
    let value = value.split(" #").next().unwrap_or_default().trim();
    let bare = ['"', '\'']
        .iter()
        .find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value);
    let is_word = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphanumeric());
    is_word.then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_line_at_column_0_names_the_kind() {
        for text in [
            "apiVersion: v1\nkind: Pod\nspec:\n  kind: X\n",
            "kind: 'Pod'\n",
            "kind: \"Pod\" # a pod\r\n",
        ] {
            assert_eq!(sole_kind(text), Some("Pod"), "{text}");
        }
    }

    #[test]
    fn the_api_version_stands_at_column_0() {
        for text in [
            "apiVersion: a/v1\nkind: X\n",
            "kind: X\napiVersion: 'a/v1' # why\r\n",
        ] {
            assert_eq!(api_version(text), "a/v1", "{text}");
        }
        assert_eq!(api_version("kind: X\nspec:\n  apiVersion: a/v1\n"), "");
    }

    #[test]
    fn doubt_means_parse() {
        for text in [
            "kind: Pod\nkind: Service\n",
            "{kind: Pod}",
            "\"kind\": Pod\nkind: X\n",
            "? kind\n: Pod\n",
            "kind: Pod\nitems:\n- a\n",
            "kind: &a Pod\n",
            "  kind: Pod\n",
            "<<: *x\nkind: Pod\n",
        ] {
            assert_eq!(sole_kind(text), None, "{text}");
        }
    }
}
