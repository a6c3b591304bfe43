//! `request-transformer`: the path and the headers that it makes (Kong: `kong/plugins/request-transformer/access.lua`).

use super::{Sent, Text, template};
use crate::simulate::impact::Listed;
use crate::simulate::request::Request;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The configuration, as far as it concerns paths and headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Transformer {
    uri: Option<String>,
    /// The last one counts.
    host: Option<String>,
    headers: Lists,
    changes_query: bool,
    /// The lists as one, to be compared at once.
    listed: Listed<String>,
}

/// What becomes of headers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Lists {
    remove: Vec<Entry>,
    rename: Vec<Entry>,
    replace: Vec<Entry>,
    add: Vec<Entry>,
    append: Vec<Entry>,
}

/// `name:value`; nothing behind the colon is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    name: String,
    value: Option<String>,
}

impl Transformer {
    pub(super) fn read(config: &Map<String, Value>) -> Self {
        let headers = |section: &str| entries(config, section);
        let lists = Lists {
            remove: headers("remove"),
            rename: headers("rename"),
            replace: headers("replace"),
            add: headers("add"),
            append: headers("append"),
        };
        let hosts = lists.replace.iter().rev();
        let mut hosts = hosts.filter(|entry| entry.name.eq_ignore_ascii_case(HOST));
        let uri = config.get("replace").and_then(|replace| replace.get("uri"));
        let uri = uri.and_then(Value::as_str).filter(|uri| !uri.is_empty());
        Self {
            uri: uri.map(str::to_owned),
            host: hosts.find_map(|entry| entry.value.clone()),
            listed: Listed::new(lists.listed()),
            headers: lists,
            changes_query: config
                .values()
                .filter_map(|section| section.get("querystring")?.as_array())
                .any(|list| !list.is_empty()),
        }
    }

    /// What it does to headers, in no form for people: values stand in it.
    pub(super) const fn listed(&self) -> &Listed<String> {
        &self.listed
    }

    /// Whether the query is changed, too, which nobody evaluates.
    pub(super) const fn changes_query(&self) -> bool {
        self.changes_query
    }

    /// Change the path and the Host. Not when Kong fails: a path must begin with a slash.
    pub(super) fn apply(
        &self,
        captures: &BTreeMap<String, String>,
        sent: &mut Sent,
    ) -> Result<(), Fails> {
        if let Some(uri) = &self.uri {
            let uri = template::render(uri, captures);
            if matches!(&uri, Text::Known(uri) if !uri.starts_with('/')) {
                return Err(Fails);
            }
            sent.uri = masked(uri);
            sent.is_rewritten = true;
        }
        if let Some(host) = &self.host {
            sent.host = Some(masked(template::render(host, captures)));
        }
        Ok(())
    }

    /// Change the other headers.
    pub(super) fn apply_headers(
        &self,
        request: &Request,
        captures: &BTreeMap<String, String>,
        sent: &mut Sent,
    ) {
        let mut headers = Headers { request, sent };
        headers.apply(&self.headers, &|text| template::render(text, captures));
    }
}

fn masked(text: Text) -> Text {
    match text {
        Text::Known(text) => Text::harmless(text),
        Text::Unknown => Text::Unknown,
    }
}

/// The plugin ends in an error, and Kong answers with 500.
#[derive(Debug)]
pub(super) struct Fails;

impl Lists {
    fn listed(&self) -> Vec<String> {
        let sections = [
            ("remove", &self.remove),
            ("rename", &self.rename),
            ("replace", &self.replace),
            ("add", &self.add),
            ("append", &self.append),
        ];
        let entries = sections
            .into_iter()
            .flat_map(|(section, entries)| entries.iter().map(move |entry| (section, entry)));
        entries
            .map(|(section, entry)| {
                let value = entry.value.as_deref().unwrap_or_default();
                format!("{section} {}:{value}", entry.name)
            })
            .collect()
    }
}

fn entries(config: &Map<String, Value>, section: &str) -> Vec<Entry> {
    let list = config
        .get(section)
        .and_then(|section| section.get("headers"));
    let texts = list.and_then(Value::as_array).into_iter().flatten();
    texts
        .filter_map(Value::as_str)
        .filter_map(|text| {
            let (name, value) = text.split_once(':').unwrap_or((text, ""));
            let value = value.trim_start_matches(':');
            (!name.is_empty()).then(|| Entry {
                name: name.to_owned(),
                value: (!value.is_empty()).then(|| value.to_owned()),
            })
        })
        .collect()
}

/// The headers of a request on its way.
struct Headers<'r, 's> {
    request: &'r Request,
    sent: &'s mut Sent,
}

const HOST: &str = "host";

impl Headers<'_, '_> {
    /// In Kong's order: remove, rename, replace, add, append.
    fn apply(&mut self, lists: &Lists, render: &dyn Fn(&str) -> Text) {
        let value = |entry: &Entry| entry.value.as_deref().map(render);
        for entry in &lists.remove {
            if self.has(&entry.name) {
                self.set(&entry.name, Vec::new());
            }
        }
        for entry in &lists.rename {
            let values = self.values(&entry.name);
            if let (false, Some(new)) = (values.is_empty(), value(entry)) {
                self.set(&entry.name, Vec::new());
                match new {
                    Text::Known(new) => self.set(&new, values),
                    Text::Unknown => self.sent.add_unknown("request-transformer"),
                }
            }
        }
        for entry in &lists.replace {
            if let Some(value) = value(entry)
                && self.has(&entry.name)
            {
                self.set(&entry.name, vec![value]);
            }
        }
        for entry in &lists.add {
            if let Some(value) = value(entry)
                && !entry.name.eq_ignore_ascii_case(HOST)
                && !self.has(&entry.name)
            {
                self.set(&entry.name, vec![value]);
            }
        }
        for entry in &lists.append {
            if let Some(value) = value(entry) {
                let mut values = self.values(&entry.name);
                values.push(value);
                self.set(&entry.name, values);
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        !self.values(name).is_empty()
    }

    /// What is sent under a name so far; Host is out of reach.
    fn values(&self, name: &str) -> Vec<Text> {
        if name.eq_ignore_ascii_case(HOST) {
            return Vec::new();
        }
        if let Some(values) = self.sent.headers.get(&plain(name)) {
            return values.clone();
        }
        let values = self.request.header_values(name);
        values.map(|value| Text::Known(value.to_owned())).collect()
    }

    fn set(&mut self, name: &str, values: Vec<Text>) {
        self.sent.headers.insert(plain(name), values);
    }
}

/// Names are compared without case, and nginx reads `_` as `-`.
fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}
