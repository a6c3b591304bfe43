//! Which problems belong to which box: those of a rule or path to the routes made of it, the others to the whole object.
//!
//! Many boxes may show the problems of one object. Every problem and every list of problems is there once; boxes name lists.

use crate::diag::{Diagnostic, Location, Severity};
use crate::kong::state::State;
use crate::origin::{FieldPath, ObjectKey, ObjectMeta, Origin, Segment};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A problem as a box shows it: severity, code and message.
pub type Shown = (Severity, &'static str, String);

/// The problems that the boxes of a picture name.
#[derive(Debug, Default)]
pub struct Table {
    /// Every problem, once.
    pub problems: Vec<Shown>,
    /// Lists of positions in `problems`, worst first; boxes name them by their position.
    pub lists: Vec<Vec<usize>>,
}

impl Table {
    /// Take over another table; the answer is the position of its first list.
    pub fn append(&mut self, other: Self) -> usize {
        let (first, first_list) = (self.problems.len(), self.lists.len());
        self.problems.extend(other.problems);
        let lists = other.lists.into_iter();
        let moved = lists.map(|list| list.into_iter().map(|problem| problem + first).collect());
        self.lists.extend(moved);
        first_list
    }

    /// The worst problem of some lists.
    pub fn worst(&self, lists: &[usize]) -> Option<Severity> {
        let first = |list: &usize| Some(self.problems[*self.lists[*list].first()?].0);
        lists.iter().filter_map(first).max()
    }

    /// The first problems of some lists, worst first and each once, and how many more there are.
    pub fn first(&self, lists: &[usize], limit: usize) -> (Vec<&Shown>, usize) {
        let total: usize = lists.iter().map(|list| self.lists[*list].len()).sum();
        let mut gathered: Vec<&Shown> = lists
            .iter()
            .flat_map(|list| self.lists[*list].iter().take(limit))
            .map(|problem| &self.problems[*problem])
            .collect();
        let twice = gathered.len();
        gathered.sort_by(|a, b| worst_first(a, b));
        gathered.dedup();
        let twice = twice - gathered.len();
        gathered.truncate(limit);
        let more = total - twice - gathered.len();
        (gathered, more)
    }
}

fn worst_first(a: &Shown, b: &Shown) -> std::cmp::Ordering {
    b.0.cmp(&a.0).then_with(|| (a.1, &a.2).cmp(&(b.1, &b.2)))
}

/// The lists of one object.
#[derive(Debug, Default)]
struct OfObject<'a> {
    /// An origin of the object.
    object: Option<&'a Arc<ObjectMeta>>,
    all: Vec<&'a Diagnostic>,
    /// Those that are not of one of its routes.
    whole: Vec<&'a Diagnostic>,
    parts: BTreeMap<&'a [Segment], Vec<&'a Diagnostic>>,
}

/// Problems by the object concerned, and the parts of objects that routes were made of.
#[derive(Debug)]
pub struct Problems<'a> {
    by_object: BTreeMap<&'a ObjectKey, OfObject<'a>>,
    drawn: BTreeSet<&'a ObjectKey>,
    /// What boxes have asked for.
    table: Table,
    numbers: HashMap<(&'static str, &'a str), usize>,
    list_numbers: HashMap<(&'a ObjectKey, Which<'a>), usize>,
}

/// Which problems of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Which<'a> {
    All,
    Whole,
    Part(&'a [Segment]),
}

impl<'a> Problems<'a> {
    /// Sort the problems of a run.
    pub fn of(state: &'a State, diagnostics: &'a [Diagnostic]) -> Self {
        let mut problems = Self {
            by_object: BTreeMap::new(),
            drawn: state
                .plugins
                .iter()
                .map(|plugin| &plugin.origin().object.key)
                .collect(),
            table: Table::default(),
            numbers: HashMap::new(),
            list_numbers: HashMap::new(),
        };
        for service in state.services.values() {
            let services = service.kubernetes_services();
            problems.drawn.extend(services.map(|object| &object.key));
            for route in &service.routes {
                let object = &route.origin().object.key;
                problems.drawn.insert(object);
                let of_object = problems.by_object.entry(object).or_default();
                of_object
                    .parts
                    .entry(part(&route.origin().path))
                    .or_default();
            }
        }
        for diagnostic in diagnostics {
            for location in &diagnostic.locations {
                if let Location::Field(origin) = location {
                    let of_object = problems.by_object.entry(&origin.object.key).or_default();
                    of_object.object.get_or_insert(&origin.object);
                    of_object.add(origin, diagnostic);
                }
            }
        }
        problems
    }

