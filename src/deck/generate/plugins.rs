//! Plugins, at top level and nested.

use super::Context;
use crate::deck::content::plugin::{Config, Ordering, Plugin};
use crate::deck::secrets::{Form, Placeholder};
use crate::kong;
use crate::kong::secret::SecretKeyRef;
use crate::options::Secrets;
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;

/// By type name and scope, then by the KongPlugin: equal keys have equal ids, which Kong refuses, but the file should not
/// depend on chance (spec 41, 8).
pub(super) fn top_level(ctx: &Context, mut plugins: Vec<kong::plugin::Plugin>) -> Vec<Plugin> {
    plugins.sort_by_cached_key(|plugin| {
        let scope = &plugin.scope;
        let service = scope.service.as_ref().map_or("", |name| name.as_str());
        let route = scope.route.as_ref().map_or("", |name| name.as_str());
        let consumer = scope.consumer.as_deref().unwrap_or_default();
        let group = scope.consumer_group.as_deref().unwrap_or_default();
        (
            [&plugin.name, consumer, group, route, service].concat(),
            plugin.origin.object.key.qualified_name(),
        )
    });
    plugins
        .into_iter()
        .map(|plugin| self::plugin(ctx, plugin))
        .collect()
}

/// By type name.
pub(super) fn nested(ctx: &Context, mut plugins: Vec<kong::plugin::Plugin>) -> Vec<Plugin> {
    plugins.sort_by(|a, b| a.name.cmp(&b.name));
    plugins
        .into_iter()
        .map(|plugin| self::plugin(ctx, plugin))
        .collect()
}

fn plugin(ctx: &Context, plugin: kong::plugin::Plugin) -> Plugin {
    Plugin {
        condition: None,
        config: Config {
            values: doubles_in_map(plugin.config),
            placeholders: placeholders(ctx, &plugin.secrets),
            secrets: plugin
                .secrets
                .into_iter()
                .map(|(pointer, _)| pointer)
                .collect(),
        },
        consumer: plugin.scope.consumer,
        consumer_group: plugin.scope.consumer_group,
        enabled: plugin.enabled,
        id: plugin.id.map(|id| id.to_string()),
        instance_name: plugin.instance_name,
        name: plugin.name,
        ordering: plugin.ordering.map(|ordering| Ordering {
            after: ordering.after,
            before: ordering.before,
        }),
        partials: Vec::new(),
        protocols: plugin.protocols,
        route: plugin.scope.route,
        run_on: plugin.run_on,
        service: plugin.scope.service,
        tags: plugin.tags,
        source: plugin.origin.into(),
    }
}

/// The variables in the place of secret parts of a configuration.
fn placeholders(
    ctx: &Context,
    secrets: &[(String, SecretKeyRef)],
) -> BTreeMap<String, Placeholder> {
    match ctx.secrets {
        Secrets::Inline => BTreeMap::new(),
        Secrets::Env => secrets
            .iter()
            .map(|(pointer, source)| (pointer.clone(), Placeholder::of(source, Form::Document)))
            .collect(),
    }
}

/// The configuration with numbers as Kong gets them: everything free passes through 64-bit floats (spec 50, 1.8).
pub(super) fn doubles_in_map(mut config: Map<String, Value>) -> Map<String, Value> {
    config.values_mut().for_each(make_doubles);
    config
}

fn make_doubles(value: &mut Value) {
    match value {
        Value::Number(number) => *number = double(number),
        Value::Array(items) => items.iter_mut().for_each(make_doubles),
        Value::Object(entries) => entries.values_mut().for_each(make_doubles),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Integers that a double holds exactly stay as they are.
fn double(number: &Number) -> Number {
    const EXACT: u64 = 1 << 53;
    let is_exact = number
        .as_i64()
        .map_or(number.is_f64(), |integer| integer.unsigned_abs() <= EXACT);
    if is_exact {
        return number.clone();
    }
    number
        .as_f64()
        .and_then(Number::from_f64)
        .unwrap_or_else(|| number.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn integers_above_two_to_the_53_lose_precision_as_they_do_in_kic() {
        let mut config = json!({"a": [123_456_789_012_345_678_u64, 5, -3, 1.5]});
        make_doubles(&mut config);
        assert_eq!(
            crate::deck::write::yaml_of(&config),
            "a:\n- 123456789012345680\n- 5\n- -3\n- 1.5\n"
        );
    }
}
