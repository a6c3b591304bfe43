//! CRDs of the Gateway API among the inputs: they say by themselves which versions of its kinds are served.

use crate::controller::Served;
use crate::manifest::document::{self, Document};
use crate::manifest::node::{Node, Value};
use crate::manifest::source::Sources;
use crate::manifest::yaml::budget::AliasBudget;
use crate::options::Options;
use memchr::memmem;

const KIND: &str = "CustomResourceDefinition";
const GROUP: &str = "gateway.networking.k8s.io";

/// What the cluster of these inputs serves. An option beats the CRDs, and they beat what the controller was made for.
pub(super) fn served(sources: &Sources, options: &Options) -> Served {
    let controller = options.controller;
    if let Some(release) = options.gateway_api {
        return Served::of(controller, release);
    }
    let mut served = Served::of(controller, controller.defaults().gateway_api);
    let holds = |text: &[u8], word: &str| memmem::find(text, word.as_bytes()).is_some();
    let with_crds = sources.0.iter();
    for source in with_crds.filter(|it| holds(&it.text, KIND) && holds(&it.text, GROUP)) {
        let order = document::Order {
            file: 0,
            wanted: &|kind, _| kind == KIND,
            aliases: &AliasBudget::of(source.text.len()),
        };
        // What is wrong with the source is told when it is read for good.
        document::read(&order, source, &mut |document: Document<'_>| {
            take(&document.node, &mut served);
        });
    }
    served
}

/// Note what a CRD says.
fn take(crd: &Node<'_>, served: &mut Served) {
    let spec = crd.get("spec");
    let text = |node: Option<&Node<'_>>| node.and_then(Node::as_str).unwrap_or_default().to_owned();
    let is_ours = text(spec.and_then(|spec| spec.get("group"))) == GROUP;
    let kind = text(spec.and_then(|spec| spec.get("names")?.get("kind")));
    let versions = spec.and_then(|spec| sequence(spec.get("versions")?));
    let (true, Some(versions)) = (is_ours && !kind.is_empty(), versions) else {
        return;
    };
    let annotations = crd.get("metadata").and_then(|it| it.get("annotations"));
    let annotation = |key: &str| {
        let key = format!("{GROUP}/{key}");
        text(annotations.and_then(|it| it.get(&key)))
    };
    served.set_release(&annotation("bundle-version"), &annotation("channel"));
    let is_served = |version: &&Node<'_>| {
        let served = version.get("served").map(|node| &node.value);
        matches!(served, Some(Value::Bool(true)))
    };
    let names = versions.iter().filter(is_served);
    let names = names.map(|version| text(version.get("name")));
    served.set(&kind, names.collect());
}

fn sequence<'n, 'a>(node: &'n Node<'a>) -> Option<&'n [Node<'a>]> {
    match &node.value {
        Value::Sequence(items) => Some(items),
        _ => None,
    }
}
