//! Which files there are, and what they hold. The only place that reads the disk for manifests.

pub mod trees;
mod walk;

use super::disk::{self, Border, Refusal};
use super::exclude::Exclude;
use super::kustomization;
use super::source::{Source, Sources};
use crate::diag::{Diagnostic, Diagnostics, reading, unbuilt};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use trees::File;
use walk::{Trees, walk};

/// Something to read, in reading order.
enum Item {
    /// Named by the user.
    Named(PathBuf),
    /// Found in a directory.
    Found(PathBuf),
    Stdin,
    Missing(PathBuf),
    /// Named by the user, and left out by the user.
    Excluded(PathBuf),
    Empty(PathBuf),
    /// Met in a directory, and not to be read.
    Refused(PathBuf, Refusal),
    /// Named by the user, and leading to this.
    Misled(PathBuf, &'static str),
}

/// Read the files and directories `paths`; `-` is standard input. Later ones win over earlier ones, files of a
/// directory are ordered by path. Each file is read once, however many ways lead to it. Links lead no further than `border` says, and
/// what `exclude` covers is not read.
pub fn discover<P: AsRef<Path>>(
    paths: &[P],
    border: &Border,
    exclude: &Exclude,
) -> (Sources, Diagnostics) {
    let items = items(paths, border, exclude);
    let mut texts: Vec<_> = items.par_iter().map(read).collect();
    let notes = leave_out(&items, &mut texts);
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    for ((item, result), file) in items.iter().zip(texts).zip(0..) {
        diagnostics.extend(notes.get(&file).map(|note| note(file, &folder(item))));
        let path = item.name();
        let (text, problem) = match result {
            Ok(Some(text)) => (text, item.problem(file, &path)),
            // It was a file when the directory was read.
            Ok(None) => (
                Vec::new(),
                Some(reading::not_a_file(file, &path, "no regular file any more")),
            ),
            Err(error) => (
                Vec::new(),
                Some(reading::unreadable(file, &path, &error.to_string())),
            ),
        };
        if let Some(problem) = problem {
            diagnostics.push(problem);
        }
        sources.0.push(Source { path, text });
    }
    (sources, diagnostics)
}

/// What a file of a directory gives instead of objects.
type Note = fn(u32, &str) -> Diagnostic;

/// Empty what is no manifest among the files of directories: what only kustomize and Helm read. The notes are by file.
fn leave_out(items: &[Item], texts: &mut [io::Result<Option<Vec<u8>>>]) -> HashMap<u32, Note> {
    let found = |item: &Item| match item {
        Item::Found(path) => std::path::absolute(path)
            .ok()
            .map(|path| disk::lexical(&path)),
        _ => None,
    };
    let (numbers, files): (Vec<usize>, Vec<File<'_>>) = items
        .iter()
        .zip(&*texts)
        .enumerate()
        .filter_map(|(number, (item, text))| {
            let text = text.as_ref().ok()?.as_deref()?;
            let path = found(item)?;
            Some((number, File { path, text }))
        })
        .unzip();
    let trees = trees::tell(&files);
    let numbers_of = |files: &[usize]| -> Vec<usize> {
        let numbers = files.iter().filter_map(|file| numbers.get(*file));
        numbers.copied().collect()
    };
    for number in numbers_of(&trees.left_out.iter().copied().collect::<Vec<_>>()) {
        if let Some(text) = texts.get_mut(number) {
            *text = Ok(Some(Vec::new()));
        }
    }
    let with = |note: Note| move |number: usize| Some((u32::try_from(number).ok()?, note));
    let roots = numbers_of(&trees.roots).into_iter();
    let charts = numbers_of(&trees.charts).into_iter();
    roots
        .filter_map(with(unbuilt::kustomization_not_built))
        .chain(charts.filter_map(with(unbuilt::chart_not_rendered)))
        .collect()
}

/// The folder of a file, as the user would give it.
fn folder(item: &Item) -> String {
    match Path::new(&item.name()).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.display().to_string(),
        _ => ".".to_owned(),
    }
}

/// What the paths lead to.
fn items<P: AsRef<Path>>(paths: &[P], border: &Border, exclude: &Exclude) -> Vec<Item> {
    let is_directory = |path: &&Path| path.as_os_str() != "-" && path.is_dir();
    let directories = paths.iter().map(AsRef::as_ref).filter(is_directory);
    let trees = Trees {
        roots: directories
            .filter_map(|path| path.canonicalize().ok())
            .collect(),
        follow_links: border.follow_links,
        exclude,
    };
    let mut items = Vec::new();
    let mut ambiguous = paths.len() > 1;
    for path in paths {
        let path = path.as_ref();
        if path.as_os_str() == "-" {
            items.push(Item::Stdin);
            continue;
        }
        if exclude.covers(path, Path::new("")) {
            items.push(Item::Excluded(path.to_owned()));
            continue;
        }
        match border.refusal(path) {
            Ok(None) if path.is_dir() => ambiguous |= walk(path, &trees, &mut items),
            Ok(None) => items.push(Item::Named(path.to_owned())),
            Ok(Some(Refusal::Special(what))) => items.push(Item::Misled(path.to_owned(), what)),
            Ok(Some(refusal)) => items.push(Item::Refused(path.to_owned(), refusal)),
            // What is there, but cannot be looked at, says so when it is opened.
            Err(_) if path.exists() => items.push(Item::Named(path.to_owned())),
            Err(_) => items.push(Item::Missing(path.to_owned())),
        }
    }
    if ambiguous {
        keep_first_of_each(&mut items);
    }
    items
}

impl Item {
    /// As the user gave or would give it.
    fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::Named(path)
            | Self::Found(path)
            | Self::Missing(path)
            | Self::Excluded(path)
            | Self::Empty(path)
            | Self::Refused(path, _)
            | Self::Misled(path, _) => path.display().to_string(),
        }
    }

    /// What is wrong with it as an input.
    fn problem(&self, file: u32, path: &str) -> Option<Diagnostic> {
        match self {
            Self::Stdin | Self::Named(_) | Self::Found(_) | Self::Excluded(_) => None,
            Self::Missing(_) => Some(reading::path_not_found(file, path)),
            Self::Empty(_) => Some(reading::no_manifests(file, path)),
            Self::Refused(_, Refusal::Outside(target)) => {
                let target = target.display().to_string();
                Some(reading::link_leaves_inputs(file, path, &target))
            }
            Self::Refused(_, Refusal::Special(what)) => Some(reading::not_a_file(file, path, what)),
            Self::Misled(_, what) => {
                let reason = format!("a link leads to {what}");
                Some(reading::unreadable(file, path, &reason))
            }
        }
    }
}

