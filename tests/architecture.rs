//! Who may import whom: the `crate::` paths in the sources of each room against the table of the house.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "architecture/keys.rs"]
mod keys;
#[path = "architecture/outside.rs"]
mod outside;
#[path = "architecture/told.rs"]
mod told;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Room, rooms it may use. A room that is not listed fails the test.
const TABLE: &[(&str, &[&str])] = &[
    ("origin", &[]),
    ("controller", &[]),
    ("options", &["controller"]),
    ("escape", &[]),
    ("secrecy", &[]),
    ("schema", &["options"]),
    ("yaml", &[]),
    ("annotations", &["origin"]),
    ("diag", &["origin", "annotations", "escape", "secrecy"]),
    ("engine", &[]),
    (
        "installation",
        &["annotations", "diag", "manifest", "escape"],
    ),
    ("manifest", &["yaml", "origin", "diag", "escape", "secrecy"]),
    (
        "k8s",
        &[
            "controller",
            "origin",
            "annotations",
            "diag",
            "manifest",
            "secrecy",
        ],
    ),
    (
        "store",
        &[
            "controller",
            "k8s",
            "annotations",
            "origin",
            "diag",
            "options",
        ],
    ),
    ("kong", &["origin", "annotations", "options"]),
    (
        "translate",
        &[
            "controller",
            "store",
            "k8s",
            "kong",
            "annotations",
            "origin",
            "diag",
            "options",
        ],
    ),
    (
        "enrich",
        &[
            "controller",
            "store",
            "k8s",
            "kong",
            "annotations",
            "origin",
            "diag",
            "options",
            "secrecy",
        ],
    ),
    (
        "lint",
        &[
            "controller",
            "store",
            "k8s",
            "kong",
            "annotations",
            "origin",
            "diag",
            "options",
            "schema",
        ],
    ),
    (
        "verdict",
        &[
            "kong",
            "annotations",
            "origin",
            "diag",
            "options",
            "engine",
            "secrecy",
            "schema",
        ],
    ),
    (
        "admission",
        &[
            "controller",
            "store",
            "k8s",
            "translate",
            "enrich",
            "verdict",
            "annotations",
            "origin",
            "diag",
            "options",
        ],
    ),
    (
        "fallback",
        &["store", "k8s", "annotations", "origin", "diag", "kong"],
    ),
    (
        "complaint",
        &[
            "kong",
            "annotations",
            "origin",
            "diag",
            "verdict",
            "secrecy",
        ],
    ),
    (
        "deck",
        &[
            "controller",
            "yaml",
            "kong",
            "options",
            "diag",
            "origin",
            "escape",
            "secrecy",
            "schema",
        ],
    ),
    (
        "diff",
        &[
            "deck", "kong", "diag", "origin", "escape", "secrecy", "schema", "options",
        ],
    ),
    (
        "simulate",
        &[
            "deck", "kong", "diag", "origin", "engine", "options", "escape", "secrecy", "schema",
        ],
    ),
    ("graph", &["kong", "diag", "origin", "escape", "secrecy"]),
    (
        "upgrade",
        &[
            "annotations",
            "deck",
            "kong",
            "diag",
            "origin",
            "options",
            "schema",
            "escape",
        ],
    ),
    (
        "status",
        &[
            "controller",
            "store",
            "k8s",
            "kong",
            "annotations",
            "origin",
            "diag",
            "options",
            "escape",
        ],
    ),
    (
        "pipeline",
        &[
            "status",
            "controller",
            "manifest",
            "k8s",
            "store",
            "translate",
            "enrich",
            "lint",
            "verdict",
            "admission",
            "fallback",
            "deck",
            "diag",
            "kong",
            "options",
            "origin",
        ],
    ),
    (
        "library",
        &[
            "pipeline", "deck", "simulate", "manifest", "options", "schema",
        ],
    ),
    (
        "cli",
        &[
            "controller",
            "pipeline",
            "status",
            "fallback",
            "complaint",
            "deck",
            "diff",
            "simulate",
            "graph",
            "diag",
            "options",
            "origin",
            "manifest",
            "kong",
            "escape",
            "secrecy",
            "schema",
            "installation",
            "upgrade",
        ],
    ),
];

/// Files that may use one room more, with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "src/deck/read",
    "manifest",
    "decK files are read by the same YAML reader as manifests",
)];

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("tests.rs")
        {
            found.push(path);
        }
    }
}

/// The rooms that a source names after `crate::`, comments and tests left out.
fn rooms_used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut rooms = BTreeSet::new();
    for (start, marker) in code.match_indices("crate::") {
        let rest = &code[start + marker.len()..];
        let inside = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => rest,
        };
        let parts: Vec<&str> = if rest.starts_with('{') {
            inside.split(',').collect()
        } else {
            vec![inside]
        };
        for part in parts {
            let word: String = part
                .trim_start()
                .chars()
                .take_while(|character| character.is_ascii_alphanumeric() || *character == '_')
                .collect();
            if !word.is_empty() {
                rooms.insert(word);
            }
        }
    }
    rooms
}

#[test]
fn modules_with_parts_are_directories_with_a_mod_file() {
    let mut found = Vec::new();
    sources(Path::new("src"), &mut found);
    let beside: Vec<_> = found
        .iter()
        .filter(|path| path.with_extension("").is_dir())
        .collect();
    assert_eq!(beside, Vec::<&PathBuf>::new());
}

#[test]
fn rooms_use_only_what_the_table_allows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    let mut wrong = Vec::new();
    for path in files {
        let name = path
            .strip_prefix(root)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let room = name
            .split('/')
            .nth(1)
            .unwrap()
            .trim_end_matches(".rs")
            .to_owned();
        if ["main", "lib", "inner"].contains(&room.as_str()) {
            continue;
        }
        let Some((_, allowed)) = TABLE.iter().find(|(listed, _)| *listed == room) else {
            wrong.push(format!("{name}: the room `{room}` is not in the table"));
            continue;
        };
        for used in rooms_used(&std::fs::read_to_string(&path).unwrap()) {
            let excepted = EXCEPTIONS
                .iter()
                .any(|(file, extra, _)| name.starts_with(file) && *extra == used);
            if used != room && !allowed.contains(&used.as_str()) && !excepted {
                wrong.push(format!("{name}: uses `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_knows_clap_and_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    for path in files {
        let name = path
            .strip_prefix(root)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("src/cli/") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for word in [
            "use clap",
            "clap::",
            "anyhow::",
            "std::env::var",
            "io::stdout",
            "io::stderr",
        ] {
            assert!(!text.contains(word), "{name} has `{word}`");
        }
    }
}

/// The room of a file of `src`.
fn room(name: &str) -> &str {
    let room = name.split('/').nth(1).unwrap_or_default();
    room.trim_end_matches(".rs")
}

/// Every source by its name, without comments and tests.
fn code() -> Vec<(String, String)> {
    let without_comments = |(name, text): (String, String)| {
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        (name, lines.flat_map(|line| [line, "\n"]).collect())
    };
    code_with_comments()
        .into_iter()
        .map(without_comments)
        .collect()
}

/// Every source by its name, without tests.
fn code_with_comments() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        (name.to_string_lossy().into_owned(), code.to_owned())
    };
    files.into_iter().map(read).collect()
}
