//! SECURITY.md promises nothing that no test holds.

use regex::Regex;
use std::path::{Path, PathBuf};

/// The sources whose tests are named there: rooms of the program, and test binaries.
fn source(root: &Path, module: &str) -> Option<String> {
    let path = module.replace("::", "/");
    ["tests/security", "tests", "src"]
        .iter()
        .flat_map(|folder| {
            ["", "/mod", "/main", "/tests"]
                .map(|inside| root.join(folder).join(format!("{path}{inside}.rs")))
        })
        .filter(|file| file.is_file())
        .map(|file: PathBuf| std::fs::read_to_string(file).unwrap())
        .reduce(|all, text| all + &text)
}

#[test]
fn every_promise_of_the_security_page_names_tests_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let name = Regex::new(r"`([a-z_:0-9]+)`").unwrap();
    let (mut promises, mut wrong) = (0, Vec::new());
    for row in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [promise, held] = cells[..] else {
            wrong.push(format!("no row of two cells: {row}"));
            continue;
        };
        if promise.trim() == "promise" {
            continue;
        }
        promises += 1;
        let mut module = String::new();
        let mut is_held =
            held.contains("benches/") || held.contains("fuzz") || held.contains("lint");
        for found in name.captures_iter(held) {
            let named = &found[1];
            let known = source(root, named);
            if known.is_some() {
                // A whole file: it must have tests.
                is_held |=
                    known.is_some_and(|text| text.contains("#[test]") || text.contains("mod "));
                named.clone_into(&mut module);
                continue;
            }
            let (of, test) = named.rsplit_once("::").unwrap_or((&module, named));
            let text = source(root, of).unwrap_or_default();
            if text.contains(&format!("fn {test}(")) {
                is_held = true;
            } else if named.len() > 20 {
                wrong.push(format!("{promise}: `{named}` is no test"));
            }
        }
        if !is_held {
            wrong.push(format!("{promise}: held by nothing"));
        }
    }
    assert!(promises > 30, "only {promises} promises");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
