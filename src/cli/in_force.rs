//! `settings`: print every option in force, and where it comes from.

use super::args::{Command, SettingsArgs, SettingsFormat};
use super::environment::{Environment, Tree};
use super::exit::Exit;
use super::found::{self, Settled, options};
use super::input::{self, Read};
use super::options::conversion_options;
use super::output::{self, Terminal};
use super::{problems, progress};
use crate::diag::render::json;
use crate::diag::{Diagnostics, Severity, admission};
use crate::escape::gate::Shown;
use crate::escape::line::clean;
use crate::installation;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::options::Options;
use crate::pipeline;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// An option with its value and where it comes from.
struct Row {
    option: &'static str,
    /// For programs.
    value: Value,
    /// For people.
    text: String,
    from: String,
}

/// Where an option comes from that nobody sets.
const DEFAULT: &str = "default";

/// Run it, for each environment.
pub fn run(args: &SettingsArgs, environments: &[Environment], terminal: &Terminal) -> Result<Exit> {
    let mut exit = Exit::Success;
    let mut texts = Vec::new();
    let mut values = Vec::new();
    for environment in environments {
        let Command::Settings(own) = &environment.arguments.command else {
            continue;
        };
        let name = || environment.name.as_deref().map(clean).unwrap_or_default();
        let one = one(own, terminal);
        let (own_exit, rows, diagnostics) = match environment.name {
            Some(_) => one.with_context(name)?,
            None => one?,
        };
        exit = exit.worse(own_exit);
        texts.push(environment.heading().unwrap_or_default() + &shown(&rows, own.all));
        values.push(value(environment, &rows, diagnostics));
    }
    let shown = match args.format {
        SettingsFormat::Text => Shown::plain(texts.join("\n")),
        SettingsFormat::Json => {
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
    Ok(exit)
}

/// The options of one environment, and their problems as programs read them.
fn one(args: &SettingsArgs, terminal: &Terminal) -> Result<(Exit, Vec<Row>, Vec<Value>)> {
    let (mut read, unread) = if args.input.is_empty() {
        let nothing = Read {
            sources: Arc::default(),
            written: Written::default(),
            found: Diagnostics::default(),
        };
        (nothing, Vec::new())
    } else {
        let tree = Tree::work(args.input.border());
        let mut read = progress::during("reading", || input::read(&args.input, &tree))?;
        let found = std::mem::take(&mut read.found).into_sorted();
        let errors = found
            .into_iter()
            .filter(|it| it.severity == Severity::Error);
        (read, errors.collect())
    };
    let texts = (&*read.sources, &read.written);
    let mut settled = found::settle(&args.input, &args.controller, texts)?;
    read.written.files.append(&mut settled.texts);
    let mut diagnostics = std::mem::take(&mut settled.problems);
    diagnostics.extend(unread);
    let options = conversion_options(&args.input, &settled.controller)?;
    if !options.disabled_controllers.is_empty() {
        let conversion =
            progress::during("translating", || pipeline::convert(&read.sources, &options));
        let unread = conversion.diagnostics.into_iter();
        diagnostics.extend(unread.filter(|it| it.code.id == admission::SWITCHED_OFF));
    }
    let mut diagnostics = diagnostics.into_sorted();
    input::speak(&mut diagnostics, &options);
    let texts = (&*read.sources, &read.written);
    let located = problems::locate(&diagnostics, texts, &args.problems)?;
    problems::say(&located, terminal);
    let exit = problems::exit(&located, args.problems.fail_on);
    let rows = rows(args, &settled, &options, texts);
    Ok((exit, rows, json::diagnostics(&located)))
}

fn rows(
    args: &SettingsArgs,
    settled: &Settled,
    options: &Options,
    texts: (&Sources, &Written),
) -> Vec<Row> {
    let row = |option: &'static str| {
        if let Some(setting) = settled.found.get(option) {
            let text = found::shown(setting);
            let value = if setting.is_secret {
                Value::String(text.clone())
            } else {
                typed(&setting.value)
            };
            return Some(Row {
                option,
                value,
                text,
                from: found::place(setting.from, texts),
            });
        }
        let is_forgotten = settled.controller.given.get(option).is_none();
        let (value, from) = options::given(option, &args.controller)
            .filter(|_| !is_forgotten)
            .or_else(|| {
                let value = options::default(option, options, &settled.controller)?;
                Some((value, DEFAULT.to_owned()))
            })?;
        Some(Row {
            option,
            value: typed(&value),
            text: found::text(&value),
            from,
        })
    };
    options::names().filter_map(row).collect()
}

fn typed(value: &installation::Value) -> Value {
    match value {
        installation::Value::Bool(value) => json!(value),
        installation::Value::Text(text) => json!(text),
        installation::Value::List(items) => json!(items),
        installation::Value::Gates(gates) => json!(gates),
    }
}

/// What people asked for: the options that something sets, and the defaults of the others where they want them.
fn shown(rows: &[Row], all: bool) -> String {
    let wanted: Vec<&Row> = rows
        .iter()
        .filter(|row| all || row.from != DEFAULT)
        .collect();
    if wanted.is_empty() {
        return "nothing sets an option; --all prints the defaults\n".to_owned();
    }
    table(&wanted)
}

/// `ingress-class  edge  deploy/kic.yaml:18`, a line each, in columns.
fn table(rows: &[&Row]) -> String {
    let cells: Vec<[String; 3]> = rows
        .iter()
        .map(|row| {
            let value = if row.text.is_empty() {
                "\"\"".to_owned()
            } else {
                clean(&row.text)
            };
            [row.option.to_owned(), value, clean(&row.from)]
        })
        .collect();
    let width = |column: usize| {
        let lengths = cells
            .iter()
            .map(|row| row.get(column).map_or(0, |cell| cell.chars().count()));
        // A long list of namespaces does not push everything else out of sight.
        lengths.max().unwrap_or_default().min(60)
    };
    let (first, second) = (width(0), width(1));
    let lines = cells
        .iter()
        .map(|[option, value, from]| format!("{option:first$}  {value:second$}  {from}\n"));
    lines.collect()
}

fn value(environment: &Environment, rows: &[Row], diagnostics: Vec<Value>) -> Value {
    let settings: Vec<Value> = rows
        .iter()
        .map(|row| json!({ "option": row.option, "value": row.value, "from": row.from }))
        .collect();
    let mut out = Map::new();
    if let Some(name) = &environment.name {
        out.insert("environment".into(), json!(name));
    }
    out.insert("settings".into(), settings.into());
    out.insert("diagnostics".into(), diagnostics.into());
    Value::Object(out)
}
