//! What Argo CD, Flux and kustomize have in common when they install a chart: layers of values, and files that hold them
//! (spec 85, 7).

use super::chart::values::{merge, read};
use super::chart::{Chart, Installed, shape};
use super::datum::{Datum, Plain};
use super::found::Outcome;
use super::inputs::{Files, Inputs};
use super::spot::{Base, Spot};
use crate::diag::charts;
use std::path::{Path, PathBuf};

/// Values that are laid over each other, the weakest first.
#[derive(Debug, Default)]
pub(super) struct Layers {
    values: Option<Datum>,
}

impl Layers {
    /// Lay a map of values over what is there.
    pub(super) fn add(&mut self, values: Datum) {
        match &mut self.values {
            Some(base) => merge(base, values),
            None => self.values = Some(values),
        }
    }

    /// What is there, to set single values.
    pub(super) fn root(&mut self) -> &mut Datum {
        self.values
            .get_or_insert_with(|| Datum::map_at(Spot::default()))
    }

    /// All of it.
    pub(super) fn done(self) -> Datum {
        self.values
            .unwrap_or_else(|| Datum::map_at(Spot::default()))
    }
}

/// Read a file of values that a manifest names. `folders` are where it may stand, the likeliest first.
pub(super) fn file(
    name: &Datum,
    folders: &[PathBuf],
    inputs: &mut Inputs<'_>,
    files: &Files<'_>,
    out: &mut Outcome,
) -> Option<Datum> {
    let path = name.text()?;
    let is_local = !path.contains("://") && !Path::new(path).is_absolute();
    let found = folders
        .iter()
        .filter(|_| is_local)
        .find_map(|folder| (files.read)(&folder.join(path)));
    let Some(source) = found else {
        out.problems
            .push(charts::values_file_not_found(name.at.location(), path));
        return None;
    };
    let text = String::from_utf8_lossy(&source.text).into_owned();
    let shown = source.path.clone();
    let number = inputs.add_text(source);
    let values = read(&text, Base::File(number), false);
    if values.is_none() {
        out.problems
            .push(charts::values_unreadable(name.at.location(), &shown));
    }
    values
}

/// Folders in which a path of a repository may begin: the top of the work tree, then the folder of a file and those above it.
pub(super) fn folders(of: &Path, files: &Files<'_>) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = files.top.iter().cloned().collect();
    let own = of.parent().unwrap_or_else(|| Path::new(""));
    folders.extend(own.ancestors().map(Path::to_owned));
    folders
}

/// The text of values in a field, whose lines are lines of the file.
pub(super) fn inline_text(datum: &Datum, inputs: &Inputs<'_>, out: &mut Outcome) -> Option<Datum> {
    let text = datum.text()?;
    let base = Base::of_scalar(datum.at, inputs.source(datum.at.file));
    let values = read(text, base, false);
    if values.is_none() {
        out.problems
            .push(charts::values_unreadable(datum.at.location(), "the text"));
    }
    values
}

/// A map of values in a field.
pub(super) fn inline_map(datum: &Datum) -> Option<Datum> {
    matches!(datum.value, Plain::Map(_)).then(|| datum.clone())
}

/// A chart that is installed, before it is known which.
pub(super) struct Plan<'p> {
    /// The name of the chart, when one is named.
    pub(super) chart: Option<&'p str>,
    /// The version.
    pub(super) version: Option<&'p Datum>,
    /// The namespace of the release.
    pub(super) namespace: Option<String>,
    /// The name of the release.
    pub(super) release: String,
    /// Where the release is named.
    pub(super) spot: Spot,
}

impl Plan<'_> {
    /// The chart with its values: the one that is named, else the one that the values have the shape of. `None` for another chart.
    pub(super) fn with(self, values: Datum, mut own: Outcome) -> Option<Installed> {
        let (chart, below) = match self.chart {
            Some(name) => (Chart::named(name)?, None),
            None => shape(&values)?,
        };
        let at = self.version.map_or(self.spot, |version| version.at);
        let prefix = below
            .as_ref()
            .map(|key| format!("{key}."))
            .unwrap_or_default();
        let values = match below.and_then(|key| values.get(&key).map(|inner| (key, inner))) {
            Some((key, inner)) => {
                own.problems
                    .push(charts::values_below_a_key(inner.key.location(), &key));
                inner.clone()
            }
            None => values,
        };
        let name = match &self.namespace {
            Some(namespace) => format!("{namespace}/{}", self.release),
            None => self.release,
        };
        Some(Installed {
            gateways: Vec::new(),
            chart,
            version: self.version.and_then(Datum::text).map(str::to_owned),
            at,
            namespace: self.namespace,
            name,
            spot: self.spot,
            values,
            prefix,
            problems: own.problems,
        })
    }
}
