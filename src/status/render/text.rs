//! For people: an object, then its conditions and events, a line each.

use super::super::{Condition, Described, Parent, Status};
use crate::diag::failure::REASON;
use crate::escape::line::clean;
use crate::origin::ObjectMeta;
use std::fmt::Write;

/// The objects, each with the place that `place` gives it.
pub fn render(objects: &[Described], mut place: impl FnMut(&ObjectMeta) -> String) -> String {
    let mut out = String::new();
    for (position, object) in objects.iter().enumerate() {
        if position > 0 {
            out.push('\n');
        }
        let key = clean(&object.meta.key.to_string());
        let place = clean(&place(&object.meta));
        push(&mut out, 0, &format!("{key}  {place}"));
        status(&mut out, &object.status);
        for message in &object.events {
            let event = format!("Warning {REASON}: {}", clean(message));
            push(&mut out, 1, &event);
        }
        for note in &object.notes {
            push(&mut out, 1, &format!("note: {}", clean(note)));
        }
    }
    out
}

fn status(out: &mut String, status: &Status) {
    match status {
        Status::None => {}
        Status::Conditions(own) => conditions(out, 1, own),
        Status::Gateway(own, listeners) => {
            conditions(out, 1, own);
            for listener in listeners {
                let kinds = match listener.supported_kinds.as_slice() {
                    [] => "no kind of route".to_owned(),
                    kinds => clean(&kinds.join(", ")),
                };
                let name = clean(&listener.name);
                let count = listener.attached_routes;
                push(
                    out,
                    1,
                    &format!("listener {name}: {kinds}; {count} attached"),
                );
                conditions(out, 2, &listener.conditions);
            }
        }
        Status::Route(parents) => by_parent(out, "parent", parents),
        Status::Policy(ancestors) => by_parent(out, "ancestor", ancestors),
    }
}

fn by_parent(out: &mut String, word: &str, parents: &[Parent]) {
    for parent in parents {
        let Parent {
            kind,
            namespace,
            name,
            ..
        } = parent;
        let section = parent.section.as_deref();
        let section = section.map_or_else(String::new, |section| format!(", section {section}"));
        let line = format!("{word} {kind} {namespace}/{name}{section}");
        push(out, 1, &clean(&line));
        conditions(out, 2, &parent.conditions);
    }
}

fn conditions(out: &mut String, depth: usize, conditions: &[Condition]) {
    for condition in conditions {
        let status = condition.status.as_str();
        let mut line = format!("{:<17} {status:<7} {}", condition.kind, condition.reason);
        if !condition.message.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(line, ": {}", condition.message);
        }
        push(out, depth, &clean(&line));
    }
}

fn push(out: &mut String, depth: usize, line: &str) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(line);
    out.push('\n');
}
