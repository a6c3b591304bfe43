//! Which files there are, and what they hold. The only place that reads the disk for manifests.

use super::source::{Source, Sources};
use crate::diag::{Diagnostics, reading};
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Something to read, in reading order.
enum Item {
    File(PathBuf),
    Stdin,
    Missing(PathBuf),
    Empty(PathBuf),
}

/// Read the files and directories `paths`; `-` is standard input. Later ones win over earlier ones, files of a
/// directory are ordered by path. Each file is read once, however many ways lead to it.
pub fn discover<P: AsRef<Path>>(paths: &[P]) -> (Sources, Diagnostics) {
    let mut items = Vec::new();
    let mut ambiguous = paths.len() > 1;
    for path in paths {
        let path = path.as_ref();
        if path.as_os_str() == "-" {
            items.push(Item::Stdin);
        } else if path.is_dir() {
            ambiguous |= walk(path, &mut items);
        } else if path.exists() {
            items.push(Item::File(path.to_owned()));
        } else {
            items.push(Item::Missing(path.to_owned()));
        }
    }
    if ambiguous {
        keep_first_of_each(&mut items);
    }
    let texts: Vec<_> = items.par_iter().map(read).collect();
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    for ((item, result), file) in items.iter().zip(texts).zip(0..) {
        let (path, text) = match item {
            Item::Stdin => ("<stdin>".to_owned(), result),
            Item::File(path) => (path.display().to_string(), result),
            Item::Missing(path) => {
                let path = path.display().to_string();
                diagnostics.push(reading::path_not_found(file, &path));
                (path, Ok(Vec::new()))
            }
            Item::Empty(path) => {
                let path = path.display().to_string();
                diagnostics.push(reading::no_manifests(file, &path));
                (path, Ok(Vec::new()))
            }
        };
        let text = text.unwrap_or_else(|error| {
            diagnostics.push(reading::unreadable(file, &path, &error.to_string()));
            Vec::new()
        });
        sources.0.push(Source { path, text });
    }
    (sources, diagnostics)
}

/// Add the manifests below a directory; whether symbolic links were met on the way.
fn walk(directory: &Path, items: &mut Vec<Item>) -> bool {
    let before = items.len();
    let mut links = false;
    let visible = |entry: &DirEntry| {
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let entries = WalkDir::new(directory)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible);
    for entry in entries {
        match entry {
            Ok(entry) => {
                links |= entry.path_is_symlink();
                if entry.file_type().is_file() && is_manifest(entry.path()) {
                    items.push(Item::File(entry.into_path()));
                }
            }
            // A loop of links leads only to what is read anyway; a dangling link that looks like a manifest is worth a word.
            Err(error) if error.loop_ancestor().is_some() => links = true,
            Err(error) => {
                if let Some(path) = error.path().filter(|path| is_manifest(path)) {
                    items.push(Item::Missing(path.to_owned()));
                }
            }
        }
    }
    if items.len() == before {
        items.push(Item::Empty(directory.to_owned()));
    }
    links
}

/// The tool's own settings, which stand at the top of a repository.
pub const SETTINGS_FILE: &str = ".kic2kong.yaml";

/// Whether a file of a directory is taken for manifests, by its name.
pub fn is_manifest(path: &Path) -> bool {
    let is_yaml_or_json = path.extension().is_some_and(|extension| {
        ["yaml", "yml", "json"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    is_yaml_or_json && path.file_name().is_none_or(|name| name != SETTINGS_FILE)
}

fn keep_first_of_each(items: &mut Vec<Item>) {
    let mut seen = HashSet::new();
    let mut stdin = false;
    items.retain(|item| match item {
        Item::File(path) => path
            .canonicalize()
            .map_or(true, |canonical| seen.insert(canonical)),
        Item::Stdin => !std::mem::replace(&mut stdin, true),
        Item::Missing(_) | Item::Empty(_) => true,
    });
}

fn read(item: &Item) -> std::io::Result<Vec<u8>> {
    match item {
        Item::File(path) => std::fs::read(path),
        Item::Stdin => {
            let mut text = Vec::new();
            std::io::stdin().lock().read_to_end(&mut text)?;
            Ok(text)
        }
        Item::Missing(_) | Item::Empty(_) => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let root = directory.path();
        for path in [
            "b.yaml",
            "a/x.yml",
            "a/y.json",
            ".git/z.yaml",
            "notes.txt",
            SETTINGS_FILE,
        ] {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("has a parent")).expect("is made");
            std::fs::write(path, "a: 1\n").expect("is written");
        }
        directory
    }

    fn names(sources: &Sources, root: &Path) -> Vec<String> {
        let strip = |path: &str| path.replace(&format!("{}/", root.display()), "");
        sources.0.iter().map(|source| strip(&source.path)).collect()
    }

    #[test]
    fn directories_are_walked_by_path_without_hidden_folders_and_our_own_settings() {
        let tree = tree();
        let (sources, diagnostics) = discover(&[tree.path()]);
        assert_eq!(
            names(&sources, tree.path()),
            ["a/x.yml", "a/y.json", "b.yaml"]
        );
        assert_eq!(diagnostics.iter().count(), 0);
    }

    #[test]
    fn each_file_is_read_once() {
        let tree = tree();
        let (sources, _) = discover(&[tree.path().join("b.yaml"), tree.path().to_owned()]);
        assert_eq!(
            names(&sources, tree.path()),
            ["b.yaml", "a/x.yml", "a/y.json"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn loops_of_links_are_harmless() {
        let tree = tree();
        std::os::unix::fs::symlink(tree.path(), tree.path().join("a/loop")).expect("is linked");
        let (sources, diagnostics) = discover(&[tree.path()]);
        assert_eq!(sources.0.len(), 3);
        assert_eq!(diagnostics.iter().count(), 0);
    }

    #[test]
    fn missing_paths_and_empty_directories_are_problems() {
        let empty = tempfile::tempdir().expect("a temporary directory");
        let (_, diagnostics) = discover(&[empty.path().to_owned(), empty.path().join("none")]);
        let codes: Vec<_> = diagnostics.iter().map(|problem| problem.code.id).collect();
        assert_eq!(codes, ["no-manifests", "path-not-found"]);
    }
}
