//! Upstreams and targets (spec 70, 5.1 and 5.6).

use super::blame::service_field;
use super::services::URL_PATH_FORM;
use super::{hashing, tags, text};
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::state::State;
use crate::kong::upstream::{Healthchecks, Healthy, Unhealthy, Upstream};

/// Report what Kong would refuse in the upstreams.
pub(super) fn judge(state: &State, diagnostics: &mut Diagnostics) {
    for upstream in state.upstreams.values() {
        let subject = Subject {
            entity: "upstream",
            name: Some(upstream.name.as_str()),
            origin: upstream.origin(),
        };
        let tagged = || match state.services.get(&upstream.service) {
            Some(service) => service_field(service, "tags"),
            None => upstream.origin().clone(),
        };
        tags::judge_at(&upstream.tags, subject, tagged, diagnostics);
        judge_upstream(upstream, subject, diagnostics);
        for target in &upstream.targets {
            let subject = Subject {
                entity: "target",
                name: Some(&target.target),
                origin: target.origin(),
            };
            if !text::is_host_with_optional_port(&target.target) {
                diagnostics.push(
                    subject
                        .has_bad_format("target", "a host name or an address that Kong can read"),
                );
            }
            range(subject, "weight", target.weight, (0, 65_535), diagnostics);
        }
    }
}

fn judge_upstream(upstream: &Upstream, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    const ALGORITHMS: [&str; 4] = [
        "consistent-hashing",
        "latency",
        "least-connections",
        "round-robin",
    ];
    if !text::is_upstream_name(upstream.name.as_str()) {
        diagnostics
            .push(subject.has_bad_format("name", "a host name without port, not an address"));
    }
    // `sticky-sessions` came with Kong Enterprise 3.11; KIC itself holds it back from older versions.
    if let Some(algorithm) = &upstream.algorithm
        && !ALGORITHMS.contains(&algorithm.as_str())
        && algorithm != "sticky-sessions"
    {
        diagnostics.push(subject.not_in_list("algorithm", algorithm, &ALGORITHMS));
    }
    range(subject, "slots", upstream.slots, (10, 65_536), diagnostics);
    if let Some(host) = &upstream.host_header
        && !text::is_host_with_optional_port(host)
    {
        diagnostics.push(
            subject.has_bad_format("host_header", "a host name or address with optional port"),
        );
    }
    hashing::judge(upstream, subject, diagnostics);
    if let Some(checks) = &upstream.healthchecks {
        healthchecks(checks, subject, diagnostics);
    }
}

fn healthchecks(checks: &Healthchecks, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    const TYPES: [&str; 5] = ["grpc", "grpcs", "http", "https", "tcp"];
    if let Some(threshold) = checks.threshold
        && !(0.0..=100.0).contains(&threshold)
    {
        diagnostics.push(subject.out_of_range(
            "healthchecks.threshold",
            threshold,
            "from 0 to 100",
        ));
    }
    let kinds = [
        (
            "active",
            checks.active.as_ref().and_then(|it| it.kind.as_deref()),
        ),
        (
            "passive",
            checks.passive.as_ref().and_then(|it| it.kind.as_deref()),
        ),
    ];
    for (side, kind) in kinds {
        if let Some(kind) = kind
            && !TYPES.contains(&kind)
        {
            diagnostics.push(subject.not_in_list(
                &format!("healthchecks.{side}.type"),
                kind,
                &TYPES,
            ));
        }
    }
    if let Some(active) = &checks.active {
        let prefix = "healthchecks.active";
        if let Some(path) = &active.http_path
            && !text::is_url_path(path)
        {
            diagnostics.push(subject.has_bad_format(&format!("{prefix}.http_path"), URL_PATH_FORM));
        }
        if let Some(sni) = &active.https_sni
            && !text::is_sni(sni)
        {
            diagnostics.push(
                subject.has_bad_format(&format!("{prefix}.https_sni"), "a host name without port"),
            );
        }
        if active
            .headers
            .keys()
            .any(|name| !text::is_header_name(name))
        {
            diagnostics.push(subject.has_bad_format(
                &format!("{prefix}.headers"),
                "headers with names of letters, digits, `-` and `_`",
            ));
        }
        let seconds = (0, 65_535);
        range(
            subject,
            &format!("{prefix}.timeout"),
            active.timeout,
            seconds,
            diagnostics,
        );
        range(
            subject,
            &format!("{prefix}.concurrency"),
            active.concurrency,
            (1, 2_147_483_648),
            diagnostics,
        );
        healthy(prefix, active.healthy.as_ref(), subject, diagnostics);
        unhealthy(prefix, active.unhealthy.as_ref(), subject, diagnostics);
    }
    if let Some(passive) = &checks.passive {
        let prefix = "healthchecks.passive";
        healthy(prefix, passive.healthy.as_ref(), subject, diagnostics);
        unhealthy(prefix, passive.unhealthy.as_ref(), subject, diagnostics);
    }
}

fn healthy(
    prefix: &str,
    healthy: Option<&Healthy>,
    subject: Subject<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(healthy) = healthy else { return };
    let prefix = format!("{prefix}.healthy");
    statuses(&prefix, &healthy.http_statuses, subject, diagnostics);
    let numbers = [
        ("interval", healthy.interval, 65_535),
        ("successes", healthy.successes, 255),
    ];
    up_to(&prefix, &numbers, subject, diagnostics);
}

fn unhealthy(
    prefix: &str,
    unhealthy: Option<&Unhealthy>,
    subject: Subject<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(unhealthy) = unhealthy else { return };
    let prefix = format!("{prefix}.unhealthy");
    statuses(&prefix, &unhealthy.http_statuses, subject, diagnostics);
    let numbers = [
        ("interval", unhealthy.interval, 65_535),
        ("http_failures", unhealthy.http_failures, 255),
        ("tcp_failures", unhealthy.tcp_failures, 255),
        ("timeouts", unhealthy.timeouts, 255),
    ];
    up_to(&prefix, &numbers, subject, diagnostics);
}

/// Numbers from 0 to a greatest one each, by the name of their field.
fn up_to(
    prefix: &str,
    numbers: &[(&str, Option<i64>, i64)],
    subject: Subject<'_>,
    diagnostics: &mut Diagnostics,
) {
    for &(field, value, max) in numbers {
        let field = format!("{prefix}.{field}");
        range(subject, &field, value, (0, max), diagnostics);
    }
}

fn statuses(prefix: &str, statuses: &[i64], subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    for (index, &status) in statuses.iter().enumerate() {
        let field = format!("{prefix}.http_statuses.{}", index + 1);
        range(subject, &field, Some(status), (100, 999), diagnostics);
    }
}

fn range(
    subject: Subject<'_>,
    field: &str,
    value: Option<i64>,
    (min, max): (i64, i64),
    diagnostics: &mut Diagnostics,
) {
    if let Some(value) = value
        && !(min..=max).contains(&value)
    {
        diagnostics.push(subject.out_of_range(field, value, &format!("from {min} to {max}")));
    }
}
