//! Where an entity comes from.

use crate::origin::{ObjectKey, ObjectMeta, Origin, Place as Document, StringMap};
use std::fmt;
use std::sync::{Arc, LazyLock};

/// Where an entity comes from; not part of the file, and never a difference between two entities.
#[derive(Debug, Clone, Default)]
pub enum Source {
    /// Nobody knows.
    #[default]
    Unknown,
    /// A manifest, by its object and field.
    Manifest(Origin),
    /// A configuration file that was read.
    File {
        /// Line of the entity's first field, from 1.
        line: u32,
        /// Column, in characters from 1.
        column: u32,
    },
}

impl Source {
    /// A place in a configuration file, both from 1.
    pub const fn at(line: u32, column: u32) -> Self {
        Self::File { line, column }
    }

    /// The manifest object and field; of an entity that was not made from one an object without kind and name.
    pub fn origin(&self) -> &Origin {
        self.manifest().unwrap_or(&NO_MANIFEST)
    }

    /// The manifest object and field, when it was made from one.
    pub const fn manifest(&self) -> Option<&Origin> {
        match self {
            Self::Manifest(origin) => Some(origin),
            Self::Unknown | Self::File { .. } => None,
        }
    }

    /// File and document it is in, to look up together what stands together.
    pub fn document(&self) -> (u32, u32) {
        self.manifest().map_or((0, 0), |origin| {
            let place = &origin.object.place;
            (place.file, place.document)
        })
    }
}

/// The origin of what no manifest made.
static NO_MANIFEST: LazyLock<Origin> = LazyLock::new(|| {
    Origin::of(&Arc::new(ObjectMeta {
        key: ObjectKey {
            group: "".into(),
            version: "".into(),
            kind: "".into(),
            namespace: String::new(),
            name: String::new(),
        },
        place: Document::default(),
        uid: None,
        annotations: StringMap::new(),
        labels: StringMap::new(),
        creation_timestamp: None,
        generation: 0,
    }))
});

/// A place in a file, looked up for a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path as the user knows it.
    pub file: String,
    /// Line from 1; 0 when only the file is known.
    pub line: u32,
    /// The object there, when it is a manifest.
    pub object: Option<String>,
}

impl fmt::Display for Place {
    /// `file:line`, with the object there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        match &self.object {
            Some(object) => write!(f, " {object}"),
            None => Ok(()),
        }
    }
}

impl From<Origin> for Source {
    fn from(origin: Origin) -> Self {
        Self::Manifest(origin)
    }
}

impl PartialEq for Source {
    /// Always: two entities are the same whatever they were made from.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Source {}
