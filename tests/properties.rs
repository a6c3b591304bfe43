//! Properties of rendering: the shape of the input and the number of threads never change the result.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use kic2kong::inner::deck::{generate, write};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::{FeatureGates, Options};
use kic2kong::inner::pipeline;
use std::path::{Path, PathBuf};

/// Every tenth case, for both speed and breadth; those with an object given twice are left out, since there order counts.
fn cases() -> Vec<String> {
    let mut files: Vec<PathBuf> =
        walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases"))
            .into_iter()
            .filter_map(Result::ok)
            .map(walkdir::DirEntry::into_path)
            .filter(|path| {
                path.ends_with("in.yaml") && !path.to_string_lossy().contains("duplicate-object")
            })
            .collect();
    files.sort();
    let cases: Vec<String> = files
        .iter()
        .step_by(10)
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    assert!(cases.len() > 30, "only {} cases", cases.len());
    cases
}

fn rendered(texts: Vec<String>) -> String {
    let texts = texts.into_iter().enumerate();
    let sources = Sources(
        texts
            .map(|(number, text)| Source {
                path: format!("{number}.yaml"),
                text: text.into_bytes(),
            })
            .collect(),
    );
    let feature_gates = FeatureGates {
        gateway_alpha: true,
        rewrite_uris: true,
        kong_service_facade: true,
        ..FeatureGates::default()
    };
    let options = Options {
        feature_gates,
        ..Options::default()
    };
    let conversion = pipeline::convert(&sources, &options);
    write::yaml(&generate::generate(conversion.state, &options))
}

fn documents(text: &str) -> Vec<String> {
    text.split("\n---\n")
        .map(|document| format!("{document}\n"))
        .collect()
}

#[test]
fn a_file_for_each_document_renders_like_one_file() {
    for case in cases() {
        assert_eq!(rendered(documents(&case)), rendered(vec![case]));
    }
}

#[test]
fn files_in_another_order_render_the_same() {
    for case in cases() {
        let mut reversed = documents(&case);
        reversed.reverse();
        assert_eq!(rendered(reversed), rendered(vec![case]));
    }
}

#[test]
fn one_thread_renders_like_eight() {
    let with = |threads: usize, text: &str| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| rendered(documents(text)))
    };
    for case in cases() {
        assert_eq!(with(1, &case), with(8, &case));
    }
}
