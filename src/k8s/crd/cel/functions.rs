//! The functions of rules: CEL's own, and those of the libraries for texts, lists and addresses that the API server adds.

use super::super::pattern::compile_now;
use super::Failure;
use super::equal::order;
use super::eval::Steps;
use super::value::{Value, duration, time};
use std::cmp::Ordering;
use std::rc::Rc;

/// What a pattern that is made while a rule runs costs.
const PATTERN: usize = 5_000;

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Size,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    LowerAscii,
    UpperAscii,
    Trim,
    Replace,
    Split,
    Join,
    Substring,
    CharAt,
    IndexOf,
    LastIndexOf,
    Sum,
    Min,
    Max,
    IsSorted,
    Int,
    Uint,
    Double,
    Text,
    Bool,
    Duration,
    Time,
    Dyn,
    IsIp,
    IsCidr,
}

impl Function {
    /// The function of a name, which stands behind a value or alone, with this many arguments, the value included.
    pub(super) fn named(name: &str, is_method: bool, arguments: usize) -> Option<Self> {
        Some(match (name, is_method, arguments) {
            ("size", _, 1) => Self::Size,
            ("contains", true, 2) => Self::Contains,
            ("startsWith", true, 2) => Self::StartsWith,
            ("endsWith", true, 2) => Self::EndsWith,
            ("matches", _, 2) => Self::Matches,
            ("lowerAscii", true, 1) => Self::LowerAscii,
            ("upperAscii", true, 1) => Self::UpperAscii,
            ("trim", true, 1) => Self::Trim,
            ("replace", true, 3) => Self::Replace,
            ("split", true, 2) => Self::Split,
            ("join", true, 1 | 2) => Self::Join,
            ("substring", true, 2 | 3) => Self::Substring,
            ("charAt", true, 2) => Self::CharAt,
            ("indexOf", true, 2) => Self::IndexOf,
            ("lastIndexOf", true, 2) => Self::LastIndexOf,
            ("sum", true, 1) => Self::Sum,
            ("min", true, 1) => Self::Min,
            ("max", true, 1) => Self::Max,
            ("isSorted", true, 1) => Self::IsSorted,
            ("int", false, 1) => Self::Int,
            ("uint", false, 1) => Self::Uint,
            ("double", false, 1) => Self::Double,
            ("string", false, 1) => Self::Text,
            ("bool", false, 1) => Self::Bool,
            ("duration", false, 1) => Self::Duration,
            ("timestamp", false, 1) => Self::Time,
            ("dyn", false, 1) => Self::Dyn,
            ("isIP", false, 1) => Self::IsIp,
            ("isCIDR", false, 1) => Self::IsCidr,
            _ => return None,
        })
    }

