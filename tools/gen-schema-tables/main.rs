//! Makes `data/plugin-schemas.bin` and `data/entity-schemas.bin` from the published schemas of Kong.
//!
//! usage: cargo run --example gen-schema-tables -- SCHEMAS DATA
//!
//! SCHEMAS is a directory with `plugins/<version>.json` and `entities/<version>.json`, JSON schemas of the Enterprise edition by version
//! of Kong, and `kong-schemas.json`, the schemas of the open-source edition in Kong's own language. DATA is where the tables go, and
//! `inputs.sha256`, the names and checksums of what they were made from.

#[allow(unreachable_pub, reason = "a test has the same module")]
mod tables;

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schemas, data] = &arguments[..] else {
        anyhow::bail!("usage: gen-schema-tables SCHEMAS DATA");
    };
    for (name, content) in tables::make(Path::new(schemas))? {
        std::fs::write(Path::new(data).join(name), content)?;
    }
    Ok(())
}
