//! KongPlugin and KongClusterPlugin to plugins (spec 41).

use super::Context;
use crate::kong::state::State;

/// Build the plugins.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let _ = (context, state);
}
