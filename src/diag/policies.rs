//! Problems of KongUpstreamPolicy (spec 43, 1).

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;
use std::fmt::Display;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &UPSTREAM_POLICY_NOT_FOUND,
    &STICKY_SESSIONS_UNSUPPORTED,
    &STICKY_SESSIONS_LOST,
];

static UPSTREAM_POLICY_NOT_FOUND: Code = Code {
    id: "upstream-policy-not-found",
    severity: Severity::Error,
    summary: "a Service names a KongUpstreamPolicy that does not exist",
    explanation: "The annotation names a KongUpstreamPolicy of the Service's namespace; present but empty it names a policy called nothing. KIC emits the upstream without the policy: no health checks, no hashing, round-robin.",
    before: "kind: Service\nmetadata:\n  annotations: {konghq.com/upstream-policy: hash}\n# no KongUpstreamPolicy hash in this namespace",
    after: "kind: KongUpstreamPolicy\nmetadata: {name: hash}\nspec:\n  algorithm: consistent-hashing\n  hashOn: {header: x-user}",
    reference: "KIC: internal/dataplane/kongstate/kongupstreampolicy.go",
};

/// The policy `name` is not in the Service's namespace.
pub fn policy_not_found(at: Origin, name: &str) -> Diagnostic {
    let message = format!(
        "KongUpstreamPolicy {}/{name} does not exist",
        at.object.namespace()
    );
    let namespace = at.object.namespace().to_owned();
    Diagnostic::new(&UPSTREAM_POLICY_NOT_FOUND, at, message)
        .hint("add the KongUpstreamPolicy to the Service's namespace, or remove the annotation")
        .fails(format!(
            "failed fetching KongUpstreamPolicy: KongUpstreamPolicy {namespace}/{name} not found"
        ))
}

static STICKY_SESSIONS_UNSUPPORTED: Code = Code {
    id: "sticky-sessions-unsupported",
    severity: Severity::Error,
    summary: "sticky sessions with a Kong that does not have them",
    explanation: "The algorithm `sticky-sessions` needs Kong Gateway 3.11. For an older gateway KIC ignores the whole policy, health checks included.",
    before: "spec:\n  algorithm: sticky-sessions\n  hashOn: {input: none}\n  stickySessions: {cookie: session}\n# --kong-version 3.9.1",
    after: "spec:\n  algorithm: consistent-hashing\n  hashOn: {cookie: session, cookiePath: /}",
    reference: "KIC: internal/dataplane/kongstate/kongupstreampolicy.go",
};

/// The policy `name` asks for sticky sessions, which `version` does not have.
pub fn sticky_sessions_unsupported(at: Origin, name: &str, version: impl Display) -> Diagnostic {
    let message = format!(
        "KongUpstreamPolicy {name} is ignored: sticky sessions need Kong 3.11, this is {version}"
    );
    Diagnostic::new(&STICKY_SESSIONS_UNSUPPORTED, at, message).hint(
        "give `--kong-version` if the gateway is newer, or use consistent-hashing on a cookie",
    )
    .fails(format!(
        "sticky sessions algorithm specified in KongUpstreamPolicy '{name}' is not supported with Kong Gateway versions < 3.11.0"
    ))
}

static STICKY_SESSIONS_LOST: Code = Code {
    id: "sticky-sessions-lost",
    severity: Severity::Warning,
    summary: "sticky sessions with a controller that does not know them",
    explanation: "KIC before 3.5.0 sends the algorithm `sticky-sessions` without the cookie that it needs, whatever the gateway's version.",
    before: "spec:\n  algorithm: sticky-sessions\n  hashOn: {input: none}\n  stickySessions: {cookie: session}\n# --controller kic-3.4",
    after: "spec:\n  algorithm: consistent-hashing\n  hashOn: {cookie: session, cookiePath: /}",
    reference: "KIC: CHANGELOG 3.5.0",
};

/// The policy `name` asks for sticky sessions, which the controller does not know.
pub fn sticky_sessions_lost(at: Origin, name: &str) -> Diagnostic {
    let message = format!(
        "KIC ignores `stickySessions` of KongUpstreamPolicy {name}: the upstream gets the algorithm without its cookie"
    );
    Diagnostic::new(&STICKY_SESSIONS_LOST, at, message)
        .hint("use consistent-hashing on a cookie, or a controller from KIC 3.5 on")
}
