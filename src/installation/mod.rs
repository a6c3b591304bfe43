//! How a controller is installed: the options that a Deployment of KIC with its gateway, Kong Operator with its ControlPlanes, or
//! values of a Helm chart give it (spec 85). What is found counts below everything that the user says.
//!
//! Texts in, options with their places and problems out; the disk is read only through what the caller hands in. A repository without
//! a controller is not parsed for this, see `object`.

mod argo;
mod arguments;
mod chart;
mod control_plane;
mod controller;
mod datum;
mod environment;
mod flag;
mod flux;
mod found;
mod gateway;
mod gateway_configuration;
mod image;
mod inputs;
mod install;
mod kustomize;
mod object;
mod older;
mod operator;
mod pair;
mod several;
mod spot;
mod switches;
mod value;
mod workload;

pub use environment::From;
pub use found::{Found, Setting};
pub use image::Product;
pub use inputs::{Asked, Files};
pub use spot::Spot;
pub use value::Value;

use crate::diag::controllers;
use crate::manifest::document;
use crate::manifest::kustomization;
use crate::manifest::source::{Source, Sources};
use chart::{Chart, Installed};
use datum::{Datum, Plain};
use found::Outcome;
use inputs::Inputs;
use operator::Operator;
use several::{Candidate, Choice};
use spot::Base;
use std::path::{Path, PathBuf};

/// What the inputs of a run say.
pub fn find(sources: &Sources, asked: &Asked, files: &Files<'_>) -> Found {
    let kustomizations = kustomizations(sources, files);
    if kustomizations.is_empty() && !object::has_signs(sources) {
        return Found::default();
    }
    let objects = object::read(sources, &asked.default_namespace);
    let mut inputs = Inputs::new(sources, objects, asked.first_text);
    let search = Search {
        asked,
        files,
        out: Outcome::default(),
    };
    let operator = Search::operator(&inputs, 0);
    let candidates = Search::candidates(operator.as_ref(), &inputs, 0);
    let (operator, candidates) = if candidates.is_empty() || operator.is_none() {
        let mut charts = search.charts(&mut inputs, 0);
        for kustomization in kustomizations {
            charts.extend(search.kustomization(kustomization, &mut inputs));
        }
        Search::with_charts(operator, candidates, charts, &inputs)
    } else {
        (operator, candidates)
    };
    let found = search.conclude(candidates, operator, &inputs);
    finish(found, inputs)
}

/// What one file says: values of a chart, something that installs one, or manifests. The inputs of the run are there for what it
/// refers to.
pub fn find_in(file: Source, sources: &Sources, asked: &Asked, files: &Files<'_>) -> Found {
    let objects = object::read(sources, &asked.default_namespace);
    let mut inputs = Inputs::new(sources, objects, asked.first_text);
    let first = inputs.objects.len();
    let path = PathBuf::from(&file.path);
    let number = inputs.first_text();
    let own = object::of_source(&file, number, &asked.default_namespace);
    let root = document::parse(&file, 0).map(|node| Datum::of(&node, Base::File(number)));
    inputs.add_text(file);
    inputs.add(own);
    let mut search = Search {
        asked,
        files,
        out: Outcome::default(),
    };
    let operator = Search::operator(&inputs, first);
    let candidates = Search::candidates(operator.as_ref(), &inputs, first);
    let mut charts = search.charts(&mut inputs, first);
    if let Some(root) = &root {
        let is_kustomization =
            kustomization::is_kustomization(&path) || root.get("helmCharts").is_some();
        if is_kustomization {
            let found = kustomize::read(root, &path, (&mut inputs, files));
            charts.extend(found);
        } else if root.get("kind").is_none() {
            charts.extend(Search::bare(root.clone(), number));
        }
    }
    if let [only] = &charts[..]
        && let Some((at, path)) = only.switched_off()
        && candidates.is_empty()
    {
        search
            .out
            .problems
            .push(controllers::controller_off(at.location(), &path));
    }
    let (operator, candidates) = Search::with_charts(operator, candidates, charts, &inputs);
    if candidates.is_empty() && operator.is_none() {
        let at = Spot::file(number).location();
        search.out.problems.push(controllers::controller_not_found(
            at,
            &path.display().to_string(),
        ));
    }
    let found = search.conclude(candidates, operator, &inputs);
    finish(found, inputs)
}

