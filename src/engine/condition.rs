//! A parsed expression that can be evaluated.

use super::index::Clause;
use super::regex::{Budget, Fault};
use super::tree::{self, Node};
use super::{Index, Refusal, Subsystem, Values, comparisons, failures, needs, schema, syntax};
use atc_router::ast::Value;
use atc_router::context::Match;
use atc_router::parser;
use atc_router::semantics::Validate;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::{fmt, thread};

/// Brackets that are parsed on the caller's own stack.
const SHALLOW: usize = 40;

/// Stack for the parser when the brackets are deeper.
const DEEP_STACK: usize = 64 << 20;

/// An expression that the engine accepts.
pub struct Condition {
    pub(super) root: Arc<Node>,
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

/// What an evaluation that came out true leaves behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matched {
    /// The text of `http.path` that was matched; `strip_path` cuts as many bytes off the request's path.
    pub path: Option<String>,
    /// Captures of regular expressions, by number and by name.
    pub captures: BTreeMap<String, String>,
}

impl Condition {
    /// Parse an expression and check it against the fields of its subsystem, as Kong does when it loads a route. What its regular
    /// expressions take once they are compiled comes from the budget.
    pub fn parse(text: &str, subsystem: Subsystem, budget: &Arc<Budget>) -> Result<Self, Refusal> {
        let text = syntax::modernize(text);
        let root = if syntax::inspect(&text)? <= SHALLOW {
            parse(&text, budget)
        } else {
            parse_deep(&text, budget)
        }?;
        let mut refusal = None;
        root.each_predicate(true, &mut |predicate| {
            let checked = predicate.validate(schema::of(subsystem));
            refusal = refusal.take().or(checked.err().map(Refusal::new));
        });
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        let condition = Self { root };
        if let Some(field) = condition.fields().into_iter().find(|name| !is_field(name)) {
            return Err(Refusal::new(format!(
                "`{field}` is not a field of a request"
            )));
        }
        Ok(condition)
    }

    /// The condition that all of some conditions hold, in this order. It shares their trees.
    pub fn all<'a>(conditions: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut roots: Vec<Arc<Node>> = conditions
            .into_iter()
            .map(|condition| Arc::clone(&condition.root))
            .collect();
        let root = match roots.pop() {
            Some(only) if roots.is_empty() => only,
            last => {
                roots.extend(last);
                Arc::new(Node::All(roots))
            }
        };
        Self { root }
    }

    /// An index of conditions, the best first, for requests of one protocol or of any.
    pub fn index<'a>(
        conditions: impl IntoIterator<Item = &'a Self>,
        protocol: Option<&str>,
    ) -> Index {
        // Parts that conditions share have their clauses in common.
        let mut shared: HashMap<*const Node, Option<Vec<Clause>>> = HashMap::new();
        let clauses = |condition: &'a Self| {
            let mut all = Vec::new();
            for conjunct in condition.root.conjuncts() {
                let known = shared.entry(std::ptr::from_ref(conjunct));
                let clauses = known.or_insert_with(|| needs::clauses(conjunct, protocol));
                all.extend(clauses.iter().flatten().cloned());
                if clauses.is_none() {
                    return None;
                }
            }
            Some(all)
        };
        let items: Vec<Option<Vec<Clause>>> = conditions.into_iter().map(clauses).collect();
        Index::new(&items)
    }

    /// Whether an index for one protocol knows more of it than one for any.
    pub fn depends_on_protocol(&self) -> bool {
        needs::has_way_round(&self.root)
    }

    /// Evaluate it. `None` is false.
    pub fn matches(&self, values: &mut Values) -> Option<Matched> {
        let mut result = Match::new();
        self.root.holds(values, &mut result).then(|| Matched {
            path: match result.matches.remove("http.path") {
                Some(Value::String(path)) => Some(path),
                _ => None,
            },
            captures: result.captures.into_iter().collect(),
        })
    }

    /// Evaluate it and forget what was matched.
    pub fn is_true(&self, values: &mut Values) -> bool {
        self.root.holds(values, &mut Match::new())
    }

    /// The fields it looks at.
    pub fn fields(&self) -> BTreeSet<&str> {
        Self::fields_of([self])
    }

    /// The fields that some conditions look at.
    pub fn fields_of<'a>(conditions: impl IntoIterator<Item = &'a Self>) -> BTreeSet<&'a str> {
        let mut fields = BTreeSet::new();
        let mut seen: HashSet<*const Node> = HashSet::new();
        for condition in conditions {
            for conjunct in condition.root.conjuncts() {
                if seen.insert(std::ptr::from_ref(conjunct)) {
                    conjunct.each_predicate(true, &mut |predicate| {
                        fields.extend(failures::field(predicate));
                    });
                }
            }
        }
        fields
    }

    /// How many bytes of text some conditions compare with; parts that they share count once.
    pub fn text_size<'a>(conditions: impl IntoIterator<Item = &'a Self>) -> usize {
        let mut size = 0;
        let mut seen: HashSet<*const Node> = HashSet::new();
        for condition in conditions {
            for conjunct in condition.root.conjuncts() {
                if seen.insert(std::ptr::from_ref(conjunct)) {
                    conjunct.each_predicate(true, &mut |predicate| {
                        size += comparisons::of(predicate).map_or(0, |found| found.text.len());
                    });
                }
            }
        }
        size
    }

    #[cfg(test)]
    pub(super) fn root(&self) -> &Node {
        &self.root
    }
}

