//! Which problems of a run are reported, where they stand, and what they mean for its exit status.

use super::args::{FailOn, ProblemArgs};
use super::exit::Exit;
use super::output::{Terminal, Verbosity};
use crate::diag::render::{Located, text};
use crate::diag::{Diagnostic, Severity};
use crate::manifest::locate::Locator;
use crate::manifest::source::Sources;

/// The problems to report, located.
pub fn locate<'a>(
    diagnostics: &'a [Diagnostic],
    sources: &Sources,
    args: &ProblemArgs,
) -> Vec<Located<'a>> {
    let mut locator = Locator::new(sources);
    diagnostics
        .iter()
        .filter(|diagnostic| is_wanted(diagnostic, args))
        .map(|diagnostic| Located {
            diagnostic,
            positions: diagnostic
                .locations
                .iter()
                .map(|location| locator.position(location))
                .collect(),
        })
        .collect()
}

fn is_wanted(diagnostic: &Diagnostic, args: &ProblemArgs) -> bool {
    let listed = |codes: &[String]| codes.iter().any(|code| code == diagnostic.code.id);
    !listed(&args.disable) && (args.only.is_empty() || listed(&args.only))
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

/// Say the problems to people, on standard error.
pub fn say(problems: &[Located<'_>], sources: &Sources, terminal: &Terminal) {
    if terminal.verbosity > Verbosity::Quiet && !problems.is_empty() {
        let source = |file: &str| {
            sources
                .0
                .iter()
                .find(|source| source.path == file)
                .map(|source| String::from_utf8_lossy(&source.text))
        };
        terminal.say(text::render(problems, &source, terminal.colors_messages()));
    }
}
