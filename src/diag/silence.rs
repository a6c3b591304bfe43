//! Problems of the wish to hear nothing of a problem.

use super::{Code, Diagnostic, Location, Severity};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// Annotation that silences problems of its object.
pub const ANNOTATION: &str = "kic2kong/ignore";

/// Every code of this family.
pub static CODES: &[&Code] = &[&UNUSED_IGNORE];

/// Nothing to silence.
pub static UNUSED_IGNORE: Code = Code {
    id: "unused-ignore",
    severity: Severity::Warning,
    summary: "a comment or annotation silences a problem that is not there",
    explanation: "`# kic2kong: ignore CODE (reason)` silences that problem on its line, on the line below, or, above the first line of an object, in the whole object; the annotation `kic2kong/ignore` does the same for its object. \
                  One that silences nothing is out of date or misspelt, and would hide the problem if it came back. `check` tells; `--no-ignores` lets none of them count.",
    before: "# kic2kong: ignore backend-service-not-found (made by another team)\nkind: KongPlugin",
    after: "kind: KongPlugin",
    reference: "kic2kong's own",
};

/// A comment names a code that has no problem there; `nearest` is one that it may mean when there is no such code.
pub fn comment(at: Location, code: &str, wrong: Option<Wrong<'_>>) -> Diagnostic {
    unused(
        Diagnostic::located(&UNUSED_IGNORE, at, String::new()),
        code,
        wrong,
    )
}

/// The annotation names a code that has no problem in its object.
pub fn annotation(object: &Arc<ObjectMeta>, code: &str, wrong: Option<Wrong<'_>>) -> Diagnostic {
    let at = Origin::at(object, FieldPath::annotation(ANNOTATION));
    unused(
        Diagnostic::new(&UNUSED_IGNORE, at, String::new()),
        code,
        wrong,
    )
}

/// What is wrong with a code that does not exist.
#[derive(Debug, Clone, Copy)]
pub struct Wrong<'a> {
    /// The code it may mean.
    pub nearest: Option<&'a str>,
}

fn unused(problem: Diagnostic, code: &str, wrong: Option<Wrong<'_>>) -> Diagnostic {
    let (message, hint) = match wrong {
        _ if code.is_empty() => (
            "no code is named, so nothing is silenced".to_owned(),
            "write `# kic2kong: ignore CODE (reason)`".to_owned(),
        ),
        None => (
            format!("there is no {code} to silence here"),
            "remove it".to_owned(),
        ),
        Some(Wrong { nearest }) => (
            format!("there is no problem code {code:?}, so nothing is silenced"),
            nearest.map_or_else(
                || "`kic2kong explain` lists all codes".to_owned(),
                |nearest| format!("did you mean {nearest}?"),
            ),
        ),
    };
    Diagnostic { message, ..problem }.hint(hint)
}
