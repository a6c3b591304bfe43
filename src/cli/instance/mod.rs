//! The instances of Kong Operator, as environments within an environment: one for each of its Gateways, and one for each ControlPlane
//! beside a DataPlane. Nothing is read twice for them: what was read is converted once for each.

mod nested;
mod path;
mod problems;

pub(super) use nested::nested;
pub(super) use path::{PLACEHOLDER, own_path};
pub(super) use problems::{own, split, without_others};

use super::args::{ControllerArgs, InputArgs};
use super::environment::Environment;
use super::found::{self, Settled};
use super::input::{self, Prepare, Read, Run};
use super::options::conversion_options;
use super::output::Terminal;
use crate::controller::Switch;
use crate::controller::reconciler::Reconciler;
use crate::escape::line;
use crate::options::{NamespacedName, Options};
use crate::pipeline::instances;
use anyhow::Result;

/// The most instances that are looked at one by one. Each is a conversion of everything; more of them are looked at together.
const MOST: usize = 50;

/// What an instance is named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A Gateway of the operator.
    Gateway,
    /// A ControlPlane beside a DataPlane.
    ControlPlane,
}

/// An instance. Gateways come first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instance {
    /// What it is named after.
    pub(crate) kind: Kind,
    /// Namespace and name.
    pub(crate) name: NamespacedName,
    /// `namespace/name`.
    pub(crate) text: String,
}

impl Instance {
    fn new(kind: Kind, name: NamespacedName) -> Self {
        let text = format!("{}/{}", name.namespace, name.name);
        Self { kind, name, text }
    }

    /// `Gateway shop/one`.
    pub(crate) fn title(&self) -> String {
        let kind = match self.kind {
            Kind::Gateway => "Gateway",
            Kind::ControlPlane => "ControlPlane",
        };
        format!("{kind} {}", line::clean(&self.text))
    }

    /// The options that choose it.
    pub(crate) fn chosen(&self, controller: &ControllerArgs) -> ControllerArgs {
        let mut own = controller.clone();
        let option = match self.kind {
            Kind::Gateway => {
                own.gateway_to_reconcile = Some(self.name.clone());
                "gateway-to-reconcile"
            }
            Kind::ControlPlane => {
                own.control_plane = Some(self.name.clone());
                "control-plane"
            }
        };
        own.given.choose(option, self.text.clone());
        own
    }
}

/// Which instances there are.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    /// All of them, or the one that was chosen.
    pub(crate) all: Vec<Instance>,
    /// Whether somebody chose one.
    pub(crate) is_chosen: bool,
}

impl Listed {
    /// Those that are looked at one by one: several of which none was chosen.
    pub(crate) fn each(&self) -> Option<&[Instance]> {
        let are_several = (2..=MOST).contains(&self.all.len());
        (are_several && !self.is_chosen).then_some(&*self.all)
    }
}

/// What an environment gave, or one of its instances.
#[derive(Debug)]
pub(crate) struct Part {
    /// The instance, when there are several.
    pub(crate) instance: Option<Instance>,
    /// What the manifests gave it.
    pub(crate) run: Run,
}

impl Part {
    /// Its name, when there are several.
    pub(crate) fn name(&self) -> Option<&str> {
        self.instance.as_ref().map(|instance| &*instance.text)
    }
}

/// A heading for people: of an environment, of one of its instances, of what all of them share; as far as there are several.
pub(crate) fn heading(environment: &Environment, of: Of<'_>) -> Option<String> {
    let within = match of {
        Of::Alone => return environment.heading(),
        Of::All => "all instances".to_owned(),
        Of::One(instance) => instance.title(),
    };
    Some(match &environment.name {
        Some(name) => format!("== {}, {within} ==\n", line::clean(name)),
        None => format!("== {within} ==\n"),
    })
}

/// Whom something concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of<'i> {
    /// An environment that is not looked at in parts.
    Alone,
    /// All instances of one.
    All,
    /// One of them.
    One(&'i Instance),
}

impl<'i> Of<'i> {
    /// Of one instance, or of an environment that is not looked at in parts.
    pub(crate) fn maybe(instance: Option<&'i Instance>) -> Self {
        instance.map_or(Self::Alone, Self::One)
    }
}

/// The instances that the inputs ask for under these options.
///
/// # Errors
/// Options that make no conversion.
pub(crate) fn listed(
    texts: &Read,
    (input, controller): (&InputArgs, &ControllerArgs),
) -> Result<Listed> {
    let settled = found::settle(input, controller, (&texts.sources, &texts.written))?;
    listed_under(texts, (input, controller), &settled)
}

