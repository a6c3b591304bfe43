//! Every generated Kong name and tag.

use crate::origin::ObjectMeta;
use std::fmt;
use std::sync::Arc;

macro_rules! text_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

text_newtype! {
    /// Name of a Kong service; cheap to clone.
    ServiceName
}
text_newtype! {
    /// Name of a Kong route; cheap to clone.
    RouteName
}
text_newtype! {
    /// Name of an upstream, equal to the host of the services that use it; cheap to clone.
    UpstreamName
}
text_newtype! {
    /// A tag; cheap to clone.
    Tag
}

/// Tags of an object (spec 45, 2): `k8s-name:<name>`, `k8s-namespace:<namespace>`, `k8s-kind:<Kind>`,
/// `k8s-uid:<uid>`, `k8s-group:<group>`, `k8s-version:<version>`, each only when its value is not empty; then
/// `k8s-named-route-rule:<rule>` for every name in `rules`; then the user tags of `konghq.com/tags`, repeats among
/// them removed.
pub fn object_tags<'a>(object: &ObjectMeta, rules: impl IntoIterator<Item = &'a str>) -> Vec<Tag> {
    let key = &object.key;
    let fixed = [
        ("k8s-name", key.name.as_str()),
        ("k8s-namespace", key.namespace.as_str()),
        ("k8s-kind", key.kind.as_ref()),
        ("k8s-uid", object.uid.as_deref().unwrap_or_default()),
        ("k8s-group", key.group.as_ref()),
        ("k8s-version", key.version.as_ref()),
    ];
    let mut tags: Vec<Tag> = fixed
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Tag::from(format!("{name}:{value}")))
        .collect();
    tags.extend(
        rules
            .into_iter()
            .map(|rule| Tag::from(format!("k8s-named-route-rule:{rule}"))),
    );
    let first_user_tag = tags.len();
    for item in object
        .annotation("konghq.com/tags")
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
    {
        if !item.is_empty()
            && !tags[first_user_tag..]
                .iter()
                .any(|tag| tag.as_str() == item)
        {
            tags.push(Tag::from(item));
        }
    }
    tags
}

/// Tags of a service none of whose backends resolves (spec 10, 9.2).
pub fn placeholder_tags() -> Vec<Tag> {
    [
        "k8s-name:UNKNOWN",
        "k8s-namespace:UNKNOWN",
        "k8s-kind:Service",
        "k8s-uid:00000000-0000-0000-0000-000000000000",
        "k8s-group:core",
        "k8s-version:v1",
    ]
    .map(Tag::from)
    .to_vec()
}
