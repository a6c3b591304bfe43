//! `--against`: a configuration, whoever gave it out, a directory with one per workspace, or manifests.

use super::sides::{self, Side};
use crate::cli::args::DiffArgs;
use crate::cli::output::Terminal;
use crate::cli::progress;
use crate::deck::content::Content;
use crate::deck::read::wrapped::Other;
use crate::deck::read::{self, Reading, Template};
use crate::diag::Severity;
use crate::escape::line;
use crate::manifest::discover;
use crate::manifest::source::{Source, Sources};
use crate::manifest::written::Written;
use crate::options::Options;
use crate::schema::entities::Release;
use crate::schema::plugins::Given;
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::path::Path;

/// Select tags that a file may ask for.
const MOST_SELECT_TAGS: usize = 64;

/// The workspace of a configuration that names none.
const DEFAULT_WORKSPACE: &str = "default";

/// A file or directory: a configuration when it looks like one, else manifests.
pub(super) fn side(
    path: &Path,
    args: &DiffArgs,
    options: &Options,
    terminal: &Terminal,
) -> Result<Side> {
    let excluded = args.input.excluded()?;
    let (sources, found) = progress::during("reading the other side", || {
        discover::discover(&[path], &args.input.border(), &excluded)
    });
    let found = found.into_sorted();
    if let Some(problem) = found
        .iter()
        .find(|problem| problem.severity == Severity::Error)
    {
        bail!("{}", line::clean(&problem.message));
    }
    let is_file = path.is_file();
    let read = progress::during("reading the other side", || {
        configuration(&sources, is_file, options)
    })?;
    if let Some((position, reading)) = read {
        let mut sources = sources;
        let source = sources.0.swap_remove(position);
        return of_configuration(source, reading, (args, options), terminal);
    }
    if let ([source], true) = (sources.0.as_slice(), is_file)
        && let Some(other) = Other::of(&source.text)
    {
        let (what, instead) = other.in_words();
        bail!(
            "{} is no configuration to compare with: it is {what}\n  hint: {instead}",
            line::path(path)
        );
    }
    let side = sides::render((sources, Written::default()), args, options, terminal)?;
    if is_file && side.content == Content::default() {
        bail!(
            "{} gives nothing to compare with: expected a configuration or manifests that make one",
            line::path(path)
        );
    }
    Ok(side)
}

/// The configuration among the sources, by its position: the only source, or in a directory of nothing else the one of the workspace.
fn configuration(
    sources: &Sources,
    is_file: bool,
    options: &Options,
) -> Result<Option<(usize, Reading)>> {
    let read = |source: &Source| read::read_configuration(0, source, Template::Literal);
    if let [source] = sources.0.as_slice() {
        return Ok(read(source).map(|reading| (0, reading)));
    }
    if is_file {
        return Ok(None);
    }
    let mut of_workspace = Vec::new();
    let mut workspaces = BTreeSet::new();
    let wanted = match options.kong_workspace.as_str() {
        "" => DEFAULT_WORKSPACE,
        named => named,
    };
    for (position, source) in sources.0.iter().enumerate() {
        // Parsing takes time, and directories of manifests are large.
        if memchr::memmem::find(&source.text, b"_format_version").is_none() {
            return Ok(None);
        }
        let Some(reading) = read(source) else {
            return Ok(None);
        };
        let workspace = reading.0.as_ref().and_then(|it| it.workspace.as_deref());
        let workspace = workspace.unwrap_or(DEFAULT_WORKSPACE).to_owned();
        if workspace == wanted {
            of_workspace.push((position, reading));
        }
        workspaces.insert(workspace);
    }
    let known: Vec<String> = workspaces.iter().map(|name| line::clean(name)).collect();
    match (of_workspace.len(), sources.0.len()) {
        (_, 0) => Ok(None),
        (1, _) => Ok(of_workspace.pop()),
        (0, _) => bail!(
            "no file of the directory is of workspace {}; there are {}\n  hint: name the workspace of the controller with --kong-workspace",
            line::clean(wanted),
            known.join(", ")
        ),
        (several, _) => bail!(
            "{several} files of the directory are of workspace {}\n  hint: name one of them, or bring them together with deck file merge",
            line::clean(wanted)
        ),
    }
}

fn of_configuration(
    source: Source,
    (content, diagnostics): Reading,
    (args, options): (&DiffArgs, &Options),
    terminal: &Terminal,
) -> Result<Side> {
    let path = line::clean(&source.path);
    let sources = Sources(vec![source]);
    let texts = (&sources, &Written::default());
    sides::say(&diagnostics, texts, args, terminal)?;
    let Some(content) = content else {
        bail!("{path} cannot be compared with");
    };
    let tags = content.info.as_ref();
    let tags = tags.map_or(0, |info| info.select_tags.len());
    if tags > MOST_SELECT_TAGS {
        // Every entity is given all of them before it is compared.
        bail!("{path}: {tags} select_tags; at most {MOST_SELECT_TAGS} can be compared with");
    }
    Ok(Side {
        is_dump: content.is_dump,
        content,
        sources,
        written: Written::default(),
        settings: Vec::new(),
        problems: None,
        release: Release::of(options),
        schemas: Given::of(options),
    })
}
