//! `diff --against` what a controller or gateway gave out: nothing changes where nothing was changed, and what was changed is told.

use crate::common::{Kic2kong, cases};
use crate::report;
use clap::Parser;
use kic2kong::inner::cli::args::{Arguments, Command};
use kic2kong::inner::cli::options::conversion_options;
use kic2kong::inner::deck::content::{Content, Maker};
use kic2kong::inner::deck::generate;
use kic2kong::inner::deck::read::wrapped::Other;
use kic2kong::inner::deck::read::{Template, read_configuration};
use kic2kong::inner::diff::{Diff, Settings, diff, render};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::pipeline;

/// A file of a case, and what a reader should make of it.
struct Dump {
    case: &'static cases::Case,
    name: &'static str,
    expected: &'static str,
}

impl Dump {
    fn all() -> Vec<Self> {
        let dumps = cases::area("dumps").flat_map(|case| {
            let lines = case.file("expected.txt").unwrap().lines();
            lines
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once(": "))
                .map(move |(name, expected)| Self {
                    case,
                    name,
                    expected,
                })
        });
        let dumps: Vec<Self> = dumps.collect();
        assert!(dumps.len() > 20, "only {} dumps", dumps.len());
        dumps
    }

    fn text(&self) -> &'static str {
        self.case.file(self.name).unwrap()
    }

    fn is_configuration(&self) -> bool {
        self.expected.starts_with("same as in.yaml")
    }

    /// Options that the manifests are rendered with.
    fn flags(&self) -> Vec<String> {
        let flags = self.expected.split_once("in.yaml with ");
        flags.map_or_else(Vec::new, |(_, flags)| cases::words(flags))
    }

    fn title(&self) -> String {
        format!("{}/{}", self.case.name, self.name)
    }
}

fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.as_bytes().to_vec(),
    }
}

fn rendered(manifests: &str, flags: &[String]) -> Content {
    let words = ["kic2kong", "render"].map(str::to_owned);
    let words = words.iter().chain(flags).map(String::as_str);
    let arguments = Arguments::try_parse_from(words.chain(["in.yaml"])).unwrap();
    let Command::Render(args) = arguments.command else {
        panic!("no rendering")
    };
    let options = conversion_options(&args.input, &args.controller).unwrap();
    let conversion = pipeline::convert(&Sources(vec![source("in.yaml", manifests)]), &options);
    generate::generate(conversion.state, &options)
}

/// What changes from a file to manifests.
fn between(dump: &str, manifests: &str, flags: &[String]) -> Diff {
    let (content, problems) =
        read_configuration(0, &source("dump", dump), Template::Literal).expect("a configuration");
    assert!(problems.is_empty(), "{problems:?}");
    let content = content.expect("a configuration");
    let is_dump = matches!(content.maker, Maker::Gateway | Maker::Controller);
    let settings = Settings {
        ignore_unknown: is_dump,
        old_is_dump: is_dump,
        ..Settings::default()
    };
    diff(&content, &rendered(manifests, flags), &settings)
}

fn told(diff: &Diff) -> String {
    let style = kic2kong::inner::diag::render::text::Style::Plain;
    render::text::render(diff, style, render::Detail::Changes)
}

#[test]
fn what_the_manifests_make_is_no_change_whoever_gave_it_out() {
    let mut failures = Vec::new();
    for dump in Dump::all().iter().filter(|dump| dump.is_configuration()) {
        let manifests = dump.case.file("in.yaml").unwrap();
        let found = between(dump.text(), manifests, &dump.flags());
        if !found.is_empty() {
            failures.push(format!("{}:\n{}", dump.title(), told(&found)));
        }
        let hides = dump.expected.contains("unknown");
        if hides != (found.not_compared > 0) && dump.name != "db-export.yaml" {
            failures.push(format!(
                "{}: {} not compared",
                dump.title(),
                found.not_compared
            ));
        }
    }
    report(&failures);
}

