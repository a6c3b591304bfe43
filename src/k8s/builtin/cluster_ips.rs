//! The addresses of a Service inside the cluster (Kubernetes: pkg/apis/core/validation/validation.go,
//! `ValidateServiceClusterIPsRelatedFields`). The API server tells faults of `clusterIP` at `clusterIPs`.

use super::addresses;
use super::metadata::texts;
use super::refusal::Findings;
use super::service::ServiceSpec;
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{field, text, text_or};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::Node;
use std::collections::HashSet;

/// `clusterIPs`, which `clusterIP` stands in for when it is absent.
pub(super) struct ClusterIps<'n> {
    all: Vec<&'n str>,
    single: &'n str,
    is_from_single: bool,
}

impl<'n> ClusterIps<'n> {
    /// The addresses in a `spec`.
    pub(super) fn of(spec: &'n Node<'_>) -> Self {
        let single = text_or(spec, "clusterIP", "");
        let written: Vec<&str> = field(spec, "clusterIPs")
            .into_iter()
            .flat_map(texts)
            .map(|(_, text)| text)
            .collect();
        let is_from_single = written.is_empty() && !single.is_empty();
        Self {
            all: if is_from_single {
                vec![single]
            } else {
                written
            },
            single,
            is_from_single,
        }
    }

    /// Whether there is one.
    pub(super) fn any(&self) -> bool {
        !self.all.is_empty()
    }

    /// Whether the Service is headless.
    pub(super) fn is_headless(&self) -> bool {
        self.all == ["None"]
    }

    /// The field that holds them.
    pub(super) fn written_in(&self) -> &'static str {
        if self.is_from_single {
            "clusterIP"
        } else {
            "clusterIPs"
        }
    }

    /// The path to one of them.
    fn at<'t>(&self, list: &'t Trail<'t>, index: usize) -> Trail<'t> {
        if self.is_from_single {
            *list
        } else {
            list.index(index)
        }
    }
}

/// Judge the addresses and their families, of any type but `ExternalName`.
pub(super) fn judge(spec: &ServiceSpec<'_, '_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    const CALLED: &str = "spec.clusterIPs";
    let ips = &spec.cluster_ips;
    let list_at = here.key(ips.written_in());
    let rule = |found: &mut Findings<'_>, detail: &'static str| {
        found.note_as(&list_at, CALLED, Fault::Rule(detail.into()));
    };
    if ips.is_headless() && matches!(spec.kind, "NodePort" | "LoadBalancer") {
        let detail = format!("may not be set to 'None' for {} services", spec.kind);
        let at = ips.at(&list_at, 0);
        let fault = Fault::Rule(detail.into());
        found.note_as_with(&at, format!("{CALLED}[0]"), fault, Hint::Headless);
    }
    let is_single_known = !found.is_wrong(&here.key("clusterIP"));
    match ips.all.first() {
        Some(_) if ips.single.is_empty() && is_single_known => {
            rule(found, "must be empty when `clusterIP` is not specified");
        }
        Some(first) if *first != ips.single && is_single_known => {
            rule(found, "first value must match `clusterIP`");
        }
        _ => {}
    }
    families(spec, here, found);
    let mut is_sound = true;
    for (index, text) in ips.all.iter().enumerate() {
        if index == 0 && *text == "None" {
            if ips.all.len() > 1 {
                is_sound = false;
                rule(found, "'None' must be the first and only value");
            }
        } else if let Err(detail) = addresses::legacy(text, spec.release) {
            is_sound = false;
            let called = format!("{CALLED}[{index}]");
            found.note_as(
                &ips.at(&list_at, index),
                called,
                Fault::Invalid(detail.into()),
            );
        }
    }
    if ips.all.len() > 2 {
        rule(found, "may only hold up to 2 values");
    }
    if is_sound {
        match_families(spec, &list_at, found);
    }
}

/// `ipFamilies` and `ipFamilyPolicy`, each by itself.
fn families(spec: &ServiceSpec<'_, '_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    let trail = here.key("ipFamilies");
    let mut seen = HashSet::new();
    for (index, family) in field(spec.node, "ipFamilies").into_iter().flat_map(texts) {
        let at = trail.index(index);
        found.one_of(&at, family, &["IPv4", "IPv6"]);
        if !seen.insert(family) {
            found.note(&at, Fault::Duplicate(family.to_owned()));
        }
    }
    if let Some(policy) = text(spec.node, "ipFamilyPolicy") {
        let supported = &["PreferDualStack", "RequireDualStack", "SingleStack"];
        found.one_of(&here.key("ipFamilyPolicy"), policy, supported);
    }
}

/// Two addresses are of two families, and each of the family that `ipFamilies` gives its place.
fn match_families(spec: &ServiceSpec<'_, '_>, list_at: &Trail<'_>, found: &mut Findings<'_>) {
    const CALLED: &str = "spec.clusterIPs";
    let ips = &spec.cluster_ips;
    let is_v6 = |text: &str| addresses::parse(text).is_some_and(|address| address.is_ipv6());
    let of_v6 = ips.all.iter().filter(|text| is_v6(text)).count();
    if ips.all.len() > 1 && (of_v6 == 0 || of_v6 == ips.all.len()) {
        let detail = "may specify no more than one IP for each IP family";
        found.note_as(list_at, CALLED, Fault::Rule(detail.into()));
    }
    if ips.is_headless() {
        return;
    }
    let families = field(spec.node, "ipFamilies").into_iter().flat_map(texts);
    for (text, (index, family)) in ips.all.iter().zip(families) {
        let expected = match family {
            "IPv4" if is_v6(text) => "IPv4",
            "IPv6" if !is_v6(text) => "IPv6",
            _ => continue,
        };
        let detail = format!("expected an {expected} value as indicated by `ipFamilies[{index}]`");
        let called = format!("{CALLED}[{index}]");
        found.note_as(&ips.at(list_at, index), called, Fault::Rule(detail.into()));
    }
}

/// Spellings that the API server accepts and warns of.
pub(super) fn warnings(spec: &ServiceSpec<'_, '_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    let ips = &spec.cluster_ips;
    let list_at = here.key(ips.written_in());
    for (index, text) in ips.all.iter().enumerate() {
        if let Some(warning) = addresses::warning(&format!("spec.clusterIPs[{index}]"), text) {
            found.warn(&ips.at(&list_at, index), warning);
        }
    }
}
