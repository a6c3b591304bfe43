//! The chapters of `docs/kic`, taken apart.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A chapter.
pub(super) struct Chapter {
    /// The name of its file.
    pub(super) name: String,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) text: String,
    /// The numbers of its sections, as headings have them.
    pub(super) sections: BTreeSet<String>,
}

/// The top of the repository.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All of them, by number.
pub(super) fn chapters() -> BTreeMap<String, Chapter> {
    let entries = std::fs::read_dir(root().join("docs/kic")).unwrap();
    let chapters: BTreeMap<String, Chapter> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension().is_some_and(|it| it == "md") && !path.ends_with("README.md")
        })
        .map(|path| {
            let chapter = chapter(&path);
            (chapter.number.clone(), chapter)
        })
        .collect();
    assert!(chapters.len() > 15, "only {}", chapters.len());
    chapters
}

fn chapter(path: &Path) -> Chapter {
    let text = std::fs::read_to_string(path).unwrap();
    let first = text.lines().next().unwrap();
    let (number, title) = first
        .strip_prefix("# ")
        .and_then(|it| it.split_once(' '))
        .unwrap();
    let (number, title) = (number.to_owned(), title.to_owned());
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with(&number), "{name} begins with `{first}`");
    let heading = Regex::new(
        r"^#{1,4} (?:Part )?((?:[A-Z]\.\d+|[A-Z]|S\d+|\d+(?:\.\d+)*[a-z]?)(?:, S\d+)*)(?:[.: ]|$)",
    )
    .unwrap();
    let chapter = Chapter {
        name,
        number,
        title,
        text,
        sections: BTreeSet::new(),
    };
    let sections = chapter
        .prose()
        .lines()
        .skip(1)
        .filter_map(|line| heading.captures(line))
        .flat_map(|found| found[1].split(", ").map(str::to_owned).collect::<Vec<_>>())
        .collect();
    Chapter {
        sections,
        ..chapter
    }
}

impl Chapter {
    /// What stands outside of fenced blocks.
    pub(super) fn prose(&self) -> String {
        let mut is_inside = false;
        let mut prose = String::new();
        for line in self.text.lines() {
            let is_fence = line.trim_start().starts_with("```");
            is_inside ^= is_fence;
            if !is_inside && !is_fence {
                prose.push_str(line);
                prose.push('\n');
            }
        }
        prose
    }

    /// Whether there is a section of that number, or a section with an item of that number in its list: `4.6`.
    pub(super) fn has(&self, section: &str) -> bool {
        if self.sections.contains(section) {
            return true;
        }
        let Some((section, item)) = section.rsplit_once('.') else {
            return false;
        };
        let anchor = format!("<a id=\"{}\"></a>", section.to_lowercase());
        let Some((_, body)) = self.text.split_once(&anchor) else {
            return false;
        };
        let body = body.split("<a id=").next().unwrap_or_default();
        body.lines()
            .any(|line| line.trim_start().starts_with(&format!("{item}. ")))
    }
}
