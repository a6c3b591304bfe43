//! Consumers with their credentials, and consumer groups.

use super::Context;
use crate::deck::content::consumer::{
    Acl, BasicAuth, Consumer, ConsumerGroup, GroupReference, HmacAuth, Jwt, KeyAuth, MtlsAuth,
    OAuth2,
};
use crate::deck::secrets::{Form, Placeholder, Text};
use crate::kong::consumer::{
    Consumer as Model, ConsumerGroup as Group, Credential, CredentialKind,
};
use crate::kong::secret::SecretText;
use crate::options::Secrets;

/// By name, then by the KongConsumerGroup: two of one name in two namespaces are both written (spec 42, 3).
pub(super) fn consumer_groups(mut groups: Vec<Group>) -> Vec<ConsumerGroup> {
    groups
        .sort_by_cached_key(|group| (group.name.clone(), group.origin.object.key.qualified_name()));
    groups
        .into_iter()
        .map(|group| ConsumerGroup {
            id: group.id.map(|id| id.to_string()),
            name: group.name,
            plugins: Vec::new(),
            tags: group.tags,
            source: group.origin.into(),
        })
        .collect()
}

/// Those without username first, then by username and custom id (spec 42, 1). Credentials and groups keep the order of the
/// KongConsumer.
pub(super) fn consumers(ctx: &Context, mut consumers: Vec<Model>) -> Vec<Consumer> {
    consumers.sort_by(|a, b| (&a.username, &a.custom_id).cmp(&(&b.username, &b.custom_id)));
    consumers
        .into_iter()
        .map(|consumer| self::consumer(ctx, consumer))
        .collect()
}

fn consumer(ctx: &Context, model: Model) -> Consumer {
    let mut consumer = Consumer {
        custom_id: model.custom_id,
        groups: model
            .groups
            .into_iter()
            .map(|name| GroupReference { id: None, name })
            .collect(),
        id: model.id.map(|id| id.to_string()),
        tags: model.tags,
        username: model.username,
        source: model.origin.into(),
        ..Consumer::default()
    };
    for credential in model.credentials {
        add_credential(ctx, &mut consumer, credential);
    }
    consumer
}

/// Put a credential into the list of its type.
fn add_credential(ctx: &Context, consumer: &mut Consumer, credential: Credential) {
    let id = credential.id;
    let tags = credential.tags;
    let source = credential.origin.into();
    match credential.kind {
        CredentialKind::KeyAuth { key, ttl } => consumer.keyauth_credentials.push(KeyAuth {
            id,
            key: ctx.text(key),
            tags,
            ttl,
            source,
        }),
        CredentialKind::BasicAuth { username, password } => {
            consumer.basicauth_credentials.push(BasicAuth {
                id,
                password: ctx.optional(password),
                tags,
                username: ctx.text(username),
                source,
            });
        }
        CredentialKind::HmacAuth { username, secret } => {
            consumer.hmacauth_credentials.push(HmacAuth {
                id,
                secret: ctx.optional(secret),
                tags,
                username: ctx.text(username),
                source,
            });
        }
        CredentialKind::Jwt {
            key,
            algorithm,
            secret,
            rsa_public_key,
        } => consumer.jwt_secrets.push(Jwt {
            algorithm: Some(algorithm),
            id,
            key: ctx.text(key),
            rsa_public_key: ctx.optional(rsa_public_key),
            secret: ctx.optional(secret),
            tags,
            source,
        }),
        CredentialKind::Acl { group } => consumer.acls.push(Acl {
            group,
            id,
            tags,
            source,
        }),
        CredentialKind::OAuth2 {
            name,
            client_id,
            client_secret,
            client_type,
            hash_secret,
            redirect_uris,
        } => consumer.oauth2_credentials.push(OAuth2 {
            client_id: ctx.text(client_id),
            client_secret: ctx.optional(client_secret),
            client_type,
            hash_secret,
            id,
            name: Some(name),
            redirect_uris: redirect_uris.unwrap_or_default(),
            tags,
            source,
        }),
        CredentialKind::MtlsAuth { subject_name } => {
            consumer.mtls_auth_credentials.push(MtlsAuth {
                ca_certificate: None,
                id,
                subject_name,
                tags,
                source,
            });
        }
    }
}

impl Context {
    /// A secret text in clear, or its variable.
    pub(super) fn text(&self, secret: SecretText) -> Text {
        self.formed(secret, Form::Quoted)
    }

    /// Half of a key pair in clear, or its variable.
    pub(super) fn pem(&self, secret: SecretText) -> Text {
        self.formed(secret, Form::Pem)
    }

    fn formed(&self, secret: SecretText, form: Form) -> Text {
        Text {
            placeholder: match self.secrets {
                Secrets::Inline => None,
                Secrets::Env => Some(Placeholder::of(&secret.source, form)),
            },
            text: secret.text,
        }
    }

    fn optional(&self, secret: Option<SecretText>) -> Option<Text> {
        secret.map(|secret| self.text(secret))
    }
}
