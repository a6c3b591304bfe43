//! What is generated from the definition of the command line: shell completions, man pages, and the
//! completion that kubectl asks its plugins for.

use super::args::{self, CompletionsArgs, GenerateArgs, ManArgs};
use super::exit::Exit;
use super::output;
use crate::escape::gate::Shown;
use crate::escape::line::{self, clean};
use anyhow::{Context, Result, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command, ValueEnum};
use clap_complete::Shell;
use std::path::Path;

/// `completions SHELL`.
pub fn completions(args: &CompletionsArgs) -> Result<Exit> {
    output::to_stdout(&Shown::plain(completion(args.shell)?))?;
    Ok(Exit::Success)
}

fn completion(shell: Shell) -> Result<String> {
    let mut command = shown(&args::command());
    if shell == Shell::Fish {
        command = command.mut_subcommands(|sub| sub.mut_args(without_variables));
    }
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "kic2kong", &mut script);
    String::from_utf8(script).context("completions")
}

/// The command without what is hidden: scripts would show it.
fn shown(root: &Command) -> Command {
    let subcommands: Vec<Command> = root
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .cloned()
        .collect();
    Command::new("kic2kong")
        .version(env!("CARGO_PKG_VERSION"))
        .propagate_version(true)
        .args(root.get_arguments().cloned())
        .subcommands(subcommands)
}

/// fish reads the descriptions of values inside of double quotes, where `$` and `"` mean something.
fn without_variables(arg: Arg) -> Arg {
    let values: Vec<PossibleValue> = arg
        .get_possible_values()
        .into_iter()
        .map(|value| match value.get_help() {
            Some(help) => {
                let help = help.to_string().replace(['$', '"', '\\'], "");
                value.help(help)
            }
            None => value,
        })
        .collect();
    if values.is_empty() || !arg.get_action().takes_values() {
        return arg;
    }
    arg.value_parser(PossibleValuesParser::from(values))
}

/// `man [COMMAND]`.
pub fn man(args: &ManArgs) -> Result<Exit> {
    let wanted = match &args.command {
        None => "kic2kong".to_owned(),
        Some(name) => format!("kic2kong-{name}"),
    };
    let pages = man_pages()?;
    let Some((_, page)) = pages.into_iter().find(|(name, _)| *name == wanted) else {
        bail!(
            "no command has the name `{}`",
            clean(wanted.trim_start_matches("kic2kong-"))
        );
    };
    output::to_stdout(&Shown::plain(page))?;
    Ok(Exit::Success)
}

/// Every man page by name, the tool's own first.
fn man_pages() -> Result<Vec<(String, String)>> {
    let root = args::command();
    let subcommands = root
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
        .map(|sub| {
            // A page stands alone: it shows the options that all commands have.
            let globals = root.get_arguments().filter(|arg| arg.is_global_set());
            sub.clone()
                .args(globals)
                .bin_name(format!("kic2kong {}", sub.get_name()))
                .name(leaked(format!("kic2kong-{}", sub.get_name())))
        });
    std::iter::once(root.clone())
        .chain(subcommands)
        .map(|command| {
            let name = command.get_name().to_owned();
            let mut page = Vec::new();
            clap_mangen::Man::new(command.disable_help_subcommand(true))
                .render(&mut page)
                .with_context(|| format!("man page {name}"))?;
            Ok((name, String::from_utf8(page).context("man page")?))
        })
        .collect()
}

/// clap wants names that live as long as the process.
fn leaked(text: String) -> &'static str {
    text.leak()
}

/// `generate DIRECTORY` (hidden): write `completions/` and `man/` below a directory.
pub fn generate(args: &GenerateArgs) -> Result<Exit> {
    let completions = args.directory.join("completions");
    let man = args.directory.join("man");
    for directory in [&completions, &man] {
        std::fs::create_dir_all(directory)
            .with_context(|| format!("cannot make {}", line::path(directory)))?;
    }
    for shell in Shell::value_variants() {
        let name = match shell {
            Shell::Bash => "kic2kong.bash",
            Shell::Zsh => "_kic2kong",
            Shell::Fish => "kic2kong.fish",
            Shell::PowerShell => "_kic2kong.ps1",
            _ => "kic2kong.elv",
        };
        output::replace_file(&completions.join(name), completion(*shell)?.as_bytes())?;
    }
    for (name, page) in man_pages()? {
        output::replace_file(
            &man.join(Path::new(&name).with_extension("1")),
            page.as_bytes(),
        )?;
    }
    Ok(Exit::Success)
}

/// `__complete WORD...` (hidden): the last word completed, in the form that kubectl asks for: one
/// candidate a line, then `:4` (nothing else fits) or `:0` (files do).
pub fn complete(words: &[String]) -> Result<Exit> {
    let (before, last) = match words.split_last() {
        Some((last, before)) => (before, last.as_str()),
        None => (&[][..], ""),
    };
    let root = args::command();
    let subcommand = before.iter().find_map(|word| root.find_subcommand(word));
    let (candidates, directive) = candidates(&root, subcommand, before.last(), last);
    let mut out: String = candidates
        .iter()
        .filter(|candidate| candidate.starts_with(last))
        .map(|candidate| format!("{candidate}\n"))
        .collect();
    out.push_str(directive);
    output::to_stdout(&Shown::plain(out))?;
    Ok(Exit::Success)
}

fn candidates(
    root: &Command,
    subcommand: Option<&Command>,
    previous: Option<&String>,
    last: &str,
) -> (Vec<String>, &'static str) {
    let options = || {
        subcommand
            .into_iter()
            .flat_map(Command::get_arguments)
            .chain(root.get_arguments())
    };
    let asked = previous
        .and_then(|word| word.strip_prefix("--"))
        .and_then(|name| options().find(|arg| arg.get_long() == Some(name)));
    if let Some(arg) = asked.filter(|arg| arg.get_action().takes_values()) {
        let values: Vec<String> = arg
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        let directive = if values.is_empty() { ":0\n" } else { ":4\n" };
        return (values, directive);
    }
    if last.starts_with('-') {
        let names = options()
            .filter_map(|arg| arg.get_long())
            .map(|name| format!("--{name}"))
            .collect();
        return (names, ":4\n");
    }
    if subcommand.is_some() {
        return (Vec::new(), ":0\n");
    }
    let names = root
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(|sub| sub.get_name().to_owned())
        .collect();
    (names, ":4\n")
}
