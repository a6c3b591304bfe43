//! Which requests are answered differently.

use super::sides::{self, Places};
use crate::cli::args::{DiffArgs, DiffFormat, RouterFlavorArg};
use crate::cli::gateway;
use crate::cli::input::{self, Run};
use crate::deck::content::Content;
use crate::escape::gate::Shown;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::options::{Options, RouterFlavor};
use crate::pipeline;
use crate::schema::entities::Release;
use crate::simulate::gateway::Gateway;
use crate::simulate::impact::{self, Impact, Side, render};
use crate::simulate::router::Flavor;
use anyhow::Result;

/// The impact, when it is wanted. In Markdown it is unless it is switched off.
pub(super) fn between(
    args: &DiffArgs,
    old: &sides::Side,
    new: &sides::Side,
) -> Result<Option<Impact>> {
    let wanted = args
        .show
        .impact
        .unwrap_or(args.show.format == DiffFormat::Markdown);
    wanted
        .then(|| {
            compare(
                (&old.content, old.release, old.texts()),
                (&new.content, new.release, new.texts()),
            )
        })
        .transpose()
}

/// What changes when the same manifests are written for another flavor of the router.
pub(super) fn against_flavor(args: &DiffArgs, flavor: RouterFlavorArg, run: &Run) -> Result<Shown> {
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
    let before = super::content(&run.state, &run.options, args.sides.target);
    let after = super::content(&switched.state, &options, args.sides.target);
    let release = Release::of(&run.options);
    let impact = compare(
        (&before, release, run.texts()),
        (&after, release, run.texts()),
    )?;
    Ok(match args.show.format {
        DiffFormat::Text | DiffFormat::Unified => Shown::plain(render::text(&impact)),
        DiffFormat::Markdown => Shown::plain(render::markdown(&impact).concat()),
        DiffFormat::Json => Shown::json(format!("{:#}\n", render::json(&impact))),
    })
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
