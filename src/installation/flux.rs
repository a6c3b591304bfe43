//! `HelmReleases` of Flux that install a chart (spec 85, 7).

use super::chart::Installed;
use super::chart::values::{read as read_values, set, typed};
use super::datum::{Datum, Plain};
use super::found::Outcome;
use super::inputs::{Files, Inputs};
use super::install::{self, Layers, Plan};
use super::object::Object;
use super::spot::Base;
use crate::diag::{called::Called, charts, settings};
use std::path::Path;

/// The chart that a release installs. `from` is the file that it stands in.
pub(super) fn read(
    object: &Object,
    from: &Path,
    (inputs, files): (&mut Inputs<'_>, &Files<'_>),
) -> Option<Installed> {
    if !object.is("HelmRelease", "helm.toolkit.fluxcd.io") {
        return None;
    }
    let spec = object.root.get("spec")?;
    let chart = spec.at_path(&["chart", "spec"]);
    let name = chart.and_then(|chart| chart.text_of("chart"));
    let mut own = Outcome::default();
    let mut layers = Layers::default();
    let folders = install::folders(from, files);
    for file in chart.map_or(&[][..], |chart| chart.items_of("valuesFiles")) {
        // They are in the package, unless the chart itself stands in the repository.
        let is_path = name.is_some_and(|name| name.starts_with('.'));
        let folders = if is_path { &folders[..] } else { &[] };
        if let Some(values) = install::file(file, folders, inputs, files, &mut own) {
            layers.add(values);
        }
    }
    for reference in spec.items_of("valuesFrom") {
        values_from(reference, &object.namespace, inputs, &mut layers, &mut own);
    }
    if let Some(values) = spec.get("values").and_then(install::inline_map) {
        layers.add(values);
    }
    let namespace = spec.text_of("targetNamespace").unwrap_or(&object.namespace);
    let plan = Plan {
        chart: name.filter(|name| !name.starts_with('.')),
        version: chart.and_then(|chart| chart.get("version")),
        namespace: Some(namespace.to_owned()),
        release: spec
            .text_of("releaseName")
            .unwrap_or(&object.name)
            .to_owned(),
        spot: object.spot(),
    };
    plan.with(layers.done(), own)
}

/// Values that an object of the namespace of the release keeps.
fn values_from(
    reference: &Datum,
    namespace: &str,
    inputs: &Inputs<'_>,
    layers: &mut Layers,
    out: &mut Outcome,
) {
    let text = |name| reference.text_of(name).unwrap_or_default();
    let key = reference.text_of("valuesKey").unwrap_or("values.yaml");
    let kept = inputs
        .kept(text("kind"), namespace, text("name"))
        .and_then(|kept| kept.get(key));
    let Some(kept) = kept else {
        let is_optional = reference
            .get("optional")
            .is_some_and(|it| it.value == Plain::Bool(true));
        if !is_optional {
            let at = reference.get("name").map_or(reference.at, |name| name.at);
            let what = format!(
                "{} {namespace}/{} with the key {key}",
                text("kind"),
                text("name")
            );
            let called = Called::field("valuesFrom");
            out.problems
                .push(settings::unresolvable(at.location(), &called, &what));
        }
        return;
    };
    if let Some(path) = reference.text_of("targetPath") {
        let mut value = typed(&kept.text, kept.at, false);
        value.is_secret = kept.is_secret;
        set(layers.root(), path, value);
        return;
    }
    let base = if kept.is_secret {
        Base::Point(kept.at)
    } else {
        Base::of_scalar(kept.at, inputs.source(kept.at.file))
    };
    if let Some(values) = read_values(&kept.text, base, kept.is_secret) {
        layers.add(values);
    } else {
        let what = format!("{} {namespace}/{}", text("kind"), text("name"));
        let problem = charts::values_unreadable(kept.at.location(), &what);
        out.problems.push(problem);
    }
}
