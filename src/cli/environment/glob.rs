//! `--each GLOB`: the directories and manifests that a pattern matches. `*`, `?` and `[...]` stay within one name, `**` is any
//! number of folders; hidden names want a dot in the pattern.

use crate::escape::line;
use crate::manifest::{discover, kustomization};
use anyhow::{Result, bail};
use regex::Regex;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// The most matches.
const LIMIT: usize = 10_000;

/// How deep `**` goes.
const DEPTH: usize = 32;

/// The matches below `base`, by path. `base` is empty for the working directory, and comes back in front of every match.
pub(super) fn matches(pattern: &str, base: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut parts = Vec::new();
    let mut start = base.to_owned();
    for part in Path::new(pattern).components() {
        let text = part.as_os_str().to_string_lossy();
        match part {
            Component::Normal(_) if parts.is_empty() && !is_wild(&text) => start.push(part),
            Component::Normal(_) => parts.push(Part::of(&text)?),
            Component::CurDir => {}
            _ if parts.is_empty() => start.push(part),
            _ => bail!("`{}`: `..` stands behind a pattern", line::clean(pattern)),
        }
    }
    let mut found = BTreeSet::new();
    step(&start, &parts, 0, &mut found)?;
    Ok(found)
}

enum Part {
    /// Any number of folders.
    Folders,
    /// One name, and whether it may be hidden.
    Name(Regex, bool),
}

impl Part {
    fn of(text: &str) -> Result<Self> {
        if text == "**" {
            return Ok(Self::Folders);
        }
        let mut regex = String::from("^");
        let mut rest = text.chars();
        while let Some(letter) = rest.next() {
            match letter {
                '*' => regex.push_str(".*"),
                '?' => regex.push('.'),
                '[' => {
                    let class: String = rest.by_ref().take_while(|letter| *letter != ']').collect();
                    let (not, class) = match class.strip_prefix(['!', '^']) {
                        Some(class) => ("^", class),
                        None => ("", &*class),
                    };
                    regex.push_str(&format!("[{not}{}]", escaped(class)));
                }
                other => regex.push_str(&regex::escape(&other.to_string())),
            }
        }
        regex.push('$');
        match Regex::new(&regex) {
            Ok(regex) => Ok(Self::Name(regex, text.starts_with('.'))),
            Err(_) => bail!("`{}` is no pattern", line::clean(text)),
        }
    }
}

/// The inside of a class, where `-` alone means more than itself.
fn escaped(class: &str) -> String {
    let letters = class.chars().map(|letter| match letter {
        '\\' | '[' | '^' | '&' | '~' => format!("\\{letter}"),
        other => other.to_string(),
    });
    letters.collect()
}

fn is_wild(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

fn step(at: &Path, parts: &[Part], depth: usize, found: &mut BTreeSet<PathBuf>) -> Result<()> {
    let Some((part, rest)) = parts.split_first() else {
        if is_environment(at) {
            found.insert(at.to_owned());
        }
        if found.len() > LIMIT {
            bail!("a pattern has more than {LIMIT} matches");
        }
        return Ok(());
    };
    if matches!(part, Part::Folders) {
        step(at, rest, depth, found)?;
    }
    for name in names(at) {
        let is_hidden = name.starts_with('.');
        let path = at.join(&name);
        match part {
            Part::Name(regex, may_hide) if regex.is_match(&name) && (!is_hidden || *may_hide) => {
                step(&path, rest, depth, found)?;
            }
            Part::Folders if !is_hidden && depth < DEPTH && is_own_folder(&path) => {
                step(&path, parts, depth + 1, found)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The names in a folder, in order; none when it is none.
fn names(folder: &Path) -> BTreeSet<String> {
    let here = Path::new(".");
    let folder = if folder.as_os_str().is_empty() {
        here
    } else {
        folder
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

/// A folder, but none that a link leads to: that may be above.
fn is_own_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// A directory, or a file of manifests.
fn is_environment(path: &Path) -> bool {
    path.is_dir()
        || (path.is_file() && discover::is_manifest(path) && !kustomization::is_kustomization(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str) -> Vec<String> {
        let directory = tempfile::tempdir().expect("a directory");
        let root = directory.path();
        for file in [
            "clusters/eu/a.yaml",
            "clusters/us/deep/a.yaml",
            "clusters/.git/a.yaml",
            "clusters/readme.md",
            "clusters/one.yaml",
            "clusters/kustomization.yaml",
        ] {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().expect("has one")).expect("is made");
            std::fs::write(path, "").expect("is written");
        }
        let found = matches(pattern, root).expect("is a pattern");
        let names = found.iter().filter_map(|path| path.strip_prefix(root).ok());
        names.map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn a_pattern_matches_folders_and_manifests() {
        assert_eq!(
            found("clusters/*"),
            ["clusters/eu", "clusters/one.yaml", "clusters/us"]
        );
        assert_eq!(found("./clusters/[eu]?"), ["clusters/eu", "clusters/us"]);
        assert_eq!(found("**/deep"), ["clusters/us/deep"]);
        assert_eq!(
            found("clusters/[!e]*/"),
            ["clusters/one.yaml", "clusters/us"]
        );
        assert_eq!(found("clusters/eu"), ["clusters/eu"]);
        assert!(found("nothing/*").is_empty());
    }
}
