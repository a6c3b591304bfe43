//! `helm template` by the real Helm: of a chart that is here, with its dependencies, and of values that are here.

use super::build::{self, Built, Shop};
use super::origins;
use crate::cli::args::InputArgs;
use crate::escape::line;
use crate::manifest::disk;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

/// The file that makes a directory a chart.
const CHART: &str = "Chart.yaml";

/// The most bytes of a schema of values.
const SCHEMA_LIMIT: u64 = 16 << 20;

/// Render a chart.
pub(super) fn template(chart: &Path, input: &InputArgs, shop: &Shop<'_>) -> Result<Built> {
    let shown = line::path(chart);
    let text = chart.to_string_lossy();
    let is_elsewhere = text.contains("://");
    if is_elsewhere && !shop.allow_remote {
        bail!(
            "{shown} stands elsewhere, and nothing is fetched\n  hint: --allow-remote lets Helm fetch it, or `helm template {} {shown} | kic2kong check -`",
            line::clean(&input.build.release)
        );
    }
    let chart = if is_elsewhere {
        chart.to_owned()
    } else {
        let real = shop.admit(chart)?;
        if real.is_dir() {
            look_through(&real, shop)?;
        } else if !real.is_file() {
            bail!("{shown}: expected a chart: a directory with {CHART}, or a .tgz file");
        }
        real
    };
    let output = run(&chart, input, shop, &shown)?;
    let text = build::text(output, "helm")?;
    let authors = origins::comments(&text);
    let authors = authors
        .into_iter()
        .map(|author| written_in(&chart, &author?));
    let authors = authors.collect();
    Ok(Built { text, authors })
}

fn run(chart: &Path, input: &InputArgs, shop: &Shop<'_>, shown: &str) -> Result<Vec<u8>> {
    let release = &input.build.release;
    let Some(program) = build::program("helm") else {
        bail!(
            "--helm needs helm, and there is none on the PATH\n  example: helm template {} {shown} | kic2kong check -",
            line::clean(release)
        );
    };
    for (what, name) in [("--release", release), ("--namespace", &input.namespace)] {
        if name.starts_with('-') || name.is_empty() {
            bail!("{what} is no name: `{}`", line::clean(name));
        }
    }
    let mut command = Command::new(program);
    command.args(["template", release]).arg(chart);
    command.args(["--namespace", &input.namespace]);
    for values in &input.build.values {
        let real = shop.admit(values)?;
        if !real.is_file() {
            bail!("{}: expected a file of values", line::path(values));
        }
        command.arg("--values").arg(real);
    }
    let answer = shop
        .run(command, "helm")
        .with_context(|| format!("cannot render {shown}"))?;
    answer.output.with_context(|| {
        let message = shop.told(&answer.message);
        let message = message.replace(&*chart.to_string_lossy(), shown);
        let hint = if message.contains("missing in charts/") {
            format!("\n  hint: `helm dependency build {shown}` puts them there; nothing is fetched from here")
        } else {
            String::new()
        };
        format!("helm cannot render {shown}: {message}{hint}")
    })
}

/// Look at every file of a chart: Helm follows links and reads what they lead to, and fetches the schemas that a schema refers to.
fn look_through(chart: &Path, shop: &Shop<'_>) -> Result<()> {
    let label = |path: &Path| line::clean(&shop.tree.label(path));
    if !chart.join(CHART).is_file() {
        bail!("{} is no chart: it holds no {CHART}", label(chart));
    }
    for entry in WalkDir::new(chart).sort_by_file_name() {
        let entry = entry.with_context(|| label(chart))?;
        let path = entry.path();
        let kind = entry.file_type();
        if kind.is_symlink() {
            let real = path.canonicalize().with_context(|| label(path))?;
            if !real.starts_with(chart) && !shop.tree.admits(&real) {
                bail!("{}: a link leads out of the repository", label(path));
            }
        } else if !kind.is_file() && !kind.is_dir() {
            bail!("{} is a device, a pipe or a socket", label(path));
        }
        let is_schema = path
            .file_name()
            .is_some_and(|name| name == "values.schema.json");
        if is_schema && !shop.allow_remote {
            let text = path.canonicalize().ok();
            let text = text.and_then(|real| disk::read_small(&real, SCHEMA_LIMIT).ok());
            let schema = text.and_then(|text| serde_json::from_slice(&text).ok());
            if schema.is_none_or(|schema| refers_elsewhere(&schema)) {
                bail!(
                    "{}: this schema cannot be read or refers to one that stands elsewhere, and nothing is fetched\n  hint: --allow-remote lets Helm fetch it",
                    label(path)
                );
            }
        }
    }
    Ok(())
}

/// Whether a JSON schema refers to another one by an address.
fn refers_elsewhere(schema: &serde_json::Value) -> bool {
    const WORDS: [&str; 5] = ["$ref", "$schema", "$id", "id", "$dynamicRef"];
    let is_elsewhere = |text: &str| text.contains(':') && !text.contains("//json-schema.org/");
    match schema {
        serde_json::Value::Object(fields) => fields.iter().any(|(name, value)| {
            let text = value.as_str();
            WORDS.contains(&name.as_str()) && text.is_some_and(is_elsewhere)
                || refers_elsewhere(value)
        }),
        serde_json::Value::Array(items) => items.iter().any(refers_elsewhere),
        _ => false,
    }
}

/// The file of a chart that Helm names, `<name of the chart>/templates/web.yaml`.
fn written_in(chart: &Path, author: &str) -> Option<PathBuf> {
    let (_, inside) = author.split_once('/')?;
    let path = disk::lexical(&chart.join(inside)).canonicalize().ok()?;
    path.starts_with(chart).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_schema_with_an_address_is_found() {
        let elsewhere = json!({"properties": {"a": {"$ref": "http://127.0.0.1/x"}}});
        assert!(refers_elsewhere(&elsewhere));
        let own = json!({"$schema": "https://json-schema.org/draft-07/schema#", "properties": {"a": {"$ref": "#/definitions/a"}}});
        assert!(!refers_elsewhere(&own));
    }
}
