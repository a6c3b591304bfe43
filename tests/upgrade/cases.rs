//! Pairs of variants of one reference case that differ by controller, version of Kong or flavor: what changes between the entities
//! that we make is what changes between those that the reference made.

use super::common::cases::{self, Case, Variant};
use super::common::{self, archive};
use super::json;
use clap::Parser;
use kic2kong::inner::cli::args::{Arguments, Command};
use kic2kong::inner::cli::options::conversion_options;
use kic2kong::inner::deck::content::Content;
use kic2kong::inner::deck::generate;
use kic2kong::inner::deck::read::{Template, read};
use kic2kong::inner::diff::defaults::Defaults;
use kic2kong::inner::diff::{self, Settings};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::Options;
use kic2kong::inner::pipeline;
use kic2kong::inner::schema::entities::Release;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// The options by which two sides of an upgrade differ.
const OF_UPGRADES: [&str; 3] = ["controller", "kong-version", "router-flavor"];

/// Flags as options with their values.
fn named(flags: &[String]) -> BTreeMap<String, String> {
    let mut named = BTreeMap::new();
    let mut flags = flags.iter().peekable();
    while let Some(flag) = flags.next() {
        let flag = flag.strip_prefix("--").unwrap();
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, value.to_owned()),
            None => match flags.next_if(|next| !next.starts_with("--")) {
                Some(value) => (flag, value.clone()),
                None => (flag, "true".to_owned()),
            },
        };
        named.insert(name.to_owned(), value);
    }
    named
}

/// The values of the options of upgrades, and everything else.
fn split(variant: &Variant) -> (Vec<String>, BTreeMap<String, String>) {
    let mut flags = named(&variant.flags);
    let own = OF_UPGRADES
        .iter()
        .map(|name| flags.remove(*name).unwrap_or_default());
    (own.collect(), flags)
}

/// A pair of variants, the old one first.
struct Pair {
    case: &'static Case,
    old: Variant,
    new: Variant,
}

impl Pair {
    fn title(&self) -> String {
        format!(
            "{} [{} to {}]",
            self.case.title(),
            self.old.name,
            self.new.name
        )
    }

    fn recorded(&self, variant: &Variant) -> &'static str {
        self.case.file(&format!("{}.yaml", variant.name)).unwrap()
    }
}

/// Areas whose cases were generated, of which some stand for all.
const GENERATED: [&str; 2] = ["random", "random2"];

/// Pairs of neighbours of `variants.txt`, and of the first with the last.
fn pairs() -> Vec<Pair> {
    let mut found = Vec::new();
    let is_chosen = |(position, case): &(usize, &'static Case)| {
        position % 10 == 0 || !GENERATED.contains(&case.area.as_str())
    };
    let cases = cases::all().into_iter().enumerate().filter(is_chosen);
    for (_, case) in cases {
        let count = case.variants().len();
        let ends = (count > 2).then(|| (0, count.saturating_sub(1)));
        let neighbours = (1..count).map(|new| (new - 1, new));
        for (old, new) in neighbours.chain(ends) {
            let mut variants = case.variants();
            let new = variants.swap_remove(new);
            let old = case.variants().swap_remove(old);
            let ((old_own, old_rest), (new_own, new_rest)) = (split(&old), split(&new));
            let is_dbless = old_rest.contains_key("target");
            if old_own != new_own && old_rest == new_rest && !is_dbless {
                found.push(Pair { case, old, new });
            }
        }
    }
    assert!(found.len() > 300, "only {}", found.len());
    found
}

fn options(flags: &[String]) -> Options {
    let words = ["kic2kong", "render"].into_iter();
    let words = words
        .chain(flags.iter().map(String::as_str))
        .chain(["in.yaml"]);
    let arguments = Arguments::try_parse_from(words).unwrap();
    let Command::Render(args) = arguments.command else {
        panic!("no render")
    };
    conversion_options(&args.input, &args.controller).unwrap()
}

fn converted(manifests: &[u8], options: &Options) -> Content {
    let sources = Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: manifests.to_vec(),
    }]);
    generate::generate(pipeline::convert(&sources, options).state, options)
}

