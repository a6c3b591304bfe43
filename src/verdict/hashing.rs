//! What an upstream hashes on to pick a target (spec 70, 5.6).

use super::services::URL_PATH_FORM;
use super::text;
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::upstream::Upstream;

/// What is hashed on, and when that is missing in a request.
const HASHES: [&str; 8] = [
    "consumer",
    "cookie",
    "header",
    "ip",
    "none",
    "path",
    "query_arg",
    "uri_capture",
];

/// Report what Kong would refuse in the hashing of an upstream.
pub(super) fn judge(upstream: &Upstream, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    let on = upstream.hash_on.as_deref().unwrap_or("none");
    let fallback = upstream.hash_fallback.as_deref().unwrap_or("none");
    for (field, value) in [("hash_on", on), ("hash_fallback", fallback)] {
        if !HASHES.contains(&value) {
            diagnostics.push(subject.not_in_list(field, value, &HASHES));
        }
    }
    let companions = [
        (on, "header", "hash_on_header", &upstream.hash_on_header),
        (
            on,
            "query_arg",
            "hash_on_query_arg",
            &upstream.hash_on_query_arg,
        ),
        (
            on,
            "uri_capture",
            "hash_on_uri_capture",
            &upstream.hash_on_uri_capture,
        ),
        (on, "cookie", "hash_on_cookie", &upstream.hash_on_cookie),
        (
            fallback,
            "header",
            "hash_fallback_header",
            &upstream.hash_fallback_header,
        ),
        (
            fallback,
            "query_arg",
            "hash_fallback_query_arg",
            &upstream.hash_fallback_query_arg,
        ),
        (
            fallback,
            "uri_capture",
            "hash_fallback_uri_capture",
            &upstream.hash_fallback_uri_capture,
        ),
        (
            fallback,
            "cookie",
            "hash_on_cookie",
            &upstream.hash_on_cookie,
        ),
    ];
    for (value, what, companion, given) in companions {
        if value == what && given.is_none() {
            diagnostics.push(subject.lacks(&[companion], &format!("hashing on {what}")));
        }
    }
    if matches!(on, "none" | "cookie") && fallback != "none" {
        diagnostics.push(subject.conflicts("hash_fallback", &format!("with `hash_on: {on}`")));
    } else if on == fallback && matches!(on, "consumer" | "ip" | "path") {
        diagnostics.push(subject.conflicts("hash_fallback", "to be the same as `hash_on`"));
    }
    hash_sources(upstream, subject, diagnostics);
}

/// The names of what is hashed on: their form, and that the two differ.
fn hash_sources(upstream: &Upstream, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    for (field, name) in [
        ("hash_on_header", &upstream.hash_on_header),
        ("hash_fallback_header", &upstream.hash_fallback_header),
    ] {
        if name.as_ref().is_some_and(|it| !text::is_header_name(it)) {
            diagnostics.push(subject.has_bad_format(field, "letters, digits, `-` and `_`"));
        }
    }
    if upstream
        .hash_on_cookie
        .as_ref()
        .is_some_and(|it| !text::is_cookie_name(it))
    {
        diagnostics.push(subject.has_bad_format("hash_on_cookie", "a name without separators"));
    }
    if upstream
        .hash_on_cookie_path
        .as_ref()
        .is_some_and(|it| !text::is_url_path(it))
    {
        diagnostics.push(subject.has_bad_format("hash_on_cookie_path", URL_PATH_FORM));
    }
    for (on, fallback, name, other) in [
        (
            "hash_on_header",
            "hash_fallback_header",
            &upstream.hash_on_header,
            &upstream.hash_fallback_header,
        ),
        (
            "hash_on_query_arg",
            "hash_fallback_query_arg",
            &upstream.hash_on_query_arg,
            &upstream.hash_fallback_query_arg,
        ),
        (
            "hash_on_uri_capture",
            "hash_fallback_uri_capture",
            &upstream.hash_on_uri_capture,
            &upstream.hash_fallback_uri_capture,
        ),
    ] {
        if name.as_ref().is_some_and(|it| !it.is_empty()) && name == other {
            diagnostics.push(subject.conflicts(&format!("{on}|{fallback}"), "to be equal"));
        }
    }
    for (field, name) in [
        ("hash_on_query_arg", &upstream.hash_on_query_arg),
        ("hash_fallback_query_arg", &upstream.hash_fallback_query_arg),
        ("hash_on_uri_capture", &upstream.hash_on_uri_capture),
        (
            "hash_fallback_uri_capture",
            &upstream.hash_fallback_uri_capture,
        ),
    ] {
        if name.as_ref().is_some_and(String::is_empty) {
            diagnostics.push(subject.is_empty(field));
        }
    }
}
