//! The normal form to which Kong brings the paths of requests (spec 70, 6.1).

use std::borrow::Cow;

/// Characters whose escapes stay, because decoding them would change what the path means.
const RESERVED: &[u8] = b"!*'();:@&=+$,/?%#[]";

/// The normal form of a request path: escapes of unreserved characters decoded once, runs of slashes merged, dot segments
/// resolved.
pub fn normalize(path: &str) -> String {
    if path.is_empty() || path == "/" {
        return path.to_owned();
    }
    let decoded = decode_unreserved(path);
    if decoded.contains('.') || decoded.contains("//") {
        resolve_segments(&decoded)
    } else {
        decoded.into_owned()
    }
}

fn decode_unreserved(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut rest = path.as_bytes();
    let mut decoded = Vec::with_capacity(rest.len());
    while let [first, tail @ ..] = rest {
        if let Some(byte) = escape(rest) {
            if RESERVED.contains(&byte) {
                decoded.extend(rest[..3].to_ascii_uppercase());
            } else {
                decoded.push(byte);
            }
            rest = &rest[3..];
        } else {
            decoded.push(*first);
            rest = tail;
        }
    }
    Cow::Owned(String::from_utf8_lossy(&decoded).into_owned())
}

/// The byte that `%XX` at the start of `text` stands for.
pub fn escape(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else {
        return None;
    };
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    Some(digit(high)? << 4 | digit(low)?)
}

/// Merge slashes and resolve `.` and `..`; above the root they vanish. A final dot segment leaves a slash.
fn resolve_segments(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let mut ends_open = path.ends_with('/');
    let mut parts = path.split('/').peekable();
    let is_rooted = path.starts_with('/');
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part {
            "" => {}
            "." => ends_open |= is_last,
            ".." => {
                segments.pop();
                ends_open |= is_last;
            }
            part => segments.push(part),
        }
    }
    let mut normal = String::with_capacity(path.len());
    if is_rooted {
        normal.push('/');
    }
    normal.push_str(&segments.join("/"));
    if ends_open && !normal.ends_with('/') {
        normal.push('/');
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_form_is_that_of_the_specification() {
        for (raw, normal) in [
            ("//foo", "/foo"),
            ("/x/../foo", "/foo"),
            ("/%66oo", "/foo"),
            ("/a%2fb", "/a%2Fb"),
            ("/caf%C3%A9", "/café"),
            ("/a/.", "/a/"),
            ("/a/b/..", "/a/"),
            ("/../..", "/"),
            ("/a//../b", "/b"),
            ("/a.b/", "/a.b/"),
            ("/%2e%2e/a", "/a"),
            ("/100%", "/100%"),
            ("/%252e", "/%252e"),
            ("/", "/"),
        ] {
            assert_eq!(normalize(raw), normal, "{raw}");
        }
    }
}
