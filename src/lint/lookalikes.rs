//! Paths that look like regular expressions and are plain text to Kong 3; CORS origins with `*` that are regular expressions.

use super::Context;
use crate::annotations::table::REGEX_PREFIX;
use crate::diag::lookalikes as problems;
use crate::k8s::kong::KongPluginSpec;
use crate::k8s::object::Object;
use crate::origin::{FieldPath, Origin};
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRulesMatchesPathType as PathType, HttpRouteSpec,
};
use k8s_openapi::api::networking::v1::IngressSpec;
use serde_json::Value;

/// What begins a regular expression unless `konghq.com/regex-prefix` says otherwise.
const DEFAULT_PREFIX: &str = "/~";

/// Report them.
pub fn lint(context: &mut Context<'_>) {
    let store = context.store;
    if !detects_regexes(context) {
        for ingress in &store.ingresses {
            ingress_paths(context, ingress);
        }
    }
    for route in &store.http_routes {
        route_paths(context, route);
    }
    let plugins = store.kong_plugins.iter().chain(&store.kong_cluster_plugins);
    for plugin in plugins.filter(|plugin| plugin.spec.plugin == "cors") {
        origins(context, plugin);
    }
}

/// `enableLegacyRegexDetection`: then KIC goes by the looks itself (spec 10, 3.2).
fn detects_regexes(context: &Context<'_>) -> bool {
    let mut parameters = context.store.ingress_class_parameters.iter();
    parameters.any(|parameters| parameters.spec.enable_legacy_regex_detection)
}

fn ingress_paths(context: &mut Context<'_>, ingress: &Object<IngressSpec>) {
    let prefix = REGEX_PREFIX.written(&ingress.meta);
    let prefix = prefix.unwrap_or(DEFAULT_PREFIX);
    for (rule_index, rule) in ingress.spec.rules.iter().flatten().enumerate() {
        let paths = rule.http.iter().flat_map(|http| &http.paths);
        for (path_index, path) in paths.enumerate() {
            let text = path.path.as_deref().unwrap_or_default();
            // The API server refuses other paths than absolute ones.
            if !text.starts_with('/') || text.starts_with(prefix) {
                continue;
            }
            let Some(look) = Look::of(text) else {
                continue;
            };
            let field = FieldPath::of(&["spec", "rules"])
                .index(rule_index)
                .key("http")
                .key("paths")
                .index(path_index)
                .key("path");
            let remedy = match look {
                Look::Below(base) => {
                    format!("write `{base}` with pathType Prefix, which needs no `*`")
                }
                Look::Regex(regex) => {
                    format!("write `{prefix}{regex}` with pathType ImplementationSpecific")
                }
            };
            let at = Origin::at(&ingress.meta, field);
            context
                .diagnostics
                .push(problems::path_looks_like_regex(at, text, remedy));
        }
    }
}

fn route_paths(context: &mut Context<'_>, route: &Object<HttpRouteSpec>) {
    for (rule_index, rule) in route.spec.rules.iter().flatten().enumerate() {
        for (match_index, item) in rule.matches.iter().flatten().enumerate() {
            let Some(path) = &item.path else {
                continue;
            };
            let text = path.value.as_deref().unwrap_or_default();
            let Some(look) = Look::of(text) else {
                continue;
            };
            if path.r#type == Some(PathType::RegularExpression) {
                continue;
            }
            let field = FieldPath::of(&["spec", "rules"])
                .index(rule_index)
                .key("matches")
                .index(match_index)
                .key("path")
                .key("value");
            let remedy = match look {
                Look::Below(base) => {
                    format!("write `{base}` with type PathPrefix, which needs no `*`")
                }
                Look::Regex(regex) => format!("write `{regex}` with type RegularExpression"),
            };
            let at = Origin::at(&route.meta, field);
            context
                .diagnostics
                .push(problems::path_looks_like_regex(at, text, remedy));
        }
    }
}

