//! What all entities have in common, whatever else their types hold.

use super::names::Tag;
use super::source::Source;
use crate::origin::Origin;
use serde_json::Value;

/// One entity of a configuration.
pub trait Entity {
    /// Its id, when it has one.
    fn id(&self) -> Option<&str>;
    /// Its tags; none where Kong knows none.
    fn tags(&self) -> impl Iterator<Item = &str>;
    /// Where it comes from.
    fn source(&self) -> &Source;
    /// Say where it comes from.
    fn set_source(&mut self, source: Source);

    /// `namespace/name` of the Kubernetes object behind it, from its tags.
    fn kubernetes_name(&self) -> Option<String> {
        let value = |prefix| self.tags().find_map(|tag| tag.strip_prefix(prefix));
        let (namespace, name) = (value("k8s-namespace:")?, value("k8s-name:")?);
        Some(format!("{namespace}/{name}"))
    }

    /// Whether its tags say that a controller, or this tool, made it.
    fn is_tagged_by_controller(&self) -> bool {
        self.tags().any(|tag| tag.starts_with("k8s-"))
    }
}

macro_rules! with_source {
    ($($entity:path, $id:expr, $tags:expr;)*) => {
        $(impl Entity for $entity {
            fn id(&self) -> Option<&str> {
                let id: fn(&Self) -> Option<&str> = $id;
                id(self)
            }

            fn tags(&self) -> impl Iterator<Item = &str> {
                let tags: fn(&Self) -> &[Tag] = $tags;
                tags(self).iter().map(Tag::as_str)
            }

            fn source(&self) -> &Source {
                &self.source
            }

            fn set_source(&mut self, source: Source) {
                self.source = source;
            }
        }

        impl $entity {
            /// The manifest object and field that it was made from ([`Source::origin`]).
            pub fn origin(&self) -> &Origin {
                self.source.origin()
            }
        })*
    };
    ($($entity:path)*) => {
        with_source! { $($entity, |it| it.id.as_deref(), |it| &it.tags;)* }
    };
}

with_source! {
    super::consumer::Acl super::consumer::BasicAuth super::consumer::Consumer super::consumer::ConsumerGroup
    super::consumer::HmacAuth super::consumer::Jwt super::consumer::KeyAuth super::consumer::MtlsAuth super::consumer::OAuth2
    super::certificate::CaCertificate super::certificate::Certificate super::certificate::Sni
    super::plugin::Plugin super::route::Route super::service::Service super::upstream::Target super::upstream::Upstream
    super::vault::Vault
}
with_source! {
    super::consumer::GroupMember, |_| None, |_| &[];
    super::vault::License, |it| it.id.as_deref(), |_| &[];
}

impl Entity for super::custom_entity::CustomEntity {
    fn id(&self) -> Option<&str> {
        self.text("id")
    }

    fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = self.fields.get("tags").and_then(Value::as_array);
        tags.into_iter().flatten().filter_map(Value::as_str)
    }

    fn source(&self) -> &Source {
        &self.source
    }

    fn set_source(&mut self, source: Source) {
        self.source = source;
    }
}
