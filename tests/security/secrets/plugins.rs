//! Every field of every version of every plugin: as a text, as a number, in place of any type.

use super::outputs;
use flate2::read::DeflateDecoder;
use kic2kong::inner::deck::content::Content;
use kic2kong::inner::schema::field::{Field, Kind, PluginSchema};
use kic2kong::inner::secrecy::field::Field as Place;
use regex::Regex;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

/// Every distinct schema of every plugin, from the table.
pub(super) fn schemas() -> BTreeMap<String, Vec<PluginSchema>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/plugin-schemas.bin");
    let file = std::fs::read(path).unwrap();
    let end = file.windows(2).position(|pair| pair == b"\n\n").unwrap() + 2;
    let (head, body) = file.split_at(end);
    let head = std::str::from_utf8(head).unwrap();
    let entries = head.lines().skip(2).filter(|line| !line.is_empty());
    entries
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let (from, length): (usize, usize) =
                (words[1].parse().unwrap(), words[2].parse().unwrap());
            let mut text = String::new();
            DeflateDecoder::new(&body[from..from + length])
                .read_to_string(&mut text)
                .unwrap();
            let schemas = text
                .lines()
                .map(|line| serde_json::from_str(line.split_once('\t').unwrap().1).unwrap())
                .collect();
            (words[0].to_owned(), schemas)
        })
        .collect()
}

/// What stands in every leaf.
#[derive(Clone, Copy, PartialEq)]
enum Marker {
    Text,
    Number,
}

/// Makes configurations and remembers which of their markers must not be shown.
struct Maker {
    marker: Marker,
    count: usize,
    secret: BTreeSet<String>,
}

impl Maker {
    fn leaf(&mut self, place: Place) -> Value {
        self.count += 1;
        let (value, text, is_shown) = match self.marker {
            Marker::Text => {
                let text = format!("zq{:05}x", self.count);
                (json!(text), text.clone(), place.shows_text(&text))
            }
            Marker::Number => {
                let number = 7_319_000_000_u64 + u64::try_from(self.count).unwrap();
                (json!(number), number.to_string(), place.shows_number())
            }
        };
        if !is_shown {
            self.secret.insert(text);
        }
        value
    }

    /// A configuration with a marker in every leaf.
    fn config(&mut self, schema: &PluginSchema, place: Place) -> Value {
        match self.value(&schema.config, place) {
            Value::Object(map) => Value::Object(map),
            // Of some plugins it is only known that there is a configuration.
            leaf => json!({"zunknown": leaf}),
        }
    }

    /// A value with a marker in every leaf of the field.
    fn value(&mut self, field: &Field, place: Place) -> Value {
        if let Some(form) = field.alternatives.first() {
            return self.value(form, place);
        }
        match field.kind {
            Kind::Record => {
                let mut map = Map::new();
                for (name, field) in field.fields.iter().chain(&field.shorthands) {
                    map.insert(name.clone(), self.value(field, place.key(name)));
                }
                map.insert("zunknown".to_owned(), self.leaf(Place::UNKNOWN));
                Value::Object(map)
            }
            Kind::Array => match &field.items {
                Some(items) => json!([self.value(items, place.item()), self.leaf(place.item())]),
                None => json!([self.leaf(place.item())]),
            },
            Kind::Map => match &field.items {
                Some(items) => json!({"zkey": self.value(items, place.key("zkey"))}),
                None => json!({"zkey": self.leaf(place.key("zkey"))}),
            },
            Kind::Any | Kind::String | Kind::Number | Kind::Integer | Kind::Boolean => {
                self.leaf(place)
            }
        }
    }
}

fn manifest(plugin: &str, config: &Value, layout: usize) -> String {
    let config = if layout.is_multiple_of(2) {
        format!(" {config}  # zq99999x")
    } else {
        let block = kic2kong::inner::deck::write::yaml_of(config);
        block.lines().map(|line| format!("\n  {line}")).collect()
    };
    format!(
        "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata:\n  name: p\n  labels: {{global: \"true\"}}\n  annotations: {{kubernetes.io/ingress.class: kong}}\nplugin: {plugin}\nconfig:{config}\n"
    )
}

