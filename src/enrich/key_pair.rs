//! Whether a private key belongs to a certificate.
