//! Which objects belong to the controller's class: the filter of the watches and that of the lists, both of
//! which must pass (spec 10, 2 and 3.1; spec 45, 8).

use super::Store;
use crate::diag::{Diagnostics, admission};
use crate::k8s::object::Object;
use crate::options::Options;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

const ANNOTATION: &str = "kubernetes.io/ingress.class";
const IS_DEFAULT: &str = "ingressclass.kubernetes.io/is-default-class";

/// The controller's class.
struct Class<'a> {
    name: &'a str,
    /// An IngressClass of this very name is marked as the default one.
    is_default: bool,
}

/// Remove the objects of other classes and other control planes.
pub(super) fn filter(store: &mut Store, options: &Options, diagnostics: &mut Diagnostics) {
    let class = Class {
        name: &options.ingress_class,
        is_default: store
            .ingress_classes
            .get("", &options.ingress_class)
            .is_some_and(|class| class.meta.annotation(IS_DEFAULT) == Some("true")),
    };
    store.ingresses.retain(|ingress| {
        class.takes_ingress(
            &ingress.meta,
            ingress.spec.ingress_class_name.as_deref(),
            diagnostics,
        )
    });
    let mut ours = |meta: &Arc<ObjectMeta>| class.takes(meta, diagnostics);
    store.tcp_ingresses.retain(|object| ours(&object.meta));
    store.udp_ingresses.retain(|object| ours(&object.meta));
    store
        .kong_service_facades
        .retain(|object| ours(&object.meta));
    store
        .kong_cluster_plugins
        .retain(|object| ours(&object.meta));
    store
        .kong_consumers
        .retain(|object| is_kic(object.spec.spec.control_plane_ref.as_ref()) && ours(&object.meta));
    store
        .kong_consumer_groups
        .retain(|object| is_kic(object.spec.control_plane_ref.as_ref()) && ours(&object.meta));
    store
        .kong_vaults
        .retain(|object| is_kic(object.spec.control_plane_ref.as_ref()) && ours(&object.meta));
    store
        .kong_custom_entities
        .retain(|Object { spec, .. }| spec.controller_name == class.name);
}

/// Whether an object is for this controller: no control plane named, or one of type `kic`.
fn is_kic(reference: Option<&crate::k8s::kong::ControlPlaneRef>) -> bool {
    reference.is_none_or(|reference| reference.kind == "kic")
}

impl Class<'_> {
    /// Kinds that have the annotation only. An empty one counts as another class.
    fn takes(&self, meta: &Arc<ObjectMeta>, diagnostics: &mut Diagnostics) -> bool {
        match meta.annotation(ANNOTATION) {
            None => self.is_default,
            Some(class) => {
                if class.is_empty() && self.is_default {
                    diagnostics.push(hidden(meta));
                }
                class == self.name
            }
        }
    }

    /// Ingresses: a non-empty annotation decides alone, then the field, then the default class.
    fn takes_ingress(
        &self,
        meta: &Arc<ObjectMeta>,
        field: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        match (meta.annotation(ANNOTATION), field) {
            (Some(class), _) if !class.is_empty() => class == self.name,
            (_, Some(class)) => class == self.name,
            (Some(_), None) => {
                if self.is_default {
                    diagnostics.push(hidden(meta));
                }
                false
            }
            (None, None) => self.is_default,
        }
    }
}

fn hidden(meta: &Arc<ObjectMeta>) -> crate::diag::Diagnostic {
    admission::empty_class_annotation(Origin::at(meta, FieldPath::annotation(ANNOTATION)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::StringMap;
    use crate::origin::{ObjectKey, Place};

    fn meta(class: Option<&str>) -> Arc<ObjectMeta> {
        let annotations = class.map(|class| (ANNOTATION.to_owned(), class.to_owned()));
        Arc::new(ObjectMeta {
            key: ObjectKey {
                group: "networking.k8s.io".into(),
                version: "v1".into(),
                kind: "Ingress".into(),
                namespace: "default".to_owned(),
                name: "x".to_owned(),
            },
            place: Place::default(),
            uid: None,
            annotations: annotations.into_iter().collect(),
            labels: StringMap::default(),
            creation_timestamp: None,
            generation: 0,
        })
    }

    fn taken(class: Option<&str>, field: Option<&str>, is_default: bool) -> bool {
        let own = Class {
            name: "kong",
            is_default,
        };
        own.takes_ingress(&meta(class), field, &mut Diagnostics::default())
    }

    #[test]
    fn a_written_annotation_wins_over_the_field() {
        assert!(taken(Some("kong"), Some("nginx"), false));
        assert!(!taken(Some("nginx"), Some("kong"), true));
    }

    #[test]
    fn the_field_decides_when_the_annotation_is_absent_or_empty() {
        assert!(taken(None, Some("kong"), false));
        assert!(taken(Some(""), Some("kong"), false));
        assert!(!taken(None, Some("nginx"), true));
    }

    #[test]
    fn no_class_is_taken_by_the_default_class_only() {
        assert!(taken(None, None, true));
        assert!(!taken(None, None, false));
    }

    #[test]
    fn an_empty_annotation_hides_the_object_with_a_warning() {
        let own = Class {
            name: "kong",
            is_default: true,
        };
        let mut diagnostics = Diagnostics::default();
        assert!(!own.takes(&meta(Some("")), &mut diagnostics));
        assert!(!own.takes_ingress(&meta(Some("")), None, &mut diagnostics));
        assert_eq!(diagnostics.iter().count(), 2);
    }
}
