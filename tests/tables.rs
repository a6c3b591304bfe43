//! The tables of `data/` are what their generators make of their inputs, byte for byte.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]
#![allow(unreachable_pub, reason = "the module is the generator's own")]

#[path = "../tools/gen-schema-tables/tables/mod.rs"]
mod tables;

use std::path::Path;

#[test]
fn the_tables_of_schemas_are_made_from_the_named_inputs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemas = root.join("../shared/schema");
    if !schemas.join("kong-schemas.json").is_file() {
        eprintln!(
            "the schemas of Kong do not stand beside the checkout, so the tables are not made again"
        );
        return;
    }
    // A version more beside the checkout is made into the tables first, by the recipe in docs/contributing.md.
    for (name, made) in tables::make(&schemas).unwrap() {
        let kept = std::fs::read(root.join("data").join(name)).unwrap();
        assert!(kept == made, "data/{name} is not what its generator makes");
    }
}

#[test]
fn every_input_is_named_with_its_checksum() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("data/inputs.sha256")).unwrap();
    let names: Vec<&str> = text
        .lines()
        .map(|line| {
            let (sum, name) = line.split_once("  ").unwrap();
            assert_eq!(sum.len(), 64, "{line}");
            name
        })
        .collect();
    assert_eq!(names[0], "kong-schemas.json");
    for version in ["3.4", "3.10", "3.15"] {
        for part in ["entities", "plugins"] {
            let name = format!("{part}/{version}.json");
            assert!(names.contains(&name.as_str()), "{name}");
        }
    }
}
