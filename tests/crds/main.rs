//! CRDs among the inputs: those that our descriptions follow change nothing, and others count instead.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "../common/mod.rs"]
mod common;
mod followed;
mod others;
mod updates;

use common::cases;
use kic2kong::inner::diag::Location;

/// A CRD of Kong's with this schema, in versions that are served or not.
pub(crate) fn crd(kind: &str, versions: &[(&str, bool)], schema: &str) -> String {
    let versions: Vec<String> = versions
        .iter()
        .map(|(name, served)| {
            format!("{{name: {name}, served: {served}, storage: true, schema: {{openAPIV3Schema: {schema}}}}}")
        })
        .collect();
    format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: {kind}}}\n\
         spec: {{group: configuration.konghq.com, names: {{kind: {kind}}}, versions: [{}]}}\n",
        versions.join(", ")
    )
}

pub(crate) const PLUGIN: &str =
    "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: p}\n";

/// Code, field and words of what is said of a plugin under a CRD with this schema, but for problems that have nothing to do with it.
pub(crate) fn judged(schema: &str, body: &str) -> Vec<String> {
    let crd = crd("KongPlugin", &[("v1", true)], schema);
    problems(&format!("{PLUGIN}{body}\n---\n{crd}"))
}

pub(crate) fn problems(manifests: &str) -> Vec<String> {
    let family = kic2kong::inner::diag::api_server::CODES;
    let converted = cases::convert(manifests.as_bytes(), &[]);
    let problems = converted.problems.iter();
    problems
        .filter(|problem| family.iter().any(|code| code.id == problem.code.id))
        .map(|problem| match problem.locations.first() {
            Some(Location::Field(origin)) => {
                let words = problem
                    .message
                    .trim_start_matches("the API server refuses the object: ");
                format!("{} {}: {words}", problem.code.id, origin.path)
            }
            _ => problem.message.clone(),
        })
        .collect()
}

/// The schema of a plugin with one more field.
pub(crate) fn plugin(field: &str) -> String {
    format!(
        "{{type: object, properties: {{plugin: {{type: string}}, config: {{type: object, x-kubernetes-preserve-unknown-fields: true}}, {field}}}}}"
    )
}
