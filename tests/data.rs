//! The files in `data/` that programs make are what the programs in `tools/` make of the inputs in `data/sources`, byte for byte.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "common/archive.rs"]
#[allow(dead_code, unreachable_pub, reason = "only a part is used")]
mod archive;
#[path = "../tools/gen-harmless-fields/main.rs"]
#[allow(dead_code, reason = "its command line is not used")]
mod gen_harmless_fields;
#[path = "../tools/gen-schema-tables/tables/mod.rs"]
#[allow(unreachable_pub, reason = "the module is the generator's own")]
mod tables;

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name)
}

/// The inputs, unpacked.
fn sources() -> TempDir {
    let directory = TempDir::new().unwrap();
    for archive in SOURCES {
        for (name, bytes) in archive::files(&data(archive)) {
            let path = directory.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    directory
}

const SOURCES: [&str; 3] = [
    "sources/entities.tar.gz",
    "sources/kong-and-kinds.tar.gz",
    "sources/plugins.tar.gz",
];

const ADVICE: &str = "make it anew as data/README.md says, and read the difference";

#[test]
fn the_tables_of_schemas_and_the_checksums_are_made_from_their_sources() {
    let sources = sources();
    for (name, made) in tables::make(sources.path()).unwrap() {
        let is_same = made == std::fs::read(data(name)).unwrap();
        assert!(is_same, "data/{name}: {ADVICE}");
    }
}

#[test]
fn the_list_of_harmless_fields_is_made_from_its_sources() {
    let sources = sources();
    let path = |name: &str| sources.path().join(name);
    let made =
        gen_harmless_fields::fields(&path("plugins"), &path("kong-schemas.json"), &path("kinds"))
            .unwrap();
    let is_same = made == std::fs::read_to_string(data("harmless-fields.txt")).unwrap();
    assert!(is_same, "data/harmless-fields.txt: {ADVICE}");
}

#[test]
fn every_source_is_named_with_its_checksum() {
    let list = std::fs::read_to_string(data("inputs.sha256")).unwrap();
    for archive in SOURCES {
        for (name, bytes) in archive::files(&data(archive)) {
            // Licences are no input, and the schemas of kinds are cut down, so theirs is that of the archive.
            if Path::new(&name).extension().is_some_and(|it| it == "txt")
                || name.starts_with("kinds/")
            {
                continue;
            }
            let digest = Sha256::digest(&bytes);
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            let line = format!("{hex}  {name}");
            assert!(list.lines().any(|it| it == line), "inputs.sha256: {line}");
        }
    }
}
