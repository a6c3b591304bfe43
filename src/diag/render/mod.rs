//! The same problems for different readers: one file per format. Nothing here does I/O.
//!
//! Texts from manifests are hostile: every format passes them through the escape of its destination ([`crate::escape`]), so
//! that no manifest can steer a terminal or a CI system.

pub mod github;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod text;
mod webhook;

use super::{Diagnostic, Location};

/// Where a problem is shown: a line and a column of a named file, both from 1; line 0 means the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Path as the user gave or would give it; `<stdin>` for standard input.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Column, in characters.
    pub column: u32,
}

/// A line of a manifest as it may be shown: values are masked that are not known to be harmless, comments are cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// What stands before the field at fault.
    pub before: String,
    /// The field.
    pub marked: String,
    /// What follows it on the line.
    pub behind: String,
}

/// Whether a problem was there on the side that is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// It is new.
    Now,
    /// It was there.
    Before,
}

/// A problem with the positions of its locations, in their order.
#[derive(Debug)]
pub struct Located<'a> {
    /// The problem.
    pub diagnostic: &'a Diagnostic,
    /// One for each of its locations.
    pub positions: Vec<Position>,
    /// The line of the primary one, where it may be quoted.
    pub quote: Option<Quote>,
    /// The environment it is a problem of, when there are several.
    pub environment: Option<&'a str>,
    /// The instance of Kong Operator it is a problem of, when there are several and not all have it.
    pub control_plane: Option<&'a str>,
    /// Since when it is there, when something is compared with.
    pub since: Option<Since>,
}

impl Located<'_> {
    /// Environment and instance, as far as there are several.
    pub(super) fn within(&self) -> Option<String> {
        let parts: Vec<&str> = [self.environment, self.control_plane]
            .into_iter()
            .flatten()
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// Each location with its position, the primary one first.
    pub fn places(&self) -> impl Iterator<Item = (&Location, &Position)> {
        self.diagnostic.locations.iter().zip(&self.positions)
    }
}

impl Location {
    /// `HTTPRoute shop/cart` and `spec.rules[0]`; nothing for text that gave no object, no field for an object as a whole.
    fn names(&self) -> (Option<String>, Option<String>) {
        match self {
            Self::Field(origin) => (
                Some(origin.object.key.to_string()),
                (!origin.path.is_root()).then(|| origin.path.to_string()),
            ),
            Self::Text { .. } => (None, None),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::diag::{Code, Severity};
    use crate::origin::{FieldPath, ObjectKey, ObjectMeta, Origin, Place, StringMap};
    use std::sync::Arc;

    static MISSING: Code = Code {
        id: "backend-service-not-found",
        severity: Severity::Error,
        summary: "a backend names a Service that does not exist",
        explanation: "the backend is dropped",
        before: "name: cart",
        after: "name: cart-v2",
        reference: "KIC: translator.go",
    };

    /// A Service-like object of the first source.
    pub(crate) fn object(kind: &'static str, name: &str) -> Arc<ObjectMeta> {
        Arc::new(ObjectMeta {
            key: ObjectKey {
                group: "".into(),
                version: "v1".into(),
                kind: kind.into(),
                namespace: "shop".to_owned(),
                name: name.to_owned(),
            },
            place: Place::default(),
            uid: None,
            annotations: StringMap::new(),
            labels: StringMap::new(),
            creation_timestamp: None,
            generation: 0,
        })
    }

    /// A problem at `spec.backend` of an object, with a message.
    pub(crate) fn problem(kind: &'static str, message: &str) -> Diagnostic {
        let at = Origin::at(&object(kind, "cart"), FieldPath::of(&["spec", "backend"]));
        Diagnostic::new(&MISSING, at, message).hint("add the Service")
    }

    /// The problem, located in `deploy/cart.yaml`.
    pub(crate) fn located(diagnostic: &Diagnostic, line: u32, column: u32) -> Located<'_> {
        Located {
            diagnostic,
            positions: diagnostic
                .locations
                .iter()
                .map(|_| Position {
                    file: "deploy/cart.yaml".to_owned(),
                    line,
                    column,
                })
                .collect(),
            quote: None,
            environment: None,
            control_plane: None,
            since: None,
        }
    }
}
