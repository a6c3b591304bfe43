//! Evaluation, step by step.

use super::Failure;
use super::ast::{Binary, Each, Expr, Macro};
use super::equal::{equal, get, holds, keys, order};
use super::functions::error;
use super::value::Value;
use std::cmp::Ordering;
use std::rc::Rc;

/// How much may still be done.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Steps(pub(in super::super) usize);

impl Steps {
    /// Do this much.
    pub(super) const fn take(&mut self, count: usize) -> Result<(), Failure> {
        let enough = self.0 >= count;
        self.0 = self.0.saturating_sub(count);
        if enough { Ok(()) } else { Err(Failure::Spent) }
    }
}

/// What an expression says of a value and the former one.
pub(super) fn run<'v>(
    root: &'v Expr,
    this: Value<'v>,
    old: Option<Value<'v>>,
    steps: &mut Steps,
) -> Result<Value<'v>, Failure> {
    let stack = vec![this, old.unwrap_or(Value::Null)];
    Run { stack, steps }.eval(root)
}

struct Run<'r, 'v> {
    stack: Vec<Value<'v>>,
    steps: &'r mut Steps,
}

type Evaluated<'v> = Result<Value<'v>, Failure>;

impl<'v> Run<'_, 'v> {
    fn eval(&mut self, expr: &'v Expr) -> Evaluated<'v> {
        self.steps.take(1)?;
        match expr {
            Expr::Null => Ok(Value::Null),
            Expr::Bool(value) => Ok(Value::Bool(*value)),
            Expr::Int(number) => Ok(Value::Int(*number)),
            Expr::Uint(number) => Ok(Value::Uint(*number)),
            Expr::Double(number) => Ok(Value::Double(*number)),
            Expr::Text(text) => Ok(Value::Text((&**text).into())),
            Expr::Variable(slot) => {
                let value = self.stack.get(*slot).cloned();
                value.ok_or_else(|| error("no such variable"))
            }
            Expr::Field(of, name) => {
                let of = self.eval(of)?;
                let found = get(&of, &Value::Text((&**name).into()), self.steps)?;
                found.ok_or_else(|| Failure::Error(format!("no such key: {name}")))
            }
            Expr::Has(of, name) => {
                let of = self.eval(of)?;
                let found = get(&of, &Value::Text((&**name).into()), self.steps)?;
                Ok(Value::Bool(found.is_some()))
            }
            Expr::Index(of, index) => self.index(of, index),
            Expr::List(parts) => {
                let parts: Result<Vec<_>, _> = parts.iter().map(|part| self.eval(part)).collect();
                Ok(Value::List(Rc::new(parts?)))
            }
            Expr::Map(entries) => {
                let entry =
                    |(key, value): &'v (Expr, Expr)| Ok((self.eval(key)?, self.eval(value)?));
                let entries: Result<Vec<_>, Failure> = entries.iter().map(entry).collect();
                Ok(Value::Map(Rc::new(entries?)))
            }
            Expr::Not(inner) => match self.eval(inner)? {
                Value::Bool(value) => Ok(Value::Bool(!value)),
                _ => Err(error("no such overload")),
            },
            Expr::Negate(inner) => negated(&self.eval(inner)?),
            Expr::And(parts) => self.joined(parts, false),
            Expr::Or(parts) => self.joined(parts, true),
            Expr::Binary(operator, left, right) => {
                let (left, right) = (self.eval(left)?, self.eval(right)?);
                self.binary(*operator, &left, &right)
            }
            Expr::Choose(parts) => {
                let [condition, yes, no] = &**parts;
                match self.eval(condition)? {
                    Value::Bool(true) => self.eval(yes),
                    Value::Bool(false) => self.eval(no),
                    _ => Err(error("no such overload")),
                }
            }
            Expr::Each(each) => self.each(each),
            Expr::Call(function, arguments) => {
                let arguments: Result<Vec<_>, _> =
                    arguments.iter().map(|part| self.eval(part)).collect();
                function.call(&arguments?, self.steps)
            }
            Expr::Matches(text, regex) => match self.eval(text)? {
                Value::Text(text) => {
                    self.steps.take(regex.steps(&text))?;
                    Ok(Value::Bool(regex.is_match(&text)))
                }
                _ => Err(error("no such overload")),
            },
        }
    }

    fn index(&mut self, of: &'v Expr, index: &'v Expr) -> Evaluated<'v> {
        let (of, index) = (self.eval(of)?, self.eval(index)?);
        let Some(members) = of.members() else {
            let found = get(&of, &index, self.steps)?;
            return found.ok_or_else(|| error("no such key"));
        };
        let index = match index {
            Value::Int(index) => usize::try_from(index).ok(),
            _ => None,
        };
        let found = index.and_then(|index| members.get(index));
        found.ok_or_else(|| error("index out of bounds"))
    }

    /// `&&` and `||`: one part that decides does so whatever fails in the others.
    fn joined(&mut self, parts: &'v [Expr], decisive: bool) -> Evaluated<'v> {
        let mut failed = None;
        for part in parts {
            match self.eval(part) {
                Ok(Value::Bool(value)) if value == decisive => return Ok(Value::Bool(value)),
                Ok(Value::Bool(_)) => {}
                Ok(_) => failed = failed.or_else(|| Some(error("no such overload"))),
                Err(Failure::Spent) => return Err(Failure::Spent),
                Err(failure) => failed = failed.or(Some(failure)),
            }
        }
        failed.map_or(Ok(Value::Bool(!decisive)), Err)
    }

    fn binary(&mut self, operator: Binary, left: &Value<'v>, right: &Value<'v>) -> Evaluated<'v> {
        let compared = |is_it: fn(Ordering) -> bool| {
            let order = order(left, right).ok_or_else(|| error("no such overload"))?;
            Ok(Value::Bool(is_it(order)))
        };
        match operator {
            Binary::Equal => Ok(Value::Bool(equal(left, right, self.steps)?)),
            Binary::Unequal => Ok(Value::Bool(!equal(left, right, self.steps)?)),
            Binary::Less => compared(Ordering::is_lt),
            Binary::LessOrEqual => compared(Ordering::is_le),
            Binary::Greater => compared(Ordering::is_gt),
            Binary::GreaterOrEqual => compared(Ordering::is_ge),
            Binary::In => match right.members() {
                Some(members) => Ok(Value::Bool(holds(&members, left, self.steps)?)),
                None => Ok(Value::Bool(get(right, left, self.steps)?.is_some())),
            },
            Binary::Add => add(left, right, self.steps),
            Binary::Subtract | Binary::Multiply | Binary::Divide | Binary::Remainder => {
                arithmetic(operator, left, right)
            }
        }
    }

    fn each(&mut self, each: &'v Each) -> Evaluated<'v> {
        let range = self.eval(&each.range)?;
        let members = match range.members() {
            Some(members) => {
                self.steps.take(members.len() / 4)?;
                (0..members.len())
                    .filter_map(|index| members.get(index))
                    .collect()
            }
            None if matches!(range, Value::Map(_) | Value::Object(..)) => keys(&range),
            None => return Err(error("no such overload")),
        };
        // Nested macros each put their variable one place further.
        self.stack.truncate(each.slot);
        let mut kept = Vec::new();
        let (mut found, mut failed) = (0_usize, None);
        for member in members {
            self.stack.truncate(each.slot);
            self.stack.push(member.clone());
            let value = match (self.eval(&each.body), each.what) {
                (Err(Failure::Spent), _) => return Err(Failure::Spent),
                (Err(failure), Macro::All | Macro::Exists) => {
                    failed = failed.or(Some(failure));
                    continue;
                }
                (value, _) => value?,
            };
            match (each.what, value) {
                (Macro::All, Value::Bool(false)) => return self.done(each, Value::Bool(false)),
                (Macro::Exists, Value::Bool(true)) => return self.done(each, Value::Bool(true)),
                (Macro::All | Macro::Exists, Value::Bool(_)) => {}
                (Macro::ExistsOne, Value::Bool(is_it)) => found += usize::from(is_it),
                (Macro::Filter, Value::Bool(true)) => kept.push(member),
                (Macro::Filter, Value::Bool(false)) => {}
                (Macro::Map, value) => match (&each.result, value) {
                    (None, value) => kept.push(value),
                    (Some(result), Value::Bool(true)) => kept.push(self.eval(result)?),
                    (Some(_), Value::Bool(false)) => {}
                    (Some(_), _) => return Err(error("no such overload")),
                },
                _ => return Err(error("no such overload")),
            }
        }
        if let Some(failure) = failed {
            return Err(failure);
        }
        let value = match each.what {
            Macro::All => Value::Bool(true),
            Macro::Exists => Value::Bool(false),
            Macro::ExistsOne => Value::Bool(found == 1),
            Macro::Filter | Macro::Map => Value::List(Rc::new(kept)),
        };
        self.done(each, value)
    }

    /// Take the variable of a macro off the stack.
    #[expect(clippy::unnecessary_wraps, reason = "ends a macro")]
    fn done(&mut self, each: &Each, value: Value<'v>) -> Evaluated<'v> {
        self.stack.truncate(each.slot);
        Ok(value)
    }
}

/// The sum of two numbers or durations, two texts or two lists as one.
pub(super) fn add<'v>(left: &Value<'v>, right: &Value<'v>, steps: &mut Steps) -> Evaluated<'v> {
    match (left, right) {
        (Value::Text(one), Value::Text(other)) => {
            steps.take((one.len() + other.len()) / 8)?;
            Ok(Value::Text([&**one, &**other].concat().into()))
        }
        (Value::Duration(one), Value::Duration(other)) => {
            Ok(Value::Duration(one.saturating_add(*other)))
        }
        (Value::Time(one), Value::Duration(other)) | (Value::Duration(one), Value::Time(other)) => {
            Ok(Value::Time(one.saturating_add(*other)))
        }
        _ => match (left.members(), right.members()) {
            (Some(one), Some(other)) => {
                steps.take(one.len() + other.len())?;
                let ones = (0..one.len()).filter_map(|index| one.get(index));
                let others = (0..other.len()).filter_map(|index| other.get(index));
                Ok(Value::List(Rc::new(ones.chain(others).collect())))
            }
            _ => arithmetic(Binary::Add, left, right),
        },
    }
}

fn negated<'v>(value: &Value<'v>) -> Evaluated<'v> {
    match value {
        Value::Int(number) => {
            let negated = number.checked_neg();
            negated.map(Value::Int).ok_or_else(|| error("overflow"))
        }
        Value::Double(number) => Ok(Value::Double(-number)),
        Value::Duration(duration) => Ok(Value::Duration(duration.saturating_neg())),
        _ => Err(error("no such overload")),
    }
}

