//! The default backend: one route for everything, of the oldest Ingress that has one (spec 10, 5; KIC: `translator/translate_ingress.go`).

use super::{backend, new_service, routes};
use crate::controller::Switch;
use crate::diag::ingress as problems;
use crate::k8s::object::Object;
use crate::kong::expression::{Expression, Field, Operator, priority};
use crate::kong::names;
use crate::kong::route::Route;
use crate::options::RouterFlavor;
use crate::origin::{FieldPath, Origin};
use crate::translate::{Context, Services, protocols};
use k8s_openapi::api::networking::v1::IngressSpec;

/// Add the default backend's route to its Kong service. `ingresses` are in age order; the first with a default backend counts,
/// and if that cannot be translated no other takes its place.
pub(super) fn translate(
    context: &mut Context<'_>,
    ingresses: &[&Object<IngressSpec>],
    services: &mut Services,
) {
    let mut candidates = ingresses
        .iter()
        .filter_map(|ingress| Some((*ingress, ingress.spec.default_backend.as_ref()?)));
    let Some((ingress, default_backend)) = candidates.next() else {
        return;
    };
    let origin = origin(ingress);
    for (other, _) in candidates {
        context.diagnostics.push(problems::default_backend_ignored(
            self::origin(other),
            &origin,
        ));
    }
    let backend = match backend::of_default(context, default_backend, origin.clone()) {
        Ok(backend) => backend,
        Err(problem) => {
            context.diagnostics.push(problem.of_default_backend());
            return;
        }
    };
    let mut route = Route::new(names::default_backend_route(&ingress.meta), origin);
    routes::set_common_fields(&mut route, &ingress.meta);
    if context.options.has(Switch::DefaultBackendHttpHttps) {
        route.protocols = protocols::http_and_https();
    } else if !context.options.has(Switch::IngressProtocolsFromGateway) {
        route.protocols = protocols::before_listeners(context);
    }
    match context.options.router_flavor {
        RouterFlavor::Traditional => {
            route.paths.push("/".to_owned());
            route.regex_priority = Some(0);
        }
        RouterFlavor::Expressions => {
            let everything = Expression::predicate(Field::Path, Operator::StartsWith, "/");
            let has_protocol = !context
                .options
                .has(Switch::DefaultBackendWithoutNetProtocol);
            route.expression = Some(if has_protocol {
                Expression::all([everything, Expression::catch_all()])
            } else {
                everything
            });
            route.priority = Some(priority::DEFAULT_BACKEND);
        }
    }
    services
        .entry(backend.service_name.clone())
        .or_insert_with(|| new_service(backend))
        .routes
        .push(route);
}

fn origin(ingress: &Object<IngressSpec>) -> Origin {
    Origin::at(&ingress.meta, FieldPath::of(&["spec", "defaultBackend"]))
}
