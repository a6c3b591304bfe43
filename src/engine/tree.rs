//! The tree of a condition: Kong's own predicates, joined by nodes that find the first true alternative without trying all.

use super::Values;
use super::index::Index;
use super::needs;
use super::regex::{Budget, Fault, Matching};
use atc_router::ast::{BinaryOperator, Expression, LogicalExpression, Value};
use atc_router::context::Match;
use atc_router::interpreter::Execute;
use std::sync::Arc;

/// Alternatives that are tried one after the other; more are filed by what they need.
const TRIED_IN_TURN: usize = 8;

/// A condition, or a part of one.
#[derive(Debug)]
pub(super) enum Node {
    /// A comparison, evaluated by the engine.
    Predicate(Expression),
    /// A comparison with a regular expression.
    Matching(Matching),
    /// All must hold, first to last.
    All(Vec<Arc<Self>>),
    /// One must hold; the first that does counts.
    Any(Any),
    /// It must not hold.
    Not(Arc<Self>),
}

/// Alternatives.
#[derive(Debug)]
pub(super) struct Any {
    pub(super) terms: Vec<Arc<Node>>,
    /// Which alternatives a request can meet at all; absent when there are few.
    index: Option<Index>,
}

impl Node {
    /// Whether it holds. Predicates that hold leave what they matched behind.
    pub(super) fn holds(&self, values: &mut Values, found: &mut Match) -> bool {
        match self {
            Self::Predicate(predicate) => {
                values.tried += 1;
                values.is_within_limit() && predicate.execute(&mut values.context, found)
            }
            Self::Matching(matching) => {
                values.tried += 1;
                matching
                    .compiled()
                    .is_some_and(|predicate| predicate.execute(&mut values.context, found))
            }
            Self::All(terms) => terms.iter().all(|term| term.holds(values, found)),
            Self::Any(any) => any.holds(values, found),
            Self::Not(inner) => !inner.holds(values, found),
        }
    }

    /// What must hold together: the terms of a conjunction, or the whole.
    pub(super) fn conjuncts(&self) -> Vec<&Self> {
        match self {
            Self::All(terms) => terms.iter().flat_map(|term| term.conjuncts()).collect(),
            Self::Predicate(_) | Self::Matching(_) | Self::Any(_) | Self::Not(_) => vec![self],
        }
    }

    /// Call `see` with every predicate, first to last; what is inside of a `!(...)` only when `into_not` says so.
    pub(super) fn each_predicate<'a>(
        &'a self,
        into_not: bool,
        see: &mut dyn FnMut(&'a Expression),
    ) {
        match self {
            Self::Predicate(predicate) => see(predicate),
            Self::Matching(matching) => see(&matching.written),
            Self::All(terms) | Self::Any(Any { terms, .. }) => {
                for term in terms {
                    term.each_predicate(into_not, see);
                }
            }
            Self::Not(inner) if into_not => inner.each_predicate(into_not, see),
            Self::Not(_) => {}
        }
    }
}

impl Any {
    fn new(terms: Vec<Arc<Node>>) -> Self {
        let index = (terms.len() > TRIED_IN_TURN).then(|| {
            let items: Vec<_> = terms
                .iter()
                .map(|term| needs::quiet_clauses(term))
                .collect();
            Index::new(&items)
        });
        Self { terms, index }
    }

    /// An alternative that the index passes over is false and would leave nothing behind.
    fn holds(&self, values: &mut Values, found: &mut Match) -> bool {
        match &self.index {
            None => self.terms.iter().any(|term| term.holds(values, found)),
            Some(index) => {
                for position in index.candidates(values) {
                    if self.terms[position].holds(values, found) {
                        return true;
                    }
                    if !values.is_within_limit() {
                        break;
                    }
                }
                false
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chain {
    All,
    Any,
}

/// The tree of a parsed expression. The parser hangs every further term of `a || b || c ...` one level deeper; here a chain
/// of one operator is one node, because evaluation recurses and a route may have thousands of terms. The order stays.
///
/// A comparison with `~` has the text of its expression on the right side.
pub(super) fn of(expression: Expression, budget: &Arc<Budget>) -> Result<Arc<Node>, Fault> {
    Ok(Arc::new(match expression {
        Expression::Predicate(predicate) => match (&predicate.op, &predicate.rhs) {
            (BinaryOperator::Regex, Value::String(pattern)) => {
                let pattern = pattern.clone();
                Node::Matching(Matching::new(predicate, &pattern, budget)?)
            }
            _ => Node::Predicate(Expression::Predicate(predicate)),
        },
        Expression::Logical(node) => match *node {
            LogicalExpression::Not(inner) => Node::Not(of(inner, budget)?),
            LogicalExpression::And(left, right) => {
                let terms = chain(left, right, Chain::All);
                Node::All(each(terms, budget)?)
            }
            LogicalExpression::Or(left, right) => {
                let terms = chain(left, right, Chain::Any);
                Node::Any(Any::new(each(terms, budget)?))
            }
        },
    }))
}

/// The terms of a chain of one operator, first to last.
fn chain(mut left: Expression, right: Expression, kind: Chain) -> Vec<Expression> {
    let mut terms = vec![right];
    loop {
        left = match left {
            Expression::Logical(node) => match (*node, kind) {
                (LogicalExpression::And(inner, right), Chain::All)
                | (LogicalExpression::Or(inner, right), Chain::Any) => {
                    terms.push(right);
                    inner
                }
                (other, _) => {
                    terms.push(Expression::Logical(Box::new(other)));
                    break;
                }
            },
            predicate @ Expression::Predicate(_) => {
                terms.push(predicate);
                break;
            }
        };
    }
    terms.reverse();
    terms
}

fn each(terms: Vec<Expression>, budget: &Arc<Budget>) -> Result<Vec<Arc<Node>>, Fault> {
    let terms = terms.into_iter();
    terms.map(|term| of(term, budget)).collect()
}
