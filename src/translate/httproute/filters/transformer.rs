//! Configuration of the plugins request-transformer and response-transformer, gathered from several filters.

use serde_json::{Map, Value};

/// Sections of a transformer, each absent from the configuration while it is empty.
#[derive(Debug, Default)]
pub(super) struct Transformer {
    replace: Vec<String>,
    add: Vec<String>,
    append: Vec<String>,
    remove: Vec<String>,
    uri: Option<String>,
}

impl Transformer {
    /// Replace the header, or add it when it is absent.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.replace.push(entry(name, value));
        self.add.push(entry(name, value));
    }

    /// Add the header when it is absent.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.add.push(entry(name, value));
    }

    /// One more value of the header.
    pub(super) fn append(&mut self, name: &str, value: &str) {
        self.append.push(entry(name, value));
    }

    /// Remove the headers.
    pub(super) fn remove<'n>(&mut self, names: impl Iterator<Item = &'n String>) {
        self.remove.extend(names.cloned());
    }

    /// Replace the path; the first that is not empty stays.
    pub(super) fn replace_uri(&mut self, uri: String) {
        if !uri.is_empty() {
            self.uri.get_or_insert(uri);
        }
    }

    /// The plugin's configuration.
    pub(super) fn into_config(self) -> Map<String, Value> {
        let mut config = Map::new();
        for (section, headers) in [
            ("add", self.add),
            ("append", self.append),
            ("remove", self.remove),
            ("replace", self.replace),
        ] {
            let mut fields = Map::new();
            if !headers.is_empty() {
                fields.insert("headers".to_owned(), Value::from(headers));
            }
            if section == "replace"
                && let Some(uri) = &self.uri
            {
                fields.insert("uri".to_owned(), Value::from(uri.as_str()));
            }
            if !fields.is_empty() {
                config.insert(section.to_owned(), Value::Object(fields));
            }
        }
        config
    }
}

/// `name:value`, or the name alone when there is no value.
fn entry(name: &str, value: &str) -> String {
    if value.is_empty() {
        name.to_owned()
    } else {
        format!("{name}:{value}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn setting_a_header_replaces_and_adds_it() {
        let mut transformer = Transformer::default();
        transformer.set("X-A", "1");
        transformer.append("X-B", "");
        let expected = json!({
            "add": {"headers": ["X-A:1"]},
            "append": {"headers": ["X-B"]},
            "replace": {"headers": ["X-A:1"]},
        });
        assert_eq!(Value::Object(transformer.into_config()), expected);
    }

    #[test]
    fn the_first_path_that_is_not_empty_stays() {
        let mut transformer = Transformer::default();
        for uri in ["", "/a", "/b"] {
            transformer.replace_uri(uri.to_owned());
        }
        let expected = json!({"replace": {"uri": "/a"}});
        assert_eq!(Value::Object(transformer.into_config()), expected);
    }

    #[test]
    fn nothing_to_do_is_no_configuration() {
        assert!(Transformer::default().into_config().is_empty());
    }
}