    /// Its value. There are as many arguments as [`Self::named`] was told.
    pub(super) fn call<'v>(
        self,
        arguments: &[Value<'v>],
        steps: &mut Steps,
    ) -> Result<Value<'v>, Failure> {
        for argument in arguments {
            if let Value::Text(text) = argument {
                steps.take(text.len() / 8)?;
            }
        }
        let found = match (self, arguments) {
            (Self::Size, [value]) => value.size().map(int),
            (Self::Dyn, [value]) => Some(value.clone()),
            (Self::Sum | Self::Min | Self::Max | Self::IsSorted, [list]) => {
                return self.of_list(list, steps);
            }
            (Self::IndexOf | Self::LastIndexOf, [list, value]) if list.members().is_some() => {
                return self.place(list, value, steps);
            }
            (Self::Join, [list, rest @ ..]) => {
                let glue = match rest {
                    [Value::Text(glue)] => &**glue,
                    _ => "",
                };
                return join(list, glue, steps);
            }
            (Self::Split, [Value::Text(text), Value::Text(sign)]) => {
                steps.take(text.len())?;
                let parts = text.split(&**sign).filter(|_| !sign.is_empty());
                let parts = parts.map(|part| Value::Text(part.to_owned().into()));
                Some(Value::List(Rc::new(parts.collect())))
            }
            (Self::Replace, [Value::Text(text), Value::Text(old), Value::Text(new)]) => {
                let count = text.matches(&**old).count();
                steps.take(text.len() + count * new.len())?;
                Some(Value::Text(text.replace(&**old, new).into()))
            }
            (Self::Matches, [Value::Text(text), Value::Text(pattern)]) => {
                steps.take(PATTERN)?;
                let regex = compile_now(pattern);
                let regex = regex.ok_or_else(|| error("the pattern cannot be compiled"))?;
                steps.take(regex.steps(text))?;
                Some(Value::Bool(regex.is_match(text)))
            }
            (_, [Value::Text(text), rest @ ..]) => self.of_text(text, rest),
            (_, [value]) => self.converted(value),
            _ => None,
        };
        found.ok_or_else(|| error("no such overload"))
    }

    /// What it makes of a text.
    fn of_text<'v>(self, text: &str, rest: &[Value<'v>]) -> Option<Value<'v>> {
        Some(match (self, rest) {
            (Self::Contains, [Value::Text(part)]) => Value::Bool(text.contains(&**part)),
            (Self::StartsWith, [Value::Text(part)]) => Value::Bool(text.starts_with(&**part)),
            (Self::EndsWith, [Value::Text(part)]) => Value::Bool(text.ends_with(&**part)),
            (Self::LowerAscii, []) => owned(text.to_ascii_lowercase()),
            (Self::UpperAscii, []) => owned(text.to_ascii_uppercase()),
            (Self::Trim, []) => owned(text.trim().to_owned()),
            (Self::IndexOf, [Value::Text(part)]) => position(text, text.find(&**part)),
            (Self::LastIndexOf, [Value::Text(part)]) => position(text, text.rfind(&**part)),
            (Self::CharAt, [Value::Int(index)]) => {
                let index = usize::try_from(*index).ok()?;
                let length = text.chars().count();
                let found = text.chars().nth(index).filter(|_| index <= length);
                owned(found.map(String::from).unwrap_or_default())
            }
            (Self::Substring, [Value::Int(start), end @ ..]) => {
                let start = usize::try_from(*start).ok()?;
                let end = match end {
                    [Value::Int(end)] => usize::try_from(*end).ok()?,
                    _ => text.chars().count(),
                };
                let length = end.checked_sub(start)?;
                let part: String = text.chars().skip(start).take(length).collect();
                (part.chars().count() == length).then(|| owned(part))?
            }
            (Self::Int, []) => Value::Int(text.parse().ok()?),
            (Self::Uint, []) => Value::Uint(text.parse().ok()?),
            (Self::Double, []) => Value::Double(text.parse().ok()?),
            (Self::Text, []) => owned(text.to_owned()),
            (Self::Bool, []) => Value::Bool(match text {
                "true" | "True" | "TRUE" | "t" | "1" => true,
                "false" | "False" | "FALSE" | "f" | "0" => false,
                _ => return None,
            }),
            (Self::Duration, []) => Value::Duration(duration(text)?),
            (Self::Time, []) => Value::Time(time(text)?),
            (Self::IsIp, []) => Value::Bool(text.parse::<std::net::IpAddr>().is_ok()),
            (Self::IsCidr, []) => Value::Bool(text.parse::<ipnet::IpNet>().is_ok()),
            _ => return None,
        })
    }

    /// What it makes of a value that is no text.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "the conversions of the language"
    )]
    fn converted<'v>(self, value: &Value<'v>) -> Option<Value<'v>> {
        Some(match (self, value) {
            (Self::Int, Value::Int(_))
            | (Self::Uint, Value::Uint(_))
            | (Self::Double, Value::Double(_))
            | (Self::Bool, Value::Bool(_))
            | (Self::Duration, Value::Duration(_))
            | (Self::Time, Value::Time(_)) => value.clone(),
            (Self::Int, Value::Uint(number)) => Value::Int(i64::try_from(*number).ok()?),
            (Self::Int, Value::Double(number)) if number.abs() < 9.2e18 => {
                Value::Int(number.trunc() as i64)
            }
            (Self::Uint, Value::Int(number)) => Value::Uint(u64::try_from(*number).ok()?),
            (Self::Double, Value::Int(number)) => Value::Double(*number as f64),
            (Self::Double, Value::Uint(number)) => Value::Double(*number as f64),
            (Self::Text, Value::Int(number)) => owned(number.to_string()),
            (Self::Text, Value::Uint(number)) => owned(number.to_string()),
            (Self::Text, Value::Double(number)) => owned(number.to_string()),
            (Self::Text, Value::Bool(is_true)) => owned(is_true.to_string()),
            _ => return None,
        })
    }

    /// What it makes of all members of a list.
    fn of_list<'v>(self, list: &Value<'v>, steps: &mut Steps) -> Result<Value<'v>, Failure> {
        let members = list.members().ok_or_else(|| error("no such overload"))?;
        steps.take(members.len())?;
        let mut members = (0..members.len()).filter_map(|index| members.get(index));
        let Some(mut result) = members.next() else {
            return match self {
                Self::Sum => Ok(Value::Int(0)),
                Self::IsSorted => Ok(Value::Bool(true)),
                _ => Err(error("the list is empty")),
            };
        };
        for member in members {
            let order = order(&member, &result).ok_or_else(|| error("no such overload"))?;
            match (self, order) {
                (Self::IsSorted, Ordering::Less) => return Ok(Value::Bool(false)),
                (Self::Sum, _) => result = super::eval::add(&result, &member, steps)?,
                (Self::Min, Ordering::Less)
                | (Self::Max, Ordering::Greater)
                | (Self::IsSorted, _) => result = member,
                _ => {}
            }
        }
        Ok(if self == Self::IsSorted {
            Value::Bool(true)
        } else {
            result
        })
    }

    /// The place of the first or last member of a list that equals a value; -1 for none.
    fn place<'v>(
        self,
        list: &Value<'v>,
        value: &Value<'_>,
        steps: &mut Steps,
    ) -> Result<Value<'v>, Failure> {
        let mut found = -1;
        if let Some(members) = list.members() {
            for (index, member) in (0..members.len()).filter_map(|it| Some((it, members.get(it)?)))
            {
                if super::equal::equal(&member, value, steps)? {
                    found = i64::try_from(index).unwrap_or(i64::MAX);
                    if self == Self::IndexOf {
                        break;
                    }
                }
            }
        }
        Ok(Value::Int(found))
    }
}

fn join<'v>(list: &Value<'v>, glue: &str, steps: &mut Steps) -> Result<Value<'v>, Failure> {
    let members = list.members().ok_or_else(|| error("no such overload"))?;
    let mut joined = String::new();
    for index in 0..members.len() {
        let Some(Value::Text(text)) = members.get(index) else {
            return Err(error("no such overload"));
        };
        steps.take(1 + (text.len() + glue.len()) / 8)?;
        if index > 0 {
            joined.push_str(glue);
        }
        joined.push_str(&text);
    }
    Ok(owned(joined))
}

fn owned<'v>(text: String) -> Value<'v> {
    Value::Text(text.into())
}

fn int<'v>(number: usize) -> Value<'v> {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The place of a part in characters; -1 for none.
fn position<'v>(text: &str, byte: Option<usize>) -> Value<'v> {
    byte.map_or(Value::Int(-1), |byte| int(text[..byte].chars().count()))
}

pub(super) fn error(text: &str) -> Failure {
    Failure::Error(text.to_owned())
}
