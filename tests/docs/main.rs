//! The documentation does what it says: every command in a fenced `sh` or `console` block is run, page by page in a
//! directory that holds `examples/`, and what a `console` block shows is compared with what comes out.
//!
//! `<!-- not run: why -->` before a block leaves it out. A line `...` in an output stands for any number of lines.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "../machine/mod.rs"]
mod machine;
mod page;
mod promises;

use kic2kong::inner::diag::code::CATALOGUE;
use machine::{Shop, story};
use page::{Block, Command, Page, pages};
use regex::Regex;
use std::collections::BTreeSet;
use std::process::Output;

/// Reasons that a block is not run for; anything else can be run here.
const REASONS: [&str; 5] = [
    "needs kustomize or Helm",
    "needs a cluster",
    "needs a gateway",
    "needs the network",
    "installs",
];

/// Options of other programs that the pages speak of: KIC's own, and cargo-fuzz's.
const NOT_OURS: [&str; 4] = [
    "--enable-helm",
    "--dump-config",
    "--dump-sensitive-config",
    "--sanitizer",
];

/// The directory in which the commands of one page run, one after the other. Where `cd` leads lasts from block to block.
struct Reader {
    shop: Shop,
}

impl Reader {
    fn new() -> Self {
        let shop = Shop::new();
        shop.copy("examples", "examples");
        Self { shop }
    }

    /// Run a script where the last one ended, both outputs in one, as on a terminal.
    fn run(&self, script: &str) -> Output {
        let place = self.shop.bin.path().join("here");
        let place = place.display();
        self.shop.bash(&format!(
            "if [ -f '{place}' ]; then cd \"$(cat '{place}')\"; fi\nexec 2>&1\nset +o pipefail\ntrap 'pwd >\"{place}\"' EXIT\n{script}"
        ))
    }
}

#[test]
fn every_command_in_the_docs_works_and_prints_what_the_docs_show() {
    let mut failures = Vec::new();
    let mut run = 0;
    for page in pages() {
        let reader = Reader::new();
        for block in page.blocks.iter().filter(|block| block.not_run.is_none()) {
            for Command { script, shown } in block.commands() {
                run += 1;
                let output = reader.run(&script);
                let printed = String::from_utf8_lossy(&output.stdout);
                let wrong = match &shown {
                    Some(shown) => !page::matches(shown, &printed),
                    None => !output.status.success(),
                };
                if wrong {
                    let shown = shown.unwrap_or_else(|| "(exit status 0)\n".to_owned());
                    failures.push(format!(
                        "{}:{}\n$ {script}\n--- the page shows\n{shown}--- what comes out\n{}",
                        page.name,
                        block.line,
                        story(&output)
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(run > 30, "only {run} commands were found");
}

#[test]
fn what_is_not_run_says_why_and_no_other_block_hides_a_command() {
    let program = Regex::new(r"(?m)^\s*(\$ |kic2kong |kubectl |deck |git |cargo )").unwrap();
    for Page { name, blocks, .. } in pages() {
        for Block {
            line,
            language,
            text,
            not_run,
        } in blocks
        {
            let is_run = matches!(language.as_str(), "sh" | "console");
            if let Some(why) = not_run {
                assert!(
                    is_run && REASONS.iter().any(|reason| why.starts_with(reason)),
                    "{name}:{line}: `{why}` is none of {REASONS:?}"
                );
            }
            let is_silent = matches!(language.as_str(), "" | "text" | "bash" | "shell");
            assert!(
                !is_silent || !program.is_match(&text),
                "{name}:{line}: a command that nothing runs"
            );
        }
    }
}

#[test]
fn every_option_that_the_docs_name_exists() {
    let shop = Shop::new();
    let mut known = BTreeSet::from(NOT_OURS.map(str::to_owned));
    let option = Regex::new(r"--[a-z][a-z-]+").unwrap();
    for command in [
        "render",
        "check",
        "diff",
        "route",
        "test",
        "graph",
        "status",
        "settings",
        "explain",
        "completions",
        "man",
    ] {
        let help = shop.script(&format!("kic2kong {command} --help"));
        known.extend(
            option
                .find_iter(&help)
                .map(|found| found.as_str().to_owned()),
        );
    }
    let ours = Regex::new(r"`(?:kubectl )?(?:kic2kong [^`]*|--[^`]*)`").unwrap();
    for Page { name, prose, .. } in pages() {
        for span in ours.find_iter(&prose) {
            for option in option.find_iter(span.as_str()) {
                assert!(
                    known.contains(option.as_str()),
                    "{name}: {} in {}",
                    option.as_str(),
                    span.as_str()
                );
            }
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)\s#]*)(#[^)\s]+)?\)").unwrap();
    let all = pages();
    for page in &all {
        for found in link.captures_iter(&page.prose) {
            let target = &found[1];
            if target.contains("://") {
                continue;
            }
            let path = if target.is_empty() {
                page.path.clone()
            } else {
                page.path.parent().unwrap().join(target)
            };
            let path = path
                .canonicalize()
                .unwrap_or_else(|error| panic!("{}: {target}: {error}", page.name));
            if let Some(anchor) = found.get(2) {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(
                    page::anchors(&text).contains(&anchor.as_str()[1..]),
                    "{}: {target} has no heading {}",
                    page.name,
                    anchor.as_str()
                );
            }
        }
    }
}

#[test]
fn every_kind_that_is_read_is_mapped() {
    let kinds = include_str!("../../src/k8s/decode/kinds.rs");
    let kind = Regex::new(r#"kind\((?:"[^"]*"|[A-Z]+), "([A-Za-z]+)","#).unwrap();
    let kinds: Vec<&str> = kind
        .captures_iter(kinds)
        .map(|found| found.get(1).unwrap().as_str())
        .collect();
    assert!(kinds.len() >= 29, "{kinds:?}");
    let index = include_str!("../../docs/mapping/README.md");
    let page = Regex::new(r"\]\(([a-z0-9]+\.md)").unwrap();
    for kind in kinds {
        let row = index
            .lines()
            .filter(|line| line.starts_with('|'))
            .find(|line| line.split([',', '|', ' ']).any(|word| word == kind))
            .unwrap_or_else(|| panic!("docs/mapping/README.md has no {kind}"));
        let described = page.captures_iter(row).any(|page| {
            let path = page::root().join("docs/mapping").join(&page[1]);
            std::fs::read_to_string(path).unwrap().contains(kind)
        });
        assert!(described, "no page of {row} says anything of {kind}");
    }
}

#[test]
fn problems_that_the_mapping_names_exist() {
    let known: BTreeSet<&str> = CATALOGUE
        .iter()
        .flat_map(|family| family.iter().map(|code| code.id))
        .collect();
    // By convention a code stands in parentheses, with others or words around it.
    let parentheses = Regex::new(r"\(([^()]*`[^()]*)\)").unwrap();
    let code = Regex::new(r"`([a-z0-9]+(?:-[a-z0-9]+){2,})`").unwrap();
    for Page { name, prose, .. } in pages() {
        if !name.starts_with("docs/mapping/") {
            continue;
        }
        for group in parentheses.captures_iter(&prose) {
            for code in code.captures_iter(&group[1]) {
                assert!(
                    known.contains(&code[1]),
                    "{name}: no problem is called {}",
                    &code[1]
                );
            }
        }
    }
}
