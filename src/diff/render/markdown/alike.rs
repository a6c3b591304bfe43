//! Changes that are one for a reader: a KongPlugin that many routes name is changed once, though Kong has a plugin for each of them.

use super::{places, plural};
use crate::diff::entity::{Entity, Kind};
use crate::diff::{Action, Change};
use std::collections::HashMap;

/// Changes that are alike.
pub(super) struct Group<'a> {
    pub(super) first: &'a Change,
    /// Those of all of them, the first one included.
    pub(super) titles: Vec<&'a str>,
    scope: &'static str,
}

/// The changes in their order, updates of plugins of one place that say the same as one.
pub(super) fn groups(changes: &[Change]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<(&str, &str, String), usize> = HashMap::new();
    for change in changes {
        let place = places(change);
        let plugin = change.new.as_ref().filter(|_| {
            change.kind == Kind::Plugin && change.action == Action::Update && !place.is_empty()
        });
        let named = plugin.and_then(|plugin| Some((plugin.text("name")?, scope(plugin)?)));
        if let Some((name, scope)) = named {
            let position = *known.entry((name, scope, place)).or_insert(groups.len());
            if let Some(group) = groups.get_mut(position)
                && group.first.fields == change.fields
            {
                group.titles.push(&change.title);
                continue;
            }
        }
        groups.push(Group {
            first: change,
            titles: vec![&change.title],
            scope: named.map_or("", |(_, scope)| scope),
        });
    }
    groups
}

impl Group<'_> {
    /// `rate-limiting for 25 routes`, or the title of the only one.
    pub(super) fn title(&self) -> String {
        let name = self.first.new.as_ref().and_then(|new| new.text("name"));
        match (self.titles.len(), name) {
            (1, _) | (_, None) => self.first.title.clone(),
            (count, Some(name)) => {
                let scope = self.scope.replace('_', " ");
                format!("{name} for {count} {}", plural(&scope, count))
            }
        }
    }
}

/// What a plugin is bound to.
pub(super) fn scope(plugin: &Entity) -> Option<&'static str> {
    ["route", "service", "consumer", "consumer_group"]
        .into_iter()
        .find(|scope| plugin.text(scope).is_some())
}