/// The kustomization files of the inputs that call Helm. Reading has emptied them, as they are no manifests.
fn kustomizations(sources: &Sources, files: &Files<'_>) -> Vec<Source> {
    let paths = sources.0.iter().filter(|source| source.text.is_empty());
    let paths = paths.map(|source| Path::new(&source.path));
    let read = paths
        .filter(|path| kustomization::is_kustomization(path))
        .filter_map(|path| (files.read)(path));
    read.filter(|source| memchr::memmem::find(&source.text, b"helmCharts").is_some())
        .collect()
}

/// What is handed back, with the texts that were read besides.
fn finish((outcome, is_picked): (Outcome, bool), inputs: Inputs<'_>) -> Found {
    let mut found = Found {
        settings: outcome.settings,
        default_class: outcome.default_class,
        texts: inputs.texts,
        is_picked,
        ..Found::default()
    };
    found.problems.extend(outcome.problems);
    found
}

/// A search, with what it has to say so far.
struct Search<'s> {
    asked: &'s Asked,
    files: &'s Files<'s>,
    out: Outcome,
}

impl Search<'_> {
    /// The operator among the objects from a position on.
    fn operator(inputs: &Inputs<'_>, first: usize) -> Option<Operator> {
        inputs.current_from(first).find_map(|object| {
            let container = workload::operator(object)?;
            Some(workload::read_operator(object, container, inputs))
        })
    }

    /// Everything that configures gateways, from a position on.
    fn candidates(
        operator: Option<&Operator>,
        inputs: &Inputs<'_>,
        first: usize,
    ) -> Vec<Candidate> {
        let controller_name = operator.map_or(operator::DEFAULT_NAME, Operator::controller_name);
        let mut candidates = Vec::new();
        // Where the operator is at work, every Gateway of its class has an instance, configured or not.
        let is_at_work = operator.is_some()
            || inputs
                .current_from(first)
                .any(|object| object.is("ControlPlane", control_plane::GROUP));
        for object in inputs.current_from(first) {
            if let Some(container) = workload::controller(object) {
                candidates.push(Candidate::Kic(object.clone(), container.clone()));
            } else if object.is("ControlPlane", control_plane::GROUP) {
                candidates.push(Candidate::ControlPlane(object.clone()));
            } else if let Some(class) =
                gateway_configuration::class(object, controller_name, inputs)
                && (is_at_work || gateway_configuration::is_configured(object, class, inputs))
                && !gateway_configuration::is_hybrid(object, class, inputs)
            {
                candidates.push(Candidate::Gateway(object.clone(), class.clone()));
            }
        }
        without_owned(candidates)
    }

    /// The charts that objects install.
    fn charts(&self, inputs: &mut Inputs<'_>, first: usize) -> Vec<Installed> {
        let installers: Vec<object::Object> = inputs
            .current_from(first)
            .filter(|object| {
                ["Application", "ApplicationSet", "HelmRelease"].contains(&&*object.kind)
            })
            .cloned()
            .collect();
        let mut charts = Vec::new();
        for object in installers {
            let file = inputs.source(object.root.at.file.max(object.kind_spot().file));
            let from = file
                .map(|source| PathBuf::from(&source.path))
                .unwrap_or_default();
            charts.extend(argo::read(&object, &from, (&mut *inputs, self.files)));
            charts.extend(flux::read(&object, &from, (&mut *inputs, self.files)));
        }
        charts
    }

    /// The charts of a kustomization.
    fn kustomization(&self, file: Source, inputs: &mut Inputs<'_>) -> Vec<Installed> {
        let path = PathBuf::from(&file.path);
        let number = inputs.first_text();
        let root = document::parse(&file, 0).map(|node| Datum::of(&node, Base::File(number)));
        inputs.add_text(file);
        root.map_or_else(Vec::new, |root| {
            kustomize::read(&root, &path, (inputs, self.files))
        })
    }

    /// Values that nothing installs.
    fn bare(values: Datum, file: u32) -> Option<Installed> {
        let plan = install::Plan {
            chart: None,
            version: None,
            namespace: None,
            release: "release-name".to_owned(),
            spot: Spot::file(file),
        };
        matches!(values.value, Plain::Map(_)).then_some(())?;
        plan.with(values, Outcome::default())
    }

    /// Let charts count where no object says more: one that installs the operator, one that installs a controller.
    fn with_charts(
        operator: Option<Operator>,
        candidates: Vec<Candidate>,
        charts: Vec<Installed>,
        inputs: &Inputs<'_>,
    ) -> (Option<Operator>, Vec<Candidate>) {
        let (operators, controllers): (Vec<Installed>, Vec<Installed>) = charts
            .into_iter()
            .partition(|installed| installed.chart == Chart::KongOperator);
        let operator = operator.or_else(|| operators.first()?.read(inputs).operator);
        if !candidates.is_empty() {
            return (operator, candidates);
        }
        let (gateways, mut own): (Vec<Installed>, Vec<Installed>) =
            controllers.into_iter().partition(Installed::is_gateway);
        if own.is_empty() {
            // What there is says at least how a gateway is set up.
            own = gateways;
        } else {
            for controller in &mut own {
                controller.gateways.clone_from(&gateways);
            }
        }
        let charts = own
            .into_iter()
            .map(|installed| Candidate::Chart(Box::new(installed)));
        (operator, charts.collect())
    }

    /// Choose, read what was chosen, and say what is to be said.
    fn conclude(
        mut self,
        candidates: Vec<Candidate>,
        operator: Option<Operator>,
        inputs: &Inputs<'_>,
    ) -> (Outcome, bool) {
        let names: Vec<String> = candidates.iter().map(Candidate::name).collect();
        let first = candidates.first().map(|one| (one.spot(), one.kind_spot()));
        let is_of_operator = !candidates.is_empty()
            && candidates
                .iter()
                .all(|candidate| candidate.product() == Product::KongOperator);
        let are_gateways = candidates
            .iter()
            .all(|one| matches!(one, Candidate::Gateway(..)));
        let is_alone = candidates.is_empty();
        let operator = operator.filter(|_| self.asked.product != Some(Product::Kic));
        match several::choose(candidates, self.asked, operator.as_ref(), inputs) {
            Choice::One(one, is_picked) => {
                if one.product() == Product::KongOperator {
                    self.add_operator(operator.as_ref(), one.kind_spot());
                }
                let outcome = one.read(operator.as_ref(), inputs, true);
                self.out.append(outcome);
                (self.out, is_picked)
            }
            Choice::None => {
                if let Some(operator) = operator.filter(|_| is_alone) {
                    self.out.append(operator.outcome);
                }
                (self.out, false)
            }
            Choice::Bare => {
                if let Some((_, kind)) = first {
                    self.add_operator(operator.as_ref(), kind);
                }
                (self.out, false)
            }
            Choice::Ambiguous => {
                if let Some((spot, kind)) = first {
                    if is_of_operator {
                        self.add_operator(operator.as_ref(), kind);
                    }
                    let problem = controllers::ambiguous(spot.location(), &names, are_gateways);
                    self.out.problems.push(problem);
                }
                (self.out, false)
            }
        }
    }

    /// What the operator itself is told; its newest line when it is not among the inputs.
    fn add_operator(&mut self, operator: Option<&Operator>, kind: Spot) {
        let newest = Value::Text(operator::NEWEST.to_owned());
        let Some(operator) = operator else {
            self.out.set("controller", newest, From::At(kind), false);
            let problem = controllers::operator_assumed(kind.location());
            self.out.problems.push(problem);
            return;
        };
        self.out.append(operator.outcome.clone());
        if !self.out.settings.contains_key("controller") {
            self.out.set("controller", newest, From::Default, false);
        }
    }
}

/// The candidates without Gateways whose ControlPlane is among them: it says more.
fn without_owned(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let owned: std::collections::BTreeSet<String> = candidates
        .iter()
        .filter_map(|candidate| match candidate {
            Candidate::ControlPlane(object) => control_plane::owner(object).map(|(name, _)| name),
            Candidate::Kic(..) | Candidate::Gateway(..) | Candidate::Chart(_) => None,
        })
        .collect();
    let is_owned = |candidate: &Candidate| {
        matches!(candidate, Candidate::Gateway(..)) && owned.contains(&candidate.name())
    };
    candidates
        .into_iter()
        .filter(|candidate| !is_owned(candidate))
        .collect()
}
