//! KongLicense to licenses (spec 43, 4).

use super::Context;
use crate::kong::state::State;

/// Choose the license.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let _ = (context, state);
}
