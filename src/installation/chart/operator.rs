//! Chart `kong-operator`: what its values make of the operator (spec 85, 6 and 8).

use super::Installed;
use super::values::{Part, place, printed};
use crate::diag::charts;
use crate::installation::arguments::{self, Style};
use crate::installation::datum::{Datum, Plain};
use crate::installation::environment::{self, Environment, From, Variable, Written};
use crate::installation::found::Outcome;
use crate::installation::inputs::Inputs;
use crate::installation::operator::{self, Operator};
use crate::installation::workload;

/// The operator that the values install.
pub(super) fn read(installed: &Installed, inputs: &Inputs, out: &mut Outcome) -> Operator {
    let part = Part {
        root: Some(&installed.values),
        prefix: &installed.prefix,
    };
    let mut own = std::mem::take(out);
    version(installed, part, &mut own);
    let mut environment = Environment::default();
    let namespace = installed.namespace.as_deref();
    for (field, prefix) in [("env", "KONG_OPERATOR_"), ("customEnv", "")] {
        for (key, datum) in part.get(&[field]).into_iter().flat_map(Datum::entries) {
            let name = format!("{prefix}{}", key.to_uppercase());
            let path = [field, key];
            part.tell_beaten(&path, &mut own.problems);
            let label = part.path(&path);
            let written = match datum.get("valueFrom") {
                Some(reference) => {
                    match environment::referred(&label, reference, namespace, inputs) {
                        Some(referred) => referred,
                        None => continue,
                    }
                }
                None if matches!(datum.value, Plain::Map(_)) => continue,
                None => written(label, datum),
            };
            environment.variables.push(Variable { name, written });
        }
    }
    let items = part.get(&["args"]).map_or(&[][..], Datum::items);
    let arguments = arguments::of_items(items.iter(), &environment, Style::Go, &operator::takes);
    operator::read(&environment, &arguments, own)
}

fn written(label: String, datum: &Datum) -> Written {
    let made = printed(datum);
    Written {
        label,
        text: Ok(made.text),
        from: place(datum),
        key: datum.key,
        is_secret: datum.is_secret,
        odd: made.is_odd.then(|| "put the value into quotes".to_owned()),
    }
}

/// The operator's version: the tag of its image, else what the chart installs.
fn version(installed: &Installed, part: Part<'_>, out: &mut Outcome) {
    let product = installed.chart.product();
    part.tell_beaten(&["image", "tag"], &mut out.problems);
    let repository = part.get(&["image", "repository"]).and_then(Datum::text);
    let repository = repository.unwrap_or("docker.io/kong/kong-operator");
    let tag = part.get(&["image", "tag"]);
    let is_text = |datum: &&Datum| datum.text().is_some_and(|text| !text.is_empty());
    let semver = part.get(&["image", "effectiveSemver"]).filter(is_text);
    if let Some(datum) = tag.filter(|datum| datum.text().is_none() && datum.value != Plain::Null) {
        let label = part.path(&["image", "tag"]);
        out.problems.push(charts::chart_refuses_tag(
            datum.at.location(),
            &label,
            false,
        ));
        return;
    }
    let told = tag.filter(is_text).or(semver);
    if let Some(datum) = told {
        workload::version(product, (repository, datum.text()), From::At(datum.at), out);
        return;
    }
    let installs = installed.chart.installs(installed.version.as_deref());
    let at = From::At(installed.at);
    workload::version(product, (repository, Some(installs.controller)), at, out);
    if let Some(setting) = out.settings.get_mut("controller") {
        setting.from = From::Chart;
    }
}
