//! The tree of a condition: Kong's own predicates, joined by nodes that find the first true alternative without trying all.

use super::Values;
use super::index::Index;
use super::needs;
use atc_router::ast::{Expression, LogicalExpression};
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
            Self::All(terms) => terms.iter().all(|term| term.holds(values, found)),
            Self::Any(any) => any.holds(values, found),
            Self::Not(inner) => !inner.holds(values, found),
        }
    }

    /// What must hold together: the terms of a conjunction, or the whole.
    pub(super) fn conjuncts(&self) -> Vec<&Self> {
        match self {
            Self::All(terms) => terms.iter().flat_map(|term| term.conjuncts()).collect(),
            Self::Predicate(_) | Self::Any(_) | Self::Not(_) => vec![self],
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
pub(super) fn of(expression: Expression) -> Arc<Node> {
    Arc::new(match expression {
        Expression::Predicate(_) => Node::Predicate(expression),
        Expression::Logical(node) => match *node {
            LogicalExpression::Not(inner) => Node::Not(of(inner)),
            LogicalExpression::And(left, right) => Node::All(chain(left, right, Chain::All)),
            LogicalExpression::Or(left, right) => {
                Node::Any(Any::new(chain(left, right, Chain::Any)))
            }
        },
    })
}

/// The terms of a chain of one operator, first to last.
fn chain(mut left: Expression, right: Expression, kind: Chain) -> Vec<Arc<Node>> {
    let mut terms = vec![of(right)];
    loop {
        left = match left {
            Expression::Logical(node) => match (*node, kind) {
                (LogicalExpression::And(inner, right), Chain::All)
                | (LogicalExpression::Or(inner, right), Chain::Any) => {
                    terms.push(of(right));
                    inner
                }
                (other, _) => {
                    terms.push(of(Expression::Logical(Box::new(other))));
                    break;
                }
            },
            predicate @ Expression::Predicate(_) => {
                terms.push(of(predicate));
                break;
            }
        };
    }
    terms.reverse();
    terms
}