/// The same configuration out of a Secret.
fn manifest_from_secret(plugin: &str, config: &Value) -> String {
    let text = Value::String(config.to_string()).to_string();
    format!(
        "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata:\n  name: p\n  labels: {{global: \"true\"}}\n  annotations: {{kubernetes.io/ingress.class: kong}}\nplugin: {plugin}\nconfigFrom: {{secretKeyRef: {{namespace: default, name: s, key: cfg}}}}\n---\napiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{cfg: {text}}}\n"
    )
}

fn leaked(said: &str, is_secret: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let markers = Regex::new("zq[0-9]{5}x|73190[0-9]{5}").unwrap();
    markers
        .find_iter(said)
        .map(|found| found.as_str().to_owned())
        .filter(|marker| is_secret(marker))
        .collect()
}

#[test]
fn no_field_of_a_plugin_is_shown_that_is_not_listed() {
    let (mut fields, mut leaks) = (0, Vec::new());
    for (plugin, schemas) in schemas() {
        for (number, schema) in schemas.iter().enumerate() {
            let place = Place::of_plugin(&plugin);
            let mut sides = Vec::new();
            let mut secret = BTreeSet::from(["zq99999x".to_owned()]);
            let mut said = String::new();
            for marker in [Marker::Text, Marker::Number] {
                let mut maker = Maker {
                    marker,
                    count: 0,
                    secret: BTreeSet::new(),
                };
                let config = maker.config(schema, place);
                let (content, about) = outputs::of_manifests(&manifest(&plugin, &config, number));
                assert_eq!(content.plugins.len(), 1, "{plugin}");
                said += &about;
                secret.append(&mut maker.secret);
                fields += maker.count;
                sides.push(content);
            }
            let (old, about) = outputs::as_file(&sides[0]);
            said += &about;
            said += &outputs::of_diff(&Content::default(), &sides[0]);
            said += &outputs::of_diff(&old, &Content::default());
            said += &outputs::of_diff(&old, &sides[1]);
            said += &outputs::of_diff(&sides[1], &old);
            for marker in leaked(&said, |marker| secret.contains(marker)) {
                leaks.push(format!("{plugin} {marker}"));
            }
        }
    }
    assert!(fields > 20_000, "only {fields} fields");
    assert!(leaks.is_empty(), "{} leaks: {leaks:#?}", leaks.len());
}

#[test]
fn nothing_that_came_out_of_a_secret_is_shown_on_either_side() {
    let mut leaks = Vec::new();
    for (plugin, schemas) in schemas() {
        let schema = schemas.last().unwrap();
        let mut maker = Maker {
            marker: Marker::Text,
            count: 0,
            secret: BTreeSet::new(),
        };
        let config = maker.config(schema, Place::UNKNOWN);
        let (from_secret, mut said) =
            outputs::of_manifests(&manifest_from_secret(&plugin, &config));
        assert_eq!(from_secret.plugins.len(), 1, "{plugin}");
        maker.marker = Marker::Number;
        let other = maker.config(schema, Place::UNKNOWN);
        let (changed, _) = outputs::of_manifests(&manifest_from_secret(&plugin, &other));
        let (rendered, _) = outputs::as_file(&from_secret);
        for (old, new) in [
            (&Content::default(), &from_secret),
            (&from_secret, &Content::default()),
            (&from_secret, &changed),
            (&rendered, &changed),
            (&changed, &rendered),
        ] {
            said += &outputs::of_diff(old, new);
        }
        for marker in leaked(&said, |_| true) {
            leaks.push(format!("{plugin} {marker}"));
        }
        // Written in place now: the old value came out of the Secret all the same.
        let said = outputs::of_diff(
            &from_secret,
            &outputs::of_manifests(&manifest(&plugin, &other, 1)).0,
        );
        for marker in leaked(&said, |marker| marker.starts_with("zq")) {
            leaks.push(format!("{plugin} {marker} written in place"));
        }
    }
    assert!(leaks.is_empty(), "{} leaks: {leaks:#?}", leaks.len());
}

#[test]
fn a_plugin_of_ones_own_shows_keys_only() {
    let config =
        json!({"a": "zq00001x", "b": ["zq00002x", {"c": "zq00003x"}], "d": 7_319_000_004_u64});
    let (content, mut said) = outputs::of_manifests(&manifest("my-own", &config, 0));
    said += &outputs::of_diff(&Content::default(), &content);
    said += &outputs::of_diff(&outputs::as_file(&content).0, &Content::default());
    assert_eq!(leaked(&said, |_| true), BTreeSet::new());
    assert!(said.contains("b:"), "keys are shown");
}
