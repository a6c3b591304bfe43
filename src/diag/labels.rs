//! Problems of objects that lack a label which the controller's caches ask for (spec 80, 2).

use super::{Code, Diagnostic, Severity};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[&OBJECT_WITHOUT_LABEL];

/// An object is there and lacks the label.
pub static OBJECT_WITHOUT_LABEL: Code = Code {
    id: "object-without-label",
    severity: Severity::Warning,
    summary: "a Secret or ConfigMap that is used lacks the label that the controller asks for",
    explanation: "Kong Operator keeps only Secrets with the label `konghq.com/secret: \"true\"` and ConfigMaps with `konghq.com/configmap: \"true\"`, unless its flags or the ControlPlane say otherwise. \
                  Any other one does not exist for it: a consumer gets no credential, a host no certificate, a plugin that takes its configuration from there is left out. KIC needs no such label, so this is the usual mistake when one moves from KIC.",
    before: "kind: Secret\nmetadata:\n  name: bob-key\n  labels: {konghq.com/credential: key-auth}\n# --controller kong-operator-2.3",
    after: "kind: Secret\nmetadata:\n  name: bob-key\n  labels: {konghq.com/credential: key-auth, konghq.com/secret: \"true\"}",
    reference: "Kong Operator: flag --secret-label-selector",
};

/// An object that `used_by` refer to, and the labels that it lacks.
pub fn object_without_label(
    object: &Arc<ObjectMeta>,
    lacks: &[(String, String)],
    used_by: &[Origin],
) -> Diagnostic {
    let labels: Vec<String> = lacks
        .iter()
        .map(|(key, value)| format!("`{key}: \"{value}\"`"))
        .collect();
    let labels = labels.join(" and ");
    let message = format!(
        "{} is there but lacks the label {labels}, so it does not exist for KIC",
        object.key
    );
    let at = Origin::at(object, FieldPath::of(&["metadata"]));
    let is_credential = used_by
        .iter()
        .any(|origin| &*origin.object.key.kind == "KongConsumer");
    let hint = if is_credential {
        format!(
            "add the label {labels}, beside `konghq.com/credential`, which says the type of the credential"
        )
    } else {
        format!("add the label {labels}")
    };
    used_by
        .iter()
        .cloned()
        .fold(
            Diagnostic::new(&OBJECT_WITHOUT_LABEL, at, message),
            Diagnostic::and,
        )
        .hint(hint)
}
