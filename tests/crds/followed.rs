//! The CRDs that our descriptions follow, and the descriptions: both judge all cases alike.

use super::common::cases::{self, Case};
use super::common::{archive, root};
use kic2kong::inner::diag::{Diagnostic, Location};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The CRDs that our descriptions follow, as manifests. The archive says nothing of statuses, which are resources of their own.
fn crds() -> Vec<Value> {
    let archive = root().join("testdata/schema/crds.tar.gz");
    let crd = |(_, text): (String, Vec<u8>)| {
        let kind: Value = serde_json::from_slice(&text).unwrap();
        let versions = kind["versions"].as_object().unwrap().iter();
        let versions: Vec<Value> = versions
            .map(|(name, version)| {
                json!({
                    "name": name,
                    "served": version["served"],
                    "storage": version["storage"],
                    "schema": {"openAPIV3Schema": version["schema"]},
                    "subresources": {"status": {}},
                })
            })
            .collect();
        json!({
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": kind["kind"]},
            "spec": {"group": kind["group"], "names": {"kind": kind["kind"]}, "scope": kind["scope"], "versions": versions},
        })
    };
    archive::files(&archive).into_iter().map(crd).collect()
}

/// Manifests followed by the CRDs of the kinds of their objects. CRDs are given as kind and text.
fn with(manifests: &[u8], crds: &[(String, String)]) -> Vec<u8> {
    let text = String::from_utf8_lossy(manifests);
    let words = text.split(|it: char| !it.is_ascii_alphanumeric());
    let named: BTreeSet<&str> = words.collect();
    let mut all = manifests.to_vec();
    for (_, crd) in crds.iter().filter(|(kind, _)| named.contains(&**kind)) {
        all.extend(b"\n---\n");
        all.extend(crd.bytes());
    }
    all
}

/// What objects look like: the kind, with each route of keys and the type of the value there. Nothing of a text that the other reader of
/// YAML does not take.
fn shapes(manifests: &[u8]) -> Option<BTreeSet<String>> {
    let mut shapes = BTreeSet::new();
    for document in serde_yaml::Deserializer::from_slice(manifests) {
        let object: serde_yaml::Value = serde::Deserialize::deserialize(document).ok()?;
        let text = |key| object.get(key).and_then(serde_yaml::Value::as_str);
        let who = format!("{:?} {:?}", text("apiVersion"), text("kind"));
        note(&object, &who, &mut shapes);
    }
    Some(shapes)
}

fn note(value: &serde_yaml::Value, at: &str, shapes: &mut BTreeSet<String>) {
    use serde_yaml::Value::{Bool, Mapping, Null, Number, Sequence, String, Tagged};
    let kind = match value {
        Null => "null",
        Bool(_) => "boolean",
        Number(number) if number.is_f64() => "number",
        Number(_) => "integer",
        String(text) if text.is_empty() => "empty",
        String(_) => "text",
        Sequence(list) if list.is_empty() => "no items",
        Sequence(list) => {
            for item in list {
                note(item, &format!("{at}[]"), shapes);
            }
            "items"
        }
        Mapping(map) if map.is_empty() => "no fields",
        Mapping(map) => {
            for (key, value) in map {
                // Names of annotations, labels and data are no fields.
                let key = match key.as_str() {
                    Some(key) if !key.contains(['/', '-', '.']) => key,
                    _ => "*",
                };
                note(value, &format!("{at}.{key}"), shapes);
            }
            "fields"
        }
        Tagged(_) => "tagged",
    };
    shapes.insert(format!("{at} {kind}"));
}

/// Whether what a case is made of stands in none before it.
fn brings_more(case: &Case, seen: &mut BTreeSet<String>) -> bool {
    shapes(case.manifests()).is_none_or(|shapes| {
        let before = seen.len();
        seen.extend(shapes);
        seen.len() > before
    })
}

