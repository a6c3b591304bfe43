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
    for environment in environments {
        let Command::Status(own) = &environment.arguments.command else {
            continue;
        };
        problems::head(environment, terminal);
        let one = one(own, environment, terminal);
        let (text, value) = match &environment.name {
            Some(name) => one.with_context(|| clean(name))?,
            None => one?,
        };
        texts.push(text);
        values.push(value);
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
    Ok(Exit::Success)
}

/// The text of one environment, in the format that is wanted, and its value.
fn one(
    args: &StatusArgs,
    environment: &Environment,
    terminal: &Terminal,
) -> Result<(String, Value)> {
    let (run, objects) =
        input::convert_by(&args.input, &args.controller, terminal, pipeline::describe)?;
    run.must_be_complete()?;
    let notes = unknown(&run.diagnostics);
    let shown = match args.format {
        StatusFormat::Text => {
            let mut locator = Locator::with(&run.sources, &run.written);
            let place = |meta: &ObjectMeta| place(&mut locator, meta);
            let mut text = environment.heading().unwrap_or_default();
            text += &text::render(&objects, place);
            for note in notes {
                terminal.say(format_args!("{}\n", clean(&note)));
            }
            (text, Value::Null)
        }
        StatusFormat::Yaml => (yaml(environment, &objects, &notes), Value::Null),
        StatusFormat::Json => {
            let objects: Vec<Value> = objects.iter().map(value::whole).collect();
            let mut value = json!({ "objects": objects, "notes": notes });
            if let Some(name) = &environment.name {
                value["environment"] = json!(name);
            }
            (String::new(), value)
        }
    };
    terminal.say(summary::closing(&run, terminal));
    Ok(shown)
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
