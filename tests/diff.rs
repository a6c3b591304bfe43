//! `diff` over the corpus: what means the same is no difference, and what is reported is all there is.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use kic2kong::inner::deck::content::Content;
use kic2kong::inner::deck::read::{self, Template};
use kic2kong::inner::deck::write;
use kic2kong::inner::diff::defaults::Defaults;
use kic2kong::inner::diff::entity::{Entity, Kind};
use kic2kong::inner::diff::{Action, Diff, Settings, diff, equality, flatten};
use kic2kong::inner::manifest::source::Source;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use walkdir::WalkDir;

/// The expected configurations of the corpus, in order.
fn corpus() -> Vec<(PathBuf, Content)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases");
    let mut files: Vec<PathBuf> = WalkDir::new(root)
        .follow_links(true)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".yaml")
                && name.matches('.').count() == 1
                && !matches!(name.as_ref(), "in.yaml" | "attach.yaml")
                && path.with_file_name("in.yaml").exists()
        })
        .collect();
    files.sort();
    assert!(!files.is_empty(), "there is no corpus under testdata");
    files
        .into_iter()
        .map(|path| {
            let content = content(&std::fs::read_to_string(&path).unwrap());
            (path, content)
        })
        .collect()
}

fn content(text: &str) -> Content {
    let source = Source {
        path: "kong.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    };
    read::read(0, &source, Template::Literal)
        .0
        .unwrap_or_default()
}

fn report(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn shown(diff: &Diff) -> String {
    diff.changes
        .iter()
        .map(|change| {
            format!(
                "{} {} {} {:?}",
                change.action.as_str(),
                change.kind,
                change.title,
                change.fields
            )
        })
        .take(3)
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn another_form_of_the_same_configuration_is_no_difference() {
    let settings = Settings {
        show_secrets: true,
        ..Settings::default()
    };
    let mut failures = Vec::new();
    for (path, original) in corpus() {
        let forms = [
            ("itself", original.clone()),
            ("its JSON form", content(&write::json(&original))),
            (
                "its DB-less form",
                content(&write::yaml(&without_filler(original.clone()))),
            ),
            ("a dump of it", content(&dump_of(&original))),
        ];
        for (form, other) in forms {
            for (old, new) in [(&original, &other), (&other, &original)] {
                let found = diff(old, new, &settings);
                // A file that decK refuses for holding an entity twice has no defined meaning; that is said instead.
                if !found.is_empty() && found.duplicates.is_empty() {
                    failures.push(format!(
                        "{} against {form}: {}",
                        path.display(),
                        shown(&found)
                    ));
                }
            }
        }
    }
    report(&failures);
}

/// The DB-less form, without the upstream that stands for an empty configuration.
fn without_filler(content: Content) -> Content {
    if content.is_empty() {
        content
    } else {
        content.into_dbless()
    }
}

/// What `deck gateway dump` would make of a configuration: ids, timestamps, Kong's defaults, lists in another order.
fn dump_of(content: &Content) -> String {
    let mut document: Value = serde_json::from_str(&write::json(content)).unwrap();
    let lists = [
        ("services", Kind::Service),
        ("upstreams", Kind::Upstream),
        ("consumers", Kind::Consumer),
        ("plugins", Kind::Plugin),
    ];
    for (list, kind) in lists {
        for (index, entity) in items(&mut document, list).enumerate() {
            fill(entity, &kind, index);
            for (nested, kind) in [("routes", Kind::Route), ("targets", Kind::Target)] {
                for (index, entity) in items(entity, nested).enumerate() {
                    fill(entity, &kind, index);
                    for (index, plugin) in items(entity, "plugins").enumerate() {
                        fill(plugin, &Kind::Plugin, index);
                    }
                }
            }
        }
    }
    nest_plugins(&mut document);
    reverse_lists(&mut document);
    document.to_string()
}

fn items<'a>(value: &'a mut Value, list: &str) -> impl Iterator<Item = &'a mut Value> {
    value
        .get_mut(list)
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
}

fn fill(entity: &mut Value, kind: &Kind, index: usize) {
    let Some(fields) = entity.as_object_mut() else {
        return;
    };
    DEFAULTS.fill(kind, fields);
    fields.insert("created_at".to_owned(), 1_700_000_000.into());
    let id = format!("00000000-0000-0000-0000-{index:012}-{kind}");
    fields.entry("id").or_insert_with(|| id.into());
}

/// Move plugins with one scope into what they apply to, as decK does.
fn nest_plugins(document: &mut Value) {
    let Some(Value::Array(plugins)) = document.get_mut("plugins").map(Value::take) else {
        return;
    };
    let mut kept = Vec::new();
    for mut plugin in plugins {
        let scopes = ["service", "route", "consumer", "consumer_group"];
        let scoped: Vec<&str> = scopes
            .into_iter()
            .filter(|scope| plugin.get(scope).is_some())
            .collect();
        let &[scope @ "route"] = scoped.as_slice() else {
            kept.push(plugin);
            continue;
        };
        let name = plugin
            .as_object_mut()
            .and_then(|fields| fields.remove(scope))
            .unwrap_or_default();
        let routes = document["services"]
            .as_array_mut()
            .into_iter()
            .flatten()
            .flat_map(|service| {
                service
                    .get_mut("routes")
                    .and_then(Value::as_array_mut)
                    .into_iter()
                    .flatten()
            });
        if let Some(route) = routes.into_iter().find(|route| route["name"] == name) {
            if route.get("plugins").is_none() {
                route["plugins"] = Value::Array(Vec::new());
            }
            route["plugins"].as_array_mut().unwrap().push(plugin);
        } else {
            plugin[scope] = name;
            kept.push(plugin);
        }
    }
    document["plugins"] = Value::Array(kept);
}

/// Turn round every list whose order means nothing.
fn reverse_lists(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields
                .iter_mut()
                .filter(|(key, _)| *key != "config" && *key != "ordering")
            {
                if let Value::Array(items) = value {
                    items.reverse();
                }
                let _ = key;
                reverse_lists(value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(reverse_lists),
        _ => {}
    }
}

static DEFAULTS: LazyLock<Defaults> = LazyLock::new(Defaults::default);

/// A configuration as a map of identities to normal fields.
fn state(content: &Content) -> BTreeMap<(Kind, String), Map<String, Value>> {
    let mut state = BTreeMap::new();
    for entity in flatten::flatten(content) {
        state.insert(
            identity(&entity),
            equality::normal(&entity.kind, &entity.fields, &DEFAULTS),
        );
    }
    state
}

/// The best key of an entity.
fn identity(entity: &Entity) -> (Kind, String) {
    let key = entity.keys.iter().find(|key| !key.is_empty());
    (entity.kind.clone(), key.cloned().unwrap_or_default())
}

#[test]
fn applying_what_is_reported_to_the_old_side_gives_the_new_one() {
    let settings = Settings {
        ids: true,
        show_secrets: true,
        ..Settings::default()
    };
    let corpus = corpus();
    let mut failures = Vec::new();
    for pair in corpus.windows(2) {
        let (old, new) = (&pair[0].1, &pair[1].1);
        let found = diff(old, new, &settings);
        let mut applied = state(old);
        for change in &found.changes {
            if let Some(old) = &change.old {
                applied.remove(&identity(old));
            }
        }
        for change in &found.changes {
            if change.action == Action::Delete {
                continue;
            }
            let new = change.new.as_ref().unwrap();
            let fields = match &change.old {
                None => equality::normal(&new.kind, &new.fields, &DEFAULTS),
                Some(old) => {
                    let mut fields = equality::normal(&old.kind, &old.fields, &DEFAULTS);
                    // The id is no field of a flattened entity.
                    for field in change.fields.iter().filter(|field| field.path != ["id"]) {
                        set(&mut fields, &field.path, field.new.clone());
                    }
                    fields
                }
            };
            applied.insert(identity(new), fields);
        }
        let wanted = state(new);
        if applied.keys().ne(wanted.keys()) {
            failures.push(format!(
                "{} -> {}: other entities",
                pair[0].0.display(),
                pair[1].0.display()
            ));
        } else if let Some((identity, _)) = applied
            .iter()
            .find(|(identity, fields)| !same(fields, &wanted[*identity]))
        {
            failures.push(format!(
                "{} -> {}: {identity:?}",
                pair[0].0.display(),
                pair[1].0.display()
            ));
        }
    }
    report(&failures);
}

/// Whether fields are equal, but for how a PEM text is laid out and objects that hold nothing.
fn same(a: &Map<String, Value>, b: &Map<String, Value>) -> bool {
    fn pure(value: &Value) -> Value {
        match value {
            Value::String(text) if text.contains("-----BEGIN") => {
                text.split_whitespace().collect::<String>().into()
            }
            Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
            Value::Array(items) => items.iter().map(pure).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(key, value)| (key.clone(), pure(value)))
                .filter(|(_, value)| value.as_object().is_none_or(|fields| !fields.is_empty()))
                .collect(),
            other => other.clone(),
        }
    }
    pure(&Value::Object(a.clone())) == pure(&Value::Object(b.clone()))
}

fn set(fields: &mut Map<String, Value>, path: &[String], value: Option<Value>) {
    match path {
        [] => {}
        [last] => {
            match value {
                Some(value) => fields.insert(last.clone(), value),
                None => fields.remove(last),
            };
        }
        [first, rest @ ..] => {
            let inner = fields
                .entry(first.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}
