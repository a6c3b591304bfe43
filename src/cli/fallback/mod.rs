//! `--fallback`: what KIC would send after a refusal, for `render` and `check`.

pub(super) mod radius;

use super::args::{FallbackArgs, InputArgs};
use super::input::Run;
use super::progress;
use crate::diag::Severity;
use crate::escape::gate::Shown;
use crate::escape::line;
use crate::fallback::plan::Plan;
use crate::fallback::{blame, named, report};
use crate::kong::owner::Owner;
use crate::manifest::source::Sources;
use crate::manifest::yaml::budget::AliasBudget;
use crate::manifest::{discover, yaml};
use crate::pipeline::fallback::{self, Fallback};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::sync::Arc;

/// The most bytes of a file that names broken objects.
const LIMIT: u64 = 64 << 20;

/// What KIC falls back to from what a run made. The texts of the last valid configuration are added to those of the run.
pub(super) fn of(run: &mut Run, args: &FallbackArgs, input: &InputArgs) -> Result<Fallback> {
    let broken = match &args.broken {
        Some(path) => named_in(path, input)?,
        None => blame::broken(&run.state, &run.diagnostics),
    };
    let current = run.sources.0.len();
    if let Some(path) = &args.last_valid {
        let sources = Arc::make_mut(&mut run.sources);
        sources.0.extend(last_valid(path, input)?.0);
    }
    let (sources, options) = (&*run.sources, &run.options);
    Ok(progress::during("looking for what goes with it", || {
        fallback::convert((sources, current), broken, options)
    }))
}

/// The report of a fallback as a file.
pub(super) fn written(fallback: &Fallback) -> Shown {
    Shown::json(format!("{:#}\n", report::json(&fallback.plan)))
}

/// What is broken and what goes with it, in a line for people.
pub(super) fn headline(plan: &Plan) -> String {
    if plan.broken.is_empty() {
        return "fallback: nothing is broken, so KIC sends the regular configuration\n".to_owned();
    }
    let unknown = plan.broken.iter().filter(|(_, key)| key.is_none()).count();
    let unknown = match unknown {
        0 => String::new(),
        _ => format!(" ({unknown} of them not among the objects)"),
    };
    let back = match plan.backfilled.len() {
        0 => String::new(),
        count => format!(", {count} put back as they were"),
    };
    let (broken, gone) = (plan.broken.len(), plan.excluded.len());
    format!("fallback: {broken} broken{unknown}, {gone} left out{back}\n")
}

/// The broken objects that a file names.
fn named_in(path: &Path, input: &InputArgs) -> Result<Vec<Owner>> {
    let name = || line::path(path);
    let bytes = input.border().read(path, LIMIT);
    let bytes = bytes.with_context(|| format!("cannot read {}", name()))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{}: not UTF-8", name()))?;
    let parsed = match yaml::parse(&text, &AliasBudget::of(text.len())) {
        Ok(parsed) => parsed,
        Err(error) => bail!(
            "{}:{}: {}",
            name(),
            error.mark.line,
            line::clean(&error.message)
        ),
    };
    let file = parsed
        .root
        .map_or(serde_json::Value::Null, |root| root.plain());
    match named::read(&file) {
        Ok(broken) => Ok(broken),
        Err(reason) => bail!("{}: {reason}", name()),
    }
}

/// The texts of the objects of the last valid configuration.
fn last_valid(path: &Path, input: &InputArgs) -> Result<Sources> {
    let excluded = input.excluded()?;
    let (sources, found) = progress::during("reading the last valid objects", || {
        discover::discover(&[path], &input.border(), &excluded)
    });
    let found = found.into_sorted();
    let mut errors = found.iter().filter(|it| it.severity == Severity::Error);
    if let Some(problem) = errors.next() {
        bail!("--last-valid: {}", line::clean(&problem.message));
    }
    Ok(sources)
}
