//! What a configuration file says, in the forms in which it is judged.

use crate::kong::expression::Expression;
use crate::kong::route::{Peer, Route};
use crate::kong::secret::SecretKeyRef;
use crate::origin::Origin;
use crate::schema::written::Given;
use serde_json::{Map, Value};

/// A value as it is written; what only decK's templates know is in order.
pub(super) fn given(value: &Value) -> Given<'_> {
    match value {
        Value::String(text) if is_template(text) => Given::Sound,
        Value::Array(items) => Given::List(items.iter().map(given).collect()),
        Value::Object(fields) => {
            let fields = fields.iter();
            Given::Map(
                fields
                    .map(|(key, value)| (key.as_str(), given(value)))
                    .collect(),
            )
        }
        other => Given::json(other),
    }
}

pub(super) fn is_template(text: &str) -> bool {
    text.contains("${{")
}

/// Take values that only decK's templates know out of a configuration, and say where they stood.
pub(super) fn take_templates(
    config: &mut Map<String, Value>,
    secrets: &mut Vec<(String, SecretKeyRef)>,
) {
    fn take(value: &mut Value, pointer: &str, secrets: &mut Vec<(String, SecretKeyRef)>) {
        match value {
            Value::String(text) if is_template(text) => {
                *value = Value::Null;
                secrets.push((pointer.to_owned(), SecretKeyRef::default()));
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    take(item, &format!("{pointer}/{index}"), secrets);
                }
            }
            Value::Object(fields) => take_all(fields, pointer, secrets),
            _ => {}
        }
    }
    fn take_all(
        fields: &mut Map<String, Value>,
        pointer: &str,
        secrets: &mut Vec<(String, SecretKeyRef)>,
    ) {
        for (key, value) in fields {
            let key = key.replace('~', "~0").replace('/', "~1");
            take(value, &format!("{pointer}/{key}"), secrets);
        }
    }
    take_all(config, "", secrets);
}

/// The texts of a list.
pub(super) fn texts(fields: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = fields.get(key).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts
        .filter(|it| !is_template(it))
        .map(str::to_owned)
        .collect()
}

/// A route as far as rules that are code look at it.
pub(super) fn route_of(fields: &Map<String, Value>, origin: &Origin) -> Route {
    let name = fields.get("name").and_then(Value::as_str);
    let has = |key: &str| {
        fields.get(key).is_some_and(|value| match value {
            Value::Array(items) => !items.is_empty(),
            Value::String(text) => !text.is_empty(),
            _ => false,
        })
    };
    let headers = fields.get("headers").and_then(Value::as_object);
    let headers = headers.into_iter().flat_map(Map::keys).map(|name| {
        let values = fields["headers"].as_object().map(|all| texts(all, name));
        (name.clone(), values.unwrap_or_default())
    });
    let protocols = texts(fields, "protocols");
    Route {
        hosts: texts(fields, "hosts"),
        paths: texts(fields, "paths"),
        methods: texts(fields, "methods"),
        headers: headers.collect(),
        snis: texts(fields, "snis"),
        // Where connections come from and where they go are forbidden and demanded together.
        destinations: if has("sources") || has("destinations") {
            vec![Peer::port(0)]
        } else {
            Vec::new()
        },
        expression: has("expression").then(Expression::catch_all),
        protocols: protocols.iter().map(|it| it.as_str().into()).collect(),
        strip_path: fields.get("strip_path").and_then(Value::as_bool),
        ..Route::new(name.unwrap_or_default().into(), origin.clone())
    }
}
