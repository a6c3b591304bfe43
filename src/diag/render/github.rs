//! Workflow commands, which GitHub shows as annotations beside the lines of a pull request.

use super::{Located, Position, webhook};
use crate::diag::Severity;
use crate::escape::github::{data, property};
use crate::escape::line::clean;

/// One command per problem.
pub fn render(problems: &[Located<'_>]) -> String {
    problems.iter().map(command).collect()
}

fn command(problem: &Located<'_>) -> String {
    let found = problem.diagnostic;
    let command = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = problem.positions.first().map_or_else(String::new, place);
    properties.push_str("title=");
    properties.push_str(&property(found.code.id));
    let mut text = clean(&found.message);
    if let Some((object, _)) = problem.places().next().map(|(at, _)| at.names())
        && let Some(object) = object
    {
        text = format!("{}: {text}", clean(&object));
    }
    if let Some(within) = problem.within() {
        text = format!("{}: {text}", clean(&within));
    }
    for line in webhook::said(found) {
        text = format!("{text}\n{line}");
    }
    if let Some(hint) = &found.hint {
        text = format!("{text}\nhint: {}", clean(hint));
    }
    format!("::{command} {properties}::{}\n", data(&text))
}

fn place(position: &Position) -> String {
    let file = property(&position.file);
    if position.line > 0 {
        format!(
            "file={file},line={},col={},",
            position.line, position.column
        )
    } else {
        format!("file={file},")
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{located, problem};
    use super::*;

    #[test]
    fn a_problem_is_an_annotation_at_its_line() {
        let found = problem("Ingress", "100% wrong");
        assert_eq!(
            render(&[located(&found, 3, 12)]),
            "::error file=deploy/cart.yaml,line=3,col=12,title=backend-service-not-found::Ingress shop/cart: 100%25 wrong%0Ahint: add the Service\n"
        );
    }

    #[test]
    fn a_message_cannot_give_another_command() {
        let found = problem("Ingress", "x\n::add-mask::y");
        assert_eq!(render(&[located(&found, 1, 1)]).lines().count(), 1);
    }
}
