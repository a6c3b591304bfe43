//! Who is blamed: `<variant>.problems.yaml` lists the objects that KIC blames, `rejected.txt` those that the API server refuses.

use super::{RUNS, Run, cases, report};
use kic2kong::inner::diag::{Diagnostic, Location};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn whom_the_controller_or_the_api_server_blames_is_blamed() {
    let missing = |run: &Run| {
        let found: BTreeSet<String> = run
            .converted
            .problems
            .iter()
            .filter(|problem| problem.severity > kic2kong::inner::diag::Severity::Info)
            .flat_map(cases::objects)
            .collect();
        let blamed = &(&by_the_controller(run) | &by_the_api_server(run)) | &unattached(run);
        let missing: Vec<String> = blamed.difference(&found).cloned().collect();
        (!missing.is_empty())
            .then(|| format!("{}: not blamed: {}", run.title(), missing.join(", ")))
    };
    report(&RUNS.par_iter().filter_map(missing).collect::<Vec<_>>());
}

/// An error says that the controller leaves something out or that Kong or the API server refuses it. What Kong refuses is compared in
/// `verdicts`, what the API server refuses below; all else must be about an object that the controller blames.
#[test]
fn nobody_else_is_blamed_with_an_error() {
    let extra = |run: &'static Run| {
        let blamed = &(&by_the_controller(run) | &by_the_api_server(run)) | &unattached(run);
        let errors = run.converted.problems.iter().filter(move |problem| {
            cases::is_error(problem)
                && !is_of_the_api_server(problem)
                && problem.kong.is_none()
                && !cases::objects(problem).any(|object| blamed.contains(&object))
                && !is_accepted(run, problem)
        });
        errors.map(|problem| told(run, problem))
    };
    report(&RUNS.par_iter().flat_map_iter(extra).collect::<Vec<_>>());
}

fn is_accepted(run: &Run, problem: &Diagnostic) -> bool {
    let is_of_operator = run.case.area.starts_with("kong-operator");
    let of_operator = ACCEPTED_OF_OPERATOR.iter().filter(|_| is_of_operator);
    let mut lists = ACCEPTED.iter().chain(of_operator);
    lists.any(|accepted| accepted.code == problem.code.id && (accepted.shows)(run, problem))
}

/// Whether the recorded configuration shows that a rule has lost all its backends: by the plugin that answers 500 in their place. Routes of
/// connections have no such plugin.
fn answers_500(run: &Run, problem: &Diagnostic) -> bool {
    let configuration = run.case.file(&format!("{}.yaml", run.variant.name));
    let is_terminated = configuration.is_some_and(|text| text.contains("request-termination"));
    let of_connections = ["TCPRoute ", "TLSRoute ", "UDPRoute "];
    is_terminated
        || cases::objects(problem)
            .any(|object| of_connections.iter().any(|kind| object.starts_with(kind)))
}

/// The recorded configuration.
fn configuration(run: &Run) -> Value {
    let text = run.case.file(&format!("{}.yaml", run.variant.name));
    text.map_or(Value::Null, |text| serde_yaml::from_str(text).unwrap())
}

/// The entities of a kind, and those that stand within services.
fn entities(configuration: &Value, kind: &str) -> Vec<Value> {
    let list = |value: &Value| value[kind].as_array().cloned().unwrap_or_default();
    let services = configuration["services"].as_array().into_iter().flatten();
    let within = services.flat_map(list);
    list(configuration).into_iter().chain(within).collect()
}

/// Whether an entity carries the tags of an object.
fn is_tagged(entity: &Value, object: &kic2kong::inner::origin::ObjectKey) -> bool {
    let tags: BTreeSet<&str> = entity["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    [
        format!("k8s-kind:{}", object.kind),
        format!("k8s-namespace:{}", object.namespace),
        format!("k8s-name:{}", object.name),
    ]
    .iter()
    .all(|tag| tags.contains(tag.as_str()))
}

