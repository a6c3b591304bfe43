//! The objects that say how a controller is set up. They are looked for only where a text has a word that an installation has,
//! and a workload is parsed only when its own text has one: repositories are full of Deployments.

use super::datum::{Datum, Plain};
use super::spot::{Base, Spot};
use crate::manifest::document::Documents;
use crate::manifest::source::{Source, Sources};
use memchr::memmem;
use rayon::prelude::*;

/// Words without which a text installs no controller: names of images and containers, groups of the operator's kinds and of
/// the kinds that install charts.
const SIGNS: [&str; 5] = [
    "kong-operator",
    "gateway-operator",
    "argoproj.io/",
    "toolkit.fluxcd.io/",
    "helmCharts",
];

/// Kinds with a template of pods.
pub(super) const WORKLOADS: [&str; 5] =
    ["Deployment", "DaemonSet", "StatefulSet", "Rollout", "Pod"];

/// Kinds that are looked at once something is installed.
const OTHERS: [&str; 14] = [
    "ConfigMap",
    "Secret",
    "Service",
    "ControlPlane",
    "DataPlane",
    "GatewayConfiguration",
    "GatewayClass",
    "Gateway",
    "WatchNamespaceGrant",
    "Application",
    "ApplicationSet",
    "HelmRelease",
    "Kustomization",
    "IngressClass",
];

/// Words of which a workload has one that is a controller or a gateway.
const SIGNS_OF_WORKLOADS: [&str; 3] = ["kong", "KONG", "ingress-controller"];

/// An object.
#[derive(Debug, Clone)]
pub(super) struct Object {
    /// Its kind.
    pub(super) kind: String,
    /// Its API group, empty for core.
    pub(super) group: String,
    /// Its API version, without the group.
    pub(super) version: String,
    /// Its namespace; empty for classes.
    pub(super) namespace: String,
    /// Its name.
    pub(super) name: String,
    /// All of it.
    pub(super) root: Datum,
}

