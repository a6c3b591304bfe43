//! Regular expressions: judged when they are read, compiled when a request first meets them.
//!
//! To match is linear in the text, but a compiled expression may be a hundred thousand times as large as its text: counted repetitions multiply.
//! So the size is estimated from the parsed expression, and all that is compiled in a run (both sides of a comparison draw on it) has one
//! [`Budget`]. What goes beyond it never matches, and [`Budget::is_spent`] says so: no answer counts then.

use atc_router::ast::{Expression, Predicate, Value};
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Bytes that Rust's regex crate, and so Kong's router, lets one compiled expression take.
const MOST_FOR_ONE: usize = 10 << 20;

/// Bytes that all expressions may take together, beside [`PER_BYTE`] for each byte of their text: room for some thousand that look for
/// letters of all scripts.
const MOST: usize = 256 << 20;
/// See [`MOST`].
const PER_BYTE: usize = 2_000;

/// How many bytes the compiled expressions of a run take, and how many they may.
#[derive(Debug)]
pub struct Budget {
    allowed: AtomicUsize,
    used: AtomicUsize,
    spent: AtomicBool,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            allowed: AtomicUsize::new(MOST),
            used: AtomicUsize::new(0),
            spent: AtomicBool::new(false),
        }
    }
}

impl Budget {
    /// Whether an expression was left out because nothing was left for it.
    pub fn is_spent(&self) -> bool {
        self.spent.load(Ordering::Relaxed)
    }

    /// Let all of them take more, for the text of one more.
    fn grow(&self, pattern: &str) {
        let more = pattern.len().saturating_mul(PER_BYTE);
        self.allowed.fetch_add(more, Ordering::Relaxed);
    }

    /// Take so many bytes, if they are there.
    fn take(&self, size: usize) -> bool {
        let used = self.used.fetch_add(size, Ordering::Relaxed);
        let is_within = used.saturating_add(size) <= self.allowed.load(Ordering::Relaxed);
        if !is_within {
            self.used.fetch_sub(size, Ordering::Relaxed);
        }
        is_within
    }
}

/// Why the router does not take an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is none; the reason in a few words.
    Syntax(String),
    /// It is larger than `MOST_FOR_ONE` when compiled.
    TooBig,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax(reason) => reason,
            Self::TooBig => "it is too big",
        })
    }
}

/// Whether the router takes an expression. Compiles it only when the estimate is too near to the limit to tell.
pub fn judge(pattern: &str, budget: &Budget) -> Result<(), Fault> {
    size_of(pattern, budget).map(drop)
}

/// The estimated size of an expression that the router takes.
fn size_of(pattern: &str, budget: &Budget) -> Result<usize, Fault> {
    let hir = regex_syntax::parse(pattern)
        .map_err(|error| Fault::Syntax(last_line(&error.to_string())))?;
    let size = estimate(&hir);
    let is_fit = if size < MOST_FOR_ONE / 4 * 3 {
        true
    } else if size > MOST_FOR_ONE / 4 * 6 || !budget.take(size) {
        // Without a budget to find out, the estimate decides.
        size <= MOST_FOR_ONE
    } else {
        Regex::new(pattern).is_ok()
    };
    is_fit.then_some(size).ok_or(Fault::TooBig)
}

