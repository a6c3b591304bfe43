//! Problems of this family. (Filled by the stage that finds them.)

use super::Code;

/// Every code of this family.
pub static CODES: &[&Code] = &[];
