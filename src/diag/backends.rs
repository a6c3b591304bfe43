//! Problems of the Services behind routes (spec 10, 9 and 10).

use super::{Code, Diagnostic, Severity, shown};
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &BACKEND_SERVICE_NOT_FOUND,
    &BACKEND_PORT_NOT_FOUND,
    &SERVICE_ANNOTATIONS_INCONSISTENT,
    &SERVICE_LEFT_OUT,
    &SERVICE_WITHOUT_ENDPOINTS,
    &SERVICE_ASSUMED,
];

/// No such Service.
pub static BACKEND_SERVICE_NOT_FOUND: Code = Code {
    id: "backend-service-not-found",
    severity: Severity::Error,
    summary: "the Service of a backend does not exist",
    explanation: "KIC still sends the Kong service and its routes, with port 80 and tags that say UNKNOWN, but its upstream has no targets: Kong answers every request with 503. Where Services are kept in other repositories, `--services assume` takes them to exist.",
    before: "backend:\n  service: {name: crat, port: {number: 80}}  # the Service is called cart",
    after: "backend:\n  service: {name: cart, port: {number: 80}}",
    reference: "KIC: internal/dataplane/translator/ingressrules.go",
};

/// No such port.
pub static BACKEND_PORT_NOT_FOUND: Code = Code {
    id: "backend-port-not-found",
    severity: Severity::Error,
    summary: "the Service of a backend has no such port",
    explanation: "The backend gives no targets. A port is found by its number, not by the number of its target; or by its name or the name of its target; an ExternalName Service needs a number; and without a port in the backend the Service must have exactly one.",
    before: "# the Service has port 80, targetPort 8080\nbackend:\n  service: {name: cart, port: {number: 8080}}",
    after: "backend:\n  service: {name: cart, port: {number: 80}}",
    reference: "KIC: internal/dataplane/translator/translate_upstreams.go",
};

/// Differing annotations in a group of Services.
pub static SERVICE_ANNOTATIONS_INCONSISTENT: Code = Code {
    id: "service-annotations-inconsistent",
    severity: Severity::Error,
    summary: "Services behind one Kong service have different konghq.com annotations",
    explanation: "Services that share a Kong service must agree on every annotation that begins with konghq.com. Otherwise KIC leaves the Kong service out with all its routes; only an upstream without targets remains.",
    before: "# Service a: konghq.com/retries: \"3\"\n# Service b: no such annotation",
    after: "# Service a: konghq.com/retries: \"3\"\n# Service b: konghq.com/retries: \"3\"",
    reference: "KIC: internal/dataplane/translator/ingressrules.go",
};

/// The consequence for the route object.
pub static SERVICE_LEFT_OUT: Code = Code {
    id: "service-left-out",
    severity: Severity::Error,
    summary: "a Kong service is left out with all its routes",
    explanation: "The Services behind this rule disagree on their konghq.com annotations, so KIC configures nothing for the rule. Each annotation at fault is reported as service-annotations-inconsistent.",
    before: "backendRefs:\n- {name: a, port: 80}  # konghq.com/protocol: https\n- {name: b, port: 80}  # no annotation",
    after: "# put konghq.com/protocol: https on both Services",
    reference: "KIC: internal/dataplane/translator/ingressrules.go",
};

/// Nothing to send traffic to.
pub static SERVICE_WITHOUT_ENDPOINTS: Code = Code {
    id: "service-without-endpoints",
    severity: Severity::Info,
    summary: "no endpoints are known for a Service",
    explanation: "Targets come from EndpointSlices, which the cluster makes and repositories rarely hold. The upstream is rendered without targets, as KIC would do for a Service without ready pods.",
    before: "kic2kong render deploy/",
    after: "kic2kong render deploy/ --endpoints dns",
    reference: "KIC: internal/dataplane/translator/translate_upstreams.go",
};

/// Taken on trust.
pub static SERVICE_ASSUMED: Code = Code {
    id: "service-assumed",
    severity: Severity::Info,
    summary: "Services that are not among the inputs are taken to exist",
    explanation: "With `--services assume` a Service that is kept in another repository exists, with the ports that its backends ask for; it has no annotations. With `--endpoints dns` its name in the cluster is the target of its upstream, otherwise the upstream has none. A port that is asked for by its name has no number here, so its Kong service keeps port 80 and has no target, as in KIC when it does not find a port. In a cluster without the Service Kong answers with 503. ReferenceGrants are judged all the same.",
    before: "kic2kong render routes/",
    after: "kic2kong render routes/ --services assume --endpoints dns",
    reference: "this tool: --services",
};

/// Services by name with who asks for them; `meant` are pairs of one of them and the Service that may have been meant instead.
pub fn services_assumed(
    services: &[(String, &Origin)],
    meant: &[(String, String)],
    has_targets: bool,
) -> Option<Diagnostic> {
    const NAMED: usize = 10;
    let ((first, at), others) = services.split_first()?;
    let names: Vec<&str> = services
        .iter()
        .take(NAMED)
        .map(|(name, _)| name.as_str())
        .collect();
    let more = match services.len().saturating_sub(NAMED) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let message = if others.is_empty() {
        format!("Service {first} is not among the inputs and is taken to exist")
    } else {
        format!(
            "{} Services are not among the inputs and are taken to exist: {}{more}",
            services.len(),
            names.join(", ")
        )
    };
    let mut hints: Vec<String> = meant
        .iter()
        .map(|(asked, found)| format!("{asked}: did you mean Service {found}?"))
        .collect();
    if !has_targets {
        hints.push("--endpoints dns gives them their names in the cluster as targets".to_owned());
    }
    let mut note = Diagnostic::new(&SERVICE_ASSUMED, (*at).clone(), message);
    note.hint = Some(hints.join("; ")).filter(|hint| !hint.is_empty());
    Some(
        others
            .iter()
            .fold(note, |note, (_, at)| note.and((*at).clone())),
    )
}

