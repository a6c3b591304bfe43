//! Faults of a configuration as problems at the field of the KongPlugin.

use super::coded;
use super::schemas::Schemas;
use super::subject_of;
use crate::diag::{Diagnostic, Diagnostics, kong_editions};
use crate::kong::plugin::Plugin;
use crate::origin::{FieldPath, Origin};
use crate::schema::plugins::Known;
use crate::schema::validate::{Fault, Finding, LENGTH, Step, validate};
use crate::schema::written::Given;
use crate::schema::{self, field};
use crate::secrecy::field::Field;
use crate::secrecy::{MASK, UNSHOWN};
use crate::verdict::report::{Telling, problem};
use serde_json::Value;
use std::collections::BTreeSet;

/// Report what is wrong with a plugin's configuration; whether nothing is.
pub(super) fn configuration(
    plugin: &Plugin,
    known: &Known,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let schema = &known.schema;
    let hidden = hidden(plugin);
    if hidden.contains("") {
        return true;
    }
    let config = Given::object(&plugin.config.values);
    let mut findings = validate(&schema.config, &config);
    findings.retain(|finding| !hidden.contains(&pointer(&finding.path)));
    let mut is_sound = findings.is_empty();
    for finding in findings {
        let is_enterprise = matches!(finding.fault, Fault::Unknown)
            && schemas
                .of_enterprise(&plugin.name)
                .is_some_and(|known| known.schema.config.at(&finding.path).is_some());
        let problem = problem_of(plugin, "config", &schema.config, finding);
        diagnostics.push(if is_enterprise {
            kong_editions::enterprise_field(problem)
        } else {
            problem
        });
    }
    if !hidden.is_empty() {
        // What its fields say of each other cannot be told.
        return is_sound;
    }
    let rules = schema::broken_of_plugin(&schema.checks, &schema.config, &config).into_iter();
    let coded = coded::broken(&plugin.name, &plugin.config.values).into_iter();
    for (base, fault) in rules
        .map(|it| ("", it))
        .chain(coded.map(|it| ("config", it)))
    {
        let finding = Finding {
            path: Vec::new(),
            fault,
        };
        diagnostics.push(problem_of(plugin, base, &schema.config, finding));
        is_sound = false;
    }
    is_sound
}

/// JSON pointers to values that come from Secrets which are not among the inputs; the empty one is the whole.
fn hidden(plugin: &Plugin) -> BTreeSet<String> {
    let is_hidden = |pointer: &str| match pointer.strip_prefix('/') {
        None => plugin.config.values.is_empty(),
        Some(rest) => {
            let (first, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let first = first.replace("~1", "/").replace("~0", "~");
            let value = plugin.config.values.get(&first);
            value
                .and_then(|value| value.pointer(below))
                .is_some_and(Value::is_null)
        }
    };
    let pointers = plugin
        .config
        .secrets
        .iter()
        .map(|(pointer, _)| pointer.clone());
    pointers.filter(|pointer| is_hidden(pointer)).collect()
}

/// A path as a JSON pointer.
fn pointer(path: &[Step]) -> String {
    path.iter().fold(String::new(), |text, step| match step {
        Step::Field(name) | Step::Key(name) => {
            text + "/" + &name.replace('~', "~0").replace('/', "~1")
        }
        Step::Item(index) => format!("{text}/{index}"),
    })
}

fn problem_of(plugin: &Plugin, base: &str, schema: &field::Field, finding: Finding) -> Diagnostic {
    let place = Place::of(plugin, &finding.path);
    let at = origin(plugin, &finding.path[..place.shown]);
    let is_location = finding.path == [Step::Field("location".to_owned())];
    let telling = Telling {
        whose: "the plugin",
        text: &|value| place.text(value),
        number: &|value| place.number(value),
        in_plugin: true,
    };
    let field = kong_path(base, &finding.path, place.shown);
    let known = schema.at(&finding.path[..finding.path.len().saturating_sub(1)]);
    let subject = subject_of(plugin);
    let problem = problem(&subject.at(&at), (&field, known), finding, &telling);
    // KIC makes it of a filter, whose fields have other names.
    let is_filter = plugin.origin().object.key.kind == "HTTPRoute";
    if plugin.name == "redirect" && is_location && is_filter {
        return kong_editions::redirect_without_hostname(problem);
    }
    problem
}

/// What may be said of the value at a path.
struct Place {
    field: Field,
    is_from_secret: bool,
    /// How many steps of the path may be shown: out of a Secret only the names of fields that Kong knows.
    shown: usize,
}

impl Place {
    fn of(plugin: &Plugin, path: &[Step]) -> Self {
        let mut place = Self {
            field: Field::of_plugin(&plugin.name),
            // A value that only a template knows is of no Secret.
            is_from_secret: plugin
                .config
                .secrets
                .iter()
                .any(|(_, key)| !key.name.is_empty()),
            shown: path.len(),
        };
        for (position, step) in path.iter().enumerate() {
            let field = place.field;
            place.field = match step {
                Step::Field(key) | Step::Key(key) => {
                    if place.is_from_secret && !field.knows(key) {
                        place.shown = place.shown.min(position);
                    }
                    field.key(key)
                }
                Step::Item(_) => field.item(),
            };
        }
        place
    }

    /// A text in quotes, or words in its place.
    fn text(&self, value: &str) -> String {
        let is_number = value.parse::<f64>().is_ok() && self.field.shows_number();
        if !self.is_from_secret && (is_number || self.field.shows_text(value)) {
            format!("{value:?}")
        } else {
            UNSHOWN.to_owned()
        }
    }

    /// A number or a length, or words in its place.
    fn number(&self, value: String) -> String {
        let is_shown = self.field.shows_number() || value.ends_with(LENGTH);
        if is_shown && !self.is_from_secret {
            value
        } else {
            UNSHOWN.to_owned()
        }
    }
}

/// The field in Kong's words: dots, and list positions from 1; `…` from the first step on that must not be shown.
fn kong_path(base: &str, path: &[Step], shown: usize) -> String {
    let mut text = base.to_owned();
    for (position, step) in path.iter().enumerate() {
        if !text.is_empty() {
            text.push('.');
        }
        match step {
            _ if position >= shown => return text + MASK,
            Step::Field(name) | Step::Key(name) => text += name,
            Step::Item(index) => text += &(index + 1).to_string(),
        }
    }
    text
}

/// The field in the manifest. A configuration out of a Secret is blamed at the reference, a generated plugin where it comes from.
pub(super) fn origin(plugin: &Plugin, path: &[Step]) -> Origin {
    let object = &plugin.origin().object;
    if !matches!(&*object.key.kind, "KongPlugin" | "KongClusterPlugin") {
        return plugin.origin().clone();
    }
    if plugin
        .config
        .secrets
        .iter()
        .any(|(pointer, _)| pointer.is_empty())
    {
        return Origin::at(object, FieldPath::of(&["configFrom"]));
    }
    let field = path
        .iter()
        .fold(FieldPath::of(&["config"]), |at, step| match step {
            Step::Field(name) | Step::Key(name) => at.key(name.clone()),
            Step::Item(index) => at.index(*index),
        });
    Origin::at(object, field)
}
