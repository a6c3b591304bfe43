//! The filter URLRewrite (spec 20, B.8; KIC: `subtranslator/httproute.go`).

use super::transformer::Transformer;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRulesFiltersUrlRewrite, HttpRouteRulesFiltersUrlRewritePathType as PathType,
};

/// Add a rewrite to the request transformer. Comes back with the paths a traditional route must have for it, if any.
pub(super) fn apply(
    rewrite: Option<&HttpRouteRulesFiltersUrlRewrite>,
    matched: &str,
    transformer: &mut Transformer,
) -> Result<Option<Vec<String>>, &'static str> {
    let path = rewrite.and_then(|rewrite| rewrite.path.as_ref());
    let hostname = rewrite.and_then(|rewrite| rewrite.hostname.as_deref());
    if path.is_none() && hostname.is_none() {
        return Err("URLRewrite missing Path and Hostname");
    }
    let mut paths = None;
    if let Some(path) = path {
        match path.r#type {
            PathType::ReplaceFullPath => {
                transformer.replace_uri(path.replace_full_path.clone().unwrap_or_default());
            }
            PathType::ReplacePrefixMatch => {
                let replacement = path.replace_prefix_match.as_deref().unwrap_or_default();
                let prefix = matched_prefix(matched);
                transformer.replace_uri(replacing_uri(prefix, replacement.trim_end_matches('/')));
                paths = Some(capturing_paths(prefix));
            }
        }
    }
    if let Some(hostname) = hostname {
        transformer.set("host", hostname);
    }
    Ok(paths)
}

/// The matched path without one trailing slash; `/` for the root.
fn matched_prefix(matched: &str) -> &str {
    match matched {
        "" | "/" => "/",
        path => path.strip_suffix('/').unwrap_or(path),
    }
}

/// Paths that match the prefix and capture what follows it.
fn capturing_paths(prefix: &str) -> Vec<String> {
    let rest = if prefix == "/" { "(.*)" } else { "(/.*)" };
    vec![format!("~{prefix}$"), format!("~{prefix}{rest}")]
}

/// The template that puts the replacement in front of what was captured.
fn replacing_uri(prefix: &str, replacement: &str) -> String {
    match (replacement, prefix) {
        ("", "/") => r#"$(uri_captures[1] == nil and "/" or "/" .. uri_captures[1])"#.to_owned(),
        ("", _) => r#"$(uri_captures[1] == nil and "/" or uri_captures[1])"#.to_owned(),
        (_, "/") => {
            format!(r#"{replacement}$(uri_captures[1] == nil and "" or "/" .. uri_captures[1])"#)
        }
        _ => format!("{replacement}$(uri_captures[1])"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_captured_rest_follows_the_prefix() {
        assert_eq!(
            capturing_paths(matched_prefix("/old/")),
            ["~/old$", "~/old(/.*)"]
        );
        assert_eq!(capturing_paths(matched_prefix("")), ["~/$", "~/(.*)"]);
        assert_eq!(replacing_uri("/old", "/new"), "/new$(uri_captures[1])");
    }

    #[test]
    fn a_rewrite_of_nothing_is_an_error() {
        let nothing = HttpRouteRulesFiltersUrlRewrite::default();
        assert!(apply(Some(&nothing), "/", &mut Transformer::default()).is_err());
    }
}
