//! The list of fields whose values may be shown, as a tree to walk along: a step down for every step into a value.
//!
//! The list is `data/harmless-fields.txt`, which `tools/gen-harmless-fields` makes. What is not in it is unknown, and so is all below.

use super::text;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static LIST: &str = include_str!("../../data/harmless-fields.txt");

/// The tree of every owner: `plugin acl`, `entity routes`, `kind /Service`.
static OWNERS: LazyLock<BTreeMap<&'static str, Node>> = LazyLock::new(|| read(LIST));

/// The owner of what every Kubernetes object has.
const ANY_KIND: &str = "kind */*";

/// The owner of annotations, and the name of their field.
const ANNOTATIONS: &str = "annotations";

/// What a listed field may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shown {
    /// It is no leaf.
    #[default]
    Nothing,
    /// Numbers and truth values.
    Numbers,
    /// Any scalar.
    Texts,
}

/// A field with what stands below it.
#[derive(Debug, Default)]
struct Node {
    shown: Shown,
    fields: BTreeMap<&'static str, Self>,
    items: Option<Box<Self>>,
    values: Option<Box<Self>>,
}

/// A place in a value: a field of the list, or one that nobody knows.
#[derive(Debug, Clone, Copy)]
pub struct Field(Option<&'static Node>);

impl Field {
    /// A field that nobody knows.
    pub const UNKNOWN: Self = Self(None);

    /// The configuration of a plugin.
    pub fn of_plugin(name: &str) -> Self {
        Self::owned(&format!("plugin {name}"))
    }

    /// An entity in a configuration file, by the key of its list, such as `routes`.
    pub fn of_entity(list: &str) -> Self {
        Self::owned(&format!("entity {list}"))
    }

    /// A Kubernetes object, by its group and kind.
    pub fn of_kind(group: &str, kind: &str) -> Self {
        Self::owned(&format!("kind {group}/{kind}"))
    }

    /// What every Kubernetes object has.
    pub fn of_any_kind() -> Self {
        Self::owned(ANY_KIND)
    }

    fn owned(owner: &str) -> Self {
        Self(OWNERS.get(owner))
    }

    /// The value of a key: a field, or what any key of a free map has.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        Self(
            self.0
                .and_then(|node| node.fields.get(key).or(node.values.as_deref())),
        )
    }

    /// An item of a list.
    #[must_use]
    pub fn item(self) -> Self {
        Self(self.0.and_then(|node| node.items.as_deref()))
    }

    /// This field, or the other where this one is unknown.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        if self.0.is_some() { self } else { other }
    }

    /// Whether a key is the name of a listed field, and not one that somebody chose.
    pub fn knows(self, key: &str) -> bool {
        self.0.is_some_and(|node| node.fields.contains_key(key))
    }

    /// Whether a text may be shown here.
    pub fn shows_text(self, value: &str) -> bool {
        self.0.is_some_and(|node| node.shown == Shown::Texts) && !text::holds_secret(value)
    }

    /// Whether a number or a truth value may be shown here.
    pub fn shows_number(self) -> bool {
        self.0.is_some_and(|node| node.shown != Shown::Nothing)
    }
}

/// Whether a word is the name of a listed field of any kind of object, or of what is above one.
pub fn is_name(word: &str) -> bool {
    static NAMES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let kinds = OWNERS
            .iter()
            .filter(|(owner, _)| owner.starts_with("kind "));
        let mut names = BTreeSet::new();
        kinds.for_each(|(_, node)| names_below(node, &mut names));
        names
    });
    NAMES.contains(word)
}

fn names_below(node: &'static Node, names: &mut BTreeSet<&'static str>) {
    names.extend(node.fields.keys());
    let inner = node.fields.values();
    inner
        .chain(node.items.as_deref())
        .chain(node.values.as_deref())
        .for_each(|inner| names_below(inner, names));
}

