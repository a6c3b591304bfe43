//! How entities are declared: their fields in the order of decK's YAML keys, and what is absent is not written.

use super::names::{RouteName, ServiceName, UpstreamName};
use super::plugin::Config;
use std::collections::BTreeMap;

/// A value that may be left out.
pub(super) trait MayBeAbsent {
    /// Whether there is nothing to write.
    fn is_absent(&self) -> bool;
}

/// Structs that are read and written field by field. Lists, maps and names that are empty are left out like options that are
/// none; a text is always written.
macro_rules! written {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident: $type:ty,)* })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        #[allow(missing_docs, clippy::struct_field_names, reason = "the fields are Kong's own, spec 50 section 1.5")]
        pub struct $name {
            $($(#[$about])*
            #[serde(skip_serializing_if = "crate::kong::written::MayBeAbsent::is_absent")]
            pub $field: $type,)*
        })*
    };
}

/// The same for entities, each of which keeps its source.
macro_rules! entities {
    ($($(#[$doc:meta])* $name:ident { $($fields:tt)* })*) => {
        written! {
            $($(#[$doc])* $name {
                $($fields)*
                /// Where it comes from; not part of the file, and never a difference.
                #[serde(skip)]
                source: crate::kong::source::Source,
            })*
        }
    };
}

impl<T> MayBeAbsent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl MayBeAbsent for super::secret::SecretText {
    fn is_absent(&self) -> bool {
        false
    }
}

impl MayBeAbsent for String {
    fn is_absent(&self) -> bool {
        false
    }
}

macro_rules! absent_when_empty {
    ($($type:ty $(, $parameter:ident)*;)*) => {
        $(impl<$($parameter),*> MayBeAbsent for $type {
            fn is_absent(&self) -> bool {
                self.is_empty()
            }
        })*
    };
}

absent_when_empty! {
    Vec<T>, T;
    BTreeMap<String, T>, T;
    serde_json::Map<String, serde_json::Value>;
    Config;
    RouteName;
    ServiceName;
    UpstreamName;
}
