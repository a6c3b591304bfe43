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

/// Manifests followed by the CRDs of their kinds.
fn with(manifests: &[u8], crds: &[Value]) -> Vec<u8> {
    let mut text = manifests.to_vec();
    let is_used = |crd: &&Value| {
        let kind = crd["spec"]["names"]["kind"].as_str().unwrap();
        String::from_utf8_lossy(manifests).contains(kind)
    };
    for crd in crds.iter().filter(is_used) {
        text.extend(b"\n---\n");
        text.extend(crd.to_string().into_bytes());
    }
    text
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
    let crds = crds();
    let runs = runs();
    assert!(runs.len() > 900, "only {}", runs.len());
    let compared: Vec<(usize, Vec<String>)> = runs
        .par_iter()
        .map(|(case, flags)| {
            let alone = cases::convert(case.manifests(), flags);
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
            let family = kic2kong::inner::diag::api_server::CODES;
            let refused = alone.problems.iter().filter(|it| {
                cases::is_error(it) && family.iter().any(|code| code.id == it.code.id)
            });
            (refused.count(), wrong)
        })
        .collect();
    let refused: usize = compared.iter().map(|(count, _)| count).sum();
    let wrong: Vec<String> = compared.into_iter().flat_map(|(_, wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused > 150, "only {refused} refusals");
}
