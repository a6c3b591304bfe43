//! Paths of Ingress rules to Kong paths of the traditional flavor (spec 10, 4.4).

use crate::kong::expression::path::{IngressPath, IngressPathType};

/// What begins a regular expression unless `konghq.com/regex-prefix` says otherwise.
const DEFAULT_REGEX_PREFIX: &str = "/~";

/// A path of a rule: slashes collapsed, never empty.
pub(super) enum RulePath {
    /// `Prefix`, `Exact` or `ImplementationSpecific`.
    Known(IngressPathType, String),
    /// Any other type: KIC makes nothing of it. Holds the type.
    Unknown(String),
}

/// How a path is marked as a regular expression.
#[derive(Clone, Copy)]
pub(super) struct RegexMark<'a> {
    /// Value of `konghq.com/regex-prefix`, if the key is present, even when it is empty.
    pub(super) prefix: Option<&'a str>,
    /// `enableLegacyRegexDetection` of the IngressClassParameters.
    pub(super) legacy_detection: bool,
}

impl RulePath {
    /// A path of this type; an empty type is `ImplementationSpecific`.
    pub(super) fn new(path: String, path_type: &str) -> Self {
        match path_type {
            "Prefix" => Self::Known(IngressPathType::Prefix, path),
            "Exact" => Self::Known(IngressPathType::Exact, path),
            "ImplementationSpecific" | "" => {
                Self::Known(IngressPathType::ImplementationSpecific, path)
            }
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// The paths of a traditional route. Nothing is escaped: KIC does not.
    pub(super) fn traditional(&self, mark: RegexMark<'_>) -> Vec<String> {
        let Self::Known(path_type, path) = self else {
            return Vec::new();
        };
        let produced = match path_type {
            IngressPathType::Prefix => match path.trim_matches('/') {
                "" => vec!["/".to_owned()],
                base => vec![format!("/{base}/"), format!("~/{base}$")],
            },
            IngressPathType::Exact => vec![format!("~/{}$", path.trim_start_matches('/'))],
            IngressPathType::ImplementationSpecific => vec![path.clone()],
        };
        produced.into_iter().map(|path| mark.apply(path)).collect()
    }

    /// The path as the expressions flavor reads it.
    pub(super) fn for_expression<'a>(&'a self, prefix: Option<&str>) -> Option<IngressPath<'a>> {
        match self {
            Self::Known(path_type, path) => Some(IngressPath::new(*path_type, path, prefix)),
            Self::Unknown(_) => None,
        }
    }
}

impl RegexMark<'_> {
    /// Replace the mark by Kong's `~`, or find a regular expression by its looks.
    fn apply(self, path: String) -> String {
        let prefix = self.prefix.unwrap_or(DEFAULT_REGEX_PREFIX);
        if let Some(rest) = path.strip_prefix(prefix) {
            return format!("~{rest}");
        }
        let is_plain = path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_~/%".contains(&byte));
        if self.legacy_detection && !is_plain && !path.starts_with('~') {
            return format!("~{path}");
        }
        path
    }
}

/// Runs of `/` become one; the empty path becomes `/`.
pub(super) fn collapse_slashes(path: &str) -> String {
    if path.is_empty() {
        return "/".to_owned();
    }
    let mut collapsed = String::with_capacity(path.len());
    for character in path.chars() {
        if character != '/' || !collapsed.ends_with('/') {
            collapsed.push(character);
        }
    }
    collapsed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(
        path_type: &str,
        path: &str,
        prefix: Option<&str>,
        legacy_detection: bool,
    ) -> Vec<String> {
        let mark = RegexMark {
            prefix,
            legacy_detection,
        };
        RulePath::new(collapse_slashes(path), path_type).traditional(mark)
    }

    #[test]
    fn prefix_and_exact_match_whole_segments() {
        assert_eq!(
            paths("Prefix", "//cart/", None, false),
            ["/cart/", "~/cart$"]
        );
        assert_eq!(paths("Prefix", "", None, false), ["/"]);
        assert_eq!(paths("Exact", "/cart/", None, false), ["~/cart/$"]);
        assert_eq!(paths("", "noslash", None, false), ["noslash"]);
        assert!(paths("Perfect", "/cart", None, false).is_empty());
    }

    #[test]
    fn regex_mark_is_looked_for_in_every_produced_path() {
        assert_eq!(paths("", r"/~/items/\d+", None, false), [r"~/items/\d+"]);
        assert_eq!(
            paths("Prefix", "/~/items", None, false),
            ["~/items/", "~/~/items$"]
        );
        assert_eq!(
            paths("Prefix", "/pre", Some(""), false),
            ["~/pre/", "~~/pre$"]
        );
        assert_eq!(
            paths("Prefix", "/api", Some("/api"), false),
            ["~/", "~/api$"]
        );
    }

    #[test]
    fn legacy_detection_goes_by_the_characters() {
        assert_eq!(paths("", "/a+b", None, true), ["~/a+b"]);
        assert_eq!(paths("", "/a%20-_.~b", None, true), ["/a%20-_.~b"]);
    }
}
