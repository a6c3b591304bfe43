//! The entities and credentials: the open-source edition's own schemas, with what the published ones of a version add or change, put right
//! where spec 84 knows better. They were published late for old versions, and say what came later.

use super::{OPEN_SOURCE_VERSION, Versions, numbers, refused};
use kic2kong::inner::schema::field::{Check, Condition, Field, Form, Kind, Matcher};
use kic2kong::inner::schema::table::{Draft, OPEN_SOURCE};
use kic2kong::inner::schema::{json_schema, kong_schema};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A collection, and what the published schemas call its entities; of routes there are two forms.
const COLLECTIONS: &[(&str, &[&str])] = &[
    ("acls", &["ACL"]),
    ("basicauth_credentials", &["BasicAuth"]),
    ("ca_certificates", &["CACertificate"]),
    ("certificates", &["Certificate"]),
    ("consumer_groups", &["ConsumerGroup"]),
    ("consumers", &["Consumer"]),
    ("filter_chains", &[]),
    ("hmacauth_credentials", &["HMACAuth"]),
    ("jwt_secrets", &["JWT"]),
    ("key_sets", &["KeySet"]),
    ("keyauth_credentials", &["KeyAuth"]),
    ("keys", &["Key"]),
    ("mtls_auth_credentials", &["MTLSAuth"]),
    ("oauth2_credentials", &[]),
    ("plugins", &["Plugin"]),
    ("routes", &["RouteJson"]),
    ("routes/expressions", &["RouteJson", "RouteExpression"]),
    ("services", &["Service"]),
    ("snis", &["SNI"]),
    ("targets", &["Target"]),
    ("upstreams", &["Upstream"]),
    ("vaults", &["Vault"]),
    ("vaults/env", &[]),
];

/// The last version in which the server names of a route have no wildcards.
const BEFORE_WILDCARD_SNIS: &str = "3.6";

/// The table.
pub(super) fn table(published: &Versions, rules: &Value) -> anyhow::Result<Vec<u8>> {
    let mut all = BTreeMap::new();
    for (version, file) in published {
        let schemas: Value = serde_json::from_slice(&std::fs::read(file)?)?;
        all.insert(numbers(version)?, (version.clone(), schemas));
    }
    // What was published for 3.5 to 3.9 is thin; the Enterprise edition has there what it has in the next version.
    for version in [BEFORE_WILDCARD_SNIS, OPEN_SOURCE_VERSION] {
        let numbers = numbers(version)?;
        let next = all.range(numbers.clone()..).next();
        let schemas = next.map(|(_, (_, schemas))| schemas.clone());
        all.entry(numbers)
            .or_insert_with(|| (version.to_owned(), schemas.unwrap_or_default()));
    }
    let last_open_source = numbers(OPEN_SOURCE_VERSION)?;
    let mut draft = Draft::default();
    for (numbers, (version, schemas)) in &all {
        for &(collection, names) in COLLECTIONS {
            let own = rules_of(collection, rules);
            let mut enterprise = enterprise(own, names.iter().map(|name| &schemas[*name]));
            correct(collection, numbers, &mut enterprise);
            draft.add(collection, version, serde_json::to_string(&enterprise)?);
            let Some(own) = own else { continue };
            let mut open_source = if *numbers <= last_open_source {
                kong_schema::field(own)
            } else {
                enterprise
            };
            leave_out(&mut open_source, &["ws", "wss"]);
            correct(collection, numbers, &mut open_source);
            let version = format!("{version}{OPEN_SOURCE}");
            draft.add(collection, &version, serde_json::to_string(&open_source)?);
        }
    }
    let versions: Vec<String> = all.into_values().map(|(version, _)| version).collect();
    Ok(draft.write(&versions)?)
}

/// The schema of the open-source edition.
fn rules_of<'r>(collection: &str, rules: &'r Value) -> Option<&'r Value> {
    let found = match collection {
        "routes/expressions" => &rules["entity_variants_by_router_flavor"]["routes"]["expressions"],
        "vaults/env" => &rules["vaults"]["env"]["config"],
        other => [&rules["entities"][other], &rules["plugin_entities"][other]]
            .into_iter()
            .find(|it| it.is_object())?,
    };
    found.is_object().then_some(found)
}

/// The open-source edition's schema with what the Enterprise edition adds and changes.
fn enterprise<'v>(own: Option<&Value>, published: impl Iterator<Item = &'v Value>) -> Field {
    let mut field = own.map(kong_schema::field).unwrap_or_default();
    field.kind = Kind::Record;
    for schema in published.filter(|it| it.is_object()) {
        for (name, member) in json_schema::field(schema).fields {
            match field.fields.get_mut(&name) {
                Some(own) => adopt(own, member),
                None => {
                    field.fields.insert(name, member);
                }
            }
        }
    }
    field.checks.iter_mut().for_each(add_websockets);
    field
}