/// A problem without its place: code, object, field, words.
fn told(problem: &Diagnostic) -> String {
    let field = match problem.locations.first() {
        Some(Location::Field(origin)) => format!("{} {}", origin.object.key, origin.path),
        _ => String::new(),
    };
    format!(
        "{} {field}: {} {:?}",
        problem.code.id, problem.message, problem.hint
    )
}

/// Cases with a status that the reference looked at. An API server takes it out of an object that is created, since the CRDs have it as a
/// resource of its own.
const STATUS: [&str; 1] = ["tls-passthrough"];

/// Cases of KIC, whose CRDs these are, with the flags of their variants.
fn runs() -> Vec<(&'static Case, Vec<String>)> {
    let of_other_areas = ["admission", "fallback", "gateway-attach"];
    let more = of_other_areas.iter().flat_map(|name| cases::area(name));
    let mut runs = Vec::new();
    for case in cases::all().into_iter().chain(more) {
        let is_of_kic = !case.area.starts_with("kong-operator") && case.file("in.yaml").is_some();
        if !is_of_kic || STATUS.contains(&&*case.name) {
            continue;
        }
        let mut variants: Vec<_> = case.variants().into_iter().map(|it| it.flags).collect();
        if variants.is_empty() {
            variants.push(Vec::new());
        }
        // What the CRDs say of versions gives way to the option.
        let is_ours = |flags: &Vec<String>| {
            !flags
                .iter()
                .any(|flag| flag.contains("ko") || flag.starts_with("--gateway-api"))
        };
        // What the API server says is the same in all of them.
        runs.extend(variants.into_iter().find(is_ours).map(|it| (case, it)));
    }
    runs
}

#[test]
fn the_crds_that_we_follow_change_nothing() {
    let crds: Vec<(String, String)> = crds()
        .iter()
        .map(|crd| {
            let kind = crd["spec"]["names"]["kind"].as_str().unwrap();
            (kind.to_owned(), crd.to_string())
        })
        .collect();
    let runs = runs();
    assert!(runs.len() > 900, "only {}", runs.len());
    let family = kic2kong::inner::diag::api_server::CODES;
    let is_refusal = |it: &Diagnostic| family.iter().any(|code| code.id == it.code.id);
    let mut seen = BTreeSet::new();
    // Of cases that look alike and have nothing wrong the first one stands for all.
    let runs: Vec<_> = runs
        .into_iter()
        .map(|(case, flags)| (case, flags, brings_more(case, &mut seen)))
        .collect();
    let compared: Vec<(bool, usize, Vec<String>)> = runs
        .par_iter()
        .map(|(case, flags, is_new)| {
            let alone = cases::convert(case.manifests(), flags);
            if !is_new && !alone.problems.iter().any(is_refusal) {
                return (false, 0, Vec::new());
            }
            let beside = cases::convert(&with(case.manifests(), &crds), flags);
            let ours: BTreeSet<String> = alone.problems.iter().map(told).collect();
            let theirs: BTreeSet<String> = beside.problems.iter().map(told).collect();
            let mut wrong: Vec<String> = ours
                .symmetric_difference(&theirs)
                .map(|it| {
                    let side = if ours.contains(it) {
                        "alone"
                    } else {
                        "with CRDs"
                    };
                    format!("{} {flags:?} {side}: {it}", case.title())
                })
                .collect();
            if alone.rendered != beside.rendered {
                wrong.push(format!("{} {flags:?}: another configuration", case.title()));
            }
            let problems = alone.problems.iter();
            let refused = problems.filter(|it| cases::is_error(it) && is_refusal(it));
            (true, refused.count(), wrong)
        })
        .collect();
    let asked = compared.iter().filter(|(is_asked, ..)| *is_asked).count();
    let refused: usize = compared.iter().map(|(_, count, _)| count).sum();
    let wrong: Vec<String> = compared.into_iter().flat_map(|(.., wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 300, "only {asked} compared");
    assert!(refused > 150, "only {refused} refusals");
}
