//! Which BackendTLSPolicies take effect (spec 20, D.1).

use super::route::{BackendReference, GROUP, RouteSpec};
use super::{Admission, candidates};
use crate::annotations::table::PLUGINS;
use crate::controller::Switch;
use crate::diag::{Diagnostics, gateway as problems};
use crate::k8s::gateway::BackendTlsPolicySpec;
use crate::k8s::object::Object;
use crate::options::Options;
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use crate::store::grants::{Referent, Referrer};
use gateway_api::apis::experimental::httproutes::HttpRouteSpec;
use std::collections::{BTreeMap, BTreeSet};

/// The HTTPRoutes, by namespace and name, of which KIC handles a parent, whatever comes of it.
pub(super) fn handled_routes(
    store: &Store,
    options: &Options,
    admission: &Admission,
) -> BTreeSet<(String, String)> {
    let routes = store.http_routes.iter().filter(|route| {
        let parents = route.spec.parents();
        parents
            .iter()
            .all(|parent| parent.is_gateway(&options.controller))
            && !candidates(store, options, admission, route).is_empty()
    });
    routes
        .map(|route| {
            (
                route.meta.namespace().to_owned(),
                route.meta.name().to_owned(),
            )
        })
        .collect()
}

/// The policies in the store by the Services they target: namespace, then Service, then policy.
pub(super) fn by_service(store: &Store) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for policy in &store.backend_tls_policies {
        let services = found.entry(policy.meta.namespace().to_owned()).or_default();
        for service in targets(&policy.spec) {
            services.insert(service.to_owned(), policy.meta.name().to_owned());
        }
    }
    found
}

/// Keep the policies that take effect.
pub(super) fn admit(
    store: &mut Store,
    options: &Options,
    handled: &BTreeSet<(String, String)>,
    diagnostics: &mut Diagnostics,
) {
    let routed = routed_services(store, options, handled);
    let mut targeted: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for policy in &store.backend_tls_policies {
        for service in targets(&policy.spec).collect::<BTreeSet<_>>() {
            *targeted
                .entry((policy.meta.namespace(), service))
                .or_default() += 1;
        }
    }
    let mut kept = BTreeSet::new();
    let mut rejected = Vec::new();
    for policy in &store.backend_tls_policies {
        let namespace = policy.meta.namespace();
        let is_routed = targets(&policy.spec)
            .any(|service| routed.contains(&(namespace.to_owned(), service.to_owned())));
        let clash = targets(&policy.spec).find(|service| {
            targeted
                .get(&(namespace, *service))
                .is_some_and(|count| *count > 1)
        });
        let validation = FieldPath::of(&["spec", "validation"]);
        let problem = if let Some(service) = clash {
            let problem = problems::policy_conflicted(
                Origin::at(&policy.meta, FieldPath::of(&["spec", "targetRefs"])),
                service,
            );
            Some(match store.services.get(namespace, service) {
                Some(service) => problem.and(Origin::of(&service.meta)),
                None => problem,
            })
        } else if !is_routed {
            Some(problems::policy_without_route(Origin::at(
                &policy.meta,
                FieldPath::of(&["spec", "targetRefs"]),
            )))
        } else if let Some(name) = missing_ca(store, policy) {
            Some(problems::policy_invalid(
                Origin::at(&policy.meta, validation.key("caCertificateRefs")),
                &format!(
                    "the CA certificate {name} does not exist, or is neither a ConfigMap nor a Secret"
                ),
            ))
        } else if policy
            .spec
            .validation
            .subject_alt_names
            .as_ref()
            .is_some_and(|names| !names.is_empty())
        {
            Some(problems::policy_invalid(
                Origin::at(&policy.meta, validation.key("subjectAltNames")),
                "subjectAltNames is not supported",
            ))
        } else if policy.spec.validation.well_known_ca_certificates.is_some() {
            Some(problems::policy_invalid(
                Origin::at(&policy.meta, validation.key("wellKnownCACertificates")),
                "wellKnownCACertificates is not supported",
            ))
        } else {
            None
        };
        let is_kept = problem.is_none() || options.has(Switch::PoliciesUnchecked);
        rejected.extend(problem.map(|problem| {
            if is_kept {
                problems::policy_doubtful(problem)
            } else {
                problem
            }
        }));
        if is_kept {
            kept.insert((namespace.to_owned(), policy.meta.name().to_owned()));
        }
    }
    diagnostics.extend(rejected);
    store.backend_tls_policies.retain(|policy| {
        kept.contains(&(
            policy.meta.namespace().to_owned(),
            policy.meta.name().to_owned(),
        ))
    });
}

