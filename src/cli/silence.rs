//! Problems that the manifests themselves silence: by `# kic2kong: ignore CODE (reason)` and by the annotation `kic2kong/ignore`.
//!
//! What is silenced is counted and told, so that nobody hides anything by it without a word.

use super::input::Run;
use crate::diag::silence::{self, Wrong};
use crate::diag::{Diagnostic, Location, code, similar};
use crate::manifest::comments::{self, Comment};
use crate::manifest::locate::Locator;
use crate::manifest::source::Sources;
use crate::origin::{FieldPath, ObjectMeta, Origin, Place};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many codes of one comment or annotation are told to be of no use.
const TOLD: usize = 5;

/// Whether silences that silence nothing are problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unused {
    /// They are, since all problems are known.
    Told,
    /// Not every problem has been looked for.
    Untold,
}

/// The manifests that silence problems.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// All of them.
    pub sources: &'a Sources,
    /// Objects with the annotation.
    pub annotated: &'a [Arc<ObjectMeta>],
}

/// Problems, told apart.
#[derive(Debug)]
pub struct Split {
    /// Those that are to be reported.
    pub left: Vec<Diagnostic>,
    /// Those that the manifests silence.
    pub silenced: Vec<Diagnostic>,
}

/// Take the problems out of a run that its manifests silence.
pub fn apply(run: &mut Run, unused: Unused) {
    let problems = std::mem::take(&mut run.diagnostics);
    let texts = Texts {
        sources: &run.sources,
        annotated: &run.annotated,
    };
    let Split { left, silenced } = split(problems, texts, unused);
    run.diagnostics = left;
    run.silenced = silenced;
}

/// Tell problems that the manifests silence from the others.
pub fn split(problems: Vec<Diagnostic>, texts: Texts<'_>, unused: Unused) -> Split {
    let mut silences = Silences::of(texts.sources, texts.annotated);
    let (silenced, mut left) = silences.split(problems, texts.sources);
    if unused == Unused::Told {
        left.extend(silences.unused());
    }
    Split { left, silenced }
}

/// Everything that the manifests of a run silence.
struct Silences<'a> {
    comments: Vec<Comment>,
    annotated: &'a [Arc<ObjectMeta>],
    /// Comments by source, line and code.
    lines: HashMap<(u32, u32, &'static str), usize>,
    /// Of comments and of annotations, by their positions, the codes that silenced something.
    used_comments: HashSet<(usize, &'static str)>,
    used_annotations: HashSet<(Place, &'static str)>,
}

impl<'a> Silences<'a> {
    fn of(sources: &Sources, annotated: &'a [Arc<ObjectMeta>]) -> Self {
        let comments = comments::comments(sources);
        let mut lines = HashMap::new();
        for (index, comment) in comments.iter().enumerate() {
            for code in comment.codes.iter().filter_map(|id| code::find(id)) {
                // The first of two equal ones counts, and the other is of no use.
                let line = (comment.file, comment.target, code.id);
                lines.entry(line).or_insert(index);
            }
        }
        Self {
            comments,
            annotated,
            lines,
            used_comments: HashSet::new(),
            used_annotations: HashSet::new(),
        }
    }

    /// The problems that are silenced, and the others.
    fn split(
        &mut self,
        problems: Vec<Diagnostic>,
        sources: &Sources,
    ) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let mut locator = Locator::new(sources);
        problems.into_iter().partition(|problem| {
            self.is_annotated(problem) || self.is_commented(problem, &mut locator)
        })
    }

    /// Whether the object at fault carries `kic2kong/ignore: CODE,...` with this code.
    fn is_annotated(&mut self, problem: &Diagnostic) -> bool {
        let Some(Location::Field(origin)) = problem.locations.first() else {
            return false;
        };
        let code = problem.code.id;
        let is_named = origin
            .object
            .annotation(silence::ANNOTATION)
            .is_some_and(|codes| codes.split(',').any(|named| named.trim() == code));
        if is_named {
            self.used_annotations
                .insert((origin.object.place.clone(), code));
        }
        is_named
    }

    /// Whether a comment on the line of the problem, above it, or above the object names its code.
    fn is_commented(&mut self, problem: &Diagnostic, locator: &mut Locator<'_>) -> bool {
        if self.lines.is_empty() {
            return false;
        }
        let Some(location) = problem.locations.first() else {
            return false;
        };
        let code = problem.code.id;
        let at = locator.position(location);
        let mut found = self.lines.get(&(location.file(), at.line, code)).copied();
        if found.is_none()
            && let Location::Field(origin) = location
        {
            let begins = [FieldPath::root(), FieldPath::of(&["apiVersion"])];
            found = begins.into_iter().find_map(|path| {
                let begin = Location::Field(Origin::at(&origin.object, path));
                let line = locator.position(&begin).line;
                let index = *self.lines.get(&(location.file(), line, code))?;
                self.comments[index].is_above.then_some(index)
            });
        }
        if let Some(index) = found {
            self.used_comments.insert((index, code));
        }
        found.is_some()
    }

    /// What silences nothing.
    fn unused(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (index, comment) in self.comments.iter().enumerate() {
            let at = Location::Text {
                file: comment.file,
                line: comment.line,
                column: comment.column,
            };
            let codes = comment.codes.iter().map(String::as_str);
            let useless = codes.filter(|id| {
                code::find(id).is_none_or(|code| !self.used_comments.contains(&(index, code.id)))
            });
            let told = useless.take(TOLD);
            problems.extend(told.map(|id| silence::comment(at.clone(), id, wrong(id))));
        }
        for object in self.annotated {
            let codes = object.annotation(silence::ANNOTATION).unwrap_or_default();
            let useless = codes.split(',').map(str::trim).filter(|id| {
                code::find(id).is_none_or(|code| {
                    let use_of = (object.place.clone(), code.id);
                    !self.used_annotations.contains(&use_of)
                })
            });
            let told = useless.take(TOLD);
            problems.extend(told.map(|id| silence::annotation(object, id, wrong(id))));
        }
        problems
    }
}

/// What is wrong with a code that does not exist.
fn wrong(id: &str) -> Option<Wrong<'static>> {
    if code::find(id).is_some() {
        return None;
    }
    let known = code::CATALOGUE.iter().copied().flatten();
    let nearest = similar::similar(id, known.map(|code| code.id));
    Some(Wrong { nearest })
}
