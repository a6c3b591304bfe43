//! Passes that complete the translated state: TLS of services, overrides, consumers, plugins, certificates, ids.
//! One pass, one file; the order here is KIC's.

use crate::kong::pending::Pending;
use crate::kong::state::State;
use crate::store::context::Context;

pub mod ca_certificates;
pub mod certificates;
pub mod consumer_groups;
pub mod consumers;
pub mod credentials;
pub mod custom_entities;
pub mod ids;
mod key_pair;
pub mod licenses;
pub mod overrides;
mod pem;
pub mod plugins;
pub mod service_tls;
mod tls_secrets;
pub mod upstream_policies;
pub mod vaults;

/// Run all passes. Client and CA certificates come before the overrides, whose protocol they must not see (spec 44, 1.2).
pub fn enrich(context: &mut Context<'_>, state: &mut State, mut pending: Pending) {
    service_tls::apply(context, state, &mut pending);
    overrides::apply(context, state);
    upstream_policies::apply(context, state);
    consumers::apply(context, state);
    vaults::apply(context, state);
    consumer_groups::apply(context, state);
    let relations = plugins::apply(context, state, &pending.extension_plugins);
    custom_entities::apply(context, state, &relations);
    licenses::apply(context, state);
    certificates::apply(context, state, pending);
    ca_certificates::apply(context, state);
    tls_secrets::apply(context);
    if context.options.feature_gates.fill_ids {
        ids::apply(context.options, state);
    }
}
