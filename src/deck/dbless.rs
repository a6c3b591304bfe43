//! What the DB-less form of a configuration cannot say, and what some releases get wrong in it.

use super::content::Content;
use crate::controller::{Controller, Switch};
use crate::diag::{Diagnostic, consumers};
use crate::kong::plugin::Plugin;
use crate::kong::state::State;

/// Consumers whose group membership cannot be written: it names them by username, and they have only a custom id (spec 42, 7).
pub fn problems(state: &State) -> impl Iterator<Item = Diagnostic> {
    let nameless = state
        .consumers
        .iter()
        .filter(|consumer| consumer.username.is_none() && !consumer.groups.is_empty());
    nameless.map(|consumer| {
        consumers::membership_without_name(consumer.origin().clone(), consumer.reference())
    })
}

/// Put into a DB-less configuration what a release of the controller gets wrong in that form (spec 81, A12 and A13).
pub fn as_sent_by(controller: &Controller, content: &mut Content) {
    if !controller.has(Switch::DblessPluginNulls) {
        let of_services = content.services.iter_mut();
        let of_services = of_services.flat_map(|service| &mut service.plugins);
        let of_consumers = content.consumers.iter_mut();
        let of_consumers = of_consumers.flat_map(|consumer| &mut consumer.plugins);
        let nested = of_services.chain(of_consumers);
        content
            .plugins
            .iter_mut()
            .chain(nested)
            .for_each(drop_nulls);
    }
    if controller.has(Switch::DblessSniWithoutCertificate) {
        let certificates = content.certificates.iter_mut();
        for sni in certificates.flat_map(|certificate| &mut certificate.snis) {
            sni.certificate = None;
        }
    }
}

/// Drop the nulls of the first level.
fn drop_nulls(plugin: &mut Plugin) {
    plugin.config.values.retain(|_, value| !value.is_null());
}
