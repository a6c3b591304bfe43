//! What a change does to the settings themselves.

use super::{Setting, Settings};
use crate::cli::repository;
use crate::diff::setting::SettingChange;
use crate::kong::source::Place;
use std::collections::{BTreeMap, BTreeSet};

/// The keys that were added, changed or removed, by name; those of one command as `command.key`.
pub fn between(old: Option<&Settings>, new: Option<&Settings>) -> Vec<SettingChange> {
    let old_keys = old.map(keys).unwrap_or_default();
    let new_keys = new.map(keys).unwrap_or_default();
    let names: BTreeSet<&String> = old_keys.keys().chain(new_keys.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let (before, after) = (old_keys.get(name), new_keys.get(name));
            let values = |setting: &&Setting| setting.values.clone();
            let change = SettingChange {
                key: name.clone(),
                old: before.map(values),
                new: after.map(values),
                place: place(new, after.copied()).or_else(|| place(old, before.copied())),
            };
            (change.old != change.new).then_some(change)
        })
        .collect()
}

fn keys(settings: &Settings) -> BTreeMap<String, &Setting> {
    let every = settings
        .every
        .iter()
        .map(|(key, setting)| (key.clone(), setting));
    let own = settings.by_command.iter().flat_map(|(command, values)| {
        values
            .iter()
            .map(move |(key, setting)| (format!("{command}.{key}"), setting))
    });
    every.chain(own).collect()
}

/// Where a key stands, from the top of the repository.
fn place(settings: Option<&Settings>, setting: Option<&Setting>) -> Option<Place> {
    let path = settings?.path();
    let root = repository::here();
    let inside = root.and_then(|root| path.strip_prefix(root).ok());
    Some(Place {
        file: inside.unwrap_or(path).display().to_string(),
        line: setting?.line,
        object: None,
    })
}
