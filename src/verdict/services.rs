//! Services: timeouts, retries, protocol, and what goes together with it (spec 70, 5.6).

use super::Edition;
use super::blame::service_field;
use super::{tags, text};
use crate::diag::kong_entities::Subject;
use crate::diag::{Diagnostics, kong_editions};
use crate::kong::protocol::Protocol;
use crate::kong::service::Service;
use crate::kong::state::State;

/// The protocols of Kong's open-source edition; `ws` and `wss` are Enterprise.
pub(super) const PROTOCOLS: [&str; 8] = [
    "grpc",
    "grpcs",
    "http",
    "https",
    "tcp",
    "tls",
    "tls_passthrough",
    "udp",
];

/// Report what Kong would refuse in the services.
pub(super) fn judge(state: &State, edition: Edition, diagnostics: &mut Diagnostics) {
    for service in state.services.values() {
        let subject = Subject {
            entity: "service",
            name: Some(service.name.as_str()),
            origin: service.origin(),
        };
        let tagged = || service_field(service, "tags");
        tags::judge_at(&service.tags, subject, tagged, diagnostics);
        numbers(service, subject, diagnostics);
        protocol(service, edition, subject, diagnostics);
        if !text::is_name(service.name.as_str()) {
            diagnostics.push(subject.has_bad_format("name", NAME_FORM));
        }
        if !text::is_host_without_port(service.host.as_str()) {
            diagnostics.push(subject.has_bad_format("host", "a host name or address without port"));
        }
        for (index, id) in service.ca_certificates.iter().enumerate() {
            if !text::is_uuid(id) {
                let at = service_field(service, "ca_certificates");
                diagnostics.push(
                    subject
                        .at(&at)
                        .has_bad_format(&format!("ca_certificates.{}", index + 1), "a UUID"),
                );
            }
        }
    }
}

/// What names consist of.
pub(super) const NAME_FORM: &str = "letters, digits, `.`, `-`, `_` and `~`";

fn numbers(service: &Service, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    const MAX_TIMEOUT: i64 = 2_147_483_646;
    for (field, value, (min, max)) in [
        ("connect_timeout", service.connect_timeout, (1, MAX_TIMEOUT)),
        ("read_timeout", service.read_timeout, (1, MAX_TIMEOUT)),
        ("write_timeout", service.write_timeout, (1, MAX_TIMEOUT)),
        ("retries", service.retries, (0, 32_767)),
        ("tls_verify_depth", service.tls_verify_depth, (0, 64)),
        ("port", service.port, (0, 65_535)),
    ] {
        if let Some(value) = value
            && !(min..=max).contains(&value)
        {
            let at = service_field(service, field);
            diagnostics.push(subject.at(&at).out_of_range(
                field,
                value,
                &format!("from {min} to {max}"),
            ));
        }
    }
}

fn protocol(
    service: &Service,
    edition: Edition,
    subject: Subject<'_>,
    diagnostics: &mut Diagnostics,
) {
    let protocol = service.protocol.as_ref().unwrap_or(&Protocol::Http);
    let is_websocket = matches!(protocol, Protocol::Ws | Protocol::Wss);
    let is_known = PROTOCOLS.contains(&protocol.as_str());
    if !(is_known || is_websocket && edition == Edition::Enterprise) {
        let at = service_field(service, "protocol");
        let problem = subject
            .at(&at)
            .not_in_list("protocol", protocol.as_str(), &PROTOCOLS);
        diagnostics.push(if is_websocket {
            kong_editions::websocket_protocol(problem)
        } else {
            problem
        });
    }
    let with_protocol = format!("with protocol {}", protocol.as_str());
    if let Some(path) = &service.path {
        let at = service_field(service, "path");
        if matches!(
            protocol,
            Protocol::Tcp | Protocol::Tls | Protocol::Udp | Protocol::Grpc | Protocol::Grpcs
        ) {
            diagnostics.push(subject.at(&at).conflicts("path", &with_protocol));
        } else if !text::is_url_path(path) {
            diagnostics.push(subject.at(&at).has_bad_format("path", URL_PATH_FORM));
        }
    }
    if matches!(protocol, Protocol::Https | Protocol::Tls | Protocol::Wss) {
        return;
    }
    for (field, set) in [
        ("tls_verify", service.tls_verify.is_some()),
        ("tls_verify_depth", service.tls_verify_depth.is_some()),
        ("ca_certificates", !service.ca_certificates.is_empty()),
        ("client_certificate", service.client_certificate.is_some()),
    ] {
        if set {
            let at = service_field(service, field);
            diagnostics.push(subject.at(&at).conflicts(field, &with_protocol));
        }
    }
}

/// What paths of services and health checks look like.
pub(super) const URL_PATH_FORM: &str =
    "a path that starts with `/`, without `//` and with only the characters of a URL path";
