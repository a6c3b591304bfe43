//! Whether and how the controller's webhook is asked.

use crate::options::Webhook;
use clap::{Args, ValueEnum};

/// What the controller's validating webhook refuses.
#[derive(Debug, Args)]
#[command(next_help_heading = "Admission")]
pub struct AdmissionArgs {
    /// Report what the controller's validating webhook refuses and warns of, in its own words; with a comparison, of what changes
    #[arg(
        long,
        value_name = "WHEN",
        env = "KIC2KONG_ADMISSION",
        default_value = "on"
    )]
    pub admission: AdmissionArg,
    /// Ask the webhook about the objects that this installation of it sends; the Helm chart leaves out KongConsumerGroups, KongVaults
    /// and KongCustomEntities
    #[arg(
        long,
        value_name = "INSTALLATION",
        env = "KIC2KONG_WEBHOOK",
        default_value = "manifests"
    )]
    pub webhook: WebhookArg,
}

/// Whether the webhook is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AdmissionArg {
    /// It is
    On,
    /// It is not, as in a cluster without it
    Off,
}

/// Who installed the webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WebhookArg {
    /// The controller's own manifests
    Manifests,
    /// The Helm chart `kong`
    Helm,
}

impl From<&AdmissionArgs> for Webhook {
    fn from(args: &AdmissionArgs) -> Self {
        match (args.admission, args.webhook) {
            (AdmissionArg::Off, _) => Self::Off,
            (AdmissionArg::On, WebhookArg::Manifests) => Self::Manifests,
            (AdmissionArg::On, WebhookArg::Helm) => Self::Helm,
        }
    }
}
