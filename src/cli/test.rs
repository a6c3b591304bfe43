//! `test`: compare the answers to a file of requests with those expected.

use super::args::{Command, TestArgs, TestFormat};
use super::environment::Environment;
use super::exit::Exit;
use super::gateway::{self, Loaded};
use super::instance::{self, Instance, Of};
use super::output::{self, Terminal};
use super::{problems, progress, suggest, summary};
use crate::escape::gate::Shown;
use crate::escape::line::{self, clean};
use crate::manifest::disk::Border;
use crate::manifest::document;
use crate::manifest::node::Value;
use crate::manifest::source::Source;
use crate::simulate::router::Router;
use crate::simulate::suite::{self, Test, report};
use anyhow::{Context, Result, anyhow, bail};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// The most bytes of a tests file.
const LIMIT: u64 = 256 << 20;

/// Run it. A test that fails fails the run. Every environment is asked all of it, and each of its instances what is meant for it.
pub fn run(args: &TestArgs, environments: &[Environment], terminal: &Terminal) -> Result<Exit> {
    let tests = args
        .tests
        .as_deref()
        .map(|file| read(file, &args.input.border()))
        .transpose()?;
    let mut reports = Vec::new();
    let mut exit = Exit::Success;
    let mut closings = Vec::new();
    let mut known = BTreeSet::new();
    for environment in environments {
        let Command::Test(own) = &environment.arguments.command else {
            continue;
        };
        problems::head(environment, terminal);
        let loaded = gateway::load(&own.input, &own.controller, terminal);
        let loaded = match &environment.name {
            Some(name) => loaded.with_context(|| clean(name))?,
            None => loaded?,
        };
        let routers: Vec<Router> = progress::during("loading routes", || {
            let routers = loaded.iter();
            routers
                .map(|one| Router::new(&one.gateway, one.flavor))
                .collect()
        });
        let (Some(tests), Some(file)) = (&tests, &args.tests) else {
            if environment.name.is_some() {
                bail!(
                    "--init writes the tests of one environment; pick it with --environment and name it as PATH, -k or --helm"
                );
            }
            let text = init(&loaded, &routers)?;
            output::write_result(&args.output_file, &output::yaml(text)?)?;
            for one in &loaded {
                terminal.say(closing(environment, one));
            }
            return Ok(Exit::Success);
        };
        known.extend(loaded.iter().flat_map(|one| one.known.iter().cloned()));
        let outcomes = progress::during("testing", || outcomes(tests, &loaded, &routers));
        for router in &routers {
            gateway::must_be_complete(router)?;
        }
        let file = file.display().to_string();
        for (one, outcomes) in loaded.into_iter().zip(outcomes) {
            if !outcomes.iter().all(suite::Outcome::passed) {
                exit = Exit::Failure;
            }
            let heading = instance::heading(environment, Of::maybe(one.instance.as_ref()));
            let report = match args.format {
                TestFormat::Text => heading.unwrap_or_default() + &report::text(&outcomes, &file),
                TestFormat::Json => report::json(&outcomes, &file),
                TestFormat::Junit => {
                    report::junit(&outcomes, &file, within(environment, &one).as_deref())
                }
            };
            let closing = closing(environment, &one);
            if environment.name.is_some() {
                terminal.say(closing);
            } else {
                closings.push(closing);
            }
            reports.push((environment, one.instance, report));
        }
    }
    let left_out = of_others(args, tests.as_deref().unwrap_or_default(), &known)?;
    output::write_result(&args.output_file, &together(reports, args.format)?)?;
    if left_out > 0 {
        terminal.say(format_args!(
            "{} not put to this instance: they name another one\n",
            summary::counted(left_out, "test")
        ));
    }
    for closing in closings {
        terminal.say(closing);
    }
    Ok(exit)
}

/// A first tests file for every instance.
fn init(loaded: &[Loaded], routers: &[Router]) -> Result<String> {
    let text = progress::during("asking for requests", || {
        let parts: Vec<suite::Part<'_>> = loaded
            .iter()
            .zip(routers)
            .map(|(one, router)| {
                let name = one.instance.as_ref().map(|instance| &*instance.text);
                (name, &one.gateway, router)
            })
            .collect();
        suite::init(&parts)
    });
    for router in routers {
        gateway::must_be_complete(router)?;
    }
    Ok(text)
}

/// What was read, made and left out; of several instances of a run that has no more under the name of each.
fn closing(environment: &Environment, loaded: &Loaded) -> String {
    let heading = loaded
        .instance
        .as_ref()
        .and_then(|one| instance::heading(environment, Of::One(one)));
    heading.unwrap_or_default() + &loaded.closing
}

