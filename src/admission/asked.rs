//! Which objects are put to the webhook, and as what (spec 82, 1).

use super::{Context, FormerKey, FormerObject};
use crate::annotations::table::{CREDENTIAL, VALIDATE};
use crate::controller::Switch;
use crate::diag::webhook;
use crate::options::{LabelSelector, Webhook};
use crate::origin::{ObjectMeta, StringMap};
use std::sync::Arc;

/// What is asked about an object.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operation<'a> {
    /// Whether it may be created.
    Create,
    /// Whether it may become what it is now.
    Update(&'a FormerObject),
}

/// What the chart's webhooks leave alone: what Helm itself keeps.
const OF_HELM: (&str, &str) = ("owner", "helm");

impl<'a> Context<'a> {
    /// What the webhook is asked about an object; `None`: it is not asked, because this installation does not send it, or nothing
    /// about it changes.
    pub(super) fn operation(&self, meta: &ObjectMeta) -> Option<Operation<'a>> {
        if !self.is_kind_sent(&meta.key.kind) {
            return None;
        }
        let former = self.inputs.former.map(|former| &former.0);
        let former = former.and_then(|objects| objects.get(&FormerKey::of(&meta.key)));
        let before = former.map(|former| &former.labels);
        if former.is_some_and(|former| former.is_same) || !self.selects(meta, before) {
            return None;
        }
        Some(former.map_or(Operation::Create, Operation::Update))
    }

    /// Note that an object that the controller uses is not looked at, because it does not name the class.
    pub(super) fn note_without_class(&mut self, meta: &Arc<ObjectMeta>) {
        if !self.is_of_class(meta) && self.operation(meta).is_some() {
            let class = &self.options().ingress_class;
            self.push(webhook::unseen_without_class(meta, class));
        }
    }

    /// Whether a kind is put to it.
    fn is_kind_sent(&self, kind: &str) -> bool {
        let is_operator = self.options().has(Switch::WebhookOfOperator);
        match kind {
            "KongConsumerGroup" | "KongVault" | "KongCustomEntity" => {
                is_operator || self.options().webhook != Webhook::Helm
            }
            "Service" | "KongIngress" => !is_operator,
            _ => true,
        }
    }

    /// Whether the labels of an object, or those that it had before, are such that it is sent.
    fn selects(&self, meta: &ObjectMeta, before: Option<&StringMap>) -> bool {
        let is_secret = meta.key.kind == "Secret";
        let one = |labels: &StringMap| self.selects_labels(labels, is_secret);
        one(&meta.labels) || before.is_some_and(one)
    }

    fn selects_labels(&self, labels: &StringMap, is_secret: bool) -> bool {
        let options = self.options();
        if options.has(Switch::WebhookOfOperator) {
            let own = options.controller.defaults().secret_label_selector;
            let own: LabelSelector = own.parse().unwrap_or_default();
            return !is_secret || own.takes(labels);
        }
        if options.webhook == Webhook::Helm {
            let (key, value) = OF_HELM;
            let is_of_helm = labels.get(key).is_some_and(|found| found == value);
            let is_konnect = labels
                .get(CREDENTIAL.name())
                .is_some_and(|found| found == "konnect");
            return !(is_of_helm || is_secret && is_konnect);
        }
        !is_secret || labels.contains_key(CREDENTIAL.name()) || labels.contains_key(VALIDATE.name())
    }
}
