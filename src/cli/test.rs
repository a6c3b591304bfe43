//! `test`: compare the answers to a file of requests with those expected.

use super::args::{TestArgs, TestFormat};
use super::exit::Exit;
use super::gateway;
use super::output::{self, Terminal};
use crate::manifest::document;
use crate::manifest::node::{Node, Number, Value};
use crate::manifest::source::Source;
use crate::simulate::router::Router;
use crate::simulate::suite::{self, Test, report};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Run it. A test that fails fails the run.
pub fn run(args: &TestArgs, terminal: &Terminal) -> Result<Exit> {
    let tests = args.tests.as_deref().map(read).transpose()?;
    let loaded = gateway::load(&args.input, &args.controller, terminal)?;
    let router = Router::new(&loaded.gateway, loaded.flavor);
    let (Some(tests), Some(file)) = (tests, &args.tests) else {
        let text = suite::init(&loaded.gateway, &router);
        output::write_result(&args.output_file, text.as_bytes())?;
        return Ok(Exit::Success);
    };
    let mut outcomes = suite::run(&tests, &loaded.gateway, &router);
    let mut locator = loaded.locator();
    for outcome in outcomes
        .iter_mut()
        .filter(|outcome| outcome.is_unanswered())
    {
        outcome.ignored = loaded.ignored_for(&outcome.test.request, &mut locator);
    }
    let file = file.display().to_string();
    let text = match args.format {
        TestFormat::Text => report::text(&outcomes, &file),
        TestFormat::Json => report::json(&outcomes, &file),
        TestFormat::Junit => report::junit(&outcomes, &file),
    };
    output::write_result(&args.output_file, text.as_bytes())?;
    if outcomes.iter().all(suite::Outcome::passed) {
        Ok(Exit::Success)
    } else {
        Ok(Exit::Failure)
    }
}

/// Read a tests file.
fn read(path: &Path) -> Result<Vec<Test>> {
    let name = path.display().to_string();
    let text = std::fs::read(path).with_context(|| name.clone())?;
    let source = Source { path: name, text };
    let Some(root) = document::parse(&source, 0) else {
        bail!("{}: not YAML", source.path);
    };
    let lines: Vec<u32> = match root.get("tests").map(|tests| &tests.value) {
        Some(Value::Sequence(tests)) => tests.iter().map(|test| test.mark.line).collect(),
        Some(_) | None => Vec::new(),
    };
    suite::read(&plain(&root), &lines)
        .map_err(|mistake| anyhow::anyhow!("{}:{}: {}", source.path, mistake.line, mistake.message))
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