/// Whether the record holds no route of the object that a problem is about.
fn gives_no_route(run: &Run, problem: &Diagnostic) -> bool {
    let routes = entities(&configuration(run), "routes");
    let object = problem.objects().next();
    object.is_some_and(|object| !routes.iter().any(|route| is_tagged(route, &object.key)))
}

/// Whether the record holds none of the certificates that a listener of the Gateway names beside others.
fn gives_no_certificate(run: &Run, problem: &Diagnostic) -> bool {
    let recorded = configuration(run);
    let names = problem.objects().next().map(|object| {
        let key = &object.key;
        (key.namespace.clone(), key.name.clone())
    });
    let Some((namespace, gateway)) = names else {
        return false;
    };
    let certificates = entities(&recorded, "certificates");
    let text = String::from_utf8_lossy(run.case.manifests()).into_owned();
    let secrets: BTreeSet<String> = documents(&text)
        .iter()
        .filter(|it| it["kind"] == "Gateway" && it["metadata"]["name"] == gateway.as_str())
        .filter(|it| it["metadata"]["namespace"] == namespace.as_str())
        .flat_map(|it| {
            it["spec"]["listeners"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        })
        .filter_map(|listener| {
            let refs = listener["tls"]["certificateRefs"].as_array().cloned()?;
            (refs.len() > 1).then_some(refs)
        })
        .flatten()
        .filter_map(|it| it["name"].as_str().map(str::to_owned))
        .collect();
    let is_of_listener = |certificate: &Value| {
        let tags = certificate["tags"].as_array().into_iter().flatten();
        tags.filter_map(Value::as_str)
            .filter_map(|tag| tag.strip_prefix("k8s-name:"))
            .any(|name| secrets.contains(name))
    };
    !secrets.is_empty() && !certificates.iter().any(is_of_listener)
}

/// The objects of a case.
fn documents(text: &str) -> Vec<Value> {
    use serde::Deserialize;
    let documents = serde_yaml::Deserializer::from_str(text);
    documents
        .filter_map(|document| Value::deserialize(document).ok())
        .collect()
}

/// Whether the record holds services that are spoken to by TLS, and none of them has CA certificates.
fn goes_without_ca(run: &Run, _: &Diagnostic) -> bool {
    let recorded = configuration(run);
    let services = recorded["services"].as_array().cloned().unwrap_or_default();
    let mut with_tls = services
        .iter()
        .filter(|it| it["protocol"] == "https")
        .peekable();
    with_tls.peek().is_some() && with_tls.all(|service| service["ca_certificates"].is_null())
}

/// Whether a problem stands in the metadata of its object.
fn is_of_metadata(_: &Run, problem: &Diagnostic) -> bool {
    match problem.locations.first() {
        Some(Location::Field(origin)) => origin.path.to_string().starts_with("metadata."),
        _ => false,
    }
}

/// Nothing that a record would show.
fn always(_: &Run, _: &Diagnostic) -> bool {
    true
}

/// An error about an object that no list of the reference holds, and that is right all the same.
struct Accepted {
    code: &'static str,
    /// What the recorded configuration has to show.
    shows: fn(&Run, &Diagnostic) -> bool,
    /// Why nobody is blamed.
    #[expect(dead_code, reason = "for who reads the list")]
    why: &'static str,
}

const ACCEPTED: &[Accepted] = &[
    Accepted {
        code: "route-backend-left-out",
        shows: answers_500,
        why: "no backend of a rule is left: KIC only logs it, and clients get 500, or a closed connection",
    },
    Accepted {
        code: "backend-tls-policy-without-route",
        shows: always,
        why: "KIC says so in the status of the policy, which is no failure",
    },
    Accepted {
        code: "invalid-value",
        shows: is_of_metadata,
        why: "the API server refuses keys such as `konghq.com/headers.`; the reference does not look at metadata of kinds with a CRD",
    },
];

/// The same in the areas of Kong Operator, whose lists hold what its translator says, and no conditions of Gateways and routes.
const ACCEPTED_OF_OPERATOR: &[Accepted] = &[
    Accepted {
        code: "route-not-attached",
        shows: gives_no_route,
        why: "the operator says so in the status of the route, which is no failure",
    },
    Accepted {
        code: "route-without-gateway",
        shows: gives_no_route,
        why: "no controller cares for the route, and nobody says so",
    },
    Accepted {
        code: "listener-several-certificates",
        shows: gives_no_certificate,
        why: "the operator says so in the status of the listener, and none of its routes is served",
    },
    Accepted {
        code: "ca-certificate-not-found",
        shows: goes_without_ca,
        why: "the operator takes the policy all the same, and its Service goes without the certificate",
    },
];

#[test]
fn every_accepted_error_is_met() {
    let met: BTreeSet<&str> = RUNS
        .iter()
        .flat_map(|run| run.converted.problems.iter().map(|problem| problem.code.id))
        .collect();
    let accepted = ACCEPTED.iter().chain(ACCEPTED_OF_OPERATOR);
    let unmet = accepted.filter(|it| !met.contains(it.code));
    report(&unmet.map(|it| it.code.to_owned()).collect::<Vec<_>>());
}

/// `rejected.txt` is about kinds with a CRD; `tests/builtin.rs` compares what the API server refuses of built-in ones.
#[test]
fn the_api_server_refuses_what_is_said_to_be_refused() {
    let extra = |run: &'static Run| {
        let refused = by_the_api_server(run);
        let others = run.converted.problems.iter().filter(move |problem| {
            let object = cases::objects(problem).next();
            cases::is_error(problem)
                && is_of_the_api_server(problem)
                && problem.api_server.is_none()
                && object.is_none_or(|object| !refused.contains(&object))
        });
        others.map(|problem| told(run, problem))
    };
    report(&RUNS.par_iter().flat_map_iter(extra).collect::<Vec<_>>());
}

