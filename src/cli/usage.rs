//! Help, and what clap says of wrong usage. Its texts repeat the words of the command line, of the environment and of the
//! settings file, which may be hostile.

use super::exit::Exit;
use super::output::{self, Terminal};
use crate::escape::line::clean;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};

/// Print help or a usage error. clap's own status 2 is not ours: 2 means differences.
pub fn explain(error: clap::Error) -> Exit {
    let error = cleaned(error);
    // Nothing can be said about a terminal that cannot be written to.
    if error.use_stderr() {
        Terminal::unconfigured().usage(&error.render());
        Exit::Failure
    } else {
        let _ = output::help_to_stdout(&error.render());
        Exit::Success
    }
}

/// The same error with every word that is not ours on one line.
pub fn cleaned(mut error: clap::Error) -> clap::Error {
    let foreign: Vec<(ContextKind, ContextValue)> = error
        .context()
        // The usage is made of the names of options.
        .filter(|(kind, _)| *kind != ContextKind::Usage)
        .filter_map(|(kind, value)| Some((kind, cleaned_value(value)?)))
        .collect();
    for (kind, value) in foreign {
        error.insert(kind, value);
    }
    error
}

fn cleaned_value(value: &ContextValue) -> Option<ContextValue> {
    let styled = |text: &StyledStr| StyledStr::from(clean(&text.to_string()));
    Some(match value {
        ContextValue::String(text) => ContextValue::String(clean(text)),
        ContextValue::Strings(texts) => {
            ContextValue::Strings(texts.iter().map(|text| clean(text)).collect())
        }
        ContextValue::StyledStr(text) => ContextValue::StyledStr(styled(text)),
        ContextValue::StyledStrs(texts) => {
            ContextValue::StyledStrs(texts.iter().map(styled).collect())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args;

    fn said(words: &[&str]) -> String {
        let error = args::command().try_get_matches_from(words).unwrap_err();
        cleaned(error).to_string()
    }

    #[test]
    fn a_word_cannot_start_a_line_of_its_own() {
        for words in [
            ["kic2kong", "a\n::error::x"].as_slice(),
            &["kic2kong", "--a\n::error::x"],
            &["kic2kong", "check", "--fail-on", "a\n::error::x"],
            &["kic2kong", "check", "--fail-on=a\n::error::x"],
            &["kic2kong", "check", "--feature-gates", "a\n::error::x"],
            &["kic2kong", "check", "--kong-version", "a\n::error::x"],
            &["kic2kong", "check", "--now", "a\n::error::x"],
            &["kic2kong", "route", "--client-ip", "a\n::error::x"],
            &[
                "kic2kong",
                "diff",
                "--against-git",
                "x",
                "--against",
                "y\n::error::x",
            ],
            &["kic2kong", "explain", "a", "b\n::error::x"],
            &["kic2kong", "completions", "a\n::error::x"],
        ] {
            let text = said(words);
            assert!(!text.contains("\n::"), "{words:?}\n{text}");
            assert!(
                text.lines()
                    .all(|line| !line.trim_start().starts_with("::"))
            );
        }
    }

    #[test]
    fn ordinary_words_are_shown_as_they_are() {
        let text = said(&["kic2kong", "check", "--fail-on", "größer"]);
        assert!(
            text.contains("invalid value 'größer' for '--fail-on"),
            "{text}"
        );
    }
}
