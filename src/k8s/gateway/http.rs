//! HTTPRoute, `gateway.networking.k8s.io/v1`.

use super::route::{BackendReference, ParentReference, RawJson};
use serde::Deserialize;

/// How a value is compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum MatchType {
    /// Equal.
    #[default]
    Exact,
    /// The regular expression matches.
    RegularExpression,
}

/// How a path is compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum PathType {
    /// Equal.
    Exact,
    /// Whole leading segments.
    #[default]
    PathPrefix,
    /// The regular expression matches.
    RegularExpression,
}

/// HTTPRoute `spec`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpRouteSpec {
    /// Host names.
    pub hostnames: Option<Vec<String>>,
    /// Gateways.
    pub parent_refs: Option<Vec<ParentReference>>,
    /// Rules.
    pub rules: Option<Vec<HttpRule>>,
}

/// HTTPRoute `rules[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpRule {
    /// Name.
    pub name: Option<String>,
    /// Matches.
    pub matches: Option<Vec<HttpMatch>>,
    /// Filters.
    pub filters: Option<Vec<HttpFilter>>,
    /// Backends.
    pub backend_refs: Option<Vec<BackendReference>>,
    /// Timeouts.
    pub timeouts: Option<HttpTimeouts>,
}

/// HTTPRoute `rules[].matches[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpMatch {
    /// Path.
    pub path: Option<HttpPathMatch>,
    /// Headers.
    pub headers: Option<Vec<NamedValueMatch>>,
    /// Query parameters.
    pub query_params: Option<Vec<NamedValueMatch>>,
    /// Method.
    pub method: Option<String>,
}

/// `matches[].path`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpPathMatch {
    /// How; `PathPrefix` when absent.
    #[serde(rename = "type")]
    pub kind: Option<PathType>,
    /// With what; `/` when absent.
    pub value: Option<String>,
}

/// A match of a header or query parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NamedValueMatch {
    /// Name.
    pub name: String,
    /// How; `Exact` when absent.
    #[serde(rename = "type")]
    pub kind: Option<MatchType>,
    /// With what.
    pub value: String,
}

/// `rules[].filters[]`; the section that belongs to `kind` counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpFilter {
    /// `RequestHeaderModifier` and so on; types of newer APIs are kept.
    #[serde(rename = "type")]
    pub kind: String,
    /// Headers of requests.
    pub request_header_modifier: Option<HeaderModifier>,
    /// Headers of responses.
    pub response_header_modifier: Option<HeaderModifier>,
    /// Redirect.
    pub request_redirect: Option<RequestRedirect>,
    /// Rewrite.
    #[serde(rename = "urlRewrite")]
    pub url_rewrite: Option<UrlRewrite>,
    /// KongPlugin.
    pub extension_ref: Option<ExtensionReference>,
    /// Mirror, which KIC does not support.
    pub request_mirror: Option<RawJson>,
    /// CORS, which KIC does not support.
    pub cors: Option<RawJson>,
}

/// Changes of headers.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HeaderModifier {
    /// Overwrite.
    pub set: Option<Vec<HeaderValue>>,
    /// Append.
    pub add: Option<Vec<HeaderValue>>,
    /// Take away.
    pub remove: Option<Vec<String>>,
}

/// A header and its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HeaderValue {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// `requestRedirect`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestRedirect {
    /// `http` or `https`.
    pub scheme: Option<String>,
    /// Host.
    pub hostname: Option<String>,
    /// Path.
    pub path: Option<PathModifier>,
    /// Port.
    pub port: Option<i32>,
    /// Status code; 302 when absent.
    pub status_code: Option<i64>,
}

/// `urlRewrite`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UrlRewrite {
    /// Host.
    pub hostname: Option<String>,
    /// Path.
    pub path: Option<PathModifier>,
}

/// How a path is changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PathModifier {
    /// `ReplaceFullPath` or `ReplacePrefixMatch`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The new path.
    pub replace_full_path: Option<String>,
    /// The new prefix.
    pub replace_prefix_match: Option<String>,
}

/// `extensionRef`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExtensionReference {
    /// API group.
    pub group: String,
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
}

/// `timeouts`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpTimeouts {
    /// Whole request; KIC ignores it.
    pub request: Option<String>,
    /// One request to a backend.
    pub backend_request: Option<String>,
}

impl PathModifier {
    /// The new path, when the whole path is replaced.
    pub fn full_path(&self) -> Option<&str> {
        (self.kind == "ReplaceFullPath")
            .then(|| self.replace_full_path.as_deref().unwrap_or_default())
    }

    /// The new prefix, when the matched prefix is replaced.
    pub fn prefix(&self) -> Option<&str> {
        (self.kind == "ReplacePrefixMatch")
            .then(|| self.replace_prefix_match.as_deref().unwrap_or_default())
    }
}
