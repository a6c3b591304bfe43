//! Two configurations with a line `=====` between them (without it, one and itself): the difference must show in every
//! format, the one for a pull request within its limit, and nothing may differ from itself.
#![no_main]

use kic2kong::inner::deck::content::Content;
use kic2kong::inner::deck::read::{self, Template};
use kic2kong::inner::diag::render::text::Style;
use kic2kong::inner::diff::render::{Detail, json, markdown, text, unified};
use kic2kong::inner::diff::{Settings, diff};
use kic2kong::inner::manifest::source::Source;
use kic2kong::inner::secrecy::fingerprint::Key;
use libfuzzer_sys::fuzz_target;

/// The longest comment that GitHub takes is 65,536 characters.
const LONGEST_COMMENT: usize = 65_000;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (old, new) = text.split_once("\n=====\n").unwrap_or((&text, &text));
    let (Some(old), Some(new)) = (configuration(old), configuration(new)) else {
        return;
    };
    for (old, new) in [(&old, &new), (&new, &old)] {
        for settings in [Settings::default(), every_switch()] {
            let difference = diff(old, new, &settings);
            let _ = text::render(&difference, Style::Plain, Detail::Changes);
            let _ = text::render(&difference, Style::Colored, Detail::Full);
            let _ = unified::render(&difference);
            let _ = json::render(&difference, None);
            let comment = markdown::render(&difference, &[]);
            assert!(comment.chars().count() <= LONGEST_COMMENT, "a comment too long");
        }
        let none = diff(old, old, &Settings::default());
        assert!(none.changes.is_empty(), "differs from itself: {:?}", none.changes);
    }
});

fn every_switch() -> Settings {
    Settings {
        key: Key::default(),
        ids: true,
        ignore_unknown: true,
        old_is_dump: true,
        show_secrets: true,
        select_tags: vec!["team".to_owned()],
        ..Settings::default()
    }
}

fn configuration(text: &str) -> Option<Content> {
    let source = Source {
        path: "kong.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    };
    read::read(0, &source, Template::Literal).0
}
