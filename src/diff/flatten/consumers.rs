//! Consumers with their credentials, consumer groups, and membership, on whichever side it is written.

use super::names::{consumer_name, resolve};
use super::{Flat, Parent, fields_of, kubernetes_name, numbered, take, text};
use crate::deck::content::Content;
use crate::diff::entity::Kind;
use crate::diff::mask::is_uuid;
use crate::diff::redacted::identity;
use crate::kong::consumer::Consumer;
use crate::kong::source::{Source, Sourced};
use serde_json::{Map, Value};

impl Flat {
    /// Consumer groups, consumers with their credentials, and memberships.
    pub(super) fn consumers(&mut self, content: &Content) {
        for group in &content.consumer_groups {
            let mut fields = fields_of(group);
            let plugins = take(&mut fields, "plugins");
            let entity = self.push(
                Kind::ConsumerGroup,
                group.name.clone(),
                vec![group.name.clone()],
                fields,
                &group.source,
            );
            let parent = Parent {
                field: "consumer_group",
                name: &group.name,
                is_ours: entity.is_ours,
            };
            self.plugins(&group.plugins, plugins, Some(parent));
        }
        for consumer in &content.consumers {
            self.consumer(consumer);
        }
        for member in &content.consumer_group_consumers {
            let consumer = resolve(&self.names.consumers, &member.consumer).to_owned();
            self.member(&consumer, &member.consumer_group, &member.source);
        }
    }

    fn member(&mut self, consumer: &str, group: &str, source: &Source) {
        let group = resolve(&self.names.groups, group).to_owned();
        let mut fields = Map::new();
        fields.insert("consumer".to_owned(), consumer.into());
        fields.insert("consumer_group".to_owned(), group.clone().into());
        let title = format!("{consumer} in consumer-group {group}");
        let key = format!("{consumer}\n{group}");
        if self.members.insert(key.clone()) {
            self.push(
                Kind::ConsumerGroupConsumer,
                title,
                vec![key],
                fields,
                source,
            )
            .is_ours = true;
        }
    }

    fn consumer(&mut self, consumer: &Consumer) {
        let mut fields = fields_of(consumer);
        fields.remove("groups");
        let plugins = take(&mut fields, "plugins");
        let credentials = CREDENTIALS.map(|(list, ..)| take(&mut fields, list));
        let name = consumer_name(consumer);
        let keys = vec![
            text(&fields, "username"),
            text(&fields, "custom_id"),
            text(&fields, "id"),
        ];
        let entity = self.push(
            Kind::Consumer,
            name.to_owned(),
            keys,
            fields,
            &consumer.source,
        );
        let parent = Parent {
            field: "consumer",
            name,
            is_ours: entity.is_ours,
        };
        self.plugins(&consumer.plugins, plugins, Some(parent));
        let sources: [Vec<&Source>; 7] = [
            sources(&consumer.keyauth_credentials),
            sources(&consumer.basicauth_credentials),
            sources(&consumer.hmacauth_credentials),
            sources(&consumer.jwt_secrets),
            sources(&consumer.oauth2_credentials),
            sources(&consumer.mtls_auth_credentials),
            sources(&consumer.acls),
        ];
        for (((_, kind, key), credentials), sources) in
            CREDENTIALS.iter().zip(credentials).zip(sources)
        {
            for (position, (fields, source)) in credentials.into_iter().zip(sources).enumerate() {
                let title = credential_title(kind, position, &fields);
                self.credential(kind, (key, title), fields, (source, parent));
            }
        }
        for group in &consumer.groups {
            let reference = group
                .id
                .as_deref()
                .filter(|_| group.name.is_empty())
                .unwrap_or(&group.name);
            self.member(name, reference, &consumer.source);
        }
    }

    fn credential(
        &mut self,
        kind: &Kind,
        (key, title): (&str, String),
        mut fields: Map<String, Value>,
        (source, parent): (&Source, Parent<'_>),
    ) {
        fields.insert("consumer".to_owned(), parent.name.into());
        let value = text(&fields, key);
        let keys = match kind {
            Kind::KeyAuth => {
                // The identity is itself the secret: the Kubernetes Secret stands in for it where it is known.
                let secret =
                    kubernetes_name(&fields).map(|name| format!("{}\n{name}", parent.name));
                vec![secret.unwrap_or_default(), identity(&value)]
            }
            Kind::Acl => vec![format!("{}\n{value}", parent.name)],
            Kind::MtlsAuth => vec![
                text(&fields, "id"),
                format!(
                    "{}\n{value}\n{}",
                    parent.name,
                    fields
                        .get("ca_certificate")
                        .map(ToString::to_string)
                        .unwrap_or_default()
                ),
            ],
            // KIC sends empty names; the Kubernetes Secret tells them apart.
            _ if value.is_empty() => {
                let secret = kubernetes_name(&fields).unwrap_or_default();
                vec![format!("\n{}\n{secret}", parent.name)]
            }
            _ => vec![value],
        };
        let title = format!("{title} for consumer {}", parent.name);
        let entity = self.push(kind.clone(), title, keys, fields, source);
        entity.is_ours |= parent.is_ours;
    }
}

/// The lists of credentials with their kinds, and the field each is recognised by.
const CREDENTIALS: [(&str, Kind, &str); 7] = [
    ("keyauth_credentials", Kind::KeyAuth, "key"),
    ("basicauth_credentials", Kind::BasicAuth, "username"),
    ("hmacauth_credentials", Kind::HmacAuth, "username"),
    ("jwt_secrets", Kind::Jwt, "key"),
    ("oauth2_credentials", Kind::OAuth2, "client_id"),
    ("mtls_auth_credentials", Kind::MtlsAuth, "subject_name"),
    ("acls", Kind::Acl, "group"),
];

/// What a credential is called: by its group, else by the Secret that holds it, never by a value of it.
fn credential_title(kind: &Kind, position: usize, fields: &Map<String, Value>) -> String {
    let group = Some(text(fields, "group")).filter(|_| *kind == Kind::Acl);
    group
        .filter(|group| !group.is_empty())
        .or_else(|| kubernetes_name(fields))
        .or_else(|| Some(text(fields, "id")).filter(|id| is_uuid(id)))
        .unwrap_or_else(|| numbered(position))
}

fn sources<T: Sourced>(entities: &[T]) -> Vec<&Source> {
    entities.iter().map(Sourced::source).collect()
}
