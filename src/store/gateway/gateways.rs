//! Which Gateways exist for the controller, and what is to be said of them and their listeners (spec 20, A.3; spec 80, 3).

use super::listeners::{self, AdmittedGateway, Management};
use crate::controller::Switch;
use crate::diag::{Diagnostics, gateway as problems, operator as operator_problems};
use crate::options::{NamespacedName, Options};
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Judge every Gateway, and note in the store those that exist.
pub(super) fn judge(store: &mut Store, options: &Options, diagnostics: &mut Diagnostics) {
    let mut gateways = BTreeMap::new();
    let mut foreign = Vec::new();
    let takes_all = !options.has(Switch::GatewayCertificatesOfOwnClass);
    for gateway in &store.gateways {
        let only = options.gateway_to_reconcile.as_ref();
        if only.is_some_and(|only| {
            only.namespace != gateway.meta.namespace() || only.name != gateway.meta.name()
        }) {
            continue;
        }
        let class = Origin::at(&gateway.meta, FieldPath::of(&["spec", "gatewayClassName"]));
        let name = NamespacedName {
            namespace: gateway.meta.namespace().to_owned(),
            name: gateway.meta.name().to_owned(),
        };
        if store.hybrid_gateways.contains(&name) {
            diagnostics.push(operator_problems::gateway_of_konnect(class));
            continue;
        }
        let Some(admitted) = listeners::judge(store, options, gateway) else {
            if takes_all {
                foreign.push((gateway.clone(), listeners::foreign(gateway)));
            }
            diagnostics.push(problems::gateway_ignored(
                class,
                &gateway.spec.spec.gateway_class_name,
            ));
            continue;
        };
        let problem = if admitted.is_assumed && admitted.is_programmed {
            Some(problems::gateway_assumed(class))
        } else if !admitted.is_in_store || !admitted.is_programmed {
            Some(problems::gateway_not_programmed(class))
        } else {
            None
        };
        // No class of the operator is unmanaged, so that the advice for KIC does not help.
        diagnostics.extend(problem.map(|problem| {
            if options.has(Switch::OperatorListeners) {
                operator_problems::of_operator(problem)
            } else {
                problem
            }
        }));
        for (position, (spec, listener)) in gateway
            .spec
            .spec
            .listeners
            .iter()
            .zip(&admitted.listeners)
            .enumerate()
        {
            if let Some(reason) = listener.reason {
                let path = FieldPath::of(&["spec", "listeners"]).index(position);
                diagnostics.push(problems::listener_not_programmed(
                    Origin::at(&gateway.meta, path),
                    &spec.name,
                    (reason, listener.secret.as_deref()),
                ));
            }
        }
        gateways.insert(
            (
                gateway.meta.namespace().to_owned(),
                gateway.meta.name().to_owned(),
            ),
            admitted,
        );
    }
    if options.has(Switch::OperatorListeners) && options.gateway_to_reconcile.is_none() {
        report_instances(store, &gateways, diagnostics);
    }
    store.gateway_admission.gateways = gateways;
    store.gateway_admission.foreign = foreign;
}

/// Say that each Gateway of the operator has an instance of its own, which an output for all of them does not show.
fn report_instances(
    store: &Store,
    gateways: &BTreeMap<(String, String), AdmittedGateway>,
    diagnostics: &mut Diagnostics,
) {
    let own = gateways
        .iter()
        .filter(|(_, gateway)| gateway.management != Management::Unknown && gateway.is_programmed);
    let metas: Vec<_> = own
        .filter_map(|((namespace, name), _)| store.gateways.get(namespace, name))
        .map(|gateway| Arc::clone(&gateway.meta))
        .collect();
    if let [first, others @ ..] = metas.as_slice()
        && !others.is_empty()
    {
        diagnostics.push(operator_problems::several_instances(
            Origin::of(first),
            others,
        ));
    }
}
