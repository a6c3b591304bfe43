//! The side that the manifests are compared with.

use super::super::args::DiffArgs;
use super::super::input;
use super::super::output::Terminal;
use super::super::{problems, progress};
use super::{content, git};
use crate::deck::content::Content;
use crate::deck::content::source::{Place, Source};
use crate::deck::read::{self, Template};
use crate::diag::{Diagnostic, Location, Severity};
use crate::manifest::discover;
use crate::manifest::locate::Locator;
use crate::manifest::source::Sources;
use crate::options::Options;
use crate::pipeline;
use anyhow::{Result, bail};
use std::path::Path;

/// Select tags that a file may ask for.
const MOST_SELECT_TAGS: usize = 64;

/// A configuration to compare with, and where it was read.
pub(super) struct Side {
    pub(super) content: Content,
    pub(super) sources: Sources,
    /// Whether a gateway gave it out, with its own defaults filled in.
    pub(super) is_dump: bool,
}

/// The old side.
pub(super) fn old(args: &DiffArgs, options: &Options, terminal: &Terminal) -> Result<Side> {
    match (&args.sides.against, &args.sides.against_git) {
        (Some(path), _) => against(path, args, options, terminal),
        (None, Some(revision)) => {
            let sources = progress::during("reading the revision", || {
                git::sources(revision, &args.input.all_paths())
            })?;
            render(sources, args, options, terminal)
        }
        (None, None) => {
            bail!("nothing to compare with\n  example: kic2kong diff deploy/ --against kong.yaml")
        }
    }
}

/// A file or directory: a configuration when it looks like one, else manifests.
fn against(path: &Path, args: &DiffArgs, options: &Options, terminal: &Terminal) -> Result<Side> {
    let (sources, found) =
        progress::during("reading the other side", || discover::discover(&[path]));
    let found = found.into_sorted();
    if let Some(problem) = found
        .iter()
        .find(|problem| problem.severity == Severity::Error)
    {
        bail!("{}", problem.message);
    }
    if let [source] = sources.0.as_slice()
        && let Some((content, diagnostics)) = progress::during("reading the other side", || {
            read::read_configuration(0, source, Template::Literal)
        })
    {
        say(&diagnostics, &sources, args, terminal)?;
        let Some(content) = content else {
            bail!("{} cannot be compared with", path.display());
        };
        let tags = content
            .info
            .as_ref()
            .map_or(0, |info| info.select_tags.len());
        if tags > MOST_SELECT_TAGS {
            // Every entity is given all of them before it is compared.
            bail!(
                "{}: {tags} select_tags; at most {MOST_SELECT_TAGS} can be compared with",
                path.display()
            );
        }
        return Ok(Side {
            is_dump: content.is_dump,
            content,
            sources,
        });
    }
    let is_file = path.is_file();
    let side = render(sources, args, options, terminal)?;
    if is_file && side.content == Content::default() {
        bail!(
            "{} gives nothing to compare with: expected a configuration or manifests that make one",
            path.display()
        );
    }
    Ok(side)
}

/// Problems of the old side that say what was left out.
fn say(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    args: &DiffArgs,
    terminal: &Terminal,
) -> Result<()> {
    let located = problems::locate(diagnostics, sources, &args.problems)?;
    problems::say(&located, sources, terminal);
    Ok(())
}

/// Manifests, rendered with the options of the new side. Their problems are nobody's task any more, but for documents that
/// cannot be read: what they held is shown as created.
fn render(
    sources: Sources,
    args: &DiffArgs,
    options: &Options,
    terminal: &Terminal,
) -> Result<Side> {
    let conversion = progress::during("translating the other side", || {
        pipeline::convert(&sources, options)
    });
    input::must_be_complete(&conversion.state, &conversion.diagnostics)?;
    let is_unread = |problem: &&Diagnostic| {
        problem.severity == Severity::Error
            && matches!(problem.locations.first(), Some(Location::Text { .. }))
    };
    let unread: Vec<Diagnostic> = conversion
        .diagnostics
        .iter()
        .filter(is_unread)
        .cloned()
        .collect();
    say(&unread, &sources, args, terminal)?;
    Ok(Side {
        content: content(&conversion.state, options),
        sources,
        is_dump: false,
    })
}

/// Looks up where the entities of one side were written.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    locator: Locator<'a>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            locator: Locator::new(sources),
        }
    }

    /// The place of an entity, if anybody knows.
    pub(super) fn find(&mut self, source: &Source) -> Option<Place> {
        match source {
            Source::Unknown => None,
            Source::File { line, .. } => self.sources.get(0).map(|file| Place {
                file: file.path.clone(),
                line: *line,
                object: None,
            }),
            Source::Manifest(origin) => {
                let position = self.locator.position(&Location::Field(origin.clone()));
                Some(Place {
                    file: position.file,
                    line: position.line,
                    object: Some(origin.object.key.to_string()),
                })
            }
        }
    }
}
