//! Parts of paths and queries, and what is sent upstream (spec 70, 6.7). The normal form of paths is in `kong::path`.

use crate::kong::path::escape;
use std::borrow::Cow;

/// The parts of a path between its slashes, trailing empty ones left out.
pub fn segments(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    parts
}

/// Segment `N`, or segments `N_M` joined by `/`.
pub fn segment_range(segments: &[&str], name: &str) -> Option<String> {
    match name.split_once('_') {
        None => segments
            .get(name.parse::<usize>().ok()?)
            .map(|part| (*part).to_owned()),
        Some((first, last)) => {
            let (first, last) = (first.parse::<usize>().ok()?, last.parse::<usize>().ok()?);
            (first < last)
                .then(|| segments.get(first..=last))
                .flatten()
                .map(|parts| parts.join("/"))
        }
    }
}

/// The decoded parameters of a query in order; one without `=` has the empty text.
pub fn query_pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode_query(name), decode_query(value))
        })
}

fn decode_query(text: &str) -> String {
    let mut rest = text.as_bytes();
    let mut decoded = Vec::with_capacity(rest.len());
    while let [first, tail @ ..] = rest {
        if let Some(byte) = escape(rest) {
            decoded.push(byte);
            rest = &rest[3..];
        } else {
            decoded.push(if *first == b'+' { b' ' } else { *first });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The path sent upstream, before its final escaping. `stripped` is the matched text when `strip_path` is on.
///
/// Kong cuts as many bytes from the front as the match is long, wherever the match was.
pub fn upstream_uri(path: &str, service_path: Option<&str>, stripped: Option<&str>) -> String {
    let base = service_path.unwrap_or("/");
    match stripped {
        Some(matched) => join_stripped(base, path, &rest_after(path, matched.len())),
        None if base.ends_with('/') => {
            format!("{base}{}", rest_after(path, 1))
        }
        None if path == "/" => base.to_owned(),
        None => format!("{base}{path}"),
    }
}

/// What is left of the path; dots that the cut laid bare at its start are dropped.
fn rest_after(path: &str, length: usize) -> Cow<'_, str> {
    let rest = String::from_utf8_lossy(path.as_bytes().get(length..).unwrap_or_default());
    let trimmed = match rest.as_ref() {
        "." | ".." => "",
        text => text
            .strip_prefix("../")
            .or_else(|| text.strip_prefix("./"))
            .unwrap_or(text),
    };
    if trimmed.len() == rest.len() {
        rest
    } else {
        Cow::Owned(trimmed.to_owned())
    }
}

fn join_stripped(base: &str, path: &str, rest: &str) -> String {
    let ends_with_slash = path.ends_with('/');
    let open_base = base.strip_suffix('/');
    match (rest, open_base) {
        ("", Some(short)) => {
            if base == "/" || ends_with_slash {
                base.to_owned()
            } else {
                short.to_owned()
            }
        }
        ("", None) if ends_with_slash && path.len() > 1 => format!("{base}/"),
        ("", None) => base.to_owned(),
        (rest, Some(short)) if rest.starts_with('/') => format!("{short}{rest}"),
        (rest, None) if !rest.starts_with('/') => format!("{base}/{rest}"),
        (rest, _) => format!("{base}{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upstream_paths_are_those_of_the_specification() {
        for (base, path, matched, expected) in [
            ("/", "/foobar", Some("/foo"), "/bar"),
            ("/base", "/foo", Some("/foo"), "/base"),
            ("/base", "/foo/", Some("/foo"), "/base/"),
            ("/base", "/foo/x", Some("/foo"), "/base/x"),
            ("/base", "/foox", Some("/foo"), "/base/x"),
            ("/base/", "/foo", Some("/foo"), "/base"),
            ("/base/", "/foo/", Some("/foo"), "/base/"),
            ("/base", "/foo", None, "/base/foo"),
            ("/base/", "/foo", None, "/base/foo"),
            ("/", "/foo/12/x", Some("/foo/12"), "/x"),
            ("/", "/a/Get", Some("/Get"), "/et"),
            ("/base", "/", None, "/base"),
        ] {
            assert_eq!(
                upstream_uri(path, Some(base), matched),
                expected,
                "{base} {path}"
            );
        }
    }

    #[test]
    fn query_parameters_are_decoded_and_may_be_empty() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let found: Vec<_> = query_pairs("a=1&a=2&b&A=x%20y+z").collect();
        assert_eq!(
            found,
            [
                pair("a", "1"),
                pair("a", "2"),
                pair("b", ""),
                pair("A", "x y z")
            ]
        );
    }

    #[test]
    fn segments_count_from_zero_and_ranges_include_their_end() {
        let parts = segments("/a/b/c/");
        assert_eq!(parts, ["a", "b", "c"]);
        assert_eq!(segment_range(&parts, "1"), Some("b".to_owned()));
        assert_eq!(segment_range(&parts, "0_1"), Some("a/b".to_owned()));
        assert_eq!(segment_range(&parts, "1_5"), None);
    }
}
