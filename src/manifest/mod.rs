//! From text to located trees: which files there are, what documents they hold, what each scalar
//! means. YAML is read as kubectl reads it (spec 60). This room knows no Kubernetes kinds.

pub mod comments;
pub mod discover;
pub mod disk;
pub mod document;
pub mod edit;
pub mod exclude;
pub mod json;
pub mod kustomization;
pub mod locate;
mod map;
pub mod node;
mod quote;
mod scan;
pub mod source;
pub mod written;
pub mod yaml;
