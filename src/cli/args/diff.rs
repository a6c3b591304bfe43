//! What to compare with, and how to show it.

use super::{ControllerArgs, InputArgs, ProblemArgs, RouterFlavorArg, Target};
use crate::escape::line::clean;
use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// Show what changes at the gateway, entity by entity
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kic2kong diff deploy/ --against kong.yaml\n  kic2kong diff deploy/ --against-git origin/main --impact -o change.md\n  kic2kong diff deploy/ --kong-version 3.14 --against-option kong-version=3.9 --fix-hints\n  curl -s localhost:10256/debug/config/successful > running.json; kic2kong diff deploy/ --against running.json"
)]
#[command(group = ArgGroup::new("other-side").required(true).multiple(true).args(["against", "against_git", "against_option", "against_router_flavor"]))]
pub struct DiffArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub sides: SidesArgs,
    #[command(flatten)]
    pub show: ShowArgs,
    #[command(flatten)]
    pub problems: ProblemArgs,
    #[command(flatten)]
    pub controller: ControllerArgs,
}

/// What the manifests are compared with.
#[derive(Debug, Args)]
#[command(next_help_heading = "Comparison")]
pub struct SidesArgs {
    /// Compare with this: a decK or DB-less file, what a gateway or controller gives out (deck gateway dump, kong config `db_export`, GET /config, /debug/config/successful), a directory with a dump per workspace, or a file or directory of manifests
    #[arg(
        long,
        value_name = "FILE_OR_DIR",
        env = "KIC2KONG_AGAINST",
        conflicts_with = "against_git"
    )]
    pub against: Option<PathBuf>,
    /// Compare with the same paths as they are at this Git revision
    #[arg(long, value_name = "REV", env = "KIC2KONG_AGAINST_GIT")]
    pub against_git: Option<String>,
    /// Compare with the other side under this option, such as kong-version=3.9, controller=kic-3.5.6 or feature-gates=GatewayAlpha=true; may be repeated
    ///
    /// Every option under "Controller and gateway" can be named, and namespace. Without --against and --against-git the other side is the same manifests. A value
    /// counts as if the command line gave it. Between two versions of Kong, two controllers or two flavors the output begins with what an upgrade from the
    /// other side to this one refuses, answers otherwise, does otherwise and leaves unread.
    #[arg(long, value_name = "NAME=VALUE", env = "KIC2KONG_AGAINST_OPTION")]
    pub against_option: Vec<OptionArg>,
    /// Say which requests would be answered differently if the gateway's router had this flavor; beside another --against, short for --against-option router-flavor=FLAVOR
    #[arg(long, value_name = "FLAVOR", env = "KIC2KONG_AGAINST_ROUTER_FLAVOR")]
    pub against_router_flavor: Option<RouterFlavorArg>,
    /// Of the old side, look only at entities with this tag; may be repeated, then all are needed
    #[arg(
        long,
        value_name = "TAG",
        env = "KIC2KONG_SELECT_TAG",
        value_delimiter = ','
    )]
    pub select_tag: Vec<String>,
    /// Leave entities alone that no manifest could have made; on when the old side is a gateway dump
    #[arg(
        long,
        value_name = "BOOL",
        env = "KIC2KONG_IGNORE_UNKNOWN",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    pub ignore_unknown: Option<bool>,
    /// Compare what this reader would get of the manifests
    #[arg(
        long,
        value_name = "TARGET",
        env = "KIC2KONG_TARGET",
        default_value = "deck"
    )]
    pub target: Target,
    /// Compare ids, too
    #[arg(long, env = "KIC2KONG_IDS", value_parser = clap::builder::BoolishValueParser::new())]
    pub ids: bool,
}

/// How the differences are shown, and what they mean for the exit status.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct ShowArgs {
    /// Show the differences in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "text"
    )]
    pub format: DiffFormat,
    /// Write the differences to this file, `-` for standard output; the name of a format chooses that format, and so does the extension of a file
    #[arg(
        short,
        long,
        value_name = "FILE",
        env = "KIC2KONG_OUTPUT_FILE",
        default_value = "-"
    )]
    pub output_file: PathBuf,
    /// Show created and deleted entities with their content
    #[arg(long, env = "KIC2KONG_FULL", value_parser = clap::builder::BoolishValueParser::new())]
    pub full: bool,
    /// Say which requests are answered differently; on in markdown
    #[arg(
        long,
        value_name = "BOOL",
        env = "KIC2KONG_IMPACT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    pub impact: Option<bool>,
    /// Say under each item of an upgrade which edit of the manifest keeps today's behaviour
    #[arg(long, env = "KIC2KONG_FIX_HINTS", value_parser = clap::builder::BoolishValueParser::new())]
    pub fix_hints: bool,
    /// Show secret values in clear
    #[arg(long, env = "KIC2KONG_SHOW_SECRETS", value_parser = clap::builder::BoolishValueParser::new())]
    pub show_secrets: bool,
    /// Exit with 2 when there are differences
    #[arg(
        long,
        alias = "non-zero-exit-code",
        env = "KIC2KONG_EXIT_CODE",
        value_parser = clap::builder::BoolishValueParser::new()
    )]
    pub exit_code: bool,
    /// Exit with 1 when a change is dangerous
    #[arg(long, env = "KIC2KONG_FAIL_ON_DANGER", value_parser = clap::builder::BoolishValueParser::new())]
    pub fail_on_danger: bool,
}

/// Form of the differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// As decK says it, with the changed fields
    Text,
    /// A patch of the YAML
    Unified,
    /// For programs, in decK's structure
    Json,
    /// For the comment on a pull request
    Markdown,
    /// Of an upgrade: the edits that keep today's behaviour, for git apply
    Patch,
}

/// An option of the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionArg {
    /// Its long name, without dashes.
    pub name: String,
    /// Its value, as the command line would have it.
    pub value: String,
}

impl FromStr for OptionArg {
    type Err = String;

    /// `NAME=VALUE`; dashes before the name do no harm.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| format!("expected NAME=VALUE, found `{}`", clean(text)))?;
        Ok(Self {
            name: name.trim_start_matches("--").to_owned(),
            value: value.to_owned(),
        })
    }
}

impl SidesArgs {
    /// The flavor whose requests alone are asked for: nothing else is compared with.
    pub fn only_flavor(&self) -> Option<RouterFlavorArg> {
        let is_alone =
            self.against.is_none() && self.against_git.is_none() && self.against_option.is_empty();
        self.against_router_flavor.filter(|_| is_alone)
    }

    /// The options that the other side has of its own.
    pub fn other_options(&self) -> Vec<OptionArg> {
        let flavor = self.against_router_flavor.and_then(|flavor| {
            Some(OptionArg {
                name: "router-flavor".to_owned(),
                value: flavor.to_possible_value()?.get_name().to_owned(),
            })
        });
        self.against_option.iter().cloned().chain(flavor).collect()
    }
}
