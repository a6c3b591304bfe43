//! Secrets that other controllers make in the cluster.

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[&SECRET_MADE_IN_CLUSTER];

/// `secret-made-in-cluster`
pub static SECRET_MADE_IN_CLUSTER: Code = Code {
    id: "secret-made-in-cluster",
    severity: Severity::Info,
    summary: "a Secret that another controller makes in the cluster",
    explanation: "cert-manager (a Certificate, or an issuer annotation on an Ingress or a Gateway), External Secrets and Sealed Secrets make Secrets in the cluster, and SOPS decrypts them on the way there. What the manifest says of such a Secret is read and judged: its name, labels, type and keys. Its values are not known here. With `--secrets env` they become variables, which `--secrets-map` lists; otherwise what needs them is left out of the configuration, though KIC has it in the cluster.",
    before: "kic2kong render deploy/",
    after: "kic2kong render deploy/ --secrets env --secrets-map secrets.json -o kong.yaml",
    reference: "cert-manager, External Secrets, Sealed Secrets, SOPS",
};

/// What becomes of what needs the Secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence<'a> {
    /// Its values become variables.
    Variables,
    /// It is left out of the configuration.
    LeftOut,
    /// It is left out for want of this key, which can be no variable.
    NoVariable(&'a str),
}

/// The Secret `name` is made by `controller` from `maker`.
pub fn made_in_cluster(
    at: impl IntoIterator<Item = Origin>,
    name: &str,
    (controller, maker): (&str, &Origin),
    consequence: Consequence<'_>,
) -> Option<Diagnostic> {
    let mut at = at.into_iter();
    let first = at.next()?;
    let made = if controller == "SOPS" {
        format!("Secret {name} is encrypted by SOPS")
    } else {
        format!(
            "Secret {name} is made in the cluster by {controller} ({})",
            maker.object.key
        )
    };
    let message = match consequence {
        Consequence::Variables => format!("{made}; its values become variables"),
        Consequence::LeftOut => {
            format!("{made}; its value is not known here, so what needs it is left out")
        }
        Consequence::NoVariable(key) => format!(
            "{made}; what it holds under `{key}` is not known here and cannot be a variable, so what needs it is left out"
        ),
    };
    let hint = match consequence {
        Consequence::Variables => "see --secrets-map for the variables to set",
        Consequence::LeftOut => {
            "render with --secrets env to have variables in the place of the values"
        }
        Consequence::NoVariable(_) => "keep this key in clear, as in the data of the template",
    };
    let problem = Diagnostic::new(&SECRET_MADE_IN_CLUSTER, first, message).hint(hint);
    Some(at.fold(problem, Diagnostic::and).and(maker.clone()))
}
