//! What becomes of each route: which parents count, which of them accept it, and what that leaves of its host names (spec 20, A.6 to A.8).

use super::Admission;
use super::attach::{self, Candidate, NamespaceUnknown};
use super::listeners;
use super::references::Unresolved;
use super::route::{ParentReference, RouteSpec};
use crate::controller::Switch;
use crate::diag::{
    Diagnostic, Diagnostics, gateway as problems, gateway_admission, operator as operator_problems,
};
use crate::k8s::object::Object;
use crate::options::{Gateways, Options};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::store::Store;
use std::sync::Arc;

/// What the controller makes of a route.
#[derive(Debug, Clone)]
pub struct AdmittedRoute {
    /// The route.
    pub meta: Arc<ObjectMeta>,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The parents that the controller handles, in the order of the route.
    pub parents: Vec<AdmittedParent>,
    /// Whether its references resolve; absent where the controller does not say.
    pub references: Option<Result<(), Unresolved>>,
}

/// What becomes of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is handed to the translation.
    Attached,
    /// No parent accepts it.
    Refused,
    /// It waits for a Gateway that is not programmed.
    Waits,
    /// No host name is left of it.
    NoCommonHostname,
    /// No parent is a Gateway of the controller.
    NoGateway,
    /// The controller fails on it: a parent is no Gateway.
    ParentKind {
        /// API group of the parent.
        group: String,
        /// Kind of the parent.
        kind: String,
    },
    /// Labels of its Namespace decide, which is not among the inputs.
    NamespaceUnknown,
}

/// A parent that the controller handles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdmittedParent {
    /// Namespace of the Gateway.
    pub namespace: String,
    /// Name of the Gateway.
    pub name: String,
    /// The listener, when one is named.
    pub section: Option<String>,
    /// Accepted, or the API's word for why not.
    pub accepted: Result<(), &'static str>,
    /// Nothing is known of the Gateway, which is taken to accept.
    pub is_assumed: bool,
    /// Whether the Gateway is programmed.
    pub is_programmed: bool,
}

