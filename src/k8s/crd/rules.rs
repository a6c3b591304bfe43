//! The rules of a schema, asked about an object as it is stored, and about the former one.

use super::cel::{Failure, Steps, Value};
use super::structural::{Others, Rule, Shape, Structural};
use crate::k8s::schema::walk::Trail;
use crate::k8s::schema::{Fault, Violation};
use crate::manifest::node::{Node, Value as Tree};
use crate::origin::FieldPath;
use std::collections::{BTreeMap, BTreeSet};

/// Steps for an object of any size, and for each value in it.
const STEPS: (usize, usize) = (5_000, 1_000);
/// Most steps for an object.
const MOST_STEPS: usize = 10_000_000;

/// Which rules are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Those that look at nothing but the object.
    Plain,
    /// Those that look at the former one.
    Transitions,
}

/// What asking gave.
#[derive(Debug)]
pub(super) struct Asked<'r> {
    which: Which,
    steps: Steps,
    /// Each rule that is broken.
    pub(super) broken: Vec<(Violation, &'r Rule)>,
    /// Whether a rule would have cost too much.
    pub(super) is_spent: bool,
    /// Where rules failed themselves, and why.
    failed: BTreeSet<(FieldPath, String)>,
}

/// Ask all rules about an object.
pub(super) fn ask<'r>(
    which: Which,
    schema: &'r Structural,
    new: &Node<'_>,
    old: Option<&Node<'_>>,
) -> Asked<'r> {
    let size = super::tree::size(new) + old.map_or(0, super::tree::size);
    let (any, each) = STEPS;
    let mut asked = Asked {
        which,
        steps: Steps(
            size.saturating_mul(each)
                .saturating_add(any)
                .min(MOST_STEPS),
        ),
        broken: Vec::new(),
        is_spent: false,
        failed: BTreeSet::new(),
    };
    asked.walk(schema, (new, old), &Trail::ROOT);
    asked
}

impl<'r> Asked<'r> {
    fn walk(
        &mut self,
        schema: &'r Structural,
        (new, old): (&Node<'_>, Option<&Node<'_>>),
        trail: &Trail<'_>,
    ) {
        if !schema.has_rules || matches!(new.value, Tree::Null) {
            return;
        }
        for rule in &schema.rules {
            self.ask(rule, schema, (new, old), trail);
        }
        match (&schema.shape, &new.value) {
            (Shape::Object { fields, others }, Tree::Mapping(entries)) => {
                for entry in entries {
                    let schema = match (fields.get(&*entry.key), others) {
                        (Some(field), _) => field,
                        (None, Others::Like(values)) => values,
                        (None, Others::Dropped | Others::Kept) => continue,
                    };
                    if schema.has_rules {
                        let old = old.and_then(|old| old.get(&entry.key));
                        self.walk(schema, (&entry.node, old), &trail.key(&entry.key));
                    }
                }
            }
            (Shape::List { items, identity }, Tree::Sequence(nodes)) if items.has_rules => {
                let mut former = BTreeMap::new();
                if let Some(Tree::Sequence(old)) = old.map(|old| &old.value) {
                    former.extend(
                        old.iter()
                            .filter_map(|item| Some((identity.of(item)?, item))),
                    );
                }
                for (index, node) in nodes.iter().enumerate() {
                    let old = identity.of(node).and_then(|it| former.get(&it).copied());
                    self.walk(items, (node, old), &trail.index(index));
                }
            }
            _ => {}
        }
    }

    fn ask(
        &mut self,
        rule: &'r Rule,
        schema: &Structural,
        (new, old): (&Node<'_>, Option<&Node<'_>>),
        trail: &Trail<'_>,
    ) {
        let is_asked = match self.which {
            Which::Plain => !rule.program.reads_old,
            Which::Transitions => rule.program.reads_old && old.is_some(),
        };
        if !is_asked {
            return;
        }
        let this = Value::of(new, schema);
        let old = old.map(|old| Value::of(old, schema));
        let message = match rule.program.run(this, old, &mut self.steps) {
            Ok(Value::Bool(true)) => return,
            Ok(Value::Bool(false)) => rule.message.clone(),
            Ok(_) => format!("no such overload evaluating rule: {}", rule.message),
            Err(Failure::Error(text)) => {
                // One field that is missing can break many rules of a value.
                if !self.failed.insert((trail.path(), text.clone())) {
                    return;
                }
                format!("{text} evaluating rule: {}", rule.message)
            }
            Err(Failure::Spent) => {
                self.is_spent = true;
                return;
            }
        };
        let mut path = trail.path();
        for key in &rule.blames {
            path = path.key(key.clone());
        }
        let message = message.into();
        let fault = Fault::Rule { message };
        self.broken.push((Violation { path, fault }, rule));
    }
}
