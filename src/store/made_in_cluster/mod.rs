//! Secrets that are not among the inputs because other controllers make them in the cluster, from objects that are: one file per maker.
//!
//! What the maker's object says of the Secret is read: its name, labels and annotations, type and keys, and the values that stand there in clear.

mod certificate;
mod external_secret;
mod issuer;
mod sealed_secret;
mod sops;

use super::Store;
use crate::k8s::object::Object;
use crate::origin::{FieldPath, ObjectKey, ObjectMeta, Origin, StringMap};
use k8s_openapi::ByteString;
use k8s_openapi::api::core::v1::Secret;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A Secret as it will be.
#[derive(Debug)]
pub struct MadeSecret {
    /// Its metadata, at the place of the object that it is made from, and its keys. The value of an unknown one is empty.
    pub secret: Object<Secret>,
    /// Keys whose values are not known here.
    pub unknown: BTreeSet<String>,
    /// Whether it may have more keys than are known.
    pub is_open: bool,
    /// What it is made from, and the field that says so.
    pub maker: Origin,
    /// Who makes it, such as `cert-manager`.
    pub controller: &'static str,
}

impl MadeSecret {
    /// Whether the Secret has or may have a key.
    pub fn may_have(&self, key: &str) -> bool {
        self.is_open || self.data().contains_key(key)
    }

    /// The keys with the values that are known.
    pub fn data(&self) -> &BTreeMap<String, ByteString> {
        static NONE: BTreeMap<String, ByteString> = BTreeMap::new();
        self.secret.spec.data.as_ref().unwrap_or(&NONE)
    }

    /// The value of a key, if it is known.
    pub fn known(&self, key: &str) -> Option<&[u8]> {
        let value = self.data().get(key)?;
        (!self.unknown.contains(key)).then_some(value.0.as_slice())
    }
}

/// Secrets by namespace and name.
#[derive(Debug, Default)]
pub struct MadeInCluster(BTreeMap<String, BTreeMap<String, MadeSecret>>);

impl MadeInCluster {
    /// Everything that the objects of a store make. Of two makers of one Secret the first counts: encrypted Secrets, sealed ones,
    /// external ones, certificates, certificates asked for by annotations.
    pub(super) fn of(store: &Store) -> Self {
        let mut made = Self::default();
        sops::add(store, &mut made);
        sealed_secret::add(store, &mut made);
        external_secret::add(store, &mut made);
        certificate::add(store, &mut made);
        issuer::add(store, &mut made);
        made
    }

    /// The Secret `namespace/name`.
    pub fn get(&self, namespace: &str, name: &str) -> Option<&MadeSecret> {
        self.0.get(namespace)?.get(name)
    }

    /// All of them, by namespace and name.
    pub fn iter(&self) -> impl Iterator<Item = &MadeSecret> {
        self.0.values().flat_map(BTreeMap::values)
    }

    /// A Secret that is among the inputs counts as it is.
    fn add(&mut self, store: &Store, plan: Plan<'_>) {
        let is_there = store.secrets.get(plan.namespace, plan.name).is_some();
        if plan.name.is_empty() || is_there {
            return;
        }
        let of_namespace = self.0.entry(plan.namespace.to_owned()).or_default();
        of_namespace
            .entry(plan.name.to_owned())
            .or_insert_with(|| plan.into_secret());
    }
}

/// What a maker's object says of a Secret.
struct Plan<'a> {
    namespace: &'a str,
    name: &'a str,
    labels: &'a StringMap,
    annotations: &'a StringMap,
    secret_type: &'a str,
    /// Keys with the values that stand there in clear.
    data: BTreeMap<String, Option<Vec<u8>>>,
    is_open: bool,
    maker: &'a Arc<ObjectMeta>,
    /// The field of the maker that names the Secret.
    path: FieldPath,
    controller: &'static str,
}

impl Plan<'_> {
    fn into_secret(self) -> MadeSecret {
        let meta = ObjectMeta {
            key: ObjectKey {
                group: Cow::Borrowed(""),
                version: Cow::Borrowed("v1"),
                kind: Cow::Borrowed("Secret"),
                namespace: self.namespace.to_owned(),
                name: self.name.to_owned(),
            },
            place: self.maker.place.clone(),
            uid: None,
            annotations: self.annotations.clone(),
            labels: self.labels.clone(),
            creation_timestamp: None,
            generation: 0,
        };
        let is_unknown =
            |(key, value): (&String, &Option<Vec<u8>>)| value.is_none().then(|| key.clone());
        let unknown = self.data.iter().filter_map(is_unknown).collect();
        let data = self
            .data
            .into_iter()
            .map(|(key, value)| (key, ByteString(value.unwrap_or_default())));
        MadeSecret {
            secret: Object {
                meta: Arc::new(meta),
                spec: Secret {
                    data: Some(data.collect()),
                    type_: Some(self.secret_type.to_owned()),
                    ..Secret::default()
                },
            },
            unknown,
            is_open: self.is_open,
            maker: Origin::at(self.maker, self.path),
            controller: self.controller,
        }
    }
}

/// A value of a template, unless it takes something from elsewhere.
fn literal(template: &str) -> Option<Vec<u8>> {
    (!template.contains("{{")).then(|| template.as_bytes().to_vec())
}
