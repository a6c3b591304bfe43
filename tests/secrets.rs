//! With `--secrets env` no secret value of any case leaves, neither in the configuration nor in a problem.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kic2kong::inner::deck::{generate, write};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::{FeatureGates, Options, Secrets};
use kic2kong::inner::pipeline;
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// Data keys whose values are secret, whatever the Secret is for.
const SECRET_KEYS: [&str; 6] = [
    "tls.key",
    "password",
    "secret",
    "key",
    "client_secret",
    "rsa_public_key",
];

/// Values as short as this are words that occur elsewhere by chance.
const SHORTEST: usize = 6;

fn secret_values(manifests: &str) -> Vec<String> {
    let mut values = Vec::new();
    for document in serde_yaml::Deserializer::from_str(manifests) {
        let Ok(object) = Value::deserialize(document) else {
            break;
        };
        if object["kind"] != "Secret" {
            continue;
        }
        for key in SECRET_KEYS {
            values.extend(object["stringData"][key].as_str().map(str::to_owned));
            let decoded = object["data"][key]
                .as_str()
                .and_then(|text| STANDARD.decode(text.replace(['\n', '\r'], "")).ok());
            values.extend(decoded.and_then(|bytes| String::from_utf8(bytes).ok()));
        }
    }
    values
        .into_iter()
        .map(|value| value.trim().to_owned())
        .filter(|value| value.len() >= SHORTEST)
        .collect()
}

#[test]
fn no_secret_value_leaves_when_secrets_are_variables() {
    let feature_gates = FeatureGates {
        gateway_alpha: true,
        ..FeatureGates::default()
    };
    let options = Options {
        feature_gates,
        secrets: Secrets::Env,
        ..Options::default()
    };
    let (mut looked_at, mut leaks) = (0, Vec::new());
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases"))
    {
        let path = entry.unwrap().into_path();
        if !path.ends_with("in.yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let secrets = secret_values(&text);
        let sources = Sources(vec![Source {
            path: "in.yaml".to_owned(),
            text: text.into_bytes(),
        }]);
        let conversion = pipeline::convert(&sources, &options);
        let mut written = write::json(&generate::generate(conversion.state, &options));
        for problem in &conversion.diagnostics {
            written.push_str(&problem.message);
            written.push_str(problem.hint.as_deref().unwrap_or_default());
        }
        for secret in secrets {
            looked_at += 1;
            let as_json = serde_json::to_string(&secret).unwrap();
            if written.contains(&secret) || written.contains(as_json.trim_matches('"')) {
                leaks.push(format!("{}: {} characters", path.display(), secret.len()));
            }
        }
    }
    assert!(looked_at > 50, "only {looked_at} secret values in testdata");
    assert!(
        leaks.is_empty(),
        "{} leaks:\n{}",
        leaks.len(),
        leaks.join("\n")
    );
}
