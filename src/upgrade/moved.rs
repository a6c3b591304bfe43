//! Fields that a configuration leaves out and whose default is another one in another version.

use crate::schema::field::{Field, Kind};
use serde_json::Value;

/// A default that moved.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moved {
    /// Keys to the field; items of lists are `[]`.
    pub(super) path: Vec<String>,
    /// The default before.
    pub(super) old: Option<Value>,
    /// The default now.
    pub(super) new: Option<Value>,
    /// Whether the field stands in an item of a list or of a map, which no key names.
    pub(super) is_in_list: bool,
}

/// The step to an item of a list or a map.
const ITEM: &str = "[]";

/// The defaults of a record that moved and that `written` leaves out. Only fields that both versions have count.
pub(super) fn moved((old, new): (&Field, &Field), written: Option<&Value>) -> Vec<Moved> {
    let mut found = Vec::new();
    let mut walk = Walk {
        path: Vec::new(),
        is_in_list: false,
        found: &mut found,
    };
    walk.record(old, new, written);
    found.dedup();
    found
}

struct Walk<'f> {
    path: Vec<String>,
    is_in_list: bool,
    found: &'f mut Vec<Moved>,
}

impl Walk<'_> {
    fn record(&mut self, old: &Field, new: &Field, written: Option<&Value>) {
        for (name, new_field) in &new.fields {
            let Some(old_field) = old.fields.get(name) else {
                continue;
            };
            let value = written.and_then(|it| it.get(name));
            let value = value.filter(|value| !value.is_null());
            self.path.push(name.clone());
            if value.is_none() && !is_under_older_name(new, name, written) {
                self.compare(old_field, new_field);
            }
            if old_field.kind == Kind::Record && new_field.kind == Kind::Record {
                self.record(old_field, new_field, value);
            } else if let Some(value) = value {
                self.items(old_field, new_field, value);
            }
            self.path.pop();
        }
    }

    fn compare(&mut self, old: &Field, new: &Field) {
        if old.default != new.default {
            self.found.push(Moved {
                path: self.path.clone(),
                old: old.default.clone(),
                new: new.default.clone(),
                is_in_list: self.is_in_list,
            });
        }
    }

    fn items(&mut self, old: &Field, new: &Field, value: &Value) {
        let (Some(old), Some(new)) = (&old.items, &new.items) else {
            return;
        };
        if old.kind != Kind::Record || new.kind != Kind::Record {
            return;
        }
        let items: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(entries) => entries.values().collect(),
            _ => return,
        };
        self.path.push(ITEM.to_owned());
        let before = std::mem::replace(&mut self.is_in_list, true);
        let first = self.found.len();
        for item in items {
            self.record(old, new, Some(item));
        }
        // One item or many: the default moved once.
        let mut own = self.found.split_off(first);
        own.sort_by(|a, b| a.path.cmp(&b.path));
        own.dedup();
        self.found.extend(own);
        self.is_in_list = before;
        self.path.pop();
    }
}

/// Whether an older name of a field is written, which says its value.
fn is_under_older_name(record: &Field, name: &str, written: Option<&Value>) -> bool {
    let Some(written) = written else {
        return false;
    };
    record.shorthands.iter().any(|(older, field)| {
        let stands_for = field.stands_for.as_deref();
        stands_for == Some(name) && written.get(older).is_some_and(|value| !value.is_null())
    })
}

/// Whether a dotted field of a record is said by an older name that is written at its top.
pub(super) fn is_said_above(record: &Field, path: &[String], written: &Value) -> bool {
    let dotted = path.join(".");
    record.shorthands.iter().any(|(older, field)| {
        field.stands_for.as_deref() == Some(&*dotted)
            && written.get(older).is_some_and(|value| !value.is_null())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record(fields: &Value) -> Field {
        serde_json::from_value(json!({"t": "r", "f": fields})).unwrap()
    }

    #[test]
    fn only_what_is_left_out_counts_deep_inside_too() {
        let field = |default: Value| {
            let inner = json!({"verify": {"t": "b", "d": default.clone()}});
            record(&json!({
                "hide": {"t": "b", "d": default},
                "redis": {"t": "r", "f": inner.clone()},
                "nodes": {"t": "a", "i": {"t": "r", "f": inner}},
            }))
        };
        let (old, new) = (field(json!(false)), field(json!(true)));
        let paths = |written: Value| -> Vec<String> {
            let moved = moved((&old, &new), Some(&written));
            moved.iter().map(|it| it.path.join(".")).collect()
        };
        assert_eq!(paths(json!({})), ["hide", "redis.verify"]);
        assert_eq!(
            paths(json!({"hide": false, "redis": {"verify": true}})),
            [""; 0]
        );
        assert_eq!(
            paths(json!({"hide": null, "nodes": [{}, {}, {"verify": true}]})),
            ["hide", "nodes.[].verify", "redis.verify"]
        );
        assert_eq!(moved((&old, &old), Some(&json!({}))), []);
    }

    #[test]
    fn an_older_name_says_the_value_of_its_successor() {
        let with = |default: Value| {
            let mut field = record(&json!({"port": {"t": "i", "d": default}}));
            let older = json!({"t": "i", "a": "port"});
            field.shorthands = [(
                "redis_port".to_owned(),
                serde_json::from_value(older).unwrap(),
            )]
            .into();
            field
        };
        let (old, new) = (with(json!(1)), with(json!(2)));
        assert_eq!(moved((&old, &new), Some(&json!({"redis_port": 5}))), []);
        assert_eq!(moved((&old, &new), Some(&json!({}))).len(), 1);
    }
}
