//! What the API server refuses in a manifest, as the problems of a conversion tell it.

use kic2kong::inner::diag::{Diagnostic, Location};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::{KubernetesVersion, Options};
use kic2kong::inner::pipeline::convert;
use std::collections::BTreeMap;

/// An error of the API server: the field and the text behind it.
pub type Told = (String, String);

/// The problems of a manifest.
pub fn in_text(text: impl Into<Vec<u8>>, version: KubernetesVersion) -> Vec<Diagnostic> {
    let sources = Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: text.into(),
    }]);
    let options = Options {
        kubernetes_version: version,
        ..Options::default()
    };
    convert(&sources, &options).diagnostics
}

/// The object of a problem, as the expected files call it.
pub fn object(problem: &Diagnostic) -> String {
    let key = &problem.objects().next().unwrap().key;
    let name = if key.name.is_empty() && !key.namespace.is_empty() {
        format!("{}/", key.namespace)
    } else {
        key.qualified_name()
    };
    format!("{} {name}", key.kind)
}

/// The field of a problem, as the API server calls it.
pub fn field(problem: &Diagnostic) -> String {
    let called = problem.api_server.as_ref().and_then(|it| it.field.clone());
    match problem.locations.first() {
        Some(Location::Field(origin)) => called.unwrap_or_else(|| origin.path.to_string()),
        _ => panic!("a problem of an object stands in it"),
    }
}

/// What is refused, by object.
pub fn refused(problems: &[Diagnostic]) -> BTreeMap<String, Vec<Told>> {
    let mut refused: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for problem in problems.iter().filter(|it| it.is_api_server_refusal()) {
        refused
            .entry(object(problem))
            .or_default()
            .push((field(problem), problem.message.clone()));
    }
    refused
}
