//! Who is blamed: `<variant>.problems.yaml` lists the objects that KIC blames, `rejected.txt` those that the API server refuses.

use super::{RUNS, Run, cases, report};
use kic2kong::inner::diag::Diagnostic;
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
    let has = |list: &[(&str, &str)]| list.iter().any(|(code, _)| *code == problem.code.id);
    if problem.code.id == "route-backend-left-out" && !answers_500(run, problem) {
        return false;
    }
    has(ACCEPTED) || is_of_operator && has(ACCEPTED_OF_OPERATOR)
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

/// Errors about objects that no list of the reference holds, and why they are right all the same.
const ACCEPTED: &[(&str, &str)] = &[
    (
        "route-backend-left-out",
        "no backend of a rule is left: KIC only logs it, and clients get 500, or a closed connection",
    ),
    (
        "backend-tls-policy-without-route",
        "KIC says so in the status of the policy, which is no failure",
    ),
];

/// The same in the areas of Kong Operator, whose lists hold what its translator says, and no conditions of Gateways and routes.
const ACCEPTED_OF_OPERATOR: &[(&str, &str)] = &[
    (
        "route-not-attached",
        "the operator says so in the status of the route, which is no failure",
    ),
    (
        "route-without-gateway",
        "no controller cares for the route, and nobody says so",
    ),
    (
        "listener-several-certificates",
        "the operator says so in the status of the listener, and none of its routes is served",
    ),
    (
        "ca-certificate-not-found",
        "the operator takes the policy all the same, and its Service goes without the certificate",
    ),
];

#[test]
fn every_accepted_error_is_met() {
    let met: BTreeSet<&str> = RUNS
        .iter()
        .flat_map(|run| run.converted.problems.iter().map(|problem| problem.code.id))
        .collect();
    let accepted = ACCEPTED.iter().chain(ACCEPTED_OF_OPERATOR);
    let unmet = accepted.filter(|(code, _)| !met.contains(code));
    report(
        &unmet
            .map(|(code, _)| (*code).to_owned())
            .collect::<Vec<_>>(),
    );
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
