//! Services.

use super::blame::Blame;
use super::entity::{Entity, Judge, tags};
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::protocol::Protocol;
use crate::kong::service::Service;
use crate::kong::state::State;
use crate::schema::written::Given;

/// Report what Kong would refuse in the services.
pub(super) fn judge<'s>(state: &'s State, judge: &mut Judge<'s>, diagnostics: &mut Diagnostics) {
    for service in state.services.values() {
        let entity = Entity {
            collection: "services",
            subject: Subject {
                entity: "service",
                name: Some(service.name.as_str()),
                origin: service.origin(),
            },
            blame: Blame::Service(service),
        };
        judge.judge(entity, &given(service), diagnostics);
    }
}

fn given(service: &Service) -> Given<'_> {
    Given::record([
        ("name", Some(Given::Text(service.name.as_str()))),
        ("host", Some(Given::Text(service.host.as_str()))),
        ("port", Given::integer(service.port)),
        (
            "protocol",
            service
                .protocol
                .as_ref()
                .map(Protocol::as_str)
                .map(Given::Text),
        ),
        ("path", Given::text(&service.path)),
        ("connect_timeout", Given::integer(service.connect_timeout)),
        ("read_timeout", Given::integer(service.read_timeout)),
        ("write_timeout", Given::integer(service.write_timeout)),
        ("retries", Given::integer(service.retries)),
        ("tls_verify", service.tls_verify.map(Given::Flag)),
        ("tls_verify_depth", Given::integer(service.tls_verify_depth)),
        ("ca_certificates", Given::texts(&service.ca_certificates)),
        (
            "client_certificate",
            service.client_certificate.as_ref().map(|_| Given::Sound),
        ),
        ("tags", tags(&service.tags)),
    ])
}
