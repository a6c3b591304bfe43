//! What an upgrade does: two sides of one repository for other versions of Kong, other controllers, another flavor of the router.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/configuration.rs"]
mod configuration;

mod cases;
mod defaults;
mod options;
mod patch;
mod refusals;
mod requests;

use common::{Kic2kong, Outcome};
use serde_json::Value;
use std::path::Path;

/// A run in a directory that has the files of a folder of the repository.
fn with_files(folder: &str) -> Kic2kong {
    let call = Kic2kong::new();
    let from = common::root().join(folder);
    for entry in std::fs::read_dir(&from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, call.path().join(path.file_name().unwrap())).unwrap();
    }
    call
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// Texts of a key of every item of a list.
fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    let items = list.as_array().unwrap().iter();
    items.map(|item| item[key].as_str().unwrap()).collect()
}

/// Run Git in a directory.
fn git(directory: &Path, arguments: &[&str], input: &str) {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
        .args(arguments)
        .current_dir(directory)
        .env_remove("GIT_DIR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "git {arguments:?}: {said}\n{input}"
    );
}
