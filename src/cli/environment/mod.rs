//! Environments: the objects that one controller sees. What kustomize and Helm make of a directory or a chart is an input like a path.

pub mod build;
mod folder;
mod helm;
mod kustomize;
mod origins;
mod tree;

pub use tree::Tree;
