//! `render`: print the declarative configuration.

use super::args::{Command, ConfigurationFormat, RenderArgs, Target, WriteArgs};
use super::environment::Environment;
use super::environment::output::own_path;
use super::exit::Exit;
use super::input::Run;
use super::instance::{Instance, Of};
use super::output::{self, Terminal};
use super::silence::{self, Unused};
use super::{fallback, input, instance, problems, summary};
use crate::deck::content::Content;
use crate::deck::{dbless, generate, secrets, write};
use crate::escape::gate::Shown;
use crate::escape::line::clean;
use crate::options::Options;
use crate::pipeline::Extent;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Run it. What KIC would have sent is printed even when there are errors, but then it does not
/// replace a file. Where nothing was read, or KIC would see nothing, there is nothing to print: an empty configuration, applied,
/// deletes everything. Of several environments each has files of its own, and all are written or none.
pub fn run(args: &RenderArgs, environments: &[Environment], terminal: &Terminal) -> Result<Exit> {
    if args.write.secrets_map.is_some() && args.controller.secrets != super::args::SecretsArg::Env {
        bail!(
            "--secrets-map lists the variables of --secrets env\n  example: kic2kong render deploy/ --secrets env --secrets-map secrets.json -o kong.yaml"
        );
    }
    let mut files = Vec::new();
    let mut exit = Exit::Success;
    // Of several environments each ends under its name.
    let mut closing = String::new();
    for environment in environments {
        let Command::Render(own) = &environment.arguments.command else {
            continue;
        };
        let name = || environment.name.as_deref().map(clean).unwrap_or_default();
        let own = (own, environment);
        let rendered = one(own, &mut files, terminal);
        let (own_exit, line) = match environment.name {
            Some(_) => rendered.with_context(name)?,
            None => rendered?,
        };
        exit = exit.worse(own_exit);
        if environment.name.is_some() {
            terminal.say(line);
        } else {
            closing = line;
        }
    }
    let are_named = environments
        .iter()
        .any(|environment| environment.name.is_some())
        || args
            .write
            .output_file
            .to_string_lossy()
            .contains(instance::PLACEHOLDER);
    match (are_named, exit) {
        (true, Exit::Success) => output::write_all(&files)?,
        (true, _) => terminal.say("no file was written, because of the errors\n"),
        (false, _) => {
            for (path, shown) in &files {
                output::write_result(path, shown)?;
            }
        }
    }
    terminal.say(closing);
    Ok(exit)
}

/// Render an environment, each of its instances where the path of the output asks for them. Its files are added, and not yet
/// written. With what was read, made and left out.
fn one(
    (args, environment): (&RenderArgs, &Environment),
    files: &mut Vec<(PathBuf, Shown)>,
    terminal: &Terminal,
) -> Result<(Exit, String)> {
    input::must_be_given(&args.input)?;
    let texts = input::read_work(&args.input)?;
    let asked = (&args.input, &args.controller);
    let text = args.write.output_file.to_string_lossy();
    if !text.contains(instance::PLACEHOLDER) {
        let run = input::converted(texts, asked, terminal)?;
        return written((args, environment), (run, None), files, terminal);
    }
    let instances = instance::listed(&texts, asked)?;
    let instances = instances.with_files(
        "render deploy/ --controller kong-operator-2.3 -o 'out/{control_plane}.yaml'",
    )?;
    let mut exit = Exit::Success;
    let mut closing = String::new();
    for instance in instances {
        let run = instance::one(texts.clone(), asked, &instance, terminal)?;
        let own = (run, Some(&instance));
        let (own_exit, line) = written((args, environment), own, files, terminal)?;
        exit = exit.worse(own_exit);
        closing.push_str(&line);
    }
    Ok((exit, closing))
}

/// What one instance gets, or all of them together.
fn written(
    (args, environment): (&RenderArgs, &Environment),
    (mut run, instance): (Run, Option<&Instance>),
    files: &mut Vec<(PathBuf, Shown)>,
    terminal: &Terminal,
) -> Result<(Exit, String)> {
    let own = |path: &Path, option: &str, example: &str| {
        own_path(path, environment, option, example).map(|path| instance::own_path(path, instance))
    };
    let path = own(
        &args.write.output_file,
        "-o",
        "render --each 'clusters/*' -o 'out/{environment}.yaml'",
    )?;
    if args.fallback.fallback {
        run.must_be_complete()?;
        let fallen = fallback::of(&mut run, &args.fallback, &args.input)?;
        if let Some(report) = &args.fallback_report {
            let example = "render --each 'clusters/*' --fallback --fallback-report 'out/{environment}.json' -o 'out/{environment}.yaml'";
            let report = own(report, "--fallback-report", example)?;
            files.push((report, fallback::written(&fallen)));
        }
        terminal.say(fallback::headline(&fallen.plan));
        run.falls_back_to(fallen.conversion);
    }
    if !args.problems.no_ignores {
        silence::apply(&mut run, Unused::Untold);
    }
    let located = problems::locate(&run.diagnostics, run.texts(), &args.problems)?;
    let heading = instance::heading(environment, Of::maybe(instance));
    problems::say_under(heading, &located, terminal);
    run.must_be_complete()?;
    let closing = summary::closing(&run, terminal);
    let exit = problems::exit_of_configuration(&located, args.problems.fail_on);
    let is_withheld = match run.extent {
        Extent { objects: 0, .. } => true,
        Extent { seen, .. } => !seen && problems::has_emptiness(&located),
    };
    if !is_withheld && (exit == Exit::Success || output::is_stdout(&args.write.output_file)) {
        let content = generate::generate(run.state, &run.options);
        // What is refused is refused before anything is written.
        if let Some(map) = &args.write.secrets_map {
            let example = "render --each 'clusters/*' --secrets env --secrets-map 'out/{environment}.json' -o 'out/{environment}.yaml'";
            let map = own(map, "--secrets-map", example)?;
            files.push((map, secrets_map(&content)?));
        }
        let is_placeholder_said = args.fallback.fallback && content.is_empty();
        let content = for_target(content, &args.write);
        let content = if is_placeholder_said && args.write.target == Target::Dbless {
            terminal.say("the fallback is empty; without a database the controller adds the upstream `kong` on the way, so that the gateway counts as ready\n");
            content.without_placeholder()
        } else {
            content
        };
        files.push((path, text(content, &run.options, &args.write)?));
    }
    Ok((exit, closing))
}

/// Which variable stands for which key of which Secret.
fn secrets_map(content: &Content) -> Result<Shown> {
    let variables = serde_json::to_string_pretty(&secrets::secrets_map(content))?;
    Ok(Shown::json(format!("{variables}\n")))
}

/// The configuration in the form that its reader takes.
fn for_target(content: Content, args: &WriteArgs) -> Content {
    match args.target {
        Target::Deck => content.with_select_tags(args.select_tag.clone()),
        Target::Dbless => content.into_dbless(),
    }
}

/// The text of the file.
fn text(mut content: Content, options: &Options, args: &WriteArgs) -> Result<Shown> {
    if args.target == Target::Dbless {
        dbless::as_sent_by(&options.controller, &mut content);
    }
    let text = match args.format {
        ConfigurationFormat::Yaml => output::yaml(write::yaml(&content)),
        ConfigurationFormat::Json => Ok(Shown::json(write::json(&content))),
    };
    // The process is about to end: to take a large tree apart piece by piece would be work for nothing.
    std::mem::forget(content);
    text
}
