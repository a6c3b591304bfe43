//! Words about what only Kong Enterprise has, for problems that Kong's open-source edition would have with it; and about plugins
//! that are not sent, or that KIC makes itself.

use super::kong_entities::Subject;
use super::{Diagnostic, Severity};

/// An unknown field that the plugin has in Kong Enterprise.
#[must_use]
pub fn enterprise_field(problem: Diagnostic) -> Diagnostic {
    problem.hint("a field of Kong Enterprise: give --enterprise if that is the gateway")
}

/// The protocols `ws` and `wss` without Kong Enterprise.
#[must_use]
pub fn websocket_protocol(problem: Diagnostic) -> Diagnostic {
    problem.hint(
        "plain websockets need no annotation: http and https routes upgrade by themselves; ws and wss are for Kong Enterprise, give --enterprise if that is the gateway",
    )
}

/// A problem of a plugin that nothing references, so that Kong never sees it.
#[must_use]
pub fn of_unused_plugin(problem: Diagnostic) -> Diagnostic {
    let message = match problem.message.strip_prefix("Kong refuses") {
        Some(rest) => format!("Kong would refuse{rest}"),
        None => problem.message.clone(),
    };
    Diagnostic {
        severity: problem.severity.min(Severity::Warning),
        message: format!("{message}; nothing references the plugin yet, so it is not sent"),
        kong: None,
        ..problem
    }
}

/// The `location` of the plugin that KIC makes of a RequestRedirect without `hostname`.
#[must_use]
pub fn redirect_without_hostname(problem: Diagnostic) -> Diagnostic {
    Diagnostic {
        message: "KIC needs `hostname` in requestRedirect: without it the plugin `redirect` gets a `location` without host, which Kong refuses, and with it the whole configuration".to_owned(),
        ..problem
    }
    .hint("add `hostname` to requestRedirect; or redirect to https by the annotations `konghq.com/protocols: https` and `konghq.com/https-redirect-status-code: \"301\"` on the route, without the filter")
}

/// A certificate check that is switched off, from Kong 3.14 on (spec 84, 1 and 3).
#[must_use]
pub fn unverified(subject: &Subject<'_>, field: &str) -> Diagnostic {
    subject
        .conflicts(field, "to be false, since Kong 3.14 checks the certificates of servers unless its setting `tls_certificate_verify` is off")
        .hint("remove the field, so that certificates are checked, and give the gateway the CA certificates; or set `tls_certificate_verify = off` there")
}

/// `run_on` of a plugin.
#[must_use]
pub fn run_on(problem: Diagnostic) -> Diagnostic {
    problem.hint("remove `run_on`: it has no effect since Kong 3.0, KIC takes it out before it sends the plugin, and Kong refuses it in a file")
}
