//! Kustomizations that have kustomize render a chart (spec 85, 7).

use super::chart::Installed;
use super::datum::Datum;
use super::found::Outcome;
use super::inputs::{Files, Inputs};
use super::install::{self, Layers, Plan};
use std::path::{Path, PathBuf};

/// The charts of a kustomization. `from` is its file.
pub(super) fn read(
    root: &Datum,
    from: &Path,
    (inputs, files): (&mut Inputs<'_>, &Files<'_>),
) -> Vec<Installed> {
    let folder = from.parent().unwrap_or_else(|| Path::new("")).to_owned();
    let mut found = Vec::new();
    for chart in root.items_of("helmCharts") {
        let Some(name) = chart.get("name") else {
            continue;
        };
        let mut own = Outcome::default();
        let values = values(chart, &folder, (&mut *inputs, files), &mut own);
        let namespace = chart
            .text_of("namespace")
            .or_else(|| root.text_of("namespace"));
        let plan = Plan {
            chart: name.text(),
            version: chart.get("version"),
            namespace: namespace.map(str::to_owned),
            release: chart
                .text_of("releaseName")
                .or(name.text())
                .unwrap_or_default()
                .to_owned(),
            spot: name.at,
        };
        found.extend(plan.with(values, own));
    }
    found
}

/// The values of a chart. `valuesMerge` says which of the file and the field is the stronger one.
fn values(
    chart: &Datum,
    folder: &Path,
    (inputs, files): (&mut Inputs<'_>, &Files<'_>),
    out: &mut Outcome,
) -> Datum {
    let folders: [PathBuf; 1] = [folder.to_owned()];
    let merge = chart.text_of("valuesMerge").unwrap_or("override");
    let file = chart.get("valuesFile").filter(|_| merge != "replace");
    let file = file.and_then(|name| install::file(name, &folders, inputs, files, out));
    let inline = chart.get("valuesInline").and_then(install::inline_map);
    let mut layers = Layers::default();
    let order = if merge == "merge" {
        [inline, file]
    } else {
        [file, inline]
    };
    order
        .into_iter()
        .flatten()
        .for_each(|values| layers.add(values));
    for name in chart.items_of("additionalValuesFiles") {
        if let Some(values) = install::file(name, &folders, inputs, files, out) {
            layers.add(values);
        }
    }
    layers.done()
}
