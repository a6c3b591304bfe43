//! Certificates, CA certificates and vaults.

use super::blame::Blame;
use super::entity::{Entity, Judge, tags};
use crate::diag::kong_entities::Subject;
use crate::diag::{Diagnostics, certificates as problems};
use crate::kong::state::State;
use crate::kong::vault::Vault;
use crate::schema::text;
use crate::schema::written::Given;
use crate::secrecy::text::is_short_name;

/// Report what Kong would refuse in certificates and vaults.
pub(super) fn judge<'s>(
    state: &'s State,
    enterprise: bool,
    judge: &mut Judge<'s>,
    diagnostics: &mut Diagnostics,
) {
    for certificate in &state.certificates {
        let subject = Subject {
            entity: "certificate",
            name: None,
            origin: certificate.origin(),
        };
        let entity = Entity {
            collection: "certificates",
            subject,
            blame: Blame::Whole,
        };
        let given = Given::record([
            ("id", Given::text(&certificate.id)),
            ("cert", Some(Given::Sound)),
            ("key", Some(Given::Sound)),
            ("tags", tags(&certificate.tags)),
        ]);
        judge.judge(entity, &given, diagnostics);
        for sni in &certificate.snis {
            let entity = Entity {
                collection: "snis",
                subject: Subject {
                    entity: "sni",
                    name: Some(&sni.name),
                    ..subject
                },
                blame: Blame::Whole,
            };
            let given = Given::record([("name", Some(Given::Text(&sni.name)))]);
            judge.judge(entity, &given, diagnostics);
        }
    }
    ca_certificates(state, judge, diagnostics);
    vaults(state, enterprise, judge, diagnostics);
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

fn ca_certificates<'s>(state: &'s State, judge: &mut Judge<'s>, diagnostics: &mut Diagnostics) {
    for certificate in &state.ca_certificates {
        let entity = Entity {
            collection: "ca_certificates",
            subject: Subject {
                entity: "ca_certificate",
                // It stands in a Secret, where anything may stand that is no id.
                name: certificate
                    .id
                    .as_deref()
                    .filter(|id| text::is_uuid(id) || is_short_name(id)),
                origin: certificate.origin(),
            },
            blame: Blame::Data,
        };
        let given = Given::record([
            ("id", Given::text(&certificate.id)),
            ("cert", Some(Given::Sound)),
            ("tags", tags(&certificate.tags)),
        ]);
        judge.judge(entity, &given, diagnostics);
    }
}

/// Backends other than the environment are of the Enterprise edition, and judged with it only.
fn vaults<'s>(
    state: &'s State,
    enterprise: bool,
    judge: &mut Judge<'s>,
    diagnostics: &mut Diagnostics,
) {
    let judged = |it: &&Vault| enterprise || it.name == "env";
    for vault in state.vaults.iter().filter(judged) {
        let entity = Entity {
            collection: "vaults",
            subject: Subject {
                entity: "vault",
                name: Some(&vault.prefix),
                origin: vault.origin(),
            },
            blame: Blame::Spec,
        };
        let given = Given::record([
            ("name", Some(Given::Text(&vault.name))),
            ("prefix", Some(Given::Text(&vault.prefix))),
            ("description", Given::text(&vault.description)),
            ("tags", tags(&vault.tags)),
        ]);
        judge.judge(entity, &given, diagnostics);
        if vault.name == "env" {
            let config = Given::object(&vault.config);
            let entity = Entity {
                collection: "vaults/env",
                ..entity
            };
            judge.look(entity, &config, diagnostics);
        }
    }
}
