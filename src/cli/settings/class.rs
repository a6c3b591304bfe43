//! Which options a settings file may set. It may come with a pull request, whose author is nobody to say what is compared, read,
//! written or hidden. Every option of every command is classed here; what is not, is not for repositories.

/// What a settings file may do with an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It describes the controller, the gateway or the form of the output: the repository knows best.
    ForRepositories,
    /// It decides what fails or what is shown: a repository may be stricter than the default, with these values.
    OnlyStricter(&'static [&'static str]),
    /// It names files: regular ones below the folder of the settings file.
    PathBelowSettings,
    /// It decides what is compared, read, written or hidden: for the command line and the environment alone.
    NotForRepositories,
}

use Class::{ForRepositories, NotForRepositories, OnlyStricter, PathBelowSettings};

/// The options by their long names.
const CLASSES: &[(&str, Class)] = &[
    // The controller and the gateway, as they are in the cluster.
    ("cluster-domain", ForRepositories),
    (
        "combined-services-from-different-httproutes",
        ForRepositories,
    ),
    ("configmap-label-selector", ForRepositories),
    ("control-plane", ForRepositories),
    ("controller-from", PathBelowSettings),
    ("controller", ForRepositories),
    ("disable-controllers", ForRepositories),
    ("enable-drain-support", ForRepositories),
    ("endpoints", ForRepositories),
    ("enterprise", ForRepositories),
    ("feature-gates", ForRepositories),
    ("gateway-api", ForRepositories),
    ("gateway-api-controller-name", ForRepositories),
    ("gateway-to-reconcile", ForRepositories),
    ("gateways", ForRepositories),
    ("ingress-class", ForRepositories),
    ("kong-version", ForRepositories),
    ("kong-workspace", ForRepositories),
    ("kubernetes-version", ForRepositories),
    ("namespace", ForRepositories),
    ("plugin-schema", PathBelowSettings),
    ("router-flavor", ForRepositories),
    ("secret-label-selector", ForRepositories),
    ("services", ForRepositories),
    ("skip-ca-certificates", ForRepositories),
    ("watch-namespace", ForRepositories),
    ("webhook", ForRepositories),
    // What belongs to the repository, but is no manifest of it; what it hides is left out on both sides of a comparison.
    ("exclude", ForRepositories),
    // The form of the output.
    ("all", ForRepositories),
    ("color", ForRepositories),
    ("format", ForRepositories),
    ("full", ForRepositories),
    ("ids", ForRepositories),
    ("secrets", ForRepositories),
    ("select-tag", ForRepositories),
    ("target", ForRepositories),
    ("verbose", ForRepositories),
    // What fails, and what is shown of changes.
    ("admission", OnlyStricter(&["on"])),
    ("exit-code", OnlyStricter(&["true"])),
    ("fail-on", OnlyStricter(&["error", "warning"])),
    ("fail-on-danger", OnlyStricter(&["true"])),
    ("fix-hints", ForRepositories),
    ("ignore-unknown", OnlyStricter(&["false"])),
    ("impact", OnlyStricter(&["true"])),
    ("no-ignores", OnlyStricter(&["true"])),
    // What is compared.
    ("against", NotForRepositories),
    ("against-git", NotForRepositories),
    ("against-option", NotForRepositories),
    ("against-router-flavor", NotForRepositories),
    ("broken", NotForRepositories),
    ("client-ip", NotForRepositories),
    ("fallback", NotForRepositories),
    ("last-valid", NotForRepositories),
    ("header", NotForRepositories),
    ("now", NotForRepositories),
    ("protocol", NotForRepositories),
    ("sni", NotForRepositories),
    // What is read.
    ("config", NotForRepositories),
    ("filename", NotForRepositories),
    ("allow-remote", NotForRepositories),
    ("each", NotForRepositories),
    ("environment", NotForRepositories),
    ("helm", NotForRepositories),
    ("kustomize", NotForRepositories),
    ("release", NotForRepositories),
    ("values", NotForRepositories),
    ("follow-links", NotForRepositories),
    ("init", NotForRepositories),
    ("tests", NotForRepositories),
    // What is written, and where a page leads.
    ("fallback-report", NotForRepositories),
    ("link", NotForRepositories),
    ("output-file", NotForRepositories),
    ("secrets-map", NotForRepositories),
    // What is hidden or shown.
    ("disable", NotForRepositories),
    ("only", NotForRepositories),
    ("quiet", NotForRepositories),
    ("select", NotForRepositories),
    ("show-secrets", NotForRepositories),
    ("help", NotForRepositories),
    ("version", NotForRepositories),
];

/// Options that mean something else in one command.
const IN_COMMANDS: &[(&str, &str, Class)] = &[
    // Of the old side only what has the tag is looked at.
    ("diff", "select-tag", NotForRepositories),
];

/// The class of an option in a command.
pub(super) fn class(command: &str, option: &str) -> Class {
    listed(command, option).unwrap_or(NotForRepositories)
}

fn listed(command: &str, option: &str) -> Option<Class> {
    let special = IN_COMMANDS
        .iter()
        .find(|(in_command, name, _)| *in_command == command && *name == option)
        .map(|(.., class)| *class);
    special.or_else(|| {
        let (_, class) = CLASSES.iter().find(|(name, _)| *name == option)?;
        Some(*class)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args;
    use std::collections::BTreeSet;

    /// Every option with the name of its command, which is empty for those of all.
    fn options() -> Vec<(String, String)> {
        let mut root = args::command();
        root.build();
        let own = |command: &clap::Command| -> Vec<(String, String)> {
            let longs = command.get_arguments().filter_map(clap::Arg::get_long);
            longs
                .map(|long| (command.get_name().to_owned(), long.to_owned()))
                .collect()
        };
        let mut found = own(&root);
        found.extend(root.get_subcommands().flat_map(own));
        found
    }

    #[test]
    fn every_option_of_every_command_is_classed() {
        let unclassed: Vec<_> = options()
            .into_iter()
            .filter(|(command, option)| listed(command, option).is_none())
            .collect();
        assert!(
            unclassed.is_empty(),
            "may a settings file set them? {unclassed:?}"
        );
    }

    #[test]
    fn every_class_is_of_an_option_that_exists() {
        let known = options();
        let names: BTreeSet<&str> = known.iter().map(|(_, option)| option.as_str()).collect();
        for (option, _) in CLASSES {
            assert!(names.contains(option), "--{option}");
        }
        for (command, option, _) in IN_COMMANDS {
            let pair = ((*command).to_owned(), (*option).to_owned());
            assert!(known.contains(&pair), "{command} --{option}");
        }
    }

    #[test]
    fn whatever_reads_or_writes_a_path_is_kept_from_repositories() {
        for (command, option) in options() {
            let names_a_path = ["file", "path", "dir", "filename", "config", "map", "tests"]
                .iter()
                .any(|word| option.split('-').any(|part| part == *word));
            if names_a_path {
                assert_eq!(class(&command, &option), NotForRepositories, "--{option}");
            }
        }
    }
}
