//! Ingresses and routes to Kong services with their routes and upstreams, in the order of KIC's
//! `BuildKongConfig` (`internal/dataplane/translator/translator.go`), which decides who wins.

pub mod backend_tls;
pub mod backends;
pub mod grpcroute;
pub mod httproute;
pub mod ingress;
pub mod tcpingress;
pub mod tcproute;
pub mod tlsroute;
pub mod udpingress;
pub mod udproute;
pub mod upstreams;

use crate::diag::Diagnostics;
use crate::kong::names::ServiceName;
use crate::kong::service::Service;
use crate::kong::state::State;
use crate::options::Options;
use crate::store::Store;
use std::collections::BTreeMap;

/// What every translator reads and where it reports.
pub struct Context<'a> {
    /// The admitted objects.
    pub store: &'a Store,
    /// The options of the run.
    pub options: &'a Options,
    /// Where problems go.
    pub diagnostics: &'a mut Diagnostics,
}

/// Kong services by name, with the routes of one kind of source.
pub type Services = BTreeMap<ServiceName, Service>;

/// Translate all sources, merge them, resolve their backends and make their upstreams.
pub fn translate(context: &mut Context<'_>) -> State {
    let _ = context;
    State::default()
}
