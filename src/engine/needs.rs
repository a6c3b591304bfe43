//! What a condition needs of a request whatever else holds: the keys under which an index may file it.

use super::index::{Clause, Key, Test};
use super::tree::Node;
use atc_router::ast::{BinaryOperator, Expression, LhsTransformations, Predicate, Value};
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};
use regex_syntax::hir::{Hir, HirKind, Look};
use std::sync::Arc;

/// The field that is known of every request beforehand.
const PROTOCOL: &str = "net.protocol";

/// How many texts a regular expression may begin or end with; one with more is filed nowhere.
const MOST_LITERALS: usize = 16;

/// Clauses that must all be met for the condition to be true, each by one of its keys. They may promise too much, never too
/// little: a condition whose clauses are met can still be false, one with a clause that is not met is false. `None`: it is
/// false whatever else the request is, when `protocol` is its only `net.protocol`.
pub(super) fn clauses(node: &Node, protocol: Option<&str>) -> Option<Vec<Clause>> {
    match node {
        Node::Predicate(predicate) => match (protocol, decided(predicate, protocol)) {
            (Some(_), Some(false)) => None,
            (Some(_), Some(true)) => Some(Vec::new()),
            _ => Some(of_predicate(predicate)),
        },
        Node::Matching(matching) => Some(of_predicate(&matching.written)),
        Node::All(terms) => {
            let mut all = Vec::new();
            for term in terms {
                all.extend(clauses(term, protocol)?);
            }
            Some(all)
        }
        Node::Any(any) => alternatives(&any.terms, |term| clauses(term, protocol)),
        Node::Not(_) => Some(Vec::new()),
    }
}

/// Clauses without which evaluating the condition leaves nothing behind: the engine keeps what was matched before it met what
/// is false, and a regular expression may find one value of a header before it fails at the next.
pub(super) fn quiet_clauses(node: &Node) -> Option<Vec<Clause>> {
    match node {
        Node::Predicate(predicate) => Some(of_predicate(predicate)),
        Node::Matching(matching) if may_find_and_fail(&matching.written) => Some(Vec::new()),
        Node::Matching(matching) => Some(of_predicate(&matching.written)),
        Node::All(terms) => terms.first().and_then(|first| quiet_clauses(first)),
        Node::Any(any) => alternatives(&any.terms, quiet_clauses),
        Node::Not(_) => Some(Vec::new()),
    }
}

/// Whether a predicate is a regular expression for something that may have several values.
fn may_find_and_fail(predicate: &Expression) -> bool {
    match predicate {
        Expression::Predicate(predicate) => {
            let field = &predicate.lhs.var_name;
            matches!(predicate.op, BinaryOperator::Regex)
                && (field.starts_with("http.headers.") || field.starts_with("http.queries."))
        }
        Expression::Logical(_) => false,
    }
}

/// Whether the protocol alone makes a predicate true or false.
fn decided(predicate: &Expression, protocol: Option<&str>) -> Option<bool> {
    let Expression::Predicate(predicate) = predicate else {
        return None;
    };
    let protocol = protocol.filter(|_| predicate.lhs.var_name == PROTOCOL)?;
    match (&predicate.op, &predicate.rhs) {
        (BinaryOperator::Equals, Value::String(text)) => Some(text == protocol),
        (BinaryOperator::NotEquals, Value::String(text)) => Some(text != protocol),
        _ => None,
    }
}

/// Whether a condition asks for another protocol, as a way round something else that it asks for.
pub(super) fn has_way_round(node: &Node) -> bool {
    let mut found = false;
    node.each_predicate(true, &mut |predicate| {
        if let Expression::Predicate(predicate) = predicate {
            found |= predicate.lhs.var_name == PROTOCOL
                && matches!(predicate.op, BinaryOperator::NotEquals);
        }
    });
    found
}