/// Take over values and defaults, which are what versions and editions differ in.
fn adopt(own: &mut Field, published: Field) {
    if own.kind != published.kind {
        return;
    }
    if !published.one_of.is_empty() {
        own.one_of = published.one_of;
    }
    own.default = published.default.or(own.default.take());
    if let (Some(own), Some(published)) = (&mut own.items, published.items) {
        adopt(own, *published);
    }
    for (name, member) in published.fields {
        match own.fields.get_mut(&name) {
            Some(own) => adopt(own, member),
            None => {
                own.fields.insert(name, member);
            }
        }
    }
}

/// Where a rule speaks of the protocols with TLS, the Enterprise edition means `wss` too.
fn add_websockets(check: &mut Check) {
    let Check::Conditional(Condition { if_match, .. }) = check else {
        return;
    };
    let Matcher {
        one_of,
        not_one_of,
        no_element,
        ..
    } = if_match;
    for list in [one_of, not_one_of, no_element].into_iter().flatten() {
        if list.contains(&json!("https")) && !list.contains(&json!("http")) {
            list.push("wss".into());
        }
    }
}

/// Take values out of every list.
fn leave_out(field: &mut Field, values: &[&str]) {
    field
        .one_of
        .retain(|it| !it.as_str().is_some_and(|it| values.contains(&it)));
    let inner = field.items.as_deref_mut().into_iter();
    inner
        .chain(field.fields.values_mut())
        .for_each(|below| leave_out(below, values));
}

/// Fields and the versions that they came with (spec 84, section 1).
const FIELDS_SINCE: &[(&str, &str, [u32; 2])] = &[
    ("plugins", "condition", [3, 14]),
    ("targets", "failover", [3, 12]),
    ("upstreams", "sticky_sessions_cookie", [3, 11]),
    ("upstreams", "sticky_sessions_cookie_path", [3, 11]),
];

/// Values of the field `algorithm` and the version that they came with (spec 84, section 1).
const ALGORITHMS_SINCE: &[(&str, &[&str], [u32; 2])] = &[
    ("upstreams", &["sticky-sessions"], [3, 11]),
    (
        "jwt_secrets",
        &[
            "ES256K", "ESB256", "ESB320", "ESB384", "ESB512", "ESP256", "ESP384", "ESP512",
            "Ed25519", "Ed448",
        ],
        [3, 11],
    ),
];

/// What neither source says, or what it says of a version in which it was not yet so.
fn correct(collection: &str, version: &[u32], entity: &mut Field) {
    let is_before = |since: &[u32; 2]| version < &since[..];
    for (_, name, since) in FIELDS_SINCE.iter().filter(|it| it.0 == collection) {
        if is_before(since) {
            entity.fields.remove(*name);
        }
    }
    for (_, values, since) in ALGORITHMS_SINCE.iter().filter(|it| it.0 == collection) {
        if is_before(since)
            && let Some(field) = entity.fields.get_mut("algorithm")
        {
            leave_out(field, values);
        }
    }
    for (name, field) in &mut entity.fields {
        match (collection, name.as_str()) {
            // The configuration has a schema of its own, by the name of the plugin or vault.
            ("plugins" | "vaults", "config") => *field = Field::default(),
            ("routes" | "routes/expressions", "protocols") => {
                field.default = Some(if is_before(&[3, 14]) {
                    json!(["http", "https"])
                } else {
                    json!(["https"])
                });
            }
            ("routes" | "routes/expressions", "snis") if is_before(&[3, 7]) => {
                if let Some(items) = &mut field.items {
                    items.form = Some(Form::Sni);
                }
            }
            // Paths are looked at by the router's own engine.
            ("routes" | "routes/expressions", "paths") => {
                if let Some(items) = &mut field.items {
                    items.any_pattern.clear();
                    items.no_pattern.clear();
                }
            }
            ("services", "tls_verify") if !is_before(&refused::FROM) => {
                field.not_one_of = vec![false.into()];
            }
            (_, "id") => {
                field.form = Some(Form::Uuid);
                field.unique = true;
            }
            (_, "tags") => {
                if let Some(items) = &mut field.items {
                    items.form = Some(Form::Tag);
                }
            }
            _ => {}
        }
        // What refers to another entity follows from where it stands in a file.
        field.required &= field.kind != Kind::Any;
    }
    let free = |names: &[&str]| -> Vec<(String, Field)> {
        let fields = names.iter();
        fields
            .map(|name| ((*name).to_owned(), Field::default()))
            .collect()
    };
    match collection {
        // Kong gives every entity that may expire this field (`ttl = true`).
        "keyauth_credentials" => entity.fields.extend(free(&["ttl"])),
        // All vaults of the Enterprise edition have these.
        "vaults/env" => entity.fields.extend(free(&[
            "base64_decode",
            "neg_ttl",
            "refresh_ttl",
            "resurrect_ttl",
            "ttl",
        ])),
        _ => {}
    }
}
