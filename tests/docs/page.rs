//! The pages of the documentation, taken apart.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A page.
pub(super) struct Page {
    pub(super) path: PathBuf,
    /// Path from the top of the repository.
    pub(super) name: String,
    pub(super) blocks: Vec<Block>,
    /// What stands outside of fenced blocks.
    pub(super) prose: String,
}

/// A fenced block.
pub(super) struct Block {
    /// Line of the fence, from 1.
    pub(super) line: usize,
    pub(super) language: String,
    pub(super) text: String,
    /// Why the block is not run.
    pub(super) not_run: Option<String>,
}

/// Something to type, and what the page shows of it.
pub(super) struct Command {
    pub(super) script: String,
    /// Nothing in an `sh` block, whose outputs do not matter.
    pub(super) shown: Option<String>,
}

/// The top of the repository.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page, in order.
pub(super) fn pages() -> Vec<Page> {
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(root().join("docs"))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .chain(
            ["README.md", "SECURITY.md", "CHANGELOG.md", "fuzz/README.md"]
                .map(|name| root().join(name)),
        )
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| !is_chapter(path))
        .collect();
    paths.sort();
    assert!(paths.len() > 10);
    paths.into_iter().map(page).collect()
}

/// A chapter of `docs/kic` tells of other programs and their options; `tests/law` reads it.
fn is_chapter(path: &Path) -> bool {
    path.starts_with(root().join("docs/kic")) && !path.ends_with("README.md")
}

fn page(path: PathBuf) -> Page {
    let name = path.strip_prefix(root()).unwrap().display().to_string();
    let text = std::fs::read_to_string(&path).unwrap();
    let mut page = Page {
        path,
        name,
        blocks: Vec::new(),
        prose: String::new(),
    };
    let mut not_run = None;
    let mut lines = text.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let bare = line.trim_start();
        let Some(language) = bare.strip_prefix("```") else {
            if let Some(why) = bare.strip_prefix("<!-- not run: ") {
                not_run = Some(why.trim_end_matches("-->").trim().to_owned());
            } else if !bare.is_empty() {
                not_run = None;
            }
            page.prose.push_str(line);
            page.prose.push('\n');
            continue;
        };
        // Blocks in lists are indented.
        let margin = line.len() - bare.len();
        let inside = lines.by_ref().take_while(|(line, _)| line.trim() != "```");
        let text = inside
            .map(|(line, _)| format!("{}\n", line.get(margin..).unwrap_or_default()))
            .collect();
        page.blocks.push(Block {
            line: number,
            language: language.trim().to_owned(),
            text,
            not_run: not_run.take(),
        });
    }
    page
}

impl Block {
    /// What the block says to type: an `sh` block as a whole, a `console` block prompt by prompt.
    pub(super) fn commands(&self) -> Vec<Command> {
        match self.language.as_str() {
            "sh" => vec![Command {
                script: self.text.clone(),
                shown: None,
            }],
            "console" => {
                let prompts = self.text.split("$ ").next().unwrap_or_default();
                assert!(prompts.is_empty(), "line {}: no prompt", self.line);
                let entries = format!("\n{}", self.text);
                entries.split("\n$ ").skip(1).map(command).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A line that ends in a backslash goes on; the rest is output.
fn command(entry: &str) -> Command {
    let lines: Vec<&str> = entry.lines().collect();
    let typed = 1 + lines.iter().take_while(|line| line.ends_with('\\')).count();
    let (script, shown) = lines.split_at(typed.min(lines.len()));
    Command {
        script: script.join("\n"),
        shown: Some(shown.iter().map(|line| format!("{line}\n")).collect()),
    }
}

/// Whether an output is what the page shows, blanks at the ends of lines and of the output aside.
pub(super) fn matches(shown: &str, printed: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        text.trim_end()
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    };
    matches_lines(&lines(shown), &lines(printed))
}

fn matches_lines(shown: &[String], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == "..." => {
            (0..=printed.len()).any(|skipped| matches_lines(rest, &printed[skipped..]))
        }
        Some((first, rest)) => printed
            .split_first()
            .is_some_and(|(line, others)| first == line && matches_lines(rest, others)),
    }
}

/// The anchors that GitHub gives to headings.
pub(super) fn anchors(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.strip_prefix('#'))
        .map(|heading| {
            let heading = heading.trim_start_matches('#').trim().to_lowercase();
            heading
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

#[test]
fn three_dots_stand_for_any_lines_and_nothing_else_does() {
    assert!(matches("a\n...\nc\n", "a\nb\nb\nc\n\n"));
    assert!(matches("...\n", ""));
    assert!(!matches("a\n...\nc\n", "a\nb\n"));
    assert!(!matches("", "a\n"));
}

#[test]
fn a_console_block_is_read_prompt_by_prompt() {
    let block = Block {
        line: 1,
        language: "console".to_owned(),
        text: "$ echo a \\\n  b\na b\n$ true\n".to_owned(),
        not_run: None,
    };
    let commands = block.commands();
    assert_eq!(commands[0].script, "echo a \\\n  b");
    assert_eq!(commands[0].shown.as_deref(), Some("a b\n"));
    assert_eq!(commands[1].shown.as_deref(), Some(""));
}
