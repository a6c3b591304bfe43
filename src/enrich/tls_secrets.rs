//! TLS Secrets that the API server takes with a warning: the text under `tls.crt` or `tls.key` is no PEM at all
//! (spec 86, 8; Kubernetes: pkg/registry/core/secret/strategy.go). What KIC leaves out for it is an error of its own already.

use super::{Context, pem};
use crate::diag::builtin_kinds::{self, Fault};
use crate::k8s::object::Object;
use crate::origin::{FieldPath, Origin, Place};
use k8s_openapi::api::core::v1::Secret;
use std::collections::BTreeSet;

/// Warn of Secrets of type `kubernetes.io/tls` without certificate or key.
pub(super) fn apply(context: &mut Context<'_>) {
    let told: BTreeSet<Place> = context
        .diagnostics
        .iter()
        .filter(|it| it.is_api_server_refusal() || it.code.id == "tls-secret-invalid")
        .flat_map(|it| it.objects().map(|object| object.place.clone()))
        .collect();
    let warnings: Vec<_> = context
        .store
        .secrets
        .iter()
        .filter(|secret| secret.spec.type_.as_deref() == Some("kubernetes.io/tls"))
        .filter(|secret| !told.contains(&secret.meta.place))
        .filter_map(|secret| {
            let (key, text) = defect(secret)?;
            let at = Origin::at(&secret.meta, FieldPath::of(&["data", key]));
            Some(builtin_kinds::refused(
                at,
                None,
                &Fault::Warning(text.to_owned()),
                None,
            ))
        })
        .collect();
    context.diagnostics.extend(warnings);
}

/// The key whose value is no PEM, and Go's words for it.
fn defect(secret: &Object<Secret>) -> Option<(&'static str, &'static str)> {
    let data = secret.spec.data.as_ref()?;
    [
        (
            "tls.crt",
            "tls: failed to find any PEM data in certificate input",
        ),
        ("tls.key", "tls: failed to find any PEM data in key input"),
    ]
    .into_iter()
    .find(|(key, _)| {
        let text = data
            .get(*key)
            .map(|value| String::from_utf8_lossy(&value.0));
        text.is_some_and(|text| pem::blocks(&text).next().is_none())
    })
}
