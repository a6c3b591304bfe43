//! Rules over several fields of a plugin's configuration, as Kong's schemas state them (`kong/db/schema/init.lua`, `entity_checkers`).

use super::field::{Check, Condition, Field, Matcher};
use super::forms;
use super::validate::{Fault, is_reference};
use super::written::{Shape, Written};
use serde_json::Value;

/// The rules of a plugin over its configuration that are broken. Paths begin at the plugin: `config.allow`.
pub fn broken_of_plugin<W: Written>(checks: &[Check], config: &Field, record: &W) -> Vec<Fault> {
    let view = View {
        root: Root::Plugin(config),
        record,
    };
    broken_but(checks, &view, |_| false)
}

/// A record and what is written in it.
pub(super) struct View<'v, W> {
    /// Its fields by name; of the plugin as a whole there is one, `config`.
    pub root: Root<'v>,
    /// Its content.
    pub record: &'v W,
}

/// Where dotted paths begin.
#[derive(Clone, Copy)]
pub(super) enum Root<'v> {
    /// In a record.
    Record(&'v Field),
    /// At the plugin: the first step must be `config`.
    Plugin(&'v Field),
}

/// A value as it is written, or a default.
enum Seen<'v, W> {
    Written(&'v W),
    Default(&'v Value),
}

impl<W: Written> Seen<'_, W> {
    fn is_filled(&self) -> bool {
        match self {
            Self::Written(value) => value.is_filled(),
            Self::Default(value) => value.is_filled(),
        }
    }

    fn is_reference(&self) -> bool {
        matches!(self, Self::Written(value) if is_reference(*value))
    }

    fn shown(&self) -> String {
        match self {
            Self::Written(value) => value.shown(),
            Self::Default(value) => value.shown(),
        }
    }

    fn meets(&self, matcher: &Matcher) -> bool {
        match self {
            Self::Written(value) => holds(matcher, *value),
            Self::Default(value) => holds(matcher, *value),
        }
    }
}

impl<'v, W: Written> View<'v, W> {
    /// The field and the value at a dotted path: as written, under an older name, or its default. Null is none.
    fn look(&self, path: &str) -> (Option<&'v Field>, Option<Seen<'v, W>>) {
        let (mut field, rest) = match self.root {
            Root::Record(field) => (field, path),
            Root::Plugin(config) => match path.strip_prefix("config.") {
                Some(rest) => (config, rest),
                None => return (None, None),
            },
        };
        let mut record = Some(self.record);
        let mut steps = rest;
        loop {
            // Most steps are the last, and short.
            let (step, after) = match steps.bytes().position(|byte| byte == b'.') {
                Some(dot) => (&steps[..dot], Some(&steps[dot + 1..])),
                None => (steps, None),
            };
            let older = record.and_then(|record| under_older_name(field, record, steps));
            let Some(next) = field.fields.get(step) else {
                return (None, None);
            };
            let value = record
                .and_then(|record| record.entry(step))
                .filter(|value| !value.is_null());
            match after {
                None => {
                    let written = value.or(older).map(Seen::Written);
                    let default = || next.default.as_ref().map(Seen::Default);
                    return (Some(next), written.or_else(default));
                }
                Some(_) if older.is_some() => return (Some(next), older.map(Seen::Written)),
                Some(after) => {
                    let below = value.filter(|value| matches!(value.shape(), Shape::Map));
                    (field, record, steps) = (next, below, after);
                }
            }
        }
    }

    fn value(&self, path: &str) -> Option<Seen<'v, W>> {
        self.look(path).1
    }

    /// Whether something is written at a dotted path; what is empty does not count.
    fn is_set(&self, path: &str) -> bool {
        self.value(path).is_some_and(|value| value.is_filled())
    }

    /// Whether every field of a rule exists in this version and holds no reference into a vault; Kong skips the rule otherwise, or
    /// does not have it.
    fn can_judge(&self, fields: &[impl AsRef<str>]) -> bool {
        fields.iter().all(|path| {
            let (field, value) = self.look(path.as_ref());
            field.is_some() && !value.is_some_and(|value| value.is_reference())
        })
    }
}

/// What an older name of the field at `path` holds.
fn under_older_name<'v, W: Written>(field: &'v Field, record: &'v W, path: &str) -> Option<&'v W> {
    field
        .shorthands
        .iter()
        .filter(|(_, older)| older.stands_for.as_deref() == Some(path))
        .find_map(|(name, _)| record.entry(name))
        .filter(|value| !value.is_null())
}

/// Whether an older name is used of which it is not known what it stands for.
fn is_opaque<W: Written>(field: &Field, record: &W) -> bool {
    field
        .shorthands
        .iter()
        .any(|(name, older)| older.stands_for.is_none() && record.entry(name).is_some())
}