/// Environment and instance, as far as there are several.
fn within(environment: &Environment, loaded: &Loaded) -> Option<String> {
    let instance = loaded.instance.as_ref().map(|one| one.text.clone());
    let parts: Vec<String> = [environment.name.clone(), instance]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How many tests name an instance that nobody asked for, where one was chosen.
///
/// # Errors
/// None was chosen, and a test names one that is not there: a test that silently does not run is worse.
fn of_others(args: &TestArgs, tests: &[Test], known: &BTreeSet<String>) -> Result<usize> {
    let controller = &args.controller;
    let is_chosen = controller.gateway_to_reconcile.is_some() || controller.control_plane.is_some();
    let mut left_out = 0;
    for test in tests {
        let Some(name) = test
            .control_plane
            .as_ref()
            .filter(|it| !known.contains(*it))
        else {
            continue;
        };
        if !is_chosen {
            let file = args.tests.as_deref().unwrap_or_else(|| Path::new(""));
            bail!(
                "{}:{}: no Gateway of Kong Operator and no ControlPlane beside a DataPlane is called `{}`{}",
                line::path(file),
                test.line,
                clean(name),
                suggest::did_you_mean(name, known.iter().map(String::as_str))
            );
        }
        left_out += 1;
    }
    Ok(left_out)
}

/// What came of the tests, for each instance. A test that names an instance is put to that one. Any other is put to all, and counts
/// for those that have a route for it; where none has one, for all.
fn outcomes<'t>(
    tests: &'t [Test],
    loaded: &[Loaded],
    routers: &[Router],
) -> Vec<Vec<suite::Outcome<'t>>> {
    let mut all: Vec<Vec<suite::Outcome<'t>>> = Vec::new();
    let mut answered = HashSet::new();
    for (one, router) in loaded.iter().zip(routers) {
        let is_meant = |test: &&Test| {
            let name = test.control_plane.as_ref();
            name.is_none_or(|name| one.known.contains(name))
        };
        let outcomes = suite::run(tests.iter().filter(is_meant), &one.gateway, router);
        let with_route = outcomes.iter().filter(|it| !it.is_without_route());
        answered.extend(with_route.map(|outcome| std::ptr::from_ref(outcome.test)));
        all.push(outcomes);
    }
    for (one, outcomes) in loaded.iter().zip(&mut all) {
        if one.instance.is_some() {
            outcomes.retain(|outcome| {
                let is_of_another = outcome.test.control_plane.is_none()
                    && answered.contains(&std::ptr::from_ref(outcome.test));
                !(outcome.is_without_route() && is_of_another)
            });
        }
        let mut locator = one.locator();
        // With the objects that the controller leaves alone and that would have answered.
        for outcome in outcomes.iter_mut().filter(|it| it.is_unanswered()) {
            outcome.ignored = one.ignored_for(&outcome.test.request, &mut locator);
        }
    }
    all
}

/// The reports of all environments and their instances as one.
fn together(
    mut reports: Vec<(&Environment, Option<Instance>, String)>,
    format: TestFormat,
) -> Result<Shown> {
    let is_alone = matches!(
        reports.as_slice(),
        [(Environment { name: None, .. }, None, _)]
    );
    Ok(match format {
        TestFormat::Text => {
            let texts = reports.into_iter().map(|(.., report)| report);
            Shown::plain(texts.collect::<Vec<_>>().join("\n"))
        }
        TestFormat::Json => {
            if is_alone && let Some((.., report)) = reports.pop() {
                return Ok(Shown::json(report));
            }
            let values: Result<Vec<_>, serde_json::Error> = reports
                .iter()
                .map(|(environment, instance, report)| {
                    let value = serde_json::from_str(report)?;
                    Ok((environment.name.as_deref(), instance.as_ref(), value))
                })
                .collect();
            let value = serde_json::Value::Object(instance::nested(values?));
            Shown::json(format!("{value:#}\n"))
        }
        TestFormat::Junit => {
            let suites = reports.iter().map(|(.., report)| report.as_str());
            Shown::xml(report::junit_of(suites))
        }
    })
}

/// Read a tests file.
fn read(path: &Path, border: &Border) -> Result<Vec<Test>> {
    let name = path.display().to_string();
    let text = border.read(path, LIMIT).with_context(|| clean(&name))?;
    let source = Source { path: name, text };
    let Some(root) = document::parse(&source, 0) else {
        bail!("{}: not YAML", clean(&source.path));
    };
    let lines: Vec<u32> = match root.get("tests").map(|tests| &tests.value) {
        Some(Value::Sequence(tests)) => tests.iter().map(|test| test.mark.line).collect(),
        Some(_) | None => Vec::new(),
    };
    suite::read(&root.plain(), &lines).map_err(|mistake| {
        let (file, message) = (clean(&source.path), clean(&mistake.message));
        anyhow!("{file}:{}: {message}", mistake.line)
    })
}
