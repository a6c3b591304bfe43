//! `kustomize build` by the real kustomize, or the one in kubectl. Before it runs, every file that the build would read is looked at:
//! kustomize fetches what looks like an address, so nothing that does is handed to it.

use super::build::{self, Built, Shop};
use super::origins;
use crate::escape::line;
use crate::manifest::disk;
use crate::manifest::kustomization::{self, NAMES, Purpose, Reference};
use crate::manifest::source::Source;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most bytes of a kustomization file, and of a configuration of a plugin.
const FILE_LIMIT: u64 = 4 << 20;

/// The most directories of one build.
const DIRECTORIES: usize = 10_000;

/// Build a directory.
pub(super) fn build(directory: &Path, shop: &Shop<'_>) -> Result<Built> {
    let shown = line::path(directory);
    if directory.to_str().is_none() {
        bail!("{shown}: a directory for kustomize has a name in UTF-8");
    }
    if !shop.allow_remote && kustomization::is_remote(&directory.to_string_lossy()) {
        bail!(
            "{shown} stands elsewhere; --allow-remote lets kustomize fetch it, or build it yourself: `kustomize build {shown} | kic2kong check -`"
        );
    }
    let root = shop.admit(directory)?;
    let mut scan = Scan {
        shop,
        visited: BTreeSet::new(),
    };
    scan.directory(&root)?;
    let folder = shop
        .folder
        .inside(&format!("build-{}", scan.visited.len()))?;
    let (text, folder) = run(&root, folder, shop, &shown)?;
    let visited = scan.visited;
    let (text, authors) = origins::taken_out(&text);
    let authors = authors.into_iter().map(|author| {
        let path = disk::lexical(&folder.join(author?)).canonicalize().ok()?;
        // An object may carry such an annotation of its own.
        visited
            .iter()
            .any(|directory| {
                path.parent()
                    .is_some_and(|parent| parent.starts_with(directory))
            })
            .then_some(path)
    });
    let authors = authors.collect();
    Ok(Built { text, authors })
}

/// The output for a kustomization of ours that refers to the directory, and does nothing else but to switch the annotations on
/// that say where an object was written.
fn run(root: &Path, folder: PathBuf, shop: &Shop<'_>, shown: &str) -> Result<(String, PathBuf)> {
    let relative = relative(root, &folder);
    let base = serde_json::to_string(&relative)?;
    let text = format!("resources:\n- {base}\nbuildMetadata: [originAnnotations]\n");
    std::fs::write(folder.join(NAMES[0]), text).context("cannot write a temporary file")?;
    let (program, words): (PathBuf, &[&str]) = match build::program("kustomize") {
        Some(program) => (program, &["build"]),
        None => match build::program("kubectl") {
            Some(program) => (program, &["kustomize"]),
            None => bail!(
                "--kustomize needs kustomize or kubectl, and neither is on the PATH\n  example: kustomize build {shown} | kic2kong check -"
            ),
        },
    };
    let mut command = Command::new(&program);
    command.args(words).arg(&folder);
    let answer = shop
        .run(command, "kustomize")
        .with_context(|| format!("cannot build {shown}"))?;
    let Some(output) = answer.output else {
        let message = shop.told(&answer.message).replace(&relative, shown);
        bail!("kustomize cannot build {shown}: {message}");
    };
    Ok((build::text(output, "kustomize")?, folder))
}

