//! What a gateway or a controller complains of, led back to manifests: the text of an answer, a log or an event -> [`Complaint`]s ->
//! problems (spec 83, 5).
//!
//! [`refusal`] reads what Kong answers, [`event`] what the controller says of an object, [`text`] the lines of logs, tables and decK;
//! [`explain`] finds the entity, the field in a manifest, and the remedy. No value of a secret passes [`hide`]. Does no I/O.

pub mod event;
pub mod explain;
mod hide;
pub mod refusal;
pub mod text;

use crate::kong::owner::Owner;

/// One thing that somebody complains of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Complaint {
    /// Where it stands in what was read.
    pub at: Spot,
    /// Kong's word for the entity, such as `route`; empty when that is not told.
    pub entity: String,
    /// Its name, or what stands for it.
    pub name: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// The object that the entity was made from, or that an event is about.
    pub owner: Option<Owner>,
    /// The field in Kong's words; empty for the entity as a whole.
    pub field: String,
    /// What is wrong, in the words of whoever complains, without the values of secrets.
    pub message: String,
    /// The text of the event that the controller records for the object that it blames; `None` when it blames nobody.
    pub controller_message: Option<String>,
    /// Whether Kong does not take the entity; else the controller could not translate the object.
    pub is_refusal: bool,
}

/// A place in what was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Spot {
    /// All of it.
    #[default]
    Whole,
    /// An entry of `flattened_errors`, from 0.
    Entry(usize),
    /// A line, from 1.
    Line(u32),
}
