//! Helm values: files laid over each other, single values set by path, and what a template prints of a value (spec 85, 6 and 7).

use crate::diag::Diagnostic;
use crate::diag::settings;
use crate::installation::datum::{Datum, Plain, go_number};
use crate::installation::environment::From;
use crate::installation::spot::{Base, Spot};
use crate::manifest::document;
use crate::manifest::source::Source;
use std::collections::BTreeMap;

/// The most items that one path may ask for.
const MOST_ITEMS: usize = 1000;

/// Lay stronger values over weaker ones: maps merge, lists and scalars replace. What is replaced is kept for those who ask.
pub(in crate::installation) fn merge(base: &mut Datum, over: Datum) {
    match (&mut base.value, over.value) {
        (Plain::Map(own), Plain::Map(stronger)) => {
            for (key, value) in stronger {
                match own.get_mut(&key) {
                    Some(weaker) => merge(weaker, value),
                    None => _ = own.insert(key, value),
                }
            }
        }
        (_, value) => {
            let mut beaten = std::mem::take(&mut base.beaten);
            let weaker = Datum {
                beaten: Vec::new(),
                ..std::mem::take(base)
            };
            if weaker.key.line > 0 {
                beaten.push(weaker);
            }
            *base = Datum {
                value,
                beaten,
                ..over
            };
        }
    }
}

/// The values of a text; `None` when it is no map in YAML.
pub(in crate::installation) fn read(text: &str, base: Base, is_secret: bool) -> Option<Datum> {
    let source = Source {
        path: String::new(),
        text: text.as_bytes().to_vec(),
    };
    if text.trim().is_empty() {
        return Some(Datum::map_at(Spot::default()));
    }
    let node = document::parse(&source, 0)?;
    let mut datum = Datum::of(&node, base);
    if is_secret {
        mark_secret(&mut datum);
    }
    match datum.value {
        Plain::Map(_) => Some(datum),
        Plain::Null => Some(Datum::map_at(datum.at)),
        _ => None,
    }
}

fn mark_secret(datum: &mut Datum) {
    datum.is_secret = true;
    match &mut datum.value {
        Plain::List(items) => items.iter_mut().for_each(mark_secret),
        Plain::Map(entries) => entries.values_mut().for_each(mark_secret),
        Plain::Null | Plain::Bool(_) | Plain::Number(_) | Plain::Text(_) => {}
    }
}

/// Set one value by its path, as `--set` does: `a.b[0]`, with `\.` for a dot in a name. `false` when the path is none.
pub(in crate::installation) fn set(root: &mut Datum, path: &str, value: Datum) -> bool {
    let Some(steps) = steps(path) else {
        return false;
    };
    let at = value.at;
    let mut node = root;
    let mut is_new = false;
    for step in steps {
        match step {
            Step::Key(name) => {
                if !matches!(node.value, Plain::Map(_)) {
                    *node = Datum::map_at(at);
                }
                let Plain::Map(entries) = &mut node.value else {
                    return false;
                };
                is_new = !entries.contains_key(&name);
                node = entries.entry(name).or_insert_with(|| Datum::map_at(at));
            }
            Step::Index(index) => {
                if !matches!(node.value, Plain::List(_)) {
                    *node = Datum {
                        value: Plain::List(Vec::new()),
                        ..Datum::map_at(at)
                    };
                }
                let Plain::List(items) = &mut node.value else {
                    return false;
                };
                while items.len() <= index {
                    items.push(Datum::map_at(at));
                }
                let Some(item) = items.get_mut(index) else {
                    return false;
                };
                is_new = false;
                node = item;
            }
        }
    }
    if is_new {
        *node = value;
    } else {
        merge(node, value);
    }
    true
}

enum Step {
    Key(String),
    Index(usize),
}

fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut name = String::new();
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => name.extend(letters.next()),
            '.' => {
                if !name.is_empty() {
                    steps.push(Step::Key(std::mem::take(&mut name)));
                }
            }
            '[' => {
                if !name.is_empty() {
                    steps.push(Step::Key(std::mem::take(&mut name)));
                }
                let index: String = letters
                    .by_ref()
                    .take_while(|letter| *letter != ']')
                    .collect();
                steps.push(Step::Index(
                    index.parse().ok().filter(|index| *index < MOST_ITEMS)?,
                ));
            }
            other => name.push(other),
        }
    }
    if !name.is_empty() {
        steps.push(Step::Key(name));
    }
    let is_path = matches!(steps.first(), Some(Step::Key(_))) && steps.len() <= 64;
    is_path.then_some(steps)
}

/// What `--set` makes of a text: `true`, `null` and whole numbers are typed. A number of this kind is printed as it was written.
pub(in crate::installation) fn typed(text: &str, at: Spot, is_text: bool) -> Datum {
    let value = match text {
        _ if is_text => Plain::Text(text.to_owned()),
        "true" => Plain::Bool(true),
        "false" => Plain::Bool(false),
        "null" => Plain::Null,
        _ => Plain::Text(text.to_owned()),
    };
    Datum {
        value,
        ..Datum::text_at("", at)
    }
}

