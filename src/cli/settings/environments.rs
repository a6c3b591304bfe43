//! `environments:` of a settings file: which ones there are, what each reads, and the options that it has of its own.

use super::file::{admitted, entries, insert, values};
use super::{Settings, Values};
use crate::escape::line;
use crate::manifest::node::{Node, Value};
use clap::Command;

/// The key that declares them.
pub(super) const KEY: &str = "environments";

/// An environment that a settings file declares.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub line: u32,
    /// Paths, from the folder of the file.
    pub inputs: Vec<String>,
    /// Directories for kustomize, from the folder of the file.
    pub kustomize: Vec<String>,
    /// A chart.
    pub helm: Option<Helm>,
    /// Options.
    values: Values,
}

/// What Helm renders.
#[derive(Debug, Clone, Default)]
pub struct Helm {
    /// The chart, from the folder of the file.
    pub chart: String,
    /// Files of values, from the folder of the file.
    pub values: Vec<String>,
    /// The name of the release.
    pub release: Option<String>,
}

/// What a map of environments says, and what is wrong with it.
pub(super) fn read(
    node: &Node<'_>,
    line: u32,
    command: &Command,
    mistakes: &mut Vec<String>,
) -> Vec<Declared> {
    if !matches!(node.value, Value::Mapping(_)) {
        mistakes.push(format!(
            ":{line}: `environments` wants names, and below each what it reads: `eu: {{inputs: [clusters/eu]}}`"
        ));
    }
    entries(node)
        .map(|(name, line, node)| one(name, line, node, (command, &mut *mistakes)))
        .collect()
}

fn one(
    name: &str,
    line: u32,
    node: &Node<'_>,
    (command, mistakes): (&Command, &mut Vec<String>),
) -> Declared {
    let mut declared = Declared {
        name: name.to_owned(),
        line,
        ..Declared::default()
    };
    if !Declared::is_name(name) {
        mistakes.push(format!(
            ":{line}: `{}` is no name for an environment",
            line::clean(name)
        ));
    }
    for (key, line, node) in entries(node) {
        match key {
            "inputs" => declared.inputs = values(node),
            "kustomize" => declared.kustomize = values(node),
            "helm" => declared.helm(node, line, mistakes),
            _ => match admitted(key, &values(node), command) {
                Ok(()) => insert(&mut declared.values, key, line, node),
                Err(mistake) => mistakes.push(format!(":{line}: {mistake}")),
            },
        }
    }
    let is_empty = declared.inputs.is_empty() && declared.kustomize.is_empty();
    if is_empty && declared.helm.is_none() {
        mistakes.push(format!(
            ":{line}: the environment `{}` reads nothing; it wants `inputs`, `kustomize` or `helm`",
            line::clean(name)
        ));
    }
    declared
}

impl Declared {
    /// `{chart, values, release, namespace}`
    fn helm(&mut self, node: &Node<'_>, line: u32, mistakes: &mut Vec<String>) {
        let mut chart = Helm::default();
        for (key, line, node) in entries(node) {
            let text = || values(node).pop();
            match key {
                "chart" => chart.chart = text().unwrap_or_default(),
                "values" => chart.values = values(node),
                "release" => chart.release = text(),
                "namespace" => insert(&mut self.values, key, line, node),
                _ => mistakes.push(format!(
                    ":{line}: `helm` knows chart, values, release and namespace, not `{}`",
                    line::clean(key)
                )),
            }
        }
        if chart.chart.is_empty() {
            mistakes.push(format!(":{line}: `helm` wants a chart"));
        }
        self.helm = Some(chart);
    }
}

impl Settings {
    /// These settings with the options of an environment, which beat all others of the file.
    #[must_use]
    pub fn in_environment(&self, declared: &Declared) -> Self {
        let mut own = self.clone();
        own.environments.clear();
        for (key, setting) in &declared.values {
            own.every.insert(key.clone(), setting.clone());
            for values in own.by_command.values_mut() {
                values.remove(key);
            }
        }
        own
    }
}
