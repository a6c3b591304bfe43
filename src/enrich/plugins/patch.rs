//! `configPatches`: JSON Patch `add` that makes missing parents (spec 41, 6; KIC: `kongstate/plugin.go` with
//! `evanphx/json-patch` and its option `EnsurePathExistsOnAdd`).
//!
//! The document under construction is a tree of its own ([`Part`]), so that a value out of a Secret is known wherever later patches move it.
//! It is bounded: nesting by [`MAX_DEPTH`], nulls that fill lists by [`Fillers`].

use super::part::{Content, MAX_DEPTH, Part};
use crate::annotations::value::integer;
use crate::kong::secret::SecretKeyRef;
use serde_json::{Map, Value};

/// A configuration under construction.
#[derive(Debug)]
pub(super) struct Patched {
    root: Part,
    /// Where the values of patches came from; a part names its source by its position here.
    sources: Vec<SecretKeyRef>,
}

/// A finished configuration.
#[derive(Debug)]
pub(super) struct Finished {
    /// The configuration.
    pub(super) root: Value,
    /// Where values of Secrets are in it, as JSON pointers, in the order of the patches.
    pub(super) secrets: Vec<(String, SecretKeyRef)>,
}

/// What the patches of a run may still add beside what they say themselves.
#[derive(Debug)]
pub(in crate::enrich) struct Fillers {
    /// Nulls that are put into lists before the place that a path names. Kong's lists are short: to patch beyond the end of one is a slip
    /// of the pen.
    nulls: usize,
    /// Bytes of values out of Secrets. A Secret holds at most 1 MiB, but may be named again and again.
    bytes: usize,
}

impl Default for Fillers {
    fn default() -> Self {
        Self {
            nulls: 1_000,
            bytes: 64 << 20,
        }
    }
}

impl Fillers {
    fn take(&mut self, nulls: usize) -> Result<(), PatchError> {
        self.nulls = self.nulls.checked_sub(nulls).ok_or(PatchError::TooLong)?;
        Ok(())
    }

    /// A value of so many bytes is about to be read.
    pub(super) fn take_value(&mut self, bytes: usize) -> Result<(), PatchError> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(PatchError::TooLarge)?;
        Ok(())
    }
}

/// Why a patch cannot be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PatchError {
    /// The path has no slash.
    NoSlash,
    /// The document is, or would be, no object.
    NotObject,
    /// A parent on the path is neither an object nor a list.
    ScalarParent,
    /// A parent cannot be made there.
    NoParent,
    /// The last step is no place in its list.
    NoPlace,
    /// The result would be nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// Lists would have to be filled with more nulls than [`Fillers`] has.
    TooLong,
    /// The values of all patches are larger than [`Fillers`] has room for.
    TooLarge,
}

impl Patched {
    /// A configuration without patches.
    pub(super) fn new(config: Map<String, Value>) -> Self {
        Self {
            root: Part::of(Value::Object(config)),
            sources: Vec::new(),
        }
    }

