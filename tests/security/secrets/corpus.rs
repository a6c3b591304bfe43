//! The cases of the corpus, with the secrets that they really have.

use super::outputs;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kic2kong::inner::deck::content::Content;
use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Data keys whose values are secret, whatever the Secret is for.
const KEYS: [&str; 5] = ["tls.key", "password", "secret", "key", "client_secret"];

/// Values as short as this are words that occur elsewhere by chance.
const SHORTEST: usize = 8;

fn cases() -> Vec<PathBuf> {
    walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases"))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.ends_with("in.yaml"))
        .collect()
}

/// The secret values of manifests, in clear and as they are written.
fn values(manifests: &str) -> Vec<String> {
    let mut values = Vec::new();
    for document in serde_yaml::Deserializer::from_str(manifests) {
        let Ok(object) = Value::deserialize(document) else {
            break;
        };
        if object["kind"] != "Secret" {
            continue;
        }
        for key in KEYS {
            for text in ["stringData", "data"].map(|field| object[field][key].as_str()) {
                let decoded = STANDARD.decode(text.unwrap_or_default().replace(['\n', '\r'], ""));
                values.extend(decoded.ok().and_then(|bytes| String::from_utf8(bytes).ok()));
                values.extend(text.map(str::to_owned));
            }
        }
    }
    values
        .iter()
        .flat_map(|value| value.lines())
        .map(|line| line.trim().to_owned())
        .filter(|line| line.len() >= SHORTEST && !line.starts_with("-----"))
        .collect()
}

#[test]
fn no_secret_of_the_corpus_is_shown() {
    let (mut looked_at, mut leaks) = (0, Vec::new());
    for path in cases() {
        let text = std::fs::read_to_string(&path).unwrap();
        let values = values(&text);
        if values.is_empty() {
            continue;
        }
        let (content, mut said) = outputs::of_manifests(&text);
        let (rendered, about) = outputs::as_file(&content);
        said += &about;
        said += &outputs::of_diff(&Content::default(), &content);
        said += &outputs::of_diff(&rendered, &Content::default());
        for value in values {
            looked_at += 1;
            if said.contains(&value) {
                leaks.push(format!("{}: {value}", path.display()));
            }
        }
    }
    assert!(
        looked_at > 100,
        "only {looked_at} secret values in testdata"
    );
    assert!(
        leaks.is_empty(),
        "{} leaks:\n{}",
        leaks.len(),
        leaks.join("\n")
    );
}

/// A certificate that is valid, but for an id that is none.
#[test]
fn the_id_of_a_ca_certificate_comes_out_of_a_secret() {
    let path = cases()
        .into_iter()
        .find(|path| path.parent().unwrap().ends_with("ca-cert-duplicate-id"));
    let text = std::fs::read_to_string(path.unwrap()).unwrap();
    let lines = text.lines().map(|line| match line.find(" id:") {
        Some(at) => format!("{} id: {}\n", &line[..at], STANDARD.encode("SENTINEL")),
        None => format!("{line}\n"),
    });
    let (content, mut said) = outputs::of_manifests(&lines.collect::<String>());
    let written = content.ca_certificates.iter();
    assert_eq!(
        written
            .filter_map(|it| it.id.as_deref())
            .collect::<Vec<_>>(),
        ["SENTINEL"]
    );
    said += &outputs::of_diff(&Content::default(), &content);
    said += &outputs::of_diff(&outputs::as_file(&content).0, &Content::default());
    assert!(!said.contains("SENTINEL"), "{said}");
}
