//! What controllers and gateways put a configuration into, and what else they give out that is none (spec 83, 6 and 9).

use crate::manifest::node::{Mark, Node, Value};
use crate::manifest::yaml;
use crate::manifest::yaml::budget::AliasBudget;

/// The tag of everything that KIC writes into a database.
pub const MANAGED: &str = "managed-by-ingress-controller";

/// The tree of a file, taken out of what it came in.
pub(super) enum Form<'a> {
    /// A configuration, or anything else, by itself.
    Plain(Node<'a>),
    /// From `/debug/config/successful` or `failed` of KIC or Kong Operator: `{hash, config}`.
    Controller(Node<'a>),
    /// The answer to `GET /config`: `{config: TEXT}`, and where the text stands.
    Text(String, Mark),
}

impl<'a> Form<'a> {
    /// That of a tree.
    pub(super) fn of(mut root: Node<'a>) -> Self {
        let Value::Mapping(entries) = &mut root.value else {
            return Self::Plain(root);
        };
        let is_controller = entries.len() == 2
            && entries.iter().any(|entry| entry.key == "hash")
            && entries
                .iter()
                .any(|entry| entry.key == "config" && entry.node.get("_format_version").is_some());
        if is_controller {
            let mut config = entries.drain(..).filter(|entry| entry.key == "config");
            if let Some(config) = config.next() {
                return Self::Controller(config.node);
            }
        }
        match entries.as_slice() {
            [only] if only.key == "config" => match &only.node.value {
                Value::String(text) => Self::Text(text.clone().into_owned(), only.node.mark),
                _ => Self::Plain(root),
            },
            _ => Self::Plain(root),
        }
    }
}

/// Have everything in a tree stand at one place.
pub(super) fn put_at(node: &mut Node<'_>, mark: Mark) {
    node.mark = mark;
    match &mut node.value {
        Value::Sequence(items) => items.iter_mut().for_each(|item| put_at(item, mark)),
        Value::Mapping(entries) => {
            for entry in entries {
                entry.key_mark = mark;
                put_at(&mut entry.node, mark);
            }
        }
        _ => {}
    }
}

/// Whether the tree looks like what a controller before KIC 3.2 gives out, without the wrapper: JSON with KIC's own `_info`.
pub(super) fn is_bare_dump(text: &str, root: &Node<'_>) -> bool {
    let info = root.get("_info");
    let tags = info.and_then(|info| info.get("select_tags"));
    let has_tag = match tags.map(|tags| &tags.value) {
        Some(Value::Sequence(tags)) => tags.iter().any(|tag| tag.as_str() == Some(MANAGED)),
        _ => false,
    };
    has_tag
        && info.is_some_and(|info| info.get("defaults").is_some())
        && text.trim_start().starts_with('{')
}

/// What a controller or gateway gives out that is no configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// What Kong answers when it refuses a configuration.
    Refusal,
    /// KIC's report of what it changed in a database.
    DiffReport,
    /// Whether KIC sent a fallback configuration, and what it left out.
    FallbackStatus,
    /// The ControlPlanes of a Kong Operator.
    ControlPlanes,
    /// Nothing, which is what KIC answers before there is anything to tell.
    Nothing,
}

impl Other {
    /// What a text is, when it is any of them.
    pub fn of(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?.trim_start();
        if text.is_empty() {
            return Some(Self::Nothing);
        }
        // All of them are JSON.
        if !text.starts_with('{') {
            return None;
        }
        let parsed = yaml::parse(text, &AliasBudget::of(text.len())).ok()?;
        let root = parsed.root?;
        let has = |key: &str| root.get(key).is_some();
        let status = root.get("status").and_then(Node::as_str);
        if has("flattened_errors") || (has("code") && has("message") && has("fields")) {
            Some(Self::Refusal)
        } else if has("diffs") && has("available") {
            Some(Self::DiffReport)
        } else if matches!(status, Some("triggered" | "not-triggered")) {
            Some(Self::FallbackStatus)
        } else if has("controlPlanes") {
            Some(Self::ControlPlanes)
        } else {
            None
        }
    }

    /// What it is, and what reads it or is to be fetched in its place.
    pub const fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::Refusal => (
                "Kong's refusal of a configuration, as POST /config or /debug/config/raw-error gives it",
                "kic2kong explain-error FILE deploy/ leads it back to the manifests",
            ),
            Self::DiffReport => (
                "KIC's diff report, which tells changes and no configuration",
                "fetch /debug/config/successful and compare with that",
            ),
            Self::FallbackStatus => (
                "the status of KIC's fallback configuration",
                "kic2kong check --fallback --broken FILE deploy/ says what goes with the broken objects; fetch /debug/config/successful to compare",
            ),
            Self::ControlPlanes => (
                "a list of Kong Operator's ControlPlanes",
                "fetch /debug/controlplanes/namespace/NAMESPACE/name/NAME/config/successful and compare with that",
            ),
            Self::Nothing => (
                "empty; the controller answers with nothing as long as there is nothing to tell",
                "fetch /debug/config/successful once a gateway has taken a configuration",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_configuration_is_known_by_its_keys() {
        let of = |text: &str| Other::of(text.as_bytes());
        assert_eq!(
            of("{\"status\": \"not-triggered\"}"),
            Some(Other::FallbackStatus)
        );
        assert_eq!(of("{\"flattened_errors\": []}"), Some(Other::Refusal));
        assert_eq!(of("{\"controlPlanes\": []}"), Some(Other::ControlPlanes));
        assert_eq!(of(" \n"), Some(Other::Nothing));
        assert_eq!(
            of("{\"diffs\": null, \"available\": null}"),
            Some(Other::DiffReport)
        );
        assert_eq!(of("{\"_format_version\": \"3.0\"}"), None);
        assert_eq!(of("{\"status\": \"Failure\", \"kind\": \"Status\"}"), None);
    }
}
