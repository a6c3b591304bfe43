//! Secrets and ConfigMaps to CA certificates (spec 44, 2; KIC: `internal/dataplane/translator/translate_cacerts.go`).

use super::{Context, pem};
use crate::annotations::table::CA_CERT;
use crate::controller::Switch;
use crate::diag::certificates as problems;
use crate::diag::secrets::{self, Consequence};
use crate::kong::certificate::CaCertificate;
use crate::kong::names::object_tags;
use crate::kong::state::State;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::store::Store;
use crate::store::made_in_cluster::MadeSecret;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Build the CA certificates.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    if context.options.skip_ca_certificates {
        return;
    }
    let store = context.store;
    let mut by_id: BTreeMap<Cow<'_, str>, Vec<Candidate<'_>>> = BTreeMap::new();
    note_unknown(context);
    for candidate in candidates(store) {
        match &candidate.id {
            None => context
                .diagnostics
                .push(problems::ca_without_id(Origin::of(candidate.object), None)),
            Some(id) => by_id.entry(id.clone()).or_default().push(candidate),
        }
    }
    let is_one_per_id = context.options.has(Switch::CaCertificateOnePerId);
    let sets = by_id.into_iter().flat_map(|(id, candidates)| {
        if is_one_per_id {
            return vec![(id, candidates)];
        }
        let alone = candidates.into_iter();
        alone
            .map(|candidate| (id.clone(), vec![candidate]))
            .collect()
    });
    for (id, mut candidates) in sets {
        // Stable: of a Secret and a ConfigMap of one name the Secret wins.
        candidates.sort_by_key(|candidate| {
            let object = candidate.object;
            (object.creation_timestamp, object.namespace(), object.name())
        });
        let Some((winner, losers)) = candidates.split_first() else {
            continue;
        };
        let origin = Origin::of(winner.object);
        for loser in losers {
            context
                .diagnostics
                .push(problems::ca_duplicate_id(Origin::of(loser.object), &origin));
        }
        let form = if context.options.has(Switch::CaCertificateSinglePem) {
            Form::OneBlock
        } else {
            Form::FirstBlock
        };
        match validate(winner.cert.as_deref(), form, context.options.now) {
            Ok(cert) => state.ca_certificates.push(CaCertificate {
                id: Some(id.into_owned()),
                cert,
                tags: object_tags(winner.object, []),
                source: origin.into(),
            }),
            Err(reason) => context.diagnostics.push(problems::ca_invalid(
                origin,
                reason,
                plugins_with(store, &id),
            )),
        }
    }
}

/// An object that carries the label.
struct Candidate<'a> {
    object: &'a Arc<ObjectMeta>,
    id: Option<Cow<'a, str>>,
    cert: Option<Cow<'a, str>>,
}

/// Whether all of a CA certificate is known that is made in the cluster, such as from a template with nothing to fill in.
pub(super) fn is_known(made: &MadeSecret) -> bool {
    let has = |key: &str| made.known(key).is_some();
    has("id") && (has("cert") || has("ca.crt"))
}

/// Say which CA certificates are left out because they are made in the cluster: they are written in clear, not as variables.
fn note_unknown(context: &mut Context<'_>) {
    for made in context.store.made_in_cluster.iter() {
        if CA_CERT.is_set(&made.secret.meta) && !is_known(made) {
            context.diagnostics.extend(secrets::made_in_cluster(
                [Origin::of(&made.secret.meta)],
                &made.secret.meta.key.qualified_name(),
                (made.controller, &made.maker),
                Consequence::NoVariable("cert"),
            ));
        }
    }
}

/// The labelled objects, Secrets first.
fn candidates(store: &Store) -> Vec<Candidate<'_>> {
    let mut candidates = Vec::new();
    let made = store.made_in_cluster.iter().filter(|made| is_known(made));
    let made = made.map(|made| &made.secret);
    for secret in store.secrets.iter().chain(made) {
        if CA_CERT.is_set(&secret.meta) {
            let data = secret.spec.data.as_ref();
            let text = |key: &str| {
                let value = data.and_then(|data| data.get(key));
                value.map(|value| String::from_utf8_lossy(&value.0))
            };
            candidates.push(Candidate {
                object: &secret.meta,
                id: text("id"),
                cert: text("cert").or_else(|| text("ca.crt")),
            });
        }
    }
    for config_map in &store.config_maps {
        if CA_CERT.is_set(&config_map.meta) {
            let data = config_map.spec.data.as_ref();
            let text = |key: &str| {
                let value = data.and_then(|data| data.get(key));
                value.map(|value| Cow::Borrowed(value.as_str()))
            };
            candidates.push(Candidate {
                object: &config_map.meta,
                id: text("id"),
                cert: text("cert").or_else(|| text("ca.crt")),
            });
        }
    }
    candidates
}

/// What the text of a CA certificate must be (spec 81, A11).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One PEM block and nothing else; it is written anew.
    OneBlock,
    /// Anything with a PEM block, whatever its type; the text stays as it is.
    FirstBlock,
}

/// The certificate in PEM as Go writes it, without headers, or what is wrong with the text.
fn validate(text: Option<&str>, form: Form, now: i64) -> Result<String, &'static str> {
    let written = text.ok_or("it has neither `cert` nor `ca.crt`")?;
    let text = match form {
        Form::OneBlock => written.trim(),
        Form::FirstBlock => written,
    };
    let (block, rest) = pem::next_block(text).ok_or("there is no PEM block")?;
    if form == Form::OneBlock && !rest.is_empty() {
        return Err(if pem::next_block(rest).is_some() {
            "there are several PEM blocks"
        } else {
            "there is text after the PEM block"
        });
    }
    if form == Form::OneBlock && block.label != "CERTIFICATE" {
        return Err("the PEM block is not of type CERTIFICATE");
    }
    let Ok((&[], certificate)) = X509Certificate::from_der(&block.content) else {
        return Err("the certificate does not parse");
    };
    if !certificate.is_ca() {
        return Err("it lacks the CA basic constraint");
    }
    if certificate.validity().not_after.timestamp() < now {
        return Err("it has expired");
    }
    Ok(match form {
        Form::OneBlock => block.without_headers().encode(),
        Form::FirstBlock => written.to_owned(),
    })
}

/// The plugins whose own configuration names the id.
fn plugins_with(store: &Store, id: &str) -> Vec<Origin> {
    let plugins = store.kong_plugins.iter().chain(&store.kong_cluster_plugins);
    plugins
        .filter_map(|plugin| {
            let list = plugin.spec.config.as_ref()?.get("ca_certificates")?;
            let position = list
                .as_array()?
                .iter()
                .position(|item| item.as_str() == Some(id))?;
            let path = FieldPath::of(&["config", "ca_certificates"]).index(position);
            Some(Origin::at(&plugin.meta, path))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_must_be_one_certificate_block() {
        let block = |label: &str| format!("-----BEGIN {label}-----\nQUJD\n-----END {label}-----\n");
        let fails = |text: &str| validate(Some(text), Form::OneBlock, 0).err();
        assert!(validate(None, Form::OneBlock, 0).is_err());
        assert_eq!(fails("nothing"), Some("there is no PEM block"));
        assert_eq!(
            fails(&block("PUBLIC KEY")),
            Some("the PEM block is not of type CERTIFICATE")
        );
        assert_eq!(
            fails(&block("CERTIFICATE").repeat(2)),
            Some("there are several PEM blocks")
        );
        assert_eq!(
            fails(&block("CERTIFICATE")),
            Some("the certificate does not parse")
        );
    }
}
