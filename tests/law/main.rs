//! The rules in `docs/kic` and those who refer to them: `spec 20, B.8` in a comment is section B.8 of chapter 20.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod chapter;

use chapter::{Chapter, chapters, root};
use regex::{Captures, Regex};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[path = "../common/archive.rs"]
#[allow(unreachable_pub, reason = "it belongs to all tests")]
mod archive;

/// Between two words of a reference: blanks, or the end of a line and the beginning of the next comment line.
const BLANK: &str = r"(?:\s+(?://[/!]?[ \t]*|#[ \t]*)?)";
/// The number of a section: `B.8`, `B`, `S3`, `9.5a`.
const SECTION: &str = r"(?:[A-E]\.\d+|[A-E]\b|S\d+\b|\d+(?:\.\d+)*[a-z]?\b)";

/// `spec 20`, `spec 20, B.8`, `spec 30, sections 4.3, 5.4 and 6.3`, `spec 41, 6; spec 60, 3 and 4`.
fn reference() -> Regex {
    let first = format!(r"(?:,?{BLANK}(?:sections?|parts?){BLANK}|,{BLANK})({SECTION})");
    let more = format!(r"(?:(?:,|{BLANK}(?:and|to|or)){BLANK}{SECTION})*");
    Regex::new(&format!(r"\b[Ss]pecs?{BLANK}(\d\d)\b(?:{first}({more}))?")).unwrap()
}

/// Chapter and sections of a reference.
fn read(found: &Captures<'_>) -> (String, Vec<String>) {
    let section = Regex::new(SECTION).unwrap();
    let more = found.get(3).map_or("", |it| it.as_str());
    let first = found.get(2).into_iter().map(|it| it.as_str());
    let sections = first.chain(section.find_iter(more).map(|it| it.as_str()));
    (found[1].to_owned(), sections.map(str::to_owned).collect())
}

/// Texts that may refer to a rule.
fn texts() -> Vec<(String, String)> {
    let files = [
        "src", "tests", "benches", "tools", "fuzz", "docs", "testdata", "data",
    ]
    .iter()
    .flat_map(|room| walkdir::WalkDir::new(root().join(room)).sort_by_file_name())
    .map(|entry| entry.unwrap().into_path())
    .filter(|path| {
        let ends = |end: &str| path.extension().is_some_and(|it| it == end);
        let is_read = ["rs", "md", "yaml", "txt"].iter().any(|it| ends(it));
        let holds = |room: &str| path.starts_with(root().join(room));
        is_read && !holds("testdata/cases") && !holds("fuzz/target")
    });
    let named = |path: PathBuf| {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        (
            path.strip_prefix(root()).unwrap().display().to_string(),
            text,
        )
    };
    files.map(named).collect()
}

#[test]
fn every_reference_to_a_rule_leads_to_a_heading() {
    let (reference, chapters) = (reference(), chapters());
    let (mut count, mut dangling) = (0, Vec::new());
    for (name, text) in texts() {
        for found in reference.captures_iter(&text) {
            count += 1;
            let (number, sections) = read(&found);
            let whole = found[0].split_whitespace().collect::<Vec<_>>().join(" ");
            let line = text[..found.get(0).unwrap().start()].matches('\n').count() + 1;
            let missing = match chapters.get(&number) {
                None => Some("no such chapter".to_owned()),
                Some(chapter) => sections
                    .iter()
                    .find(|section| !chapter.has(section))
                    .map(|section| format!("chapter {number} has no {section}")),
            };
            dangling.extend(missing.map(|why| format!("{name}:{line}: {whole}: {why}")));
        }
    }
    assert!(count > 220, "only {count} references were found");
    assert!(dangling.is_empty(), "{}", dangling.join("\n"));
}

#[test]
fn references_are_read_in_all_their_forms() {
    let reference = reference();
    for (text, chapter, sections) in [
        ("(spec 20, B.8; KIC: `x.go`)", "20", &["B.8"][..]),
        ("(spec 30, 4.3: `R`)", "30", &["4.3"]),
        ("spec 50 section 1.5\"", "50", &["1.5"]),
        (
            "spec 30, sections 4.3, 5.4 and 6.3.",
            "30",
            &["4.3", "5.4", "6.3"],
        ),
        ("(spec 20, A.6\n    /// to A.8)", "20", &["A.6", "A.8"]),
        ("(spec 20,\n//! D.2)", "20", &["D.2"]),
        ("(spec 20, part A)", "20", &["A"]),
        ("(spec 10, 9.5a)", "10", &["9.5a"]),
        ("spec 87, and its table", "87", &[]),
        ("(spec 40, PROTO)", "40", &[]),
    ] {
        let found = reference.captures(text).unwrap();
        let expected = (
            chapter.to_owned(),
            sections.iter().map(|&it| it.to_owned()).collect(),
        );
        assert_eq!(read(&found), expected, "{text}");
    }
}

