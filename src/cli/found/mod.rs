//! What the inputs say of their own controller, laid under what the user says: found settings count where no flag, no environment
//! variable and no settings file does (spec 85, 1).

pub(super) mod options;

use super::args::{ControllerArgs, InputArgs};
use super::repository;
use crate::diag::{Diagnostics, Location, settings as problem};
use crate::escape::line;
use crate::installation::{self, Asked, Files, Found, From, Product, Setting, Spot, Value};
use crate::manifest::disk::{self, Border};
use crate::manifest::locate::Locator;
use crate::manifest::source::{Source, Sources};
use crate::manifest::written::Written;
use crate::options::NamespacedName;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The most bytes of a file of values.
const LIMIT: u64 = 16 << 20;

/// Options with everything that was found laid under them.
#[derive(Debug)]
pub struct Settled {
    /// The options.
    pub controller: ControllerArgs,
    /// What was found, as far as it is in force.
    pub found: BTreeMap<&'static str, Setting>,
    /// Where a chart says that its IngressClass is the default one.
    pub default_class: Option<Spot>,
    /// What is wrong with it.
    pub problems: Diagnostics,
    /// Texts that were read for that, which come behind what was written.
    pub texts: Vec<Source>,
}

/// Look at the inputs, or at the file that is to count instead of them.
///
/// # Errors
/// The file cannot be read.
pub fn settle(
    input: &InputArgs,
    controller: &ControllerArgs,
    (sources, written): (&Sources, &Written),
) -> Result<Settled> {
    let mut found = find(input, controller, sources, written)?;
    as_written(&mut found, (sources, written));
    let mut settled = lay_under(controller, found.settings);
    settled.problems.append(found.problems);
    if let Some((name, at)) = found.default_class {
        settled.controller.default_class = Some(name);
        settled.default_class = Some(at);
    }
    if found.is_picked {
        settled.controller.forget_control_plane();
    }
    settled.texts = found.texts;
    Ok(settled)
}

/// What was found in a built source stands in the file that it was made from, where that is known.
fn as_written(found: &mut Found, (sources, written): (&Sources, &Written)) {
    if written.authors.is_empty() {
        return;
    }
    let mut locator = Locator::with(sources, written);
    let mut moved = |file: &mut u32, line: &mut u32, column: &mut u32| {
        if let Some(place) = locator.written_at(*file, *line, *column) {
            (*file, *line, *column) = place;
        }
    };
    for setting in found.settings.values_mut() {
        if let From::At(at) = &mut setting.from {
            moved(&mut at.file, &mut at.line, &mut at.column);
        }
    }
    for problem in found.problems.iter_mut() {
        for location in &mut problem.locations {
            if let Location::Text { file, line, column } = location {
                moved(file, line, column);
            }
        }
    }
}

fn find(
    input: &InputArgs,
    controller: &ControllerArgs,
    sources: &Sources,
    written: &Written,
) -> Result<Found> {
    let first = sources.0.len() + written.files.len();
    let given = &controller.given;
    let product = given.text("controller").map(|name| {
        if name.starts_with(Product::KongOperator.id()) {
            Product::KongOperator
        } else {
            Product::Kic
        }
    });
    let asked = Asked {
        default_namespace: input.namespace.clone(),
        control_plane: controller.control_plane.as_ref().map(qualified),
        gateway_to_reconcile: controller.gateway_to_reconcile.as_ref().map(qualified),
        ingress_class: given.text("ingress-class"),
        controller_name: given.text("gateway-api-controller-name"),
        product,
        first_text: u32::try_from(first).unwrap_or(u32::MAX),
    };
    let border = input.border();
    let read = |path: &Path| of_repository(path);
    let files = Files {
        read: &read,
        top: border.repository.clone(),
    };
    let Some(path) = &controller.controller_from else {
        return Ok(installation::find(sources, &asked, &files));
    };
    let file = named(path, &border)?;
    Ok(installation::find_in(file, sources, &asked, &files))
}

fn qualified(name: &NamespacedName) -> String {
    format!("{}/{}", name.namespace, name.name)
}

/// The file of `--controller-from`.
fn named(path: &Path, border: &Border) -> Result<Source> {
    let text = border
        .read(path, LIMIT)
        .with_context(|| format!("--controller-from: cannot read {}", line::path(path)))?;
    Ok(Source {
        path: path.display().to_string(),
        text,
    })
}

