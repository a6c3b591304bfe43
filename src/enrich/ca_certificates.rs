//! Secrets and ConfigMaps to CA certificates (spec 44, 2).

use super::Context;
use crate::kong::state::State;

/// Build the CA certificates.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let _ = (context, state);
}
