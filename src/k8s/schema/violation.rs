//! What is wrong with a value, and the problem that becomes of it.

use super::walk::Trail;
use crate::diag::{Diagnostic, admission, api_server};
use crate::origin::{FieldPath, Origin};
use std::borrow::Cow;

/// A place of an object that the API server refuses, or drops without a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// The field at fault.
    pub path: FieldPath,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// A field that must be there is not.
    Missing,
    /// Another type of value is expected.
    WrongType {
        /// The type expected.
        expected: &'static str,
        /// The type found.
        found: &'static str,
    },
    /// A value of a built-in kind, or of metadata, that Go's decoder cannot read.
    Undecodable {
        /// The type expected and the one found, without any value.
        message: String,
    },
    /// Not one of the values allowed.
    NotInList {
        /// What is there.
        found: String,
        /// What may be there.
        allowed: Vec<String>,
    },
    /// A string that does not have the form demanded.
    WrongForm {
        /// What is there.
        found: String,
        /// The pattern it should match.
        pattern: Cow<'static, str>,
    },
    /// A number outside its bounds.
    OutOfRange {
        /// What is there.
        found: String,
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// A string that is too short or too long.
    WrongLength {
        /// Its length in characters.
        found: usize,
        /// Fewest.
        min: usize,
        /// Most.
        max: usize,
    },
    /// A list or map with too few or too many members.
    WrongCount {
        /// How many there are.
        found: usize,
        /// Fewest.
        min: usize,
        /// Most.
        max: usize,
    },
    /// A list item that repeats one before it.
    Duplicate {
        /// The repeated value.
        value: String,
    },
    /// A rule over several fields is broken.
    Rule {
        /// The API server's own words.
        message: Cow<'static, str>,
    },
    /// Conditions of a CRD among the inputs that belong together do not hold.
    Combination {
        /// Which.
        message: Cow<'static, str>,
    },
    /// A field that the kind does not have. The API server drops it.
    UnknownField {
        /// The field that may have been meant.
        similar: Option<Cow<'static, str>>,
    },
}

impl Fault {
    /// The words of a rule that is broken.
    pub(in crate::k8s) fn rule(&self) -> Option<&str> {
        match self {
            Self::Rule { message } => Some(message),
            _ => None,
        }
    }
}

impl Violation {
    /// Whether the API server refuses the object for this.
    pub fn refuses(&self) -> bool {
        !matches!(self.fault, Fault::UnknownField { .. })
    }

    /// Whether the object cannot be decoded for this.
    pub fn is_undecodable(&self) -> bool {
        matches!(self.fault, Fault::Undecodable { .. })
    }

    /// Whether the API server leaves its cross-field rules alone after this
    /// (apiextensions-apiserver, `hasBlockingErr`).
    pub(in crate::k8s) fn blocks_rules(&self) -> bool {
        match &self.fault {
            Fault::Missing | Fault::WrongType { .. } => true,
            Fault::WrongLength { found, max, .. } | Fault::WrongCount { found, max, .. } => {
                found > max
            }
            _ => false,
        }
    }

    /// The problem, once the object is known.
    pub fn into_diagnostic(self, at: impl FnOnce(FieldPath) -> Origin) -> Diagnostic {
        let field = self.path.to_string();
        let origin = at(self.path);
        match self.fault {
            Fault::Missing => api_server::missing_required_field(origin, &field),
            Fault::WrongType { expected, found } => {
                api_server::wrong_type(origin, &field, expected, found)
            }
            Fault::Undecodable { message } => admission::wrong_field(origin, &message),
            Fault::NotInList { found, allowed } => {
                api_server::value_not_in_enum(origin, &field, &found, &allowed)
            }
            Fault::WrongForm { found, pattern } => {
                api_server::pattern_mismatch(origin, &field, &found, &pattern)
            }
            Fault::OutOfRange { found, min, max } => {
                api_server::out_of_range(origin, &field, &found, (min, max))
            }
            Fault::WrongLength { found, min, max } => {
                api_server::wrong_length(origin, &field, found, (min, max))
            }
            Fault::WrongCount { found, min, max } => {
                api_server::wrong_item_count(origin, &field, found, (min, max))
            }
            Fault::Duplicate { value } => api_server::duplicate_list_item(origin, &field, &value),
            Fault::Rule { message } | Fault::Combination { message } => {
                api_server::cross_field_rule(origin, &message)
            }
            Fault::UnknownField { similar } => {
                api_server::unknown_field(origin, &field, similar.as_deref())
            }
        }
    }
}

/// Most violations of an object that are told, refusals and others each; what is left is told once these are mended.
const MAX_VIOLATIONS: usize = 1000;

/// What has been found.
#[derive(Default)]
pub(in crate::k8s) struct Findings(pub(in crate::k8s) Vec<Violation>);

impl Findings {
    /// Note a fault of the value at the end of `trail`.
    pub(in crate::k8s) fn note(&mut self, trail: &Trail<'_>, fault: Fault) {
        let path = trail.path();
        let violation = Violation { path, fault };
        let refuses = violation.refuses();
        // Counting is for the few objects that have many.
        let is_full = self.0.len() >= MAX_VIOLATIONS
            && (self.0.len() >= 2 * MAX_VIOLATIONS || self.count(refuses) >= MAX_VIOLATIONS);
        if !is_full {
            self.0.push(violation);
        }
    }

    /// Whether no refusal more would be told.
    pub(in crate::k8s) fn is_full(&self) -> bool {
        self.0.len() >= MAX_VIOLATIONS && self.count(true) >= MAX_VIOLATIONS
    }

    /// How many violations refuse the object, or do not.
    fn count(&self, refuses: bool) -> usize {
        let alike = self.0.iter().filter(|it| it.refuses() == refuses);
        alike.count()
    }
}
