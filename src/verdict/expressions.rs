//! Would Kong's engine take the expressions of the routes?
//!
//! One bad expression makes Kong refuse the whole configuration. KIC writes it all the same, and so does this tool.

use crate::diag::{Diagnostics, expressions};
use crate::engine::regex::Budget;
use crate::engine::{Condition, Refusal, Subsystem};
use crate::kong::expression::{Expression, Predicate};
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::kong::state::State;
use std::sync::Arc;

/// Report every expression that Kong would refuse.
pub(super) fn judge(state: &State, budget: &Arc<Budget>, diagnostics: &mut Diagnostics) {
    for service in state.services.values() {
        for route in &service.routes {
            if let Some(expression) = &route.expression {
                judge_route(route, expression, budget, diagnostics);
            }
        }
    }
}

fn judge_route(
    route: &Route,
    expression: &Expression,
    budget: &Arc<Budget>,
    diagnostics: &mut Diagnostics,
) {
    let name = route.name.as_str();
    if expression.is_empty() {
        diagnostics.push(expressions::empty(route.origin(), name));
        return;
    }
    let subsystem = Subsystem::of(route.protocols.first().map(Protocol::as_str));
    let Err(refusal) = Condition::parse(&expression.to_string(), subsystem, budget) else {
        return;
    };
    let (culprit, refusal) = match culprit(expression, subsystem, budget) {
        Some((predicate, refusal)) => (Some(predicate.to_string()), refusal),
        None => (None, refusal),
    };
    diagnostics.push(expressions::refused(
        route.origin(),
        name,
        culprit.as_deref(),
        &refusal.reason,
    ));
}

/// The first predicate that is refused by itself.
fn culprit<'a>(
    expression: &'a Expression,
    subsystem: Subsystem,
    budget: &Arc<Budget>,
) -> Option<(&'a Predicate, Refusal)> {
    expression.predicates().into_iter().find_map(|predicate| {
        let refusal = Condition::parse(&predicate.to_string(), subsystem, budget).err()?;
        Some((predicate, refusal))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kong::expression::path::{HttpPath, HttpPathKind};
    use crate::kong::expression::{Field, Operator, matchers};
    use crate::kong::service::Service;
    use crate::origin::{ObjectKey, ObjectMeta, Origin, Place, StringMap};
    use std::sync::Arc;

    fn judged(expression: Expression, protocol: Protocol) -> Vec<(String, String)> {
        let origin = Origin::of(&Arc::new(ObjectMeta {
            key: ObjectKey {
                group: "".into(),
                version: "v1".into(),
                kind: "HTTPRoute".into(),
                namespace: "shop".to_owned(),
                name: "r".to_owned(),
            },
            place: Place::default(),
            uid: None,
            annotations: StringMap::new(),
            labels: StringMap::new(),
            creation_timestamp: None,
            generation: 0,
        }));
        let mut service = Service::new("s".into(), "s".into(), origin.clone());
        let mut route = Route::new("r".into(), origin);
        route.expression = Some(expression);
        route.protocols = vec![protocol];
        service.routes.push(route);
        let mut state = State::default();
        state.services.insert("s".into(), service);
        let mut diagnostics = Diagnostics::default();
        judge(&state, &Arc::default(), &mut diagnostics);
        diagnostics
            .into_sorted()
            .into_iter()
            .map(|problem| (problem.code.id.to_owned(), problem.message))
            .collect()
    }

    #[test]
    fn the_predicate_at_fault_is_named() {
        let condition = Expression::all([
            matchers::hosts(["shop.example.com"]),
            Expression::predicate(
                Field::Query("sort-by".to_owned()),
                Operator::Equals,
                "price",
            ),
        ]);
        let problems = judged(condition, Protocol::Http);
        assert_eq!(problems[0].0, "expression-refused");
        assert!(problems[0].1.contains("`http.queries.sort-by == \"…\"`"));
    }

    #[test]
    fn stream_routes_know_no_http_fields_and_must_have_a_condition() {
        let path = HttpPath {
            kind: HttpPathKind::Exact,
            value: "/",
        };
        assert_eq!(
            judged(path.expression(), Protocol::Tcp)[0].0,
            "expression-refused"
        );
        assert_eq!(
            judged(Expression::empty(), Protocol::Tcp)[0].0,
            "expression-empty"
        );
        assert!(judged(path.expression(), Protocol::Http).is_empty());
    }
}
