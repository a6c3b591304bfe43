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
use super::content::vault::{License, Vault};
use super::secrets::Variables;
use crate::kong;
use crate::kong::state::State;
use crate::options::{Options, RouterFlavor, Secrets};

/// What the pieces of a file need to know.
struct Context {
    flavor: RouterFlavor,
    /// With `--secrets env`, the variable of every secret.
    variables: Option<Variables>,
}

/// The file of a state, in decK's form.
pub fn generate(state: &State, options: &Options) -> Content {
    let ctx = Context {
        flavor: options.router_flavor,
        variables: match options.secrets {
            Secrets::Inline => None,
            Secrets::Env => Some(Variables::of(state)),
        },
    };
    Content {
        info: None,
        ca_certificates: ca_certificates(state),
        certificates: certificates(&ctx, state),
        consumer_group_consumers: Vec::new(),
        consumer_groups: consumers::consumer_groups(state),
        consumers: consumers::consumers(&ctx, state),
        custom_entities: custom_entities(state),
        licenses: licenses(state),
        plugins: plugins::top_level(&ctx, state),
        routes: Vec::new(),
        services: services::services(&ctx, state),
        upstreams: services::upstreams(state),
        vaults: vaults(state),
        is_dump: false,
    }
}

/// By certificate text, then id.
fn certificates(ctx: &Context, state: &State) -> Vec<Certificate> {
    let mut certificates: Vec<_> = state.certificates.iter().collect();
    certificates.sort_by(|a, b| (&a.cert.text, &a.id).cmp(&(&b.cert.text, &b.id)));
    certificates
        .into_iter()
        .map(|certificate| Certificate {
            cert: ctx.text(&certificate.cert),
            id: Some(certificate.id.clone()),
            key: ctx.text(&certificate.key),
            snis: snis(certificate),
            tags: certificate.tags.clone(),
            source: (&certificate.origin).into(),
        })
        .collect()
}

fn snis(certificate: &kong::certificate::Certificate) -> Vec<Sni> {
    let mut names: Vec<_> = certificate.snis.iter().collect();
    names.sort();
    names
        .into_iter()
        .map(|name| Sni {
            certificate: Some(Reference {
                id: Some(certificate.id.clone()),
                name: None,
            }),
            name: name.clone(),
            source: (&certificate.origin).into(),
            ..Sni::default()
        })
        .collect()
}

/// By certificate text, then id.
fn ca_certificates(state: &State) -> Vec<CaCertificate> {
    let mut certificates: Vec<_> = state.ca_certificates.iter().collect();
    certificates.sort_by(|a, b| (&a.cert, &a.id).cmp(&(&b.cert, &b.id)));
    certificates
        .into_iter()
        .map(|certificate| CaCertificate {
            cert: certificate.cert.clone(),
            id: Some(certificate.id.clone()),
            tags: certificate.tags.clone(),
            source: (&certificate.origin).into(),
        })
        .collect()
}

/// By prefix.
fn vaults(state: &State) -> Vec<Vault> {
    let mut vaults: Vec<_> = state.vaults.iter().collect();
    vaults.sort_by(|a, b| a.prefix.cmp(&b.prefix));
    vaults
        .into_iter()
        .map(|vault| Vault {
            config: plugins::doubles_in_map(&vault.config),
            description: vault.description.clone(),
            id: vault.id.map(|id| id.to_string()),
            name: vault.name.clone(),
            prefix: vault.prefix.clone(),
            tags: vault.tags.clone(),
            source: (&vault.origin).into(),
        })
        .collect()
}

/// By payload.
fn licenses(state: &State) -> Vec<License> {
    let mut licenses: Vec<_> = state.licenses.iter().collect();
    licenses.sort_by(|a, b| a.payload.cmp(&b.payload));
    licenses
        .into_iter()
        .map(|license| License {
            id: Some(license.id.to_string()),
            payload: license.payload.clone(),
            source: (&license.origin).into(),
        })
        .collect()
}

/// In the order they were made in, which is by object and attachment (spec 43, 3).
fn custom_entities(state: &State) -> CustomEntities {
    let mut entities = CustomEntities::new();
    for entity in &state.custom_entities {
        entities
            .entry(entity.entity_type.clone())
            .or_default()
            .push(CustomEntity {
                fields: plugins::doubles_in_map(&entity.fields),
                source: (&entity.origin).into(),
            });
    }
    entities
}