fn is_of_the_api_server(problem: &Diagnostic) -> bool {
    let family = kic2kong::inner::diag::api_server::CODES;
    problem.api_server.is_some() || family.iter().any(|code| code.id == problem.code.id)
}

fn told(run: &Run, problem: &Diagnostic) -> String {
    let objects: Vec<String> = cases::objects(problem).collect();
    let (code, message) = (problem.code.id, &problem.message);
    format!(
        "{}: {code}: {message} ({})",
        run.title(),
        objects.join(", ")
    )
}

/// `Kind namespace/name` of every object that KIC blames.
fn by_the_controller(run: &Run) -> BTreeSet<String> {
    let text = run.recorded("problems").unwrap_or_default();
    let problems: Value = serde_yaml::from_str(text).unwrap();
    let problems = problems.as_array().into_iter().flatten();
    let objects = problems.flat_map(|problem| problem["objects"].as_array().into_iter().flatten());
    objects
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The same of every object that the API server refuses.
fn by_the_api_server(run: &Run) -> BTreeSet<String> {
    let controller = run.variant.name.split('-').next().unwrap();
    let files = ["rejected.txt", &format!("{controller}.rejected.txt")].map(|it| run.case.file(it));
    let lines = files
        .into_iter()
        .flatten()
        .flat_map(str::lines)
        .filter_map(|line| line.strip_prefix("reject: "));
    lines
        .map(|line| {
            let (kind, rest) = line.split_once(' ').unwrap();
            let name = rest.split(':').next().unwrap();
            format!("{kind} {}", name.strip_prefix('/').unwrap_or(name))
        })
        .collect()
}

/// The routes that attach to nothing.
fn unattached(run: &Run) -> BTreeSet<String> {
    let text = run.recorded("attach").unwrap_or_default();
    let recorded: Value = serde_yaml::from_str(text).unwrap();
    let routes = recorded["routes"].as_array().into_iter().flatten();
    routes
        .filter(|route| route["attached"] == false)
        .map(|route| {
            let [kind, namespace, name] =
                ["kind", "namespace", "name"].map(|key| route[key].as_str().unwrap());
            format!("{kind} {namespace}/{name}")
        })
        .collect()
}