/// A backend whose Service is missing. Blames the object that is blamed for the resolution and, when it is another one, the owner
/// of the Kong service, which KIC blames for the missing targets.
///
/// `service` is the Service, `asked` the name that the backend has, which may be that of a facade.
pub fn service_not_found(
    (service, asked): (&str, &str),
    backend: &Origin,
    resolving: &Origin,
    owner: &Origin,
) -> Diagnostic {
    // The field of the backend itself is the better place, when it is in the object that is to blame.
    let primary = if Arc::ptr_eq(&backend.object, &resolving.object) {
        backend
    } else {
        resolving
    };
    let problem = Diagnostic::new(
        &BACKEND_SERVICE_NOT_FOUND,
        primary.clone(),
        format!("Service {service} does not exist in the input"),
    )
    .hint("add the manifest of the Service, or correct the backend; where Services are deployed from elsewhere, `--services assume`")
    .failing(
        format!("failed to resolve Kubernetes Service for backend: failed to fetch Service {service}: Service {service} not found"),
        [&resolving.object],
    )
    .failing(without_service(asked), [&owner.object]);
    if owner.object.key == primary.object.key {
        problem
    } else {
        problem.and(owner.clone())
    }
}

/// How many ports of a Service are listed.
const SHOWN: usize = 8;

/// The ports that a Service has, for a backend that asks for another one.
#[derive(Debug)]
pub struct Ports<'a> {
    /// Number and name of each.
    pub all: Vec<(i32, Option<&'a str>)>,
    /// The number of the port whose `targetPort` was asked for.
    pub of_target: Option<i32>,
    /// The name that was probably meant.
    pub nearest: Option<&'a str>,
}

impl Ports<'_> {
    /// Which port to ask for, given what was asked for.
    fn advice(&self, asked: &str, service: &str) -> String {
        let mut known: Vec<String> = self
            .all
            .iter()
            .take(SHOWN)
            .map(|(number, name)| match name {
                Some(name) => format!("{number} ({name})"),
                None => number.to_string(),
            })
            .collect();
        if self.all.len() > SHOWN {
            known.push(format!("{} more", self.all.len() - SHOWN));
        }
        let has = if known.is_empty() {
            format!("{service} has no ports")
        } else {
            format!("{service} has {}", known.join(", "))
        };
        match (self.of_target, self.nearest) {
            (Some(number), _) => {
                format!("{asked} is the targetPort of port {number}: write {number}; {has}")
            }
            (None, Some(nearest)) => format!("did you mean {nearest}? {has}"),
            (None, None) => has,
        }
    }
}

/// A backend whose Service lacks the port: blames the Service and the owner of the Kong service. `reason` and the ports say why.
pub fn port_not_found(
    service: &Arc<ObjectMeta>,
    asked: &str,
    (reason, ports): (&str, &Ports<'_>),
    (backend, owner): (&Origin, &Origin),
) -> Diagnostic {
    let primary = if backend.object.key == owner.object.key {
        backend
    } else {
        owner
    };
    Diagnostic::new(
        &BACKEND_PORT_NOT_FOUND,
        primary.clone(),
        format!("{} has no port for {asked}: {reason}", service.key),
    )
    .and(Origin::of(service))
    .hint(ports.advice(asked, service.name()))
    .failing(
        format!("can't find port for backend kubernetes service: {reason}"),
        [service, &owner.object],
    )
}

/// One annotation of one Service of a group that disagrees.
pub fn annotations_inconsistent(
    at: Origin,
    key: &str,
    value: Option<&str>,
    service: &str,
) -> Diagnostic {
    let value = value.map_or_else(|| "absent".to_owned(), |value| shown::quoted(&at, value));
    Diagnostic::new(
        &SERVICE_ANNOTATIONS_INCONSISTENT,
        at,
        format!("{key} is {value} here but not on all Services behind Kong service {service}"),
    )
    .hint("give the annotation the same value on all of them")
    .fails(format!(
        "Service has inconsistent {key} annotation and is used in multi-Service backend {service}. This annotation must have the same value across all Services in the backend."
    ))
}

/// The rule that loses its Kong service.
pub fn service_left_out<'a>(
    service: &str,
    owner: Origin,
    backends: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let problem = Diagnostic::new(
        &SERVICE_LEFT_OUT,
        owner,
        format!("Kong service {service} is left out with all its routes: its Services have different annotations"),
    )
    .hint("give the Services the same konghq.com annotations");
    backends.into_iter().fold(problem, |problem, backend| {
        problem.fails(without_service(backend))
    })
}

/// What KIC says when it makes an upstream of a backend without a Service.
fn without_service(backend: &str) -> String {
    format!("can't add target for backend {backend}: no kubernetes service found")
}

/// An upstream that gets nothing from a Service.
pub fn no_endpoints(service: Origin, upstream: &str, has_slices: bool) -> Diagnostic {
    let (reason, hint) = if has_slices {
        (
            "its EndpointSlices have no ready endpoint for the port",
            "check the port names and conditions of the EndpointSlices",
        )
    } else {
        (
            "it has no EndpointSlices in the input",
            "add the EndpointSlices, or pass --endpoints dns",
        )
    };
    Diagnostic::new(
        &SERVICE_WITHOUT_ENDPOINTS,
        service,
        format!("upstream {upstream} gets no targets from this Service: {reason}"),
    )
    .hint(hint)
}