/// A file that a manifest names: a regular one of the repository, or below the working directory where there is none.
fn of_repository(path: &Path) -> Option<Source> {
    let here = std::env::current_dir().ok()?.canonicalize().ok()?;
    let top = repository::here().unwrap_or_else(|| here.clone());
    let real = path.canonicalize().ok()?;
    if !real.starts_with(&top) || disk::leads_into_git(&top, &real) {
        return None;
    }
    let text = disk::read_small(&real, LIMIT).ok()?;
    let shown: PathBuf = match real.strip_prefix(&here) {
        Ok(inside) => inside.to_owned(),
        Err(_) => disk::lexical(path),
    };
    Some(Source {
        path: shown.display().to_string(),
        text,
    })
}

/// Let what was found count where nobody has said anything, and say where somebody has said something else.
fn lay_under(given: &ControllerArgs, found: BTreeMap<&'static str, Setting>) -> Settled {
    let mut controller = given.clone();
    let mut problems = Diagnostics::default();
    let mut in_force = BTreeMap::new();
    for (option, setting) in found {
        match given.given.get(option) {
            None => {
                if options::set(&mut controller, option, &setting.value) {
                    in_force.insert(option, setting);
                }
            }
            Some(words) => {
                let said = options::read(option, &words.words);
                if said != setting.value
                    && let From::At(at) = setting.from
                {
                    let found = shown(&setting);
                    problems.push(problem::overridden(
                        at.location(),
                        option,
                        &text(&said),
                        &found,
                    ));
                }
            }
        }
    }
    Settled {
        controller,
        found: in_force,
        default_class: None,
        problems,
        texts: Vec::new(),
    }
}

/// Where a setting comes from, as people read it.
pub(super) fn place(from: From, (sources, written): (&Sources, &Written)) -> String {
    let at = match from {
        From::Chart => return "chart".to_owned(),
        From::Gateway => return "gateway".to_owned(),
        From::Operator => return "operator".to_owned(),
        From::Default => return "default".to_owned(),
        From::At(at) => at,
    };
    let index = at.file as usize;
    let source = match index.checked_sub(sources.0.len()) {
        None => sources.get(at.file),
        Some(behind) => written.files.get(behind),
    };
    let path = source.map_or("", |source| &source.path);
    match at.line {
        0 => path.to_owned(),
        line => format!("{path}:{line}"),
    }
}

/// A value for people; what came out of a Secret is not shown.
pub(super) fn shown(setting: &Setting) -> String {
    if setting.is_secret {
        return crate::secrecy::MASK.to_owned();
    }
    text(&setting.value)
}

/// A value as it would stand on the command line.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(items) => items.iter().cloned().collect::<Vec<_>>().join(","),
        Value::Gates(gates) => {
            let gates: Vec<String> = gates
                .iter()
                .map(|(name, is_on)| format!("{name}={is_on}"))
                .collect();
            gates.join(",")
        }
    }
}

impl Settled {
    /// What was found and counts, with the places, on one line; nothing when nothing was found. Of several controllers it names whose
    /// it is.
    pub fn line(&self, texts: (&Sources, &Written), whose: Option<&str>) -> Option<String> {
        if self.found.is_empty() && self.default_class.is_none() {
            return None;
        }
        let mut parts: Vec<String> = self
            .found
            .iter()
            .filter(|(_, setting)| setting.from != From::Default)
            .map(|(option, setting)| {
                let place = place(setting.from, texts);
                format!(
                    "{option} {} ({})",
                    quoted(&shown(setting)),
                    line::clean(&place)
                )
            })
            .collect();
        if let (Some(name), Some(at)) = (&self.controller.default_class, self.default_class) {
            let place = place(From::At(at), texts);
            parts.push(format!(
                "{} as the default IngressClass ({})",
                line::clean(name),
                line::clean(&place)
            ));
        }
        let whose = whose.map(|whose| format!(" for {whose}"));
        Some(format!(
            "set by the inputs{}: {}\n",
            whose.unwrap_or_default(),
            parts.join(", ")
        ))
    }
}

/// A value among others: an empty one is seen.
fn quoted(text: &str) -> String {
    if text.is_empty() {
        "\"\"".to_owned()
    } else {
        line::clean(text)
    }
}