    /// The lists of all problems of some objects.
    pub fn of_objects<'k>(&mut self, keys: impl IntoIterator<Item = &'k ObjectKey>) -> Vec<usize> {
        let mut lists: Vec<usize> = keys
            .into_iter()
            .filter_map(|key| self.list(key, Which::All))
            .collect();
        lists.sort_unstable();
        lists.dedup();
        lists
    }

    /// The problems of an object that are not of one of its routes.
    pub fn of_whole(&mut self, object: &ObjectMeta) -> Vec<usize> {
        self.list(&object.key, Which::Whole).into_iter().collect()
    }

    /// The problems of the rule or path that a route was made of.
    pub fn of_part(&mut self, route: &'a Origin) -> Vec<usize> {
        let which = Which::Part(part(&route.path));
        self.list(&route.object.key, which).into_iter().collect()
    }

    /// What boxes have asked for.
    pub fn into_table(self) -> Table {
        self.table
    }

    /// Objects with more than a note that stand behind no box at all, since nothing of them reaches Kong.
    pub fn objects_without_box(&self) -> Vec<&'a Arc<ObjectMeta>> {
        let hidden = self.by_object.iter().filter(|(key, problems)| {
            !self.drawn.contains(*key)
                && problems
                    .all
                    .iter()
                    .any(|problem| problem.severity > Severity::Info)
        });
        hidden.filter_map(|(_, problems)| problems.object).collect()
    }

    /// The number of a list, made when it is asked for first; none when it would be empty.
    fn list(&mut self, key: &ObjectKey, which: Which<'a>) -> Option<usize> {
        let (key, of_object) = self.by_object.get_key_value(key)?;
        let key = *key;
        if let Some(known) = self.list_numbers.get(&(key, which)) {
            return Some(*known);
        }
        let diagnostics = match which {
            Which::All => &of_object.all,
            Which::Whole => &of_object.whole,
            Which::Part(part) => of_object.parts.get(part)?,
        };
        if diagnostics.is_empty() {
            return None;
        }
        let mut list: Vec<usize> = Vec::with_capacity(diagnostics.len());
        for diagnostic in diagnostics {
            let table = &mut self.table.problems;
            let same = (diagnostic.code.id, diagnostic.message.as_str());
            list.push(*self.numbers.entry(same).or_insert_with(|| {
                table.push((
                    diagnostic.severity,
                    diagnostic.code.id,
                    diagnostic.message.clone(),
                ));
                table.len() - 1
            }));
        }
        let problems = &self.table.problems;
        list.sort_by(|a, b| worst_first(&problems[*a], &problems[*b]));
        list.dedup();
        self.table.lists.push(list);
        let number = self.table.lists.len() - 1;
        self.list_numbers.insert((key, which), number);
        Some(number)
    }
}

impl<'a> OfObject<'a> {
    /// File a problem under the whole object, or under every part of it that it lies in; the whole object is no part.
    fn add(&mut self, origin: &'a Origin, diagnostic: &'a Diagnostic) {
        self.all.push(diagnostic);
        let segments = origin.path.segments();
        let mut is_of_route = false;
        for length in 1..=segments.len() {
            if let Some(part) = self.parts.get_mut(&segments[..length]) {
                part.push(diagnostic);
                is_of_route = true;
            }
        }
        if !is_of_route {
            self.whole.push(diagnostic);
        }
    }
}

/// A rule of a Gateway API route stands for all of its matches.
fn part(path: &FieldPath) -> &[Segment] {
    match path.segments() {
        [rule @ .., Segment::Key(matches), Segment::Index(_)] if matches == "matches" => rule,
        whole => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_of_a_backend_is_one_of_all_matches_of_its_rule() {
        let rule = FieldPath::of(&["spec", "rules"]).index(1);
        let route = rule.clone().key("matches").index(0);
        let backend = rule.key("backendRefs").index(0);
        assert!(backend.segments().starts_with(part(&route)));
        let other = FieldPath::of(&["spec", "rules"]).index(10).key("name");
        assert!(!other.segments().starts_with(part(&route)));
    }

    #[test]
    fn the_first_problems_of_several_lists_are_the_worst_and_the_others_are_counted() {
        let shown = |severity, text: &str| (severity, "code", text.to_owned());
        let table = Table {
            problems: vec![
                shown(Severity::Info, "a"),
                shown(Severity::Error, "b"),
                shown(Severity::Warning, "c"),
            ],
            lists: vec![vec![1, 0], vec![1, 2]],
        };
        let texts = |limit| -> (Vec<&str>, usize) {
            let (first, more) = table.first(&[0, 1], limit);
            (
                first.iter().map(|problem| problem.2.as_str()).collect(),
                more,
            )
        };
        assert_eq!(texts(10), (vec!["b", "c", "a"], 0));
        assert_eq!(texts(2), (vec!["b", "c"], 1));
        assert_eq!(table.worst(&[0, 1]), Some(Severity::Error));
        assert_eq!(table.worst(&[]), None);
    }
}
