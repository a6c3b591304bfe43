//! The rules of YAML 1.1 about plain scalars, once for the reader of manifests and the writer of decK files.
//!
//! Both follow Go's library. Knows texts only: no trees, no styles.

pub mod scalar;
pub mod time;

use scalar::{Scalar, resolve};

/// Whether every reader takes a plain scalar for the text that it is.
pub fn is_text(text: &str) -> bool {
    resolve(text) == Scalar::Text
        && !(text.starts_with(|first: char| first.is_ascii_digit() || "+-".contains(first))
            && (time::is_timestamp(text) || time::is_base_60(text)))
}
