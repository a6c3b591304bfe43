//! `command` and `args` of a container, as the controllers take them apart: KIC with pflag, Kong Operator with Go's own `flag`
//! (spec 85, 3 and 8).

use super::datum::{Datum, Plain, plain_number};
use super::environment::{Environment, From, Unknown, Written};
use super::spot::Spot;
use super::value::Kind;

/// How a program takes its arguments apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Two dashes; words between flags are subcommands.
    Pflag,
    /// One dash or two; the first word that is no flag ends them.
    Go,
}

/// A flag with a value.
#[derive(Debug, Clone)]
pub(super) struct Flag {
    /// Its name, without dashes.
    pub(super) name: String,
    /// What was written for it.
    pub(super) written: Written,
}

/// Something because of which the program does not start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// A flag that it does not have.
    UnknownFlag {
        /// As it was written, without the value.
        name: String,
        /// Where.
        at: Spot,
    },
    /// A flag without the value that it wants.
    WithoutValue {
        /// Its name.
        name: String,
        /// Where.
        at: Spot,
    },
    /// A word that belongs to no flag.
    Word {
        /// The switch before it, whose value it was meant to be.
        after: Option<String>,
        /// Where.
        at: Spot,
    },
}

/// The arguments of a container.
#[derive(Debug, Clone, Default)]
pub(super) struct Arguments {
    /// Flags in their order.
    pub(super) flags: Vec<Flag>,
    /// What keeps the program from starting.
    pub(super) refused: Vec<Refused>,
    /// A command that is a shell, and arguments with unknown parts.
    pub(super) unknown: Vec<Unknown>,
}

/// A word of the command line.
struct Word {
    text: Result<String, Unknown>,
    at: Spot,
    is_secret: bool,
}

const SHELLS: [&str; 6] = ["sh", "bash", "ash", "dash", "zsh", "busybox"];

/// Take the arguments of a container apart. `takes` tells what a flag takes, if there is such a flag.
pub(super) fn of_container(
    container: &Datum,
    environment: &Environment,
    style: Style,
    takes: &dyn Fn(&str) -> Option<Kind>,
) -> Arguments {
    let command = container.items_of("command");
    let program = command.first().and_then(Datum::text).unwrap_or_default();
    if SHELLS.contains(&program.rsplit('/').next().unwrap_or_default()) {
        let at = container.get("command").map_or(container.at, |it| it.at);
        let what = "what the shell script in `command` makes of the arguments".to_owned();
        return Arguments {
            unknown: vec![Unknown { at, what }],
            ..Arguments::default()
        };
    }
    let items = command.iter().skip(1).chain(container.items_of("args"));
    of_items(items, environment, style, takes)
}

/// Take items apart.
pub(super) fn of_items<'d>(
    items: impl Iterator<Item = &'d Datum>,
    environment: &Environment,
    style: Style,
    takes: &dyn Fn(&str) -> Option<Kind>,
) -> Arguments {
    let words = items.map(|item| {
        let text = match &item.value {
            Plain::Text(text) => text.clone(),
            Plain::Bool(value) => value.to_string(),
            Plain::Number(number) => plain_number(*number),
            Plain::Null | Plain::List(_) | Plain::Map(_) => String::new(),
        };
        let (text, is_secret) = environment.expand(&text);
        Word {
            text,
            at: item.at,
            is_secret,
        }
    });
    let mut parser = Parser {
        words: words.collect::<Vec<_>>().into_iter().peekable(),
        style,
        takes,
        out: Arguments::default(),
    };
    parser.run();
    parser.out
}

struct Parser<'p> {
    words: std::iter::Peekable<std::vec::IntoIter<Word>>,
    style: Style,
    takes: &'p dyn Fn(&str) -> Option<Kind>,
    out: Arguments,
}

