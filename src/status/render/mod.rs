//! Two views of what is described: a text for people, and values as the API has them.

pub mod text;
pub mod value;
