//! Secrets to certificates with server names (spec 44, 1).

use super::Context;
use crate::kong::state::State;

/// Build and merge the certificates.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let _ = (context, state);
}
