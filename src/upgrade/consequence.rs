//! What a moved default means for who uses the gateway, for those that are known to hurt (spec 84, 2 and 3).

use serde_json::Value;

/// Fields by which a gateway checks the certificate of who it talks to.
const CHECKS: [&str; 8] = [
    "access_token_endpoints_ssl_verify",
    "channel_token_endpoints_ssl_verify",
    "https_verify",
    "session_memcached_ssl_verify",
    "ssl_validate_certificate",
    "ssl_verify",
    "tls_verify",
    "verify_ldap_host",
];

/// The field by which Kong refuses code that opens sockets or requires modules (spec 84, 2).
pub(super) const LUA: &str = "the gateway's setting untrusted_lua is `strict` by default from Kong 3.14 on: code that opens sockets or requires modules may fail";

/// What follows from another default of a plugin's field; nothing where nothing is known.
pub(super) fn of_plugin(
    plugin: &str,
    path: &[String],
    old: Option<&Value>,
    new: Option<&Value>,
) -> Option<String> {
    let field = path.last()?;
    let is_on = new == Some(&Value::Bool(true));
    if field == "hide_credentials" && is_on {
        return Some(
            "Kong takes the credential out of the request: upstreams do not see it any more"
                .to_owned(),
        );
    }
    if plugin == "hmac-auth" && field == "algorithms" {
        let lost = lost(old, new);
        return (!lost.is_empty())
            .then(|| format!("clients that sign with {} get 401", lost.join(" or ")));
    }
    if CHECKS.contains(&field.as_str()) && is_on {
        return Some(
            "the certificate of the other end is checked: a connection to one that Kong does not trust fails"
                .to_owned(),
        );
    }
    if field == "max_request_body_size" {
        return Some("other sizes of request bodies are read".to_owned());
    }
    None
}

/// Whether `false` is what a field of this name says when it checks nothing.
pub(super) fn is_check(path: &[String]) -> bool {
    path.last()
        .is_some_and(|field| CHECKS.contains(&field.as_str()))
}

/// Items of a list that the other one does not have.
fn lost(old: Option<&Value>, new: Option<&Value>) -> Vec<String> {
    let items = |list: Option<&Value>| -> Vec<String> {
        let items = list.and_then(Value::as_array).into_iter().flatten();
        items
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect()
    };
    let kept = items(new);
    items(old)
        .into_iter()
        .filter(|item| !kept.contains(item))
        .collect()
}
