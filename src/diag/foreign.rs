//! Problems of annotations that KIC does not read: those of other ingress controllers (spec 87), and its own former ones.

use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &FOREIGN_SECURITY_ANNOTATION,
    &FOREIGN_ANNOTATION,
    &FOREIGN_ANNOTATION_LEFT_OVER,
    &NGINX_DEFAULTS_LOST,
];

/// The order in which the findings about the annotations of one object are told; nothing for other codes.
pub fn rank(code: &Code) -> Option<u8> {
    let order = [
        &FOREIGN_SECURITY_ANNOTATION,
        &FOREIGN_ANNOTATION,
        &FOREIGN_ANNOTATION_LEFT_OVER,
    ];
    (0..)
        .zip(order)
        .find(|(_, other)| *other == code)
        .map(|(rank, _)| rank)
}

const REFERENCE: &str = "ingress-nginx: user-guide/nginx-configuration/annotations.md; KIC: internal/annotations/annotations.go";

/// Protection is lost.
pub static FOREIGN_SECURITY_ANNOTATION: Code = Code {
    id: "foreign-security-annotation",
    severity: Severity::Warning,
    summary: "an annotation of another ingress controller protects nothing under KIC",
    explanation: "KIC reads its own annotations and none of ingress-nginx, F5 NGINX, HAProxy, Traefik or the AWS Load Balancer Controller. \
                  Authentication, address lists, limits, redirects to https and firewalls that such annotations ask for are gone when the Ingress gets Kong's class, and nothing says so.",
    before: "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8",
    after: "metadata:\n  annotations:\n    konghq.com/plugins: office  # a KongPlugin: ip-restriction, config: {allow: [10.0.0.0/8]}",
    reference: REFERENCE,
};

/// Responses or routing change, or something gets slower.
pub static FOREIGN_ANNOTATION: Code = Code {
    id: "foreign-annotation",
    severity: Severity::Warning,
    summary: "an annotation of another ingress controller does nothing under KIC",
    explanation: "KIC reads its own annotations and none of other controllers. A rewrite, a timeout or a session cookie that such an annotation asks for does not happen. \
                  The hint names what does the same in Kong. Where only speed or resources are concerned it is an info.",
    before: "kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-read-timeout: \"600\"",
    after: "kind: Service\nmetadata:\n  annotations:\n    konghq.com/read-timeout: \"600000\"",
    reference: REFERENCE,
};

/// The counterpart is there.
pub static FOREIGN_ANNOTATION_LEFT_OVER: Code = Code {
    id: "foreign-annotation-left-over",
    severity: Severity::Info,
    summary: "an annotation of another ingress controller is left over",
    explanation: "KIC does not read the annotation, and Kong's counterpart is there already: nothing is lost, and the annotation can go.",
    before: "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/force-ssl-redirect: \"true\"\n    konghq.com/protocols: https",
    after: "metadata:\n  annotations:\n    konghq.com/protocols: https\n    konghq.com/https-redirect-status-code: \"308\"",
    reference: REFERENCE,
};

/// What ingress-nginx does unasked.
pub static NGINX_DEFAULTS_LOST: Code = Code {
    id: "nginx-defaults-lost",
    severity: Severity::Warning,
    summary: "an Ingress with TLS that comes from ingress-nginx is served over plain http too",
    explanation: "For hosts with TLS ingress-nginx redirects http to https (308) and sends HSTS, and it limits every request body to 1 MB, without any annotation. \
                  Kong does none of it unless it is asked to.",
    before: "kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-read-timeout: \"60\"\nspec:\n  tls: [{hosts: [shop.example.com], secretName: shop-tls}]",
    after: "kind: Ingress\nmetadata:\n  annotations:\n    konghq.com/protocols: https\n    konghq.com/https-redirect-status-code: \"308\"\nspec:\n  tls: [{hosts: [shop.example.com], secretName: shop-tls}]",
    reference: "ingress-nginx: user-guide/tls.md, user-guide/nginx-configuration/configmap.md",
};

/// How many annotations are named beside the one that speaks for them.
const SHOWN: usize = 16;

/// One annotation without effect.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "what is lost is called so")]
pub struct Lost<'a> {
    /// The whole key.
    pub key: &'a str,
    /// The key without its prefix.
    pub name: &'a str,
    /// What is lost, a sentence.
    pub lost: &'a str,
    /// What does the same in Kong; empty when nothing does.
    pub counterpart: String,
    /// The counterpart does the same; otherwise it is only the nearest.
    pub is_counterpart: bool,
    /// How the counterpart differs, or why there is none.
    pub note: &'a str,
    /// The edition or version of Kong that the counterpart needs.
    pub since: &'a str,
}

