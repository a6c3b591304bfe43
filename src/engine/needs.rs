//! What a condition needs of a request whatever else holds: the keys under which an index may file it.

use super::index::{Clause, Key, Test};
use super::tree::Node;
use atc_router::ast::{BinaryOperator, Expression, LhsTransformations, Predicate, Value};
use regex_syntax::hir::Look;
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};
use std::sync::Arc;

/// How many texts a regular expression may begin or end with; one with more is filed nowhere.
const MOST_LITERALS: usize = 16;

/// Clauses that must all be met for the condition to be true, each by one of its keys. They may promise too much, never too
/// little: a condition whose clauses are met can still be false, one with a clause that is not met is false.
pub(super) fn clauses(node: &Node) -> Vec<Clause> {
    match node {
        Node::Predicate(predicate) => of_predicate(predicate),
        Node::Matching(matching) => of_predicate(&matching.written),
        Node::All(terms) => terms.iter().flat_map(|term| clauses(term)).collect(),
        Node::Any(any) => alternatives(&any.terms).into_iter().collect(),
        Node::Not(_) => Vec::new(),
    }
}

/// One clause for all alternatives: of each the clause with the fewest keys.
fn alternatives(terms: &[Arc<Node>]) -> Option<Clause> {
    let mut keys = Vec::new();
    for term in terms {
        let fewest = clauses(term)
            .into_iter()
            .min_by_key(|clause| clause.len())?;
        keys.extend_from_slice(&fewest);
    }
    Some(keys.into())
}

fn of_predicate(predicate: &Expression) -> Vec<Clause> {
    let Expression::Predicate(predicate) = predicate else {
        return Vec::new();
    };
    let tests = match (&predicate.op, &predicate.rhs) {
        (BinaryOperator::Equals, Value::String(text)) => vec![vec![Test::Equals(text.clone())]],
        (BinaryOperator::Prefix, Value::String(text)) => vec![vec![Test::StartsWith(text.clone())]],
        (BinaryOperator::Postfix, Value::String(text)) => vec![vec![Test::EndsWith(text.clone())]],
        (BinaryOperator::Regex, Value::String(pattern)) => of_regex(pattern),
        _ => Vec::new(),
    };
    tests
        .into_iter()
        .filter(|tests| tests.iter().all(|test| !test.text().is_empty()))
        .map(|tests| tests.into_iter().map(|test| key(predicate, test)).collect())
        .collect()
}

fn key(predicate: &Predicate, test: Test) -> Key {
    Key {
        field: predicate.lhs.var_name.clone(),
        is_lower: predicate
            .lhs
            .transformations
            .contains(&LhsTransformations::Lower),
        test,
    }
}

/// What every text that an anchored regular expression finds begins with, and what it ends with.
fn of_regex(regex: &str) -> Vec<Vec<Test>> {
    let Ok(hir) = regex_syntax::parse(regex) else {
        return Vec::new();
    };
    let mut tests = Vec::new();
    if hir.properties().look_set_prefix().contains(Look::Start) {
        let found = extractor(ExtractKind::Prefix).extract(&hir);
        tests.extend(literals(&found, |bytes| {
            valid_start(bytes).map(Test::StartsWith)
        }));
    }
    if hir.properties().look_set_suffix().contains(Look::End) {
        let found = extractor(ExtractKind::Suffix).extract(&hir);
        tests.extend(literals(&found, |bytes| {
            std::str::from_utf8(bytes)
                .ok()
                .map(|text| Test::EndsWith(text.to_owned()))
        }));
    }
    tests
}

fn extractor(kind: ExtractKind) -> Extractor {
    let mut extractor = Extractor::new();
    extractor
        .kind(kind)
        .limit_class(4)
        .limit_total(MOST_LITERALS);
    extractor
}

fn literals(found: &Seq, test: impl Fn(&[u8]) -> Option<Test>) -> Option<Vec<Test>> {
    let tests: Option<Vec<Test>> = found
        .literals()?
        .iter()
        .map(|literal| test(literal.as_bytes()))
        .collect();
    tests.filter(|tests| !tests.is_empty() && tests.len() <= MOST_LITERALS)
}

/// A literal may have been cut in the middle of a character.
fn valid_start(bytes: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{Condition, Subsystem};
    use super::*;

    fn path_clauses(text: &str) -> Vec<Vec<Test>> {
        let condition = Condition::parse(text, Subsystem::Http).unwrap();
        clauses(condition.root())
            .iter()
            .filter(|clause| clause.iter().all(|key| key.field == "http.path"))
            .map(|clause| clause.iter().map(|key| key.test.clone()).collect())
            .collect()
    }

    fn starts(text: &str) -> Test {
        Test::StartsWith(text.to_owned())
    }

    #[test]
    fn every_alternative_must_name_a_key() {
        assert_eq!(
            path_clauses(r#"(http.host == "h") && ((http.path == "/a") || (http.path ^= "/a/"))"#),
            [[Test::Equals("/a".to_owned()), starts("/a/")]]
        );
        assert!(path_clauses(r#"(http.path != "/b") || (http.path == "/a")"#).is_empty());
        assert!(path_clauses(r#"!(http.path == "/a")"#).is_empty());
        assert!(path_clauses(r#"http.path ^= """#).is_empty());
    }

    #[test]
    fn regular_expressions_give_the_texts_they_start_and_end_with() {
        let of = |regex: &str| path_clauses(&format!("http.path ~ r#\"{regex}\"#"));
        assert_eq!(
            of(r"^/cart\.v1$"),
            [
                [starts("/cart.v1")],
                [Test::EndsWith("/cart.v1".to_owned())]
            ]
        );
        assert_eq!(of("^/carts?/x"), [[starts("/carts/x"), starts("/cart/x")]]);
        assert_eq!(
            of("^/(foo|bar)/(?P<id>[0-9]+)"),
            [[starts("/foo/"), starts("/bar/")]]
        );
        assert_eq!(of("^/[a-z]+/p17$")[1], [Test::EndsWith("/p17".to_owned())]);
        assert!(of("^/a|/b").is_empty());
        assert!(of("/a").is_empty());
        assert!(of(r"^[\s\S]*/a").is_empty());
    }
}
