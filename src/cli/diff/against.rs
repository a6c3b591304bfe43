//! `--against`: a configuration, whoever gave it out, a directory with one per workspace, or manifests.

use super::sides;
use crate::cli::args::ProblemArgs;
use crate::cli::output::Terminal;
use crate::deck::content::Content;
use crate::deck::read::wrapped::Other;
use crate::deck::read::{self, Reading, Template};
use crate::escape::line;
use crate::manifest::source::{Source, Sources};
use crate::manifest::written::Written;
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::path::Path;

/// Select tags that a file may ask for.
const MOST_SELECT_TAGS: usize = 64;

/// The workspace of a configuration that names none.
const DEFAULT_WORKSPACE: &str = "default";

/// Fail when a file is something else of this family, saying which command reads it.
pub(super) fn refuse_others(path: &Path, sources: &Sources) -> Result<()> {
    let [source] = sources.0.as_slice() else {
        return Ok(());
    };
    let Some(other) = Other::of(&source.text) else {
        return Ok(());
    };
    let (what, instead) = other.in_words();
    bail!(
        "{} is no configuration to compare with: it is {what}\n  hint: {instead}",
        line::path(path)
    )
}

/// The configuration among the sources, by its position: the only source, or in a directory of nothing else the one of the workspace.
pub(super) fn configuration(
    sources: &Sources,
    is_file: bool,
    workspace: &str,
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
    let wanted = match workspace {
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

/// The configuration that was read, once its problems are told. `sources` holds its text alone.
pub(super) fn content(
    sources: &Sources,
    (content, diagnostics): Reading,
    args: &ProblemArgs,
    terminal: &Terminal,
) -> Result<Content> {
    sides::say(&diagnostics, (sources, &Written::default()), args, terminal)?;
    let path = sources.get(0).map_or("", |source| &source.path);
    let path = line::clean(path);
    let Some(content) = content else {
        bail!("{path} cannot be compared with");
    };
    let tags = content.info.as_ref();
    let tags = tags.map_or(0, |info| info.select_tags.len());
    if tags > MOST_SELECT_TAGS {
        // Every entity is given all of them before it is compared.
        bail!("{path}: {tags} select_tags; at most {MOST_SELECT_TAGS} can be compared with");
    }
    Ok(content)
}
