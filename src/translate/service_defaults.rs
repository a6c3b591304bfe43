//! What KIC gives every Kong service but those of UDPIngress (spec 10, 10; KIC: `translator/ingressrules.go`).

use crate::kong::service::Service;

/// Milliseconds to connect, to write and to read.
pub(super) const TIMEOUT: i64 = 60_000;
/// How often Kong tries again.
const RETRIES: i64 = 5;

/// Set them.
pub(super) fn apply(service: &mut Service) {
    service.connect_timeout = Some(TIMEOUT);
    service.read_timeout = Some(TIMEOUT);
    service.write_timeout = Some(TIMEOUT);
    service.retries = Some(RETRIES);
}