/// The one that somebody chose.
fn chosen(controller: &ControllerArgs) -> Option<Listed> {
    let gateway = controller.gateway_to_reconcile.clone();
    let gateway = gateway.map(|name| Instance::new(Kind::Gateway, name));
    let control_plane = controller.control_plane.clone();
    let control_plane = control_plane.map(|name| Instance::new(Kind::ControlPlane, name));
    let chosen = gateway.or(control_plane)?;
    Some(Listed {
        all: vec![chosen],
        is_chosen: true,
    })
}

/// The same, with what the manifests say of their controller at hand.
///
/// # Errors
/// Options that make no conversion.
pub(crate) fn listed_under(
    texts: &Read,
    (input, controller): (&InputArgs, &ControllerArgs),
    settled: &Settled,
) -> Result<Listed> {
    match chosen(controller) {
        Some(chosen) => Ok(chosen),
        None => among(texts, (input, controller), settled),
    }
}

fn among(
    texts: &Read,
    (input, given): (&InputArgs, &ControllerArgs),
    settled: &Settled,
) -> Result<Listed> {
    let controller = settled.controller.controller.controller;
    if !controller.has(Switch::OperatorListeners) {
        return Ok(Listed::default());
    }
    // What one instance is told says nothing of the others.
    let options = Options {
        gateway_controller_name: conversion_options(input, &settled.controller)?
            .gateway_controller_name,
        controller,
        ..conversion_options(input, given)?
    };
    let found = instances::of(&texts.sources, &options);
    let is_watched = |name: &NamespacedName| {
        options.watch_namespaces.is_empty() || options.watch_namespaces.contains(&name.namespace)
    };
    let reads_gateways = !options.disabled_controllers.contains(&Reconciler::Gateway);
    let gateways = found.gateways.into_iter();
    let gateways = gateways.filter(|name| reads_gateways && is_watched(name));
    let gateways = gateways.map(|name| Instance::new(Kind::Gateway, name));
    let control_planes = found.control_planes.into_iter();
    let control_planes = control_planes.map(|name| Instance::new(Kind::ControlPlane, name));
    Ok(Listed {
        all: gateways.chain(control_planes).collect(),
        is_chosen: false,
    })
}

/// Convert what was read, for each instance when there are several; with which ones there are.
///
/// # Errors
/// Options that make no conversion.
pub(crate) fn parts(
    texts: Read,
    asked: (&InputArgs, &ControllerArgs),
    terminal: &Terminal,
) -> Result<(Vec<Part>, Listed)> {
    parts_after(texts, asked, &input::UNPREPARED, terminal)
}

/// The same once `prepare` has had its say about the options of each.
///
/// # Errors
/// Options that make no conversion, and those of `prepare`.
pub(crate) fn parts_after(
    texts: Read,
    asked: (&InputArgs, &ControllerArgs),
    prepare: Prepare<'_>,
    terminal: &Terminal,
) -> Result<(Vec<Part>, Listed)> {
    let (input, controller) = asked;
    let settled = found::settle(input, controller, (&texts.sources, &texts.written))?;
    let listed = listed_under(&texts, asked, &settled)?;
    let Some(each) = listed.each() else {
        let run = input::settled(texts, (input, settled, None), prepare, terminal)?;
        let part = Part {
            instance: None,
            run,
        };
        return Ok((vec![part], listed));
    };
    let mut parts = Vec::new();
    for instance in each {
        let run = one_after(texts.clone(), asked, (instance, prepare), terminal)?;
        parts.push(Part {
            instance: Some(instance.clone()),
            run,
        });
    }
    problems::own(&mut parts);
    Ok((parts, listed))
}

/// Convert what was read for one instance.
///
/// # Errors
/// Options that make no conversion.
pub(crate) fn one(
    texts: Read,
    asked: (&InputArgs, &ControllerArgs),
    instance: &Instance,
    terminal: &Terminal,
) -> Result<Run> {
    one_after(texts, asked, (instance, &input::UNPREPARED), terminal)
}

fn one_after(
    texts: Read,
    (input, controller): (&InputArgs, &ControllerArgs),
    (instance, prepare): (&Instance, Prepare<'_>),
    terminal: &Terminal,
) -> Result<Run> {
    let own = instance.chosen(controller);
    let settled = found::settle(input, &own, (&texts.sources, &texts.written))?;
    input::settled(texts, (input, settled, Some(instance)), prepare, terminal)
}
