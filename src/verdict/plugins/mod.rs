//! Plugins: their configuration against the schema of the version of Kong asked for, what they are bound
//! to, and ids and instance names that stand twice (spec 70, 3 and 5.6).

mod coded;
mod duplicates;
mod report;
mod schemas;

use super::blame::Blame;
use super::entity::{Entity, Judge, tags};
use crate::diag::kong_entities::Subject;
use crate::diag::{Diagnostics, kong_editions, kong_plugins};
use crate::kong::plugin::Plugin;
use crate::kong::state::State;
use crate::options::Options;
use crate::origin::{FieldPath, Origin};
use crate::schema::field::PluginSchema;
use crate::schema::validate::Step;
use crate::schema::written::Given;
pub(super) use schemas::Schemas;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// Report what Kong would refuse in the plugins.
pub(super) fn judge(
    state: &State,
    options: &Options,
    judge: &mut Judge<'_>,
    diagnostics: &mut Diagnostics,
) {
    let usernames: BTreeSet<&str> = state
        .consumers
        .iter()
        .filter_map(|consumer| consumer.username.as_deref())
        .collect();
    let mut schemas = Schemas::of(options);
    let mut judged_objects = HashSet::new();
    // Without the Enterprise edition there are no consumer groups to bind a plugin to.
    let judged = state
        .plugins
        .iter()
        .filter(|plugin| options.enterprise || plugin.consumer_group.is_none());
    for plugin in judged.chain(nested(state)) {
        let subject = subject_of(plugin);
        let at_type = || Origin::at(&plugin.origin().object, FieldPath::of(&["plugin"]));
        match schemas.find(&plugin.name) {
            Some(known) => {
                if known.is_enterprise && !options.enterprise {
                    diagnostics.push(kong_plugins::enterprise_only(at_type(), &plugin.name));
                } else {
                    scope(plugin, &known.schema, subject, diagnostics);
                }
                consumer(plugin, subject, &usernames, diagnostics);
                // One KongPlugin gives every plugin it is bound as the same configuration; what is wrong with it is told under each name.
                let object = Arc::as_ptr(&plugin.origin().object);
                let is_made_of_it = matches!(
                    plugin.origin().object.key.kind.as_ref(),
                    "KongPlugin" | "KongClusterPlugin"
                );
                if !(is_made_of_it && judged_objects.contains(&object)) {
                    let is_sound = report::configuration(plugin, &known, &mut schemas, diagnostics);
                    if is_sound || plugin.instance_name.is_none() {
                        judged_objects.insert(object);
                    }
                }
            }
            None => diagnostics.push(kong_plugins::not_checked(
                at_type(),
                &plugin.name,
                &options.kong_version.to_string(),
                schemas.nearest(&plugin.name),
            )),
        }
        fields(plugin, subject, judge, diagnostics);
    }
    duplicates::judge(state, diagnostics);
    unused(state, options, (judge, &mut schemas), diagnostics);
}

/// Report what Kong would refuse in a plugin by itself: what it is bound to, its protocols, its configuration.
pub(super) fn judge_alone(
    plugin: &Plugin,
    options: &Options,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) {
    let at = || plugin.origin().clone();
    let Some(known) = schemas.find(&plugin.name) else {
        let version = options.kong_version.to_string();
        let nearest = schemas.nearest(&plugin.name);
        let problem = kong_plugins::not_checked(at(), &plugin.name, &version, nearest);
        return diagnostics.push(problem);
    };
    if known.is_enterprise && !options.enterprise {
        diagnostics.push(kong_plugins::enterprise_only(at(), &plugin.name));
    } else {
        scope(plugin, &known.schema, subject_of(plugin), diagnostics);
    }
    report::configuration(plugin, &known, schemas, diagnostics);
}

/// Where a field of a plugin was written: of its configuration, else its own.
pub(super) fn place(plugin: &Plugin, path: &[Step]) -> Origin {
    match path.split_first() {
        Some((Step::Field(first), rest)) if first == "config" => report::origin(plugin, rest),
        Some((Step::Field(first), _)) => {
            let object = &plugin.origin().object;
            let field = match first.as_str() {
                "name" => "plugin",
                "instance_name" => "instance_name",
                "protocols" => "protocols",
                "ordering" => "ordering",
                _ => return plugin.origin().clone(),
            };
            match &*object.key.kind {
                "KongPlugin" | "KongClusterPlugin" => Origin::at(object, FieldPath::of(&[field])),
                _ => plugin.origin().clone(),
            }
        }
        _ => plugin.origin().clone(),
    }
}

