//! Files that nest nothing, as `kong config db_export` writes them and the DB-less form allows: every list at top level, what belongs
//! to another entity naming it by id or name (spec 83, 9). What has a place inside of another entity is put there.

use super::Reader;
use crate::diag::deck_file;
use crate::manifest::node::{Entry, Mark, Node, Value};
use crate::schema::text::is_uuid;
use std::borrow::Cow;
use std::collections::HashMap;

/// A list whose entities stand inside of others in decK's form.
struct Nested {
    list: &'static str,
    /// The field that names the owner.
    field: &'static str,
    owners: &'static str,
    /// What owners are named by besides their ids.
    names: &'static [&'static str],
}

const fn credentials(list: &'static str) -> Nested {
    Nested {
        list,
        field: "consumer",
        owners: "consumers",
        names: &["username", "custom_id"],
    }
}

const NESTED: &[Nested] = &[
    Nested {
        list: "targets",
        field: "upstream",
        owners: "upstreams",
        names: &["name"],
    },
    Nested {
        list: "snis",
        field: "certificate",
        owners: "certificates",
        names: &[],
    },
    Nested {
        list: "routes",
        field: "service",
        owners: "services",
        names: &["name"],
    },
    credentials("acls"),
    credentials("basicauth_credentials"),
    credentials("hmacauth_credentials"),
    credentials("jwt_secrets"),
    credentials("keyauth_credentials"),
    credentials("mtls_auth_credentials"),
    credentials("oauth2_credentials"),
];

/// Whether a top-level list only stands in a file that nests nothing.
pub(super) fn is_flat_list(key: &str) -> bool {
    key != "routes" && NESTED.iter().any(|nested| nested.list == key)
}

/// Put what belongs to others inside of them. What names an owner that is not there is reported, and left out.
pub(super) fn nest(reader: &mut Reader, root: &mut Node<'_>) {
    for nested in NESTED {
        let Some(mut items) = take(root, nested) else {
            continue;
        };
        let Some(owners) = list_mut(root, nested.owners) else {
            orphans(reader, nested, root, items);
            continue;
        };
        let index = index(owners, nested.names);
        let mut left = Vec::new();
        for mut item in items.drain(..) {
            let owner = reference(&item, nested.field).and_then(|name| index.get(name).copied());
            match owner {
                Some(position) => {
                    remove(&mut item, nested.field);
                    push(&mut owners[position], nested.list, item);
                }
                None => left.push(item),
            }
        }
        orphans(reader, nested, root, left);
    }
    for (list, field) in [("upstreams", "client_certificate"), ("routes", "service")] {
        for item in list_mut(root, list).into_iter().flatten() {
            name_to_object(item, field);
        }
    }
    for item in list_mut(root, "services").into_iter().flatten() {
        object_to_id(item, "client_certificate");
    }
    for consumer in list_mut(root, "consumers").into_iter().flatten() {
        for item in list_mut(consumer, "mtls_auth_credentials")
            .into_iter()
            .flatten()
        {
            name_to_object(item, "ca_certificate");
        }
    }
}

/// The entities of a list at top level that name an owner. Routes need none, and may name it in decK's own form.
fn take<'a>(root: &mut Node<'a>, nested: &Nested) -> Option<Vec<Node<'a>>> {
    let items = list_mut(root, nested.list)?;
    if nested.list != "routes" {
        return Some(std::mem::take(items));
    }
    let (named, others) = std::mem::take(items).into_iter().partition(|item| {
        item.get(nested.field)
            .is_some_and(|it| it.as_str().is_some())
    });
    *items = others;
    Some(named)
}

/// Entities without their owners: routes go back, for another file may have their service.
fn orphans<'a>(reader: &mut Reader, nested: &Nested, root: &mut Node<'a>, left: Vec<Node<'a>>) {
    if nested.list == "routes" {
        if let Some(routes) = list_mut(root, "routes") {
            routes.extend(left);
        }
        return;
    }
    for item in left {
        let at = reader.at(item.mark);
        reader.problem(deck_file::without_owner(at, nested.list, nested.field));
    }
}

fn list_mut<'n, 'a>(node: &'n mut Node<'a>, key: &str) -> Option<&'n mut Vec<Node<'a>>> {
    match &mut entry_mut(node, key)?.node.value {
        Value::Sequence(items) => Some(items),
        _ => None,
    }
}

fn entry_mut<'n, 'a>(node: &'n mut Node<'a>, key: &str) -> Option<&'n mut Entry<'a>> {
    match &mut node.value {
        Value::Mapping(entries) => entries.iter_mut().find(|entry| entry.key == key),
        _ => None,
    }
}

/// The owners by all that they are named by; ids go before names.
fn index(owners: &[Node<'_>], names: &[&str]) -> HashMap<String, usize> {
    let mut index = HashMap::new();
    for field in std::iter::once(&"id").chain(names) {
        for (position, owner) in owners.iter().enumerate() {
            if let Some(name) = owner.get(field).and_then(Node::as_str) {
                index.entry(name.to_owned()).or_insert(position);
            }
        }
    }
    index
}

/// What a field names: a text, or an object with it.
fn reference<'n>(item: &'n Node<'_>, field: &str) -> Option<&'n str> {
    let value = item.get(field)?;
    let named = ["id", "name", "username"].into_iter();
    value.as_str().or_else(|| {
        named
            .filter_map(|key| value.get(key))
            .find_map(Node::as_str)
    })
}

fn remove(item: &mut Node<'_>, field: &str) {
    if let Value::Mapping(entries) = &mut item.value {
        entries.retain(|entry| entry.key != field);
    }
}

/// Put an entity into a list of its owner.
fn push<'a>(owner: &mut Node<'a>, list: &'static str, item: Node<'a>) {
    let mark = item.mark;
    let Value::Mapping(entries) = &mut owner.value else {
        return;
    };
    let position = entries.iter().position(|entry| entry.key == list);
    let position = position.unwrap_or(entries.len());
    if position == entries.len() {
        entries.push(made(list, mark, Value::Sequence(Vec::new())));
    }
    let entry = &mut entries[position];
    match &mut entry.node.value {
        Value::Sequence(items) => items.push(item),
        other => *other = Value::Sequence(vec![item]),
    }
}

const fn made<'a>(key: &'static str, mark: Mark, value: Value<'a>) -> Entry<'a> {
    Entry {
        key: Cow::Borrowed(key),
        key_mark: mark,
        node: Node { mark, value },
    }
}

/// A reference that is a text, as the object that decK has there.
fn name_to_object(item: &mut Node<'_>, field: &str) {
    if let Some(entry) = entry_mut(item, field)
        && let Value::String(name) = &entry.node.value
    {
        let key = if is_uuid(name) { "id" } else { "name" };
        let named = Value::String(name.clone());
        entry.node.value = Value::Mapping(vec![made(key, entry.node.mark, named)]);
    }
}

/// A reference that is an object, as the id that decK has there.
fn object_to_id(item: &mut Node<'_>, field: &str) {
    if let Some(entry) = entry_mut(item, field)
        && let Some(id) = entry.node.get("id").map(|id| id.value.clone())
    {
        entry.node.value = id;
    }
}
