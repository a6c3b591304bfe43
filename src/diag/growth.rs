//! Problems of configurations that are too large.

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[&CONFIGURATION_TOO_LARGE];

/// `configuration-too-large`
pub static CONFIGURATION_TOO_LARGE: Code = Code {
    id: "configuration-too-large",
    severity: Severity::Error,
    summary: "what is multiplied makes the configuration larger than any gateway takes",
    explanation: "KIC copies a plugin for every pair of a consumer and a route (or service) that name it, the tags and hosts of an object for each of its routes, and the endpoints of a Service for each rule that refers to it. Past 256 MB of such copies this tool makes no configuration at all, because one that lacks some of them would be wrong: only `check` goes on, with what is left. Kong's Admin API takes no more than 10 MB at once by default.",
    before: "# 5,000 KongConsumers and 5,000 Ingresses with the annotation\nkonghq.com/plugins: limit",
    after: "# the annotation on the Ingresses alone, or a consumer group in place of the consumers",
    reference: "KIC: internal/util/rels/relations.go; Kong: nginx_admin_client_max_body_size",
};

/// A plugin, or an entity that hangs on one, is bound to too much.
pub fn bound_too_often(at: Origin, number: usize) -> Diagnostic {
    let key = &at.object.key;
    let message = if number > 1 {
        format!("{key} would be copied {number} times; no configuration of this size is made")
    } else {
        format!("{key} would be added to a configuration that is too large with it; none is made")
    };
    Diagnostic::new(&CONFIGURATION_TOO_LARGE, at, message)
        .hint("name it on the routes or on the consumers, not on both, or use a consumer group")
}

/// The routes of an object would hold too much.
pub fn routes_too_large(at: Origin) -> Diagnostic {
    let key = &at.object.key;
    let message = format!(
        "the routes of {key} would repeat its annotations or the endpoints of its backends too often; no configuration of this size is made"
    );
    Diagnostic::new(&CONFIGURATION_TOO_LARGE, at, message)
        .hint("split the object, or shorten the lists in its annotations")
}
