//! What stands in `packaging/`, `action.yml` and `.pre-commit-hooks.yaml` works, run the way its host runs it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod action;
mod kubectl;
#[path = "../machine/mod.rs"]
mod machine;
mod pipelines;
mod release;

use serde_yaml::Value;

/// A file of the repository, as YAML.
fn yaml(name: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A text in a YAML tree, by its keys.
#[track_caller]
fn text<'a>(value: &'a Value, keys: &[&str]) -> &'a str {
    keys.iter()
        .fold(value, |value, key| &value[*key])
        .as_str()
        .unwrap_or_else(|| panic!("no text at {}", keys.join(".")))
}

/// The texts of a YAML list.
fn texts(value: &Value) -> Vec<&str> {
    let list = value.as_sequence().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|item| item.as_str().unwrap()).collect()
}

/// A script that makes a repository with the example shop on `main`, and a branch that puts a path away.
const REPOSITORY: &str = "
git init --quiet --initial-branch main
git add .
git commit --quiet --message 'A shop'
git switch --quiet --create orders
sed -i 's|path: /orders|path: /order|' deploy/shop.yaml
git commit --quiet --all --message 'Move the orders'
";
