//! `render`: print the declarative configuration.

use super::args::{ConfigurationFormat, RenderArgs, Target, WriteArgs};
use super::exit::Exit;
use super::output::{self, Terminal};
use super::{input, problems};
use crate::deck::content::Content;
use crate::deck::{generate, secrets, write};
use crate::escape::gate::Shown;
use crate::pipeline::Extent;
use anyhow::{Result, bail};

/// Run it. What KIC would have sent is printed even when there are errors, but then it does not
/// replace a file. Where nothing was read, or KIC would see nothing, there is nothing to print: an empty configuration, applied,
/// deletes everything.
pub fn run(args: &RenderArgs, terminal: &Terminal) -> Result<Exit> {
    if args.write.secrets_map.is_some() && args.controller.secrets != super::args::SecretsArg::Env {
        bail!(
            "--secrets-map lists the variables of --secrets env\n  example: kic2kong render deploy/ --secrets env --secrets-map secrets.json -o kong.yaml"
        );
    }
    let run = input::convert(&args.input, &args.controller, terminal)?;
    let located = problems::locate(&run.diagnostics, &run.sources, &args.problems)?;
    problems::say(&located, terminal);
    let exit = problems::exit_of_configuration(&located, args.problems.fail_on);
    let is_withheld = match run.extent {
        Extent { objects: 0, .. } => true,
        Extent { seen, .. } => !seen && problems::has_emptiness(&located),
    };
    if !is_withheld && (exit == Exit::Success || output::is_stdout(&args.write.output_file)) {
        let content = generate::into_content(run.state, &run.options);
        if let Some(map) = &args.write.secrets_map {
            let variables = serde_json::to_string_pretty(&secrets::secrets_map(&content))?;
            output::write_result(map, &Shown::json(format!("{variables}\n")))?;
        }
        output::write_result(&args.write.output_file, &text(content, &args.write)?)?;
    }
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
