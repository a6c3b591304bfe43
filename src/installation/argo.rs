//! Applications and ApplicationSets of Argo CD that install a chart (spec 85, 7).

use super::chart::Installed;
use super::chart::values::{set, typed};
use super::datum::{Datum, Plain};
use super::found::Outcome;
use super::inputs::{Files, Inputs};
use super::install::{self, Layers, Plan};
use super::object::Object;
use crate::diag::charts;
use std::path::{Path, PathBuf};

/// The charts that an Application installs. `from` is the file that it stands in.
pub(super) fn read(
    object: &Object,
    from: &Path,
    (inputs, files): (&mut Inputs<'_>, &Files<'_>),
) -> Vec<Installed> {
    if object.group != "argoproj.io" {
        return Vec::new();
    }
    let path: &[&str] = match object.kind.as_str() {
        "Application" => &["spec"],
        "ApplicationSet" => &["spec", "template", "spec"],
        _ => return Vec::new(),
    };
    let Some(spec) = object.root.at_path(path) else {
        return Vec::new();
    };
    let one = spec.get("source").map_or(&[][..], std::slice::from_ref);
    let several = spec.items_of("sources");
    let sources = if several.is_empty() { one } else { several };
    let namespace = spec
        .at_path(&["destination", "namespace"])
        .and_then(Datum::text);
    let mut found = Vec::new();
    for source in sources {
        let chart = source.text_of("chart");
        if chart.is_none() && source.get("helm").is_none() {
            continue;
        }
        // What is said of another chart is nobody's business.
        let mut own = Outcome::default();
        let values = values(source, sources, from, (&mut *inputs, files), &mut own);
        let release = source
            .at_path(&["helm", "releaseName"])
            .and_then(Datum::text);
        let plan = Plan {
            chart,
            version: source.get("targetRevision").filter(|_| chart.is_some()),
            namespace: namespace
                .filter(|name| !name.contains("{{"))
                .map(str::to_owned),
            release: release.unwrap_or(&object.name).to_owned(),
            spot: object.spot(),
        };
        found.extend(plan.with(values, own));
    }
    found
}

/// The values of a source: files, then the text or the object, then single parameters.
fn values(
    source: &Datum,
    sources: &[Datum],
    from: &Path,
    (inputs, files): (&mut Inputs<'_>, &Files<'_>),
    out: &mut Outcome,
) -> Datum {
    let mut layers = Layers::default();
    let Some(helm) = source.get("helm") else {
        return layers.done();
    };
    let may_miss = helm
        .get("ignoreMissingValueFiles")
        .is_some_and(|it| it.value == Plain::Bool(true));
    for name in helm.items_of("valueFiles") {
        let mut quiet = Outcome::default();
        let told = if may_miss { &mut quiet } else { &mut *out };
        let read = layers_file(name, (source, sources), from, (&mut *inputs, files), told);
        if let Some(values) = read {
            layers.add(values);
        }
    }
    let text = helm
        .get("values")
        .filter(|text| text.text().is_some_and(|it| !it.trim().is_empty()));
    match (helm.get("valuesObject").and_then(install::inline_map), text) {
        (Some(values), text) => {
            if let Some(text) = text {
                out.problems
                    .push(charts::values_text_hidden(text.at.location()));
            }
            layers.add(values);
        }
        (None, Some(text)) => {
            if let Some(values) = install::inline_text(text, inputs, out) {
                layers.add(values);
            }
        }
        (None, None) => {}
    }
    for parameter in helm.items_of("parameters") {
        let (Some(name), Some(value)) = (parameter.text_of("name"), parameter.get("value")) else {
            continue;
        };
        let is_text = parameter
            .get("forceString")
            .is_some_and(|it| it.value == Plain::Bool(true));
        let text = value.text().unwrap_or_default();
        set(layers.root(), name, typed(text, value.at, is_text));
    }
    layers.done()
}

/// A file of values: `$ref/path` is a path of the source with that name, anything else one inside of the chart.
fn layers_file(
    name: &Datum,
    (source, sources): (&Datum, &[Datum]),
    from: &Path,
    (inputs, files): (&mut Inputs<'_>, &Files<'_>),
    out: &mut Outcome,
) -> Option<Datum> {
    let text = name.text()?;
    let folders = install::folders(from, files);
    if let Some((reference, path)) = text.strip_prefix('$').and_then(|rest| rest.split_once('/')) {
        let is_known = sources
            .iter()
            .any(|source| source.text_of("ref") == Some(reference));
        let folders = if is_known { folders } else { Vec::new() };
        let found = Datum {
            value: Plain::Text(path.to_owned()),
            ..name.clone()
        };
        return install::file(&found, &folders, inputs, files, out);
    }
    // The files of a packaged chart are in its package.
    let folders: Vec<PathBuf> = match source.text_of("path") {
        Some(path) => folders.iter().map(|folder| folder.join(path)).collect(),
        None => Vec::new(),
    };
    install::file(name, &folders, inputs, files, out)
}
