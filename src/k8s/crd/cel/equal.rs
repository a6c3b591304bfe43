//! Which values are equal, and which of two is less.

use super::super::structural::Identity;
use super::Failure;
use super::eval::Steps;
use super::value::{Members, Value};
use std::cmp::Ordering;

/// Whether two values are equal. Numbers are compared by what they are worth, lists that are sets or maps without their order.
pub(super) fn equal(
    one: &Value<'_>,
    other: &Value<'_>,
    steps: &mut Steps,
) -> Result<bool, Failure> {
    steps.take(1)?;
    Ok(match (one, other) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Text(one), Value::Text(other)) => {
            steps.take(one.len().min(other.len()) / 16)?;
            **one == **other
        }
        (Value::Duration(one), Value::Duration(other)) | (Value::Time(one), Value::Time(other)) => {
            one == other
        }
        _ if one.members().is_some() => match (one.members(), other.members()) {
            (Some(these), Some(those)) => {
                let is_ordered = !matches!(
                    one,
                    Value::Items(_, schema) if schema.identity() != Some(&Identity::Position)
                );
                if is_ordered {
                    same_list(&these, &those, steps)?
                } else {
                    same_set(&these, &those, steps)?
                }
            }
            _ => false,
        },
        (Value::Object(..) | Value::Map(_), Value::Object(..) | Value::Map(_)) => {
            same_map(one, other, steps)?
        }
        _ => number_order(one, other) == Some(Ordering::Equal),
    })
}

fn same_list(
    these: &Members<'_, '_>,
    those: &Members<'_, '_>,
    steps: &mut Steps,
) -> Result<bool, Failure> {
    if these.len() != those.len() {
        return Ok(false);
    }
    for index in 0..these.len() {
        let (Some(one), Some(other)) = (these.get(index), those.get(index)) else {
            return Ok(false);
        };
        if !equal(&one, &other, steps)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_set(
    these: &Members<'_, '_>,
    those: &Members<'_, '_>,
    steps: &mut Steps,
) -> Result<bool, Failure> {
    if these.len() != those.len() {
        return Ok(false);
    }
    for one in (0..these.len()).filter_map(|index| these.get(index)) {
        if !holds(those, &one, steps)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a list has a member that equals a value.
pub(super) fn holds(
    members: &Members<'_, '_>,
    value: &Value<'_>,
    steps: &mut Steps,
) -> Result<bool, Failure> {
    for member in (0..members.len()).filter_map(|index| members.get(index)) {
        if equal(&member, value, steps)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn same_map(one: &Value<'_>, other: &Value<'_>, steps: &mut Steps) -> Result<bool, Failure> {
    if one.size() != other.size() {
        return Ok(false);
    }
    for key in keys(one) {
        let (Some(this), Some(that)) = (get(one, &key, steps)?, get(other, &key, steps)?) else {
            return Ok(false);
        };
        if !equal(&this, &that, steps)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The keys of a map.
pub(super) fn keys<'v>(map: &Value<'v>) -> Vec<Value<'v>> {
    match map {
        Value::Object(entries, _) => entries
            .iter()
            .map(|entry| Value::Text((&*entry.key).into()))
            .collect(),
        Value::Map(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The member of a map.
pub(super) fn get<'v>(
    map: &Value<'v>,
    key: &Value<'_>,
    steps: &mut Steps,
) -> Result<Option<Value<'v>>, Failure> {
    match (map, key) {
        (Value::Object(entries, schema), Value::Text(key)) => {
            steps.take(entries.len() / 8)?;
            Ok(super::value::member(entries, schema, key))
        }
        (Value::Map(entries), _) => {
            for (known, value) in entries.iter() {
                if equal(known, key, steps)? {
                    return Ok(Some(value.clone()));
                }
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// The order of two values that have one.
pub(super) fn order(one: &Value<'_>, other: &Value<'_>) -> Option<Ordering> {
    match (one, other) {
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::Text(one), Value::Text(other)) => Some((**one).cmp(other)),
        (Value::Duration(one), Value::Duration(other)) | (Value::Time(one), Value::Time(other)) => {
            Some(one.cmp(other))
        }
        _ => number_order(one, other),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a double is compared with")]
fn number_order(one: &Value<'_>, other: &Value<'_>) -> Option<Ordering> {
    let whole = |value: &Value<'_>| match value {
        Value::Int(number) => Some(i128::from(*number)),
        Value::Uint(number) => Some(i128::from(*number)),
        _ => None,
    };
    let any = |value: &Value<'_>| match value {
        Value::Double(number) => Some(*number),
        _ => whole(value).map(|number| number as f64),
    };
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => any(one)?.partial_cmp(&any(other)?),
    }
}
