//! `configPatches`: JSON Patch `add` that makes missing parents (spec 41, 6; KIC: `kongstate/plugin.go` with
//! `evanphx/json-patch` and its option `EnsurePathExistsOnAdd`).
//!
//! Besides the value, the document remembers where the values of Secrets have got to.

use crate::k8s::annotations::integer;
use crate::kong::secret::SecretKeyRef;
use serde_json::{Map, Value};

/// A configuration under construction.
#[derive(Debug)]
pub(super) struct Patched {
    /// The configuration.
    pub(super) root: Value,
    /// Values that came out of Secrets, by their keys and indexes from the root.
    secrets: Vec<(Vec<String>, SecretKeyRef)>,
}

/// Why a patch cannot be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PatchError {
    /// The path has no slash.
    NoSlash,
    /// A parent on the path is neither an object nor a list.
    ScalarParent,
    /// A parent cannot be made there.
    NoParent,
    /// The last step is no place in its list.
    NoPlace,
}

/// What a path has arrived at.
struct Cursor<'a> {
    node: &'a mut Value,
    at: Vec<String>,
}

impl Patched {
    /// A configuration without patches.
    pub(super) fn new(config: Map<String, Value>) -> Self {
        Self {
            root: Value::Object(config),
            secrets: Vec::new(),
        }
    }

    /// Add `value`, which came from `source`, at `path`.
    pub(super) fn add(
        &mut self,
        path: &str,
        value: Value,
        source: SecretKeyRef,
    ) -> Result<(), PatchError> {
        if path.is_empty() {
            self.root = value;
            self.secrets = vec![(Vec::new(), source)];
            return Ok(());
        }
        let (_, steps) = path.split_once('/').ok_or(PatchError::NoSlash)?;
        let tokens: Vec<&str> = steps.split('/').collect();
        let (last, parents) = tokens.split_last().ok_or(PatchError::NoSlash)?;
        if parents.first() == Some(&"") {
            // The library takes an empty first step for the root and then finds nothing to do.
            return Ok(());
        }
        if self.root.is_null() {
            self.root = Value::Object(Map::new());
        }
        let mut cursor = Cursor {
            node: &mut self.root,
            at: Vec::new(),
        };
        for (token, next) in tokens.iter().zip(&tokens[1..]) {
            cursor = descend(cursor, token, next, &mut self.secrets)?;
        }
        let at = put(cursor, last, value, &mut self.secrets)?;
        self.secrets.push((at, source));
        Ok(())
    }

    /// Where the values of Secrets are, as JSON pointers.
    pub(super) fn into_secrets(self) -> Vec<(String, SecretKeyRef)> {
        self.secrets
            .into_iter()
            .map(|(steps, source)| (pointer(&steps), source))
            .collect()
    }
}

fn pointer(steps: &[String]) -> String {
    steps
        .iter()
        .flat_map(|step| ["/".to_owned(), step.replace('~', "~0").replace('/', "~1")])
        .collect()
}

/// `~1` and `~0` replaced in one pass.
fn unescape(token: &str) -> String {
    let mut text = String::with_capacity(token.len());
    let mut rest = token;
    while let Some(tilde) = rest.find('~') {
        text.push_str(&rest[..tilde]);
        let (character, length) = match rest.as_bytes().get(tilde + 1) {
            Some(b'1') => ('/', 2),
            Some(b'0') => ('~', 2),
            _ => ('~', 1),
        };
        text.push(character);
        rest = &rest[tilde + length..];
    }
    text + rest
}

/// One step to a parent, which is made when it is missing or null.
fn descend<'a>(
    mut cursor: Cursor<'a>,
    token: &str,
    next: &str,
    secrets: &mut [(Vec<String>, SecretKeyRef)],
) -> Result<Cursor<'a>, PatchError> {
    if token.is_empty() {
        return Err(PatchError::NoParent);
    }
    let step = if let Some(step) = existing(cursor.node, &unescape(token))? {
        step
    } else {
        let parent = new_parent(next)?;
        make(&mut cursor, token, parent, secrets)?
    };
    let child = match cursor.node {
        Value::Object(entries) => entries.get_mut(&step),
        Value::Array(items) => step
            .parse()
            .ok()
            .and_then(|index: usize| items.get_mut(index)),
        _ => None,
    };
    let node = child.ok_or(PatchError::NoParent)?;
    if !node.is_object() && !node.is_array() {
        return Err(PatchError::ScalarParent);
    }
    cursor.at.push(step);
    Ok(Cursor {
        node,
        at: cursor.at,
    })
}

/// The key or index of a child that is there and not null.
fn existing(container: &Value, key: &str) -> Result<Option<String>, PatchError> {
    let step = match container {
        Value::Object(entries) => entries
            .get(key)
            .filter(|value| !value.is_null())
            .map(|_| key.to_owned()),
        Value::Array(items) => integer(key)
            .and_then(|index| from_end(index, items.len()))
            .filter(|&index| items.get(index).is_some_and(|value| !value.is_null()))
            .map(|index| index.to_string()),
        _ => return Err(PatchError::ScalarParent),
    };
    Ok(step)
}

/// An index of a list of `length` items, negative ones counted from the end.
fn from_end(index: i64, length: usize) -> Option<usize> {
    if index < 0 {
        length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
    } else {
        usize::try_from(index).ok()
    }
}

/// A parent for the step `next`: a list with nulls up to it, or an object.
fn new_parent(next: &str) -> Result<Value, PatchError> {
    if next == "-" {
        return Ok(Value::Array(Vec::new()));
    }
    match integer(next) {
        None => Ok(Value::Object(Map::new())),
        Some(-1) => Ok(Value::Array(Vec::new())),
        Some(index) => Ok(Value::Array(vec![Value::Null; list_length(index)?])),
    }
}

