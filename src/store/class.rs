//! Which objects belong to the controller's class: the filter of the watches and that of the lists, both of
//! which must pass (spec 10, 2 and 3.1; spec 45, 8).

use super::ignored;
use super::table::Table;
use super::{Others, Store};
use crate::annotations::table::{INGRESS_CLASS, IS_DEFAULT_CLASS};
use crate::controller::reconciler::Reconciler;
use crate::diag::ignored::{Ignored, Reason};
use crate::diag::{Diagnostics, admission};
use crate::k8s::decode::kinds;
use crate::k8s::kong::{
    ControlPlaneRef, KongConsumerGroupSpec, KongConsumerSpec, KongCustomEntitySpec, KongVaultSpec,
};
use crate::k8s::object::Object;
use crate::options::{Options, Webhook};
use crate::origin::ObjectMeta;
use k8s_openapi::api::networking::v1::IngressSpec;
use std::sync::Arc;

/// The controller's class.
struct Class<'a> {
    name: &'a str,
    /// An IngressClass of this very name is marked as the default one.
    is_default: bool,
}

/// Remove the objects of other classes and other control planes, and note why.
pub(super) fn filter(store: &mut Store, options: &Options, diagnostics: &mut Diagnostics) {
    let is_watched = !options
        .disabled_controllers
        .contains(&Reconciler::IngressClass);
    let made = options.default_class.as_ref();
    let is_made_as_default = is_watched && made == Some(&options.ingress_class);
    let class = Class {
        name: &options.ingress_class,
        is_default: store
            .ingress_classes
            .get("", &options.ingress_class)
            .map_or(is_made_as_default, |class| {
                IS_DEFAULT_CLASS.is_set(&class.meta)
            }),
    };
    let mut ignored = Vec::new();
    let mut others = Others::default();
    macro_rules! filters {
        ($($variant:ident($table:ident: $content:ty, $decode:ident, $rule:ident) = $info:expr;)*) => {
            $(others.$table = keep(&mut store.$table, &mut ignored, |object| {
                $rule(&class, object, diagnostics)
            });)*
        };
    }
    kinds!(filters);
    store.ignored = ignored;
    if options.webhook != Webhook::Off {
        store.others = others;
    }
}

/// Kinds that belong to no controller.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every rule")]
fn any<T>(_: &Class<'_>, _: &Object<T>, _: &mut Diagnostics) -> Result<(), Ignored> {
    Ok(())
}

