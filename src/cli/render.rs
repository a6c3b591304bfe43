//! `render`: print the declarative configuration.

use super::args::{ConfigurationFormat, RenderArgs, Target, WriteArgs};
use super::exit::Exit;
use super::output::{self, Terminal};
use super::{input, problems};
use crate::deck::{generate, write};
use crate::kong::state::State;
use crate::options::Options;
use anyhow::{Result, bail};

/// Run it. What KIC would have sent is printed even when there are errors, but then it does not
/// replace a file.
pub fn run(args: &RenderArgs, terminal: &Terminal) -> Result<Exit> {
    if args.write.secrets_map.is_some() {
        bail!("--secrets-map is not supported yet");
    }
    let run = input::convert(&args.input, &args.controller, terminal)?;
    let located = problems::locate(&run.diagnostics, &run.sources, &args.problems)?;
    problems::say(&located, &run.sources, terminal);
    let exit = problems::exit(&located, args.problems.fail_on);
    if exit == Exit::Success || output::is_stdout(&args.write.output_file) {
        output::write_result(
            &args.write.output_file,
            configuration(&run.state, &run.options, &args.write).as_bytes(),
        )?;
    }
    Ok(exit)
}

/// The text of the file.
fn configuration(state: &State, options: &Options, args: &WriteArgs) -> String {
    let content = generate::generate(state, options);
    let content = match args.target {
        Target::Deck => content.with_select_tags(args.select_tag.clone()),
        Target::Dbless => content.into_dbless(),
    };
    match args.format {
        ConfigurationFormat::Yaml => write::yaml(&content),
        ConfigurationFormat::Json => write::json(&content),
    }
}
