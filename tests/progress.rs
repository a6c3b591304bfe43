//! What a person at a terminal is told while a run takes long: a word on standard error, gone at the end.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod machine;

use std::fs::{self, File};
use std::io::Write;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const CONSUMER: &str = "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: bob, annotations: {kubernetes.io/ingress.class: kong}}\nusername: bob\n";

#[test]
fn a_terminal_is_told_what_is_going_on_and_keeps_nothing_of_it() {
    let (Some(script), Some(mkfifo)) = (
        machine::program_or_say("script", "progress on a terminal"),
        machine::program_or_say("mkfifo", "progress on a terminal"),
    ) else {
        return;
    };
    let directory = TempDir::new().unwrap();
    let (pipe, seen) = (directory.path().join("pipe"), directory.path().join("seen"));
    assert!(Command::new(mkfifo).arg(&pipe).status().unwrap().success());
    let program = env!("CARGO_BIN_EXE_kic2kong");
    let mut run = Command::new(script)
        .args(["-qefc", &format!("{program} check - < pipe")])
        .arg(&seen)
        .current_dir(directory.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // The program reads as long as this end is open, and so has something to say sooner or later.
    let mut input = File::options().write(true).open(&pipe).unwrap();
    while !fs::read_to_string(&seen)
        .unwrap_or_default()
        .contains("reading ...")
    {
        assert!(run.try_wait().unwrap().is_none(), "it ended without a word");
        std::thread::yield_now();
    }
    input.write_all(CONSUMER.as_bytes()).unwrap();
    drop(input);
    assert!(run.wait().unwrap().success());
    let seen = fs::read_to_string(&seen).unwrap();
    assert!(seen.contains("reading ...\r\u{1b}[K"), "{seen:?}");
}

/// Every command that works in stages tells each of them.
#[test]
fn every_stage_that_grows_with_the_input_is_told() {
    let mut told = Vec::new();
    for entry in walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let stages = text.split("progress::during(").skip(1);
            told.extend(stages.filter_map(|stage| stage.split('"').nth(1).map(str::to_owned)));
        }
    }
    told.sort();
    told.dedup();
    assert_eq!(
        told,
        [
            "asking both configurations for requests",
            "asking both flavors for requests",
            "asking both sides for requests",
            "asking for requests",
            "checking",
            "comparing",
            "drawing",
            "loading routes",
            "looking for the manifests",
            "looking for what goes with it",
            "looking up where problems stand",
            "reading",
            "reading the last valid objects",
            "reading the other side",
            "reading the revision",
            "testing",
            "translating",
            "translating the other side",
            "writing",
        ]
    );
}
