//! Upstreams and their targets from Services and EndpointSlices (spec 10, 9.4 to 9.7).

use super::{Context, Services};
use crate::kong::names::UpstreamName;
use crate::kong::upstream::Upstream;
use std::collections::BTreeMap;

/// The upstream of every service, skipped ones included; sets the services' ports.
pub fn build(
    context: &mut Context<'_>,
    services: &mut Services,
) -> BTreeMap<UpstreamName, Upstream> {
    let _ = (context, services);
    BTreeMap::new()
}
