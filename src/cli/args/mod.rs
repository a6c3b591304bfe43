//! The command line as clap sees it: one struct per subcommand, shared groups flattened. A doc
//! comment is the help text. Nothing below `cli` sees these types.

pub mod admission;
pub mod complaint;
pub mod controller;
pub mod diff;
pub mod fallback;
pub mod format;
pub mod gate;
pub mod given;
pub mod input;
pub mod output;
pub mod routing;
pub mod settings;
pub mod status;

pub use admission::AdmissionArgs;
pub use complaint::ExplainErrorArgs;
pub use controller::{
    ControllerArgs, EndpointsArg, GatewaysArg, RouterFlavorArg, SecretsArg, ServicesArg,
};
pub use diff::{DiffArgs, DiffFormat, OptionArg};
pub use fallback::FallbackArgs;
pub use input::{BuildArgs, EachArgs, InputArgs};
pub use output::{
    BaselineArgs, ColorArg, ConfigurationFormat, FailOn, GraphFormat, ProblemArgs, ProblemFormat,
    Target, WriteArgs,
};

pub use routing::{AnswerFormat, RouteArgs, TestArgs, TestFormat};
pub use settings::{SettingsArgs, SettingsFormat};
pub use status::{StatusArgs, StatusFormat};

use crate::controller::Asked;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// The version with the release of KIC whose translation this is, and the other ones that `--controller` names.
const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\nfollows KIC 3.5.13\nwith --controller also any other of KIC 3.4.0 to 3.4.20 and 3.5.0 to 3.5.12, Kong Operator 2.2.3, Kong Operator 2.3.0-rc.3"
);

/// What Kong Ingress Controller would make of your manifests
///
/// Reads Kubernetes manifests and prints the declarative Kong configuration that Kong Ingress
/// Controller 3.5 would build from them, with no cluster and no gateway.
#[derive(Debug, Parser)]
#[command(name = "kic2kong", version, long_version = LONG_VERSION, propagate_version = true)]
pub struct Arguments {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    Render(RenderArgs),
    Check(CheckArgs),
    Diff(DiffArgs),
    Route(RouteArgs),
    Test(TestArgs),
    Graph(GraphArgs),
    Status(StatusArgs),
    Settings(SettingsArgs),
    ExplainError(ExplainErrorArgs),
    Explain(ExplainArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
    #[command(hide = true)]
    Generate(GenerateArgs),
    #[command(hide = true, name = "__complete", disable_help_flag = true)]
    Complete(CompleteArgs),
}

impl Command {
    /// The options of the conversion, of a command that converts.
    pub const fn controller(&self) -> Option<&ControllerArgs> {
        match self {
            Self::Render(args) => Some(&args.controller),
            Self::Check(args) => Some(&args.controller),
            Self::Diff(args) => Some(&args.controller),
            Self::Route(args) => Some(&args.controller),
            Self::Test(args) => Some(&args.controller),
            Self::Graph(args) => Some(&args.controller),
            Self::Status(args) => Some(&args.controller),
            Self::Settings(args) => Some(&args.controller),
            Self::ExplainError(args) => Some(&args.controller),
            Self::Explain(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Generate(_)
            | Self::Complete(_) => None,
        }
    }

    /// The options of the conversion, of a command that converts.
    pub const fn controller_mut(&mut self) -> Option<&mut ControllerArgs> {
        match self {
            Self::Render(args) => Some(&mut args.controller),
            Self::Check(args) => Some(&mut args.controller),
            Self::Diff(args) => Some(&mut args.controller),
            Self::Route(args) => Some(&mut args.controller),
            Self::Test(args) => Some(&mut args.controller),
            Self::Graph(args) => Some(&mut args.controller),
            Self::Status(args) => Some(&mut args.controller),
            Self::Settings(args) => Some(&mut args.controller),
            Self::ExplainError(args) => Some(&mut args.controller),
            Self::Explain(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Generate(_)
            | Self::Complete(_) => None,
        }
    }
}

/// The definition of the command line. Help never shows the values of the environment: they would end up in generated pages.
pub fn command() -> clap::Command {
    let hide = |arg: clap::Arg| arg.hide_env_values(true);
    Arguments::command()
        .mut_args(hide)
        .mut_subcommands(|sub| sub.mut_args(hide))
}

/// Options of every subcommand.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Read settings from this file instead of the nearest .kic2kong.yaml
    #[arg(long, global = true, value_name = "FILE", env = "KIC2KONG_CONFIG")]
    pub config: Option<PathBuf>,
    /// Colour messages
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        env = "KIC2KONG_COLOR",
        default_value = "auto"
    )]
    pub color: ColorArg,
    /// Say nothing but the result
    #[arg(
        short,
        long,
        global = true,
        env = "KIC2KONG_QUIET",
        value_parser = clap::builder::BoolishValueParser::new(),
        conflicts_with = "verbose"
    )]
    pub quiet: bool,
    /// Say more about what was read and skipped
    #[arg(
        short,
        long,
        global = true,
        env = "KIC2KONG_VERBOSE",
        value_parser = clap::builder::BoolishValueParser::new()
    )]
    pub verbose: bool,
}

