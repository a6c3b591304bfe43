//! Sources that other programs make: kustomize of a directory, Helm of a chart. The programs are the real ones. Nothing of the tree
//! decides what they run, and they reach neither the network nor the user's own settings unless `--allow-remote` says so.

use super::folder::Folder;
use super::tree::Tree;
use super::{helm, kustomize};
use crate::cli::args::InputArgs;
use crate::cli::child::{self, Answer, Limits};
use crate::cli::repository;
use crate::escape::line;
use crate::manifest::disk;
use crate::manifest::kustomization::NAMES;
use crate::manifest::source::{Source, Sources};
use crate::manifest::written::Written;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What a builder may use up.
const LIMITS: Limits = Limits {
    time: Duration::from_mins(1),
    output: 256 << 20,
};

/// The most bytes of a file that is looked at again.
const FILE_LIMIT: u64 = 16 << 20;

/// What a builder made.
#[derive(Debug)]
pub(super) struct Built {
    /// The objects.
    pub(super) text: String,
    /// By document, the real path of the file that it was written in.
    pub(super) authors: Vec<Option<PathBuf>>,
}

/// How builders run.
#[derive(Debug)]
pub(super) struct Shop<'t> {
    pub(super) tree: &'t Tree,
    pub(super) allow_remote: bool,
    /// Home of the children, and place for what they are given.
    pub(super) folder: Folder,
}

/// Build what the arguments ask for and add it to the sources, behind everything else.
///
/// # Errors
/// A program that is missing or fails, and what it must not be given.
pub fn add(
    input: &InputArgs,
    tree: &Tree,
    sources: &mut Sources,
    written: &mut Written,
) -> Result<()> {
    let build = &input.build;
    if build.helm.is_none() && !build.values.is_empty() {
        bail!(
            "--values is for --helm\n  example: kic2kong check --helm charts/shop --values prod.yaml"
        );
    }
    if build.kustomize.is_empty() && build.helm.is_none() {
        return Ok(());
    }
    let shop = Shop {
        tree,
        allow_remote: build.allow_remote,
        folder: Folder::new()?,
    };
    let mut known = BTreeMap::new();
    for directory in &build.kustomize {
        if tree.lacks(directory, &NAMES)? {
            continue;
        }
        let built = kustomize::build(directory, &shop)?;
        let name = format!("built by kustomize from {}", tree_name(tree, directory));
        push(
            built,
            name,
            tree,
            (&mut *sources, &mut *written),
            &mut known,
        );
    }
    if let Some(chart) = &build.helm
        && !tree.lacks(chart, &["", "Chart.yaml"])?
    {
        let built = helm::template(chart, input, &shop)?;
        let name = format!("built by helm from {}", tree_name(tree, chart));
        push(built, name, tree, (sources, written), &mut known);
    }
    Ok(())
}

fn tree_name(tree: &Tree, path: &Path) -> String {
    tree.path(path)
        .map_or_else(|_| path.display().to_string(), |path| tree.label(&path))
}

/// Add a built source, and the files that it was made from once each.
fn push(
    built: Built,
    name: String,
    tree: &Tree,
    (sources, written): (&mut Sources, &mut Written),
    known: &mut BTreeMap<PathBuf, Option<u32>>,
) {
    let mut author = |path: &PathBuf| -> Option<u32> {
        if let Some(index) = known.get(path) {
            return *index;
        }
        let text = disk::read_small(path, FILE_LIMIT).ok();
        let index = text.and_then(|text| {
            let index = u32::try_from(written.files.len()).ok()?;
            written.files.push(Source {
                path: tree.label(path),
                text,
            });
            Some(index)
        });
        known.insert(path.clone(), index);
        index
    };
    let authors = built.authors.iter().map(|path| author(path.as_ref()?));
    let authors = authors.collect();
    let file = u32::try_from(sources.0.len()).unwrap_or(u32::MAX);
    written.authors.insert(file, authors);
    sources.0.push(Source {
        path: name,
        text: built.text.into_bytes(),
    });
}

impl Shop<'_> {
    /// Run a builder. Its home is empty, and so is its `PATH`: it finds no git, no shell and no plugin.
    pub(super) fn run(&self, mut command: Command, name: &str) -> Result<Answer> {
        let home = self.folder.path();
        command.current_dir(home);
        if self.allow_remote {
            for (variable, _) in std::env::vars_os() {
                let text = variable.to_string_lossy();
                if ["GIT_", "HELM_", "KUSTOMIZE_", "KUBE"]
                    .iter()
                    .any(|prefix| text.starts_with(prefix))
                {
                    command.env_remove(&variable);
                }
            }
        } else {
            command.env_clear();
            #[cfg(windows)]
            if let Some(root) = std::env::var_os("SystemRoot") {
                command.env("SystemRoot", root);
            }
            command.env("PATH", home).env("HOME", home);
            // Nothing listens there.
            for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
                command.env(proxy, "http://127.0.0.1:9");
                command.env(proxy.to_lowercase(), "http://127.0.0.1:9");
            }
        }
        for (variable, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_DATA_HOME", "data"),
            ("HELM_CONFIG_HOME", "helm/config"),
            ("HELM_CACHE_HOME", "helm/cache"),
            ("HELM_DATA_HOME", "helm/data"),
            ("HELM_PLUGINS", "helm/plugins"),
            ("KUSTOMIZE_PLUGIN_HOME", "plugins"),
            ("KUBECONFIG", "kubeconfig"),
            ("TMPDIR", "."),
        ] {
            command.env(variable, home.join(folder));
        }
        command.env("LC_ALL", "C");
        child::run(&mut command, name, LIMITS)
    }

    /// What a builder said of its failure, on one line, without the folders of ours.
    pub(super) fn told(&self, message: &str) -> String {
        let home = self.folder.path().display().to_string();
        let message = message.replace(&home, "");
        let message = message.trim().trim_start_matches("Error: ");
        line::clean(&message.replace('\n', " "))
    }

    /// The real path of something that a builder is given.
    ///
    /// # Errors
    /// When it is not there, or a link leads out of the repository.
    pub(super) fn admit(&self, path: &Path) -> Result<PathBuf> {
        let shown = || line::clean(&tree_name(self.tree, path));
        let named = self.tree.path(path)?;
        if let Err(error) = self.tree.border().admit(&named) {
            bail!("{}: {error}", shown());
        }
        match named.canonicalize() {
            Ok(real) => Ok(real),
            Err(error) => bail!("{}: {error}", shown()),
        }
    }
}

/// A program of the machine; `None` when there is none.
pub(super) fn program(name: &str) -> Option<PathBuf> {
    child::on_path(name, repository::here().as_deref())
}

/// The text of a builder's output.
pub(super) fn text(output: Vec<u8>, name: &str) -> Result<String> {
    match String::from_utf8(output) {
        Ok(text) => Ok(text),
        Err(_) => bail!("what {name} says is not UTF-8"),
    }
}