impl Object {
    /// `namespace/name`.
    pub(super) fn qualified_name(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    /// Where its name stands, else its kind.
    pub(super) fn spot(&self) -> Spot {
        let name = self.root.at_path(&["metadata", "name"]);
        name.map_or_else(|| self.kind_spot(), |name| name.at)
    }

    /// Where its kind stands.
    pub(super) fn kind_spot(&self) -> Spot {
        let kind = self.root.get("kind");
        kind.map_or(self.root.at, |kind| kind.at)
    }

    /// Whether it is of a kind of a group.
    pub(super) fn is(&self, kind: &str, group: &str) -> bool {
        self.kind == kind && self.group == group
    }

    fn of(root: Datum, default_namespace: &str) -> Option<Self> {
        let kind = root.text_of("kind").filter(|kind| !kind.is_empty())?;
        let api_version = root.text_of("apiVersion").unwrap_or_default();
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let metadata = |name| root.at_path(&["metadata", name]).and_then(Datum::text);
        let namespace = metadata("namespace").filter(|namespace| !namespace.is_empty());
        let namespace = match kind {
            "GatewayClass" | "IngressClass" => "",
            _ => namespace.unwrap_or(default_namespace),
        };
        Some(Self {
            kind: kind.to_owned(),
            group: group.to_owned(),
            version: version.to_owned(),
            namespace: namespace.to_owned(),
            name: metadata("name").unwrap_or_default().to_owned(),
            root,
        })
    }
}

/// What KIC's image and its container are called, and what follows in the name of the controller that every IngressClass names.
const CONTROLLER: &str = "ingress-controller";
const OF_A_CLASS: &[u8] = b"s.konghq.com";

/// Whether any text may install a controller.
pub(super) fn has_signs(sources: &Sources) -> bool {
    sources.0.par_iter().any(|source| {
        let text = &source.text;
        let mut signs = SIGNS.iter();
        signs.any(|sign| memmem::find(text, sign.as_bytes()).is_some())
            || memmem::find_iter(text, CONTROLLER)
                .any(|at| !text[at + CONTROLLER.len()..].starts_with(OF_A_CLASS))
    })
}

/// The objects of interest of all sources, in their order.
pub(super) fn read(sources: &Sources, default_namespace: &str) -> Vec<Object> {
    let read: Vec<Vec<Object>> = sources
        .0
        .par_iter()
        .enumerate()
        .map(|(file, source)| {
            let file = u32::try_from(file).unwrap_or(u32::MAX);
            of_source(source, file, default_namespace)
        })
        .collect();
    read.into_iter().flatten().collect()
}

/// The objects of interest of one source.
pub(super) fn of_source(source: &Source, file: u32, default_namespace: &str) -> Vec<Object> {
    let wanted = |kind: &str| OTHERS.contains(&kind) || WORKLOADS.contains(&kind);
    let mut objects = Vec::new();
    let Ok(text) = std::str::from_utf8(&source.text) else {
        return objects;
    };
    let documents = Documents::of(source);
    let texts: Vec<&str> = documents.texts().collect();
    for document in 0..documents.count() {
        let own = texts.get(document).copied().unwrap_or(text);
        if !is_of_interest(own) {
            continue;
        }
        let number = u32::try_from(document).unwrap_or(u32::MAX);
        if let Some(node) = documents.parse(number) {
            let root = Datum::of(&node, Base::File(file));
            add(root, default_namespace, &wanted, &mut objects);
        }
    }
    objects
}

/// Whether a document may hold an object of interest: by its lines, as far as they tell the kind.
fn is_of_interest(text: &str) -> bool {
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let is_marked = || SIGNS_OF_WORKLOADS.iter().any(|sign| has(sign));
    let kinds = text.lines().filter_map(|line| line.strip_prefix("kind:"));
    let mut kinds = kinds.map(|kind| kind.split(" #").next().unwrap_or_default());
    let (first, second) = (kinds.next(), kinds.next());
    match (
        first.map(|kind| kind.trim().trim_matches(['"', '\''])),
        second,
    ) {
        (Some(kind), None) if WORKLOADS.contains(&kind) => is_marked(),
        (Some(kind), None) if OTHERS.contains(&kind) => true,
        // A list, JSON, or a shape that only a parser understands.
        (Some(kind), None) if kind.ends_with("List") => true,
        (Some(_), None) if !has("\nitems") => false,
        _ => {
            OTHERS.iter().any(|kind| has(kind))
                || WORKLOADS.iter().any(|kind| has(kind)) && is_marked()
        }
    }
}

/// Add an object, or the members of a list.
fn add(
    root: Datum,
    default_namespace: &str,
    wanted: &dyn Fn(&str) -> bool,
    objects: &mut Vec<Object>,
) {
    let is_list = root
        .text_of("kind")
        .is_none_or(|kind| kind.ends_with("List"));
    if is_list
        && matches!(
            root.get("items").map(|items| &items.value),
            Some(Plain::List(_))
        )
    {
        for item in root.items_of("items") {
            add(item.clone(), default_namespace, wanted, objects);
        }
        return;
    }
    objects.extend(Object::of(root, default_namespace).filter(|object| wanted(&object.kind)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        let source = Source {
            path: String::new(),
            text: text.as_bytes().to_vec(),
        };
        let objects = of_source(&source, 0, "default");
        objects.iter().map(|object| object.kind.clone()).collect()
    }

    #[test]
    fn only_workloads_with_a_sign_are_read() {
        assert_eq!(kinds("kind: Deployment\nspec: {image: nginx}\n"), [""; 0]);
        assert_eq!(
            kinds("kind: Deployment\nspec: {image: kong}\n"),
            ["Deployment"]
        );
        assert_eq!(kinds("kind: Ingress\nspec: {class: kong}\n"), [""; 0]);
        assert_eq!(
            kinds("kind: List\nitems:\n- kind: Pod\n  a: kong\n- kind: Ingress\n"),
            ["Pod"]
        );
        assert_eq!(
            kinds(r#"{"kind": "Pod", "a": "kong"} {"kind": "ConfigMap"}"#),
            ["Pod", "ConfigMap"]
        );
    }
}
