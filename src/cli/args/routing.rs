//! Arguments of `route` and `test`.

use super::{BuildArgs, ControllerArgs, EachArgs, InputArgs};
use crate::manifest::exclude::Pattern;
use clap::{Args, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;

/// Say which route, service, plugins and targets would serve a request
///
/// Renders the manifests (or reads one decK file), loads the routes as Kong's own router does, and asks it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kic2kong route deploy/ GET https://shop.example.com/cart -H 'x-tenant: gold'"
)]
pub struct RouteArgs {
    /// Manifests or one decK file, then the method and the URL of the request
    #[arg(value_name = "PATH... METHOD URL", required = true)]
    pub words: Vec<String>,
    /// The same as PATH, for kubectl's habit; may be repeated
    #[arg(short, long, value_name = "PATH", env = "KIC2KONG_FILENAME")]
    pub filename: Vec<PathBuf>,
    /// Fill a missing namespace on namespaced kinds
    #[arg(
        short,
        long,
        value_name = "NAMESPACE",
        env = "KIC2KONG_NAMESPACE",
        default_value = "default"
    )]
    pub namespace: String,
    /// Leave out what this pattern matches, as in a .gitignore; may be repeated
    #[arg(long, value_name = "GLOB", env = "KIC2KONG_EXCLUDE")]
    pub exclude: Vec<Pattern>,
    /// Follow symbolic links out of the directories and out of the repository, too
    #[arg(long, env = "KIC2KONG_FOLLOW_LINKS", value_parser = clap::builder::BoolishValueParser::new())]
    pub follow_links: bool,
    #[command(flatten)]
    pub build: BuildArgs,
    #[command(flatten)]
    pub each: EachArgs,
    /// Send this header; may be repeated
    #[arg(short = 'H', long, value_name = "NAME: VALUE")]
    pub header: Vec<String>,
    /// Ask for this server name instead of the URL's host
    #[arg(long, value_name = "NAME")]
    pub sni: Option<String>,
    /// Come from this address
    #[arg(long, value_name = "ADDRESS")]
    pub client_ip: Option<IpAddr>,
    /// Arrive by this protocol instead of the URL's: http, https, grpc, grpcs, tcp, tls or udp
    #[arg(long, value_name = "PROTOCOL")]
    pub protocol: Option<String>,
    /// Write the answer in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "text"
    )]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub controller: ControllerArgs,
}

/// Compare the answers to a file of requests with those expected
///
/// The file holds `tests: [{name, request: {method, scheme, host, path, headers, sni}, expect: {route, service,
/// upstream_uri, sent_uri, sent_headers, status, location, plugins, not_plugins, targets}}]`; `route: null` expects that none
/// matches, and what is left out of `expect` is not compared. Of several Gateways of Kong Operator, `control_plane: NAMESPACE/NAME` beside
/// `request` says which one is asked; without it all are, and the test counts for those that have a route for it, or for all where none has.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kic2kong test deploy/ --init -o requests.yaml\n  kic2kong test deploy/ --tests requests.yaml"
)]
pub struct TestArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Read the requests and the expected answers from this file
    #[arg(long, value_name = "FILE", required_unless_present = "init")]
    pub tests: Option<PathBuf>,
    /// Print such a file, written from what the routes answer today
    #[arg(long, conflicts_with = "tests")]
    pub init: bool,
    /// Write the report in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "text"
    )]
    pub format: TestFormat,
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
    pub controller: ControllerArgs,
}

/// A format of `route`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// A format of `test`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// JUnit XML
    Junit,
}
