//! `test`: compare the answers to a file of requests with those expected.

use super::args::{TestArgs, TestFormat};
use super::exit::Exit;
use super::gateway;
use super::output::{self, Terminal};
use super::progress;
use crate::escape::gate::Shown;
use crate::escape::line::clean;
use crate::manifest::disk::Border;
use crate::manifest::document;
use crate::manifest::node::{Node, Number, Value};
use crate::manifest::source::Source;
use crate::simulate::router::Router;
use crate::simulate::suite::{self, Test, report};
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;

/// The most bytes of a tests file.
const LIMIT: u64 = 256 << 20;

/// Run it. A test that fails fails the run.
pub fn run(args: &TestArgs, terminal: &Terminal) -> Result<Exit> {
    let tests = args
        .tests
        .as_deref()
        .map(|file| read(file, &args.input.border()))
        .transpose()?;
    let loaded = gateway::load(&args.input, &args.controller, terminal)?;
    let router = progress::during("loading routes", || {
        Router::new(&loaded.gateway, loaded.flavor)
    });
    let (Some(tests), Some(file)) = (tests, &args.tests) else {
        let text = progress::during("asking for requests", || {
            suite::init(&loaded.gateway, &router)
        });
        output::write_result(&args.output_file, &output::yaml(text)?)?;
        terminal.say(&loaded.closing);
        return Ok(Exit::Success);
    };
    let mut outcomes = progress::during("testing", || suite::run(&tests, &loaded.gateway, &router));
    let mut locator = loaded.locator();
    for outcome in outcomes
        .iter_mut()
        .filter(|outcome| outcome.is_unanswered())
    {
        outcome.ignored = loaded.ignored_for(&outcome.test.request, &mut locator);
    }
    let file = file.display().to_string();
    let shown = match args.format {
        TestFormat::Text => Shown::plain(report::text(&outcomes, &file)),
        TestFormat::Json => Shown::json(report::json(&outcomes, &file)),
        TestFormat::Junit => Shown::xml(report::junit(&outcomes, &file)),
    };
    output::write_result(&args.output_file, &shown)?;
    terminal.say(&loaded.closing);
    if outcomes.iter().all(suite::Outcome::passed) {
        Ok(Exit::Success)
    } else {
        Ok(Exit::Failure)
    }
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
    suite::read(&plain(&root), &lines).map_err(|mistake| {
        let (file, message) = (clean(&source.path), clean(&mistake.message));
        anyhow!("{file}:{}: {message}", mistake.line)
    })
}

/// The tree without its marks.
fn plain(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Number(Number::Int(number)) => (*number).into(),
        Value::Number(Number::UInt(number)) => (*number).into(),
        Value::Number(Number::Float(number)) => (*number).into(),
        Value::String(text) => text.as_ref().into(),
        Value::Sequence(items) => items.iter().map(plain).collect(),
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| (entry.key.to_string(), plain(&entry.node)))
            .collect(),
    }
}
