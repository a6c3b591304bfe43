//! Consumers with their credentials, consumer groups, and membership, on whichever side it is written.

use super::names::resolve;
use super::{Fields, Flat, Identity, Parent, fields_of, numbered, take};
use crate::diff::entity::Kind;
use crate::diff::mask::is_uuid;
use crate::diff::redacted;
use crate::kong::consumer::{Consumer, GroupMember};
use crate::kong::entity::Entity;
use crate::kong::secret::SecretText;
use crate::kong::source::Source;

impl Flat<'_> {
    /// Consumer groups, consumers with their credentials, and memberships.
    pub(super) fn consumers(&mut self) {
        for group in &self.content.consumer_groups {
            let mut fields = fields_of(group);
            let plugins = take(&mut fields, "plugins");
            let identity = Identity::named(&group.name);
            let entity = self.push(Kind::ConsumerGroup, group, identity, fields);
            let parent = Parent {
                field: "consumer_group",
                name: &group.name,
                is_ours: entity.is_ours,
            };
            self.plugins(&group.plugins, plugins, Some(parent));
        }
        for consumer in &self.content.consumers {
            self.consumer(consumer);
        }
        for member in &self.content.consumer_group_consumers {
            let consumer = resolve(&self.names.consumers, &member.consumer).to_owned();
            self.member(consumer, &member.consumer_group, &member.source);
        }
    }

    fn member(&mut self, consumer: String, group: &str, source: &Source) {
        let member = GroupMember {
            consumer_group: resolve(&self.names.groups, group).to_owned(),
            consumer,
            source: source.clone(),
        };
        let key = format!("{}\n{}", member.consumer, member.consumer_group);
        if self.members.insert(key.clone()) {
            let identity = Identity {
                title: format!(
                    "{} in consumer-group {}",
                    member.consumer, member.consumer_group
                ),
                keys: vec![key],
            };
            let fields = fields_of(&member);
            self.push(Kind::ConsumerGroupConsumer, &member, identity, fields)
                .is_ours = true;
        }
    }

    fn consumer(&mut self, consumer: &Consumer) {
        let mut fields = fields_of(consumer);
        fields.remove("groups");
        let plugins = take(&mut fields, "plugins");
        let mut credentials = |kind: &Kind| take(&mut fields, kind.list());
        let keys = credentials(&Kind::KeyAuth);
        let basic = credentials(&Kind::BasicAuth);
        let hmac = credentials(&Kind::HmacAuth);
        let tokens = credentials(&Kind::Jwt);
        let clients = credentials(&Kind::OAuth2);
        let subjects = credentials(&Kind::MtlsAuth);
        let acls = credentials(&Kind::Acl);
        let name = consumer.known_as();
        let known = [&consumer.username, &consumer.custom_id, &consumer.id];
        let identity = Identity {
            title: name.to_owned(),
            keys: known.map(|key| key.clone().unwrap_or_default()).to_vec(),
        };
        let entity = self.push(Kind::Consumer, consumer, identity, fields);
        let parent = Parent {
            field: "consumer",
            name,
            is_ours: entity.is_ours,
        };
        self.plugins(&consumer.plugins, plugins, Some(parent));
        let mut of = Credentials { flat: self, parent };
        of.push(
            &Kind::KeyAuth,
            (&consumer.keyauth_credentials, keys),
            |it| {
                // The identity is itself the secret: the Kubernetes Secret stands in for it where it is known.
                let secret = it.kubernetes_name();
                let secret = secret.map(|secret| format!("{name}\n{secret}"));
                let keys = vec![
                    secret.unwrap_or_default(),
                    redacted::identity(it.key.in_clear()),
                ];
                ("", keys)
            },
        );
        let basic = (&*consumer.basicauth_credentials, basic);
        of.named(&Kind::BasicAuth, basic, |it| &it.username);
        let hmac = (&*consumer.hmacauth_credentials, hmac);
        of.named(&Kind::HmacAuth, hmac, |it| &it.username);
        of.named(&Kind::Jwt, (&consumer.jwt_secrets, tokens), |it| &it.key);
        let clients = (&*consumer.oauth2_credentials, clients);
        of.named(&Kind::OAuth2, clients, |it| &it.client_id);
        let subjects = (&*consumer.mtls_auth_credentials, subjects);
        of.push(&Kind::MtlsAuth, subjects, |it| {
            let id = it.id.clone().unwrap_or_default();
            let subject = format!("{name}\n{}\n{:?}", it.subject_name, it.ca_certificate);
            ("", vec![id, subject])
        });
        of.push(&Kind::Acl, (&consumer.acls, acls), |it| {
            (&it.group, vec![format!("{name}\n{}", it.group)])
        });
        for group in &consumer.groups {
            let id = group.id.as_deref().filter(|_| group.name.is_empty());
            let reference = id.unwrap_or(&group.name);
            self.member(name.to_owned(), reference, &consumer.source);
        }
    }
}

/// Credentials of a consumer on their way into the list.
struct Credentials<'f, 'c, 'p> {
    flat: &'f mut Flat<'c>,
    parent: Parent<'p>,
}

impl Credentials<'_, '_, '_> {
    /// Those of a type that has names, which may be secret.
    fn named<T: Entity>(
        &mut self,
        kind: &Kind,
        list: (&[T], Vec<Fields>),
        name: impl Fn(&T) -> &SecretText,
    ) {
        let consumer = self.parent.name;
        self.push(kind, list, |it| {
            let key = match name(it).in_clear() {
                // KIC sends empty names; the Kubernetes Secret tells them apart.
                "" => format!("\n{consumer}\n{}", it.kubernetes_name().unwrap_or_default()),
                name => name.to_owned(),
            };
            ("", vec![key])
        });
    }

    /// Those of any type. `known` gives what may be shown of one, which may be nothing, and its keys.
    fn push<T: Entity>(
        &mut self,
        kind: &Kind,
        list: (&[T], Vec<Fields>),
        known: impl Fn(&T) -> (&str, Vec<String>),
    ) {
        let consumer = self.parent.name;
        let credentials = list.0.iter().zip(list.1);
        for (position, (credential, mut fields)) in credentials.enumerate() {
            fields.insert("consumer".to_owned(), consumer.into());
            let (shown, keys) = known(credential);
            let title = Some(shown).filter(|shown| !shown.is_empty());
            let title = title
                .map(str::to_owned)
                .or_else(|| credential.kubernetes_name())
                .or_else(|| credential.id().filter(|id| is_uuid(id)).map(str::to_owned))
                .unwrap_or_else(|| numbered(position));
            let title = format!("{title} for consumer {consumer}");
            let identity = Identity { title, keys };
            let entity = self.flat.push(kind.clone(), credential, identity, fields);
            entity.is_ours |= self.parent.is_ours;
        }
    }
}
