//! From the finished [`State`] to the file: `State` -> [`Content`].
//!
//! Kong's own defaults are filled where KIC fills them (spec 45, 4); every sorted list is ascending (spec 50, 1.8), where KIC's
//! dump is descending, which has no meaning to any reader.

mod consumers;
mod plugins;
mod services;

use super::content::{Content, Maker};
use super::secrets::placeholder;
use crate::kong::certificate::{CaCertificate, Certificate};
use crate::kong::custom_entity::CustomEntities;
use crate::kong::secret::{Form, SecretText};
use crate::kong::state::State;
use crate::kong::vault::{License, Vault};
use crate::options::{Options, RouterFlavor, Secrets};
use crate::schema::entities::{self, Release};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the pieces of a file need to know.
struct Context {
    flavor: RouterFlavor,
    /// In clear, or variables in their place.
    secrets: Secrets,
    /// What KIC fills in with the gateway's own defaults.
    defaults: Defaults,
}

/// The defaults that KIC asks the gateway's schemas for (spec 45, 4).
struct Defaults {
    https_redirect_status_code: Option<i64>,
    path_handling: Option<String>,
    algorithm: Option<String>,
}

impl Defaults {
    fn of(release: Release) -> Self {
        let route = entities::defaults("routes", release);
        let upstream = entities::defaults("upstreams", release);
        let text = |value: Option<&Value>| value?.as_str().map(str::to_owned);
        let status = route.get("https_redirect_status_code");
        Self {
            https_redirect_status_code: status.and_then(Value::as_i64),
            path_handling: text(route.get("path_handling")),
            algorithm: text(upstream.get("algorithm")),
        }
    }
}

impl Context {
    /// Put a variable into the place of a secret text, where that is asked for.
    fn conceal(&self, secret: &mut SecretText, form: Form) {
        if let (Secrets::Env, Some(source)) = (self.secrets, &secret.source) {
            secret.placeholder = Some(placeholder(source, form));
        }
    }
}

/// The file of a state, in decK's form. What the two have in common is moved, so that a large configuration is held once.
pub fn generate(state: State, options: &Options) -> Content {
    let ctx = Context {
        flavor: options.router_flavor,
        secrets: options.secrets,
        defaults: Defaults::of(Release::of(options)),
    };
    Content {
        info: None,
        ca_certificates: ca_certificates(state.ca_certificates),
        certificates: certificates(&ctx, state.certificates),
        consumer_group_consumers: Vec::new(),
        consumer_groups: consumers::consumer_groups(state.consumer_groups),
        consumers: consumers::consumers(&ctx, state.consumers),
        custom_entities: custom_entities(state.custom_entities),
        licenses: licenses(state.licenses),
        plugins: plugins::top_level(&ctx, state.plugins),
        routes: Vec::new(),
        services: services::services(&ctx, state.services.into_values()),
        upstreams: services::upstreams(&ctx, state.upstreams.into_values()),
        vaults: vaults(state.vaults),
        maker: Maker::Manifests,
        unread: BTreeMap::new(),
        workspace: None,
    }
}

/// By certificate text, then id.
fn certificates(ctx: &Context, mut certificates: Vec<Certificate>) -> Vec<Certificate> {
    certificates.sort_by(|a, b| (&a.cert.text, &a.id).cmp(&(&b.cert.text, &b.id)));
    for certificate in &mut certificates {
        certificate.snis.sort_by(|a, b| a.name.cmp(&b.name));
        ctx.conceal(&mut certificate.cert, Form::Pem);
        ctx.conceal(&mut certificate.key, Form::Pem);
    }
    certificates
}

/// By certificate text, then id.
fn ca_certificates(mut certificates: Vec<CaCertificate>) -> Vec<CaCertificate> {
    certificates.sort_by(|a, b| (&a.cert, &a.id).cmp(&(&b.cert, &b.id)));
    certificates
}

/// By prefix.
fn vaults(mut vaults: Vec<Vault>) -> Vec<Vault> {
    vaults.sort_by(|a, b| a.prefix.cmp(&b.prefix));
    for vault in &mut vaults {
        plugins::make_doubles_in(&mut vault.config);
    }
    vaults
}

/// By payload.
fn licenses(mut licenses: Vec<License>) -> Vec<License> {
    licenses.sort_by(|a, b| a.payload.cmp(&b.payload));
    licenses
}

/// In the order they were made in, which is by object and attachment (spec 43, 3).
fn custom_entities(mut made: CustomEntities) -> CustomEntities {
    for entity in made.values_mut().flatten() {
        plugins::make_doubles_in(&mut entity.fields);
    }
    made
}