    /// Add `value`, which came from `source`, at `path`.
    pub(super) fn add(
        &mut self,
        path: &str,
        value: Value,
        source: SecretKeyRef,
        fillers: &mut Fillers,
    ) -> Result<(), PatchError> {
        // The library reads what takes the place of the document at once: an object, a list, or null.
        let is_scalar = matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_));
        if path.is_empty() && is_scalar {
            return Err(PatchError::NotObject);
        }
        let mut part = Part::of(value);
        part.source = Some(self.sources.len());
        self.sources.push(source);
        if path.is_empty() {
            self.root = part;
            return Ok(());
        }
        let (_, steps) = path.split_once('/').ok_or(PatchError::NoSlash)?;
        if self.root.is_null() {
            return Err(PatchError::NotObject);
        }
        if steps.split('/').count() + part.depth() > MAX_DEPTH {
            return Err(PatchError::TooDeep);
        }
        let tokens: Vec<&str> = steps.split('/').collect();
        let (last, parents) = tokens.split_last().ok_or(PatchError::NoSlash)?;
        if parents.first() == Some(&"") {
            // The library takes an empty first step for the root and then finds nothing to do.
            return Ok(());
        }
        let mut part_at = &mut self.root;
        for (token, next) in tokens.iter().zip(&tokens[1..]) {
            part_at = descend(part_at, token, next, fillers)?;
        }
        put(part_at, last, part)
    }

    /// The configuration, and where in it the values of Secrets are.
    pub(super) fn finish(self) -> Finished {
        let mut found = Vec::new();
        let root = self.root.finish(&mut String::new(), &mut found);
        found.sort_unstable();
        let secrets = found
            .into_iter()
            .map(|(source, pointer)| (pointer, self.sources[source].clone()))
            .collect();
        Finished { root, secrets }
    }
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
    part: &'a mut Part,
    token: &str,
    next: &str,
    fillers: &mut Fillers,
) -> Result<&'a mut Part, PatchError> {
    if token.is_empty() {
        return Err(PatchError::NoParent);
    }
    let key = unescape(token);
    let child = match &mut part.content {
        Content::Scalar(_) => return Err(PatchError::ScalarParent),
        Content::Object(entries) => {
            if entries.get(&key).is_none_or(Part::is_null) {
                // A new parent is stored under its token as written; the look-up un-escapes, so an escaped token never finds it again.
                let mut parent = new_parent(next, fillers)?;
                if key != token {
                    return Err(PatchError::NoParent);
                }
                // What comes out of a Secret stays known as such, even when it is null.
                parent.source = entries.get(&key).and_then(|null| null.source);
                entries.insert(key.clone(), parent);
            }
            entries.get_mut(&key)
        }
        Content::Array(items) => {
            let existing = integer(&key)
                .and_then(|index| from_end(index, items.len()))
                .filter(|&index| items.get(index).is_some_and(|item| !item.is_null()));
            let index = match existing {
                Some(index) => index,
                None => make(items, token, next, fillers)?,
            };
            items.get_mut(index)
        }
    };
    let child = child.ok_or(PatchError::NoParent)?;
    match child.content {
        Content::Scalar(_) => Err(PatchError::ScalarParent),
        Content::Object(_) | Content::Array(_) => Ok(child),
    }
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
fn new_parent(next: &str, fillers: &mut Fillers) -> Result<Part, PatchError> {
    let length = match (next, integer(next)) {
        ("-", _) | (_, Some(-1)) => 0,
        (_, None) => return Ok(Part::of(Value::Object(Map::new()))),
        (_, Some(index)) => usize::try_from(index).map_err(|_| PatchError::NoParent)?,
    };
    fillers.take(length)?;
    Ok(Part::of(Value::Array(vec![Value::Null; length])))
}

/// Put a new parent into a list; answers where.
fn make(
    items: &mut Vec<Part>,
    token: &str,
    next: &str,
    fillers: &mut Fillers,
) -> Result<usize, PatchError> {
    let parent = new_parent(next, fillers)?;
    let index = integer(token).ok_or(PatchError::NoParent)?;
    if let Ok(length) = usize::try_from(index)
        && length > items.len()
    {
        fillers.take(length - items.len())?;
        items.resize_with(length, || Part::of(Value::Null));
    }
    let index = insertion(index, items.len()).ok_or(PatchError::NoParent)?;
    items.insert(index, parent);
    Ok(index)
}

/// Where an item goes in a list of `length` items: before the index, or counted from the end, -1 appending.
fn insertion(index: i64, length: usize) -> Option<usize> {
    from_end(index, length + 1).filter(|&index| index <= length)
}

