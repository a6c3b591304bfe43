//! The side that the manifests are compared with.

use super::{against, content};
use crate::cli::args::{Command, ControllerArgs, DiffArgs, InputArgs};
use crate::cli::baseline::{self, Baseline};
use crate::cli::environment::{Environment, Past};
use crate::cli::found;
use crate::cli::git::Revision;
use crate::cli::input::{self, Run};
use crate::cli::invocation::Invocation;
use crate::cli::options::conversion_options;
use crate::cli::output::Terminal;
use crate::cli::settings::{self, Settings as SettingsFile};
use crate::cli::silence::{Texts, Unused};
use crate::cli::{problems, progress};
use crate::deck::content::Content;
use crate::diag::{Diagnostic, Location, Severity};
use crate::diff::setting::SettingChange;
use crate::escape::line;
use crate::kong::source::{Place, Source};
use crate::manifest::locate::Locator;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::options::Options;
use crate::pipeline;
use crate::schema::entities::Release;
use crate::schema::plugins::Given;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// A configuration to compare with, and where it was read.
pub(super) struct Side {
    pub(super) content: Content,
    pub(super) sources: Sources,
    pub(super) written: Written,
    /// Whether a gateway gave it out, with its own defaults filled in.
    pub(super) is_dump: bool,
    /// What became of the settings since.
    pub(super) settings: Vec<SettingChange>,
    /// The problems of its manifests, when it is made of manifests.
    pub(super) problems: Option<Baseline>,
    /// The gateway that it is for.
    pub(super) release: Release,
    /// The schemas of plugins that it was made with.
    pub(super) schemas: Given,
}

impl Side {
    /// That of an environment which is not there.
    pub(super) fn empty() -> Self {
        Self {
            content: Content::default(),
            sources: Sources::default(),
            written: Written::default(),
            is_dump: false,
            settings: Vec::new(),
            problems: None,
            release: Release::default(),
            schemas: Given::default(),
        }
    }

    /// The new one.
    pub(super) fn of(run: Run, args: &DiffArgs) -> Self {
        Self {
            release: Release::of(&run.options),
            schemas: Given::of(&run.options),
            content: content(&run.state, &run.options, args.sides.target),
            sources: run.sources,
            written: run.written,
            is_dump: false,
            settings: Vec::new(),
            problems: None,
        }
    }

    /// An environment of a revision, with its own options. Files of schemas and the clock are those of the new side.
    pub(super) fn past(
        environment: &mut Environment,
        new: Option<&Environment>,
        new_options: Option<&Options>,
        (past, terminal): (&Past, &Terminal),
    ) -> Result<Self> {
        let Command::Diff(args) = &mut environment.arguments.command else {
            bail!("the command line is no diff with other settings");
        };
        args.controller.plugin_schema.clear();
        if let Some(Command::Diff(new)) = new.map(|new| &new.arguments.command) {
            // What is reported is the wish of today on both sides.
            args.problems.disable.clone_from(&new.problems.disable);
            args.problems.only.clone_from(&new.problems.only);
            args.problems.no_ignores = new.problems.no_ignores;
        }
        let mut read = input::read(&args.input, &past.tree)?;
        let texts = (&read.sources, &mut read.written);
        let settled = found::settle(&args.input, &args.controller, texts)?;
        let mut options = conversion_options(&args.input, &settled.controller)?;
        if let Some(new) = new_options {
            options.plugin_schemas.clone_from(&new.plugin_schemas);
            options.plugin_schemas_only_add = new.plugin_schemas_only_add;
            options.now = new.now;
        }
        let side = render((read.sources, read.written), args, &options, terminal)?;
        let changes = match new {
            Some(new) => settings::between(environment.settings.as_ref(), new.settings.as_ref()),
            None => Vec::new(),
        };
        Ok(Self {
            settings: changes,
            ..side
        })
    }

    /// The texts, and where those that were built were written.
    pub(super) const fn texts(&self) -> (&Sources, &Written) {
        (&self.sources, &self.written)
    }
}

/// What the old side is made from.
pub(super) struct Old<'a> {
    pub(super) args: &'a DiffArgs,
    /// The options of the new side.
    pub(super) options: &'a Options,
    pub(super) invocation: &'a Invocation<'a>,
    pub(super) terminal: &'a Terminal,
}