fn arithmetic<'v>(operator: Binary, left: &Value<'v>, right: &Value<'v>) -> Evaluated<'v> {
    let found = match (left, right) {
        (Value::Int(one), Value::Int(other)) => match operator {
            Binary::Add => one.checked_add(*other),
            Binary::Subtract => one.checked_sub(*other),
            Binary::Multiply => one.checked_mul(*other),
            Binary::Divide => one.checked_div(*other),
            _ => one.checked_rem(*other),
        }
        .map(Value::Int),
        (Value::Uint(one), Value::Uint(other)) => match operator {
            Binary::Add => one.checked_add(*other),
            Binary::Subtract => one.checked_sub(*other),
            Binary::Multiply => one.checked_mul(*other),
            Binary::Divide => one.checked_div(*other),
            _ => one.checked_rem(*other),
        }
        .map(Value::Uint),
        (Value::Double(one), Value::Double(other)) => match operator {
            Binary::Add => Some(one + other),
            Binary::Subtract => Some(one - other),
            Binary::Multiply => Some(one * other),
            Binary::Divide => Some(one / other),
            _ => None,
        }
        .map(Value::Double),
        (Value::Duration(one), Value::Duration(other)) if operator == Binary::Subtract => {
            Some(Value::Duration(one.saturating_sub(*other)))
        }
        (Value::Time(one), Value::Time(other)) if operator == Binary::Subtract => {
            Some(Value::Duration(one.saturating_sub(*other)))
        }
        (Value::Time(one), Value::Duration(other)) if operator == Binary::Subtract => {
            Some(Value::Time(one.saturating_sub(*other)))
        }
        _ => return Err(error("no such overload")),
    };
    found.ok_or_else(|| error("overflow or division by zero"))
}
