//! A structural schema, as a CRD among the inputs has it.

use super::cel::Program;
use super::pattern::Compiled;
use crate::manifest::node::Node;
use std::collections::BTreeMap;

/// What a value must be, and what becomes of it.
#[derive(Debug)]
pub(super) struct Structural {
    /// Its type, with the schemas of what is in it.
    pub(super) shape: Shape,
    /// Whether it may be null.
    pub(super) nullable: bool,
    /// What it is when it is not written.
    pub(super) default: Option<Node<'static>>,
    /// The fields of a map that have defaults.
    pub(super) defaulted: Vec<String>,
    /// What else is asked of it.
    pub(super) conditions: Option<Box<Conditions>>,
    /// Rules in CEL.
    pub(super) rules: Vec<Rule>,
    /// Whether there are rules here or below.
    pub(super) has_rules: bool,
}

/// The type of a value.
#[derive(Debug)]
pub(super) enum Shape {
    /// A map.
    Object {
        /// Its known fields.
        fields: BTreeMap<String, Structural>,
        /// What becomes of others.
        others: Others,
    },
    /// A list.
    List {
        /// The schema of each item.
        items: Box<Structural>,
        /// By what an item is the same.
        identity: Identity,
    },
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A truth value.
    Bool,
    /// A whole number or a string.
    IntOrString,
    /// Anything.
    Any,
}

/// What becomes of fields that a schema does not name.
#[derive(Debug)]
pub(super) enum Others {
    /// They are dropped.
    Dropped,
    /// They stay as they are.
    Kept,
    /// They stay, and are described.
    Like(Box<Structural>),
}

/// By what an item of a list is the same one (`x-kubernetes-list-type`).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// By its place: the list is one value.
    Position,
    /// By itself: it may not repeat.
    Value,
    /// By these fields: no two items may agree in all of them.
    Keys(Vec<String>),
}

/// What texts of a format are for rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextForm {
    /// Texts.
    Plain,
    /// Lengths of time.
    Duration,
    /// Points in time.
    Time,
}

/// What is asked of a value beside its type. Bounds that are `None` are not set.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    /// The only values.
    pub(super) one_of_values: Vec<Node<'static>>,
    /// The pattern as it is written, and compiled; one that cannot be is not asked.
    pub(super) pattern: Option<(String, Option<Compiled>)>,
    /// `format`.
    pub(super) format: Option<String>,
    /// Fewest and most characters.
    pub(super) length: Bounds,
    /// Fewest and most items of a list.
    pub(super) items_count: Bounds,
    /// Fewest and most fields of a map.
    pub(super) members_count: Bounds,
    /// Least number, and whether it is excluded itself.
    pub(super) minimum: Option<(f64, bool)>,
    /// Greatest number, and whether it is excluded itself.
    pub(super) maximum: Option<(f64, bool)>,
    /// What a number is a multiple of.
    pub(super) multiple_of: Option<f64>,
    /// Fields that must be there.
    pub(super) required: Vec<String>,
    /// Conditions of fields, in one of several.
    pub(super) fields: BTreeMap<String, Self>,
    /// Conditions of every item, in one of several.
    pub(super) items: Option<Box<Self>>,
    /// All of these hold.
    pub(super) all_of: Vec<Self>,
    /// One of these holds at least.
    pub(super) any_of: Vec<Self>,
    /// Exactly one of these holds.
    pub(super) one_of: Vec<Self>,
    /// This does not hold.
    pub(super) not: Option<Box<Self>>,
}

/// Least and greatest count.
pub(super) type Bounds = (Option<usize>, Option<usize>);

/// A rule in CEL.
#[derive(Debug)]
pub(super) struct Rule {
    /// The rule.
    pub(super) program: Program,
    /// What the API server says when it is broken.
    pub(super) message: String,
    /// The field that is blamed, seen from the value of the rule.
    pub(super) blames: Vec<String>,
}

/// Anything, as it is.
pub(super) static ANY: Structural = Structural {
    shape: Shape::Any,
    nullable: true,
    default: None,
    defaulted: Vec::new(),
    conditions: None,
    rules: Vec::new(),
    has_rules: false,
};

impl Structural {
    /// By what items are the same, when this is a list.
    pub(super) const fn identity(&self) -> Option<&Identity> {
        match &self.shape {
            Shape::List { identity, .. } => Some(identity),
            _ => None,
        }
    }

    /// Whether a rule here or below looks at the former value.
    pub(super) fn has_transitions(&self) -> bool {
        if !self.has_rules {
            return false;
        }
        self.rules.iter().any(|rule| rule.program.reads_old)
            || match &self.shape {
                Shape::Object { fields, others } => {
                    let others = match others {
                        Others::Like(values) => values.has_transitions(),
                        Others::Dropped | Others::Kept => false,
                    };
                    others || fields.values().any(Self::has_transitions)
                }
                Shape::List { items, .. } => items.has_transitions(),
                _ => false,
            }
    }

    /// What its texts are for rules.
    pub(super) fn text_form(&self) -> TextForm {
        let format = self.conditions.as_ref().and_then(|it| it.format.as_deref());
        match format {
            Some("duration") => TextForm::Duration,
            Some("date" | "date-time") => TextForm::Time,
            _ => TextForm::Plain,
        }
    }

    /// The type, in words.
    pub(super) const fn expected(&self) -> &'static str {
        match self.shape {
            Shape::Object { .. } => "a map",
            Shape::List { .. } => "a list",
            Shape::Text => "a string",
            Shape::Integer => "an integer",
            Shape::Number => "a number",
            Shape::Bool => "a boolean",
            Shape::IntOrString => "an integer or a string",
            Shape::Any => "a value",
        }
    }
}
