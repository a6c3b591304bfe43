//! Environments: the objects that one controller sees. What kustomize and Helm make of a directory or a chart is an input like a path.

pub mod build;
mod folder;
mod glob;
mod helm;
mod kustomize;
mod one;
mod origins;
pub(crate) mod output;
mod past;
mod tree;

pub use one::{Environment, environments};
pub(crate) use past::Past;
pub use tree::Tree;