/// What a path looks like.
#[derive(Debug, PartialEq, Eq)]
enum Look {
    /// Everything below this path: `/files/*`.
    Below(String),
    /// This regular expression.
    Regex(String),
}

impl Look {
    /// Signs that paths do not have otherwise. Brackets alone are none: `/Products(1)`, nor is a `$` in front: `/$metadata`.
    fn of(path: &str) -> Option<Self> {
        let has_sign = path.contains(['*', '[', ']', '{', '}', '|', '\\', '^', '?'])
            || path.contains(".+")
            || path.ends_with('$')
            || path.contains("$)");
        if !has_sign {
            return None;
        }
        if let Some(base) = path.strip_suffix("/*")
            && Self::of(base).is_none()
        {
            let base = if base.is_empty() { "/" } else { base };
            return Some(Self::Below(base.to_owned()));
        }
        Some(Self::Regex(regex(path)))
    }
}

/// The regular expression that is meant: `/users/{id}` has a parameter, and a `*` that repeats nothing stands for any text.
fn regex(path: &str) -> String {
    let mut regex = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(next) = rest.chars().next() {
        let parameter = rest
            .strip_prefix('{')
            .and_then(|inside| inside.split_once('}'))
            .filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        if let Some((_, behind)) = parameter {
            regex.push_str("[^/]+");
            rest = behind;
            continue;
        }
        if next == '*' && !regex.ends_with(['.', ')', ']']) {
            regex.push('.');
        }
        regex.push(next);
        rest = &rest[next.len_utf8()..];
    }
    regex
}

fn origins(context: &mut Context<'_>, plugin: &Object<KongPluginSpec>) {
    let config = plugin.spec.config.as_ref();
    let origins = config
        .and_then(|config| config.get("origins"))
        .and_then(Value::as_array);
    for (index, origin) in origins.into_iter().flatten().enumerate() {
        let Some(origin) = origin.as_str() else {
            continue;
        };
        let is_glob = origin.starts_with("*.") || origin.contains("//*") || origin.contains(":*");
        if origin != "*" && is_glob {
            let field = FieldPath::of(&["config", "origins"]).index(index);
            let at = Origin::at(&plugin.meta, field);
            let regex = origin.replace('.', "\\.").replace('*', "[^.]+");
            context
                .diagnostics
                .push(problems::cors_origin_wildcard(at, origin, &regex));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regex_of(path: &str) -> Option<String> {
        match Look::of(path) {
            Some(Look::Regex(regex)) => Some(regex),
            Some(Look::Below(_)) | None => None,
        }
    }

    #[test]
    fn paths_with_the_signs_of_a_regex_look_like_one() {
        for path in [
            r"/v1/users/\d+$",
            "/shop(/|$)(.*)",
            "/api/(debug.*|kyc-debug.*)",
            "/items/[0-9]+",
            "/.+",
            "/a?",
        ] {
            assert_eq!(regex_of(path).as_deref(), Some(path));
        }
    }

    #[test]
    fn parameters_and_stars_become_what_they_mean() {
        assert_eq!(regex_of("/users/{id}/x").as_deref(), Some("/users/[^/]+/x"));
        assert_eq!(regex_of("/img/*.png").as_deref(), Some("/img/.*.png"));
        assert_eq!(regex_of("/a{2,3}").as_deref(), Some("/a{2,3}"));
    }

    #[test]
    fn everything_below_a_path_needs_no_regex() {
        assert_eq!(Look::of("/files/*"), Some(Look::Below("/files".to_owned())));
        assert_eq!(Look::of("/*"), Some(Look::Below("/".to_owned())));
    }

    #[test]
    fn literal_paths_with_odd_characters_are_literal() {
        for path in [
            "/",
            "/a.b/c-d_e~f",
            "/Products(1)",
            "/$metadata",
            "/@scope/pkg",
            "/a+b",
            "/v1:batch",
            "/caf%C3%A9",
        ] {
            assert_eq!(Look::of(path), None, "{path}");
        }
    }
}
