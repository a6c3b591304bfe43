//! KongCustomEntity to custom entities (spec 43, 3).

use super::Context;
use crate::kong::state::State;

/// Make the entities.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let _ = (context, state);
}
