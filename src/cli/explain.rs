//! `explain`: what a problem code means, an example, how to fix it.

use super::args::ExplainArgs;
use super::exit::Exit;
use super::{output, suggest};
use crate::controller::Controller;
use crate::diag::Code;
use crate::diag::code::{self, CATALOGUE};
use crate::escape::gate::Shown;
use crate::escape::line::clean;
use anyhow::{Result, bail};
use std::fmt::Write;

/// Run it.
pub fn run(args: &ExplainArgs) -> Result<Exit> {
    let controller = &args.controller.controller;
    let text = match &args.code {
        None => list(controller),
        Some(id) => match code::find(id) {
            Some(code) => explanation(code, controller),
            None => bail!("{}", unknown_code(id)),
        },
    };
    output::to_stdout(&Shown::plain(text))?;
    Ok(Exit::Success)
}

/// Says that no code is called so, and which one may be meant.
pub fn unknown_code(id: &str) -> String {
    format!(
        "no problem has the code `{}`{}\n  hint: `kic2kong explain` lists all codes",
        clean(id),
        suggest::did_you_mean(id, codes().map(|code| code.id))
    )
}

fn codes() -> impl Iterator<Item = &'static Code> {
    CATALOGUE.iter().flat_map(|family| family.iter().copied())
}

fn list(controller: &Controller) -> String {
    let mut all: Vec<&Code> = codes().collect();
    all.sort_by_key(|code| code.id);
    let width = all.iter().map(|code| code.id.len()).max().unwrap_or(0);
    all.iter().fold(String::new(), |mut out, code| {
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{:width$}  {:7}  {}",
            code.id,
            code.severity.as_str(),
            controller.speak(code.summary)
        );
        out
    })
}

fn explanation(code: &Code, controller: &Controller) -> String {
    let indented = |text: &str| {
        text.trim_end()
            .lines()
            .map(|line| format!("    {line}\n"))
            .collect::<String>()
    };
    format!(
        "{} ({})\n{}\n\n{}\n\nInstead of:\n\n{}\nwrite:\n\n{}\nReference: {}\n",
        code.id,
        code.severity,
        controller.speak(code.summary),
        controller.speak(code.explanation.trim()),
        indented(code.before),
        indented(code.after),
        code.reference
    )
}