/// Every field of the list: owner and path.
pub fn listed_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut owner = "";
    LIST.lines().flat_map(move |line| {
        if !line.starts_with([' ', '#']) {
            owner = line;
        }
        let texts = line.strip_prefix(" texts").unwrap_or_default();
        texts.split_whitespace().map(move |path| (owner, path))
    })
}

/// The trees of a list.
fn read(list: &'static str) -> BTreeMap<&'static str, Node> {
    let mut owners: BTreeMap<&'static str, Node> = BTreeMap::new();
    let mut owner = "";
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let Some(fields) = line.strip_prefix(' ') else {
            owner = line;
            continue;
        };
        let mut words = fields.split_whitespace();
        let shown = match words.next() {
            Some("texts") => Shown::Texts,
            _ => Shown::Numbers,
        };
        if owner == ANNOTATIONS {
            // Their names have dots in them.
            let any = owners.entry(ANY_KIND).or_default();
            let annotations = below(below(any, "metadata"), owner);
            for name in words {
                below(annotations, name).shown = shown;
            }
            continue;
        }
        let root = owners.entry(owner).or_default();
        for path in words {
            path.split('.').fold(&mut *root, below).shown = shown;
        }
    }
    owners
}

/// The node below another at `name`, `name[]`, `name{}`, or several of them.
fn below<'n>(node: &'n mut Node, step: &'static str) -> &'n mut Node {
    let end = step.find(['[', '{']).unwrap_or(step.len());
    let (name, mut rest) = step.split_at(end);
    let mut node = if name.is_empty() {
        node
    } else {
        node.fields.entry(name).or_default()
    };
    while !rest.is_empty() {
        let next = if rest.starts_with('[') {
            &mut node.items
        } else {
            &mut node.values
        };
        node = next.get_or_insert_default();
        rest = rest.get(2..).unwrap_or_default();
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_fields_show_texts() {
        let rate = Field::of_plugin("rate-limiting");
        assert!(rate.key("policy").shows_text("redis"));
        assert!(rate.key("minute").shows_number());
        assert!(!rate.key("minute").shows_text("five"));
        assert!(!rate.key("redis").key("password").shows_text("x"));
        assert!(!rate.key("redis").key("password").shows_number());
        assert!(!rate.key("bogus").shows_text("x"));
        assert!(!Field::of_plugin("my-own").key("policy").shows_text("x"));
    }

    #[test]
    fn lists_and_free_maps_are_walked() {
        assert!(Field::of_plugin("acl").key("allow").item().shows_text("a"));
        assert!(!Field::of_plugin("acl").key("allow").shows_text("a"));
        let labels = Field::of_any_kind().key("metadata").key("labels");
        assert!(labels.key("app.kubernetes.io/name").shows_text("x"));
        let limits = Field::of_plugin("response-ratelimiting").key("limits");
        assert!(limits.key("sms").key("minute").shows_number());
        let annotations = Field::of_any_kind().key("metadata").key("annotations");
        assert!(annotations.key("konghq.com/path").shows_text("/x"));
        assert!(!annotations.key("konghq.com/headers.x").shows_text("/x"));
    }

    /// Marks that some version of Kong's schemas has, and places that no mark tells of.
    #[test]
    fn what_kong_encrypts_is_never_listed() {
        let secret = [
            ("http-log", "http_endpoint"),
            ("http-log", "headers"),
            ("ai-proxy", "auth.header_value"),
            ("oauth2", "provision_key"),
            ("acme", "eab_hmac_key"),
            ("loggly", "key"),
            ("aws-lambda", "aws_key"),
            ("azure-functions", "clientid"),
            ("openid-connect", "client_jwk[].k"),
            ("openid-connect", "client_secret[]"),
            ("request-transformer", "add.headers[]"),
            ("pre-function", "access[]"),
            ("request-termination", "body"),
        ];
        for (plugin, path) in secret {
            let owner = format!("plugin {plugin}");
            assert!(
                !listed_texts().any(|it| it == (&owner, path)),
                "{plugin} {path}"
            );
        }
    }
}
