//! SARIF 2.1.0, as GitHub's code scanning and other collectors take it.

use super::{Located, Position, Since, webhook};
use crate::diag::{Code, Location, Severity};
use crate::escape::line::clean;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One run with the rules that were broken and a result for each problem.
pub fn render(problems: &[Located<'_>]) -> String {
    let mut codes: BTreeMap<&str, &Code> = BTreeMap::new();
    for problem in problems {
        codes.insert(problem.diagnostic.code.id, problem.diagnostic.code);
    }
    let rules: Vec<Value> = codes.values().copied().map(rule).collect();
    let ids: Vec<&str> = codes.keys().copied().collect();
    let results: Vec<Value> = problems
        .iter()
        .map(|problem| result(problem, &ids))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "shortDescription": { "text": code.summary },
        "fullDescription": { "text": code.explanation },
        "help": {
            "text": format!("{}\n\nInstead of:\n{}\n\nwrite:\n{}", code.explanation, code.before, code.after),
            "markdown": format!(
                "{}\n\nInstead of:\n```yaml\n{}\n```\nwrite:\n```yaml\n{}\n```",
                code.explanation, code.before, code.after
            ),
        },
        "defaultConfiguration": { "level": level(code.severity) },
        "properties": { "tags": ["kong", "kubernetes"] },
    })
}

fn result(problem: &Located<'_>, ids: &[&str]) -> Value {
    let found = problem.diagnostic;
    let mut text = message(&found.message);
    for line in webhook::said(found) {
        text = format!("{text} ({})", message(&line));
    }
    if let Some(hint) = &found.hint {
        text = format!("{text} (hint: {})", message(hint));
    }
    let mut places = problem.places();
    let primary: Vec<Value> = places
        .by_ref()
        .take(1)
        .map(|(location, position)| place(location, position))
        .collect();
    let related: Vec<Value> = places
        .map(|(location, position)| place(location, position))
        .collect();
    let mut result = json!({
        "ruleId": found.code.id,
        "ruleIndex": ids.binary_search(&found.code.id).unwrap_or_default(),
        "level": level(found.severity),
        "message": { "text": text },
        "locations": primary,
        "relatedLocations": related,
        "partialFingerprints": { "kic2kong/v1": fingerprint(problem) },
    });
    for (name, value) in [
        ("environment", problem.environment),
        ("control_plane", problem.control_plane),
    ] {
        if let Some(value) = value {
            result["properties"][name] = value.into();
        }
    }
    // SARIF 2.1.0, 3.27.24.
    if let Some(since) = problem.since {
        result["baselineState"] = match since {
            Since::Now => "new".into(),
            Since::Before => "unchanged".into(),
        };
    }
    result
}

/// A message on one line without links: viewers read `[text](address)` in it (SARIF 2.1.0, 3.11.6).
fn message(text: &str) -> String {
    let text = clean(text);
    if text.contains("](") {
        text.replace('[', "\\[").replace(']', "\\]")
    } else {
        text
    }
}

/// What stays the same when lines move: code, object, field.
fn fingerprint(problem: &Located<'_>) -> String {
    let (object, field) = problem
        .places()
        .next()
        .map(|(location, _)| location.names())
        .unwrap_or_default();
    let code = Some(problem.diagnostic.code.id.to_owned());
    let parts = [problem.within(), code, object, field];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" ")
}

fn place(location: &Location, position: &Position) -> Value {
    let mut out = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&position.file) },
            // Code scanning wants a line even where the file as a whole is meant.
            "region": { "startLine": position.line.max(1), "startColumn": position.column.max(1) },
        },
    });
    if let (Some(object), field) = location.names() {
        let name = field.map_or_else(|| object.clone(), |field| format!("{object} {field}"));
        out["logicalLocations"] = json!([{ "fullyQualifiedName": name, "kind": "resource" }]);
        out["message"] = json!({ "text": clean(&object) });
    }
    out
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a URI reference: relative ones stay relative, so that the collector finds them in the checkout.
fn uri(path: &str) -> String {
    use std::fmt::Write;
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut out = String::with_capacity(path.len());
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{located, object, problem};
    use super::*;
    use crate::origin::Origin;

    #[test]
    fn a_log_has_all_that_code_scanning_requires() {
        let found = problem("Ingress", "gone").and(Origin::of(&object("Service", "web")));
        let log: Value = serde_json::from_str(&render(&[located(&found, 3, 12)])).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!(rule["id"], "backend-service-not-found");
        let result = &run["results"][0];
        assert_eq!(result["ruleId"], rule["id"]);
        assert_eq!(result["ruleIndex"], 0);
        assert_eq!(result["level"], "error");
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "deploy/cart.yaml");
        assert_eq!(physical["region"]["startLine"], 3);
        assert_eq!(result["relatedLocations"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn a_message_holds_no_link() {
        assert_eq!(message("a [b](https://c)"), "a \\[b\\](https://c)");
        assert_eq!(message("no [a-z]+ [1]"), "no [a-z]+ [1]");
    }

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("./a b.yaml"), "a%20b.yaml");
        assert_eq!(uri("/srv/a.yaml"), "file:///srv/a.yaml");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