fn parse(text: &str, budget: &Arc<Budget>) -> Result<Arc<Node>, Refusal> {
    // The parser compiles what stands behind `~`; it is given equalities instead.
    let postponed = syntax::postpone_regexes(text);
    let mut expression = parser::parse(&postponed.text)
        .map_err(|error| Refusal::new(one_line(&error.variant.message())))?;
    postponed.restore(&mut expression);
    tree::of(expression, budget).map_err(|fault| {
        Refusal::new(match fault {
            Fault::Syntax(reason) => format!("regular expression does not compile: {reason}"),
            Fault::TooBig => "regular expression does not compile: it is too big".to_owned(),
        })
    })
}

/// Parse on a stack of its own, for the parser recurses at every bracket.
fn parse_deep(text: &str, budget: &Arc<Budget>) -> Result<Arc<Node>, Refusal> {
    thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(DEEP_STACK)
            .spawn_scoped(scope, || parse(text, budget))
            .ok()
            .and_then(|handle| handle.join().ok())
            .unwrap_or_else(|| Err(Refusal::new("too deep to be parsed")))
    })
}

/// The last line of an error of the regex crate says what is wrong; the others draw a picture.
fn one_line(message: &str) -> String {
    let last = message.lines().last().unwrap_or_default().trim();
    match last.strip_prefix("error: ") {
        Some(reason) => format!("regular expression does not compile: {reason}"),
        None => last.to_owned(),
    }
}

/// Names below `http.path.segments` are numbers, ranges or `len` (spec 30, 10.2); the schema lets anything through.
fn is_field(name: &str) -> bool {
    let Some(segment) = name.strip_prefix("http.path.segments.") else {
        return true;
    };
    let number = |text: &str| -> Option<u32> {
        (text == "0" || !text.starts_with(['0', '+']))
            .then(|| text.parse().ok())
            .flatten()
    };
    segment == "len"
        || match segment.split_once('_') {
            Some((first, last)) => {
                matches!((number(first), number(last)), (Some(first), Some(last)) if first < last)
            }
            None => number(segment).is_some(),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Condition, Refusal> {
        Condition::parse(text, Subsystem::Http, &Arc::default())
    }

    fn refused(text: &str) -> String {
        parse(text).unwrap_err().reason
    }

    #[test]
    fn texts_that_kong_refuses_are_refused_with_one_line() {
        assert_eq!(refused(""), "expected term");
        assert_eq!(
            refused("http.queries.sort-by == \"x\""),
            "expected binary_operator"
        );
        assert_eq!(refused("http.headers.a.b == \"x\""), "Unknown LHS field");
        assert_eq!(
            refused("http.path ~ \"a(\""),
            "regular expression does not compile: unclosed group"
        );
        assert!(refused("http.path.segments.x == \"a\"").contains("segments.x"));
        assert!(
            Condition::parse("http.path == \"/\"", Subsystem::Stream, &Arc::default()).is_err()
        );
    }

    #[test]
    fn long_chains_and_deep_brackets_do_not_exhaust_the_stack() {
        let term = "(http.host == \"a\")";
        let long = vec![term; 20_000].join(" || ");
        let mut values = Values::new(Subsystem::Http);
        values.text("http.host", "b");
        assert!(!parse(&long).unwrap().is_true(&mut values));
        let deep = format!("{}{term}{}", "(".repeat(290), ")".repeat(290));
        assert!(!parse(&deep).unwrap().is_true(&mut values));
        assert!(parse(&format!("{}{term}", "(".repeat(100_000))).is_err());
    }

    #[test]
    fn or_binds_tighter_than_and() {
        let mut values = Values::new(Subsystem::Http);
        values.text("http.host", "a");
        let condition =
            parse("http.host == \"a\" || http.host == \"b\" && http.host == \"c\"").unwrap();
        assert!(!condition.is_true(&mut values));
    }

    #[test]
    fn matched_path_and_captures_are_reported() {
        let mut values = Values::new(Subsystem::Http);
        values.text("http.path", "/v1/a/b");
        let matched = parse("http.path ~ \"^/v1/(?P<rest>.*)\"")
            .unwrap()
            .matches(&mut values)
            .unwrap();
        assert_eq!(matched.path.as_deref(), Some("/v1/a/b"));
        assert_eq!(matched.captures["rest"], "a/b");
        assert_eq!(matched.captures["1"], "a/b");
    }
}