#[test]
fn what_changed_since_is_told_of_every_dump() {
    let mut failures = Vec::new();
    for dump in Dump::all().iter().filter(|dump| dump.is_configuration()) {
        let manifests = dump.case.file("in.yaml").unwrap();
        let changes: &[(&str, &str, &str)] = match dump.case.name.as_str() {
            "shop" => &[
                ("read-timeout: '5000'", "read-timeout: '6000'", "service"),
                ("10.0.0.3", "10.0.0.4", "target"),
                ("path: /orders", "path: /order", "route"),
                ("httpFailures: 3", "httpFailures: 4", "upstream"),
                ("key: s3cret", "key: other", "key-auth"),
                ("payload_size: 8", "payload_size: 9", "plugin"),
            ],
            "gateway" => &[("x-a", "x-b", "plugin")],
            _ => &[],
        };
        for (before, after, kind) in changes {
            // The one dump that hides the configurations of plugins.
            if *kind == "plugin" && dump.expected.contains("plugin configurations unknown") {
                continue;
            }
            assert!(manifests.contains(before), "{before}");
            let found = between(
                dump.text(),
                &manifests.replace(before, after),
                &dump.flags(),
            );
            let is_told = |change: &kic2kong::inner::diff::Change| change.kind.as_str() == *kind;
            if !found.changes.iter().any(is_told) {
                failures.push(format!("{}: {after}", dump.title()));
            }
        }
    }
    report(&failures);
}

#[test]
fn what_is_no_configuration_is_named() {
    for dump in Dump::all().iter().filter(|dump| !dump.is_configuration()) {
        let other = Other::of(dump.text().as_bytes());
        let expected = match dump.name {
            name if name.starts_with("kong-raw-error") => Other::Refusal,
            name if name.starts_with("kic-diff-report") => Other::DiffReport,
            name if name.starts_with("kic-fallback") => Other::FallbackStatus,
            _ => Other::ControlPlanes,
        };
        assert_eq!(other, Some(expected), "{}", dump.title());
    }
}

const EMPTY_MANIFESTS: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: n}\nspec:\n  ports: [{port: 80}]\n";

#[test]
fn a_refusal_to_compare_says_what_reads_the_file() {
    for (text, what, instead) in [
        (
            "{\"flattened_errors\": []}",
            "Kong's refusal",
            "explain-error",
        ),
        (
            "{\"status\": \"triggered\"}",
            "fallback",
            "check --fallback",
        ),
        (
            "{\"controlPlanes\": []}",
            "ControlPlanes",
            "config/successful",
        ),
        ("", "empty", "config/successful"),
    ] {
        let outcome = Kic2kong::new()
            .file("in.yaml", EMPTY_MANIFESTS)
            .file("other.json", text)
            .args("diff in.yaml --against other.json")
            .run();
        outcome.exits(1).says(what).says(instead);
    }
}

#[test]
fn of_a_folder_with_a_dump_per_workspace_the_one_of_the_controller_counts() {
    let file = |workspace: &str, service: &str| {
        format!(
            "_format_version: '3.0'\n_workspace: {workspace}\nservices:\n- {{name: {service}, host: h}}\n"
        )
    };
    let run = |flags: &str| {
        Kic2kong::new()
            .file("in.yaml", EMPTY_MANIFESTS)
            .file("dumps/default.yaml", &file("default", "of-default"))
            .file("dumps/team.yaml", &file("team", "of-team"))
            .args("diff in.yaml --against dumps")
            .args(flags)
            .run()
    };
    assert!(
        run("")
            .stdout
            .contains("deleting service of-default  (dumps/default.yaml:4)")
    );
    let team = run("--kong-workspace team");
    assert!(
        team.stdout
            .contains("deleting service of-team  (dumps/team.yaml:4)")
    );
    assert!(!team.stdout.contains("of-default"));
    let none = run("--kong-workspace other");
    none.exits(1).says("there are default, team");
}

#[test]
fn the_hash_of_a_key_is_compared_and_not_shown() {
    let hash = "1ec1c26b50d5d3c58d9583181af80766";
    let dump = Dump::all()
        .into_iter()
        .find(|dump| dump.title() == "shop/kic-successful-redacted.json");
    let dump = dump.unwrap();
    assert!(dump.text().contains(hash));
    let manifests = dump
        .case
        .file("in.yaml")
        .unwrap()
        .replace("key: s3cret", "key: other");
    let found = between(dump.text(), &manifests, &[]);
    assert_eq!(found.changes.len(), 1);
    assert!(!told(&found).contains(hash));
}
