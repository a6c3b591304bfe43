//! `certificates[]` with their server names, and `ca_certificates[]`.

use super::names::Tag;
use super::reference::Reference;
use super::secret::SecretText;

entities! {
    /// A certificate with its private key.
    Certificate {
        cert: SecretText,
        id: Option<String>,
        key: SecretText,
        #[serde(skip_deserializing)]
        snis: Vec<Sni>,
        tags: Vec<Tag>,
    }

    /// A server name of a certificate.
    Sni {
        /// KIC writes the certificate here too.
        certificate: Option<Reference>,
        id: Option<String>,
        name: String,
        tags: Vec<Tag>,
    }

    /// A CA certificate.
    CaCertificate {
        cert: String,
        id: Option<String>,
        tags: Vec<Tag>,
    }
}
