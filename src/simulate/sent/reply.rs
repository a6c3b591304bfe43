//! Plugins that answer in place of the backend: `redirect` and `request-termination` (Kong: their `handler.lua`).

use super::Text;
use crate::simulate::path;
use crate::simulate::request::Request;
use serde_json::{Map, Value};
use std::fmt::Write;

/// An answer that a plugin gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Type of the plugin.
    pub plugin: &'static str,
    /// HTTP status.
    pub status: u16,
    /// The header `Location`.
    pub location: Option<Text>,
}

/// The plugin `redirect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Redirect {
    status: u16,
    location: String,
    keeps_path: bool,
}

impl Redirect {
    pub(super) fn read(config: &Map<String, Value>) -> Self {
        let location = config.get("location").and_then(Value::as_str);
        let keeps_path = config.get("keep_incoming_path").and_then(Value::as_bool);
        Self {
            status: status(config, 301),
            location: location.unwrap_or_default().to_owned(),
            keeps_path: keeps_path.unwrap_or(false),
        }
    }

    pub(super) fn reply(&self, request: &Request) -> Reply {
        Reply {
            plugin: "redirect",
            status: self.status,
            location: Some(match Text::harmless(self.location.clone()) {
                Text::Known(location) if self.keeps_path => with_path_of(&location, request),
                text => text,
            }),
        }
    }
}

/// The plugin `request-termination`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Termination {
    status: u16,
    trigger: Option<String>,
}

impl Termination {
    pub(super) fn read(config: &Map<String, Value>) -> Self {
        let trigger = config.get("trigger").and_then(Value::as_str);
        Self {
            status: status(config, 503),
            trigger: trigger.map(str::to_owned),
        }
    }

    /// Nothing when the request lacks the header or parameter that triggers it.
    pub(super) fn reply(&self, request: &Request) -> Option<Reply> {
        if let Some(trigger) = &self.trigger {
            let mut query = path::query_pairs(request.query().unwrap_or_default());
            let is_triggered = request.header_values(trigger).next().is_some()
                || query.any(|(name, _)| name == *trigger);
            if !is_triggered {
                return None;
            }
        }
        Some(Reply {
            plugin: "request-termination",
            status: self.status,
            location: None,
        })
    }
}

/// The `Location` that `response-transformer` adds, which is how KIC redirects before Kong 3.9.
pub(super) fn added_location(config: &Map<String, Value>) -> Option<Text> {
    let headers = config.get("add")?.get("headers")?.as_array()?;
    let mut texts = headers.iter().filter_map(Value::as_str);
    let location = texts.find_map(|text| {
        let (name, value) = text.split_once(':')?;
        name.eq_ignore_ascii_case("location").then_some(value)
    })?;
    Some(if location.contains("$(") {
        Text::Unknown
    } else {
        Text::harmless(location.to_owned())
    })
}

fn status(config: &Map<String, Value>, default: u16) -> u16 {
    let code = config.get("status_code").and_then(Value::as_u64);
    code.and_then(|code| u16::try_from(code).ok())
        .unwrap_or(default)
}

/// A URL with the path and the query of a request in place of its own, as the URL standard of browsers writes it.
fn with_path_of(location: &str, request: &Request) -> Text {
    let Some((scheme, rest)) = location.split_once("://") else {
        // Kong answers with an error, if it took the configuration at all.
        return Text::Unknown;
    };
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let usual_port = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return Text::Unknown,
    };
    if authority.is_empty() || authority.contains('@') || !authority.is_ascii() {
        return Text::Unknown;
    }
    let authority = authority.to_ascii_lowercase();
    let authority = authority.strip_suffix(usual_port).unwrap_or(&authority);
    let mut url = format!("{scheme}://{authority}");
    escape(&request.path(), b"\"#<>?`{}", &mut url);
    if let Some(query) = request.query().filter(|query| !query.is_empty()) {
        url.push('?');
        escape(query, b"\"#<>'", &mut url);
    }
    Text::Known(url)
}

fn escape(text: &str, signs: &[u8], url: &mut String) {
    for byte in text.bytes() {
        if byte <= b' ' || byte >= 0x7f || signs.contains(&byte) {
            // Writing to a String cannot fail.
            let _ = write!(url, "%{byte:02X}");
        } else {
            url.push(char::from(byte));
        }
    }
}