/// The Services a policy targets.
pub fn targets(policy: &BackendTlsPolicySpec) -> impl Iterator<Item = &str> {
    policy
        .target_refs
        .iter()
        .filter(|target| matches!(target.group.as_str(), "" | "core") && target.kind == "Service")
        .map(|target| target.name.as_str())
}

fn missing_ca<'a>(store: &Store, policy: &'a Object<BackendTlsPolicySpec>) -> Option<&'a str> {
    let namespace = policy.meta.namespace();
    let references = policy.spec.validation.ca_certificate_refs.iter().flatten();
    references
        .filter(|reference| {
            let exists = match reference.kind.as_str() {
                "ConfigMap" => store.config_maps.get(namespace, &reference.name).is_some(),
                "Secret" => store.has_secret(namespace, &reference.name),
                _ => false,
            };
            !exists || !matches!(reference.group.as_str(), "" | "core")
        })
        .map(|reference| reference.name.as_str())
        .next()
}

/// The Services behind HTTPRoutes that KIC handles and all of whose backends resolve.
fn routed_services(
    store: &Store,
    options: &Options,
    handled: &BTreeSet<(String, String)>,
) -> BTreeSet<(String, String)> {
    let mut services = BTreeSet::new();
    for route in &store.http_routes {
        let home = route.meta.namespace();
        if !handled.contains(&(home.to_owned(), route.meta.name().to_owned())) {
            continue;
        }
        let rules = route.spec.rules.iter().flatten();
        let backends: Vec<BackendReference<'_>> = rules
            .flat_map(|rule| {
                rule.backend_refs
                    .iter()
                    .flatten()
                    .map(BackendReference::from)
            })
            .collect();
        let has_plugins = !options.has(Switch::PolicyNeedsPlugins) || plugins_resolve(store, route);
        if has_plugins
            && backends
                .iter()
                .all(|backend| resolves(store, home, backend))
        {
            for backend in backends {
                let namespace = backend.namespace.unwrap_or(home);
                services.insert((namespace.to_owned(), backend.name.to_owned()));
            }
        }
    }
    services
}

/// Whether every plugin that an HTTPRoute names in a filter or an annotation is a KongPlugin that it may use.
fn plugins_resolve(store: &Store, route: &Object<HttpRouteSpec>) -> bool {
    let home = route.meta.namespace();
    let rules = route.spec.rules.iter().flatten();
    let filters = rules.flat_map(|rule| rule.filters.iter().flatten());
    let mut references = filters.filter_map(|filter| filter.extension_ref.as_ref());
    let in_filters = references.all(|reference| {
        reference.group == "configuration.konghq.com"
            && reference.kind == "KongPlugin"
            && store.kong_plugins.get(home, &reference.name).is_some()
    });
    let mut named = PLUGINS.items(&route.meta).into_iter();
    in_filters
        && named.all(|item| {
            let (namespace, name) = item.split_once(':').unwrap_or((home, item));
            let from = Referrer {
                group: GROUP,
                kind: "HTTPRoute",
                namespace: home,
            };
            let to = Referent {
                group: "configuration.konghq.com",
                kind: "KongPlugin",
                namespace,
                name,
            };
            store.kong_plugins.get(namespace, name).is_some()
                && (namespace == home || store.is_granted(from, to))
        })
}

fn resolves(store: &Store, home: &str, backend: &BackendReference<'_>) -> bool {
    let namespace = backend.namespace.unwrap_or(home);
    let from = Referrer {
        group: GROUP,
        kind: "HTTPRoute",
        namespace: home,
    };
    let to = Referent {
        group: backend.group,
        kind: backend.kind,
        namespace,
        name: backend.name,
    };
    backend.kind == "Service"
        && matches!(backend.group, "" | "core")
        && store.services.get(namespace, backend.name).is_some()
        && (namespace == home || store.is_granted(from, to))
}