/// Plugins that nothing references: Kong never sees them, so that their faults are warnings.
fn unused(
    state: &State,
    options: &Options,
    (judge, schemas): (&mut Judge<'_>, &mut Schemas<'_>),
    diagnostics: &mut Diagnostics,
) {
    let mut found = Diagnostics::default();
    for plugin in &state.unused_plugins {
        match schemas.find(&plugin.name) {
            Some(known) => {
                report::configuration(plugin, &known, schemas, &mut found);
            }
            None => found.push(kong_plugins::not_checked(
                Origin::at(&plugin.origin().object, FieldPath::of(&["plugin"])),
                &plugin.name,
                &options.kong_version.to_string(),
                schemas.nearest(&plugin.name),
            )),
        }
        fields(plugin, subject_of(plugin), judge, &mut found);
    }
    let found = found.into_sorted().into_iter();
    diagnostics.extend(found.map(kong_editions::of_unused_plugin));
}

/// The plugins that stand inside services and routes.
fn nested(state: &State) -> impl Iterator<Item = &Plugin> {
    state.services.values().flat_map(|service| {
        service
            .plugins
            .iter()
            .chain(service.routes.iter().flat_map(|route| &route.plugins))
    })
}

fn subject_of(plugin: &Plugin) -> Subject<'_> {
    Subject {
        entity: "plugin",
        name: Some(plugin.instance_name.as_deref().unwrap_or(&plugin.name)),
        origin: plugin.origin(),
    }
}

/// What the plugin is bound to, and the protocols it is for.
fn scope(
    plugin: &Plugin,
    schema: &PluginSchema,
    subject: Subject<'_>,
    diagnostics: &mut Diagnostics,
) {
    let bound = [
        ("service", plugin.service.is_some()),
        ("route", plugin.route.is_some()),
        ("consumer", plugin.consumer.is_some()),
        ("consumer_group", plugin.consumer_group.is_some()),
    ];
    for (scope, _) in bound.into_iter().filter(|&(_, bound)| bound) {
        if !schema.scopes.iter().any(|known| known == scope) {
            diagnostics.push(kong_plugins::bad_scope(subject, &plugin.name, scope));
        }
    }
    for (index, protocol) in plugin.protocols.iter().enumerate() {
        if !schema.protocols.is_empty() && !schema.protocols.contains(protocol) {
            let allowed: Vec<&str> = schema.protocols.iter().map(String::as_str).collect();
            let at = Origin::at(
                &plugin.origin().object,
                FieldPath::of(&["protocols"]).index(index),
            );
            let field = format!("protocols.{}", index + 1);
            diagnostics.push(subject.at(&at).not_in_list(&field, protocol, &allowed));
        }
    }
}

/// The consumer that the plugin is bound to must have a name by which Kong finds it.
fn consumer(
    plugin: &Plugin,
    subject: Subject<'_>,
    usernames: &BTreeSet<&str>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(consumer) = &plugin.consumer
        && !usernames.contains(consumer.as_str())
    {
        diagnostics.push(subject.refers_to_nothing(
            "consumer",
            consumer,
            "and Kong finds consumers by username or id only",
        ));
    }
}

/// Fields beside the configuration.
fn fields(
    plugin: &Plugin,
    subject: Subject<'_>,
    judge: &mut Judge<'_>,
    diagnostics: &mut Diagnostics,
) {
    let entity = Entity {
        collection: "plugins",
        subject,
        blame: Blame::Same,
    };
    let instance_name = Given::text(&plugin.instance_name);
    let tags = tags(&plugin.tags);
    // Most plugins have neither a name nor tags of their own: nothing is to be looked at.
    if instance_name.is_some() || !matches!(tags, None | Some(Given::Sound)) {
        let given = Given::record([
            ("name", Some(Given::Sound)),
            ("instance_name", instance_name),
            ("tags", tags),
        ]);
        judge.look(entity, &given, diagnostics);
    }
    if plugin.run_on.is_some() {
        let at = Origin::at(&plugin.origin().object, FieldPath::of(&["run_on"]));
        let problem = subject.at(&at).has_unknown("run_on", None);
        diagnostics.push(kong_editions::run_on(problem));
    }
}