/// The last step: set or insert the value.
fn put(parent: &mut Part, token: &str, part: Part) -> Result<(), PatchError> {
    let key = unescape(token);
    match &mut parent.content {
        Content::Object(entries) => {
            entries.insert(key, part);
        }
        Content::Array(items) => {
            let index = if key == "-" { Some(-1) } else { integer(&key) };
            let index = index
                .and_then(|index| insertion(index, items.len()))
                .ok_or(PatchError::NoPlace)?;
            items.insert(index, part);
        }
        Content::Scalar(_) => return Err(PatchError::ScalarParent),
    }
    Ok(())
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
        patched.add(path, json!(7), source("a"), &mut Fillers::default())?;
        Ok(patched.finish().root)
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
    fn nothing_is_added_to_a_root_that_is_null_or_a_scalar() {
        let after = |first: Value, path: &str| {
            let mut patched = Patched::new(Map::new());
            let mut fillers = Fillers::default();
            patched.add("", first, source("a"), &mut fillers)?;
            patched.add(path, json!({"a": 1}), source("b"), &mut fillers)?;
            Ok(patched.finish().root)
        };
        for path in ["/x", "/x/y", "//k"] {
            let result = after(Value::Null, path);
            assert_eq!(result, Err(PatchError::NotObject), "{path}");
        }
        for scalar in [json!(1.0), json!("text"), json!(true)] {
            assert_eq!(after(scalar, ""), Err(PatchError::NotObject));
        }
        assert_eq!(after(Value::Null, ""), Ok(json!({"a": 1})));
        assert_eq!(after(json!([]), ""), Ok(json!({"a": 1})));
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
            patched
                .add(path, json!("v"), source(key), &mut Fillers::default())
                .expect("applies");
        }
        let found: Vec<_> = patched
            .finish()
            .secrets
            .into_iter()
            .map(|(pointer, source)| (pointer, source.key))
            .collect();
        let expected = [("/x/1", "first"), ("/x/0", "second"), ("/y", "last")];
        assert_eq!(
            found,
            expected.map(|(pointer, key)| (pointer.to_owned(), key.to_owned()))
        );
    }

    #[test]
    fn what_covers_a_value_of_a_secret_makes_it_disappear() {
        let mut patched = Patched::new(Map::new());
        for (path, key) in [("/a/b", "inner"), ("/a", "outer"), ("/a", "last")] {
            patched
                .add(path, json!({"b": 1}), source(key), &mut Fillers::default())
                .expect("applies");
        }
        let secrets = patched.finish().secrets;
        assert_eq!(secrets, [("/a".to_owned(), source("last"))]);
    }

    #[test]
    fn the_result_is_nested_no_deeper_than_a_manifest_may_be() {
        let deepest = "/a".repeat(MAX_DEPTH);
        assert!(patched(&json!({}), &deepest).is_ok());
        for path in [deepest + "/a", "/a".repeat(50_000), "/0".repeat(50_000)] {
            assert_eq!(patched(&json!({}), &path), Err(PatchError::TooDeep));
        }
    }

    #[test]
    fn a_deep_value_counts_with_the_path_to_it() {
        let mut deep = json!(1);
        for _ in 0..100 {
            deep = json!([deep]);
        }
        let mut patched = Patched::new(Map::new());
        let mut fillers = Fillers::default();
        for (path, expected) in [
            ("/a/b", Ok(())),
            (&*format!("/a{}", "/b".repeat(40)), Err(PatchError::TooDeep)),
        ] {
            let found = patched.add(path, deep.clone(), source("a"), &mut fillers);
            assert_eq!(found, expected, "{path}");
        }
    }

    #[test]
    fn nulls_that_fill_lists_are_counted_over_all_patches() {
        let mut fillers = Fillers::default();
        let mut patched = Patched::new(Map::new());
        let mut add = |path: &str| patched.add(path, json!(1), source("a"), &mut fillers);
        assert_eq!(add("/a/600"), Ok(()));
        assert_eq!(add("/b/300/x"), Ok(()));
        assert_eq!(add("/b/390/x"), Ok(()));
        assert_eq!(add("/c/100"), Err(PatchError::TooLong));
        assert_eq!(add("/c/99999999999"), Err(PatchError::TooLong));
    }
}
