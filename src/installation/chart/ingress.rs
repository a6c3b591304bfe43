//! Chart `ingress`: chart `kong` twice, and the values that one half has and the other one reads (spec 85, 6).

use super::values::leaves;
use crate::diag::charts;
use crate::installation::datum::Datum;
use crate::installation::found::Outcome;
use std::collections::BTreeMap;

/// Parts of the values that nothing reads, with where their values belong.
const WITHOUT_EFFECT: [(&[&str], &str); 8] = [
    (&["controller", "env"], "gateway.env"),
    (&["controller", "customEnv"], "gateway.customEnv"),
    (&["controller", "image"], "gateway.image"),
    (
        &["gateway", "ingressController"],
        "controller.ingressController",
    ),
    (&["ingressController"], "controller.ingressController"),
    (&["env"], "gateway.env"),
    (&["customEnv"], "gateway.customEnv"),
    (&["image"], "gateway.image"),
];

/// Fields among them that something does read.
const READ: [&str; 3] = [
    "gateway.ingressController.enabled",
    "controller.image.pullPolicy",
    "controller.image.pullSecrets",
];

/// Say which values do nothing. `prefix` stands before every path.
pub(in crate::installation) fn without_effect(values: &Datum, prefix: &str, out: &mut Outcome) {
    for (path, right) in WITHOUT_EFFECT {
        let Some(part) = values.at_path(path) else {
            continue;
        };
        let own = path.join(".");
        let mut found = BTreeMap::new();
        leaves(part, &own, &mut found);
        for (leaf, at) in found {
            if READ.contains(&&*leaf) {
                continue;
            }
            let tail = leaf.strip_prefix(&own).unwrap_or_default();
            let belongs = format!("{prefix}{right}{tail}");
            let leaf = format!("{prefix}{leaf}");
            out.problems
                .push(charts::value_without_effect(at.location(), &leaf, &belongs));
        }
    }
}