impl Parser<'_> {
    fn run(&mut self) {
        // The switch that stands right before, without a value.
        let mut switch = None;
        let mut is_over = false;
        while let Some(word) = self.words.next() {
            let before = switch.take();
            let text = match &word.text {
                Ok(text) => text.clone(),
                Err(unknown) => {
                    self.out.unknown.push(unknown.clone());
                    continue;
                }
            };
            let is_flag = text.len() > 1 && text.starts_with('-') && !is_over;
            if text == "--" && !is_over {
                is_over = true;
            } else if !is_flag {
                self.out.refused.push(Refused::Word {
                    after: before,
                    at: word.at,
                });
                // Go's own package looks at nothing behind it.
                if self.style == Style::Go {
                    return;
                }
            } else {
                switch = self.flag(&text, &word);
            }
        }
    }

    /// A flag; the answer is its name when it is a switch without a value.
    fn flag(&mut self, text: &str, word: &Word) -> Option<String> {
        let body = text.trim_start_matches('-');
        let dashes = text.len() - body.len();
        let (name, value) = match body.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (body, None),
        };
        let is_spelt = dashes == 2 || dashes == 1 && self.style == Style::Go;
        let kind = (self.takes)(name).filter(|_| is_spelt);
        if ["help", "h"].contains(&name) {
            return None;
        }
        let Some(kind) = kind else {
            let name = format!("{}{name}", "-".repeat(dashes));
            self.out
                .refused
                .push(Refused::UnknownFlag { name, at: word.at });
            // What follows may be its value.
            if value.is_none() && self.has_value_next() {
                self.words.next();
            }
            return None;
        };
        let push = |parser: &mut Self, text, at, is_secret| {
            parser.out.flags.push(Flag {
                name: name.to_owned(),
                written: Written {
                    label: format!("--{name}"),
                    text,
                    from: From::At(at),
                    key: word.at,
                    is_secret,
                    odd: None,
                },
            });
        };
        match (value, kind) {
            (Some(value), _) => push(self, Ok(value.to_owned()), word.at, word.is_secret),
            (None, Kind::Bool) => {
                push(self, Ok("true".to_owned()), word.at, false);
                return Some(name.to_owned());
            }
            (None, _) => {
                if let Some(next) = self.words.next() {
                    push(self, next.text, next.at, next.is_secret);
                } else {
                    let name = name.to_owned();
                    let refused = Refused::WithoutValue { name, at: word.at };
                    self.out.refused.push(refused);
                }
            }
        }
        None
    }

    fn has_value_next(&mut self) -> bool {
        let next = self.words.peek();
        next.is_some_and(|word| !word.text.as_ref().is_ok_and(|text| text.starts_with('-')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str], style: Style) -> (Vec<String>, usize) {
        let items: Vec<Datum> = words
            .iter()
            .map(|word| Datum::text_at(*word, Spot::default()))
            .collect();
        let takes = |name: &str| match name {
            "on" => Some(Kind::Bool),
            "text" => Some(Kind::Text),
            _ => None,
        };
        let out = of_items(items.iter(), &Environment::default(), style, &takes);
        let flags = out.flags.iter();
        let flags = flags.map(|flag| {
            format!(
                "{}={}",
                flag.name,
                flag.written.text.clone().unwrap_or_default()
            )
        });
        (flags.collect(), out.refused.len())
    }

    #[test]
    fn a_value_is_the_next_word_but_for_switches() {
        let flags = |words: &[&str]| parsed(words, Style::Pflag);
        assert_eq!(
            flags(&["--text", "a", "--text=b", "--on"]),
            (vec!["text=a".into(), "text=b".into(), "on=true".into()], 0)
        );
        assert_eq!(flags(&["--on", "false"]), (vec!["on=true".into()], 1));
        assert_eq!(flags(&["-text=a"]), (vec![], 1));
        assert_eq!(flags(&["--none", "x", "--text"]), (vec![], 2));
    }

    #[test]
    fn go_takes_one_dash_and_stops_at_a_word() {
        let flags = |words: &[&str]| parsed(words, Style::Go);
        assert_eq!(
            flags(&["-text=a", "--on", "x", "-text=b"]),
            (vec!["text=a".into(), "on=true".into()], 1)
        );
    }
}
