//! The two sides of a comparison, each as a configuration with the texts that it comes from.

use super::content;
use super::upgrade::Upgrade;
use crate::cli::args::{ProblemArgs, Target};
use crate::cli::baseline::{self, Baseline};
use crate::cli::input::{self, Run};
use crate::cli::output::Terminal;
use crate::cli::silence::{Texts, Unused};
use crate::cli::{problems, progress};
use crate::deck::content::Content;
use crate::diag::{Diagnostic, Location, Severity};
use crate::diff::setting::SettingChange;
use crate::kong::source::{Place, Source};
use crate::manifest::locate::Locator;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::options::Options;
use crate::pipeline;
use crate::schema::entities::Release;
use crate::schema::plugins::Given;
use crate::upgrade::problems::{Said, is_of_reading};
use anyhow::Result;
use std::sync::Arc;

/// A configuration to compare with, and where it was read.
pub(super) struct Side {
    pub(super) content: Content,
    pub(super) sources: Arc<Sources>,
    pub(super) written: Written,
    /// What became of the settings since.
    pub(super) settings: Vec<SettingChange>,
    /// The problems of its manifests, when it is made of manifests.
    pub(super) problems: Option<Baseline>,
    /// The gateway that it is for.
    pub(super) release: Release,
    /// The options that it was made with, and what it says of its manifests, where an upgrade is reported.
    pub(super) upgrade: Option<Judged>,
    /// The schemas of plugins that it was made with.
    pub(super) schemas: Given,
}

/// What an upgrade compares beside the configurations.
pub(super) struct Judged {
    pub(super) options: Options,
    pub(super) said: Said,
}

impl Side {
    /// That of an environment which is not there.
    pub(super) fn empty() -> Self {
        Self {
            content: Content::default(),
            sources: Arc::default(),
            written: Written::default(),
            settings: Vec::new(),
            problems: None,
            release: Release::default(),
            upgrade: None,
            schemas: Given::default(),
        }
    }

    /// The new one.
    pub(super) fn of(run: Run, target: Target) -> Self {
        let unread = run.diagnostics.into_iter().filter(is_of_reading).collect();
        Self {
            release: Release::of(&run.options),
            schemas: Given::of(&run.options),
            content: content(run.state, &run.options, target),
            sources: run.sources,
            written: run.written,
            settings: Vec::new(),
            problems: None,
            upgrade: Some(Judged {
                options: run.options,
                said: Said {
                    unread,
                    ignored: run.ignored,
                },
            }),
        }
    }

    /// The texts, and where those that were built were written.
    pub(super) fn texts(&self) -> (&Sources, &Written) {
        (&self.sources, &self.written)
    }
}

/// Problems of the old side that say what was left out.
pub(super) fn say(
    diagnostics: &[Diagnostic],
    texts: (&Sources, &Written),
    args: &ProblemArgs,
    terminal: &Terminal,
) -> Result<()> {
    let located = problems::locate(diagnostics, texts, args)?;
    problems::say(&located, terminal);
    Ok(())
}

/// Manifests, rendered with the options of their side. Their problems are nobody's task any more, but for documents that
/// cannot be read: what they held is shown as created.
pub(super) fn render(
    (sources, written): (Arc<Sources>, Written),
    (args, target): (&ProblemArgs, Target),
    (options, upgrade): (&Options, Option<Upgrade>),
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
    say(&unread, (&sources, &written), args, terminal)?;
    let texts = Texts {
        sources: &sources,
        annotated: &conversion.annotated,
    };
    let content = content(conversion.state, options, target);
    let judged = upgrade.as_ref().map(|_| Judged {
        options: options.clone(),
        said: Said {
            unread: conversion
                .diagnostics
                .iter()
                .filter(|problem| is_of_reading(problem))
                .cloned()
                .collect(),
            ignored: conversion.ignored,
        },
    });
    let mut problems = baseline::of(conversion.diagnostics, texts, Unused::Untold, args);
    if let Some(upgrade) = upgrade {
        problems = problems.reworded(|message| upgrade.speak(message));
    }
    Ok(Side {
        content,
        sources,
        written,
        settings: Vec::new(),
        problems: Some(problems),
        release: Release::of(options),
        upgrade: judged,
        schemas: Given::of(options),
    })
}

/// Looks up where the entities of one side were written.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    locator: Locator<'a>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources, written: &'a Written) -> Self {
        Self {
            sources,
            locator: Locator::with(sources, written),
        }
    }

    /// The place of a field or a text.
    pub(super) fn of(&mut self, location: &Location) -> Place {
        let position = self.locator.position(location);
        Place {
            file: position.file,
            line: position.line,
            object: match location {
                Location::Field(origin) => Some(origin.object.key.to_string()),
                Location::Text { .. } => None,
            },
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
