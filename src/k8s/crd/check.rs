//! An object as it is stored against its schema: types, bounds, forms, repetition.

use super::structural::{Bounds, Conditions, Identity, Others, Shape, Structural};
use super::tree::number;
use crate::k8s::base64;
use crate::k8s::schema::walk::{Trail, shown, type_name};
use crate::k8s::schema::{Fault, Findings};
use crate::manifest::node::{Node, Number, Value};
use std::collections::HashSet;

/// Look at `node`, which stands at the end of `trail`.
pub(super) fn check(schema: &Structural, node: &Node<'_>, trail: &Trail<'_>, found: &mut Findings) {
    let fits = match (&schema.shape, &node.value) {
        (_, Value::Null) => schema.nullable,
        (Shape::Any, _)
        | (Shape::Object { .. }, Value::Mapping(_))
        | (Shape::List { .. }, Value::Sequence(_))
        | (Shape::Text, Value::String(_))
        | (Shape::Integer, Value::Number(Number::Int(_) | Number::UInt(_)))
        | (Shape::Number, Value::Number(_))
        | (Shape::Bool, Value::Bool(_))
        | (Shape::IntOrString, Value::String(_) | Value::Number(Number::Int(_))) => true,
        _ => false,
    };
    if !fits {
        let expected = schema.expected();
        let found_type = type_name(&node.value);
        found.note(
            trail,
            Fault::WrongType {
                expected,
                found: found_type,
            },
        );
        return;
    }
    if let Some(conditions) = &schema.conditions {
        conditions.note(node, trail, found);
    }
    match (&schema.shape, &node.value) {
        (Shape::Object { fields, others }, Value::Mapping(entries)) => {
            for entry in entries {
                let schema = match (fields.get(&*entry.key), others) {
                    (Some(field), _) => field,
                    (None, Others::Like(values)) => values,
                    (None, Others::Dropped | Others::Kept) => continue,
                };
                check(schema, &entry.node, &trail.key(&entry.key), found);
            }
        }
        (Shape::List { items, identity }, Value::Sequence(nodes)) => {
            for (index, node) in nodes.iter().enumerate() {
                check(items, node, &trail.index(index), found);
            }
            repeated(identity, nodes, trail, found);
        }
        _ => {}
    }
}

