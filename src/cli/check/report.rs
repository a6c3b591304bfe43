//! What `check` prints: the problems of all environments.

use super::radius::Radius;
use crate::cli::args::{CheckArgs, ProblemFormat};
use crate::cli::environment::Environment;
use crate::cli::input::Run;
use crate::cli::instance::{self, Instance};
use crate::cli::output::{self, Terminal, Verbosity};
use crate::cli::{problems, summary};
use crate::diag::render::text::{self, Style};
use crate::diag::render::{Located, github, json, junit, sarif};
use crate::escape::gate::Shown;
use serde_json::{Map, Value};

/// The problems of one environment, of one of its instances, or of all of those.
pub(super) struct Group<'a> {
    pub(super) environment: &'a Environment,
    /// What it stands under for people, when there is more than it.
    pub(super) heading: Option<String>,
    /// Of several instances of an environment this one.
    pub(super) part: Option<&'a Instance>,
    /// What was read and made; nothing for what all instances of an environment have.
    pub(super) run: Option<&'a Run>,
    pub(super) located: Vec<Located<'a>>,
    /// How its part ends for people: what is new, and what was read, made and left out.
    pub(super) closing: String,
    pub(super) fallback: Option<&'a Radius>,
}

/// The report. What programs keep apart themselves is complete; everything else shows what is new.
pub(super) fn render(groups: Vec<Group<'_>>, args: &CheckArgs, terminal: &Terminal) -> Shown {
    match args.format {
        ProblemFormat::Text => text(groups, args, terminal),
        ProblemFormat::Json => {
            let summary = summary_of(&groups);
            Shown::json(json::render(&all(groups), &summary))
        }
        ProblemFormat::Sarif => Shown::json(sarif::render(&all(groups))),
        ProblemFormat::Github => Shown::commands(github::render(&problems::new(all(groups)))),
        ProblemFormat::Junit => Shown::xml(junit::render(&problems::new(all(groups)))),
    }
}

/// Each environment under its name.
fn text(groups: Vec<Group<'_>>, args: &CheckArgs, terminal: &Terminal) -> Shown {
    let style = result_style(args, terminal);
    let texts: Vec<String> = groups
        .into_iter()
        .map(|group| {
            let shown = if terminal.verbosity == Verbosity::Verbose {
                group.located
            } else {
                problems::new(group.located)
            };
            let heading = group.heading.unwrap_or_default();
            let fallback = group.fallback.map(Radius::text).unwrap_or_default();
            let problems = text::render(&shown, style, terminal.repeated());
            let (summary, closing) = (text::summary(&shown), group.closing);
            format!("{heading}{fallback}{problems}{summary}{closing}")
        })
        .collect();
    output::shown(texts.join("\n"), style)
}

/// The summary of the one environment; of several instances and environments a list, each with its name.
fn summary_of(groups: &[Group<'_>]) -> Map<String, Value> {
    let each = groups.iter().filter_map(|group| {
        let mut summary = summary::json(group.run?);
        summary.extend(group.fallback.map(|it| ("fallback".to_owned(), it.json())));
        let name = group.environment.name.as_deref();
        Some((name, group.part, Value::Object(summary)))
    });
    instance::nested(each.collect())
}

fn all(groups: Vec<Group<'_>>) -> Vec<Located<'_>> {
    groups.into_iter().flat_map(|group| group.located).collect()
}

/// A file is never coloured.
fn result_style(args: &CheckArgs, terminal: &Terminal) -> Style {
    if output::is_stdout(&args.output_file) {
        terminal.result_style()
    } else {
        Style::Plain
    }
}
