//! Rules over several fields of a plugin's configuration, as Kong's schemas state them (`kong/db/schema/init.lua`, `entity_checkers`).

use super::config::{Fault, is_reference, same};
use super::schema::{Check, Condition, Field, Matcher};
use serde_json::{Map, Value};

/// A record and what is written in it.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    /// Its fields by name; of the plugin as a whole there is one, `config`.
    pub root: Root<'v>,
    /// Its content.
    pub map: &'v Map<String, Value>,
}

/// Where dotted paths begin.
#[derive(Clone, Copy)]
pub(super) enum Root<'v> {
    /// In a record.
    Record(&'v Field),
    /// At the plugin: the first step must be `config`.
    Plugin(&'v Field),
}

impl<'v> View<'v> {
    /// The field and the value at a dotted path: as written, under an older name, or its default. Null is none.
    fn look(&self, path: &str) -> (Option<&'v Field>, Option<&'v Value>) {
        let (mut field, rest) = match self.root {
            Root::Record(field) => (field, path),
            Root::Plugin(config) => match path.strip_prefix("config.") {
                Some(rest) => (config, rest),
                None => return (None, None),
            },
        };
        let mut map = Some(self.map);
        let mut steps = rest;
        loop {
            let (step, after) = match steps.split_once('.') {
                Some((step, after)) => (step, Some(after)),
                None => (steps, None),
            };
            let older = map.and_then(|map| under_older_name(field, map, steps));
            let Some(next) = field.fields.get(step) else {
                return (None, None);
            };
            let value = map
                .and_then(|map| map.get(step))
                .filter(|value| !value.is_null());
            match after {
                None => return (Some(next), value.or(older).or(next.default.as_ref())),
                Some(_) if older.is_some() => return (Some(next), older),
                Some(after) => {
                    (field, map, steps) = (next, value.and_then(Value::as_object), after);
                }
            }
        }
    }

    fn value(&self, path: &str) -> Option<&'v Value> {
        self.look(path).1
    }

    /// Whether something is written at a dotted path; what is empty does not count.
    fn is_set(&self, path: &str) -> bool {
        self.value(path).is_some_and(|value| match value {
            Value::String(text) => !text.is_empty(),
            Value::Array(items) => !items.is_empty(),
            Value::Object(entries) => !entries.is_empty(),
            _ => true,
        })
    }

    /// Whether every field of a rule exists in this version and holds no reference into a vault; Kong skips the rule otherwise, or
    /// does not have it.
    fn can_judge(&self, fields: &[&str]) -> bool {
        fields.iter().all(|path| {
            let (field, value) = self.look(path);
            field.is_some() && !value.is_some_and(is_reference)
        })
    }
}

/// What an older name of the field at `path` holds.
fn under_older_name<'v>(
    record: &'v Field,
    map: &'v Map<String, Value>,
    path: &str,
) -> Option<&'v Value> {
    record
        .shorthands
        .iter()
        .filter(|(_, older)| older.stands_for.as_deref() == Some(path))
        .find_map(|(name, _)| map.get(name))
        .filter(|value| !value.is_null())
}

/// Whether an older name is used of which it is not known what it stands for.
fn is_opaque(record: &Field, map: &Map<String, Value>) -> bool {
    record
        .shorthands
        .iter()
        .any(|(name, older)| older.stands_for.is_none() && map.contains_key(name))
}

/// The rules that are broken.
pub(super) fn broken(checks: &[Check], view: View<'_>) -> Vec<Fault> {
    let (Root::Record(record) | Root::Plugin(record)) = view.root;
    if checks.is_empty() || is_opaque(record, view.map) {
        return Vec::new();
    }
    checks
        .iter()
        .filter_map(|check| broken_one(check, view))
        .collect()
}

fn broken_one(check: &Check, view: View<'_>) -> Option<Fault> {
    let set = |fields: &[String]| fields.iter().filter(|field| view.is_set(field)).count();
    let can_judge = |fields: &[String]| {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        view.can_judge(&fields)
    };
    match check {
        Check::OnlyOneOf(fields) => {
            (can_judge(fields) && set(fields) != 1).then(|| Fault::NotOneOf(fields.clone()))
        }
        Check::AtLeastOneOf(fields) => (set(fields) == 0).then(|| Fault::NoneOf(fields.clone())),
        Check::MutuallyRequired(fields) => {
            let count = set(fields);
            (count != 0 && count != fields.len() && can_judge(fields)).then(|| {
                let missing = fields.iter().filter(|field| !view.is_set(field)).cloned();
                Fault::NoneOf(missing.take(1).collect())
            })
        }
        Check::MutuallyExclusive(fields) => (set(fields) > 1 && can_judge(fields))
            .then(|| Fault::Conflict(format!("{} exclude each other", fields.join(", ")))),
        Check::Distinct(fields) => {
            let values: Vec<&Value> = fields.iter().filter_map(|it| view.value(it)).collect();
            let repeats = values
                .iter()
                .enumerate()
                .any(|(index, value)| values[..index].contains(value));
            repeats.then(|| Fault::Conflict(format!("{} must differ", fields.join(", "))))
        }
        Check::Conditional(rule) => broken_condition(rule, view),
        Check::ConditionalAtLeastOneOf(rule) => {
            let fields = &rule.then_at_least_one_of;
            (applies(&rule.if_match, view.value(&rule.if_field))
                && set(fields) == 0
                && can_judge(fields))
            .then(|| Fault::NoneOf(fields.clone()))
        }
    }
}

fn broken_condition(rule: &Condition, view: View<'_>) -> Option<Fault> {
    if !applies(&rule.if_match, view.value(&rule.if_field))
        || !view.can_judge(&[&rule.if_field, &rule.then_field])
    {
        return None;
    }
    match view.value(&rule.then_field) {
        None if rule.then_match.required == Some(true) => {
            Some(Fault::NoneOf(vec![rule.then_field.clone()]))
        }
        // What is absent satisfies everything else, but for a value that is demanded.
        None if rule.then_match.eq.is_none() => None,
        Some(value) if holds(&rule.then_match, value) => None,
        None | Some(_) => Some(Fault::Conflict(format!(
            "{} does not go together with {}",
            rule.then_field, rule.if_field
        ))),
    }
}

/// Whether the condition of a rule is met. What is absent meets none but `required: false`.
fn applies(matcher: &Matcher, value: Option<&Value>) -> bool {
    match value {
        None => matcher.required == Some(false),
        Some(value) => holds(matcher, value),
    }
}

/// Whether a value is as the matcher says.
fn holds(matcher: &Matcher, value: &Value) -> bool {
    let in_list = |list: &[Value]| list.iter().any(|it| same(it, value));
    matcher.required != Some(false)
        && matcher.eq.as_ref().is_none_or(|it| same(it, value))
        && matcher.one_of.as_deref().is_none_or(in_list)
        && matcher.not_one_of.as_deref().is_none_or(|it| !in_list(it))
        && matcher
            .gt
            .is_none_or(|limit| value.as_f64().is_some_and(|it| it > limit))
        && matcher.contains.as_ref().is_none_or(|wanted| {
            value
                .as_array()
                .is_some_and(|list| list.iter().any(|it| same(it, wanted)))
        })
}