/// Annotations, the first of which speaks for the others, that protected something.
pub fn protection_lost(at: Origin, controller: &str, lost: &[Lost<'_>]) -> Diagnostic {
    without_effect(&FOREIGN_SECURITY_ANNOTATION, at, controller, lost)
}

/// Annotations, the first of which speaks for the others, that changed responses or routing.
pub fn behaviour_lost(at: Origin, controller: &str, lost: &[Lost<'_>]) -> Diagnostic {
    without_effect(&FOREIGN_ANNOTATION, at, controller, lost)
}

/// Annotations, the first of which speaks for the others, that concerned speed or resources.
pub fn performance_lost(at: Origin, controller: &str, lost: &[Lost<'_>]) -> Diagnostic {
    Diagnostic {
        severity: Severity::Info,
        ..without_effect(&FOREIGN_ANNOTATION, at, controller, lost)
    }
}

fn without_effect(
    code: &'static Code,
    at: Origin,
    controller: &str,
    lost: &[Lost<'_>],
) -> Diagnostic {
    let (leader, others) = match lost {
        [leader, others @ ..] => (Some(leader), others),
        [] => (None, &[][..]),
    };
    let keys = named(others.iter().map(|lost| lost.key));
    let message = format!(
        "KIC does not read {} of {controller}{}: {}",
        leader.map_or_else(String::new, |leader| format!("`{}`", leader.key)),
        if keys.is_empty() {
            String::new()
        } else {
            format!(", nor {keys} with it")
        },
        leader.map_or("", |leader| leader.lost)
    );
    let mut hints: Vec<(String, Vec<&str>)> = Vec::new();
    for lost in lost.iter().take(SHOWN + 1) {
        let counterpart = counterpart(lost);
        // What several keys have in common is told once.
        match hints.iter_mut().find(|(told, _)| *told == counterpart) {
            Some((_, names)) => names.push(lost.name),
            None => hints.push((counterpart, vec![lost.name])),
        }
    }
    let hints: Vec<String> = (0..)
        .zip(hints)
        .map(|(position, (counterpart, names))| match position {
            0 => counterpart,
            _ => format!("{}: {counterpart}", named(names.into_iter())),
        })
        .collect();
    Diagnostic::new(code, at, message).hint(hints.join("; "))
}

/// What a counterpart begins with that is a setting of the whole gateway.
const SETTING: &str = "in kong.conf";

fn counterpart(lost: &Lost<'_>) -> String {
    let mut text = match (lost.counterpart.as_str(), lost.is_counterpart) {
        ("", _) => "Kong has no counterpart".to_owned(),
        (nearest, false) => format!("Kong has no counterpart; the nearest is {nearest}"),
        (setting, true) if setting.starts_with(SETTING) => setting.to_owned(),
        (counterpart, true) => format!("in Kong {counterpart}"),
    };
    let notes: Vec<&str> = [lost.since, lost.note]
        .into_iter()
        .filter(|note| !note.is_empty())
        .collect();
    if !notes.is_empty() {
        text += &format!(" ({})", notes.join("; "));
    }
    text
}

/// The first keys by name, the others by number.
fn named<'a>(keys: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = keys.len().saturating_sub(SHOWN);
    let mut named: Vec<String> = keys.take(SHOWN).map(|key| format!("`{key}`")).collect();
    if more > 0 {
        named.push(format!("{more} more"));
    }
    named.join(", ")
}

/// Annotations whose counterpart, `there`, is in place.
pub fn left_over(at: Origin, keys: &[&str], there: &str) -> Diagnostic {
    let (are, them) = if keys.len() == 1 {
        ("is", "it")
    } else {
        ("are", "them")
    };
    let message = format!(
        "{} {are} left over: KIC does not read {them}, and {there} is there already",
        named(keys.iter().copied())
    );
    Diagnostic::new(&FOREIGN_ANNOTATION_LEFT_OVER, at, message).hint(format!(
        "remove {them} when no other controller reads this object"
    ))
}

/// An Ingress with TLS, and others like it, that ingress-nginx would redirect to https.
pub fn nginx_defaults_lost(at: Origin, others: &[&Arc<ObjectMeta>]) -> Diagnostic {
    let also = match others.len() {
        0 => String::new(),
        count => format!(" (and {count} more)"),
    };
    let message = format!(
        "{}{also} is served over plain http too: ingress-nginx redirects to https (308), sends HSTS and limits bodies to 1 MB without any annotation, KIC does not",
        at.object.key
    );
    Diagnostic::new(&NGINX_DEFAULTS_LOST, at, message)
        .and_all(others.iter().copied())
        .hint("set `konghq.com/protocols: https` and `konghq.com/https-redirect-status-code: \"308\"`; for HSTS the plugin `response-transformer` with `add.headers: [\"Strict-Transport-Security:max-age=31536000; includeSubDomains\"]`, for the limit `request-size-limiting`")
}
