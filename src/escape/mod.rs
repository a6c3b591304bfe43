//! The one door to the outside: text that is not ours made harmless for the place it goes to. One file per destination.
//!
//! Manifests, decK files, settings, file names and the messages of other programs are hostile until reviewed. Their text passes
//! the escape of its destination where an output is put together ([`line`](mod@line), [`markdown`], [`html`], [`xml`], [`dot`],
//! [`mermaid`], [`github`], [`json`]); and every output passes the [`gate`], which lets nothing out that a terminal or a CI
//! system would obey, whatever was forgotten before. Does no I/O.

pub mod characters;
pub mod dot;
pub mod gate;
pub mod github;
pub mod html;
pub mod json;
pub mod line;
pub mod markdown;
pub mod mermaid;
pub mod xml;
