//! YAML as kubectl reads it: libyaml's grammar, YAML 1.1 scalars as Go resolves them (spec 60, 3 and 4).

mod compose;
mod events;
mod scalar;

pub(super) use scalar::float as integral;

use super::node::{Mark, Node};

/// Why a text gives no tree, and where, counted from the start of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub mark: Mark,
}

/// What a text holds.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The first document; `None` when there is none.
    pub root: Option<Node<'a>>,
    /// Where a second document begins that kubectl does not read.
    pub ignored: Option<Mark>,
    /// Keys that a later equal key of their map replaced.
    pub replaced_keys: Vec<(String, Mark)>,
}

/// The first document of `text`.
pub fn parse(text: &str) -> Result<Parsed<'_>, SyntaxError> {
    compose::compose(text)
}

/// The number of libyaml's events in `text`, all documents included: the bare pass that `benches/convert.rs` measures against.
pub fn count_events(text: &str) -> usize {
    events::Events::new(text).count()
}
