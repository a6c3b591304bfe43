//! From the text of a configuration file to [`Content`]: decK's or Kong's DB-less form, YAML or JSON, written by hand, by
//! this tool, by KIC, by `deck gateway dump` or by Kong itself (spec 50, 1 and 4.1; spec 83, B).
//!
//! YAML is parsed by `manifest::yaml`, because decK reads it by the same rules as kubectl. Everything that only abbreviates
//! is spelled out: `url`, `_config`, `_info.defaults`, `_info.select_tags`; what came in a wrapper is taken out, what is flat is nested. Does no I/O.

mod decode;
pub mod document;
mod entities;
mod expand;
mod flat;
mod template;
pub mod wrapped;

use super::content::{Content, Empty, Info, Maker};
use crate::diag::{Diagnostic, Location, deck_file};
use crate::manifest;
use crate::manifest::node::{Mark, Node, Value};
use crate::manifest::yaml::budget::AliasBudget;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use template::Placeholders;
use wrapped::Form;

pub use template::{Template, is_opaque};

/// What a file gave: its configuration, unless it gives none at all, and its problems.
pub type Reading = (Option<Content>, Vec<Diagnostic>);

/// Read a file, `file` being its index among the sources of the run. A part that cannot be read is left out and reported.
pub fn read(file: u32, source: &manifest::source::Source, template: Template<'_>) -> Reading {
    let mut reader = Reader::new(file);
    let content = reader.file(&source.text, template, |_| true);
    (content, reader.problems)
}

/// The same for a file that may hold manifests instead; `None` when it looks like that.
pub fn read_configuration(
    file: u32,
    source: &manifest::source::Source,
    template: Template<'_>,
) -> Option<Reading> {
    let mut reader = Reader::new(file);
    let mut is_configuration = false;
    let content = reader.file(&source.text, template, |root| {
        is_configuration = looks_like_configuration(root);
        is_configuration
    });
    is_configuration.then_some((content, reader.problems))
}

/// Whether this is an object without `kind` that has a key only configurations have.
fn looks_like_configuration(root: &Node<'_>) -> bool {
    match &root.value {
        Value::Mapping(entries) => {
            root.get("kind").is_none()
                && entries.iter().any(|entry| {
                    let key = entry.key.as_ref();
                    key == "_format_version"
                        || entities::LISTS.contains(&key)
                        || flat::is_flat_list(key)
                })
        }
        _ => false,
    }
}

/// A file being read.
struct Reader {
    file: u32,
    placeholders: Placeholders,
    problems: Vec<Diagnostic>,
    /// Whether there is anything that only a gateway writes.
    is_dump: bool,
    /// [`Content::unread`]
    unread: BTreeMap<(u32, u32), Vec<String>>,
    /// Whether a controller gave it out.
    is_controller_dump: bool,
}

/// What a file says about all of its entities.
#[derive(Default)]
struct Settings {
    defaults: Map<String, Json>,
    plugin_configs: Map<String, Json>,
}

impl Reader {
    fn new(file: u32) -> Self {
        Self {
            file,
            placeholders: Placeholders::default(),
            problems: Vec::new(),
            is_dump: false,
            unread: BTreeMap::new(),
            is_controller_dump: false,
        }
    }

    fn at(&self, mark: Mark) -> Location {
        mark.in_file(self.file)
    }