/// Chapters refer to each other in short: `45 section 5`, `chapter 43`.
#[test]
fn every_reference_between_chapters_leads_to_a_heading() {
    let short = Regex::new(&format!(
        r"\b(\d\d) sections? ({SECTION})|\bchapter (\d\d)\b"
    ))
    .unwrap();
    let chapters = chapters();
    let (mut count, mut dangling) = (0, Vec::new());
    for chapter in chapters.values() {
        for found in short.captures_iter(&chapter.text) {
            count += 1;
            let number = found.get(1).or(found.get(3)).unwrap().as_str();
            let section = found.get(2).map(|it| it.as_str());
            let leads = chapters
                .get(number)
                .is_some_and(|it| section.is_none_or(|section| it.has(section)));
            if !leads {
                dangling.push(format!("{}: {}", chapter.name, &found[0]));
            }
        }
    }
    assert!(count > 20, "only {count}");
    assert!(dangling.is_empty(), "{}", dangling.join("\n"));
}

#[test]
fn every_section_has_its_number_as_an_anchor() {
    let missing: Vec<String> = chapters()
        .values()
        .flat_map(|chapter| {
            let bare = chapter.sections.iter().filter(|section| {
                let anchor = format!("<a id=\"{}\"></a>", section.to_lowercase());
                chapter.text.matches(&anchor).count() != 1
            });
            bare.map(|section| format!("{}: {section}", chapter.name))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_index_lists_every_chapter() {
    let index = std::fs::read_to_string(root().join("docs/kic/README.md")).unwrap();
    for Chapter {
        name,
        title,
        number,
        ..
    } in chapters().values()
    {
        let row = format!("| [{number}]({name}) | {title} |");
        assert!(index.contains(&row), "{row}");
    }
}

/// Folders that hold cases, and areas that are archives.
fn cases() -> BTreeMap<String, String> {
    let mut cases = BTreeMap::new();
    let folders = |below: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(below).unwrap();
        entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect()
    };
    let testdata = root().join("testdata");
    let areas = folders(&testdata.join("cases"));
    for area in areas
        .iter()
        .chain(&["builtin", "foreign-annotations"].map(|it| testdata.join(it)))
    {
        for case in folders(area) {
            let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
            cases.insert(name(&case), name(area));
        }
    }
    for area in archive::areas() {
        for (path, _) in archive::files(&area) {
            let mut parts = path.split('/').map(str::to_owned);
            let (area, case) = (parts.next().unwrap(), parts.next().unwrap());
            cases.insert(case, area);
        }
    }
    cases
}

#[test]
fn every_case_that_a_chapter_names_is_in_the_repository_or_said_not_to_be() {
    let cases = cases();
    let not_kept = std::fs::read_to_string(root().join("docs/kic/cases-not-kept.txt")).unwrap();
    let not_kept: Vec<&str> = not_kept.lines().collect();
    let kept: Vec<&&str> = not_kept
        .iter()
        .filter(|case| cases.contains_key(**case))
        .collect();
    assert!(kept.is_empty(), "in the repository after all: {kept:?}");
    assert!(cases.len() > 1_500, "only {}", cases.len());
    let bracket =
        Regex::new(r"\[([a-z0-9]+(?:-[a-z0-9]+)+(?:, [a-z0-9]+(?:-[a-z0-9]+)+)*)\]").unwrap();
    let (mut count, mut missing) = (0, Vec::new());
    for chapter in chapters().values() {
        for found in bracket.captures_iter(&chapter.prose()) {
            for case in found[1].split(", ") {
                count += 1;
                if !cases.contains_key(case)
                    && !not_kept.contains(&case)
                    && !NO_CASES.contains(&case)
                {
                    missing.push(format!("{}: {case}", chapter.name));
                }
            }
        }
    }
    assert!(count > 450, "only {count}");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// What stands in brackets and is no case: a class of characters, a tag.
const NO_CASES: &[&str] = &["0-9", "0-5", "a-z", "managed-by-ingress-controller"];
