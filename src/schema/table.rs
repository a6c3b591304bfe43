//! The form of the tables in `data/`: read where they lie, one entry inflated at a time.
//!
//! A file begins with text: a title line, a line with the versions of Kong that it knows, then per entry a line
//! `<name> <offset> <length>`, then an empty line. Behind it stand the entries, each deflated by itself: per distinct schema a line
//! `<version>,<version>...<tab><JSON>`. Offsets count from the end of the empty line. A version with [`OPEN_SOURCE`] behind it is that of
//! the open-source edition, where it differs.

use crate::options::KongVersion;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// The title of the files; it changes when the form does.
pub const TITLE: &str = "kic2kong schemas 3";

/// What stands behind a version where the open-source edition has another schema than the Enterprise edition.
pub const OPEN_SOURCE: &str = "-oss";

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Ascending.
    versions: Vec<(u32, u32)>,
    entries: BTreeMap<&'static str, &'static [u8]>,
}

impl Table {
    /// The table in a file.
    pub fn read(file: &'static [u8]) -> Self {
        let end = file
            .windows(2)
            .position(|pair| pair == b"\n\n")
            .map_or(file.len(), |at| at + 2);
        let (head, body) = file.split_at(end);
        let mut lines = std::str::from_utf8(head).unwrap_or_default().lines();
        let versions = lines.nth(1).unwrap_or_default();
        let entry = |line: &'static str| {
            let mut words = line.split(' ');
            let name = words.next()?;
            let offset: usize = words.next()?.parse().ok()?;
            let length: usize = words.next()?.parse().ok()?;
            Some((name, body.get(offset..offset + length)?))
        };
        Self {
            versions: versions.split(' ').filter_map(version).collect(),
            entries: lines.filter_map(entry).collect(),
        }
    }

    /// Whether some version of Kong has the entry.
    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// The names of all entries.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.entries.keys().copied()
    }

    /// The schemas of an entry.
    pub fn rows(&self, name: &str) -> Option<Rows> {
        let mut text = String::new();
        DeflateDecoder::new(*self.entries.get(name)?)
            .read_to_string(&mut text)
            .ok()?;
        Some(Rows(text))
    }

    /// The version itself, else the next one that is in the table, else the newest: fields come more often than they go, so that a
    /// later schema is the one that refuses less.
    pub fn known(&self, wanted: KongVersion) -> String {
        let mut versions = self.versions.iter();
        let next = versions.find(|&&known| known >= (wanted.major, wanted.minor));
        let (major, minor) = next.or(self.versions.last()).copied().unwrap_or_default();
        format!("{major}.{minor}")
    }
}

fn version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// The distinct schemas of an entry, as JSON.
#[derive(Debug)]
pub struct Rows(String);

impl Rows {
    /// The schema in a version.
    pub fn of(&self, version: &str) -> Option<&str> {
        let mut lines = self.0.lines().filter_map(|line| line.split_once('\t'));
        lines
            .find(|(versions, _)| versions.split(',').any(|it| it == version))
            .map(|(_, schema)| schema)
    }

    /// Whether the open-source edition has it in some version.
    pub fn is_open_source(&self) -> bool {
        let mut lines = self.0.lines().filter_map(|line| line.split_once('\t'));
        lines.any(|(versions, _)| versions.split(',').any(|it| it.ends_with(OPEN_SOURCE)))
    }
}

/// A table being made.
#[derive(Debug, Default)]
pub struct Draft(BTreeMap<String, Vec<(Vec<String>, String)>>);

impl Draft {
    /// Add the schema of an entry, as JSON. Versions are added in ascending order.
    pub fn add(&mut self, name: &str, version: &str, schema: String) {
        let known = self.0.entry(name.to_owned()).or_default();
        match known.iter_mut().find(|(_, other)| *other == schema) {
            Some((versions, _)) => versions.push(version.to_owned()),
            None => known.push((vec![version.to_owned()], schema)),
        }
    }

    /// The file.
    pub fn write(&self, versions: &[String]) -> std::io::Result<Vec<u8>> {
        let mut head = format!("{TITLE}\n{}\n", versions.join(" "));
        let mut body = Vec::new();
        for (name, schemas) in &self.0 {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            for (versions, json) in schemas {
                writeln!(encoder, "{}\t{json}", versions.join(","))?;
            }
            let blob = encoder.finish()?;
            head += &format!("{name} {} {}\n", body.len(), blob.len());
            body.extend(blob);
        }
        head.push('\n');
        let mut file = head.into_bytes();
        file.extend(body);
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_between_two_known_ones_reads_the_later() {
        let table = Table::read(b"title\n3.4 3.7 3.9 3.15\n\n");
        let known = |major, minor| table.known(KongVersion::new(major, minor, 2));
        assert_eq!(known(3, 6), "3.7");
        assert_eq!(known(3, 9), "3.9");
        assert_eq!(known(2, 8), "3.4");
        assert_eq!(known(4, 0), "3.15");
    }

    #[test]
    fn what_is_written_is_read() {
        let mut draft = Draft::default();
        draft.add("it", "3.4", "1".to_owned());
        draft.add("it", "3.9", "2".to_owned());
        draft.add("it", "3.9-oss", "1".to_owned());
        let file = draft.write(&["3.4".to_owned(), "3.9".to_owned()]).unwrap();
        let table = Table::read(file.leak());
        let rows = table.rows("it").unwrap();
        assert_eq!((rows.of("3.9"), rows.of("3.9-oss")), (Some("2"), Some("1")));
        assert_eq!((rows.of("3.10"), rows.is_open_source()), (None, true));
        assert!(table.has("it") && !table.has("other"));
    }
}