/// A path from one directory to another, both free of links: kustomize takes no absolute ones.
fn relative(to: &Path, from: &Path) -> String {
    let common = to
        .components()
        .zip(from.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = from.components().skip(common).map(|_| "..".to_owned());
    let down = to.components().skip(common);
    let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// A look at everything that a build would read.
struct Scan<'s> {
    shop: &'s Shop<'s>,
    /// The directories with kustomization files, free of links.
    visited: BTreeSet<PathBuf>,
}

impl Scan<'_> {
    fn directory(&mut self, real: &Path) -> Result<()> {
        if !self.visited.insert(real.to_owned()) {
            return Ok(());
        }
        if self.visited.len() > DIRECTORIES {
            bail!("this build has more than {DIRECTORIES} directories");
        }
        let file = NAMES.iter().map(|name| real.join(name));
        let file = file
            .into_iter()
            .find(|file| std::fs::symlink_metadata(file).is_ok());
        let Some(file) = file else {
            bail!(
                "{} holds no kustomization.yaml, so kustomize cannot build it",
                self.label(real)
            );
        };
        let source = self.read(&file)?;
        let Some(found) = kustomization::read(&source) else {
            bail!(
                "{}: not a kustomization: expected a map in YAML",
                self.label(&file)
            );
        };
        if let Some(line) = found.charts {
            bail!(
                "{}:{line}: kustomize would call helm for this chart, which kic2kong does not let it do\n  hint: `kustomize build --enable-helm {} | kic2kong check -`, or --helm with the chart",
                self.label(&file),
                self.label(real)
            );
        }
        for (text, line) in &found.inline {
            let inline = Source {
                path: String::new(),
                text: text.clone().into_bytes(),
            };
            self.plugin(&inline, &file, Some(*line))?;
        }
        for reference in &found.references {
            self.reference(reference, &file, real)?;
        }
        Ok(())
    }

    /// One thing that a kustomization file refers to.
    fn reference(&mut self, reference: &Reference, file: &Path, directory: &Path) -> Result<()> {
        let text = &reference.text;
        let at = format!("{}:{}", self.label(file), reference.line);
        let shown = line::clean(text);
        if kustomization::is_remote(text) {
            if self.shop.allow_remote {
                return Ok(());
            }
            bail!(
                "{at}: `{shown}` stands elsewhere, and nothing is fetched\n  hint: --allow-remote lets kustomize fetch it"
            );
        }
        let Ok(real) = directory.join(text).canonicalize() else {
            if self.shop.allow_remote || is_inline(text) {
                return Ok(());
            }
            bail!(
                "{at}: `{shown}` does not exist here, and nothing is fetched\n  hint: check the spelling; --allow-remote lets kustomize look elsewhere"
            );
        };
        if !self.shop.tree.admits(&real) {
            bail!("{at}: `{shown}` leads out of the repository; --follow-links allows it");
        }
        if real.is_dir() {
            // A directory among files is kustomize's to refuse.
            return match reference.purpose {
                Purpose::Resource | Purpose::Plugin => self.directory(&real),
                Purpose::File => Ok(()),
            };
        }
        if !real.is_file() {
            bail!("{at}: `{shown}` is a device, a pipe or a socket");
        }
        if reference.purpose == Purpose::Plugin {
            let source = self.read(&real)?;
            self.plugin(&source, &real, None)?;
        }
        Ok(())
    }

    /// A configuration of a plugin, which may name what it fetches.
    fn plugin(&self, source: &Source, file: &Path, line: Option<u32>) -> Result<()> {
        if self.shop.allow_remote {
            return Ok(());
        }
        match kustomization::addresses(source).first() {
            None => Ok(()),
            Some(found) => bail!(
                "{}:{}: an address stands in the configuration of a plugin, and nothing is fetched\n  hint: --allow-remote lets kustomize fetch it",
                self.label(file),
                line.unwrap_or(*found)
            ),
        }
    }

    fn read(&self, file: &Path) -> Result<Source> {
        // A link may lead from one file of the tree to another.
        let real = file.canonicalize().with_context(|| self.label(file))?;
        if !self.shop.tree.admits(&real) {
            bail!("{}: a link leads out of the repository", self.label(file));
        }
        let text = disk::read_small(&real, FILE_LIMIT).with_context(|| self.label(file))?;
        Ok(Source {
            path: self.label(file),
            text,
        })
    }

    fn label(&self, path: &Path) -> String {
        line::clean(&self.shop.tree.label(path))
    }
}

/// Whether a text that names no file is a patch of one line.
fn is_inline(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_from_one_directory_to_another() {
        let path = |to: &str, from: &str| relative(Path::new(to), Path::new(from));
        assert_eq!(path("/work/a/b", "/tmp/x"), "../../work/a/b");
        assert_eq!(path("/tmp/a", "/tmp/x/y"), "../../a");
    }
}
