//! What KIC says of a CA certificate that it does not take (spec 44, 2).

use crate::origin::Origin;

/// What KIC says of a CA certificate, given the reason in our words.
pub(super) fn told(reason: &str, object: &Origin) -> String {
    let told = match reason {
        "it has neither `cert` nor `ca.crt`" => {
            return format!(
                "invalid secret CA certificate {}, neither \"cert\" nor \"ca.crt\" key exist",
                object.object.key.qualified_name()
            );
        }
        "there is no PEM block" | "there is text after the PEM block" => "invalid PEM block",
        "there are several PEM blocks" => "multiple PEM certificates found",
        "the PEM block is not of type CERTIFICATE" => "invalid PEM block type",
        "the certificate does not parse" => "failed to parse certificate",
        "it lacks the CA basic constraint" => "certificate is missing the 'CA' basic constraint",
        "it has expired" => "expired",
        other => other,
    };
    format!("invalid secret CA certificate: {told}")
}