/// The sentence of a regex error, without the drawing above it.
fn last_line(error: &str) -> String {
    let line = error.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// Bytes of the compiled program, within a quarter for what is large.
fn estimate(hir: &Hir) -> usize {
    const STATE: usize = 36;
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => STATE,
        HirKind::Literal(literal) => STATE * literal.0.len(),
        HirKind::Class(Class::Bytes(class)) => STATE + 8 * class.iter().count(),
        HirKind::Class(Class::Unicode(class)) => {
            let bytes: usize = class
                .iter()
                .flat_map(|range| Utf8Sequences::new(range.start(), range.end()))
                .map(|sequence| sequence.len())
                .sum();
            // Large classes share the tails of their characters.
            (bytes * STATE).min(600 + bytes * 15) + STATE
        }
        HirKind::Capture(capture) => 2 * STATE + estimate(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(estimate).fold(0, usize::saturating_add),
        HirKind::Alternation(parts) => parts
            .iter()
            .map(|part| estimate(part) + 8)
            .fold(STATE, usize::saturating_add),
        HirKind::Repetition(repetition) => {
            let copies = repetition.max.unwrap_or(repetition.min).max(1) as usize;
            let fork = if repetition.max == Some(repetition.min) {
                0
            } else {
                2 * STATE
            };
            copies.saturating_mul(estimate(&repetition.sub) + fork)
        }
    }
}

/// A comparison with a regular expression that is compiled on demand.
#[derive(Debug)]
pub(super) struct Matching {
    /// The comparison with the text of the expression in place of the expression: to look at, not to evaluate.
    pub(super) written: Expression,
    size: usize,
    compiled: OnceLock<Option<Expression>>,
    budget: Arc<Budget>,
}

impl Matching {
    /// A comparison whose right side is a text, the expression.
    pub(super) fn new(
        written: Predicate,
        pattern: &str,
        budget: &Arc<Budget>,
    ) -> Result<Self, Fault> {
        let size = size_of(pattern, budget)?;
        budget.grow(pattern);
        Ok(Self {
            written: Expression::Predicate(written),
            size,
            compiled: OnceLock::new(),
            budget: Arc::clone(budget),
        })
    }

    /// The comparison as the engine evaluates it; `None` when the budget is spent.
    pub(super) fn compiled(&self) -> Option<&Expression> {
        let compile = || {
            let Expression::Predicate(written) = &self.written else {
                return None;
            };
            let Value::String(pattern) = &written.rhs else {
                return None;
            };
            // The program for both directions, and what searching needs.
            if !self.budget.take(self.size / 2 * 3 + 4_096) {
                self.budget.spent.store(true, Ordering::Relaxed);
                return None;
            }
            let regex = Regex::new(pattern).ok()?;
            Some(Expression::Predicate(Predicate {
                lhs: atc_router::ast::Lhs {
                    var_name: written.lhs.var_name.clone(),
                    transformations: copy_of(&written.lhs.transformations),
                },
                op: atc_router::ast::BinaryOperator::Regex,
                rhs: Value::Regex(regex),
            }))
        };
        self.compiled.get_or_init(compile).as_ref()
    }
}

fn copy_of(
    transformations: &[atc_router::ast::LhsTransformations],
) -> Vec<atc_router::ast::LhsTransformations> {
    use atc_router::ast::LhsTransformations::{Any, Lower};
    let copy = |it: &_| match it {
        Lower => Lower,
        Any => Any,
    };
    transformations.iter().map(copy).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_are_near_the_size_that_the_crate_counts() {
        for pattern in [
            r"^/\w+$",
            r"[a-z\w]{20}",
            r"\d{30}",
            r".{500}",
            r"[^/]{300}",
            r"\p{L}{50}",
            r"(\w|\d){50}",
            r"((a{50}){50}){4}",
            r"\w{0,20}",
            r"[\x{100}-\x{10FFFF}]{500}",
            r"(?:a?){1000}",
        ] {
            let estimated = estimate(&regex_syntax::parse(pattern).unwrap());
            let fits = |size: usize| {
                let builder = &mut regex::RegexBuilder::new(pattern);
                builder.size_limit(size).build().is_ok()
            };
            assert!(fits(estimated * 3 / 2), "{pattern} is larger");
            assert!(!fits(estimated / 2), "{pattern} is smaller");
        }
    }

    #[test]
    fn what_is_too_big_is_told_without_compiling_it() {
        let judge = |pattern| judge(pattern, &Budget::default());
        assert_eq!(judge(r"a{9999}{9999}"), Err(Fault::TooBig));
        assert_eq!(judge(r"[a-z\w]{120}"), Ok(()));
        assert_eq!(judge("(a"), Err(Fault::Syntax("unclosed group".to_owned())));
    }
}