/// What judging a route needs.
pub(super) struct Judge<'a> {
    pub(super) store: &'a Store,
    pub(super) options: &'a Options,
    pub(super) admission: &'a Admission,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Judge<'_> {
    fn push(&mut self, problem: Diagnostic) {
        self.diagnostics.push(problem);
    }

    /// The Gateway that a parentRef probably means, when there is none of its name.
    fn nearest_gateway<T>(&self, route: &Object<T>, parent: ParentReference<'_>) -> Option<&str> {
        let gateways = &self.store.gateways;
        let namespace = parent.namespace.unwrap_or(route.meta.namespace());
        match gateways.get(namespace, parent.name) {
            Some(_) => None,
            None => gateways.nearest(namespace, parent.name),
        }
    }

    /// What becomes of a route, with its parents into `parents`; the effective host names of one that is configured.
    pub(super) fn route<T: RouteSpec>(
        &mut self,
        route: &Object<T>,
        parents: &mut Vec<AdmittedParent>,
    ) -> Result<Vec<String>, Outcome> {
        self.only_gateways(route)?;
        let candidates = candidates(self.store, self.options, self.admission, route);
        if candidates.is_empty() {
            self.push(self.without_gateway(&route.meta));
            return Err(Outcome::NoGateway);
        }
        let mut refusals = Vec::new();
        for (position, candidate) in &candidates {
            let (parent, refusal) = self.parent(route, *position, candidate)?;
            refusals.extend(refusal);
            parents.push(parent);
        }
        let attached = parents.iter().any(|parent| parent.accepted.is_ok());
        for refusal in refusals {
            // A parent that refuses beside one that accepts takes nothing away.
            self.push(if attached {
                refusal.into_warning()
            } else {
                refusal.0
            });
        }
        if parents.iter().any(|parent| !parent.is_programmed) {
            return Err(Outcome::Waits);
        }
        if !attached {
            return Err(Outcome::Refused);
        }
        let candidates = candidates.into_iter().map(|(_, candidate)| candidate);
        let candidates: Vec<Candidate<'_>> = candidates.collect();
        self.hostnames(route, &candidates)
            .ok_or(Outcome::NoCommonHostname)
    }

    /// One parent of another kind makes the controller fail on the route.
    fn only_gateways<T: RouteSpec>(&mut self, route: &Object<T>) -> Result<(), Outcome> {
        let mut parents = route.spec.parents().into_iter().enumerate();
        let other = parents.find(|(_, parent)| !parent.is_gateway(&self.options.controller));
        let Some((position, ParentReference { group, kind, .. })) = other else {
            return Ok(());
        };
        let at = at(&route.meta, position);
        self.push(problems::parent_kind_unsupported(at, group, kind));
        Err(Outcome::ParentKind {
            group: group.to_owned(),
            kind: kind.to_owned(),
        })
    }

    fn without_gateway(&self, route: &Arc<ObjectMeta>) -> Diagnostic {
        let at = Origin::at(route, FieldPath::of(&["spec", "parentRefs"]));
        let of_instance = self.options.gateway_to_reconcile.as_ref();
        match of_instance.filter(|_| self.options.has(Switch::OperatorListeners)) {
            Some(gateway) => {
                let name = (gateway.namespace.as_str(), gateway.name.as_str());
                operator_problems::route_of_other_instance(at, name)
            }
            None => problems::route_without_gateway(at),
        }
    }

    /// What a parent makes of the route, and the problem if it refuses.
    fn parent<T: RouteSpec>(
        &mut self,
        route: &Object<T>,
        position: usize,
        candidate: &Candidate<'_>,
    ) -> Result<(AdmittedParent, Option<problems::ParentRefusal>), Outcome> {
        let at = at(&route.meta, position);
        let reference = candidate.parent;
        let namespace = reference.namespace.unwrap_or(route.meta.namespace());
        let mut parent = AdmittedParent {
            namespace: namespace.to_owned(),
            name: reference.name.to_owned(),
            section: reference.section_name.map(str::to_owned),
            accepted: Ok(()),
            is_assumed: candidate.gateway.is_none(),
            is_programmed: true,
        };
        let Some((gateway, admitted)) = candidate.gateway else {
            let problem = problems::parent_assumed(at, reference.name);
            let nearest = self.nearest_gateway(route, reference);
            self.push(problem.did_you_mean(nearest));
            return Ok((parent, None));
        };
        let attempt = attach::Attempt {
            store: self.store,
            controller: &self.options.controller,
            parent: reference,
        };
        let mut refused = None;
        match attempt.attach(route, (gateway, admitted)) {
            Err(NamespaceUnknown) => {
                let problem = problems::namespace_unknown(at, route.meta.namespace());
                self.push(problem);
                return Err(Outcome::NamespaceUnknown);
            }
            Ok(Ok(())) => {}
            Ok(Err(refusal)) => {
                parent.accepted = Err(refusal.reason);
                let why = (refusal.details.as_str(), refusal.reason);
                let problem = problems::parent_refused(at.clone(), reference.name, why.0, why.1);
                refused = Some(problem.did_you_mean(refusal.nearest.as_deref()));
            }
        }
        if !admitted.is_programmed {
            parent.is_programmed = false;
            self.push(problems::parent_not_programmed(at, reference.name));
        }
        Ok((parent, refused))
    }

    /// The effective host names, if there are any.
    fn hostnames<T: RouteSpec>(
        &mut self,
        route: &Object<T>,
        candidates: &[Candidate<'_>],
    ) -> Option<Vec<String>> {
        let is_narrowed = match T::KIND {
            "HTTPRoute" => true,
            "TLSRoute" => self.options.has(Switch::TlsRouteHostnamesNarrowed),
            _ => false,
        };
        if !is_narrowed {
            self.warn_of_uncovered_hostnames(route, candidates);
            return Some(route.spec.hostnames().to_vec());
        }
        let effective = attach::effective_hostnames(route.spec.hostnames(), candidates);
        let field = Origin::at(&route.meta, FieldPath::of(&["spec", "hostnames"]));
        match &effective {
            None => self.push(problems::no_common_hostname(field)),
            Some(kept) if kept.len() < route.spec.hostnames().len() => {
                self.push(problems::hostnames_dropped(field, &kept.join(", ")));
            }
            Some(_) => {}
        }
        effective
    }

    /// Say which host names KIC would drop if the route were an HTTPRoute.
    fn warn_of_uncovered_hostnames<T: RouteSpec>(
        &mut self,
        route: &Object<T>,
        candidates: &[Candidate<'_>],
    ) {
        for (position, hostname) in route.spec.hostnames().iter().enumerate() {
            let alone = std::slice::from_ref(hostname);
            if attach::effective_hostnames(alone, candidates).is_none() {
                let path = FieldPath::of(&["spec", "hostnames"]).index(position);
                self.push(gateway_admission::hostname_beyond_listeners(
                    Origin::at(&route.meta, path),
                    hostname,
                ));
            }
        }
    }
}

fn at(route: &Arc<ObjectMeta>, position: usize) -> Origin {
    let path = FieldPath::of(&["spec", "parentRefs"]).index(position);
    Origin::at(route, path)
}

/// The parents of a route that count, with their positions (A.6, 2).
pub(super) fn candidates<'a, T: RouteSpec>(
    store: &'a Store,
    options: &Options,
    admission: &'a Admission,
    route: &'a Object<T>,
) -> Vec<(usize, Candidate<'a>)> {
    let mut found = Vec::new();
    for (position, parent) in route.spec.parents().into_iter().enumerate() {
        let namespace = parent.namespace.unwrap_or(route.meta.namespace());
        let only = options.gateway_to_reconcile.as_ref();
        if only.is_some_and(|only| only.namespace != namespace || only.name != parent.name) {
            continue;
        }
        let key = (namespace.to_owned(), parent.name.to_owned());
        let gateway = match (
            store.gateways.get(namespace, parent.name),
            admission.gateways.get(&key),
        ) {
            (Some(gateway), Some(admitted)) => (admitted.management
                != listeners::Management::Unknown)
                .then_some((gateway, admitted)),
            // There, but of another controller.
            (Some(_), None) => continue,
            (None, _) if options.gateways == Gateways::Strict => continue,
            (None, _) => None,
        };
        found.push((position, Candidate { parent, gateway }));
    }
    found
}
