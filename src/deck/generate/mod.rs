//! From the finished [`State`] to the file: `State` -> [`Content`].
//!
//! Kong's own defaults are filled where KIC fills them (spec 45, 4); every sorted list is ascending (spec 50, 1.8), where KIC's
//! dump is descending, which has no meaning to any reader.

mod consumers;
mod plugins;
mod services;

use super::content::Content;
use super::content::certificate::{CaCertificate, Certificate, Sni};
use super::content::custom::{CustomEntities, CustomEntity};
use super::content::route::Reference;
use super::content::source::Source;
use super::content::vault::{License, Vault};
use crate::kong;
use crate::kong::state::State;
use crate::options::{Options, RouterFlavor, Secrets};

/// What the pieces of a file need to know.
struct Context {
    flavor: RouterFlavor,
    /// In clear, or variables in their place.
    secrets: Secrets,
}

/// The file of a state, in decK's form, for callers that need the state further on.
pub fn generate(state: &State, options: &Options) -> Content {
    into_content(state.clone(), options)
}

/// The file of a state, in decK's form. What the two have in common is moved, so that a large configuration is held once.
pub fn into_content(state: State, options: &Options) -> Content {
    let ctx = Context {
        flavor: options.router_flavor,
        secrets: options.secrets,
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
        upstreams: services::upstreams(state.upstreams.into_values()),
        vaults: vaults(state.vaults),
        is_dump: false,
    }
}

/// By certificate text, then id.
fn certificates(
    ctx: &Context,
    mut certificates: Vec<kong::certificate::Certificate>,
) -> Vec<Certificate> {
    certificates.sort_by(|a, b| (&a.cert.text, &a.id).cmp(&(&b.cert.text, &b.id)));
    certificates
        .into_iter()
        .map(|certificate| {
            let source = Source::from(certificate.origin);
            Certificate {
                snis: snis(certificate.snis, &certificate.id, &source),
                cert: ctx.pem(certificate.cert),
                id: Some(certificate.id),
                key: ctx.pem(certificate.key),
                tags: certificate.tags,
                source,
            }
        })
        .collect()
}

fn snis(mut names: Vec<String>, certificate: &str, source: &Source) -> Vec<Sni> {
    names.sort();
    names
        .into_iter()
        .map(|name| Sni {
            certificate: Some(Reference {
                id: Some(certificate.to_owned()),
                name: None,
            }),
            name,
            source: source.clone(),
            ..Sni::default()
        })
        .collect()
}

/// By certificate text, then id.
fn ca_certificates(mut certificates: Vec<kong::certificate::CaCertificate>) -> Vec<CaCertificate> {
    certificates.sort_by(|a, b| (&a.cert, &a.id).cmp(&(&b.cert, &b.id)));
    certificates
        .into_iter()
        .map(|certificate| CaCertificate {
            cert: certificate.cert,
            id: Some(certificate.id),
            tags: certificate.tags,
            source: certificate.origin.into(),
        })
        .collect()
}

/// By prefix.
fn vaults(mut vaults: Vec<kong::vault::Vault>) -> Vec<Vault> {
    vaults.sort_by(|a, b| a.prefix.cmp(&b.prefix));
    vaults
        .into_iter()
        .map(|vault| Vault {
            config: plugins::doubles_in_map(vault.config),
            description: vault.description,
            id: vault.id.map(|id| id.to_string()),
            name: vault.name,
            prefix: vault.prefix,
            tags: vault.tags,
            source: vault.origin.into(),
        })
        .collect()
}

/// By payload.
fn licenses(mut licenses: Vec<kong::vault::License>) -> Vec<License> {
    licenses.sort_by(|a, b| a.payload.cmp(&b.payload));
    licenses
        .into_iter()
        .map(|license| License {
            id: Some(license.id.to_string()),
            payload: license.payload,
            source: license.origin.into(),
        })
        .collect()
}

/// In the order they were made in, which is by object and attachment (spec 43, 3).
fn custom_entities(made: Vec<kong::custom_entity::CustomEntity>) -> CustomEntities {
    let mut entities = CustomEntities::new();
    for entity in made {
        entities
            .entry(entity.entity_type)
            .or_default()
            .push(CustomEntity {
                fields: plugins::doubles_in_map(entity.fields),
                source: entity.origin.into(),
            });
    }
    entities
}