/// Print the declarative configuration
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kic2kong render deploy/ -o kong.yaml\n  kubectl get ingresses,services,endpointslices -A -o yaml | kic2kong render - -o json\n  kic2kong render deploy/ --fallback --fallback-report fallback.json -o kong.yaml"
)]
pub struct RenderArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub write: WriteArgs,
    #[command(flatten)]
    pub fallback: FallbackArgs,
    /// Write what the fallback leaves out and puts back to this file, in the form of /debug/config/fallback
    #[arg(
        long,
        value_name = "FILE",
        env = "KIC2KONG_FALLBACK_REPORT",
        requires = "fallback",
        help_heading = "Fallback"
    )]
    pub fallback_report: Option<PathBuf>,
    #[command(flatten)]
    pub problems: ProblemArgs,
    #[command(flatten)]
    pub controller: ControllerArgs,
}

/// Print only the problems, for people or for CI
#[derive(Debug, Args)]
#[command(
    after_help = "A decK or DB-less file as the path is judged as Kong would judge it.\n\nExamples:\n  kic2kong check deploy/\n  kic2kong check kong.yaml --kong-version 3.14\n  kic2kong check deploy/ --against-git origin/main -o problems.sarif\n  kic2kong check deploy/ --webhook helm --against live.yaml\n  kic2kong check deploy/ --fallback"
)]
pub struct CheckArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Judge the file that this reader would get
    #[arg(
        long,
        value_name = "TARGET",
        env = "KIC2KONG_TARGET",
        default_value = "deck"
    )]
    pub target: Target,
    /// Write the report in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "text"
    )]
    pub format: ProblemFormat,
    /// Write the report to this file, `-` for standard output; the name of a format chooses that format, and so does the extension of a file
    #[arg(
        short,
        long,
        value_name = "FILE",
        env = "KIC2KONG_OUTPUT_FILE",
        default_value = "-"
    )]
    pub output_file: PathBuf,
    #[command(flatten)]
    pub admission: AdmissionArgs,
    #[command(flatten)]
    pub fallback: FallbackArgs,
    #[command(flatten)]
    pub baseline: BaselineArgs,
    #[command(flatten)]
    pub problems: ProblemArgs,
    #[command(flatten)]
    pub controller: ControllerArgs,
}

/// Draw object, route, service, upstream and targets, with plugins and problems
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kic2kong graph deploy/ -o routes.html\n  kic2kong graph deploy/ --select shop.example.com --format mermaid"
)]
pub struct GraphArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Draw in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "mermaid"
    )]
    pub format: GraphFormat,
    /// Draw only routes with this text in a host, a path or the name
    #[arg(
        long,
        value_name = "TEXT",
        env = "KIC2KONG_SELECT",
        default_value = "",
        hide_default_value = true
    )]
    pub select: String,
    /// Where a box of the HTML page leads: a URL with {file} and {line}
    #[arg(
        long,
        value_name = "URL",
        env = "KIC2KONG_LINK",
        default_value = "{file}#L{line}"
    )]
    pub link: String,
    /// Write to this file, `-` for standard output; the name of a format chooses that format, and so does the extension of a file
    #[arg(
        short,
        long,
        value_name = "FILE",
        env = "KIC2KONG_OUTPUT_FILE",
        default_value = "-"
    )]
    pub output_file: PathBuf,
    #[command(flatten)]
    pub controller: ControllerArgs,
}

/// Say what a problem code means, with an example and the way to fix it
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  kic2kong explain backend-service-not-found")]
pub struct ExplainArgs {
    /// A code, such as backend-service-not-found; without it, all codes are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// Speak of this controller, such as kong-operator-2.3
    #[arg(
        long,
        value_name = "CONTROLLER",
        env = "KIC2KONG_CONTROLLER",
        default_value = "kic-3.5"
    )]
    pub controller: Asked,
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kic2kong completions fish > ~/.config/fish/completions/kic2kong.fish\n  source <(kic2kong completions bash)"
)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Print the man page of the tool or of one of its commands
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  kic2kong man render | man -l -")]
pub struct ManArgs {
    /// A command, such as render
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Write completions/ and man/ below a directory
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// The directory
    #[arg(value_name = "DIRECTORY")]
    pub directory: PathBuf,
}

/// Complete the last word for kubectl
#[derive(Debug, Args)]
pub struct CompleteArgs {
    /// The words of the command line
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controller::{Controller, LINES};

    #[test]
    fn the_version_names_the_newest_release_of_every_line() {
        assert!(LONG_VERSION.contains(&format!("follows {}\n", Controller::default().release())));
        for line in LINES {
            assert!(LONG_VERSION.contains(line.newest), "{}", line.newest);
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        command().debug_assert();
    }

    /// Options that describe one request or one file of requests; an environment that lasts has no say in them.
    const OF_ONE_REQUEST: &[&str] = &["header", "sni", "client-ip", "protocol", "tests", "init"];

    #[test]
    fn every_option_has_its_environment_variable() {
        let root = command();
        let args = root.get_arguments().chain(
            root.get_subcommands()
                .flat_map(clap::Command::get_arguments),
        );
        for arg in args {
            let Some(long) = arg.get_long().filter(|long| {
                !["help", "version"].contains(long) && !OF_ONE_REQUEST.contains(long)
            }) else {
                continue;
            };
            let expected = format!("KIC2KONG_{}", long.replace('-', "_").to_uppercase());
            let found = arg
                .get_env()
                .map(|name| name.to_string_lossy().into_owned());
            assert_eq!(found, Some(expected), "--{long}");
        }
    }
}