/// Kinds with the annotation.
fn by_annotation<T>(
    class: &Class<'_>,
    object: &Object<T>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Ignored> {
    let taken = class.takes(&object.meta, diagnostics);
    taken.map_err(|reason| ignored::object(&object.meta, reason))
}

/// Ingresses, with the field as well.
fn by_field(
    class: &Class<'_>,
    ingress: &Object<IngressSpec>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Ignored> {
    let field = ingress.spec.ingress_class_name.as_deref();
    let taken = class.takes_ingress(&ingress.meta, field, diagnostics);
    taken.map_err(|reason| ignored::ingress(ingress, reason))
}

/// Kinds with the annotation that may name a control plane, which must be none or of type `kic`.
fn by_control_plane<T: ForControlPlane>(
    class: &Class<'_>,
    object: &Object<T>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Ignored> {
    let reference = object.spec.control_plane();
    let taken = if reference.is_none_or(|reference| reference.kind == "kic") {
        by_annotation(class, object, diagnostics)
    } else {
        Err(ignored::object(&object.meta, Reason::OtherControlPlane))
    };
    taken.map_err(|ignored| Ignored {
        credentials: object.spec.credentials().to_vec(),
        ..ignored
    })
}

/// KongCustomEntities, which name the class in a field of their own.
fn by_controller_name(
    class: &Class<'_>,
    entity: &Object<KongCustomEntitySpec>,
    _: &mut Diagnostics,
) -> Result<(), Ignored> {
    let name = &entity.spec.controller_name;
    if name.is_empty() && class.takes_unnamed(&entity.meta) {
        return Ok(());
    }
    let taken = class.is(name);
    taken.map_err(|reason| ignored::object(&entity.meta, reason))
}

/// What may belong to a control plane of Konnect.
trait ForControlPlane {
    fn control_plane(&self) -> Option<&ControlPlaneRef>;

    /// Names of the credentials that are left alone with the object.
    fn credentials(&self) -> &[String] {
        &[]
    }
}

impl ForControlPlane for KongConsumerSpec {
    fn control_plane(&self) -> Option<&ControlPlaneRef> {
        self.spec.control_plane_ref.as_ref()
    }

    fn credentials(&self) -> &[String] {
        &self.credentials
    }
}

impl ForControlPlane for KongConsumerGroupSpec {
    fn control_plane(&self) -> Option<&ControlPlaneRef> {
        self.control_plane_ref.as_ref()
    }
}

impl ForControlPlane for KongVaultSpec {
    fn control_plane(&self) -> Option<&ControlPlaneRef> {
        self.control_plane_ref.as_ref()
    }
}

/// Keep the objects that are taken, note the others, and hand them out.
fn keep<T>(
    table: &mut Table<T>,
    ignored: &mut Vec<Ignored>,
    mut take: impl FnMut(&Object<T>) -> Result<(), Ignored>,
) -> Vec<Object<T>> {
    table.take_out(|object| match take(object) {
        Ok(()) => false,
        Err(other) => {
            ignored.push(other);
            true
        }
    })
}

impl Class<'_> {
    /// Kinds that have the annotation only. An empty one counts as another class.
    fn takes(&self, meta: &Arc<ObjectMeta>, diagnostics: &mut Diagnostics) -> Result<(), Reason> {
        match INGRESS_CLASS.written(meta) {
            None => self.is_default_or(Reason::NoClass),
            Some("") => Err(self.hides(meta, diagnostics)),
            Some(class) => self.is(class),
        }
    }

    /// Ingresses: a non-empty annotation decides alone, then the field, then the default class.
    fn takes_ingress(
        &self,
        meta: &Arc<ObjectMeta>,
        field: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Reason> {
        match (INGRESS_CLASS.written(meta), field) {
            (Some(class), _) if !class.is_empty() => self.is(class),
            (_, Some(class)) => self.is(class),
            (Some(_), None) => Err(self.hides(meta, diagnostics)),
            (None, None) => self.is_default_or(Reason::NoClass),
        }
    }

    /// Custom entities without a controller's name: of the default class, and not annotated for another one (KIC: `MatchesIngressClass`
    /// and `ListKongCustomEntities`).
    fn takes_unnamed(&self, meta: &ObjectMeta) -> bool {
        let class = meta.annotation(INGRESS_CLASS.name());
        self.is_default && class.is_none_or(|class| class == self.name)
    }

    fn is(&self, class: &str) -> Result<(), Reason> {
        if class == self.name {
            Ok(())
        } else {
            Err(Reason::OtherClass(class.to_owned()))
        }
    }

    fn is_default_or(&self, reason: Reason) -> Result<(), Reason> {
        if self.is_default { Ok(()) } else { Err(reason) }
    }

    /// An empty annotation. It is a problem of its own where the object would be taken without it.
    fn hides(&self, meta: &Arc<ObjectMeta>, diagnostics: &mut Diagnostics) -> Reason {
        if !self.is_default {
            return Reason::NoClass;
        }
        diagnostics.push(hidden(meta));
        Reason::EmptyClass
    }
}

fn hidden(meta: &Arc<ObjectMeta>) -> crate::diag::Diagnostic {
    admission::empty_class_annotation(INGRESS_CLASS.at(meta))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::StringMap;
    use crate::origin::{ObjectKey, Place};

    fn meta(class: Option<&str>) -> Arc<ObjectMeta> {
        let annotations = class.map(|class| (INGRESS_CLASS.name().to_owned(), class.to_owned()));
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
            .is_ok()
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
        assert_eq!(
            own.takes(&meta(Some("")), &mut diagnostics),
            Err(Reason::EmptyClass)
        );
        assert!(
            own.takes_ingress(&meta(Some("")), None, &mut diagnostics)
                .is_err()
        );
        assert_eq!(diagnostics.iter().count(), 2);
    }
}
