//! Which BackendTLSPolicies take effect (spec 20, D.1).

use super::Admission;
use super::judge::candidates;
use super::references::{self, Unresolved};
use super::route::{BackendReference, RouteSpec};
use crate::controller::Switch;
use crate::diag::{Diagnostic, Diagnostics, gateway as problems};
use crate::k8s::gateway::BackendTlsPolicySpec;
use crate::k8s::object::Object;
use crate::options::Options;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the controller makes of a BackendTLSPolicy, whether anything uses it or not.
#[derive(Debug, Clone)]
pub struct AdmittedPolicy {
    /// The policy.
    pub meta: Arc<ObjectMeta>,
    /// The Services it targets, in order.
    pub services: Vec<String>,
    /// Accepted, or why not, with the controller's message.
    pub accepted: Result<(), Unresolved>,
}

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

/// Keep the policies that take effect, and say what is made of each.
pub(super) fn admit(
    store: &mut Store,
    options: &Options,
    handled: &BTreeSet<(String, String)>,
    diagnostics: &mut Diagnostics,
) -> Vec<AdmittedPolicy> {
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
    let mut admitted = Vec::new();
    for policy in &store.backend_tls_policies {
        let namespace = policy.meta.namespace();
        let is_routed = targets(&policy.spec)
            .any(|service| routed.contains(&(namespace.to_owned(), service.to_owned())));
        let clash = targets(&policy.spec).find(|service| {
            targeted
                .get(&(namespace, *service))
                .is_some_and(|count| *count > 1)
        });
        admitted.push(AdmittedPolicy {
            meta: Arc::clone(&policy.meta),
            services: targets(&policy.spec).map(str::to_owned).collect(),
            accepted: match clash {
                Some(_) => Err(Unresolved {
                    reason: "Conflicted",
                    message: "Multiple BackendTLSPolicies target the same service".to_owned(),
                }),
                None => validity(store, policy),
            },
        });
        let problem = problem(store, policy, clash, is_routed);
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
    admitted
}

/// What keeps a policy from taking effect.
fn problem(
    store: &Store,
    policy: &Object<BackendTlsPolicySpec>,
    clash: Option<&str>,
    is_routed: bool,
) -> Option<Diagnostic> {
    let namespace = policy.meta.namespace();
    let validation = FieldPath::of(&["spec", "validation"]);
    if let Some(service) = clash {
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
    }
}

/// What the controller says of the validation that a policy asks for: all problems, but of the CA certificates the first one only.
fn validity(store: &Store, policy: &Object<BackendTlsPolicySpec>) -> Result<(), Unresolved> {
    let validation = &policy.spec.validation;
    let namespace = policy.meta.namespace();
    let references = validation.ca_certificate_refs.iter().flatten();
    let problem = references.filter_map(|reference| {
        let (kind, name) = (reference.kind.as_str(), reference.name.as_str());
        let is_there = match kind {
            "ConfigMap" => store.config_maps.get(namespace, name).is_some(),
            "Secret" => store.has_secret(namespace, name),
            _ => false,
        };
        if !matches!(kind, "ConfigMap" | "Secret") || !matches!(reference.group.as_str(), "" | "core") {
            Some("CACertificateRefs must reference ConfigMaps or Secrets in the core group".to_owned())
        } else {
            (!is_there).then(|| {
                format!("failed getting *v1.{kind} {namespace}/{name} set as CACertificateRef: {kind} {name:?} not found")
            })
        }
    });
    let mut problems: Vec<String> = problem.take(1).collect();
    let has_names = validation.subject_alt_names.as_ref();
    if has_names.is_some_and(|names| !names.is_empty()) {
        problems.push("SubjectAltNames feature is not currently supported".to_owned());
    }
    if validation.well_known_ca_certificates.is_some() {
        problems.push("WellKnownCACertificates feature is not currently supported".to_owned());
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Unresolved {
        reason: "Invalid",
        message: problems.join(" - "),
    })
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
        if references::of_http_route(store, options, route).is_ok() {
            let rules = route.spec.rules.iter().flatten();
            let backends = rules.flat_map(|rule| rule.backend_refs.iter().flatten());
            for backend in backends.map(BackendReference::from) {
                let namespace = backend.namespace.unwrap_or(home);
                services.insert((namespace.to_owned(), backend.name.to_owned()));
            }
        }
    }
    services
}
