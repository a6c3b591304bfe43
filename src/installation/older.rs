//! Version `v1beta1` of ControlPlanes, whose options stand in the environment of their first container: what the conversion to `v2beta1`
//! makes of them (spec 85, 8).

use super::chart::values;
use super::datum::{Datum, Plain};
use super::found::Outcome;
use super::{switches, value};
use crate::diag::{called::Called, settings};

/// The options as `v2beta1` has them.
pub(super) fn converted(spec: &Datum, out: &mut Outcome) -> Datum {
    let mut root = Datum::map_at(spec.at);
    if let Some(class) = spec.get("ingressClass") {
        values::set(&mut root, "ingressClass", class.clone());
    }
    let containers = spec.at_path(&["deployment", "podTemplateSpec", "spec", "containers"]);
    let Some(container) = containers.and_then(|list| list.items().first()) else {
        return root;
    };
    for source in container.items_of("envFrom") {
        let called = Called::field("envFrom");
        let problem = settings::invalid(source.at.location(), &called, "variables with values");
        out.problems.push(problem);
    }
    let mut lists = Lists::default();
    for item in container.items_of("env") {
        let name = item.text_of("name").unwrap_or_default();
        let Some(own) = name.strip_prefix("CONTROLLER_") else {
            continue;
        };
        if let Some(reference) = item.get("valueFrom") {
            let called = Called::variable(name, name);
            let problem = settings::invalid(reference.at.location(), &called, "a value");
            out.problems.push(problem);
        } else if let Some(value) = item.get("value") {
            variable(own, value, (&mut root, &mut lists), out);
        }
    }
    for (field, items) in [
        ("featureGates", lists.gates),
        ("controllers", lists.controllers),
    ] {
        if let Some(first) = items.first() {
            let list = Datum {
                value: Plain::List(items.clone()),
                ..Datum::map_at(first.at)
            };
            values::set(&mut root, field, list);
        }
    }
    root
}

/// Entries with a name and a state.
#[derive(Default)]
struct Lists {
    gates: Vec<Datum>,
    controllers: Vec<Datum>,
}

/// A variable, without its prefix.
fn variable(
    name: &str,
    written: &Datum,
    (root, lists): (&mut Datum, &mut Lists),
    out: &mut Outcome,
) {
    let text = written.text().unwrap_or_default();
    let is_on = value::truth(text.trim()) == Some(true);
    let toggle = || Datum::text_at(state(is_on), written.at);
    match name {
        "FEATURE_GATES" => {
            for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
                let (gate, text) = pair.split_once('=').unwrap_or((pair, ""));
                let is_on = value::truth(text.trim()) == Some(true);
                lists.gates.push(entry(gate.trim(), is_on, written));
            }
        }
        "COMBINED_SERVICES_FROM_DIFFERENT_HTTPROUTES" => {
            values::set(
                root,
                "translation.combinedServicesFromDifferentHTTPRoutes",
                toggle(),
            );
        }
        "ENABLE_DRAIN_SUPPORT" => _ = values::set(root, "translation.drainSupport", toggle()),
        _ => match name.strip_prefix("ENABLE_CONTROLLER_") {
            Some(controller) => lists.controllers.push(entry(controller, is_on, written)),
            None if switches::is_option_variable(name) => {
                let name = format!("CONTROLLER_{name}");
                out.problems
                    .push(settings::lost_in_conversion(written.at.location(), &name));
            }
            None => {}
        },
    }
}

const fn state(is_on: bool) -> &'static str {
    if is_on { "enabled" } else { "disabled" }
}

/// `{name, state}` at the place of a variable.
fn entry(name: &str, is_on: bool, at: &Datum) -> Datum {
    let mut entry = Datum::map_at(at.at);
    if let Plain::Map(fields) = &mut entry.value {
        fields.insert("name".to_owned(), Datum::text_at(name, at.at));
        fields.insert("state".to_owned(), Datum::text_at(state(is_on), at.at));
    }
    entry
}
