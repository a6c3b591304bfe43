//! Which Gateway API routes attach: `attach.yaml` of the area `gateway-attach`, made by KIC's own reconcilers.

use super::{cases, report};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn routes_attach_as_in_the_controller() {
    let mut count = 0;
    let mut failures = Vec::new();
    for case in cases::area("gateway-attach") {
        count += 1;
        let gates = match case.name.as_str() {
            "gateway-alpha-kinds" => "",
            _ => "--feature-gates GatewayAlpha=true",
        };
        let flags = cases::words(&format!("--gateways strict {gates}"));
        let converted = cases::convert(case.manifests(), &flags);
        let rendered: Value = serde_yaml::from_str(&converted.rendered).unwrap();
        let named: BTreeSet<String> = converted.problems.iter().flat_map(cases::objects).collect();
        let recorded: Value = serde_yaml::from_str(case.file("attach.yaml").unwrap()).unwrap();
        for route in recorded["routes"].as_array().unwrap() {
            let fault = fault(route, &rendered, &named);
            failures.extend(fault.map(|fault| format!("{}: {fault}", case.title())));
        }
    }
    assert!(count > 50, "only {count}");
    report(&failures);
}

/// What is wrong about one recorded route: an attached one has Kong routes with its tags and exactly its hosts, another one has none and is named.
fn fault(recorded: &Value, rendered: &Value, named: &BTreeSet<String>) -> Option<String> {
    let text = |key: &str| recorded[key].as_str().unwrap();
    let (kind, namespace, name) = (text("kind"), text("namespace"), text("name"));
    let who = format!("{kind} {namespace}/{name}");
    let tags = [
        format!("k8s-kind:{kind}"),
        format!("k8s-namespace:{namespace}"),
        format!("k8s-name:{name}"),
    ];
    let is_mine = |route: &&Value| {
        let has = |tag: &String| route["tags"].as_array().unwrap().iter().any(|it| it == tag);
        tags.iter().all(has)
    };
    let services = rendered["services"].as_array().into_iter().flatten();
    let routes: Vec<&Value> = services
        .flat_map(|service| service["routes"].as_array().into_iter().flatten())
        .filter(is_mine)
        .collect();
    let attaches = recorded["attached"] == true;
    if attaches == routes.is_empty() {
        return Some(format!(
            "{who}: attached should be {attaches}: {}",
            recorded["reason"]
        ));
    }
    if !attaches && !named.contains(&who) {
        return Some(format!("{who}: refused without a problem"));
    }
    let texts = |list: &Value| -> BTreeSet<String> {
        let items = list.as_array().into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let hosts: BTreeSet<String> = routes
        .iter()
        .flat_map(|route| [&route["hosts"], &route["snis"]])
        .flat_map(texts)
        .collect();
    let expected = texts(recorded.get("effectiveHostnames")?);
    let differs = attaches && hosts != expected;
    differs.then(|| format!("{who}: hosts {hosts:?}, should be {expected:?}"))
}
