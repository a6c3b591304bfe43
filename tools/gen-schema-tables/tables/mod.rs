//! The tables of `data/`, from the schemas.

mod entities;
mod plugins;
mod refused;

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The names of the files and their content.
pub(crate) fn make(schemas: &Path) -> anyhow::Result<Vec<(&'static str, Vec<u8>)>> {
    let rules: Value = serde_json::from_slice(&std::fs::read(schemas.join(RULES))?)?;
    Ok(vec![
        (
            "plugin-schemas.bin",
            plugins::table(&versions(&schemas.join("plugins"))?, &rules)?,
        ),
        (
            "entity-schemas.bin",
            entities::table(&versions(&schemas.join("entities"))?, &rules)?,
        ),
        ("inputs.sha256", checksums(schemas)?.into_bytes()),
    ])
}

/// The schemas of the open-source edition, in the directory.
const RULES: &str = "kong-schemas.json";

/// The version that they are of; what the open-source edition ends with.
const OPEN_SOURCE_VERSION: &str = "3.9";

/// A version and its file.
type Versions = Vec<(String, PathBuf)>;

/// The files by version, ascending.
fn versions(directory: &Path) -> anyhow::Result<Versions> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some(version) = name.and_then(|name| name.strip_suffix(".json")) {
            found.push((numbers(version)?, version.to_owned(), path));
        }
    }
    found.sort();
    let plain = found.into_iter().map(|(_, version, path)| (version, path));
    Ok(plain.collect())
}

/// A version as numbers, which sort.
fn numbers(version: &str) -> anyhow::Result<Vec<u32>> {
    Ok(version
        .split('.')
        .map(str::parse)
        .collect::<Result<_, _>>()?)
}

/// A line per input, as `sha256sum` writes it.
fn checksums(schemas: &Path) -> anyhow::Result<String> {
    let mut names = vec![RULES.to_owned()];
    for part in ["entities", "plugins"] {
        let versions = versions(&schemas.join(part))?.into_iter();
        names.extend(versions.map(|(version, _)| format!("{part}/{version}.json")));
    }
    let mut text = String::new();
    for name in names {
        let sum = Sha256::digest(std::fs::read(schemas.join(&name))?);
        let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(text, "{sum}  {name}")?;
    }
    Ok(text)
}
