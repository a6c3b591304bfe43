//! Kong's own defaults (spec 50, 1.7, with a gateway): a value that is the default equals its absence.

use super::entity::Kind;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The defaults of a kind.
pub fn of(kind: &Kind) -> Option<&'static Map<String, Value>> {
    let value: &Value = match kind {
        Kind::Service => &SERVICE,
        Kind::Route => &ROUTE,
        Kind::Upstream => &UPSTREAM,
        Kind::Target => &TARGET,
        Kind::Plugin => &PLUGIN,
        _ => return None,
    };
    value.as_object()
}

static SERVICE: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "connect_timeout": 60000, "enabled": true, "port": 80, "protocol": "http", "read_timeout": 60000, "retries": 5,
        "write_timeout": 60000
    })
});

static ROUTE: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "https_redirect_status_code": 426, "path_handling": "v0", "preserve_host": false, "priority": 0,
        "protocols": ["http", "https"], "regex_priority": 0, "request_buffering": true, "response_buffering": true,
        "strip_path": true
    })
});

static TARGET: LazyLock<Value> = LazyLock::new(|| json!({"failover": false, "weight": 100}));

static PLUGIN: LazyLock<Value> = LazyLock::new(|| json!({"enabled": true}));

static UPSTREAM: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "algorithm": "round-robin", "hash_fallback": "none", "hash_on": "none", "hash_on_cookie_path": "/", "slots": 10000,
        "use_srv_name": false,
        "healthchecks": {
            "threshold": 0,
            "active": {
                "concurrency": 10, "http_path": "/", "https_verify_certificate": true, "timeout": 1, "type": "http",
                "healthy": {"http_statuses": [200, 302], "interval": 0, "successes": 0},
                "unhealthy": {
                    "http_failures": 0, "http_statuses": [429, 404, 500, 501, 502, 503, 504, 505], "interval": 0,
                    "tcp_failures": 0, "timeouts": 0
                }
            },
            "passive": {
                "type": "http",
                "healthy": {
                    "http_statuses": [
                        200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308
                    ],
                    "successes": 0
                },
                "unhealthy": {"http_failures": 0, "http_statuses": [429, 500, 503], "tcp_failures": 0, "timeouts": 0}
            }
        }
    })
});

/// Lay fields over defaults, objects into objects.
pub fn fill(fields: &mut Map<String, Value>, defaults: &Map<String, Value>) {
    for (key, default) in defaults {
        match (fields.get_mut(key), default) {
            (None | Some(Value::Null), _) => {
                fields.insert(key.clone(), default.clone());
            }
            (Some(Value::Object(inner)), Value::Object(default)) => fill(inner, default),
            (Some(Value::Array(items)), Value::Array(default)) if items.is_empty() => {
                items.clone_from(default);
            }
            (Some(_), _) => {}
        }
    }
}
