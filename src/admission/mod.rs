//! What the controller's validating webhook answers (spec 82): an object of the inputs is put to it as if it were applied last, all
//! others being in the cluster already. What the API server refuses of built-in kinds is put to it all the same, as it is translated:
//! that it would never get so far is told beside it.
//!
//! `asked` knows which objects are put to it, one file per kind what it then looks at. An answer is a problem that carries it; those
//! that repeat a problem of the translation are put to that one ([`Judgement::tell`]). What only the gateway would say comes out of
//! the verdicts (`gateway`). Looks at the objects before the Gateway API's own admission, and does no I/O.

mod asked;
mod consumer;
mod consumer_group;
mod credential;
mod custom_entity;
mod former;
mod gateway;
mod httproute;
mod ingress;
mod plugin;
mod secret;
mod service;
#[cfg(test)]
mod tests;
mod uniqueness;
mod vault;

pub use former::{Former, FormerKey, FormerObject};

use crate::annotations::table::INGRESS_CLASS;
use crate::diag::{Diagnostic, Diagnostics};
use crate::k8s::object::Object;
use crate::options::Options;
use crate::origin::{ObjectKey, ObjectMeta, Origin, Place};
use crate::store::Store;
use k8s_openapi::api::core::v1::Secret;
use std::collections::HashSet;
use std::sync::Arc;

/// What the webhook is asked about.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The objects, before Gateways and routes are judged.
    pub store: &'a Store,
    /// The options of the run.
    pub options: &'a Options,
    /// The cluster before, when something is compared with.
    pub former: Option<&'a Former>,
}

/// What it answers.
#[derive(Debug, Default)]
pub struct Judgement {
    /// A problem for each reason, with the answers.
    problems: Vec<Diagnostic>,
    /// The objects about which the webhook asks the gateway, and has nothing to say itself.
    of_gateway: HashSet<Place>,
}

/// Put every object to the webhook.
pub fn judge(inputs: Inputs<'_>) -> Judgement {
    let mut context = Context {
        inputs,
        judgement: Judgement::default(),
    };
    let index = uniqueness::Index::of(&context);
    let mut clashes = uniqueness::Clashes::default();
    consumer::judge(&mut context, &index, &mut clashes);
    consumer_group::judge(&mut context);
    let plugins = plugin::judge(&mut context);
    secret::judge(&mut context, (&index, &mut clashes), &plugins);
    clashes.tell(&mut context, &index);
    httproute::judge(&mut context);
    ingress::judge(&mut context);
    vault::judge(&mut context);
    custom_entity::judge(&mut context);
    service::judge(&mut context);
    context.judgement
}

impl Judgement {
    /// Tell it: to the problems that are known already, else as problems of their own. `diagnostics` holds the verdicts of Kong.
    pub fn tell(self, options: &Options, diagnostics: &mut Diagnostics) {
        gateway::answer(&self.of_gateway, options, diagnostics);
        diagnostics.answer(self.problems);
    }
}

/// What all kinds need.
struct Context<'a> {
    inputs: Inputs<'a>,
    judgement: Judgement,
}

impl<'a> Context<'a> {
    const fn store(&self) -> &'a Store {
        self.inputs.store
    }

    const fn options(&self) -> &'a Options {
        self.inputs.options
    }

    /// Whether an object names the controller's class, exactly.
    fn is_of_class(&self, meta: &ObjectMeta) -> bool {
        INGRESS_CLASS.written(meta).unwrap_or_default() == self.options().ingress_class
    }

    fn push(&mut self, problem: Diagnostic) {
        self.judgement.problems.push(problem);
    }

    /// The gateway is asked about an object.
    fn asks_gateway(&mut self, meta: &ObjectMeta) {
        self.judgement.of_gateway.insert(meta.place.clone());
    }

    /// A Secret of the cluster.
    fn secret(&self, namespace: &str, name: &str) -> Found<'a> {
        let store = self.store();
        if let Some(secret) = store.secrets.get(namespace, name) {
            return Found::Here(secret);
        }
        match store.made_in_cluster.get(namespace, name) {
            Some(made) => Found::Made(made),
            None => Found::Nowhere,
        }
    }
}

/// A Secret, as far as it is known here.
#[derive(Clone, Copy)]
enum Found<'a> {
    /// Among the inputs.
    Here(&'a Object<Secret>),
    /// Made in the cluster, its values unknown.
    Made(&'a crate::store::made_in_cluster::MadeSecret),
    Nowhere,
}

/// The identity of an object, and the object as a whole.
fn whole(meta: &Arc<ObjectMeta>) -> (&ObjectKey, Origin) {
    (&meta.key, Origin::of(meta))
}
