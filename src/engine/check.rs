//! A pass over the finished state: would Kong's engine take the expressions?
//!
//! One bad expression makes Kong refuse the whole configuration. KIC writes it all the same, and so does this tool.

use super::{Condition, Refusal, Subsystem};
use crate::diag::{Diagnostics, expressions};
use crate::kong::expression::{Expression, Predicate};
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::kong::state::State;

/// Report every expression that Kong would refuse.
pub fn expressions(state: &State, diagnostics: &mut Diagnostics) {
    for service in state.services.values().filter(|service| !service.skipped) {
        for route in &service.routes {
            if let Some(expression) = &route.expression {
                check(route, expression, diagnostics);
            }
        }
    }
}

fn check(route: &Route, expression: &Expression, diagnostics: &mut Diagnostics) {
    let name = route.name.as_str();
    if expression.is_empty() {
        diagnostics.push(expressions::empty(&route.origin, name));
        return;
    }
    let subsystem = Subsystem::of(route.protocols.first().map(Protocol::as_str));
    if let Err(refusal) = Condition::parse(&expression.to_string(), subsystem) {
        let (culprit, refusal) = culprit(expression, subsystem)
            .map_or((None, refusal), |(predicate, refusal)| {
                (Some(predicate.to_string()), refusal)
            });
        diagnostics.push(expressions::refused(
            &route.origin,
            name,
            culprit.as_deref(),
            &refusal.reason,
        ));
    }
}

/// The first predicate that is refused by itself.
fn culprit(expression: &Expression, subsystem: Subsystem) -> Option<(&Predicate, Refusal)> {
    expression.predicates().into_iter().find_map(|predicate| {
        let refusal = Condition::parse(&predicate.to_string(), subsystem).err()?;
        Some((predicate, refusal))
    })
}
