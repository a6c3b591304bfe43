//! Which problems of a run are new, compared with those that the same manifests had before.
//!
//! A problem is the same one when code, object, field and message are; where it stands does not matter, nor which item of a list it
//! is. `former` says where the manifests of before come from.

mod former;

use super::args::ProblemArgs;
use super::problems;
use super::silence::{self, Texts, Unused};
use crate::diag::render::{Located, Since};
use crate::diag::{Diagnostic, Location, unbuilt};
use crate::manifest::source::Sources;
use crate::origin::{ObjectKey, Segment};
pub(super) use former::{Before, Former};
use std::collections::HashMap;
use std::fmt;

/// What makes a problem the same one.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Identity {
    code: &'static str,
    object: Option<ObjectKey>,
    /// The field without indexes; of text that gave no object, the name of the file.
    field: String,
    message: String,
}

impl Identity {
    fn of(problem: &Diagnostic, sources: &Sources) -> Self {
        let (object, field) = match problem.locations.first() {
            Some(Location::Field(origin)) => {
                let mut field = String::new();
                for segment in origin.path.segments() {
                    match segment {
                        Segment::Key(key) => field.extend([".", key.as_ref()]),
                        Segment::Index(_) => field.push_str("[]"),
                    }
                }
                (Some(origin.object.key.clone()), field)
            }
            Some(Location::Text { file, .. }) => {
                // A revision, a folder of their own and the builder may stand in front of it.
                let path = sources.get(*file).map_or("", |source| &source.path);
                let name = path.rsplit(['/', ':', ' ']).next().unwrap_or_default();
                (None, name.to_owned())
            }
            None => (None, String::new()),
        };
        Self {
            code: problem.code.id,
            object,
            field,
            message: problem.message.clone(),
        }
    }
}

/// The problems of before, each with its number.
#[derive(Debug)]
pub struct Baseline {
    known: HashMap<Identity, usize>,
    words: Words,
}

/// Whether the words of a problem must be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Same,
    /// The texts of two releases may list other values.
    Any,
}

/// How many problems are new, gone and as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Those that were not there before.
    pub new: usize,
    /// Those that are not there any more.
    pub gone: usize,
    /// Those of both sides.
    pub same: usize,
}

impl Counts {
    /// Whether no side has a problem.
    pub const fn is_zero(&self) -> bool {
        self.new + self.gone + self.same == 0
    }
}

impl fmt::Display for Counts {
    /// `2 new, 1 gone, 14 as before`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { new, gone, same } = self;
        write!(f, "{new} new, {gone} gone, {same} as before")
    }
}

impl Baseline {
    /// The problems of before, as far as they are reported.
    fn of(problems: &[Diagnostic], sources: &Sources, args: &ProblemArgs) -> Self {
        let mut known = HashMap::new();
        for problem in problems {
            if problems::is_wanted(problem, args) && !unbuilt::is_of_call(problem) {
                *known.entry(Identity::of(problem, sources)).or_default() += 1;
            }
        }
        Self {
            known,
            words: Words::Same,
        }
    }

    /// The same problems for a run with another controller or gateway, whose texts may be others: `speak` puts what was said before
    /// into today's words, and what is left counts by code, object and field.
    #[must_use]
    pub fn reworded(self, speak: impl Fn(&str) -> String) -> Self {
        let mut known = HashMap::with_capacity(self.known.len());
        for (identity, count) in sorted(self.known) {
            let message = speak(&identity.message);
            *known
                .entry(Identity {
                    message,
                    ..identity
                })
                .or_default() += count;
        }
        Self {
            known,
            words: Words::Any,
        }
    }

    /// Mark each problem as new or known, but for those that the call brings. One that is silenced now is not gone.
    pub fn mark(
        mut self,
        problems: &mut [Located<'_>],
        silenced: &[Diagnostic],
        sources: &Sources,
    ) -> Counts {
        let mut counts = Counts {
            new: 0,
            gone: 0,
            same: 0,
        };
        for problem in &mut *problems {
            if unbuilt::is_of_call(problem.diagnostic) {
                continue;
            }
            let is_known = self.take(problem.diagnostic, sources);
            // The webhook is asked about what changes, and was not asked about the other side, unless that is the same manifests.
            let is_known =
                is_known && (self.words == Words::Any || !problem.diagnostic.is_webhook_refusal());
            problem.since = Some(if is_known { Since::Before } else { Since::Now });
        }
        for problem in silenced {
            self.take(problem, sources);
        }
        if self.words == Words::Any {
            self.take_whatever_the_words(problems, sources);
        }
        for problem in &*problems {
            match problem.since {
                Some(Since::Before) => counts.same += 1,
                Some(Since::Now) => counts.new += 1,
                None => {}
            }
        }
        counts.gone = self.known.into_values().sum();
        counts
    }

    /// Mark what is left on both sides with the same code, object and field.
    fn take_whatever_the_words(&mut self, problems: &mut [Located<'_>], sources: &Sources) {
        let wordless = |identity: Identity| Identity {
            message: String::new(),
            ..identity
        };
        let mut left: HashMap<Identity, usize> = HashMap::new();
        for (identity, count) in sorted(std::mem::take(&mut self.known)) {
            *left.entry(wordless(identity)).or_default() += count;
        }
        self.known = left;
        for problem in problems {
            if problem.since == Some(Since::Now) {
                let identity = wordless(Identity::of(problem.diagnostic, sources));
                if let Some(left) = self.known.get_mut(&identity).filter(|left| **left > 0) {
                    *left -= 1;
                    problem.since = Some(Since::Before);
                }
            }
        }
    }

    /// Whether there was such a problem that no other one has been taken for.
    fn take(&mut self, problem: &Diagnostic, sources: &Sources) -> bool {
        match self.known.get_mut(&Identity::of(problem, sources)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}

/// The problems in an order of their own.
fn sorted(known: HashMap<Identity, usize>) -> Vec<(Identity, usize)> {
    let mut sorted: Vec<_> = known.into_iter().collect();
    sorted.sort_by(|(a, _), (b, _)| {
        (a.code, &a.field, &a.message).cmp(&(b.code, &b.field, &b.message))
    });
    sorted
}

/// What compares with the problems of before, without those that were silenced then.
pub fn of(
    problems: Vec<Diagnostic>,
    texts: Texts<'_>,
    unused: Unused,
    args: &ProblemArgs,
) -> Baseline {
    let reported = if args.no_ignores {
        problems
    } else {
        silence::split(problems, texts, unused).left
    };
    Baseline::of(&reported, texts.sources, args)
}
