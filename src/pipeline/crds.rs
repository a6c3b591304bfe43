//! CRDs among the inputs: they say by themselves which versions of their kinds are served, and what their objects look like.

use crate::controller::Served;
use crate::k8s::builtin::Release;
use crate::k8s::crd::Installed;
use crate::k8s::decode::{self, ApiServer};
use crate::manifest::document::{self, Document};
use crate::manifest::node::{Node, Value};
use crate::manifest::source::Sources;
use crate::manifest::yaml::budget::AliasBudget;
use crate::options::{KubernetesVersion, Options};
use memchr::memmem;

const KIND: &str = "CustomResourceDefinition";
const GATEWAY: &str = "gateway.networking.k8s.io";
/// What the groups of Kong's kinds end with.
const KONG: &str = "konghq.com";

/// What the cluster of these inputs serves.
#[derive(Debug)]
pub(super) struct Cluster {
    /// Which versions of the Gateway API's kinds.
    pub(super) served: Served,
    /// The CRDs of kinds that are read.
    pub(super) installed: Installed,
}

impl Cluster {
    /// What decoding asks of its API server.
    pub(super) fn api_server<'a>(&'a self, options: &'a Options) -> ApiServer<'a> {
        ApiServer {
            default_namespace: &options.default_namespace,
            release: release(options.kubernetes_version),
            served: &self.served,
            installed: &self.installed,
        }
    }
}

/// The release whose rules an API server of this version follows.
fn release(version: KubernetesVersion) -> Release {
    if version >= KubernetesVersion::new(1, 36) {
        Release::V1_36
    } else {
        Release::V1_33
    }
}

/// What the inputs say of the cluster. The option that names a release of the Gateway API beats its CRDs, and all CRDs beat what the
/// controller was made for.
pub(super) fn cluster(sources: &Sources, options: &Options) -> Cluster {
    let controller = options.controller;
    let release = options.gateway_api;
    let mut cluster = Cluster {
        served: Served::of(
            controller,
            release.unwrap_or(controller.defaults().gateway_api),
        ),
        installed: Installed::default(),
    };
    let is_named = release.is_some();
    let holds = |text: &[u8], word: &str| memmem::find(text, word.as_bytes()).is_some();
    for (file, source) in sources.0.iter().enumerate() {
        if !holds(&source.text, KIND) || !holds(&source.text, GATEWAY) && !holds(&source.text, KONG)
        {
            continue;
        }
        let order = document::Order {
            file: u32::try_from(file).unwrap_or(u32::MAX),
            wanted: &|kind, _| kind == KIND,
            aliases: &AliasBudget::of(source.text.len()),
        };
        // What is wrong with the source is told when it is read for good.
        document::read(&order, source, &mut |document: Document<'_>| {
            if !is_named {
                take(&document.node, &mut cluster.served);
            }
            cluster.installed.take(&document, |group, kind| {
                decode::has_crd(group, kind) && !(is_named && group == GATEWAY)
            });
        });
    }
    cluster
}

/// Note what a CRD says of versions.
fn take(crd: &Node<'_>, served: &mut Served) {
    let spec = crd.get("spec");
    let text = |node: Option<&Node<'_>>| node.and_then(Node::as_str).unwrap_or_default().to_owned();
    let is_ours = text(spec.and_then(|spec| spec.get("group"))) == GATEWAY;
    let kind = text(spec.and_then(|spec| spec.get("names")?.get("kind")));
    let versions = spec.and_then(|spec| sequence(spec.get("versions")?));
    let (true, Some(versions)) = (is_ours && !kind.is_empty(), versions) else {
        return;
    };
    let annotations = crd.get("metadata").and_then(|it| it.get("annotations"));
    let annotation = |key: &str| {
        let key = format!("{GATEWAY}/{key}");
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
