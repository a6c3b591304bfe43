//! YAML as kubectl reads it: libyaml's grammar, YAML 1.1 scalars as Go resolves them (spec 60, 3 and 4).
//! Two ways lead to the same tree: libyaml's events for all of YAML, and a reader of lines for what manifests have.

pub mod budget;
mod compose;
mod events;
mod lines;
mod scalar;

use super::node::{Mark, Node, Value};
use budget::AliasBudget;

/// Why a text gives no tree, and where, counted from the start of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub mark: Mark,
}

/// What a text holds.
#[derive(Debug, PartialEq)]
pub struct Parsed<'a> {
    /// The first document; `None` when there is none.
    pub root: Option<Node<'a>>,
    /// Where a second document begins that kubectl does not read.
    pub ignored: Option<Mark>,
    /// Keys that a later equal key of their map replaced.
    pub replaced_keys: Vec<(String, Mark)>,
}

/// The first document of `text`, read the quickest way; its aliases draw on `budget`.
pub fn parse<'a>(text: &'a str, budget: &AliasBudget) -> Result<Parsed<'a>, SyntaxError> {
    parse_lines(text).map_or_else(|| compose::compose(text, budget), Ok)
}

/// The first document of `text` by its lines; `None` when it has anything unusual.
pub fn parse_lines(text: &str) -> Option<Parsed<'_>> {
    lines::read(text)
}

/// The first document of `text` by libyaml's events.
pub fn parse_events(text: &str) -> Result<Parsed<'static>, SyntaxError> {
    compose::compose(text, &AliasBudget::of(text.len()))
}

/// Where a scalar of a text stands, counted from the start of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ScalarSpan {
    /// Its first character, a quote or the sign of a block included.
    pub(super) start: Mark,
    /// Behind its last character; of a block, the line below.
    pub(super) end: Mark,
    /// Whether it is a block.
    pub(super) is_block: bool,
}

/// The scalars of `text`, all documents included, by their start; `None` when it is not YAML.
pub(super) fn scalar_spans(text: &str) -> Option<Vec<ScalarSpan>> {
    events::Events::new(text).scalar_spans()
}

/// Whether a plain scalar means this value.
pub(super) fn is_written(value: &Value<'_>, text: &str) -> bool {
    scalar::resolve(text.into()).is_ok_and(|read| read == *value)
}

/// The number of libyaml's events in `text`, all documents included: the bare pass that `benches/convert.rs` measures against.
pub fn count_events(text: &str) -> usize {
    events::Events::new(text).count()
}
