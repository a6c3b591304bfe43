//! For people.

use super::Located;
use std::borrow::Cow;

/// The problems, each with its place.
pub fn render<'s>(
    problems: &[Located<'_>],
    _source: &dyn Fn(&str) -> Option<Cow<'s, str>>,
    _color: bool,
) -> String {
    let mut out = String::new();
    for problem in problems {
        let found = problem.diagnostic;
        out += &format!("{}[{}]: {}\n", found.severity, found.code.id, found.message);
    }
    out
}