/// The rules that are broken, those left out that ask for a field that is wrong by itself.
pub(super) fn broken_but<W: Written>(
    checks: &[Check],
    view: &View<'_, W>,
    is_wrong: impl Fn(&str) -> bool,
) -> Vec<Fault> {
    let (Root::Record(field) | Root::Plugin(field)) = view.root;
    if checks.is_empty() || is_opaque(field, view.record) {
        return Vec::new();
    }
    let can_tell = |check: &&Check| match check {
        Check::Conditional(rule) => !is_wrong(&rule.if_field) && !is_wrong(&rule.then_field),
        Check::Distinct(fields) => !fields.iter().any(|field| is_wrong(field)),
        _ => true,
    };
    let checks = checks.iter().filter(can_tell);
    checks.filter_map(|check| broken_one(check, view)).collect()
}

fn broken_one<W: Written>(check: &Check, view: &View<'_, W>) -> Option<Fault> {
    let set = |fields: &[String]| fields.iter().filter(|field| view.is_set(field)).count();
    let can_judge = |fields: &[String]| view.can_judge(fields);
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
        Check::MutuallyExclusive(fields) => (set(fields) > 1 && can_judge(fields)).then(|| {
            let why = format!("{} exclude each other", fields.join(", "));
            Fault::Conflict(fields.clone(), why)
        }),
        Check::Distinct(fields) => {
            let values = fields.iter().filter_map(|it| view.value(it));
            let mut texts: Vec<String> = values.map(|value| value.shown()).collect();
            texts.sort_unstable();
            let repeats = texts.windows(2).any(|pair| pair[0] == pair[1]);
            repeats.then(|| {
                let why = format!("{} must differ", fields.join(", "));
                Fault::Conflict(fields.clone(), why)
            })
        }
        Check::Conditional(rule) => broken_condition(rule, view),
        Check::ConditionalAtLeastOneOf(rule) => {
            let fields = &rule.then_at_least_one_of;
            (applies(&rule.if_match, view.value(&rule.if_field).as_ref())
                && set(fields) == 0
                && can_judge(fields))
            .then(|| Fault::NoneOf(fields.clone()))
        }
    }
}

fn broken_condition<W: Written>(rule: &Condition, view: &View<'_, W>) -> Option<Fault> {
    let decides = view.value(&rule.if_field);
    if !applies(&rule.if_match, decides.as_ref())
        || !view.can_judge(&[&rule.if_field, &rule.then_field])
    {
        return None;
    }
    let then = &rule.then_match;
    match view.value(&rule.then_field).filter(|it| !is_empty_list(it)) {
        None if then.required == Some(true) => Some(Fault::NoneOf(vec![rule.then_field.clone()])),
        // What is absent satisfies everything else, but for a value that is demanded.
        None if then.eq.is_none() => None,
        Some(value) if value.meets(then) => None,
        Some(_) if then.form.is_some() => Some(Fault::BadKey(Some(rule.then_field.clone()))),
        None | Some(_) => Some(Fault::NotWith {
            field: rule.then_field.clone(),
            other: rule.if_field.clone(),
            value: decides.map(|it| it.shown()).unwrap_or_default(),
        }),
    }
}

/// An empty list counts as absent (spec 70, 5.2).
fn is_empty_list<W: Written>(value: &Seen<'_, W>) -> bool {
    match value {
        Seen::Written(value) => matches!(value.shape(), Shape::List([])),
        Seen::Default(value) => matches!(value.shape(), Shape::List([])),
    }
}

/// Whether the condition of a rule is met. What is absent meets none but `required: false`.
fn applies<W: Written>(matcher: &Matcher, value: Option<&Seen<'_, W>>) -> bool {
    match value {
        None => matcher.required == Some(false),
        Some(value) => value.meets(matcher),
    }
}

/// Whether a value is as the matcher says.
fn holds<W: Written>(matcher: &Matcher, value: &W) -> bool {
    let in_list = |list: &[Value]| list.iter().any(|it| value.is(it));
    let items = || match value.shape() {
        Shape::List(items) => items,
        _ => &[],
    };
    matcher.required != Some(false)
        && matcher.eq.as_ref().is_none_or(|it| value.is(it))
        && matcher.one_of.as_deref().is_none_or(in_list)
        && matcher.not_one_of.as_deref().is_none_or(|it| !in_list(it))
        && matcher
            .gt
            .is_none_or(|limit| matches!(value.shape(), Shape::Number(it) if it > limit))
        && matcher
            .contains
            .as_ref()
            .is_none_or(|wanted| items().iter().any(|it| it.is(wanted)))
        && matcher
            .no_element
            .as_ref()
            .is_none_or(|list| !items().iter().any(|item| list.iter().any(|it| item.is(it))))
        && matcher.form.is_none_or(
            |form| matches!(value.shape(), Shape::Text(text) if forms::has_form(form, text)),
        )
}
