//! JSON, as the design fixes it.

use super::{Located, Position, Since};
use crate::diag::Location;
use serde_json::{Map, Value, json};

/// `{"diagnostics": [...], "summary": {...}}`, indented, with a final line end.
pub fn render(problems: &[Located<'_>], summary: &Map<String, Value>) -> String {
    format!(
        "{:#}\n",
        json!({ "diagnostics": diagnostics(problems), "summary": summary })
    )
}

/// The problems alone.
pub fn diagnostics(problems: &[Located<'_>]) -> Vec<Value> {
    problems.iter().map(diagnostic).collect()
}

fn diagnostic(problem: &Located<'_>) -> Value {
    let found = problem.diagnostic;
    let mut out = Map::new();
    if let Some(environment) = problem.environment {
        out.insert("environment".into(), environment.into());
    }
    if let Some(control_plane) = problem.control_plane {
        out.insert("control_plane".into(), control_plane.into());
    }
    out.insert("code".into(), found.code.id.into());
    out.insert("severity".into(), found.severity.as_str().into());
    out.insert("message".into(), found.message.as_str().into());
    if let Some(since) = problem.since {
        out.insert("new".into(), (since == Since::Now).into());
    }
    if let Some(hint) = &found.hint {
        out.insert("hint".into(), hint.as_str().into());
    }
    if let Some(verdict) = &found.kong {
        out.insert(
            "kong".into(),
            json!({ "entity": verdict.entity, "name": verdict.name, "field": verdict.field }),
        );
    }
    if let Some(words) = &found.controller_message {
        out.insert("controllerMessage".into(), words.as_str().into());
    }
    let mut objects: Vec<Map<String, Value>> = problem
        .places()
        .map(|(location, position)| object(location, position))
        .collect();
    if let Some(verdict) = &found.api_server {
        out.insert("apiServer".into(), true.into());
        if let (Some(primary), Some(field)) = (objects.first_mut(), &verdict.field) {
            primary.insert("field".into(), field.as_str().into());
        }
    }
    if !found.webhook.is_empty() {
        let answers = found.webhook.iter().map(|answer| {
            json!({
                "object": answer.object.to_string(),
                "refused": answer.refused,
                "message": answer.message,
                "gateway": answer.gateway,
            })
        });
        out.insert("webhook".into(), answers.collect());
    }
    out.insert("objects".into(), objects.into());
    Value::Object(out)
}

fn object(location: &Location, position: &Position) -> Map<String, Value> {
    let mut out = Map::new();
    if let Location::Field(origin) = location {
        let key = &origin.object.key;
        out.insert("apiVersion".into(), key.api_version().into());
        out.insert("kind".into(), key.kind.as_ref().into());
        if !key.namespace.is_empty() {
            out.insert("namespace".into(), key.namespace.as_str().into());
        }
        out.insert("name".into(), key.name.as_str().into());
        if !origin.path.is_root() {
            out.insert("field".into(), origin.path.to_string().into());
        }
    }
    out.insert("file".into(), position.file.as_str().into());
    if position.line > 0 {
        out.insert("line".into(), position.line.into());
        out.insert("column".into(), position.column.into());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{located, problem};
    use super::*;
    use crate::diag::KongVerdict;

    #[test]
    fn a_problem_is_written_as_the_design_says() {
        let found = problem("Service", "gone").refused_by_kong(KongVerdict {
            entity: "route".to_owned(),
            name: None,
            field: "paths.1".to_owned(),
        });
        let report: Value =
            serde_json::from_str(&render(&[located(&found, 3, 12)], &Map::new())).unwrap();
        assert_eq!(
            report,
            json!({ "diagnostics": [{
                "code": "backend-service-not-found",
                "severity": "error",
                "message": "gone",
                "hint": "add the Service",
                "kong": { "entity": "route", "name": null, "field": "paths.1" },
                "objects": [{
                    "apiVersion": "v1", "kind": "Service", "namespace": "shop", "name": "cart",
                    "field": "spec.backend", "file": "deploy/cart.yaml", "line": 3, "column": 12,
                }],
            }], "summary": {} })
        );
    }
}
