//! The ways in which an input can grow: one row for each, made in Rust so that no sample can be forgotten. `benches/scaling.rs`
//! measures them.
//!
//! To add one: a row in the table of the file of its subject, or a new file with a table, listed in [`all`].

pub mod annotations;
pub mod builtin;
pub mod certificates;
pub mod changes;
pub mod consumers;
pub mod documents;
pub mod gateway;
pub mod graph;
pub mod ignored;
pub mod ingress;
pub mod objects;
pub mod problems;
pub mod reports;
pub mod requests;
pub mod services;

/// A file of an input: its name and its text.
pub type File = (&'static str, String);

/// One way in which an input grows.
pub struct Shape {
    /// What grows, as the table says it.
    pub name: &'static str,
    /// The smallest of the three sizes `n`, `2n`, `4n`, which may be halved: large enough that what grows outweighs starting up, small enough for valgrind.
    pub size: usize,
    /// Command lines to measure, their words separated by blanks; they run where the files are.
    pub commands: &'static [&'static str],
    /// The files of an input of size `n`.
    pub files: fn(usize) -> Vec<File>,
}

/// What the stages that every command has in common are measured with; it says the problems, too, as `check` does.
pub const RENDER: &[&str] = &["render in.yaml"];

/// Every shape, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Shape> {
    [
        annotations::SHAPES,
        documents::SHAPES,
        ingress::SHAPES,
        gateway::SHAPES,
        services::SHAPES,
        builtin::SHAPES,
        certificates::SHAPES,
        consumers::SHAPES,
        ignored::SHAPES,
        problems::SHAPES,
        reports::SHAPES,
        requests::SHAPES,
        changes::SHAPES,
        graph::SHAPES,
    ]
    .into_iter()
    .flatten()
}

/// The one file of most inputs.
pub fn manifests(objects: impl IntoIterator<Item = String>) -> Vec<File> {
    let texts: Vec<String> = objects.into_iter().collect();
    vec![("in.yaml", texts.join("---\n"))]
}

/// `n` words with a number each, separated by commas.
pub fn list(n: usize, word: impl Fn(usize) -> String) -> String {
    let words: Vec<String> = (0..n).map(word).collect();
    words.join(", ")
}
