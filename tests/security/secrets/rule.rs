//! The list of fields whose values may be shown is one that a reviewer can follow.

use super::plugins::schemas;
use kic2kong::inner::schema::field::Field;
use kic2kong::inner::secrecy::field::listed_texts;
use std::collections::BTreeSet;

/// Words of which none may be the whole name of a listed field.
const SECRET: [&str; 12] = [
    "password",
    "secret",
    "token",
    "key",
    "private_key",
    "client_secret",
    "api_key",
    "apikey",
    "passphrase",
    "header_value",
    "credential",
    "payload",
];

#[test]
fn no_listed_field_is_called_a_secret() {
    let mut count = 0;
    for (owner, path) in listed_texts().filter(|(owner, _)| owner.starts_with("plugin ")) {
        let name = path.rsplit('.').next().unwrap().trim_end_matches("[]");
        assert!(!SECRET.contains(&name), "{owner} {path}");
        assert!(
            !path.contains("headers{}") && !path.contains("{}"),
            "{owner} {path}"
        );
        count += 1;
    }
    assert!(count > 500, "only {count} fields are listed");
}

#[test]
fn every_listed_field_is_one_that_a_plugin_has() {
    let mut known = BTreeSet::new();
    for (plugin, schemas) in schemas() {
        for schema in schemas {
            walk(&schema.config, "", &mut |path| {
                known.insert(format!("plugin {plugin} {path}"));
            });
        }
    }
    for (owner, path) in listed_texts().filter(|(owner, _)| owner.starts_with("plugin ")) {
        // The table knows no fields of an entity that a field refers to.
        let path = path.strip_suffix(".id").unwrap_or(path);
        assert!(known.contains(&format!("{owner} {path}")), "{owner} {path}");
    }
}

fn walk(field: &Field, path: &str, take: &mut impl FnMut(&str)) {
    take(path);
    let below = |name: &str| match path {
        "" => name.to_owned(),
        _ => format!("{path}.{name}"),
    };
    for (name, field) in field.fields.iter().chain(&field.shorthands) {
        walk(field, &below(name), take);
    }
    for form in &field.alternatives {
        walk(form, path, take);
    }
    if let Some(items) = &field.items {
        walk(items, &format!("{path}[]"), take);
        walk(items, &format!("{path}{{}}"), take);
    }
}
