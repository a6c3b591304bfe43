//! Services with their routes, and upstreams with their targets.

use super::{Context, plugins};
use crate::kong::expression::Expression;
use crate::kong::names::ServiceName;
use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::kong::upstream::Upstream;
use crate::options::RouterFlavor;

/// By name.
pub(super) fn services(ctx: &Context, services: impl Iterator<Item = Service>) -> Vec<Service> {
    services
        .map(|mut service| {
            plugins::nested(ctx, &mut service.plugins);
            service.routes.sort_by(|a, b| a.name.cmp(&b.name));
            for route in &mut service.routes {
                complete(ctx, route);
            }
            service
        })
        .collect()
}

/// Kong's redirect status is always filled, its path handling where routes are not expressions.
fn complete(ctx: &Context, route: &mut Route) {
    if ctx.flavor == RouterFlavor::Traditional {
        let default = || ctx.defaults.path_handling.clone();
        route.path_handling = route.path_handling.take().or_else(default);
    }
    let default = ctx.defaults.https_redirect_status_code;
    route.https_redirect_status_code = route.https_redirect_status_code.or(default);
    route.expression = route.expression.take().map(Expression::into_text);
    plugins::nested(ctx, &mut route.plugins);
}

/// By name.
pub(super) fn upstreams(ctx: &Context, upstreams: impl Iterator<Item = Upstream>) -> Vec<Upstream> {
    upstreams
        .map(|mut upstream| {
            let default = || ctx.defaults.algorithm.clone();
            upstream.algorithm = upstream.algorithm.take().or_else(default);
            upstream.targets.sort_by(|a, b| a.target.cmp(&b.target));
            // The service that it was made for is no part of a file, and would tell two equal ones apart.
            upstream.service = ServiceName::default();
            upstream
        })
        .collect()
}
