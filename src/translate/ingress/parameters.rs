//! IngressClassParameters of the controller's class (spec 10, 3.2; KIC: `internal/store/store.go`).

use super::Context;
use crate::diag::ingress as problems;
use crate::k8s::kong::IngressClassParametersSpec;
use crate::options::Options;
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use k8s_openapi::api::networking::v1::IngressClassParametersReference;

/// The parameters, found through the IngressClass named like the controller's class whatever class an Ingress names; KIC's
/// defaults when there are none.
pub(super) fn read(store: &Store, options: &Options) -> IngressClassParametersSpec {
    store
        .ingress_classes
        .get("", &options.ingress_class)
        .and_then(|class| class.spec.parameters.as_ref())
        .and_then(|reference| lookup(store, reference).ok())
        .cloned()
        .unwrap_or_default()
}

/// Whether all Services behave as if they had the service-upstream annotation.
pub(in crate::translate) fn serves_upstreams(store: &Store, options: &Options) -> bool {
    read(store, options).service_upstream
}

/// Tell of a reference that KIC follows nowhere; it only logs that.
pub(super) fn report(context: &mut Context<'_>) {
    let classes = &context.store.ingress_classes;
    let Some(class) = classes.get("", &context.options.ingress_class) else {
        return;
    };
    let Some(reference) = &class.spec.parameters else {
        return;
    };
    if let Err(reason) = lookup(context.store, reference) {
        let at = Origin::at(&class.meta, FieldPath::of(&["spec", "parameters"]));
        context
            .diagnostics
            .push(problems::class_parameters_ignored(at, &reason));
    }
}

/// The object a reference names, or why KIC does not take it. The value of `scope` is not checked, only that there is one.
fn lookup<'a>(
    store: &'a Store,
    reference: &IngressClassParametersReference,
) -> Result<&'a IngressClassParametersSpec, String> {
    if reference.api_group.as_deref() != Some("configuration.konghq.com") {
        return Err("`apiGroup` is not configuration.konghq.com".to_owned());
    }
    if reference.kind != "IngressClassParameters" {
        return Err(format!("`kind` is {}", reference.kind));
    }
    if reference.scope.is_none() {
        return Err("`scope` is missing".to_owned());
    }
    let Some(namespace) = &reference.namespace else {
        return Err("`namespace` is missing".to_owned());
    };
    store
        .ingress_class_parameters
        .get(namespace, &reference.name)
        .map(|parameters| &parameters.spec)
        .ok_or_else(|| format!("{namespace}/{} does not exist", reference.name))
}