    fn problem(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// The configuration in the text, if its tree is one to `accept`.
    fn file(
        &mut self,
        bytes: &[u8],
        template: Template<'_>,
        accept: impl FnOnce(&Node<'_>) -> bool,
    ) -> Option<Content> {
        self.with_root(bytes, template, accept, Self::content)
    }

    /// What is made of the tree in the text, if it is one to `accept`.
    fn with_root<T>(
        &mut self,
        bytes: &[u8],
        template: Template<'_>,
        accept: impl FnOnce(&Node<'_>) -> bool,
        make: impl FnOnce(&mut Self, Node<'_>) -> T,
    ) -> Option<T> {
        let start = Mark { line: 1, column: 1 };
        let Ok(text) = std::str::from_utf8(bytes) else {
            self.problem(deck_file::syntax(self.at(start), "the file is not UTF-8"));
            return None;
        };
        let text = match template::apply(text, template) {
            Ok((text, placeholders)) => {
                self.placeholders = placeholders;
                text
            }
            Err(error) => {
                let mark = Mark::behind(&text[..error.offset]);
                self.problem(deck_file::syntax(self.at(mark), &error.message));
                return None;
            }
        };
        let parsed = match manifest::yaml::parse(&text, &AliasBudget::of(text.len())) {
            Ok(parsed) => parsed,
            Err(error) => {
                self.problem(deck_file::syntax(self.at(error.mark), &error.message));
                return None;
            }
        };
        if let Some(mark) = parsed.ignored {
            self.problem(deck_file::further_document(self.at(mark)));
        }
        let inner;
        let root = match Form::of(parsed.root?) {
            Form::Plain(root) => {
                self.is_controller_dump |= wrapped::is_bare_dump(&text, &root);
                root
            }
            Form::Controller(root) => {
                self.is_controller_dump = true;
                root
            }
            Form::Text(text, mark) => {
                inner = text;
                self.inner(&inner, mark)?
            }
        };
        if !accept(&root) {
            return None;
        }
        let Value::Mapping(_) = &root.value else {
            self.problem(deck_file::wrong_type(self.at(root.mark), "an object"));
            return None;
        };
        Some(make(self, root))
    }

    /// The tree of a configuration that stands in another file as a text, every part of it at the place of that text.
    fn inner<'t>(&mut self, text: &'t str, mark: Mark) -> Option<Node<'t>> {
        match manifest::yaml::parse(text, &AliasBudget::of(text.len())) {
            Ok(parsed) => {
                let mut root = parsed.root?;
                wrapped::put_at(&mut root, mark);
                Some(root)
            }
            Err(error) => {
                self.problem(deck_file::syntax(self.at(mark), &error.message));
                None
            }
        }
    }

    fn content(&mut self, mut root: Node<'_>) -> Content {
        flat::nest(self, &mut root);
        let root = &root;
        let settings = self.settings(root);
        let select_tags = root
            .get("_info")
            .and_then(|info| info.get("select_tags"))
            .map(|tags| self.texts(tags))
            .unwrap_or_default();
        self.check_format(root);
        let mut content = entities::content(self, root, &settings);
        let select_tags = if select_tags.is_empty() && expand::is_managed(&mut content) {
            vec![wrapped::MANAGED.to_owned()]
        } else {
            expand::add_tags(&mut content, &select_tags);
            select_tags
        };
        content.workspace = root
            .get("_workspace")
            .and_then(Node::as_str)
            .map(str::to_owned);
        // Only a gateway tells of every service that it is enabled, and whether Kong is to hash passwords.
        let is_dump = self.is_dump || root.get("_transform").is_some();
        let mut services = content.services.iter();
        if self.is_controller_dump {
            content.maker = Maker::Controller;
        } else if is_dump || services.any(|it| it.enabled.is_some() && it.retries.is_some()) {
            content.maker = Maker::Gateway;
        }
        content.unread = std::mem::take(&mut self.unread);
        content.info = (!select_tags.is_empty()).then_some(Info {
            defaults: Empty {},
            select_tags,
        });
        content
    }

    fn settings(&self, root: &Node<'_>) -> Settings {
        let object = |node: Option<&Node<'_>>| match node
            .map(|node| decode::to_json(node, &self.placeholders))
        {
            Some(Json::Object(map)) => map,
            _ => Map::new(),
        };
        Settings {
            defaults: object(root.get("_info").and_then(|info| info.get("defaults"))),
            plugin_configs: object(root.get("_plugin_configs")),
        }
    }

    /// Before 3.0 a path that looks like a regular expression is one, without `~`.
    fn check_format(&mut self, root: &Node<'_>) {
        let Some(version) = root.get("_format_version") else {
            self.problem(deck_file::format_version(self.at(root.mark), None));
            return;
        };
        let text = decode::to_json(version, &self.placeholders);
        if text.as_str() != Some("3.0") {
            let shown = text
                .as_str()
                .map_or_else(|| text.to_string(), str::to_owned);
            self.problem(deck_file::format_version(
                self.at(version.mark),
                Some(&shown),
            ));
        }
    }

    fn texts(&self, node: &Node<'_>) -> Vec<String> {
        match &node.value {
            Value::Sequence(items) => items
                .iter()
                .filter_map(Node::as_str)
                .map(|text| self.placeholders.restore(text))
                .collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
