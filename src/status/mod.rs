//! What `kubectl describe` would show of each object under this controller: the conditions that it writes, and its events about failures
//! (spec 88). Turns the admitted objects, the finished state and the failures in the problems into [`Described`] objects.
//!
//! One file per kind. Nothing is judged here a second time: whether a route attaches, a listener is programmed or a reference resolves
//! is taken from `store::gateway`, what was translated from the state, and what failed from the problems.

mod entity;
mod events;
mod gateway;
mod policy;
pub mod render;
mod route;
mod upstream_policy;

use crate::diag::{Diagnostic, Severity};
use crate::kong::names::{Tag, object_tags};
use crate::kong::service::Service;
use crate::kong::state::State;
use crate::options::Options;
use crate::origin::{ObjectKey, ObjectMeta};
use crate::store::Store;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known at the end of a run.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The admitted objects.
    pub store: &'a Store,
    /// The finished state.
    pub state: &'a State,
    /// Every problem.
    pub diagnostics: &'a [Diagnostic],
    /// The options of the run.
    pub options: &'a Options,
}

/// The status and the events of an object.
#[derive(Debug, Clone)]
pub struct Described {
    /// The object.
    pub meta: Arc<ObjectMeta>,
    /// What the controller writes into its status.
    pub status: Status,
    /// The messages of its events; all are warnings about translation failures.
    pub events: Vec<String>,
    /// What is to be said of it besides: why there is no status, and what was assumed.
    pub notes: Vec<String>,
}

/// What a controller writes into a status, times left out.
#[derive(Debug, Clone, Default)]
pub enum Status {
    /// Nothing.
    #[default]
    None,
    /// Conditions of the object.
    Conditions(Vec<Condition>),
    /// A Gateway: its conditions and its listeners.
    Gateway(Vec<Condition>, Vec<Listener>),
    /// A route: by parent.
    Route(Vec<Parent>),
    /// A policy: by ancestor.
    Policy(Vec<Parent>),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// `type`
    pub kind: &'static str,
    /// `status`
    pub status: Truth,
    /// `reason`
    pub reason: Cow<'static, str>,
    /// `message`
    pub message: Cow<'static, str>,
    /// Whether the controller says which generation it has seen.
    pub is_of_generation: bool,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are Kubernetes' own")]
pub enum Truth {
    True,
    False,
    Unknown,
}

impl Truth {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::True => "True",
            Self::False => "False",
            Self::Unknown => "Unknown",
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl Condition {
    fn new(
        kind: &'static str,
        status: impl Into<Truth>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            kind,
            status: status.into(),
            reason: reason.into(),
            message: Cow::Borrowed(""),
            is_of_generation: true,
        }
    }

    fn saying(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            ..self
        }
    }

    fn without_generation(self) -> Self {
        Self {
            is_of_generation: false,
            ..self
        }
    }
}

/// A listener of a Gateway.
#[derive(Debug, Clone)]
pub struct Listener {
    /// `name`
    pub name: String,
    /// `attachedRoutes`
    pub attached_routes: u32,
    /// `supportedKinds`, all of the Gateway API's group.
    pub supported_kinds: Vec<String>,
    /// `conditions`
    pub conditions: Vec<Condition>,
}

/// A parent of a route or an ancestor of a policy.
#[derive(Debug, Clone)]
pub struct Parent {
    /// API group.
    pub group: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// `sectionName`
    pub section: Option<String>,
    /// `controllerName`
    pub controller_name: String,
    /// `conditions`
    pub conditions: Vec<Condition>,
}

/// What all kinds ask for.
struct Context<'a> {
    facts: Facts<'a>,
    /// The events by object.
    events: BTreeMap<&'a ObjectKey, (&'a Arc<ObjectMeta>, Vec<String>)>,
    /// Kubernetes Services that the translation has resolved.
    services: BTreeSet<(&'a str, &'a str)>,
    /// KongServiceFacades that the translation has resolved.
    facades: BTreeSet<ObjectKey>,
}

/// What became of an object that was to be translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Translation {
    Succeeded,
    Failed,
    Unknown,
}

impl Context<'_> {
    /// A failure beats a success.
    fn translation(&self, meta: &ObjectMeta, is_translated: bool) -> Translation {
        if self.events.contains_key(&meta.key) {
            Translation::Failed
        } else if is_translated {
            Translation::Succeeded
        } else {
            Translation::Unknown
        }
    }
}

/// Every object that has a status or events, or of which something is to be said, in input order.
pub fn describe(facts: Facts<'_>) -> Vec<Described> {
    let services = facts.state.services.values();
    let services = services.flat_map(Service::kubernetes_services);
    let context = Context {
        facts,
        events: events::by_object(facts.diagnostics),
        services: services
            .map(|service| (service.namespace(), service.name()))
            .collect(),
        facades: facades(facts),
    };
    let mut found = Vec::new();
    gateway::describe(&context, &mut found);
    route::describe(&context, &mut found);
    policy::describe(&context, &mut found);
    upstream_policy::describe(&context, &mut found);
    entity::describe(&context, &mut found);
    events::lay_under(&context, &mut found);
    found.sort_by(|a, b| a.meta.place.cmp(&b.meta.place));
    found
}

/// The facades behind services: a service that has one has its tags, and no other backend.
fn facades(facts: Facts<'_>) -> BTreeSet<ObjectKey> {
    let behind: BTreeSet<&[Tag]> = facts
        .state
        .services
        .values()
        .filter(|service| service.kubernetes_services().next().is_some())
        // Tags of annotations come after those of the object.
        .flat_map(|service| (1..=service.tags.len()).map(|count| &service.tags[..count]))
        .collect();
    let facades = facts.store.kong_service_facades.iter();
    facades
        .filter(|facade| behind.contains(object_tags(&facade.meta, []).as_slice()))
        .map(|facade| facade.meta.key.clone())
        .collect()
}

/// What cannot be known without a cluster, said once.
pub fn unknown(diagnostics: &[Diagnostic]) -> Vec<String> {
    let refused = diagnostics
        .iter()
        .filter(|problem| problem.kong.is_some() && problem.severity == Severity::Error)
        .count();
    let programmed = match refused {
        0 => "Programmed is what it will be when Kong has taken the configuration".to_owned(),
        1 => "Kong would refuse this configuration (1 problem, see `check`): nothing becomes Programmed until that is put right".to_owned(),
        count => format!(
            "Kong would refuse this configuration ({count} problems, see `check`): nothing becomes Programmed until they are put right"
        ),
    };
    let others = "addresses, times and the ports that the gateway listens on are not known here; every port is taken to be there";
    vec![programmed, others.to_owned()]
}
