//! Which problems of a run are reported, where they stand, and what they mean for its exit status.

use super::args::{FailOn, ProblemArgs};
use super::exit::Exit;
use super::explain;
use super::output::{Terminal, Verbosity};
use crate::diag::render::Located;
use crate::diag::render::text;
use crate::diag::{Diagnostic, Location, Severity, code, reading};
use crate::manifest::locate::Locator;
use crate::manifest::source::Sources;
use anyhow::{Result, bail};

/// Annotation that silences problems of its object.
const IGNORE: &str = "kic2kong/ignore";

/// The problems to report, located, file by file and from top to bottom.
pub fn locate<'a>(
    diagnostics: &'a [Diagnostic],
    sources: &Sources,
    args: &ProblemArgs,
) -> Result<Vec<Located<'a>>> {
    for id in args.disable.iter().chain(&args.only) {
        if code::find(id).is_none() {
            bail!("{}", explain::unknown_code(id));
        }
    }
    let mut locator = Locator::new(sources);
    let mut located: Vec<Located<'a>> = diagnostics
        .iter()
        .filter(|diagnostic| is_wanted(diagnostic, args))
        .map(|diagnostic| {
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
            }
        })
        .collect();
    // Objects and broken documents of one file in the order in which a reader meets them.
    located.sort_by_key(|problem| {
        let file = problem.diagnostic.locations.first().map(Location::file);
        let position = problem.positions.first();
        (
            file.unwrap_or(u32::MAX),
            position.map(|position| (position.line, position.column)),
        )
    });
    Ok(located)
}

fn is_wanted(diagnostic: &Diagnostic, args: &ProblemArgs) -> bool {
    let listed = |codes: &[String]| codes.iter().any(|code| code == diagnostic.code.id);
    !listed(&args.disable)
        && (args.only.is_empty() || listed(&args.only))
        && !is_ignored(diagnostic)
}

/// Whether the object at fault carries `kic2kong/ignore: CODE,...` with this code.
fn is_ignored(diagnostic: &Diagnostic) -> bool {
    let primary = match diagnostic.locations.first() {
        Some(Location::Field(origin)) => &origin.object,
        _ => return false,
    };
    primary.annotation(IGNORE).is_some_and(|codes| {
        codes
            .split(',')
            .any(|code| code.trim() == diagnostic.code.id)
    })
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

/// What the problems mean for the exit status.
pub fn exit(problems: &[Located<'_>], fail_on: FailOn) -> Exit {
    let limit = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Never => return Exit::Success,
    };
    if problems
        .iter()
        .any(|problem| problem.diagnostic.severity >= limit)
    {
        Exit::Failure
    } else {
        Exit::Success
    }
}

/// Say the problems to people on standard error, unless they want quiet.
pub fn say(problems: &[Located<'_>], terminal: &Terminal) {
    if terminal.verbosity > Verbosity::Quiet && !problems.is_empty() {
        terminal.say(text::render(problems, terminal.message_style()));
        terminal.say(text::summary(problems));
    }
}
