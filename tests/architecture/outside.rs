//! Crates, the world outside of the program, and the order inside of rooms.

use super::{code, room};
use regex::Regex;

/// Crates that stand for a subject, with the rooms that have it. Others are free to all.
const CRATES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diag"]),
    ("anyhow", &["cli"]),
    ("atc_router", &["engine"]),
    ("clap", &["cli"]),
    (
        "gateway_api",
        &["k8s", "store", "translate", "enrich", "lint", "admission"],
    ),
    ("getrandom", &["cli"]),
    ("globset", &["manifest"]),
    ("jiff", &["cli", "k8s"]),
    (
        "k8s_openapi",
        &["k8s", "store", "translate", "enrich", "lint", "admission"],
    ),
    ("libyaml_rs", &["manifest"]),
    ("rayon", &["installation", "manifest", "pipeline"]),
    ("rustix", &["cli", "manifest"]),
    ("walkdir", &["cli", "manifest"]),
    ("x509_parser", &["enrich", "schema"]),
];

/// The disk, processes, the clock, the environment and the network, with the files that touch them.
const OUTSIDE: &[(&str, &[&str])] = &[
    (
        "std::fs",
        &["src/cli/", "src/manifest/disk.rs", "src/manifest/discover/"],
    ),
    ("process::Command", &["src/cli/"]),
    ("SystemTime", &[]),
    ("Instant::now", &["src/cli/"]),
    ("Timestamp::now", &["src/cli/"]),
    ("std::env", &["src/cli/", "src/main.rs"]),
    ("TcpStream", &[]),
    ("UdpSocket", &[]),
];

/// The order inside of large rooms: files, and the modules of their room that they never use.
const ABOVE: &[(&str, &[&str])] = &[
    ("src/annotations/value.rs", &["table"]),
    ("src/manifest/yaml/", &["document", "locate", "quote"]),
    ("src/manifest/node.rs", &["yaml", "document"]),
    ("src/k8s/schema/", &["decode", "builtin", "crd"]),
    ("src/k8s/builtin/", &["decode"]),
    ("src/k8s/crd/", &["decode", "builtin"]),
    ("src/k8s/object.rs", &["schema", "builtin"]),
    ("src/store/table.rs", &["build", "gateway", "class"]),
    ("src/kong/expression/", &["state", "service"]),
    ("src/deck/content.rs", &["generate", "read", "write"]),
    ("src/deck/write/", &["generate", "read"]),
    ("src/engine/syntax.rs", &["condition", "index"]),
    ("src/simulate/router.rs", &["impact", "suite", "report"]),
    (
        "src/simulate/request/mod.rs",
        &["router", "impact", "suite"],
    ),
    ("src/diff/entity.rs", &["render"]),
    ("src/cli/output", &["render", "diff", "check", "route"]),
    ("src/cli/child.rs", &["git", "environment"]),
    ("src/cli/exit.rs", &["output", "render"]),
];

#[test]
fn crates_are_used_by_the_rooms_that_need_them() {
    let mut wrong = Vec::new();
    for (name, text) in code() {
        let room = room(&name);
        for (used, rooms) in CRATES {
            let is_used = named(used).is_match(&text);
            if is_used && !rooms.contains(&room) {
                wrong.push(format!("{name}: uses the crate `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A path that begins with the name of a crate.
fn named(crate_name: &str) -> Regex {
    Regex::new(&format!(r"(?m)(?:^|[^:\w])(?:::)?{crate_name}::")).unwrap()
}

#[test]
fn only_the_listed_files_touch_disk_clock_and_environment() {
    let mut wrong = Vec::new();
    for (name, text) in code() {
        for (used, files) in OUTSIDE {
            if text.contains(used) && !files.iter().any(|file| name.starts_with(file)) {
                wrong.push(format!("{name}: uses `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_below_in_a_room_uses_nothing_above() {
    let mut wrong = Vec::new();
    let files = code();
    for (below, modules) in ABOVE {
        let mut texts = files.iter().filter(|(name, _)| name.starts_with(below));
        let first = texts.clone().next();
        assert!(first.is_some(), "{below} is gone");
        let of_room = format!(
            r"\b(?:super|crate::{})::(?:\{{[^}}]*\b)?({})\b",
            room(below),
            modules.join("|")
        );
        let above = Regex::new(&of_room).unwrap();
        wrong.extend(texts.by_ref().filter_map(|(name, text)| {
            let found = above.captures(text)?;
            Some(format!("{name}: uses `{}`", &found[1]))
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
