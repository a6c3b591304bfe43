//! What changes at the gateway between two configurations: [`Content`] x [`Content`] -> [`Diff`].
//!
//! Both sides are flattened into entities ([`entity`]), matched by identity ([`matching`]), compared as Kong means them
//! ([`equality`]), and looked through for what a reviewer must not miss ([`danger`]). [`render`] shows the result. The outcome
//! depends on the two contents and the settings alone. Does no I/O.

pub mod danger;
pub mod defaults;
pub mod entity;
pub mod equality;
pub mod flatten;
pub mod mask;
pub mod matching;
pub mod redacted;
pub mod render;
pub mod selection;
pub mod setting;

use crate::deck::content::{Content, Maker};
use crate::kong::source::{Place, Source};
use crate::secrecy::fingerprint::Key;
use danger::Danger;
use defaults::Defaults;
use entity::{Entity, Kind};
use equality::FieldChange;
use setting::SettingChange;

/// What counts as a difference.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of the command line"
)]
pub struct Settings {
    /// Compare ids, too.
    pub ids: bool,
    /// Leave entities alone that only the old side has and that no manifest could have made.
    pub ignore_unknown: bool,
    /// The old side comes from a gateway, which fills in defaults of plugins: keys that only it has are no difference.
    pub old_is_dump: bool,
    /// Show secret values in clear.
    pub show_secrets: bool,
    /// What makes the fingerprints of this run's masked values.
    pub key: Key,
    /// Only entities of the old side that have all of these tags count.
    pub select_tags: Vec<String>,
    /// What the gateway of the old side fills in.
    pub old_defaults: Defaults,
    /// What the gateway of the new side fills in.
    pub new_defaults: Defaults,
}

/// What happens to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// It is new.
    Create,
    /// It changes.
    Update,
    /// It goes.
    Delete,
}

/// What happens to one entity.
#[derive(Debug, Clone)]
pub struct Change {
    /// What happens.
    pub action: Action,
    /// What kind of entity.
    pub kind: Kind,
    /// Its name, as decK says it.
    pub title: String,
    /// How it was.
    pub old: Option<Entity>,
    /// How it will be.
    pub new: Option<Entity>,
    /// What changes in it.
    pub fields: Vec<FieldChange>,
    /// Where it was written.
    pub old_place: Option<Place>,
    /// Where it is written now.
    pub new_place: Option<Place>,
}

/// Everything that changes.
#[derive(Debug, Default)]
pub struct Diff {
    /// What changes in the settings that the two sides were made with.
    pub settings: Vec<SettingChange>,
    /// What reviewers must not miss.
    pub dangers: Vec<Danger>,
    /// Every change, by kind and name.
    pub changes: Vec<Change>,
    /// Values that only the evaluation of a template would give, or that a gateway filled in.
    pub not_compared: usize,
    /// Entities of the old side that were left alone.
    pub ignored: usize,
    /// Entities that stand twice on one side: side and title.
    pub duplicates: Vec<String>,
}

impl Diff {
    /// How many changes there are of an action.
    pub fn count(&self, action: Action) -> usize {
        self.changes
            .iter()
            .filter(|change| change.action == action)
            .count()
    }

    /// Whether nothing changes.
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.settings.is_empty()
    }
}

impl Diff {
    /// Look up where everything was written; the flag says whether a source belongs to the new side. What stands together is
    /// looked up together.
    pub fn locate(&mut self, mut find: impl FnMut(bool, &Source) -> Option<Place>) {
        let mut slots: Vec<(bool, Source, &mut Option<Place>)> = Vec::new();
        for danger in &mut self.dangers {
            slots.push((danger.is_new, danger.source.clone(), &mut danger.place));
        }
        for change in &mut self.changes {
            if let Some(old) = &change.old {
                slots.push((false, old.source.clone(), &mut change.old_place));
            }
            if let Some(new) = &change.new {
                slots.push((true, new.source.clone(), &mut change.new_place));
            }
        }
        slots.sort_by_key(|(is_new, source, _)| (*is_new, source.document()));
        for (is_new, source, place) in slots {
            *place = find(is_new, &source);
        }
    }
}

/// Compare two configurations.
pub fn diff(old: &Content, new: &Content, settings: &Settings) -> Diff {
    let without_custom_entities = old.maker == Maker::Controller;
    let tags = match &old.info {
        Some(info) if settings.select_tags.is_empty() => &info.select_tags,
        Some(_) | None => &settings.select_tags,
    };
    let mut old = flatten::flatten(old);
    let mut new = flatten::flatten(new);
    let mut diff = Diff::default();
    if without_custom_entities {
        // Whether the gateway has them nobody can tell (spec 83, 6).
        let before = new.len();
        new.retain(|entity| !matches!(entity.kind, Kind::Other(_)));
        diff.not_compared += before - new.len();
    }
    selection::add_tags(&mut new, tags);
    diff.ignored += selection::select(&mut old, &settings.select_tags);
    diff.dangers = danger::find(
        (&old, &settings.old_defaults),
        (&new, &settings.new_defaults),
    );
    let matched = matching::match_up(old, new);
    diff.duplicates = matched.duplicates;
    for (mut old, new) in matched.pairs {
        if !settings.ids {
            matching::translate_ids(&mut old, &matched.ids);
        }
        let compared = equality::compare(&old, &new, settings);
        diff.not_compared += compared.not_compared;
        if !compared.fields.is_empty() {
            diff.changes.push(Change::update(old, new, compared.fields));
        }
    }
    for old in matched.only_old {
        if settings.ignore_unknown && !old.is_ours {
            diff.ignored += 1;
        } else {
            diff.changes.push(Change::delete(old));
        }
    }
    for new in matched.only_new {
        diff.changes.push(Change::create(new));
    }
    diff.changes
        .sort_by(|a, b| (&a.kind, a.action, &a.title).cmp(&(&b.kind, b.action, &b.title)));
    if !settings.show_secrets {
        mask::mask(&mut diff.changes, &settings.key);
    }
    diff
}

impl Change {
    fn create(new: Entity) -> Self {
        Self {
            action: Action::Create,
            kind: new.kind.clone(),
            title: new.title.clone(),
            old: None,
            new: Some(new),
            fields: Vec::new(),
            old_place: None,
            new_place: None,
        }
    }

    fn update(old: Entity, new: Entity, fields: Vec<FieldChange>) -> Self {
        Self {
            action: Action::Update,
            old: Some(old),
            fields,
            ..Self::create(new)
        }
    }

    fn delete(old: Entity) -> Self {
        Self {
            action: Action::Delete,
            kind: old.kind.clone(),
            title: old.title.clone(),
            old: Some(old),
            new: None,
            fields: Vec::new(),
            old_place: None,
            new_place: None,
        }
    }
}

#[cfg(test)]
mod tests;
