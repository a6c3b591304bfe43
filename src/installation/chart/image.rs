//! Images in values of charts, and what keeps a chart from rendering (spec 85, 6; chart `kong`: `kong.getRepoTag`, `kong.effectiveVersion`).

use super::values::{Part, place};
use crate::diag::charts;
use crate::installation::datum::Datum;
use crate::installation::environment::From;
use crate::installation::found::Outcome;
use crate::installation::image::{Image, gateway_version};

/// The chart would not render: nothing of it counts.
#[derive(Debug)]
pub(super) struct Refused;

/// The image of a container in values.
pub(super) struct ImageValues {
    /// The repository and where it stands.
    pub(super) repository: (String, From),
    /// The tag and where it stands.
    pub(super) tag: (Option<String>, From),
}

impl ImageValues {
    /// What values say of an image; the defaults are the chart's.
    pub(super) fn of(
        part: Part<'_>,
        path: &[&str],
        (repository, tag): (&str, &str),
        out: &mut Outcome,
    ) -> Result<Self, Refused> {
        let field =
            |name: &'static str| -> Vec<&str> { path.iter().copied().chain([name]).collect() };
        let tag_path = field("tag");
        let written = part.get(&tag_path);
        let semver = part
            .get(&field("effectiveSemver"))
            .filter(|datum| datum.text().is_some_and(|text| !text.is_empty()));
        if let Some(datum) = written {
            let is_version = datum
                .text()
                .is_some_and(|text| text.is_empty() || gateway_tag(text));
            let is_text = datum.text().is_some();
            let is_template = template(datum).is_some();
            if !is_text || !is_version && semver.is_none() && !is_template {
                let label = part.path(&tag_path);
                out.problems.push(charts::chart_refuses_tag(
                    datum.at.location(),
                    &label,
                    is_text,
                ));
                return Err(Refused);
            }
        }
        for name in ["unifiedRepoTag", "repository", "tag"] {
            part.tell_beaten(&field(name), &mut out.problems);
        }
        let unified = part.get(&field("unifiedRepoTag"));
        if let Some(datum) =
            unified.filter(|datum| datum.text().is_some_and(|text| !text.is_empty()))
        {
            let image = Image::of(datum.text().unwrap_or_default());
            return Ok(Self {
                repository: (image.repository.to_owned(), place(datum)),
                tag: (image.tag.map(str::to_owned), place(datum)),
            });
        }
        let repository = match part.get(&field("repository")) {
            Some(datum) if datum.text().is_some() => {
                (datum.text().unwrap_or_default().to_owned(), place(datum))
            }
            _ => (repository.to_owned(), From::Chart),
        };
        let told = |datum: &Datum| gateway_version(datum.text(), false).is_some();
        let tag = match (written, semver) {
            (Some(datum), _) if told(datum) => (datum.text().map(str::to_owned), place(datum)),
            (_, Some(datum)) => (datum.text().map(str::to_owned), place(datum)),
            (Some(datum), None) => (datum.text().map(str::to_owned), place(datum)),
            (None, None) => (Some(tag.to_owned()), From::Chart),
        };
        Ok(Self { repository, tag })
    }
}

/// Whether the chart can take a tag for a version.
fn gateway_tag(text: &str) -> bool {
    let bare = text.strip_prefix('v').unwrap_or(text);
    let numbers = bare.split(['-', '+']).next().unwrap_or_default();
    !numbers.is_empty() && numbers.split('.').all(|part| part.parse::<u32>().is_ok())
}

/// What a generator of Argo CD or Flux would fill in.
pub(super) fn template(datum: &Datum) -> Option<String> {
    let text = datum.text()?;
    for (start, end) in [("{{", "}}"), ("${", "}")] {
        if let Some(from) = text.find(start) {
            let rest = &text[from..];
            let length = rest.find(end).map_or(rest.len(), |at| at + end.len());
            let part = &rest[..length];
            return Some(if datum.is_secret {
                "what a generator fills in".to_owned()
            } else {
                format!("what fills in {part}")
            });
        }
    }
    None
}
