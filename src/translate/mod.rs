//! Ingresses and routes to Kong services with their routes and upstreams, in the order of KIC's
//! `BuildKongConfig` (`internal/dataplane/translator/translator.go`), which decides who wins.

pub mod backend_tls;
pub mod backends;
pub mod draft;
pub mod gateway;
mod growth;
pub mod grpcroute;
pub mod httproute;
pub mod ingress;
mod l4_listeners;
mod protocols;
pub mod rewrite;
mod service_defaults;
pub mod tcpingress;
pub mod tcproute;
pub mod tls;
pub mod tlsroute;
pub mod udpingress;
pub mod udproute;
pub mod upstreams;

use crate::controller::Switch;
use crate::diag;
use crate::kong::expression::matchers::ServerNames;
use crate::kong::names::ServiceName;
use crate::kong::pending::Pending;
use crate::kong::state::State;
use crate::origin::Origin;
use crate::store::context::Context;
use draft::Draft;
use std::collections::BTreeMap;

impl Context<'_> {
    /// Which server names expressions hold.
    fn server_names(&self) -> ServerNames {
        if self.options.has(Switch::WildcardSnis) {
            ServerNames::WithWildcards
        } else {
            ServerNames::Plain
        }
    }
}

/// Kong services by name, with the routes of one kind of source.
pub type Services = BTreeMap<ServiceName, Draft>;

/// The translator of one kind of source.
type Translator = fn(&mut Context<'_>) -> Services;

/// The kinds of source in KIC's order: of equal Kong service names the later one wins (spec 10, 1).
const TRANSLATORS: [Translator; 8] = [
    ingress::translate,
    tcpingress::translate,
    udpingress::translate,
    httproute::translate,
    udproute::translate,
    tcproute::translate,
    tlsroute::translate,
    grpcroute::translate,
];

/// Translate all sources, merge them, resolve their backends and make their upstreams. What is left to the passes of `enrich` comes along.
pub fn translate(context: &mut Context<'_>) -> (State, Pending) {
    if let Some(object) = growth::first_too_large(context.store) {
        let problem = diag::growth::routes_too_large(Origin::of(&object));
        context.diagnostics.push(problem);
        let state = State {
            is_too_large: true,
            ..State::default()
        };
        return (state, Pending::default());
    }
    let mut services = Services::new();
    for translator in TRANSLATORS {
        let later = translator(context);
        merge(context, &mut services, later);
    }
    let tls_secrets = tls::claims(context);
    backends::resolve(context, &mut services);
    let upstreams = upstreams::build(context, &mut services);
    let mut pending = Pending {
        tls_secrets,
        ..Pending::default()
    };
    let finished = services.into_values().filter_map(Draft::finish);
    let services = finished.map(|(service, asked)| {
        pending.extension_plugins.extend(asked);
        (service.name.clone(), service)
    });
    let state = State {
        services: services.collect(),
        upstreams,
        ..State::default()
    };
    (state, pending)
}

/// Add the services of a later kind of source. One of a name that is taken replaces the earlier one with all its routes, as in
/// KIC, which says nothing of it (spec 10, 8.3).
fn merge(context: &mut Context<'_>, services: &mut Services, later: Services) {
    for (name, service) in later {
        if let Some(lost) = services.get(&name) {
            context.diagnostics.push(diag::ingress::routes_replaced(
                name.as_str(),
                service.origin(),
                lost.routes
                    .iter()
                    .map(|route| (route.name.as_str(), route.origin())),
            ));
        }
        services.insert(name, service);
    }
}