/// Longest list that is filled with nulls for a patch; a longer one is a slip of the pen that would eat the memory.
const MAX_FILLED: usize = 100_000;

fn list_length(index: i64) -> Result<usize, PatchError> {
    usize::try_from(index)
        .ok()
        .filter(|&length| length <= MAX_FILLED)
        .ok_or(PatchError::NoParent)
}

/// Store a new parent under its token as written; the look-up un-escapes, so an escaped token never finds it again.
fn make(
    cursor: &mut Cursor<'_>,
    token: &str,
    parent: Value,
    secrets: &mut [(Vec<String>, SecretKeyRef)],
) -> Result<String, PatchError> {
    match cursor.node {
        Value::Object(entries) if unescape(token) == token => {
            entries.insert(token.to_owned(), parent);
            Ok(token.to_owned())
        }
        Value::Array(items) => {
            let index = integer(token).ok_or(PatchError::NoParent)?;
            if index > 0 {
                let length = list_length(index)?;
                if length > items.len() {
                    items.resize(length, Value::Null);
                }
            }
            let index = insertion(index, items.len()).ok_or(PatchError::NoParent)?;
            items.insert(index, parent);
            shift(secrets, &cursor.at, index);
            Ok(index.to_string())
        }
        _ => Err(PatchError::NoParent),
    }
}

/// Where an item goes in a list of `length` items: before the index, or counted from the end, -1 appending.
fn insertion(index: i64, length: usize) -> Option<usize> {
    from_end(index, length + 1).filter(|&index| index <= length)
}

/// The last step: set or insert the value; answers where it is.
fn put(
    cursor: Cursor<'_>,
    token: &str,
    value: Value,
    secrets: &mut Vec<(Vec<String>, SecretKeyRef)>,
) -> Result<Vec<String>, PatchError> {
    let Cursor { node, mut at } = cursor;
    let key = unescape(token);
    match node {
        Value::Object(entries) => {
            entries.insert(key.clone(), value);
            at.push(key);
            secrets.retain(|(steps, _)| !steps.starts_with(&at));
        }
        Value::Array(items) => {
            let index = if key == "-" { Some(-1) } else { integer(&key) };
            let index = index
                .and_then(|index| insertion(index, items.len()))
                .ok_or(PatchError::NoPlace)?;
            items.insert(index, value);
            shift(secrets, &at, index);
            at.push(index.to_string());
        }
        _ => return Err(PatchError::ScalarParent),
    }
    Ok(at)
}

/// Secrets in a list move up behind an inserted item.
fn shift(secrets: &mut [(Vec<String>, SecretKeyRef)], list: &[String], inserted: usize) {
    for (steps, _) in secrets {
        if steps.len() > list.len() && steps.starts_with(list) {
            let step = &mut steps[list.len()];
            if let Some(index) = step
                .parse::<usize>()
                .ok()
                .filter(|&index| index >= inserted)
            {
                *step = (index + 1).to_string();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn source(key: &str) -> SecretKeyRef {
        SecretKeyRef {
            namespace: "shop".to_owned(),
            name: "values".to_owned(),
            key: key.to_owned(),
        }
    }

    fn patched(config: &Value, path: &str) -> Result<Value, PatchError> {
        let mut patched = Patched::new(config.as_object().cloned().unwrap_or_default());
        patched.add(path, json!(7), source("a"))?;
        Ok(patched.root)
    }

    #[test]
    fn missing_parents_are_made() {
        for (config, path, expected) in [
            (json!({}), "/x/-", json!({"x": [7]})),
            (json!({}), "/x/0", json!({"x": [7]})),
            (json!({}), "/x/-1", json!({"x": [7]})),
            (json!({}), "/x/1", json!({"x": [null, 7]})),
            (json!({}), "/x/2/k", json!({"x": [null, null, {"k": 7}]})),
            (
                json!({"x": [1]}),
                "/x/3/k",
                json!({"x": [1, null, null, {"k": 7}]}),
            ),
            (json!({"x": [1, 2]}), "/x/-2", json!({"x": [1, 7, 2]})),
            (
                json!({"x": [null]}),
                "/x/0/k",
                json!({"x": [{"k": 7}, null]}),
            ),
            (json!({"a/b": {}}), "/a~1b/c~0d", json!({"a/b": {"c~d": 7}})),
            (json!({}), "//k", json!({})),
            (json!({}), "x/k", json!({"k": 7})),
        ] {
            assert_eq!(patched(&config, path), Ok(expected), "{config} {path}");
        }
    }

    #[test]
    fn places_that_cannot_be_are_failures() {
        for path in [
            "/x/2", "/x/-3", "/x/k", "/x/0/k", "/x/-/k", "x", "/x//k", "/a~1b/c", "/n/-2",
        ] {
            assert!(patched(&json!({"x": [1]}), path).is_err(), "{path}");
        }
    }

    #[test]
    fn secrets_are_found_where_later_patches_moved_them() {
        let mut patched = Patched::new(Map::new());
        for (path, key) in [
            ("/x/-", "first"),
            ("/x/0", "second"),
            ("/y", "third"),
            ("/y", "last"),
        ] {
            patched.add(path, json!("v"), source(key)).expect("applies");
        }
        let found: Vec<_> = patched
            .into_secrets()
            .into_iter()
            .map(|(pointer, source)| (pointer, source.key))
            .collect();
        let expected = [("/x/1", "first"), ("/x/0", "second"), ("/y", "last")];
        assert_eq!(
            found,
            expected.map(|(pointer, key)| (pointer.to_owned(), key.to_owned()))
        );
    }
}
