//! To forge what a terminal, a CI system or a comment shows: hostile text in every field, word and file name, every command and
//! format, and what may not come out of it.

mod comment;
mod fields;
mod files;
mod words;

use regex::Regex;
use std::sync::LazyLock;

/// What a hostile author writes where text is free; each has `evil` in it.
const HOSTILE: [&str; 9] = [
    "x\n::error file=a,line=1::evil\n\u{a0}::add-mask::evil",
    "\u{1b}[31mevil\u{9b}2J\u{202e}\u{2028}##[error]evil\r::evil ##vso[evil]",
    "</script></details>]]><!-- `evil` | @evil #1 [evil](javascript:evil) ~~~ ![evil](https://evil.example) www.evil.example",
    "::error::evil",
    "/evil ::error::evil ##[evil yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy ::evil",
    "evil@evil.example",
    "%0A::evil &#10; &#8238; \\N \"evil\" #quot; %%{init}%% <b>evil",
    "javascript:evil",
    "x\n\n# evil\n\n/close\n~evil %evil !1 &evil $evil$ :evil: `evil\n  hint: evil",
];

/// A document as a manifest can hold it: YAML allows no control character but as an escape.
fn written(document: &serde_json::Value) -> String {
    kic2kong::inner::escape::json::harmless(&document.to_string())
}

/// What reads an output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reader {
    /// People, through a terminal, a log or a file.
    People,
    /// The same, with colours.
    Colored,
    /// Programs that take JSON.
    Json,
    /// Programs that take JUnit's XML.
    Xml,
    /// GitHub's runner, which is meant to obey commands of ours.
    Runner,
}

/// The fault of an output, if it has one.
fn fault(output: &str, reader: Reader) -> Option<String> {
    static DANGEROUS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{ad}\x{61c}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{feff}\x{e0000}-\x{e0fff}]").unwrap()
    });
    static OLDER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"##[A-Za-z0-9]*\[").unwrap());
    static COLOR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\x1b\[[0-9;]*m").unwrap());
    static OURS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("^::(error|warning|notice) ([a-z]+=[^:,]*,?)+::").unwrap());
    let text = match reader {
        Reader::Colored => COLOR.replace_all(output, ""),
        _ => output.into(),
    };
    if let Some(found) = DANGEROUS.find(&text) {
        let around: String = text[..found.end()].chars().rev().take(60).collect();
        return Some(format!(
            "{:?} behind {:?}",
            found.as_str(),
            around.chars().rev().collect::<String>()
        ));
    }
    if reader == Reader::Json {
        return serde_json::from_str::<serde_json::Value>(&text)
            .err()
            .map(|error| format!("no JSON: {error}"))
            .or_else(|| OLDER.find(&text).map(|found| found.as_str().to_owned()));
    }
    text.lines()
        .find(|line| {
            let is_command = line.trim_start().starts_with("::");
            OLDER.is_match(line)
                || (is_command && !(reader == Reader::Runner && OURS.is_match(line)))
        })
        .map(|line| format!("the line {line:?}"))
}

#[test]
fn the_judge_sees_what_it_looks_for() {
    for (text, reader) in [
        ("a\n\u{a0}::error::x", Reader::People),
        ("a ##[x]", Reader::People),
        ("##vso[x]", Reader::People),
        ("\u{1b}[1m", Reader::People),
        ("\u{1b}[2J", Reader::Colored),
        ("\u{1b}[1m::x", Reader::Colored),
        ("\"\u{202e}\"", Reader::Json),
        ("::add-mask::x", Reader::Runner),
        (" ::error title=a::x", Reader::Runner),
        ("<a>\n::x</a>", Reader::Xml),
    ] {
        assert!(fault(text, reader).is_some(), "{text:?}");
    }
    assert_eq!(fault("a::b\n- ::c\n\t#[d] ✏️", Reader::People), None);
    assert_eq!(fault("::error file=a,title=b::c", Reader::Runner), None);
}
