//! Certificates, CA certificates and vaults (spec 70, 5.1).

use super::{tags, text};
use crate::diag::kong_entities::Subject;
use crate::diag::{Diagnostics, certificates as problems};
use crate::kong::state::State;
use crate::options::Options;
use crate::origin::{FieldPath, Origin};
use crate::secrecy::text::is_short_name;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Report what Kong would refuse in certificates and vaults.
pub(super) fn judge(state: &State, options: &Options, diagnostics: &mut Diagnostics) {
    let mut ids: BTreeMap<&str, &Origin> = BTreeMap::new();
    let mut names: BTreeMap<&str, &Origin> = BTreeMap::new();
    for certificate in &state.certificates {
        let subject = Subject {
            entity: "certificate",
            name: None,
            origin: certificate.origin(),
        };
        tags::judge(&certificate.tags, subject, diagnostics);
        let id = certificate.id.as_deref().unwrap_or_default();
        if !text::is_uuid(id) {
            diagnostics.push(subject.has_bad_format("id", "a UUID"));
        } else if let Some(first) = ids.insert(id, certificate.origin()) {
            diagnostics.push(subject.repeats("id", first));
        }
        for sni in &certificate.snis {
            let subject = Subject {
                entity: "sni",
                name: Some(&sni.name),
                origin: certificate.origin(),
            };
            if !text::is_wildcard_sni(&sni.name) {
                diagnostics.push(subject.has_bad_format("name", "a host name without port"));
            } else if let Some(first) = names.insert(&sni.name, certificate.origin()) {
                diagnostics.push(subject.repeats("name", first));
            }
        }
    }
    ca_certificates(state, diagnostics);
    vaults(state, options.enterprise, diagnostics);
}

/// Certificates that the controller itself would send with an empty id, which Kong refuses: those of Secrets that have no uid. In a
/// cluster every Secret has one; what is rendered here has an id of the tool's own instead (spec 44, 1.4). So it is a verdict only
/// where other objects have uids, and a note where none has.
pub(super) fn without_uid(state: &State, from_cluster: bool, diagnostics: &mut Diagnostics) {
    for certificate in &state.certificates {
        let object = &certificate.origin().object;
        // The Secret is not there, and gets its uid in the cluster.
        if object.uid.is_some() || certificate.cert.text.is_empty() {
            continue;
        }
        if !from_cluster {
            diagnostics.push(problems::gets_uid_later(certificate.origin().clone()));
            continue;
        }
        let subject = Subject {
            entity: "certificate",
            name: None,
            origin: certificate.origin(),
        };
        diagnostics.push(subject.has_no_uid());
    }
}

fn ca_certificates(state: &State, diagnostics: &mut Diagnostics) {
    let mut ids: BTreeMap<&str, &Origin> = BTreeMap::new();
    for certificate in &state.ca_certificates {
        let at = Origin::at(
            &certificate.origin().object,
            FieldPath::of(&["data"]).key("id"),
        );
        let subject = Subject {
            entity: "ca_certificate",
            // It stands in a Secret, where anything may stand that is no id.
            name: certificate
                .id
                .as_deref()
                .filter(|id| text::is_uuid(id) || is_short_name(id)),
            origin: &at,
        };
        tags::judge(&certificate.tags, subject, diagnostics);
        let id = certificate.id.as_deref().unwrap_or_default();
        if !text::is_uuid(id) {
            diagnostics.push(subject.has_bad_format("id", "a UUID"));
        } else if let Some(first) = ids.insert(id, certificate.origin()) {
            diagnostics.push(subject.repeats("id", first));
        }
    }
}

/// Backends other than the environment are of the Enterprise edition, and judged with it only.
fn vaults(state: &State, enterprise: bool, diagnostics: &mut Diagnostics) {
    let mut prefixes: BTreeMap<&str, &Origin> = BTreeMap::new();
    for vault in state
        .vaults
        .iter()
        .filter(|it| enterprise || it.name == "env")
    {
        let object = &vault.origin().object;
        let at = Origin::at(object, FieldPath::of(&["spec", "prefix"]));
        let subject = Subject {
            entity: "vault",
            name: Some(&vault.prefix),
            origin: &at,
        };
        tags::judge(&vault.tags, subject, diagnostics);
        if vault.prefix == "env" || !text::is_vault_prefix(&vault.prefix) {
            diagnostics.push(subject.has_bad_format(
                "prefix",
                "two or more lower-case letters, digits and `-`, beginning with a letter, and not `env`",
            ));
        } else if let Some(first) = prefixes.insert(&vault.prefix, vault.origin()) {
            diagnostics.push(subject.repeats("prefix", first));
        }
        if vault.name == "env" {
            let at = Origin::at(object, FieldPath::of(&["spec", "config"]));
            environment(&vault.config, subject.at(&at), diagnostics);
        }
    }
}

/// The configuration of a vault of environment variables; other backends are Enterprise's.
fn environment(config: &Map<String, Value>, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    // Every vault of the Enterprise edition takes these too.
    const OTHERS: [&str; 5] = [
        "base64_decode",
        "neg_ttl",
        "resurrect_ttl",
        "ttl",
        "refresh_ttl",
    ];
    for (key, value) in config {
        let field = format!("config.{key}");
        match (key.as_str(), value) {
            ("prefix", Value::String(prefix)) if text::is_variable_name(prefix) => {}
            ("prefix", Value::String(_)) => diagnostics.push(subject.has_bad_format(
                &field,
                "letters, digits, `_` and `-`, not beginning with a digit",
            )),
            ("prefix", Value::Null) => {}
            ("prefix", _) => {
                diagnostics.push(subject.has_wrong_type(&field, "a string", "another type"));
            }
            (other, _) if OTHERS.contains(&other) => {}
            _ => diagnostics.push(subject.has_unknown(&field, None)),
        }
    }
}
