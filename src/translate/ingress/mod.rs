//! Ingress objects to Kong services and routes (spec 10, 4 and 5; spec 30, 4; KIC: `translator/subtranslator/ingress.go`).
//!
//! Paths of one Ingress with the same host, backend and port share a route; routes of one backend share a Kong service.

pub mod alone;
mod backend;
mod default_backend;
mod parameters;
mod paths;
mod routes;

use super::service_defaults;
use super::{Context, Services, rewrite};
use crate::annotations::table::REWRITE;
use crate::diag::ingress as problems;
use crate::k8s::object::Object;
use crate::kong::names::RouteName;
use crate::kong::plugin::Plugin;
use crate::kong::protocol::Protocol;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::translate::draft::Draft;
use backend::IngressBackend;
use k8s_openapi::api::networking::v1::{HTTPIngressPath, IngressSpec};
use paths::RulePath;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use parameters::serves_upstreams;

/// Paths that share a route.
struct Group<'a> {
    /// The Ingress that came first; host, tags, backend and, in the traditional flavor, regex prefix are its own.
    ingress: &'a Arc<ObjectMeta>,
    /// The Ingress that came last: its annotations apply. Another than `ingress` only when dots make two names equal.
    annotation_owner: &'a Arc<ObjectMeta>,
    /// The host of the rule, empty when it has none.
    host: &'a str,
    backend: IngressBackend,
    paths: Vec<RulePath>,
    origin: Origin,
}

/// The Kong services of all Ingresses, before their backends are resolved.
pub fn translate(context: &mut Context<'_>) -> Services {
    let store = context.store;
    let parameters = parameters::read(store, context.options);
    parameters::report(context);
    let ingresses = store.ingresses.in_age_order();
    let mut groups = BTreeMap::new();
    for ingress in &ingresses {
        collect(context, ingress, &mut groups);
    }
    let mut services = Services::new();
    for (name, group) in groups {
        let route = routes::build(context, name, &group, &parameters);
        let service = services
            .entry(group.backend.service_name.clone())
            .or_insert_with(|| {
                let mut service = new_service(group.backend);
                service.path = Some("/".to_owned());
                service
            });
        service.routes.push(route);
    }
    // Most services have one or two, and a growing vector begins with room for four.
    for service in services.values_mut() {
        service.routes.shrink_to_fit();
    }
    services.retain(|_, service| apply_rewrite(context, service));
    default_backend::translate(context, &ingresses, &mut services);
    services
}

/// Sort the paths of an Ingress into groups, keyed by the name of their route.
fn collect<'a>(
    context: &mut Context<'_>,
    ingress: &'a Object<IngressSpec>,
    groups: &mut BTreeMap<RouteName, Group<'a>>,
) {
    for (index, rule) in ingress.spec.rules.iter().flatten().enumerate() {
        let rule_path = FieldPath::of(&["spec", "rules"]).index(index);
        let host = rule.host.as_deref().unwrap_or_default();
        let paths = rule.http.as_ref().map_or(&[][..], |http| &http.paths);
        // `http` without paths is what the API server refuses.
        if rule.http.is_none() {
            context
                .diagnostics
                .push(problems::rule_without_paths(Origin::at(
                    &ingress.meta,
                    rule_path.clone(),
                )));
        }
        for (index, path) in paths.iter().enumerate() {
            let origin = Origin::at(
                &ingress.meta,
                rule_path.clone().key("http").key("paths").index(index),
            );
            add_path(context, groups, (&ingress.meta, host), path, origin);
        }
    }
}

/// Put one path into its group; a path without a usable backend is left out.
fn add_path<'a>(
    context: &mut Context<'_>,
    groups: &mut BTreeMap<RouteName, Group<'a>>,
    (ingress, host): (&'a Arc<ObjectMeta>, &'a str),
    path: &HTTPIngressPath,
    origin: Origin,
) {
    let text = paths::collapse_slashes(path.path.as_deref().unwrap_or_default());
    let mut backend_origin = origin.clone();
    backend_origin.path = backend_origin.path.key("backend");
    let backend = match backend::of_path(context, &path.backend, backend_origin) {
        Ok(backend) => backend,
        Err(problem) => {
            context.diagnostics.push(problem.of_path(&text));
            return;
        }
    };
    let path = RulePath::new(text, &path.path_type);
    if let RulePath::Unknown(path_type) = &path {
        let mut at = origin.clone();
        at.path = at.path.key("pathType");
        context
            .diagnostics
            .push(problems::path_type_unknown(at, path_type));
    }
    let group = groups
        .entry(backend.route_name(ingress, host))
        .or_insert_with(|| Group {
            ingress,
            annotation_owner: ingress,
            host,
            backend,
            paths: Vec::new(),
            origin: origin.clone(),
        });
    if !Arc::ptr_eq(group.annotation_owner, ingress) {
        context
            .diagnostics
            .push(problems::route_names_collide(origin.clone(), group.ingress));
        group.annotation_owner = ingress;
        group.origin = origin;
    }
    group.paths.push(path);
}

/// A Kong service for an Ingress backend, without the path that those of rules have.
fn new_service(backend: IngressBackend) -> Draft {
    let mut service = Draft::new(backend.service_name, backend.host, backend.owner);
    service.protocol = Some(Protocol::Http);
    service.port = Some(80);
    service_defaults::apply(&mut service);
    service.backends = vec![backend.backend];
    service
}

/// Give the annotated routes of a service their rewrite plugin. `false`: the annotation is not enabled or not valid, and the
/// whole service must be left out (KIC: `MaybeRewriteURI`).
fn apply_rewrite(context: &mut Context<'_>, draft: &mut Draft) -> bool {
    let enabled = context.options.feature_gates.rewrite_uris;
    let Draft {
        service, backends, ..
    } = draft;
    let is_facade = backends.iter().any(|backend| backend.is_facade);
    for route in &mut service.routes {
        let Some(template) = REWRITE.written(&route.origin().object) else {
            continue;
        };
        let annotation = REWRITE.at(&route.origin().object);
        // KIC blames the parent of the Kong service, which is the facade when there is one.
        let blamed = if is_facade {
            service.source.origin().clone()
        } else {
            annotation.clone()
        };
        if !enabled {
            context.diagnostics.push(problems::rewrite_disabled(
                blamed,
                service.name.as_str(),
                &annotation.object,
            ));
            return false;
        }
        match rewrite::transformer_config(template) {
            Ok(config) => {
                let plugin = Plugin::new("request-transformer", config, annotation);
                route.plugins.push(plugin);
            }
            Err(error) => {
                context.diagnostics.push(problems::rewrite_invalid(
                    blamed,
                    service.name.as_str(),
                    template,
                    &error.to_string(),
                ));
                return false;
            }
        }
    }
    true
}
