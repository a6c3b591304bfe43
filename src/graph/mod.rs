//! A picture of the configuration: Kubernetes object -> route -> service -> upstream -> target, with plugins as
//! badges and problems in red. [`model`] builds it, [`problems`] says which box a problem belongs to, one file per format
//! draws it. Does no I/O.

pub mod dot;
pub mod html;
pub mod mermaid;
pub mod model;
pub mod problems;
