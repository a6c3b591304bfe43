//! One Ingress as the webhook sees it: by itself, but for KongServiceFacades, and with legacy detection of regular expressions
//! (spec 82, 3.8).

use super::paths::{RegexMark, RulePath, collapse_slashes};
use super::{Context, backend};
use crate::annotations::table::REGEX_PREFIX;
use crate::diag::{Diagnostic, Diagnostics};
use crate::k8s::object::Object;
use crate::options::Options;
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use k8s_openapi::api::networking::v1::{HTTPIngressPath, IngressSpec};

/// The paths of rules that have no backend: the problem of each, and the controller's own words.
pub fn failures(
    store: &Store,
    options: &Options,
    ingress: &Object<IngressSpec>,
) -> Vec<(Diagnostic, String)> {
    let mut unheard = Diagnostics::default();
    let context = Context {
        store,
        options,
        diagnostics: &mut unheard,
    };
    let failures = paths(ingress).filter_map(|(path, mut origin)| {
        origin.path = origin.path.key("backend");
        let problem = backend::of_path(&context, &path.backend, origin).err()?;
        let text = collapse_slashes(path.path.as_deref().unwrap_or_default());
        let said = problem.said_of_path(&text);
        Some((problem.of_path(&text), said))
    });
    failures.collect()
}

/// The paths that only legacy detection takes for regular expressions, as Kong would get them without their `~`; where they stand.
pub fn legacy_patterns(ingress: &Object<IngressSpec>) -> Vec<(Origin, String)> {
    let mark = |legacy_detection| RegexMark {
        prefix: REGEX_PREFIX.written(&ingress.meta),
        legacy_detection,
    };
    let mut found = Vec::new();
    for (path, mut origin) in paths(ingress) {
        origin.path = origin.path.key("path");
        let text = collapse_slashes(path.path.as_deref().unwrap_or_default());
        let path = RulePath::new(text, &path.path_type);
        let plain = path.traditional(mark(false));
        let taken = path.traditional(mark(true)).into_iter().zip(plain);
        let patterns = taken.filter(|(detected, plain)| detected != plain);
        found.extend(patterns.map(|(_, plain)| (origin.clone(), plain)));
    }
    found
}

/// The paths of the rules, with their places.
fn paths(ingress: &Object<IngressSpec>) -> impl Iterator<Item = (&HTTPIngressPath, Origin)> {
    let rules = ingress.spec.rules.iter().flatten().enumerate();
    rules.flat_map(move |(rule, spec)| {
        let paths = spec.http.as_ref().map_or(&[][..], |http| &http.paths);
        paths.iter().enumerate().map(move |(index, path)| {
            let at = FieldPath::of(&["spec", "rules"]).index(rule);
            let at = at.key("http").key("paths").index(index);
            (path, Origin::at(&ingress.meta, at))
        })
    })
}
