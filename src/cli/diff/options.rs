//! `--against-option`: the options of the other side, laid over those of this one as if the command line gave them.

use crate::cli::args::diff::SidesArgs;
use crate::cli::args::{ControllerArgs, InputArgs, OptionArg};
use crate::cli::suggest;
use crate::cli::usage;
use crate::escape::line::clean;
use anyhow::{Result, anyhow, bail};
use clap::builder::Resettable;
use clap::{Arg, Args, Command, FromArgMatches};
use std::collections::BTreeMap;

/// Where the option comes from, for what looks at who set it.
const FROM: &str = "--against-option";

/// The option of the inputs that steers a conversion, too.
const NAMESPACE: &str = "namespace";

/// What is asked for, with the options of the other side laid over it.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) input: InputArgs,
    pub(super) controller: ControllerArgs,
    /// The options that were laid over.
    pub(super) others: Vec<OptionArg>,
}

impl Asked {
    pub(super) fn of(
        input: &InputArgs,
        controller: &ControllerArgs,
        sides: &SidesArgs,
    ) -> Result<Self> {
        let (mut input, mut controller) = (input.clone(), controller.clone());
        let others = sides.other_options();
        lay_over((&mut input, &mut controller), &others)?;
        Ok(Self {
            input,
            controller,
            others,
        })
    }

    /// Whether the other side has an option of its own.
    pub(super) fn names(&self, option: &str) -> bool {
        self.others.iter().any(|other| other.name == option)
    }
}

/// Let options count in place of what was said of them.
///
/// # Errors
/// A name that no option of the conversion has, with the nearest one; a value that it does not take, in clap's words.
fn lay_over(
    (input, controller): (&mut InputArgs, &mut ControllerArgs),
    options: &[OptionArg],
) -> Result<()> {
    if options.is_empty() {
        return Ok(());
    }
    let command = command();
    let known = || command.get_arguments().filter_map(Arg::get_long);
    for option in options {
        if !known().any(|name| name == option.name) {
            bail!(
                "--against-option: `{}` is no option of the conversion{}",
                clean(&option.name),
                suggest::did_you_mean(&option.name, known())
            );
        }
    }
    let words = options
        .iter()
        .map(|option| format!("--{}={}", option.name, option.value));
    let words = std::iter::once("kic2kong".to_owned()).chain(words);
    let mut matches = command
        .clone()
        .try_get_matches_from(words)
        .map_err(refused)?;
    // An option gives way to one that excludes it.
    let names = |name: &str| options.iter().any(|option| option.name == name);
    if names("control-plane") {
        controller.gateway_to_reconcile = None;
        controller.given.forget("gateway-to-reconcile");
    }
    if names("gateway-to-reconcile") {
        controller.control_plane = None;
        controller.given.forget("control-plane");
    }
    if names("plugin-schema") {
        controller.plugin_schema_is_of_repository = false;
    }
    if let Ok(Some(namespace)) = matches.try_remove_one::<String>(NAMESPACE) {
        input.namespace = namespace;
    }
    let mut by_name: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for option in options {
        by_name
            .entry(&option.name)
            .or_default()
            .push(option.value.clone());
    }
    for (name, words) in by_name {
        controller.given.note(name, FROM, words);
    }
    controller
        .update_from_arg_matches_mut(&mut matches)
        .map_err(refused)
}

/// The options of a conversion without defaults and environment: what is not given stays as it is.
fn command() -> Command {
    let namespace = Arg::new(NAMESPACE).long(NAMESPACE);
    ControllerArgs::augment_args(Command::new("kic2kong"))
        .arg(namespace)
        .mut_args(|arg| arg.default_value(Resettable::Reset).env(Resettable::Reset))
        .disable_help_flag(true)
        .no_binary_name(false)
}

/// Clap's own words, without its advice on how the option would be given.
fn refused(error: clap::Error) -> anyhow::Error {
    let text = usage::cleaned(error).to_string();
    let said: Vec<&str> = text
        .lines()
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let said = said.join(" ");
    let said = said.strip_prefix("error: ").unwrap_or(&said);
    anyhow!("--against-option: {}", clean(said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{self, Command as Called};
    use clap::Parser;

    fn laid(words: &str, options: &[&str]) -> Result<ControllerArgs> {
        let words = format!("kic2kong diff in.yaml --against x {words}");
        let arguments = args::Arguments::try_parse_from(words.split_whitespace())?;
        let Called::Diff(mut diff) = arguments.command else {
            bail!("no diff");
        };
        let options: Vec<OptionArg> = options
            .iter()
            .map(|text| text.parse().map_err(|error: String| anyhow!(error)))
            .collect::<Result<_>>()?;
        lay_over((&mut diff.input, &mut diff.controller), &options)?;
        Ok(diff.controller)
    }

    #[test]
    fn what_is_named_changes_and_the_rest_stays() {
        let laid = laid(
            "--kong-version 3.14 --cluster-domain a --feature-gates FillIDs=false",
            &[
                "kong-version=3.9",
                "feature-gates=GatewayAlpha=true,RewriteURIs=true",
            ],
        )
        .unwrap();
        assert_eq!(laid.kong_version.unwrap().to_string(), "3.9.0");
        assert_eq!(laid.cluster_domain.as_deref(), Some("a"));
        assert_eq!(laid.feature_gates.len(), 2);
        assert_eq!(laid.given.text("kong-version").as_deref(), Some("3.9"));
    }

    #[test]
    fn a_wrong_name_names_the_nearest_and_a_wrong_value_is_refused_in_claps_words() {
        let said = |option| laid("", &[option]).unwrap_err().to_string();
        assert!(said("kong-verison=3.9").contains("did you mean `kong-version`?"));
        assert!(said("against=x").contains("is no option of the conversion"));
        assert!(said("kong-version=three").contains("expected a Kong version such as 3.9.1"));
        let flavor = said("router-flavor=expresions");
        assert!(flavor.contains("invalid value") && flavor.contains("possible values"));
    }

    /// A default or an environment variable of an option that is not named would replace what this side says.
    #[test]
    fn nothing_is_filled_in() {
        let bare = command();
        for arg in bare.get_arguments() {
            let long = arg.get_long().unwrap();
            assert!(
                arg.get_default_values().is_empty() && arg.get_env().is_none(),
                "{long}"
            );
        }
    }
}
