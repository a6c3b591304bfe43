//! KongCustomEntity to custom entities (spec 43, 3; KIC: `kongstate/customentity.go`).
//!
//! An entity with a parent plugin is copied for everything the plugin is bound to, and each copy names that in its
//! foreign fields. Types that have kinds of their own were refused on admission.

use super::Context;
use super::plugins::combinations::{Combination, Counts, combinations};
use super::plugins::references::{self, Referrers, Relations};
use crate::diag::{custom_entities as problems, growth as problems_of_growth};
use crate::k8s::kong::{KongCustomEntitySpec, ParentPluginRef};
use crate::k8s::object::Object;
use crate::kong::custom_entity::CustomEntity;
use crate::kong::growth::{self, ENTITY, Growth, TooLarge};
use crate::kong::ids::{EntityType, derive};
use crate::kong::names::ServiceName;
use crate::kong::state::State;
use crate::origin::{FieldPath, Origin};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What a foreign field refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Foreign {
    Service,
}

/// The foreign fields of a type. KIC asks the gateway; without one, the types are those known here.
fn foreign_fields(entity_type: &str) -> &'static [(&'static str, Foreign)] {
    match entity_type {
        "degraphql_routes" => &[("service", Foreign::Service)],
        _ => &[],
    }
}

/// Make the entities, in the order of their objects, those of one object by the id of what they are attached to.
pub(super) fn apply(context: &mut Context<'_>, state: &mut State, relations: &Relations) {
    let store = context.store;
    if !context.options.feature_gates.kong_custom_entity || store.kong_custom_entities.is_empty() {
        return;
    }
    let mut growth = Growth::default();
    for object in &store.kong_custom_entities {
        let entities = entities(context, state, relations, object, &mut growth);
        state.custom_entities.extend(entities);
    }
}

fn entities(
    context: &mut Context<'_>,
    state: &mut State,
    relations: &Relations,
    object: &Object<KongCustomEntitySpec>,
    growth: &mut Growth,
) -> Vec<CustomEntity> {
    let fields = match &object.spec.fields {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(fields)) => fields.clone(),
        Some(_) => {
            let at = Origin::at(&object.meta, FieldPath::of(&["spec", "fields"]));
            context.diagnostics.push(problems::fields_not_object(at));
            return Vec::new();
        }
    };
    let entity = |fields| CustomEntity {
        entity_type: object.spec.entity_type.clone(),
        fields,
        origin: Origin::of(&object.meta),
    };
    let key = match parent(context, object) {
        Parent::Refused => return Vec::new(),
        Parent::None => return vec![entity(fields)],
        Parent::Plugin(namespace, name) => (namespace, name),
    };
    let foreign = foreign_fields(&object.spec.entity_type);
    let workspace = &context.options.kong_workspace;
    let services = match relations.get(&key) {
        Some(referrers) if !foreign.is_empty() => services(state, workspace, referrers),
        _ => Vec::new(),
    };
    let counts = Counts {
        services: services.len(),
        ..Counts::default()
    };
    let size = ENTITY + growth::size(&fields);
    if let Err(TooLarge) = growth.add(counts.combinations(), size) {
        let problem =
            problems_of_growth::bound_too_often(Origin::of(&object.meta), counts.combinations());
        context.diagnostics.push(problem);
        state.is_too_large = true;
        return Vec::new();
    }
    let all = combinations(counts);
    if all.is_empty() {
        return vec![entity(fields)];
    }
    all.into_iter()
        .map(|combination| {
            let mut fields = fields.clone();
            for (field, foreign) in foreign {
                let id = foreign_id(*foreign, combination, &services);
                fields.insert((*field).to_owned(), json!({ "id": id }));
            }
            entity(fields)
        })
        .collect()
}

/// The id a foreign field holds; empty where the combination has none.
fn foreign_id(foreign: Foreign, combination: Combination, services: &[String]) -> &str {
    match foreign {
        Foreign::Service => combination
            .service
            .map_or("", |position| services[position].as_str()),
    }
}

/// What an entity is attached to.
enum Parent {
    /// No plugin.
    None,
    /// The plugin of this namespace and name.
    Plugin(String, String),
    /// A plugin that does not exist or that it must not refer to; reported.
    Refused,
}

fn parent(context: &mut Context<'_>, object: &Object<KongCustomEntitySpec>) -> Parent {
    let Some(reference) = object.spec.parent_ref.as_ref().filter(|it| counts(it)) else {
        return Parent::None;
    };
    let at = Origin::at(&object.meta, FieldPath::of(&["spec", "parentRef"]));
    let own = object.meta.namespace();
    let namespace = reference
        .namespace
        .as_deref()
        .filter(|namespace| !namespace.is_empty())
        .unwrap_or(own);
    let name = reference.name.as_str();
    let store = context.store;
    if namespace != own && !references::is_granted(store, &object.meta, namespace, name) {
        context
            .diagnostics
            .push(problems::parent_not_granted(at, namespace, name));
        return Parent::Refused;
    }
    let is_cluster_plugin = reference.kind.as_deref() == Some("KongClusterPlugin");
    let exists = if is_cluster_plugin {
        store.kong_cluster_plugins.get("", name).is_some()
    } else {
        store.kong_plugins.get(namespace, name).is_some()
    };
    if exists {
        return Parent::Plugin(namespace.to_owned(), name.to_owned());
    }
    let plugin = if is_cluster_plugin {
        format!("KongClusterPlugin {name}")
    } else {
        format!("KongPlugin {namespace}/{name}")
    };
    context
        .diagnostics
        .push(problems::parent_not_found(at, &plugin));
    Parent::Refused
}

/// Only a parent with the group of Kong's kinds counts; without group there is none.
fn counts(reference: &ParentPluginRef) -> bool {
    reference.group.as_deref() == Some("configuration.konghq.com")
        && matches!(
            reference.kind.as_deref(),
            Some("KongPlugin" | "KongClusterPlugin")
        )
}

/// Ids of the services that reference the plugin; of those that own referencing routes only when there is none. As in KIC
/// they get their ids here even when ids are not filled in.
fn services(state: &mut State, workspace: &str, referrers: &Referrers) -> Vec<String> {
    let direct: Vec<&ServiceName> = referrers.services.iter().map(|(name, _)| name).collect();
    let names = if direct.is_empty() {
        let owners: BTreeSet<_> = referrers.routes.iter().map(|(_, name, _)| name).collect();
        owners.into_iter().collect()
    } else {
        direct
    };
    let mut ids: Vec<String> = names
        .into_iter()
        .map(|name| {
            let id = derive(EntityType::Service, workspace, name.as_str());
            if let Some(service) = state.services.get_mut(name) {
                service.id = Some(id);
            }
            id.to_string()
        })
        .collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_without_the_group_of_kong_is_none() {
        let mut reference = ParentPluginRef {
            kind: Some("KongPlugin".to_owned()),
            ..ParentPluginRef::default()
        };
        assert!(!counts(&reference));
        reference.group = Some("configuration.konghq.com".to_owned());
        assert!(counts(&reference));
        reference.kind = None;
        assert!(!counts(&reference));
    }
}
