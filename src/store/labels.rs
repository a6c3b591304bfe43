//! Secrets and ConfigMaps that the controller's label selector hides (spec 80, 2): for it they do not exist.

use super::Store;
use super::table::Table;
use crate::controller::Switch;
use crate::k8s::object::Object;
use crate::options::{LabelSelector, Options};
use crate::origin::ObjectMeta;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The hidden objects, by namespace and name, each with the labels that it lacks.
#[derive(Debug, Default)]
pub struct Hidden {
    /// Secrets.
    pub secrets: HiddenObjects,
    /// ConfigMaps.
    pub config_maps: HiddenObjects,
}

/// Hidden objects of a kind.
pub type HiddenObjects = BTreeMap<(String, String), HiddenObject>;

/// An object that is there, and does not exist for the controller.
#[derive(Debug)]
pub struct HiddenObject {
    /// The object.
    pub meta: Arc<ObjectMeta>,
    /// The labels that it would need.
    pub lacks: Vec<(String, String)>,
}

/// Hide what the selectors do not take, where the controller's caches go by them.
pub(super) fn hide(store: &mut Store, options: &Options) {
    if options.has(Switch::LabelsHideObjects) {
        store.hidden = Hidden {
            secrets: hide_in(&mut store.secrets, &options.secret_label_selector),
            config_maps: hide_in(&mut store.config_maps, &options.configmap_label_selector),
        };
    }
}

fn hide_in<T>(table: &mut Table<T>, selector: &LabelSelector) -> HiddenObjects {
    let mut hidden = HiddenObjects::new();
    table.retain(|object: &Object<T>| {
        let meta = &object.meta;
        let lacking = selector.lacking(&meta.labels);
        let lacks: Vec<_> = lacking
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let is_taken = lacks.is_empty();
        if !is_taken {
            let key = (meta.namespace().to_owned(), meta.name().to_owned());
            let meta = Arc::clone(meta);
            hidden.insert(key, HiddenObject { meta, lacks });
        }
        is_taken
    });
    hidden
}
