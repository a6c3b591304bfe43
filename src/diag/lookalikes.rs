//! Problems of values that look like another language: regular expressions that are literal text, literal text that is a
//! regular expression.

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[&PATH_LOOKS_LIKE_REGEX, &CORS_ORIGIN_WILDCARD];

/// A path with the signs of a regular expression or of a file pattern.
pub static PATH_LOOKS_LIKE_REGEX: Code = Code {
    id: "path-looks-like-regex",
    severity: Severity::Warning,
    summary: "a path looks like a regular expression and is plain text to Kong",
    explanation: "Since version 3 Kong takes a path for a regular expression only when it is marked as one: in an Ingress by `/~` in front (or what `konghq.com/regex-prefix` says), in an HTTPRoute by the type RegularExpression. \
                  Anything else is compared as text, and no request has `(.*)` or `*` in its path. For the types Prefix and Exact KIC also writes the path unescaped into a regular expression of its own, so that some requests may match by luck.",
    before: "- path: /api/v[0-9]+\n  pathType: ImplementationSpecific",
    after: "- path: /~/api/v[0-9]+\n  pathType: ImplementationSpecific",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go; Kong: CHANGELOG 3.0, paths",
};

/// What the author of such a path should write, a sentence.
pub fn path_looks_like_regex(at: Origin, path: &str, remedy: String) -> Diagnostic {
    Diagnostic::new(
        &PATH_LOOKS_LIKE_REGEX,
        at,
        format!("path `{path}` looks like a pattern, but Kong takes it as plain text"),
    )
    .hint(remedy)
}

/// `https://*.example.com`
pub static CORS_ORIGIN_WILDCARD: Code = Code {
    id: "cors-origin-wildcard",
    severity: Severity::Warning,
    summary: "a CORS origin with `*` never matches, because Kong reads it as a regular expression",
    explanation: "The plugin cors takes `*` alone for every origin. In any other origin it is part of a regular expression, where `*` repeats the character before it: `https://*.example.com` asks for slashes, not for a subdomain. Kong accepts it, and no browser's origin matches.",
    before: "plugin: cors\nconfig: {origins: [\"https://*.example.com\"]}",
    after: "plugin: cors\nconfig: {origins: [\"https://[^.]+\\\\.example\\\\.com\"]}",
    reference: "Kong: kong/plugins/cors/handler.lua",
};

/// An origin with a `*` that repeats nothing sensible.
pub fn cors_origin_wildcard(at: Origin, origin: &str, regex: &str) -> Diagnostic {
    Diagnostic::new(
        &CORS_ORIGIN_WILDCARD,
        at,
        format!("origin `{origin}` is a regular expression to Kong and matches no subdomain"),
    )
    .hint(format!("write `{regex}`"))
}
