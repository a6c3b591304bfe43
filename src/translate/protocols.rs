//! What the protocols of routes begin with, before annotations apply (spec 81, 3.1).

use super::Context;
use crate::controller::Switch;
use crate::kong::protocol::Protocol;
use crate::options::RouterFlavor;

/// What routes of Ingress rules, default backends and HTTPRoutes begin with in releases that do not look at annotations or
/// listeners yet.
pub(super) fn before_listeners(context: &Context<'_>) -> Vec<Protocol> {
    let is_fixed = match context.options.router_flavor {
        RouterFlavor::Traditional => true,
        RouterFlavor::Expressions => context.options.has(Switch::ExpressionRoutesHttpHttps),
    };
    if is_fixed {
        http_and_https()
    } else {
        Vec::new()
    }
}

/// `http` and `https`.
pub(super) fn http_and_https() -> Vec<Protocol> {
    vec![Protocol::Http, Protocol::Https]
}
