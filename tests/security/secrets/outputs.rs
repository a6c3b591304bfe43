//! Everything that the tool tells people about manifests and configurations, as one text.

use kic2kong::inner::deck::content::Content;
use kic2kong::inner::deck::read::{self, Template};
use kic2kong::inner::deck::{generate, write};
use kic2kong::inner::diag::Diagnostic;
use kic2kong::inner::diag::render::text::Style;
use kic2kong::inner::diag::render::{Located, Position, github, json, junit, sarif, text};
use kic2kong::inner::diff::render::{self, Detail};
use kic2kong::inner::diff::{Settings, diff};
use kic2kong::inner::graph::{dot, html, mermaid, model};
use kic2kong::inner::manifest::locate::Locator;
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::Options;
use kic2kong::inner::pipeline;

pub(super) fn sources(text: &str) -> Sources {
    Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    }])
}

/// The configuration that manifests make, with all that is said about them: problems in every format, the graph in every format.
pub(super) fn of_manifests(text: &str) -> (Content, String) {
    let (sources, options) = (sources(text), Options::default());
    let conversion = pipeline::convert(&sources, &options);
    let mut said = of_problems(&conversion.diagnostics, &sources);
    let graph = model::build(&conversion.state, &conversion.diagnostics, "", &mut |_| {
        Position {
            file: String::new(),
            line: 0,
            column: 0,
        }
    });
    said += &dot::render(&graph);
    said += &html::render(&graph, "");
    said += &mermaid::render(&graph);
    (generate::generate(conversion.state, &options), said)
}

/// A configuration as it was written, read as the old side of a diff, with what is said about it.
pub(super) fn of_file(text: &str) -> (Content, String) {
    let sources = sources(text);
    let (content, problems) = read::read(0, &sources.0[0], Template::Literal);
    (
        content.unwrap_or_default(),
        of_problems(&problems, &sources),
    )
}

/// The same for a configuration in memory.
pub(super) fn as_file(content: &Content) -> (Content, String) {
    of_file(&write::yaml(content))
}

fn of_problems(problems: &[Diagnostic], sources: &Sources) -> String {
    let mut locator = Locator::new(sources);
    let located: Vec<Located<'_>> = problems
        .iter()
        .map(|diagnostic| {
            let positions: Vec<_> = diagnostic
                .locations
                .iter()
                .map(|location| locator.position(location))
                .collect();
            Located {
                quote: locator.quote(&diagnostic.locations[0], &positions[0]),
                diagnostic,
                positions,
                environment: None,
                control_plane: None,
                since: None,
            }
        })
        .collect();
    [
        text::render(&located, Style::Plain, text::Repeated::Each),
        json::render(&located, &serde_json::Map::new()),
        sarif::render(&located),
        github::render(&located),
        junit::render(&located),
    ]
    .concat()
}

/// A diff in every format.
pub(super) fn of_diff(old: &Content, new: &Content) -> String {
    let diff = diff(old, new, &Settings::default());
    [
        render::text::render(&diff, Style::Plain, Detail::Full),
        render::text::render(&diff, Style::Plain, Detail::Changes),
        render::unified::render(&diff),
        render::json::render(&diff, None),
        render::markdown::render(&diff, &[]),
    ]
    .concat()
}