impl Old<'_> {
    /// The old side.
    pub(super) fn side(&self) -> Result<Side> {
        match (&self.args.sides.against, &self.args.sides.against_git) {
            (Some(path), _) => self.against(path),
            (None, Some(revision)) => self.at_revision(revision),
            (None, None) => {
                bail!(
                    "nothing to compare with\n  example: kic2kong diff deploy/ --against kong.yaml"
                )
            }
        }
    }

    /// A file or a directory.
    pub(super) fn against(&self, path: &Path) -> Result<Side> {
        against::side(path, self.args, self.options, self.terminal)
    }

    /// The manifests at a revision, rendered with the settings of that revision.
    fn at_revision(&self, revision: &str) -> Result<Side> {
        let revision = Revision::resolve(revision)?;
        let settings = self.settings_at(&revision)?;
        let new = self.invocation.settings.as_ref();
        let changes = match &settings {
            // The one file that was named governs both sides.
            None if self.invocation.config.is_some() => Vec::new(),
            _ => settings::between(settings.as_ref(), new),
        };
        let (asked, controller) = if changes.is_empty() {
            (self.args.input.clone(), self.args.controller.clone())
        } else {
            self.asked_with(settings.as_ref())?
        };
        let input = &self.args.input;
        let texts = progress::during("reading the revision", || -> Result<_> {
            if input.build.kustomize.is_empty() && input.build.helm.is_none() {
                let sources = revision.sources(&input.all_paths(), &input.excluded()?)?;
                return Ok((sources, Written::default()));
            }
            let past = Past::of(&revision)?;
            let read = input::read(input, &past.tree)
                .with_context(|| format!("at {}", line::clean(revision.name())))?;
            Ok((read.sources, read.written))
        })?;
        let (sources, mut written) = texts;
        // What the manifests say of their controller may have been something else.
        let options = self.options_of(&asked, controller, (&sources, &mut written))?;
        let side = render((sources, written), self.args, &options, self.terminal)?;
        Ok(Side {
            settings: changes,
            ..side
        })
    }

    fn settings_at(&self, revision: &Revision) -> Result<Option<SettingsFile>> {
        let mut notes = Vec::new();
        let config = self.invocation.config.as_deref();
        let command = self.invocation.command();
        let settings = SettingsFile::at(revision, config, command, &mut notes)?;
        for note in notes {
            self.terminal.say(note);
        }
        Ok(settings)
    }

    /// The options of the conversion of the old side. Files of schemas and the clock are those of the new side: they are about
    /// problems, and those of the old side are nobody's task any more.
    fn options_of(
        &self,
        input: &InputArgs,
        mut controller: ControllerArgs,
        texts: (&Sources, &mut Written),
    ) -> Result<Options> {
        controller.plugin_schema.clear();
        let settled = found::settle(input, &controller, texts)?;
        Ok(Options {
            plugin_schemas: self.options.plugin_schemas.clone(),
            plugin_schemas_only_add: self.options.plugin_schemas_only_add,
            now: self.options.now,
            ..conversion_options(input, &settled.controller)?
        })
    }

    /// What is asked for under other settings.
    fn asked_with(&self, settings: Option<&SettingsFile>) -> Result<(InputArgs, ControllerArgs)> {
        let none = SettingsFile::none();
        let settings = settings.unwrap_or(&none);
        let arguments = self.invocation.with(settings).or_else(|error| {
            // Nobody can put them right any more.
            self.terminal.say(format_args!(
                "{error:#}; the old side is made without its settings\n"
            ));
            self.invocation.with(&none)
        });
        let arguments = arguments?;
        let Command::Diff(args) = arguments.command else {
            bail!("the command line is no diff with other settings");
        };
        Ok((args.input, args.controller))
    }
}

/// Problems of the old side that say what was left out.
pub(super) fn say(
    diagnostics: &[Diagnostic],
    texts: (&Sources, &Written),
    args: &DiffArgs,
    terminal: &Terminal,
) -> Result<()> {
    let located = problems::locate(diagnostics, texts, &args.problems)?;
    problems::say(&located, terminal);
    Ok(())
}

/// Manifests, rendered with the options of the new side. Their problems are nobody's task any more, but for documents that
/// cannot be read: what they held is shown as created.
pub(super) fn render(
    (sources, written): (Sources, Written),
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
    say(&unread, (&sources, &written), args, terminal)?;
    let texts = Texts {
        sources: &sources,
        annotated: &conversion.annotated,
    };
    let content = content(&conversion.state, options, args.sides.target);
    let problems = baseline::of(
        conversion.diagnostics,
        texts,
        Unused::Untold,
        &args.problems,
    );
    Ok(Side {
        content,
        sources,
        written,
        is_dump: false,
        settings: Vec::new(),
        problems: Some(problems),
        release: Release::of(options),
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
