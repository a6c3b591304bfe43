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
mod tests;
