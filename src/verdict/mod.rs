//! What Kong itself would refuse in the finished state: `State` -> problems with a verdict. Changes nothing.

mod expressions;

use crate::diag::Diagnostics;
use crate::kong::state::State;

/// Report what Kong would refuse.
pub fn judge(state: &State, diagnostics: &mut Diagnostics) {
    expressions::judge(state, diagnostics);
}
