//! What was found: the options of a controller, each with its place, and what is wrong with them.

use super::environment::From;
use super::spot::Spot;
use super::value::Value;
use crate::diag::{Diagnostic, Diagnostics};
use crate::manifest::source::Source;
use std::collections::BTreeMap;

/// An option with its value and place.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its value.
    pub value: Value,
    /// Where it comes from.
    pub from: From,
    /// Whether a Secret had part in the value: then it is not shown.
    pub is_secret: bool,
}

/// What the manifests, or a file of values, say of the options.
#[derive(Debug, Default)]
pub struct Found {
    /// The options by name.
    pub settings: BTreeMap<&'static str, Setting>,
    /// The IngressClass that a chart makes and marks as the default one, and where it says so.
    pub default_class: Option<(String, Spot)>,
    /// What is wrong.
    pub problems: Diagnostics,
    /// Texts that were read besides the sources. The first one has the index that was asked for.
    pub texts: Vec<Source>,
    /// Whether `--control-plane` named a workload of KIC, or a Gateway: then it has no more to say.
    pub is_picked: bool,
}

/// What one controller gives.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    /// The options by name.
    pub(super) settings: BTreeMap<&'static str, Setting>,
    /// The IngressClass that a chart makes and marks as the default one, and where it says so.
    pub(super) default_class: Option<(String, Spot)>,
    /// What is wrong.
    pub(super) problems: Vec<Diagnostic>,
}

impl Outcome {
    /// Note an option.
    pub(super) fn set(&mut self, option: &'static str, value: Value, from: From, is_secret: bool) {
        let setting = Setting {
            value,
            from,
            is_secret,
        };
        self.settings.insert(option, setting);
    }

    /// Take over what another part found.
    pub(super) fn append(&mut self, other: Self) {
        self.settings.extend(other.settings);
        self.default_class = other.default_class.or(self.default_class.take());
        self.problems.extend(other.problems);
    }

    /// The text of an option.
    pub(super) fn text(&self, option: &str) -> Option<&str> {
        match &self.settings.get(option)?.value {
            Value::Text(text) => Some(text),
            Value::Bool(_) | Value::List(_) | Value::Gates(_) => None,
        }
    }
}
