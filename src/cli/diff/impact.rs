//! Which requests are answered differently.

use super::sides::{self, Places};
use crate::cli::args::{DiffArgs, DiffFormat, RouterFlavorArg, Target};
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::input::{self, Run};
use crate::cli::instance::{self, Of};
use crate::cli::output::{self, Terminal};
use crate::cli::silence::{self, Unused};
use crate::cli::{gateway, problems, progress, summary};
use crate::deck::content::Content;
use crate::escape::gate::Shown;
use crate::escape::markdown::code;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::options::{Options, RouterFlavor};
use crate::pipeline;
use crate::schema::entities::Release;
use crate::simulate::gateway::Gateway;
use crate::simulate::impact::{self, Impact, Side, render};
use crate::simulate::router::Flavor;
use anyhow::{Result, bail};
use serde_json::Value;
use std::mem;

/// The impact, when it is wanted. In Markdown it is unless it is switched off.
pub(super) fn between(
    args: &DiffArgs,
    old: &sides::Side,
    new: &sides::Side,
) -> Result<Option<Impact>> {
    let wanted = args
        .show
        .impact
        .unwrap_or(args.show.format == DiffFormat::Markdown || old.upgrade.is_some());
    wanted
        .then(|| {
            compare(
                (&old.content, old.release, old.texts()),
                (&new.content, new.release, new.texts()),
            )
        })
        .transpose()
}

/// What changes when the same manifests are written for another flavor of the router, of each instance by itself.
pub(super) fn against_flavor(
    (args, environment): (&DiffArgs, &Environment),
    flavor: RouterFlavorArg,
    terminal: &Terminal,
) -> Result<Exit> {
    let asked = (&args.input, &args.controller);
    let (mut parts, _) = instance::parts(super::texts(args)?, asked, terminal)?;
    let mut exit = Exit::Success;
    let mut impacts = Vec::new();
    let mut closing = String::new();
    for part in &mut parts {
        if !args.problems.no_ignores {
            silence::apply(&mut part.run, Unused::Untold);
        }
        let run = &mut part.run;
        let heading = instance::heading(environment, Of::maybe(part.instance.as_ref()));
        let located = problems::locate(&run.diagnostics, run.texts(), &args.problems)?;
        exit = exit.worse(problems::exit(&located, args.problems.fail_on));
        problems::say_under(heading.clone(), &located, terminal);
        closing.push_str(&heading.clone().unwrap_or_default());
        closing.push_str(&summary::closing(run, terminal));
        let impact = progress::during("asking both flavors for requests", || {
            of_flavor(flavor, args.sides.target, run)
        })?;
        impacts.push((part.instance.as_ref(), heading.unwrap_or_default(), impact));
    }
    let report = match args.show.format {
        DiffFormat::Text | DiffFormat::Unified => {
            let texts = impacts.iter();
            let texts =
                texts.map(|(_, heading, impact)| format!("{heading}{}", render::text(impact)));
            Shown::plain(texts.collect())
        }
        DiffFormat::Markdown => {
            let texts = impacts.iter().map(|(instance, _, impact)| {
                let name = instance.map(|instance| format!("## {}\n\n", code(&instance.title())));
                name.unwrap_or_default() + &render::markdown(impact).concat()
            });
            Shown::plain(texts.collect())
        }
        DiffFormat::Json => {
            let values = impacts
                .iter()
                .map(|(instance, _, impact)| (None, *instance, render::json(impact)));
            let value = Value::Object(instance::nested(values.collect()));
            Shown::json(format!("{value:#}\n"))
        }
        DiffFormat::Patch => bail!(
            "--format patch needs an upgrade\n  example: kic2kong diff deploy/ --kong-version 3.14 --against-option kong-version=3.9 --format patch"
        ),
    };
    output::write_result(&args.show.output_file, &report)?;
    terminal.say(closing);
    Ok(exit)
}

fn of_flavor(flavor: RouterFlavorArg, target: Target, run: &mut Run) -> Result<Impact> {
    run.must_be_complete()?;
    let options = Options {
        router_flavor: match flavor {
            RouterFlavorArg::Traditional | RouterFlavorArg::TraditionalCompatible => {
                RouterFlavor::Traditional
            }
            RouterFlavorArg::Expressions => RouterFlavor::Expressions,
        },
        ..run.options.clone()
    };
    let switched = pipeline::convert(&run.sources, &options);
    input::must_be_complete(&switched.state, &switched.diagnostics)?;
    let release = Release::of(&run.options);
    let before = super::content(mem::take(&mut run.state), &run.options, target);
    let after = super::content(switched.state, &options, target);
    compare(
        (&before, release, run.texts()),
        (&after, release, run.texts()),
    )
}

/// The impact in a patch, where everything that is no change is a comment.
pub(super) fn commented(impact: &Impact) -> String {
    render::text(impact)
        .lines()
        .map(|line| format!("# {line}\n"))
        .collect()
}

/// A configuration, the gateway that it is for, its texts, and where they were written.
type Located<'a> = (&'a Content, Release, (&'a Sources, &'a Written));

fn compare(
    (old, old_release, old_texts): Located<'_>,
    (new, new_release, new_texts): Located<'_>,
) -> Result<Impact> {
    let (old, new) = Side::both(loaded(old, old_release), loaded(new, new_release));
    let mut impact = impact::compare(&old, &new);
    gateway::must_be_complete(&new.router)?;
    let mut old_places = Places::new(old_texts.0, old_texts.1);
    let mut new_places = Places::new(new_texts.0, new_texts.1);
    impact.locate(&old, &new, |is_new, source| {
        if is_new {
            new_places.find(source)
        } else {
            old_places.find(source)
        }
    });
    Ok(impact)
}

/// A configuration with expressions is one for the expressions router.
fn loaded(content: &Content, release: Release) -> (Gateway, Flavor) {
    let gateway = Gateway::from_content(content).in_release(release);
    let is_expressions = gateway
        .routes
        .iter()
        .any(|route| route.expression.is_some());
    let flavor = if is_expressions {
        Flavor::Expressions
    } else {
        Flavor::TraditionalCompatible
    };
    (gateway, flavor)
}
