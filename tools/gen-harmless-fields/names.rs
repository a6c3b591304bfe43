//! What the place and the name of a plugin's field say, beside the marks of its schemas.

use super::Seen;

/// Words in names of fields that hold secrets. An additional net: schemas of some versions lack the marks of others.
const SECRET_WORDS: &[&str] = &[
    "secret",
    "secrets",
    "password",
    "passwd",
    "passphrase",
    "pass",
    "pwd",
    "token",
    "tokens",
    "key",
    "keys",
    "apikey",
    "keyset",
    "credential",
    "credentials",
    "salt",
    "jwk",
    "jwks",
    "bearer",
    "assertion",
    "authorization",
    "cookie",
    "cookies",
    "auth",
    "hmac",
    "signature",
    "private",
    "hash",
    "nonce",
    "kid",
    "pem",
    "cert",
    "certificate",
    "payload",
];

/// Last words of names that say something about a secret and hold none.
const ABOUT: &[&str] = &[
    "name",
    "names",
    "type",
    "types",
    "alg",
    "algs",
    "algorithm",
    "algorithms",
    "method",
    "methods",
    "endpoint",
    "scheme",
    "location",
    "format",
    "prefix",
    "claim",
    "claims",
    "issuer",
    "style",
    "mode",
    "path",
    "domain",
    "same_site",
    "samesite",
    "policy",
    "strategy",
    "source",
    "status",
    "code",
    "leeway",
];

/// Places of values that requests or responses carry, and of code; whatever stands below them is not shown.
const CARRIERS: &[&str] = &[
    "headers",
    "header",
    "body",
    "querystring",
    "query",
    "query_string",
    "queries",
    "uri_args",
    "post_args",
    "args",
    "cookies",
    "form",
    "json",
    "append",
    "add",
    "replace",
    "template",
    "templates",
    "prompt",
    "prompts",
    "messages",
    "script",
    "functions",
    "lua",
    "resources",
    "custom_fields",
    "custom_fields_by_lua",
    "extra",
    "params",
    "parameters",
    "http_body",
    "graphql",
    "context",
    "content",
    "schema",
    "body_schema",
    "api_spec",
    "api_specification",
    "value",
    "values",
    "default_content",
];

/// Plugins whose whole configuration is code or calls that somebody wrote.
const CODE: &[&str] = &[
    "pre-function",
    "post-function",
    "datakit",
    "request-callout",
    "exit-transformer",
    "jq",
];

/// Lists of names of headers, which are no values.
const HEADER_NAMES: &[(&str, &str)] = &[("cors", "headers[]")];

/// Whether a value of the field may be shown.
pub(crate) fn is_harmless(plugin: &str, path: &str, seen: Seen) -> bool {
    if seen.unknown || seen.encrypted {
        return false;
    }
    if !seen.text {
        return true;
    }
    if seen.referenceable || CODE.contains(&plugin) {
        return false;
    }
    if seen.is_name || HEADER_NAMES.contains(&(plugin, path)) {
        return true;
    }
    // The keys of a free map are not known, so its texts are not either.
    if path.contains("{}") {
        return false;
    }
    let names = || path.split('.').map(|name| name.trim_end_matches("[]"));
    !names().any(|name| CARRIERS.contains(&name)) && !names().next_back().is_some_and(is_secret)
}

fn is_secret(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_code = ["_by_lua", "_function", "_functions", "_template"]
        .iter()
        .any(|end| lower.ends_with(end));
    if is_code {
        return true;
    }
    let mut words = lower.split(['_', '-']);
    let is_about = words.next_back().is_some_and(|last| ABOUT.contains(&last));
    !is_about
        && lower
            .split(['_', '-'])
            .any(|word| SECRET_WORDS.contains(&word))
}
