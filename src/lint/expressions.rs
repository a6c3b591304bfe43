//! Annotations on matching that have no effect, or none that was meant, with the expressions flavor (spec 40, 4).

use super::Context;
use crate::annotations::table::{HOST_ALIASES, annotation};
use crate::diag::expressions;
use crate::kong::route::Route;
use crate::origin::{FieldPath, Origin};

/// Look at the route objects behind routes with an expression.
pub fn lint(context: &mut Context<'_>) {
    let services = context.state.services.values();
    let routes = services
        .flat_map(|service| &service.routes)
        .filter(|route| route.expression.is_some());
    let mut last = None;
    for route in routes {
        // Routes of one object mostly stand together; equal problems are reported once anyway.
        let object = std::sync::Arc::as_ptr(&route.origin().object);
        if last.replace(object) != Some(object) && !route.origin().object.annotations.is_empty() {
            judge(route, context);
        }
    }
}

fn judge(route: &Route, context: &mut Context<'_>) {
    let object = &route.origin().object;
    let kind = object.key.kind.as_ref();
    for key in object.annotations.keys() {
        let readers = annotation(key).and_then(|row| row.in_expressions);
        if readers.is_some_and(|readers| !readers.contains(&kind)) {
            let at = Origin::at(object, FieldPath::annotation(key.clone()));
            context
                .diagnostics
                .push(expressions::annotation_ignored(&at, key, kind));
        }
    }
    if kind == "Ingress" {
        let at = HOST_ALIASES.at(object);
        for host in HOST_ALIASES.items(object) {
            if host.ends_with(".*") {
                context
                    .diagnostics
                    .push(expressions::host_never_matches(&at, host));
            }
        }
    }
}
