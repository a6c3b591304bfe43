//! `status`: what the controller would write into the status of each object, and its events.

use super::args::{Command, StatusArgs, StatusFormat};
use super::environment::Environment;
use super::exit::Exit;
use super::input;
use super::output::{self, Terminal};
use super::{problems, summary};
use crate::deck::write;
use crate::diag::Location;
use crate::escape::gate::Shown;
use crate::escape::line::clean;
use crate::manifest::locate::Locator;
use crate::origin::{ObjectMeta, Origin};
use crate::pipeline;
use crate::status::render::{text, value};
use crate::status::{Described, unknown};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::sync::Arc;

/// Run it, for each environment. What is wrong with the manifests is part of the answer, and no failure.
pub fn run(args: &StatusArgs, environments: &[Environment], terminal: &Terminal) -> Result<Exit> {
    let mut texts = Vec::new();
    let mut values = Vec::new();
    // Of several environments each ends under its name.
    let mut last = String::new();
    for environment in environments {
        let Command::Status(own) = &environment.arguments.command else {
            continue;
        };
        problems::head(environment, terminal);
        let one = one(own, environment, terminal);
        let told = match &environment.name {
            Some(name) => one.with_context(|| clean(name))?,
            None => one?,
        };
        texts.push(told.text);
        values.push(told.value);
        if environment.name.is_some() {
            terminal.say(told.closing);
        } else {
            last = told.closing;
        }
    }
    let shown = match args.format {
        StatusFormat::Text => Shown::plain(texts.join("\n")),
        StatusFormat::Yaml => output::yaml(texts.concat())?,
        StatusFormat::Json => {
            let whole = match (environments, values.pop()) {
                ([environment], Some(only)) if environment.name.is_none() => only,
                (_, last) => {
                    values.extend(last);
                    json!({ "environments": values })
                }
            };
            Shown::json(format!("{whole:#}\n"))
        }
    };
    output::write_result(&args.output_file, &shown)?;
    terminal.say(last);
    Ok(Exit::Success)
}

/// What is told of one environment.
#[derive(Default)]
struct Told {
    /// The result as a text, unless JSON is wanted.
    text: String,
    /// The result as a value, when JSON is wanted.
    value: Value,
    /// What is said at the end.
    closing: String,
}

fn one(args: &StatusArgs, environment: &Environment, terminal: &Terminal) -> Result<Told> {
    let (run, objects) =
        input::convert_by(&args.input, &args.controller, terminal, pipeline::describe)?;
    run.must_be_complete()?;
    let notes = unknown(&run.diagnostics);
    let mut told = Told::default();
    match args.format {
        StatusFormat::Text => {
            let mut locator = Locator::with(&run.sources, &run.written);
            let place = |meta: &ObjectMeta| place(&mut locator, meta);
            told.text = environment.heading().unwrap_or_default();
            told.text += &text::render(&objects, place);
            let lines = notes.iter().map(|note| format!("{}\n", clean(note)));
            told.closing = lines.collect();
        }
        StatusFormat::Yaml => told.text = yaml(environment, &objects, &notes),
        StatusFormat::Json => {
            let objects: Vec<Value> = objects.iter().map(value::whole).collect();
            told.value = json!({ "objects": objects, "notes": notes });
            if let Some(name) = &environment.name {
                told.value["environment"] = json!(name);
            }
        }
    }
    told.closing += &summary::closing(&run, terminal);
    Ok(told)
}

/// Where an object begins, as `file:line`.
fn place(locator: &mut Locator<'_>, meta: &ObjectMeta) -> String {
    let origin = Origin::of(&Arc::new(meta.clone()));
    let position = locator.position(&Location::Field(origin));
    format!("{}:{}", position.file, position.line)
}

/// A document for each object and event; what is to be said of them stands in comments.
fn yaml(environment: &Environment, objects: &[Described], notes: &[String]) -> String {
    let comment = |text: &str| format!("# {}\n", clean(text));
    let mut out = String::new();
    if let Some(name) = &environment.name {
        out += &comment(&format!("environment {name}"));
    }
    out.extend(notes.iter().map(|note| comment(note)));
    for object in objects {
        for note in &object.notes {
            out += &comment(&format!("{}: {note}", object.meta.key));
        }
        for document in value::documents(object) {
            out += "---\n";
            out += &write::yaml_of(&document);
        }
    }
    out
}
