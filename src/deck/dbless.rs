//! What the DB-less form of a configuration cannot say.

use crate::diag::{Diagnostic, consumers};
use crate::kong::state::State;

/// Consumers whose group membership cannot be written: it names them by username, and they have only a custom id (spec 42, 7).
pub fn problems(state: &State) -> impl Iterator<Item = Diagnostic> {
    let nameless = state
        .consumers
        .iter()
        .filter(|consumer| consumer.username.is_none() && !consumer.groups.is_empty());
    nameless.map(|consumer| {
        consumers::membership_without_name(consumer.origin().clone(), consumer.reference())
    })
}
