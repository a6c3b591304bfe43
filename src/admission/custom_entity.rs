//! KongCustomEntities that name the class by their field or by the annotation (spec 82, 3.10).

use super::Context;
use super::vault::{not_an_object, unmarshal};
use crate::diag::custom_entities as problems;
use crate::origin::{FieldPath, Origin};

/// Judge all.
pub(super) fn judge(context: &mut Context<'_>) {
    let store = context.store();
    let used = store.kong_custom_entities.iter().map(|it| (it, true));
    let others = store.others.kong_custom_entities.iter();
    for (entity, is_used) in used.chain(others.map(|it| (it, false))) {
        let meta = &entity.meta;
        let is_of_field = entity.spec.controller_name == context.options().ingress_class;
        if !is_of_field && !context.is_of_class(meta) {
            if is_used {
                context.note_without_class(meta);
            }
            continue;
        }
        if context.operation(meta).is_none() {
            continue;
        }
        let Some(kind) = not_an_object(entity.spec.fields.as_ref()) else {
            context.asks_gateway(meta);
            continue;
        };
        let at = Origin::at(meta, FieldPath::of(&["spec", "fields"]));
        let said = format!(
            "failed to unmarshal fields of custom entity: {}",
            unmarshal(kind)
        );
        context.push(problems::fields_not_object(at).refused_by_webhook(&meta.key, said));
    }
}
