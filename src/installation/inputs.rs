//! What was read, and what a run may read besides: `ConfigMaps` and Secrets that hold values, files of values.

use super::datum::Datum;
use super::image::Product;
use super::object::Object;
use super::spot::Spot;
use crate::manifest::source::{Source, Sources};
use base64::Engine;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the user said by hand; it decides which of several controllers is meant.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// `-n/--namespace`.
    pub default_namespace: String,
    /// `--control-plane`.
    pub control_plane: Option<String>,
    /// `--gateway-to-reconcile`.
    pub gateway_to_reconcile: Option<String>,
    /// `--ingress-class`.
    pub ingress_class: Option<String>,
    /// `--gateway-api-controller-name`.
    pub controller_name: Option<String>,
    /// The program of `--controller`.
    pub product: Option<Product>,
    /// The index of the first text that is read besides the sources.
    pub first_text: u32,
}

/// The files that may be read besides.
pub struct Files<'f> {
    /// Read a file of the repository, with its path as problems show it; `None` when it may not be read or is not there.
    pub read: &'f dyn Fn(&Path) -> Option<Source>,
    /// The top of the work tree.
    pub top: Option<PathBuf>,
}

/// The objects of a run and the texts that were read besides.
pub(super) struct Inputs<'i> {
    /// The sources of the run.
    pub(super) sources: &'i Sources,
    /// Every object of interest, in reading order.
    pub(super) objects: Vec<Object>,
    /// The position of the last object of each kind, namespace and name.
    index: BTreeMap<(String, String, String), usize>,
    /// What was read besides, and the index of the first of them.
    pub(super) texts: Vec<Source>,
    first_text: u32,
}

/// A text that an object keeps for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// The text.
    pub(super) text: String,
    /// Where it stands.
    pub(super) at: Spot,
    /// Whether it is a Secret's.
    pub(super) is_secret: bool,
}

impl<'i> Inputs<'i> {
    /// Those of a run.
    pub(super) fn new(sources: &'i Sources, objects: Vec<Object>, first_text: u32) -> Self {
        let mut inputs = Self {
            sources,
            objects: Vec::new(),
            index: BTreeMap::new(),
            texts: Vec::new(),
            first_text,
        };
        inputs.add(objects);
        inputs
    }

    /// Add the objects of another text.
    pub(super) fn add(&mut self, objects: Vec<Object>) {
        for object in objects {
            let key = (
                object.kind.clone(),
                object.namespace.clone(),
                object.name.clone(),
            );
            self.index.insert(key, self.objects.len());
            self.objects.push(object);
        }
    }

    /// The index of the text that is taken next.
    pub(super) fn first_text(&self) -> u32 {
        self.first_text + u32::try_from(self.texts.len()).unwrap_or_default()
    }

    /// Take a text that was read besides; the answer is its index.
    pub(super) fn add_text(&mut self, text: Source) -> u32 {
        let file = self.first_text();
        self.texts.push(text);
        file
    }

    /// A text of the run.
    pub(super) fn source(&self, file: u32) -> Option<&Source> {
        match file.checked_sub(self.first_text) {
            Some(index) => self.texts.get(index as usize),
            None => self.sources.get(file),
        }
    }

    /// The object of a kind and name; of several the last one, as elsewhere.
    pub(super) fn object(&self, kind: &str, namespace: &str, name: &str) -> Option<&Object> {
        let key = (kind.to_owned(), namespace.to_owned(), name.to_owned());
        self.objects.get(*self.index.get(&key)?)
    }

    /// The texts of a `ConfigMap` or a Secret.
    pub(super) fn kept(&self, kind: &str, namespace: &str, name: &str) -> Option<Keeper<'_>> {
        let object = self.object(kind, namespace, name)?;
        Some(Keeper {
            object,
            is_secret: kind == "Secret",
        })
    }

    /// The objects that count: of equal ones the last.
    pub(super) fn current(&self) -> impl Iterator<Item = &Object> {
        self.current_from(0)
    }

    /// Those of them that were added from a position on.
    pub(super) fn current_from(&self, first: usize) -> impl Iterator<Item = &Object> {
        let is_last = |(position, object): &(usize, &Object)| {
            let key = (
                object.kind.clone(),
                object.namespace.clone(),
                object.name.clone(),
            );
            self.index.get(&key) == Some(position)
        };
        let positions = self.objects.iter().enumerate().skip(first);
        positions.filter(is_last).map(|(_, object)| object)
    }
}

/// An object that keeps texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keeper<'o> {
    object: &'o Object,
    is_secret: bool,
}

impl Keeper<'_> {
    /// The text of a key.
    pub(super) fn get(self, key: &str) -> Option<Kept> {
        if self.is_secret
            && let Some(datum) = self.object.root.at_path(&["stringData", key])
        {
            return self.kept(datum, false);
        }
        let datum = self.object.root.at_path(&["data", key])?;
        self.kept(datum, self.is_secret)
    }

    /// All texts by key.
    pub(super) fn entries(self) -> Vec<(String, Kept)> {
        let fields = ["data", "stringData"];
        let maps = fields
            .iter()
            .filter_map(|field| self.object.root.get(field));
        let keys: std::collections::BTreeSet<&String> =
            maps.flat_map(Datum::entries).map(|(key, _)| key).collect();
        keys.into_iter()
            .filter_map(|key| Some((key.clone(), self.get(key)?)))
            .collect()
    }

    fn kept(self, datum: &Datum, is_encoded: bool) -> Option<Kept> {
        let text = datum.text()?;
        let text = if is_encoded {
            let engine = &base64::engine::general_purpose::STANDARD;
            String::from_utf8(engine.decode(text.trim()).ok()?).ok()?
        } else {
            text.to_owned()
        };
        Some(Kept {
            text,
            at: datum.at,
            is_secret: self.is_secret,
        })
    }
}
