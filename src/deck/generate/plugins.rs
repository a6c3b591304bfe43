//! Plugins, at top level and nested.

use super::Context;
use crate::deck::secrets::placeholder;
use crate::kong::plugin::Plugin;
use crate::kong::secret::Form;
use crate::options::Secrets;
use serde_json::{Map, Number, Value};

/// By type name and scope, then by the KongPlugin: equal keys have equal ids, which Kong refuses, but the file should not
/// depend on chance (spec 41, 8).
pub(super) fn top_level(ctx: &Context, mut plugins: Vec<Plugin>) -> Vec<Plugin> {
    plugins.sort_by_cached_key(|plugin| {
        let scope = plugin.scope();
        let names = [
            scope.consumer,
            scope.consumer_group,
            scope.route,
            scope.service,
        ];
        (
            plugin.name.clone() + &names.map(Option::unwrap_or_default).concat(),
            plugin.origin().object.key.qualified_name(),
        )
    });
    for plugin in &mut plugins {
        complete(ctx, plugin);
    }
    plugins
}

/// By type name.
pub(super) fn nested(ctx: &Context, plugins: &mut [Plugin]) {
    plugins.sort_by(|a, b| a.name.cmp(&b.name));
    for plugin in plugins {
        complete(ctx, plugin);
    }
}

/// Numbers as Kong gets them, and the variables in the place of secret parts.
fn complete(ctx: &Context, plugin: &mut Plugin) {
    let config = &mut plugin.config;
    make_doubles_in(&mut config.values);
    if ctx.secrets == Secrets::Env {
        let variables = config
            .secrets
            .iter()
            .map(|(pointer, source)| (pointer.clone(), placeholder(source, Form::Document)));
        config.placeholders = variables.collect();
    }
}

/// The configuration with numbers as Kong gets them: everything free passes through 64-bit floats (spec 50, 1.8).
pub(super) fn make_doubles_in(config: &mut Map<String, Value>) {
    config.values_mut().for_each(make_doubles);
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