/// Items that may stand in the list only once.
fn repeated(identity: &Identity, items: &[Node<'_>], trail: &Trail<'_>, found: &mut Findings) {
    let mut known = HashSet::new();
    for (index, item) in items.iter().enumerate() {
        let Some(value) = identity.of(item) else {
            continue;
        };
        if known.contains(&value) {
            let at = trail.index(index);
            let value = value.join(", ");
            match identity {
                Identity::Keys(keys) if keys.len() == 1 => {
                    found.note(&at.key(&keys[0]), Fault::Duplicate { value });
                }
                _ => found.note(&at, Fault::Duplicate { value }),
            }
        } else {
            known.insert(value);
        }
    }
}

impl Identity {
    /// What makes an item the same one.
    pub(super) fn of(&self, item: &Node<'_>) -> Option<Vec<String>> {
        match self {
            Self::Position => None,
            Self::Value => Some(vec![plain(item)?]),
            Self::Keys(keys) => {
                let value = |key: &String| item.get(key).map_or(Some(String::new()), plain);
                keys.iter().map(value).collect()
            }
        }
    }
}

/// A value without members as text.
fn plain(node: &Node<'_>) -> Option<String> {
    Some(match &node.value {
        Value::String(text) => text.to_string(),
        Value::Number(number) => shown(*number),
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => return None,
    })
}

impl Conditions {
    /// Note what of them does not hold.
    fn note(&self, node: &Node<'_>, trail: &Trail<'_>, found: &mut Findings) {
        match &node.value {
            Value::Null => return,
            Value::String(text) => self.note_text(text, trail, found),
            Value::Number(number) => self.note_number(*number, node, trail, found),
            Value::Sequence(items) => {
                note_count(self.items_count, items.len(), trail, found);
            }
            Value::Mapping(entries) => {
                note_count(self.members_count, entries.len(), trail, found);
                if !self.required.is_empty() {
                    let present: HashSet<&str> = entries.iter().map(|it| &*it.key).collect();
                    for key in &self.required {
                        if found.is_full() {
                            break;
                        }
                        if !present.contains(&**key) {
                            found.note(&trail.key(key), Fault::Missing);
                        }
                    }
                }
            }
            Value::Bool(_) => {}
        }
        if !self.one_of_values.is_empty() && !self.lists(node) {
            let allowed = self.one_of_values.iter().filter_map(plain).collect();
            found.note(
                trail,
                Fault::NotInList {
                    found: plain(node).unwrap_or_default(),
                    allowed,
                },
            );
        }
        let message = if !self.all_of.iter().all(|it| it.hold(node)) {
            "must validate all the schemas (allOf)"
        } else if !self.any_of.is_empty() && !self.any_of.iter().any(|it| it.hold(node)) {
            "must validate at least one schema (anyOf)"
        } else if !self.one_of.is_empty()
            && self.one_of.iter().filter(|it| it.hold(node)).count() != 1
        {
            "must validate one and only one schema (oneOf)"
        } else if self.not.as_ref().is_some_and(|it| it.hold(node)) {
            "must not validate the schema (not)"
        } else {
            return;
        };
        let message = message.into();
        found.note(trail, Fault::Combination { message });
    }

    fn note_text(&self, text: &str, trail: &Trail<'_>, found: &mut Findings) {
        let (min, max) = self.length;
        if min.is_some() || max.is_some() {
            let length = text.chars().count();
            let (min, max) = (min.unwrap_or(0), max.unwrap_or(usize::MAX));
            if length < min || length > max {
                found.note(
                    trail,
                    Fault::WrongLength {
                        found: length,
                        min,
                        max,
                    },
                );
                return;
            }
        }
        let form = if self.has_form(text) {
            self.format
                .as_ref()
                .filter(|format| !has_format(format, text))
        } else {
            self.pattern.as_ref().map(|(pattern, _)| pattern)
        };
        if let Some(form) = form {
            found.note(
                trail,
                Fault::WrongForm {
                    found: text.to_owned(),
                    pattern: form.clone().into(),
                },
            );
        }
    }

    fn note_number(
        &self,
        number: Number,
        node: &Node<'_>,
        trail: &Trail<'_>,
        found: &mut Findings,
    ) {
        if let (Some(min), Some(max)) = (self.least(), self.greatest()) {
            let inside = match number {
                Number::Int(number) => (min..=max).contains(&number),
                Number::UInt(_) => max == i64::MAX && self.maximum.is_none(),
                Number::Float(_) => self.bounds_hold(node),
            };
            if !inside {
                let number = shown(number);
                found.note(
                    trail,
                    Fault::OutOfRange {
                        found: number,
                        min,
                        max,
                    },
                );
                return;
            }
        } else if !self.bounds_hold(node) {
            let message = "must be within the bounds of the schema".into();
            found.note(trail, Fault::Combination { message });
        }
        if !self.divides(node) {
            let message = "must be a multiple of what the schema says".into();
            found.note(trail, Fault::Combination { message });
        }
    }

    /// Least whole number; `None`: the bound is none.
    pub(super) fn least(&self) -> Option<i64> {
        let least = match self.format.as_deref() {
            Some("int32") => i64::from(i32::MIN),
            _ => i64::MIN,
        };
        let Some((bound, is_excluded)) = self.minimum else {
            return Some(least);
        };
        whole(bound).map(|bound| least.max(bound.saturating_add(i64::from(is_excluded))))
    }

    /// Greatest whole number; `None`: the bound is none.
    pub(super) fn greatest(&self) -> Option<i64> {
        let greatest = match self.format.as_deref() {
            Some("int32") => i64::from(i32::MAX),
            _ => i64::MAX,
        };
        let Some((bound, is_excluded)) = self.maximum else {
            return Some(greatest);
        };
        whole(bound).map(|bound| greatest.min(bound.saturating_sub(i64::from(is_excluded))))
    }

    fn bounds_hold(&self, node: &Node<'_>) -> bool {
        let Some(value) = number(node) else {
            return true;
        };
        let above = self
            .minimum
            .is_none_or(|(bound, out)| if out { value > bound } else { value >= bound });
        let below = self
            .maximum
            .is_none_or(|(bound, out)| if out { value < bound } else { value <= bound });
        above && below
    }

    fn divides(&self, node: &Node<'_>) -> bool {
        match (self.multiple_of, number(node)) {
            (Some(of), Some(value)) if of > 0.0 => (value / of).fract() == 0.0,
            _ => true,
        }
    }

    fn has_form(&self, text: &str) -> bool {
        match &self.pattern {
            Some((_, Some(regex))) => regex.is_match(text),
            _ => true,
        }
    }

    fn lists(&self, node: &Node<'_>) -> bool {
        self.one_of_values.iter().any(|value| same(value, node))
    }

    /// Whether all hold.
    fn hold(&self, node: &Node<'_>) -> bool {
        let own = match &node.value {
            Value::String(text) => {
                within(self.length, text.chars().count())
                    && self.has_form(text)
                    && self
                        .format
                        .as_ref()
                        .is_none_or(|format| has_format(format, text))
            }
            Value::Number(_) => self.bounds_hold(node) && self.divides(node),
            Value::Sequence(items) => {
                within(self.items_count, items.len())
                    && self
                        .items
                        .as_ref()
                        .is_none_or(|each| items.iter().all(|item| each.hold(item)))
            }
            Value::Mapping(entries) => {
                within(self.members_count, entries.len())
                    && self.required.iter().all(|key| node.get(key).is_some())
                    && entries.iter().all(|entry| {
                        let field = self.fields.get(&*entry.key);
                        field.is_none_or(|field| field.hold(&entry.node))
                    })
            }
            Value::Null | Value::Bool(_) => true,
        };
        own && (self.one_of_values.is_empty() || self.lists(node))
            && self.all_of.iter().all(|it| it.hold(node))
            && (self.any_of.is_empty() || self.any_of.iter().any(|it| it.hold(node)))
            && (self.one_of.is_empty()
                || self.one_of.iter().filter(|it| it.hold(node)).count() == 1)
            && !self.not.as_ref().is_some_and(|it| it.hold(node))
    }
}

fn note_count((min, max): Bounds, count: usize, trail: &Trail<'_>, found: &mut Findings) {
    if !within((min, max), count) {
        let (min, max) = (min.unwrap_or(0), max.unwrap_or(usize::MAX));
        found.note(
            trail,
            Fault::WrongCount {
                found: count,
                min,
                max,
            },
        );
    }
}

fn within((min, max): Bounds, count: usize) -> bool {
    min.is_none_or(|min| count >= min) && max.is_none_or(|max| count <= max)
}

/// A bound that is a whole number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it has no fraction and fits"
)]
fn whole(bound: f64) -> Option<i64> {
    (bound.fract() == 0.0 && bound.abs() < 9e18).then_some(bound as i64)
}

/// Whether two trees say the same, wherever they stand.
fn same(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (&one.value, &other.value) {
        (Value::Sequence(these), Value::Sequence(those)) => {
            these.len() == those.len() && these.iter().zip(those).all(|(one, it)| same(one, it))
        }
        (Value::Mapping(these), Value::Mapping(those)) => {
            these.len() == those.len()
                && these.iter().all(|entry| {
                    let fellow = other.get(&entry.key);
                    fellow.is_some_and(|fellow| same(&entry.node, fellow))
                })
        }
        (one, other) => one == other,
    }
}

/// Whether a text has a format of OpenAPI. Formats that are not looked at fit.
fn has_format(format: &str, text: &str) -> bool {
    match format {
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        "cidr" => text.parse::<ipnet::IpNet>().is_ok(),
        "date-time" => text.parse::<jiff::Timestamp>().is_ok(),
        "date" => text.parse::<jiff::civil::Date>().is_ok(),
        "uuid" => uuid::Uuid::parse_str(text).is_ok(),
        "byte" => base64::decode(text).is_some(),
        _ => true,
    }
}
