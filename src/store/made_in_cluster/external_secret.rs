//! External Secrets: an ExternalSecret becomes the Secret of its target, a `ClusterExternalSecret` one in each of its namespaces.

use super::{MadeInCluster, Plan, literal};
use crate::k8s::secret_makers::{
    ClusterExternalSecretSpec, ExternalSecretSpec, LabelSelector, LabelSelectorRequirement,
    TemplateMetadata,
};
use crate::origin::{FieldPath, ObjectMeta, StringMap};
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The Secrets of both kinds.
pub(super) fn add(store: &Store, made: &mut MadeInCluster) {
    for external in &store.external_secrets {
        let own = TemplateMetadata {
            labels: external.meta.labels.clone(),
            annotations: external.meta.annotations.clone(),
        };
        let identity = Identity {
            namespace: external.meta.namespace(),
            name: external.meta.name(),
            metadata: &own,
            maker: &external.meta,
            path: FieldPath::of(&["spec"]),
        };
        add_one(store, identity, &external.spec, made);
    }
    if store.cluster_external_secrets.is_empty() {
        return;
    }
    let known = namespaces(store);
    for cluster in &store.cluster_external_secrets {
        let name = Some(cluster.spec.external_secret_name.as_str());
        let name = name.filter(|name| !name.is_empty());
        for namespace in known
            .iter()
            .filter(|it| is_chosen(store, &cluster.spec, it))
        {
            let identity = Identity {
                namespace,
                name: name.unwrap_or(cluster.meta.name()),
                metadata: &cluster.spec.external_secret_metadata,
                maker: &cluster.meta,
                path: FieldPath::of(&["spec", "externalSecretSpec"]),
            };
            add_one(store, identity, &cluster.spec.external_secret_spec, made);
        }
    }
}

/// Which ExternalSecret it is, and where it stands.
struct Identity<'a> {
    namespace: &'a str,
    name: &'a str,
    metadata: &'a TemplateMetadata,
    maker: &'a Arc<ObjectMeta>,
    path: FieldPath,
}

/// The Secret of one ExternalSecret. Without a template it gets the labels and annotations of the ExternalSecret; with one, those of
/// the template, and of the fetched keys only what the template makes of them, unless the two are merged.
fn add_one(
    store: &Store,
    identity: Identity<'_>,
    spec: &ExternalSecretSpec,
    made: &mut MadeInCluster,
) {
    let target = &spec.target;
    if target.creation_policy == "None" {
        return;
    }
    let template = target.template.as_ref();
    let metadata = template.map_or(identity.metadata, |template| &template.metadata);
    let own_data = template.map(|template| &template.data);
    let own_data = own_data.filter(|data| !data.is_empty());
    let is_replaced = template.is_some_and(|template| {
        template.merge_policy != "Merge"
            && (own_data.is_some() || !template.template_from.is_empty())
    });
    let mut data: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
    if !is_replaced {
        data.extend(spec.data.iter().map(|item| (item.secret_key.clone(), None)));
    }
    let templates = own_data.into_iter().flatten();
    data.extend(templates.map(|(key, template)| (key.clone(), literal(template))));
    let has_templates_elsewhere = template.is_some_and(|it| !it.template_from.is_empty());
    let fetches_unknown_keys = !is_replaced && !spec.data_from.is_empty();
    made.add(
        store,
        Plan {
            namespace: identity.namespace,
            name: if target.name.is_empty() {
                identity.name
            } else {
                &target.name
            },
            labels: &metadata.labels,
            annotations: &metadata.annotations,
            secret_type: template.map_or("", |template| &template.secret_type),
            data,
            is_open: has_templates_elsewhere
                || fetches_unknown_keys
                || target.creation_policy == "Merge",
            maker: identity.maker,
            path: identity.path.key("target"),
            controller: "External Secrets",
        },
    );
}

/// The namespaces that matter: those of Secrets' users, and those that are named or described.
fn namespaces(store: &Store) -> BTreeSet<String> {
    let metas = (store.kong_consumers.iter().map(|it| &it.meta))
        .chain(store.kong_plugins.iter().map(|it| &it.meta))
        .chain(store.ingresses.iter().map(|it| &it.meta))
        .chain(store.tcp_ingresses.iter().map(|it| &it.meta))
        .chain(store.gateways.iter().map(|it| &it.meta))
        .chain(store.services.iter().map(|it| &it.meta));
    let used = metas.map(|meta| meta.namespace().to_owned());
    let described = store.namespaces.iter().map(|it| it.meta.name().to_owned());
    let named = (store.cluster_external_secrets.iter()).flat_map(|it| it.spec.namespaces.clone());
    used.chain(described).chain(named).collect()
}

/// Whether the Secret is made in a namespace. Of one that is not among the inputs nobody knows the labels: it is taken to be chosen.
fn is_chosen(store: &Store, spec: &ClusterExternalSecretSpec, namespace: &str) -> bool {
    if spec.namespaces.iter().any(|named| named == namespace) {
        return true;
    }
    let mut selectors = spec
        .namespace_selector
        .iter()
        .chain(&spec.namespace_selectors);
    match store.namespaces.get("", namespace) {
        None => selectors.next().is_some(),
        Some(object) => {
            let mut labels = object.meta.labels.clone();
            let name_label = "kubernetes.io/metadata.name";
            labels.insert(name_label.to_owned(), namespace.to_owned());
            selectors.any(|selector| selects(selector, &labels))
        }
    }
}

fn selects(selector: &LabelSelector, labels: &StringMap) -> bool {
    let has = |(key, value): (&String, &String)| labels.get(key) == Some(value);
    let holds = |LabelSelectorRequirement {
                     key,
                     operator,
                     values,
                 }: &LabelSelectorRequirement| {
        let value = labels.get(key);
        let is_listed = value.is_some_and(|value| values.contains(value));
        match operator.as_str() {
            "In" => is_listed,
            "NotIn" => !is_listed,
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            _ => false,
        }
    };
    selector.match_labels.iter().all(has) && selector.match_expressions.iter().all(holds)
}