/// What a template prints of a value in quotes.
pub(in crate::installation) struct Printed {
    /// The text.
    pub(in crate::installation) text: String,
    /// Whether it is another text than what was written.
    pub(in crate::installation) is_odd: bool,
}

/// Print a value as `{{ $val | quote }}` does. Maps are printed as YAML instead, and are not for this.
pub(in crate::installation) fn printed(datum: &Datum) -> Printed {
    let plain = |text: String| Printed {
        text,
        is_odd: false,
    };
    match &datum.value {
        Plain::Null | Plain::Map(_) => plain(String::new()),
        Plain::Text(text) => plain(text.clone()),
        Plain::Bool(value) => Printed {
            text: value.to_string(),
            is_odd: true,
        },
        Plain::Number(number) => {
            let text = go_number(*number);
            let is_odd = text.contains('e');
            Printed { text, is_odd }
        }
        Plain::List(items) => {
            let items: Vec<String> = items.iter().map(|item| printed(item).text).collect();
            Printed {
                text: format!("[{}]", items.join(" ")),
                is_odd: true,
            }
        }
    }
}

/// Values of a chart with the path that leads to them.
#[derive(Debug, Clone, Copy)]
pub(in crate::installation) struct Part<'v> {
    /// The values; `None` where there are none.
    pub(in crate::installation) root: Option<&'v Datum>,
    /// What stands before a path in them: empty, or `controller.`
    pub(in crate::installation) prefix: &'v str,
}

impl<'v> Part<'v> {
    /// A value.
    pub(in crate::installation) fn get(self, path: &[&str]) -> Option<&'v Datum> {
        self.root?.at_path(path)
    }

    /// The path of a value as people write it.
    pub(in crate::installation) fn path(self, path: &[&str]) -> String {
        format!("{}{}", self.prefix, path.join("."))
    }

    /// Say which weaker values one hides.
    pub(in crate::installation) fn tell_beaten(
        self,
        path: &[&str],
        problems: &mut Vec<Diagnostic>,
    ) {
        let Some(datum) = self.get(path) else { return };
        let path = self.path(path);
        for weaker in &datum.beaten {
            if weaker != datum && weaker.value != Plain::Null {
                problems.push(settings::value_shadowed(weaker.at.location(), &path));
            }
        }
    }
}

/// Where a value comes from.
pub(in crate::installation) const fn place(datum: &Datum) -> From {
    From::At(datum.at)
}

/// Every leaf below a value, with its path; a list is one.
pub(in crate::installation) fn leaves(
    datum: &Datum,
    path: &str,
    found: &mut BTreeMap<String, Spot>,
) {
    match &datum.value {
        Plain::Map(entries) => {
            for (key, value) in entries {
                leaves(value, &format!("{path}.{key}"), found);
            }
        }
        Plain::Null => {}
        _ => _ = found.insert(path.to_owned(), datum.at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Datum {
        read(text, Base::File(0), false).expect("is a map")
    }

    #[test]
    fn maps_merge_and_everything_else_is_replaced() {
        let mut base = values("a: {b: 1, c: [1, 2]}\nd: x\n");
        merge(&mut base, values("a: {c: [3]}\nd: null\n"));
        assert_eq!(base, values("a: {b: 1, c: [3]}\nd:\n"));
        assert_eq!(
            base.at_path(&["a", "c"]).map(|datum| datum.beaten.len()),
            Some(1)
        );
    }

    #[test]
    fn a_path_sets_one_value() {
        let mut base = values("a: {b: x}\n");
        for (path, text) in [("a.b", "y"), ("a.c\\.d", "true"), ("e[1]", "z")] {
            assert!(set(&mut base, path, typed(text, Spot::default(), false)));
        }
        assert_eq!(base.at_path(&["a", "b"]).and_then(Datum::text), Some("y"));
        assert_eq!(
            base.at_path(&["a", "c.d"]).map(|it| it.value.clone()),
            Some(Plain::Bool(true))
        );
        assert_eq!(base.items_of("e").len(), 2);
        for wrong in ["", "[0]", "a[99999999999]", "a[x]"] {
            assert!(
                !set(&mut base, wrong, typed("y", Spot::default(), false)),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_template_prints_lists_and_numbers_as_go_does() {
        let base = values("a: [shop, pay]\nb: on\nc: 1234567\nd: 3\n");
        let print = |key| base.get(key).map(|datum| printed(datum).text);
        assert_eq!(print("a").as_deref(), Some("[shop pay]"));
        assert_eq!(print("b").as_deref(), Some("true"));
        assert_eq!(print("c").as_deref(), Some("1.234567e+06"));
        assert_eq!(print("d").as_deref(), Some("3"));
    }
}
