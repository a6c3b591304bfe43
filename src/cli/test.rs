//! `test`: compare the answers to a file of requests with those expected.

use super::args::{Command, TestArgs, TestFormat};
use super::environment::Environment;
use super::exit::Exit;
use super::gateway::{self, Loaded};
use super::output::{self, Terminal};
use super::{problems, progress};
use crate::escape::gate::Shown;
use crate::escape::line::clean;
use crate::manifest::disk::Border;
use crate::manifest::document;
use crate::manifest::node::Value;
use crate::manifest::source::Source;
use crate::simulate::router::Router;
use crate::simulate::suite::{self, Test, report};
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;

/// The most bytes of a tests file.
const LIMIT: u64 = 256 << 20;

/// Run it. A test that fails fails the run. Every environment is asked all of it.
pub fn run(args: &TestArgs, environments: &[Environment], terminal: &Terminal) -> Result<Exit> {
    let tests = args
        .tests
        .as_deref()
        .map(|file| read(file, &args.input.border()))
        .transpose()?;
    let mut reports = Vec::new();
    let mut exit = Exit::Success;
    // Of several environments each ends under its name.
    let mut closing = String::new();
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
        let router = progress::during("loading routes", || {
            Router::new(&loaded.gateway, loaded.flavor)
        });
        let (Some(tests), Some(file)) = (&tests, &args.tests) else {
            if environment.name.is_some() {
                bail!(
                    "--init writes the tests of one environment; pick it with --environment and name it as PATH, -k or --helm"
                );
            }
            let text = progress::during("asking for requests", || {
                suite::init(&loaded.gateway, &router)
            });
            gateway::must_be_complete(&router)?;
            output::write_result(&args.output_file, &output::yaml(text)?)?;
            terminal.say(&loaded.closing);
            return Ok(Exit::Success);
        };
        let outcomes = outcomes(tests, &loaded, &router);
        gateway::must_be_complete(&router)?;
        if !outcomes.iter().all(suite::Outcome::passed) {
            exit = Exit::Failure;
        }
        let file = file.display().to_string();
        let report = match args.format {
            TestFormat::Text => report::text(&outcomes, &file),
            TestFormat::Json => report::json(&outcomes, &file),
            TestFormat::Junit => report::junit(&outcomes, &file, environment.name.as_deref()),
        };
        reports.push((environment, report));
        if environment.name.is_some() {
            terminal.say(&loaded.closing);
        } else {
            closing = loaded.closing;
        }
    }
    output::write_result(&args.output_file, &together(&reports, args.format)?)?;
    terminal.say(closing);
    Ok(exit)
}

/// What came of the tests; of those that no route answers, with the objects that the controller leaves alone and that would have.
fn outcomes<'t>(tests: &'t [Test], loaded: &Loaded, router: &Router) -> Vec<suite::Outcome<'t>> {
    progress::during("testing", || {
        let mut outcomes = suite::run(tests, &loaded.gateway, router);
        let mut locator = loaded.locator();
        for outcome in &mut outcomes {
            if outcome.is_unanswered() {
                outcome.ignored = loaded.ignored_for(&outcome.test.request, &mut locator);
            }
        }
        outcomes
    })
}

/// The reports of all environments as one.
fn together(reports: &[(&Environment, String)], format: TestFormat) -> Result<Shown> {
    Ok(match format {
        TestFormat::Text => {
            let texts = reports
                .iter()
                .map(|(environment, report)| environment.heading().unwrap_or_default() + report);
            Shown::plain(texts.collect::<Vec<_>>().join("\n"))
        }
        TestFormat::Json => {
            if let [(Environment { name: None, .. }, report)] = reports {
                return Ok(Shown::json(report.clone()));
            }
            let mut environments = Vec::new();
            for (environment, report) in reports {
                let mut value: serde_json::Value = serde_json::from_str(report)?;
                value["environment"] = environment.name.as_deref().into();
                environments.push(value);
            }
            let value = serde_json::json!({ "environments": environments });
            Shown::json(format!("{value:#}\n"))
        }
        TestFormat::Junit => {
            let suites = reports.iter().map(|(_, report)| report.as_str());
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
