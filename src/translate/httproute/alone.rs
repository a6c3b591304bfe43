//! One HTTPRoute translated by itself, as the webhook does it: without Services, plugins, Gateways or other routes (spec 82, 3.7).

use super::{Order, Ranks, expressions, grouping, timeouts, translate_group};
use crate::controller::Switch;
use crate::diag::Diagnostics;
use crate::k8s::object::Object;
use crate::options::{Options, RouterFlavor};
use crate::origin::Origin;
use crate::store::Store;
use crate::translate::Context;
use gateway_api::apis::experimental::httproutes::HttpRouteSpec;

/// What keeps Kong services of the route from being made, one failure each, by the names of the services: the field at fault, and the
/// controller's words. `nothing` is a store without objects.
pub fn failures(
    nothing: &Store,
    options: &Options,
    route: &Object<HttpRouteSpec>,
) -> Vec<(Origin, String)> {
    let mut unheard = Diagnostics::default();
    let mut context = Context {
        store: nothing,
        options,
        diagnostics: &mut unheard,
    };
    let routes = [route];
    let order = match options.router_flavor {
        RouterFlavor::Traditional => Order::Traditional(
            options
                .has(Switch::RegexPriority)
                .then(|| Ranks::of(&routes)),
        ),
        RouterFlavor::Expressions => {
            Order::Expressions(expressions::Priorities::of(&mut context, &routes))
        }
    };
    let by = grouping::By::of(options, timeouts::zero(options));
    let groups = grouping::groups(&routes, by).into_iter();
    let failures = groups.filter_map(|group| translate_group(&mut context, &group, &order).err());
    failures
        .map(|failure| (failure.at, failure.message))
        .collect()
}
