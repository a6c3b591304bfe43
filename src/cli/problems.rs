//! Which problems of a run are reported, where they stand, and what they mean for its exit status.

use super::args::{FailOn, ProblemArgs};
use super::environment::Environment;
use super::exit::Exit;
use super::explain;
use super::output::{Terminal, Verbosity};
use super::progress;
use crate::diag::render::text;
use crate::diag::render::{Located, Since};
use crate::diag::{Diagnostic, Location, Severity, code, foreign, reading};
use crate::manifest::locate::Locator;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use anyhow::{Result, bail};

/// The problems to report, located, file by file and from top to bottom.
pub fn locate<'a>(
    diagnostics: &'a [Diagnostic],
    (sources, written): (&Sources, &Written),
    args: &ProblemArgs,
) -> Result<Vec<Located<'a>>> {
    for id in args.disable.iter().chain(&args.only) {
        if code::find(id).is_none() {
            bail!("{}", explain::unknown_code(id));
        }
    }
    let mut locator = Locator::with(sources, written);
    let wanted = diagnostics
        .iter()
        .filter(|diagnostic| is_wanted(diagnostic, args));
    let located = wanted.map(|diagnostic| {
        let mut quote = None;
        let mut positions = Vec::with_capacity(diagnostic.locations.len());
        for (index, location) in diagnostic.locations.iter().enumerate() {
            let position = locator.position(location);
            if index == 0 {
                quote = locator.quote(location, &position);
            }
            positions.push(position);
        }
        Located {
            diagnostic,
            positions,
            quote,
            environment: None,
            control_plane: None,
            since: None,
        }
    });
    let mut located: Vec<Located<'a>> =
        progress::during("looking up where problems stand", || located.collect());
    // Objects and broken documents of one file in the order in which a reader meets them.
    located.sort_by(|a, b| order(a).cmp(&order(b)));
    // What another controller's annotations protected comes before what they merely did.
    for side_by_side in located.chunk_by_mut(are_of_one_object) {
        side_by_side.sort_by_key(|problem| foreign::rank(problem.diagnostic.code));
    }
    Ok(located)
}

/// What orders problems: the file as it was read, then the place where it was written.
fn order<'p>(problem: &'p Located<'_>) -> (u32, Option<(&'p str, u32, u32)>) {
    let file = problem.diagnostic.locations.first().map(Location::file);
    let position = problem.positions.first();
    (
        file.unwrap_or(u32::MAX),
        position.map(|position| (&*position.file, position.line, position.column)),
    )
}

/// Whether two problems are about annotations of other controllers on one object.
fn are_of_one_object(one: &Located<'_>, other: &Located<'_>) -> bool {
    let object = |problem: &Located<'_>| {
        foreign::rank(problem.diagnostic.code)?;
        problem.diagnostic.objects().next().cloned()
    };
    match (object(one), object(other)) {
        (Some(one), Some(other)) => one.key == other.key,
        _ => false,
    }
}

/// Whether a problem is to be reported.
pub fn is_wanted(diagnostic: &Diagnostic, args: &ProblemArgs) -> bool {
    let listed = |codes: &[String]| codes.iter().any(|code| code == diagnostic.code.id);
    !listed(&args.disable) && (args.only.is_empty() || listed(&args.only))
}

/// What the problems mean for the exit status of a command that makes or judges a configuration: one in which there is nothing fails,
/// too.
pub fn exit_of_configuration(problems: &[Located<'_>], fail_on: FailOn) -> Exit {
    if fail_on != FailOn::Never && has_emptiness(problems) {
        return Exit::Failure;
    }
    exit(problems, fail_on)
}

/// Whether it is a problem of this run that nothing reaches Kong.
pub fn has_emptiness(problems: &[Located<'_>]) -> bool {
    problems
        .iter()
        .any(|problem| reading::is_emptiness(problem.diagnostic))
}

/// What the problems mean for the exit status; those that were there before mean nothing.
pub fn exit(problems: &[Located<'_>], fail_on: FailOn) -> Exit {
    let limit = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Never => return Exit::Success,
    };
    if problems
        .iter()
        .any(|problem| problem.since != Some(Since::Before) && problem.diagnostic.severity >= limit)
    {
        Exit::Failure
    } else {
        Exit::Success
    }
}

/// Say which environment is next, when there are several.
pub fn head(environment: &Environment, terminal: &Terminal) {
    if let Some(heading) = environment.heading() {
        terminal.say(heading);
    }
}

/// Say problems under the name of what has them, where it has one. More about it may follow.
pub fn say_under(heading: Option<String>, problems: &[Located<'_>], terminal: &Terminal) {
    if let Some(heading) = heading {
        terminal.say(heading);
    }
    say(problems, terminal);
}

/// The problems that are not known from before.
pub fn new(problems: Vec<Located<'_>>) -> Vec<Located<'_>> {
    let is_new = |problem: &Located<'_>| problem.since != Some(Since::Before);
    problems.into_iter().filter(is_new).collect()
}

/// Say the problems to people on standard error, unless they want quiet.
pub fn say(problems: &[Located<'_>], terminal: &Terminal) {
    if terminal.verbosity > Verbosity::Quiet && !problems.is_empty() {
        let (style, repeated) = (terminal.message_style(), terminal.repeated());
        terminal.say(text::render(problems, style, repeated));
        terminal.say(text::summary(problems));
    }
}
