//! What `status` says of the routes, listeners and policies whose state is recorded: `attach.yaml` of the area `gateway-attach`, made by
//! KIC's own reconcilers, and `<variant>.attach.yaml` of `kong-operator-attach`. Both sides: every recorded parent is there with its
//! reason, and no other one.

use super::{cases, report};
use kic2kong::inner::pipeline;
use kic2kong::inner::status::{Condition, Described, Status, Truth};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn parents_and_listeners_are_as_kic_has_them() {
    let mut count = 0;
    let mut failures = Vec::new();
    for case in cases::area("gateway-attach") {
        count += 1;
        let gates = match case.name.as_str() {
            "gateway-alpha-kinds" => "",
            _ => "--feature-gates GatewayAlpha=true",
        };
        let flags = cases::words(&format!("--gateways strict {gates}"));
        let described = describe(case.manifests(), &flags);
        let recorded: Value = serde_yaml::from_str(case.file("attach.yaml").unwrap()).unwrap();
        let faults = routes(&recorded, &described, Sections::Recorded)
            .into_iter()
            .chain(listeners(&recorded, &described))
            .chain(policies(&recorded, &described));
        failures.extend(faults.map(|fault| format!("{}: {fault}", case.title())));
    }
    assert!(count > 50, "only {count}");
    report(&failures);
}

#[test]
fn parents_are_as_the_operator_has_them() {
    let mut count = 0;
    let mut failures = Vec::new();
    for case in cases::area("kong-operator-attach") {
        for variant in case.variants() {
            let Some(text) = case.file(&format!("{}.attach.yaml", variant.name)) else {
                continue;
            };
            count += 1;
            let recorded: Value = serde_yaml::from_str(text).unwrap();
            let described = describe(case.manifests(), &variant.flags);
            let title = format!("{} [{}]", case.title(), variant.name);
            let faults = routes(&recorded, &described, Sections::Unrecorded).into_iter();
            failures.extend(faults.map(|fault| format!("{title}: {fault}")));
        }
    }
    assert!(count > 100, "only {count}");
    report(&failures);
}

fn describe(manifests: &[u8], flags: &[String]) -> Vec<Described> {
    let (sources, options) = cases::inputs(manifests, flags);
    pipeline::describe(&sources, &options).1
}

fn condition<'a>(conditions: &'a [Condition], kind: &str) -> Option<&'a Condition> {
    conditions.iter().find(|condition| condition.kind == kind)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Whether an area tells which listener a parent names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sections {
    Recorded,
    Unrecorded,
}

/// What differs in the parents of the recorded routes: Gateway, section, whether they accept, and why not.
fn routes(recorded: &Value, described: &[Described], sections: Sections) -> Vec<String> {
    let routes = recorded["routes"].as_array().into_iter().flatten();
    let fault = |route: &Value| {
        let who = ["kind", "namespace", "name"].map(|key| text(route, key));
        let found = described.iter().find(|it| {
            let key = &it.meta.key;
            [&*key.kind, &key.namespace, &key.name] == who
        });
        let parents = match found.map(|it| &it.status) {
            Some(Status::Route(parents)) => parents.as_slice(),
            _ => &[],
        };
        let found: BTreeSet<String> = parents
            .iter()
            .map(|parent| {
                let accepted = condition(&parent.conditions, "Accepted").unwrap();
                let section = parent.section.as_deref();
                let section = section.filter(|_| sections == Sections::Recorded);
                let section = section.unwrap_or_default();
                format!(
                    "{}/{} {section} {} {}",
                    parent.namespace,
                    parent.name,
                    accepted.status == Truth::True,
                    accepted.reason
                )
            })
            .collect();
        let expected = route["parents"].as_array().into_iter().flatten();
        let expected: BTreeSet<String> = expected
            // A Gateway that is not programmed is listed, and nothing is written for it.
            .filter(|_| text(route, "reason") != "GatewayNotProgrammed")
            .map(|parent| {
                format!(
                    "{} {} {} {}",
                    text(parent, "gateway"),
                    text(parent, "sectionName"),
                    parent["accepted"],
                    text(parent, "reason")
                )
            })
            .collect();
        (found != expected).then(|| format!("{who:?}: {found:?}, should be {expected:?}"))
    };
    routes.filter_map(fault).collect()
}

/// What differs in the recorded listeners: whether they are programmed, and why not.
fn listeners(recorded: &Value, described: &[Described]) -> Vec<String> {
    let listeners = recorded["listeners"].as_array().into_iter().flatten();
    let fault = |listener: &Value| {
        let (gateway, name) = (text(listener, "gateway"), text(listener, "name"));
        let of_gateway = described
            .iter()
            .find(|it| it.meta.key.kind == "Gateway" && it.meta.key.qualified_name() == gateway);
        let Some(Status::Gateway(_, found)) = of_gateway.map(|it| &it.status) else {
            return Some(format!("Gateway {gateway} has no status"));
        };
        let found = found.iter().find(|it| it.name == name)?;
        let programmed = condition(&found.conditions, "Programmed").unwrap();
        let is_programmed = programmed.status == Truth::True;
        let reasons: BTreeSet<&str> = found
            .conditions
            .iter()
            .map(|condition| &*condition.reason)
            .collect();
        let reason = text(listener, "reason");
        let is_told = reason.is_empty() || reasons.contains(reason);
        (listener["programmed"] != is_programmed || !is_told)
            .then(|| format!("listener {gateway} {name}: {:?}", found.conditions))
    };
    listeners.filter_map(fault).collect()
}

/// What differs in the recorded policies: whether they are accepted, and why not.
fn policies(recorded: &Value, described: &[Described]) -> Vec<String> {
    let policies = recorded["policies"].as_array().into_iter().flatten();
    let fault = |policy: &Value| {
        let (namespace, name) = (text(policy, "namespace"), text(policy, "name"));
        let found = described.iter().find(|it| {
            let key = &it.meta.key;
            key.kind == "BackendTLSPolicy" && key.namespace == namespace && key.name == name
        });
        let accepted = match found.map(|it| &it.status) {
            Some(Status::Policy(ancestors)) => ancestors
                .first()
                .and_then(|ancestor| condition(&ancestor.conditions, "Accepted")),
            _ => None,
        };
        let is_accepted = accepted.is_some_and(|accepted| accepted.status == Truth::True);
        let reason = accepted.map_or("NoAncestor", |accepted| &*accepted.reason);
        (policy["effective"] != is_accepted || reason != text(policy, "reason"))
            .then(|| format!("policy {namespace}/{name}: {accepted:?}, should be {policy}"))
    };
    policies.filter_map(fault).collect()
}
