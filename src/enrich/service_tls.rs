//! Client certificates and CA certificates of services, from annotations of their Kubernetes Services (spec 44, 1.2 and 3).

use super::Context;
use crate::kong::state::State;

/// Set them.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let _ = (context, state);
}
