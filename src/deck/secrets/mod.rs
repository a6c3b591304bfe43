//! Secret values in a file: in clear, or left to the environment of decK (`--secrets env`).
//!
//! decK reads `${{ env "DECK_X" }}` as text, before it reads YAML (spec 50, 1.6), so what the variable holds must give the
//! right YAML at that place. [`Form`] says how that is done.

mod variables;

use super::content::Content;
use crate::kong::consumer::Consumer;
use crate::kong::secret::{Form, Placeholder, SecretKeyRef, SecretText};
use serde::Serialize;
use std::collections::BTreeMap;

/// The placeholder of a Secret key.
pub(super) fn placeholder(source: &SecretKeyRef, form: Form) -> Placeholder {
    Placeholder {
        variable: variables::name(source),
        source: source.clone(),
        form,
    }
}

/// One line of `--secrets-map`: a variable and the Secret key whose value it must hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SecretsMapEntry {
    /// Name of the variable.
    pub variable: String,
    /// Namespace of the Secret.
    pub namespace: String,
    /// Name of the Secret.
    pub secret: String,
    /// Key in its data.
    pub key: String,
}

/// Every variable that a file uses, by name, each once.
pub fn secrets_map(content: &Content) -> Vec<SecretsMapEntry> {
    let mut entries: Vec<_> = uses(content)
        .map(|(placeholder, _)| SecretsMapEntry {
            variable: placeholder.variable.clone(),
            namespace: placeholder.source.namespace.clone(),
            secret: placeholder.source.name.clone(),
            key: placeholder.source.key.clone(),
        })
        .collect();
    entries.sort();
    entries.dedup();
    entries
}

/// What every variable of a file must hold to give the file in clear. These are secrets.
pub fn values(content: &Content) -> BTreeMap<String, String> {
    uses(content)
        .map(|(placeholder, value)| (placeholder.variable.clone(), value))
        .collect()
}

/// Every placeholder of a file with what it stands for.
fn uses(content: &Content) -> impl Iterator<Item = (&Placeholder, String)> {
    let certificates = content
        .certificates
        .iter()
        .flat_map(|certificate| [&certificate.cert, &certificate.key]);
    let credentials = content.consumers.iter().flat_map(credential_texts);
    let texts = certificates
        .chain(credentials)
        .filter_map(|text| Some((text.placeholder.as_ref()?, text.text.clone())));
    let nested = content.services.iter().flat_map(|service| {
        let routes = service.routes.iter().flat_map(|route| &route.plugins);
        service.plugins.iter().chain(routes)
    });
    let configs = content
        .plugins
        .iter()
        .chain(nested)
        .flat_map(|plugin| plugin.config.uses());
    texts.chain(configs)
}

/// The texts of a consumer's credentials that may be secret.
fn credential_texts(consumer: &Consumer) -> Vec<&SecretText> {
    let mut texts = Vec::new();
    for it in &consumer.keyauth_credentials {
        texts.push(&it.key);
    }
    for it in &consumer.basicauth_credentials {
        texts.push(&it.username);
        texts.extend(&it.password);
    }
    for it in &consumer.hmacauth_credentials {
        texts.push(&it.username);
        texts.extend(&it.secret);
    }
    for it in &consumer.jwt_secrets {
        texts.push(&it.key);
        texts.extend(&it.secret);
        texts.extend(&it.rsa_public_key);
    }
    for it in &consumer.oauth2_credentials {
        texts.push(&it.client_id);
        texts.extend(&it.client_secret);
    }
    texts
}
