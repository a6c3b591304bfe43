//! The fields of requests that conditions look at.

use super::plain_name;
use crate::engine::Condition;
use std::collections::{BTreeSet, HashMap};

/// All fields that a set of conditions looks at, so arranged that a request finds those it has.
#[derive(Debug, Default)]
pub struct Fields {
    /// Fields that are looked at one by one.
    pub(super) plain: BTreeSet<String>,
    /// Fields by the header they mean.
    pub(super) headers: HashMap<String, Vec<String>>,
    /// Fields by the name of the query parameter.
    pub(super) queries: HashMap<String, String>,
}

impl Fields {
    /// The fields of some conditions.
    pub fn of<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Self {
        let mut fields = Self::default();
        for field in Condition::fields_of(conditions) {
            if let Some(name) = field.strip_prefix("http.headers.") {
                let named = fields.headers.entry(plain_name(name)).or_default();
                named.push(field.to_owned());
            } else if let Some(name) = field.strip_prefix("http.queries.") {
                fields.queries.insert(name.to_owned(), field.to_owned());
            } else {
                fields.plain.insert(field.to_owned());
            }
        }
        fields
    }
}
