//! The filter RequestRedirect (spec 20, B.8): Kong 3.9 has a plugin for it; before, a response is cut short with a header.

use crate::kong::plugin::Plugin;
use crate::options::KongVersion;
use crate::origin::Origin;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRulesFiltersRequestRedirect as Redirect,
    HttpRouteRulesFiltersRequestRedirectPathType as PathType,
    HttpRouteRulesFiltersRequestRedirectScheme as Scheme,
};
use serde_json::{Map, Value};

/// The first Kong with the plugin `redirect`.
pub(super) const FIRST_WITH_PLUGIN: KongVersion = KongVersion::new(3, 9, 0);

/// What the API server fills in for a missing status code.
const DEFAULT_STATUS: i64 = 302;

/// The plugin `redirect`.
pub(super) fn plugin(redirect: &Redirect, origin: Origin) -> Plugin {
    let base = base(redirect);
    let (location, keeps_path) = match (full_path(redirect), base) {
        (None, Some(base)) => (base, true),
        (None, None) => ("/".to_owned(), true),
        (Some(path), Some(base)) => (cleaned(&base, path), false),
        (Some(path), None) => (path.to_owned(), false),
    };
    let mut config = status(redirect);
    config.insert("keep_incoming_path".to_owned(), Value::from(keeps_path));
    config.insert("location".to_owned(), Value::from(location));
    Plugin::new("redirect", config, origin)
}

/// The plugin that answers with the status code, for Kong before 3.9.
pub(super) fn termination(redirect: &Redirect, origin: Origin) -> Plugin {
    Plugin::new("request-termination", status(redirect), origin)
}

/// The header `Location` for Kong before 3.9, which keeps the path of the match, a regular expression too.
pub(super) fn location(redirect: &Redirect, matched: &str) -> String {
    let path = full_path(redirect).unwrap_or(matched);
    match base(redirect) {
        Some(base) => cleaned(&base, path),
        None => path.to_owned(),
    }
}

fn status(redirect: &Redirect) -> Map<String, Value> {
    let code = redirect.status_code.unwrap_or(DEFAULT_STATUS);
    let mut config = Map::new();
    config.insert("status_code".to_owned(), Value::from(code));
    config
}

/// The replacing path; KIC ignores other modifiers.
fn full_path(redirect: &Redirect) -> Option<&str> {
    let path = redirect.path.as_ref()?;
    match path.r#type {
        PathType::ReplaceFullPath => Some(path.replace_full_path.as_deref().unwrap_or_default()),
        PathType::ReplacePrefixMatch => None,
    }
}

/// `<scheme>://<hostname>[:port]`; without a host name KIC ignores scheme and port.
fn base(redirect: &Redirect) -> Option<String> {
    let hostname = redirect.hostname.as_deref()?;
    let scheme = match redirect.scheme {
        Some(Scheme::Https) => "https",
        Some(Scheme::Http) | None => "http",
    };
    Some(match redirect.port {
        Some(port) => format!("{scheme}://{hostname}:{port}"),
        None => format!("{scheme}://{hostname}"),
    })
}

/// Base and path as Go's `path.Join` puts host and path together: without repeated or trailing slashes, with `.` and `..`
/// resolved, which may eat the host.
fn cleaned(base: &str, path: &str) -> String {
    let (scheme, host) = base.split_once("://").unwrap_or(("http", base));
    let joined = format!("{host}/{path}");
    let mut kept: Vec<&str> = Vec::new();
    for segment in joined.split('/') {
        match segment {
            "" | "." => {}
            ".." if kept.last().is_some_and(|last| *last != "..") => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    format!("{scheme}://{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn locations_are_cleaned_and_dots_may_eat_the_host() {
        for (path, expected) in [
            ("/docs/", "http://www.example.com/docs"),
            ("//a//b/./c/../d", "http://www.example.com/a/b/d"),
            ("/", "http://www.example.com"),
            ("/../x", "http://x"),
            ("/../..", "http://.."),
        ] {
            assert_eq!(cleaned("http://www.example.com", path), expected, "{path}");
        }
    }
}