/// One clause for all alternatives that can be true: of each the clause with the fewest keys.
fn alternatives(
    terms: &[Arc<Node>],
    clauses: impl Fn(&Node) -> Option<Vec<Clause>>,
) -> Option<Vec<Clause>> {
    let mut keys = Vec::new();
    let (mut can_hold, mut is_filed) = (false, true);
    for own in terms.iter().filter_map(|term| clauses(term)) {
        can_hold = true;
        match own.into_iter().min_by_key(|clause| clause.len()) {
            Some(fewest) if is_filed => keys.extend_from_slice(&fewest),
            Some(_) | None => is_filed = false,
        }
    }
    let clause: Option<Clause> = is_filed.then(|| keys.into());
    can_hold.then(|| clause.into_iter().collect())
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

/// What every text that a regular expression finds begins with, ends with and contains.
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
    inner_literals(&hir, &mut tests);
    tests
}

/// Texts that begin with a slash and stand in every text that a regular expression finds.
fn inner_literals(hir: &Hir, tests: &mut Vec<Vec<Test>>) {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            let from_slash = text.find('/').map(|slash| &text[slash..]);
            // A slash alone tells no paths apart.
            if let Some(text) = from_slash.filter(|text| text.len() > 1) {
                tests.push(vec![Test::Contains(text.to_owned())]);
            }
        }
        HirKind::Capture(capture) => inner_literals(&capture.sub, tests),
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            inner_literals(&repetition.sub, tests);
        }
        HirKind::Concat(parts) => {
            for part in parts {
                inner_literals(part, tests);
            }
        }
        HirKind::Empty
        | HirKind::Class(_)
        | HirKind::Look(_)
        | HirKind::Repetition(_)
        | HirKind::Alternation(_) => {}
    }
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
        let condition = Condition::parse(text, Subsystem::Http, &Arc::default()).unwrap();
        clauses(condition.root(), None)
            .unwrap()
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
    fn the_protocol_decides_which_alternatives_count() {
        let text = r#"(net.protocol != "https" || (tls.sni == "a")) && (http.path == "/")"#;
        let condition = Condition::parse(text, Subsystem::Http, &Arc::default()).unwrap();
        let fields = |protocol| -> Vec<String> {
            let clauses = clauses(condition.root(), protocol).unwrap();
            clauses
                .iter()
                .map(|clause| clause[0].field.clone())
                .collect()
        };
        assert_eq!(fields(Some("https")), ["tls.sni", "http.path"]);
        assert_eq!(fields(Some("http")), ["http.path"]);
        assert_eq!(fields(None), ["http.path"]);
        let only_http = Condition::parse(
            r#"net.protocol == "http""#,
            Subsystem::Http,
            &Arc::default(),
        )
        .unwrap();
        assert!(clauses(only_http.root(), Some("https")).is_none());
    }

    #[test]
    fn regular_expressions_give_the_texts_they_start_and_end_with() {
        let of = |regex: &str| path_clauses(&format!("http.path ~ r#\"{regex}\"#"));
        let ends = |text: &str| Test::EndsWith(text.to_owned());
        let contains = |text: &str| Test::Contains(text.to_owned());
        assert_eq!(
            of(r"^/cart\.v1$"),
            [
                [starts("/cart.v1")],
                [ends("/cart.v1")],
                [contains("/cart.v1")]
            ]
        );
        assert_eq!(of("^/carts?/x")[0], [starts("/carts/x"), starts("/cart/x")]);
        assert_eq!(
            of("^/(foo|bar)/(?P<id>[0-9]+)"),
            [[starts("/foo/"), starts("/bar/")]]
        );
        assert_eq!(of("^/[a-z]+/p17$")[1], [ends("/p17")]);
        assert_eq!(
            of("^/v[0-9]+/(orders/x)+"),
            [
                vec![starts("/v")],
                vec![contains("/v")],
                vec![contains("/x")]
            ]
        );
        assert_eq!(of("/a"), [[contains("/a")]]);
        assert!(of("^/a|/b").is_empty());
        assert!(of(r"^[\s\S]*a").is_empty());
    }
}
