//! Rules that Kong writes as code, plugin by plugin (`kong/plugins/<name>/schema.lua`).

use crate::schema::validate::Fault;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// What such a rule finds wrong with a configuration.
pub(super) fn broken(plugin: &str, config: &Map<String, Value>) -> Vec<Fault> {
    let text = |name: &str| config.get(name).and_then(Value::as_str);
    let map = |name: &str| config.get(name).and_then(Value::as_object);
    let fault = match plugin {
        "rate-limiting" => limits(config),
        "response-ratelimiting" => {
            let sets = map("limits").into_iter().flat_map(Map::values);
            return sets
                .filter_map(Value::as_object)
                .filter_map(limits)
                .collect();
        }
        "aws-lambda" => text("proxy_url").and_then(proxy),
        "http-log" => text("http_endpoint").and_then(|url| credentials(url, map("headers"))),
        "opentelemetry" => map("resource_attributes").and_then(attributes),
        "zipkin" => config.get("static_tags").and_then(static_tags),
        _ => None,
    };
    fault.into_iter().collect()
}

/// A rule over the whole configuration.
const fn conflict(why: String) -> Fault {
    Fault::Conflict(Vec::new(), why)
}

/// Periods from short to long.
const PERIODS: [&str; 6] = ["second", "minute", "hour", "day", "month", "year"];

/// A limit for a longer period that is smaller than one for a shorter period.
fn limits(limits: &Map<String, Value>) -> Option<Fault> {
    let mut shorter: Option<(&str, f64)> = None;
    for period in PERIODS {
        let Some(limit) = limits.get(period).and_then(Value::as_f64) else {
            continue;
        };
        if let Some((name, before)) = shorter
            && limit < before
        {
            return Some(conflict(format!(
                "the limit per {period} is smaller than the limit per {name}"
            )));
        }
        shorter = Some((period, limit));
    }
    None
}

/// A proxy that is not asked by plain http.
fn proxy(url: &str) -> Option<Fault> {
    url.split_once("://")
        .filter(|(scheme, _)| *scheme != "http")
        .map(|_| conflict("proxy_url must begin with http://".to_owned()))
}

/// Credentials in the URL beside an `Authorization` header.
fn credentials(url: &str, headers: Option<&Map<String, Value>>) -> Option<Fault> {
    let (_, rest) = url.split_once("://")?;
    let has_credentials = rest.split('/').next()?.contains('@');
    let is_given_twice = headers?
        .keys()
        .any(|name| name.eq_ignore_ascii_case("authorization"));
    (has_credentials && is_given_twice)
        .then(|| conflict("http_endpoint has credentials, and headers an Authorization".to_owned()))
}

/// Attributes that are neither texts nor numbers nor truth values.
fn attributes(attributes: &Map<String, Value>) -> Option<Fault> {
    attributes
        .iter()
        .find(|(_, value)| match value {
            Value::String(text) => text.is_empty(),
            Value::Number(_) | Value::Bool(_) => false,
            Value::Null | Value::Array(_) | Value::Object(_) => true,
        })
        .map(|_| {
            conflict("every resource attribute must be a text, a number or a boolean".to_owned())
        })
}

/// A tag that is there twice.
fn static_tags(tags: &Value) -> Option<Fault> {
    let names: Vec<&str> = tags
        .as_array()?
        .iter()
        .filter_map(|tag| tag.get("name")?.as_str())
        .collect();
    let mut known = HashSet::new();
    let is_repeated = names.into_iter().any(|name| !known.insert(name));
    is_repeated.then(|| conflict("a static tag is there twice".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn faults(plugin: &str, config: &Value) -> usize {
        broken(plugin, config.as_object().expect("a map")).len()
    }

    #[test]
    fn longer_periods_have_greater_limits() {
        assert_eq!(faults("rate-limiting", &json!({"minute": 5, "hour": 5})), 0);
        assert_eq!(faults("rate-limiting", &json!({"minute": 5, "hour": 4})), 1);
        let limits = json!({"limits": {"video": {"second": 9, "day": 3}}});
        assert_eq!(faults("response-ratelimiting", &limits), 1);
    }

    #[test]
    fn rules_of_single_plugins_are_kept() {
        for (plugin, good, bad) in [
            (
                "aws-lambda",
                json!({"proxy_url": "http://p:3128"}),
                json!({"proxy_url": "https://p:3128"}),
            ),
            (
                "http-log",
                json!({"http_endpoint": "http://u:p@h/", "headers": {"x-a": "1"}}),
                json!({"http_endpoint": "http://u:p@h/", "headers": {"Authorization": "1"}}),
            ),
            (
                "opentelemetry",
                json!({"resource_attributes": {"a": "b", "c": 1}}),
                json!({"resource_attributes": {"a": {}}}),
            ),
            (
                "zipkin",
                json!({"static_tags": [{"name": "a"}, {"name": "b"}]}),
                json!({"static_tags": [{"name": "a"}, {"name": "a"}]}),
            ),
        ] {
            assert_eq!(faults(plugin, &good), 0, "{plugin}");
            assert_eq!(faults(plugin, &bad), 1, "{plugin}");
        }
    }
}
