//! Ingresses that the controller leaves alone and that ask for a request which no route answers.

use super::request::Request;
use crate::diag::ignored::{Claim, Comparison, Ignored};
use serde_json::{Value, json};
use std::fmt;

/// An object that would answer a request, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WouldAnswer {
    /// Kind, namespace and name.
    pub object: String,
    /// Why the controller leaves it alone: a sentence.
    pub reason: String,
    /// File, line and column.
    pub written_at: String,
}

impl WouldAnswer {
    /// For programs.
    pub fn to_json(&self) -> Value {
        json!({"object": self.object, "reason": self.reason, "written_at": self.written_at})
    }
}

impl fmt::Display for WouldAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            object,
            reason,
            written_at,
        } = self;
        write!(
            f,
            "{object} at {written_at} asks for this request, but the controller ignores it: {reason}"
        )
    }
}

/// The objects that would answer `request` if the controller took them, in their order; at most `limit`.
pub fn would_match<'a>(
    ignored: &'a [Ignored],
    request: &Request,
    limit: usize,
) -> Vec<&'a Ignored> {
    let host = host_of(&request.host);
    let path = request.path();
    ignored
        .iter()
        .filter(|object| {
            let mut claims = object.claims.iter();
            claims.any(|claim| takes_host(claim, host) && takes_path(claim, &path))
        })
        .take(limit)
        .collect()
}

/// The host without its port.
fn host_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// `*.` stands for one label, as Kubernetes has it.
fn takes_host(claim: &Claim, host: &str) -> bool {
    match claim.host.as_deref() {
        None => true,
        Some(wanted) => match wanted.strip_prefix("*.") {
            Some(domain) => host
                .split_once('.')
                .is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(domain)),
            None => wanted.eq_ignore_ascii_case(host),
        },
    }
}

fn takes_path(claim: &Claim, path: &str) -> bool {
    match claim.comparison {
        Comparison::Whole => claim.path == path,
        Comparison::Characters => path.starts_with(&claim.path),
        Comparison::Segments => {
            let wanted = claim.path.trim_end_matches('/');
            path.strip_prefix(wanted)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(host: Option<&str>, path: &str, comparison: Comparison) -> Claim {
        Claim {
            host: host.map(str::to_owned),
            path: path.to_owned(),
            comparison,
        }
    }

    #[test]
    fn hosts_match_whole_or_by_one_label() {
        let takes = |wanted, host| {
            takes_host(
                &claim(Some(wanted), "/", Comparison::Segments),
                host_of(host),
            )
        };
        assert!(takes("a.example.com", "A.example.com:8443"));
        assert!(takes("*.example.com", "a.example.com"));
        assert!(!takes("*.example.com", "a.b.example.com"));
        assert!(!takes("*.example.com", "example.com"));
        assert!(takes_host(&claim(None, "/", Comparison::Segments), ""));
    }

    #[test]
    fn paths_match_by_their_type() {
        let takes = |path, comparison, asked| takes_path(&claim(None, path, comparison), asked);
        assert!(takes("/a", Comparison::Segments, "/a/b"));
        assert!(takes("/", Comparison::Segments, "/x"));
        assert!(!takes("/a", Comparison::Segments, "/ab"));
        assert!(takes("/a", Comparison::Characters, "/ab"));
        assert!(!takes("/a", Comparison::Whole, "/a/"));
    }
}
