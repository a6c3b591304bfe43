//! `render`: print the declarative configuration.

use super::args::{ConfigurationFormat, RenderArgs, Target, WriteArgs};
use super::exit::Exit;
use super::output::{self, Terminal};
use super::silence::{self, Unused};
use super::{input, problems, summary};
use crate::deck::content::Content;
use crate::deck::{generate, secrets, write};
use crate::escape::gate::Shown;
use anyhow::{Result, bail};

/// Run it. What KIC would have sent is printed even when there are errors, but then it does not
/// replace a file.
pub fn run(args: &RenderArgs, terminal: &Terminal) -> Result<Exit> {
    if args.write.secrets_map.is_some() && args.controller.secrets != super::args::SecretsArg::Env {
        bail!(
            "--secrets-map lists the variables of --secrets env\n  example: kic2kong render deploy/ --secrets env --secrets-map secrets.json -o kong.yaml"
        );
    }
    let mut run = input::convert(&args.input, &args.controller, terminal)?;
    if !args.problems.no_ignores {
        silence::apply(&mut run, Unused::Untold);
    }
    let located = problems::locate(&run.diagnostics, &run.sources, &args.problems)?;
    problems::say(&located, terminal);
    run.must_be_complete()?;
    let closing = summary::closing(&run, terminal);
    let exit = problems::exit(&located, args.problems.fail_on);
    if exit == Exit::Success || output::is_stdout(&args.write.output_file) {
        let content = generate::into_content(run.state, &run.options);
        if let Some(map) = &args.write.secrets_map {
            let variables = serde_json::to_string_pretty(&secrets::secrets_map(&content))?;
            output::write_result(map, &Shown::json(format!("{variables}\n")))?;
        }
        output::write_result(&args.write.output_file, &text(content, &args.write)?)?;
    }
    terminal.say(closing);
    Ok(exit)
}

/// The text of the file.
fn text(content: Content, args: &WriteArgs) -> Result<Shown> {
    let content = match args.target {
        Target::Deck => content.with_select_tags(args.select_tag.clone()),
        Target::Dbless => content.into_dbless(),
    };
    let text = match args.format {
        ConfigurationFormat::Yaml => output::yaml(write::yaml(&content)),
        ConfigurationFormat::Json => Ok(Shown::json(write::json(&content))),
    };
    // The process is about to end: to take a large tree apart piece by piece would be work for nothing.
    std::mem::forget(content);
    text
}
