//! Which requests are answered differently.

use crate::cli::args::{DiffArgs, DiffFormat, RouterFlavorArg};
use crate::cli::input::Run;
use crate::deck::content::Content;
use crate::options::{Options, RouterFlavor};
use crate::pipeline;
use crate::simulate::gateway::Gateway;
use crate::simulate::impact::{self, Impact, Side, render};
use crate::simulate::router::Flavor;

/// The section to append to the differences; empty when it is not wanted, or the format has no room for it.
pub(super) fn report(args: &DiffArgs, old: &Content, new: &Content) -> String {
    let wanted = args
        .show
        .impact
        .unwrap_or(args.show.format == DiffFormat::Markdown);
    if !wanted {
        return String::new();
    }
    let impact = impact::compare(&side(old), &side(new));
    match args.show.format {
        DiffFormat::Text => format!("\n{}", render::text(&impact)),
        DiffFormat::Markdown => format!("\n{}", render::markdown(&impact)),
        DiffFormat::Unified | DiffFormat::Json => String::new(),
    }
}

/// What changes when the same manifests are written for another flavor of the router.
pub(super) fn against_flavor(args: &DiffArgs, flavor: RouterFlavorArg, run: &Run) -> String {
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
    let before = super::content(&run.state, &run.options);
    let after = super::content(&switched.state, &options);
    let impact: Impact = impact::compare(&side(&before), &side(&after));
    match args.show.format {
        DiffFormat::Markdown => render::markdown(&impact),
        DiffFormat::Text | DiffFormat::Unified | DiffFormat::Json => render::text(&impact),
    }
}

/// A configuration with expressions is one for the expressions router.
fn side(content: &Content) -> Side {
    let gateway = Gateway::from_content(content);
    let is_expressions = gateway
        .routes
        .iter()
        .any(|route| route.expression.is_some());
    let flavor = if is_expressions {
        Flavor::Expressions
    } else {
        Flavor::TraditionalCompatible
    };
    Side::new(gateway, flavor)
}