/// The tool's own settings, which stand at the top of a repository.
pub const SETTINGS_FILE: &str = ".kic2kong.yaml";

/// Whether a file of a directory is taken for manifests, by its name. A kustomization file is, too: it says what its neighbours are.
pub fn is_manifest(path: &Path) -> bool {
    if kustomization::is_kustomization(path) {
        return true;
    }
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
        Item::Named(path) | Item::Found(path) => path
            .canonicalize()
            .map_or(true, |canonical| seen.insert(canonical)),
        Item::Stdin => !std::mem::replace(&mut stdin, true),
        Item::Missing(_)
        | Item::Excluded(_)
        | Item::Empty(_)
        | Item::Refused(..)
        | Item::Misled(..) => true,
    });
}

/// The text of an item; `None` for one that is no regular file although it was found as one.
fn read(item: &Item) -> io::Result<Option<Vec<u8>>> {
    match item {
        Item::Named(path) => std::fs::read(path).map(Some),
        Item::Found(path) => disk::read_regular(path),
        Item::Stdin => {
            let mut text = Vec::new();
            io::stdin().lock().read_to_end(&mut text)?;
            Ok(Some(text))
        }
        Item::Missing(_)
        | Item::Excluded(_)
        | Item::Empty(_)
        | Item::Refused(..)
        | Item::Misled(..) => Ok(Some(Vec::new())),
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
        let (sources, diagnostics) =
            discover(&[tree.path()], &Border::default(), &Exclude::default());
        assert_eq!(
            names(&sources, tree.path()),
            ["a/x.yml", "a/y.json", "b.yaml"]
        );
        assert_eq!(diagnostics.iter().count(), 0);
    }

    #[test]
    fn each_file_is_read_once() {
        let tree = tree();
        let (sources, _) = discover(
            &[tree.path().join("b.yaml"), tree.path().to_owned()],
            &Border::default(),
            &Exclude::default(),
        );
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
        let (sources, diagnostics) =
            discover(&[tree.path()], &Border::default(), &Exclude::default());
        assert_eq!(sources.0.len(), 3);
        assert_eq!(diagnostics.iter().count(), 0);
    }

    #[test]
    fn missing_paths_and_empty_directories_are_problems() {
        let empty = tempfile::tempdir().expect("a temporary directory");
        let (_, diagnostics) = discover(
            &[empty.path().to_owned(), empty.path().join("none")],
            &Border::default(),
            &Exclude::default(),
        );
        let codes: Vec<_> = diagnostics.iter().map(|problem| problem.code.id).collect();
        assert_eq!(codes, ["no-manifests", "path-not-found"]);
    }
}
