//! The report of an upgrade: when there is one, and how it stands beside the changes of entities.

use super::sides::{Places, Side};
use super::{Compared, impact};
use crate::cli::args::{DiffArgs, DiffFormat};
use crate::cli::output::Terminal;
use crate::diag::Diagnostic;
use crate::diag::render::text::Style;
use crate::diff::render::{Detail, json, markdown, text, unified};
use crate::escape::gate::Shown;
use crate::escape::line;
use crate::manifest::disk;
use crate::manifest::edit::{self, Shows, Wish};
use crate::options::Options;
use crate::simulate::impact::render as requests;
use crate::upgrade::fix::Fix;
use crate::upgrade::render::{self, Fixes};
use crate::upgrade::{self, Report, problems};
use anyhow::{Result, anyhow};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// That the old side is made for another gateway or controller, and how its problems are put into the words of the new side.
pub(super) struct Upgrade {
    old: Options,
    new: Options,
}

impl Upgrade {
    /// `None` when both sides are made alike, and nobody asked for other options.
    pub(super) fn between(is_asked: bool, old: &Options, new: &Options) -> Option<Self> {
        (is_asked || upgrade::is_between(old, new)).then(|| Self {
            old: old.clone(),
            new: new.clone(),
        })
    }

    /// What the old side says as the new one would: other names of the controller, other versions of Kong.
    pub(super) fn speak(&self, message: &str) -> String {
        let (old, new) = (&self.old.controller, &self.new.controller);
        let message = message.replace(&old.name(), "KIC");
        let message = new.speak(&message).into_owned();
        let versions = (self.old.kong_version, self.new.kong_version);
        message.replace(&versions.0.to_string(), &versions.1.to_string())
    }
}

/// What is reported.
pub(super) struct Reported {
    report: Report,
    /// The edits that keep today's behaviour, for `git apply`.
    patch: String,
}

/// The report, when the old side is made for another gateway or controller.
pub(super) fn between(
    args: &DiffArgs,
    old: &Side,
    new: &Side,
    refused: &[Diagnostic],
) -> Option<Reported> {
    let (old_judged, new_judged) = (old.upgrade.as_ref()?, new.upgrade.as_ref()?);
    let said = (&old_judged.said, &new_judged.said);
    let problems = problems::changed(refused, said, &new_judged.options);
    let mut report = upgrade::compare(
        upgrade::Side {
            content: &old.content,
            options: &old_judged.options,
        },
        upgrade::Side {
            content: &new.content,
            options: &new_judged.options,
        },
        problems,
    );
    let mut old_places = Places::new(&old.sources, &old.written);
    let mut new_places = Places::new(&new.sources, &new.written);
    report.locate(|location, is_new| {
        let places = if is_new {
            &mut new_places
        } else {
            &mut old_places
        };
        Some(places.of(location))
    });
    let patch = grant(&mut report, args, new);
    Some(Reported { report, patch })
}

/// Try every edit, and note which cannot be made.
fn grant(report: &mut Report, args: &DiffArgs, new: &Side) -> String {
    let mut wishes = Vec::new();
    for spot in report.items().flat_map(|item| &item.spots) {
        if let Fix::Wanted(edit) = &spot.fix {
            wishes.push(Wish {
                place: edit.place().clone(),
                path: edit.path.clone(),
                value: edit.value.clone(),
            });
        }
    }
    let shows = if args.show.show_secrets {
        Shows::Everything
    } else {
        Shows::Harmless
    };
    let granted = edit::grant(new.texts(), &wishes, &name_in_patch, shows);
    let mut outcomes = granted.outcomes.into_iter();
    for spot in report.items_mut().flat_map(|item| &mut item.spots) {
        if let Fix::Wanted(edit) = &spot.fix
            && let Some(Err(refusal)) = outcomes.next()
        {
            spot.fix = Fix::ByHand(edit.clone(), refusal.to_string());
        }
    }
    granted.patch
}

/// What a patch calls a file: its path from the working directory, when it is below it.
fn name_in_patch(path: &str) -> Option<String> {
    let path = disk::lexical(Path::new(path));
    let path = if path.is_absolute() {
        let here = std::env::current_dir().ok()?;
        path.strip_prefix(here).ok()?.to_owned()
    } else {
        path
    };
    let name = path.to_str()?.to_owned();
    let is_below = !name.is_empty() && !name.starts_with("..") && path.is_file();
    (is_below && !name.contains(char::is_control)).then_some(name)
}

/// Say what the patch leaves to be done by hand.
pub(super) fn say(compared: &[&Compared], args: &DiffArgs, terminal: &Terminal) {
    if args.show.format != DiffFormat::Patch {
        return;
    }
    let reports = compared.iter().filter_map(|one| one.upgrade.as_ref());
    let items = reports.flat_map(|reported| reported.report.items());
    let mut notes = BTreeSet::new();
    for spot in items.flat_map(|item| &item.spots) {
        if let Fix::ByHand(edit, why) = &spot.fix {
            notes.insert(format!("not in the patch: {}: {why}", edit.sentence()));
        }
    }
    for note in notes {
        terminal.say(format_args!("{}\n", line::clean(&note)));
    }
    if compared.iter().all(|one| one.upgrade.is_none()) {
        terminal.say(
            "both sides are made for one controller and gateway, so there is nothing to keep\n",
        );
    }
}

/// The report in a format, with the changes of entities and of requests.
pub(super) fn rendered(
    compared: &Compared,
    reported: &Reported,
    args: &DiffArgs,
    (style, detail): (Style, Detail),
) -> String {
    let (diff, report) = (&compared.diff, &reported.report);
    let impact = compared.impact.as_ref();
    let count = impact.map(|impact| impact.changes.len());
    let fixes = if args.show.fix_hints {
        Fixes::Told
    } else {
        Fixes::Untold
    };
    match args.show.format {
        DiffFormat::Text => {
            let told = impact.map(requests::text);
            let told = count.zip(told.as_deref());
            let head = render::text::render(report, told, fixes);
            format!("{head}\n{}", text::render(diff, style, detail))
        }
        DiffFormat::Unified => {
            let head = render::text::render(report, None, fixes);
            let head: String = head.lines().map(|line| format!("# {line}\n")).collect();
            let requests = impact.map(impact::commented).unwrap_or_default();
            head + &unified::render(diff) + &requests
        }
        DiffFormat::Json => {
            let document = json::render(diff, impact.map(requests::json));
            let mut document: Value = serde_json::from_str(&document).unwrap_or_default();
            document["upgrade"] = render::json::render(report, count);
            format!("{document:#}\n")
        }
        DiffFormat::Markdown => {
            let told = impact.map(requests::markdown).unwrap_or_default();
            let pieces = render::markdown::render(report, told, fixes);
            render::markdown::verdict(report, count) + &markdown::render(diff, &pieces)
        }
        DiffFormat::Patch => reported.patch.clone(),
    }
}

/// A patch, which means what it says: it passes as it is, or not at all.
pub(super) fn shown(patch: String) -> Result<Shown> {
    Shown::yaml(patch).map_err(|_| {
        anyhow!("a line of the patch would be taken for a command by a CI system; edit the manifests by hand, as --fix-hints says")
    })
}
