//! What `render` and `check` need to know about a fallback configuration.

use clap::Args;
use std::path::PathBuf;

/// Which objects are broken, and what was valid before.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Fallback")]
pub struct FallbackArgs {
    /// Look at what KIC falls back to when Kong refuses the regular configuration
    #[arg(long, env = "KIC2KONG_FALLBACK", value_parser = clap::builder::BoolishValueParser::new())]
    pub fallback: bool,
    /// Take the objects of this file for broken: a list such as `- Service shop/web`, or what /debug/config/fallback or /debug/config/raw-error gives; without it, those that Kong would refuse
    #[arg(
        long,
        value_name = "FILE",
        env = "KIC2KONG_BROKEN",
        requires = "fallback"
    )]
    pub broken: Option<PathBuf>,
    /// Put old versions back from these manifests, those of the last configuration that the gateways took, as --use-last-valid-config-for-fallback does
    #[arg(
        long,
        value_name = "PATH",
        env = "KIC2KONG_LAST_VALID",
        requires = "fallback"
    )]
    pub last_valid: Option<PathBuf>,
}