fn read_back(text: &str) -> Content {
    let source = Source {
        path: "kong.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    };
    read(0, &source, Template::Literal).0.unwrap_or_default()
}

/// What changes, line by line. Ids that follow from uids are not known to the reference.
fn changes(old: &Content, new: &Content, releases: (Release, Release)) -> Vec<String> {
    let settings = Settings {
        old_defaults: Defaults::of(releases.0),
        new_defaults: Defaults::of(releases.1),
        ..Settings::default()
    };
    let diff = diff::diff(old, new, &settings);
    let mut lines: Vec<String> = diff
        .changes
        .iter()
        .map(|change| {
            let fields: Vec<String> = change
                .fields
                .iter()
                .map(|it| format!("{} {:?} {:?}", it.path_text(), it.old, it.new))
                .collect();
            format!(
                "{:?} {} {} {fields:?}",
                change.action, change.kind, change.title
            )
        })
        .collect();
    // Of an entity that is there twice the last one counts, whichever that is in a list without order.
    if !diff.duplicates.is_empty() {
        return vec!["entities that are there twice".to_owned()];
    }
    lines.sort();
    lines
}

fn compare(title: &str, expected: &[String], found: &[String]) -> Option<String> {
    (expected != found).then(|| {
        let diff = common::line_diff(&expected.join("\n"), &found.join("\n"));
        format!("--- {title}\n{diff}")
    })
}

#[test]
fn what_changes_between_two_variants_is_what_changes_between_the_recorded_outputs() {
    let failures: Vec<String> = pairs()
        .par_iter()
        .filter_map(|pair| {
            let manifests = pair.case.manifests();
            let (old, new) = (options(&pair.old.flags), options(&pair.new.flags));
            let releases = (Release::of(&old), Release::of(&new));
            let expected = changes(
                &read_back(pair.recorded(&pair.old)),
                &read_back(pair.recorded(&pair.new)),
                releases,
            );
            let found = changes(
                &converted(manifests, &old),
                &converted(manifests, &new),
                releases,
            );
            compare(&pair.title(), &expected, &found)
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of the pairs:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// The command line, from the options of the one variant to those of the other one.
#[test]
fn the_options_of_one_side_give_what_its_own_flags_give() {
    let has_doubles = |pair: &Pair| pair.case.name.contains("same-id");
    let chosen = pairs().into_iter().filter(|pair| !has_doubles(pair));
    let chosen: Vec<Pair> = chosen.step_by(17).collect();
    assert!(chosen.len() > 20);
    let failures: Vec<String> = chosen
        .par_iter()
        .filter_map(|pair| {
            let defaults = ["kic-3.5", "3.9.1", "traditional"];
            let (own, _) = split(&pair.old);
            let mut call = common::Kic2kong::new()
                .file(
                    "in.yaml",
                    std::str::from_utf8(pair.case.manifests()).unwrap(),
                )
                .args("diff in.yaml --quiet --format json --impact=false --fail-on never");
            for flag in &pair.new.flags {
                call = call.arg(flag);
            }
            for ((name, value), default) in OF_UPGRADES.iter().zip(own).zip(defaults) {
                let value = if value.is_empty() { default } else { &value };
                call = call.arg("--against-option").arg(&format!("{name}={value}"));
            }
            let report = json(&call.run().exits(0));
            let (old, new) = (options(&pair.old.flags), options(&pair.new.flags));
            let releases = (Release::of(&old), Release::of(&new));
            let expected = changes(
                &read_back(pair.recorded(&pair.old)),
                &read_back(pair.recorded(&pair.new)),
                releases,
            );
            let mut expected: Vec<String> = expected.iter().map(|line| head(line)).collect();
            expected.sort();
            let mut found: Vec<String> = ["creating", "updating", "deleting"]
                .into_iter()
                .flat_map(|action| {
                    report["changes"][action]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(move |it| (action, it))
                })
                .map(|(action, change)| {
                    let text = |key: &str| change[key].as_str().unwrap().to_owned();
                    let action = match action {
                        "creating" => "Create",
                        "updating" => "Update",
                        _ => "Delete",
                    };
                    format!("{action} {} {}", text("kind"), text("name"))
                })
                .collect();
            found.sort();
            compare(&pair.title(), &expected, &found)
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A change without its fields.
fn head(line: &str) -> String {
    line.split(" [").next().unwrap_or_default().to_owned()
}

/// Other levels of KIC, where their outputs are at hand: what they change against the default one.
#[test]
fn other_levels_of_kic_change_what_the_reference_changes() {
    let shared = common::root().join("../shared/cases-by-level");
    let Ok(entries) = std::fs::read_dir(&shared) else {
        eprintln!("not tested: no {}", shared.display());
        return;
    };
    let archives: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    let by_title: BTreeMap<String, &Case> = cases::all()
        .into_iter()
        .map(|case| (case.title(), case))
        .collect();
    let judge = |(level, (path, bytes)): &(String, (String, Vec<u8>))| -> Option<String> {
        let (title, file) = path.rsplit_once('/')?;
        let case = by_title.get(title)?;
        let name = file
            .strip_suffix(".yaml")
            .filter(|name| !name.contains('.'))?;
        let new = case
            .variants()
            .into_iter()
            .find(|variant| variant.name == name)?;
        if new.flags.iter().any(|flag| flag == "--target") {
            return None;
        }
        let mut old = new.flags.clone();
        old.extend(["--controller".to_owned(), format!("kic-{level}")]);
        let (old, new) = (options(&old), options(&new.flags));
        let releases = (Release::of(&old), Release::of(&new));
        let recorded = case.file(&format!("{name}.yaml"))?;
        let before = std::str::from_utf8(bytes).ok()?;
        let expected = changes(&read_back(before), &read_back(recorded), releases);
        let found = changes(
            &converted(case.manifests(), &old),
            &converted(case.manifests(), &new),
            releases,
        );
        compare(&format!("{path} {level}"), &expected, &found)
    };
    let level = |archive: &Path| {
        archive
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".tar.gz")
            .to_owned()
    };
    let all: Vec<_> = archives
        .iter()
        .flat_map(|path| {
            let level = level(path);
            let files = archive::files(path).into_iter().step_by(40);
            files.map(move |file| (level.clone(), file))
        })
        .collect();
    assert!(all.len() > 50, "only {}", all.len());
    let failures: Vec<String> = all.par_iter().filter_map(judge).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What is compared above is not empty by mistake.
#[test]
fn a_pair_that_differs_has_changes() {
    let text =
        |host: &str| format!("{{\"services\": [{{\"name\": \"s\", \"host\": \"{host}\"}}]}}");
    let release = Release::default();
    let (old, new) = (read_back(&text("a")), read_back(&text("b")));
    let changes = changes(&old, &new, (release, release));
    let [change] = changes.as_slice() else {
        panic!("{changes:?}")
    };
    assert_eq!(head(change), "Update service s");
}
