//! Problems of objects that nobody reads: kinds that do not exist or are not KIC's, objects without a class, Secrets and fields
//! that nothing refers to.

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &UNKNOWN_KIND,
    &KIND_NOT_READ,
    &KIND_GIVEN_UP,
    &CLASS_MISSING,
    &CONTROL_PLANE_OTHER,
    &CREDENTIAL_UNUSED,
    &CONSUMER_REF_IGNORED,
];

/// A kind that does not exist.
pub static UNKNOWN_KIND: Code = Code {
    id: "unknown-kind",
    severity: Severity::Warning,
    summary: "no API server knows the kind",
    explanation: "In the groups of Kong, of Ingress and of the Gateway API there is no such kind: it is misspelt (letter case counts), stands in another group or in none, or was removed like KongCredential. \
                  kubectl says `no matches for kind` and applies nothing of it.",
    before: "apiVersion: configuration.konghq.com/v1\nkind: kongplugin",
    after: "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin",
    reference: "Kubernetes: API discovery",
};

fn no_such_kind(at: Origin, api_version: &str) -> Diagnostic {
    let message = format!(
        "there is no kind {} in {api_version:?}, so the object does not exist for anybody",
        at.object.key.kind
    );
    Diagnostic::new(&UNKNOWN_KIND, at, message)
}

/// A kind that its group does not have; `nearest` is what it may mean.
pub fn unknown_kind(at: Origin, api_version: &str, nearest: Option<&str>) -> Diagnostic {
    no_such_kind(at, api_version).hint(nearest.map_or_else(
        || "check the spelling of the kind, or remove the object".to_owned(),
        |nearest| format!("did you mean {nearest}?"),
    ))
}

/// A kind that stands in another group than its own, or without version.
pub fn kind_of_another_group(at: Origin, api_version: &str, served: &[String]) -> Diagnostic {
    let served: Vec<String> = served
        .iter()
        .map(|version| format!("`{version}`"))
        .collect();
    no_such_kind(at, api_version).hint(format!("write apiVersion {}", served.join(" or ")))
}

/// `KongCredential`.
pub fn removed_credential(at: Origin) -> Diagnostic {
    let message = "KongCredential was removed with KIC 1.0; the credential does not exist";
    Diagnostic::new(&UNKNOWN_KIND, at, message).hint(
        "put the credential in a Secret with the label `konghq.com/credential` (its type, such as `key-auth`) and name the Secret in `credentials` of the KongConsumer",
    )
}

/// A kind that KIC does not read.
pub static KIND_NOT_READ: Code = Code {
    id: "kind-not-read",
    severity: Severity::Info,
    summary: "a kind of Kong Operator or of the Gateway API of which nothing is rendered",
    explanation: "KongService, KongRoute, KongPluginBinding and their like describe entities of Konnect, DataPlane and ControlPlane the gateway itself: Kong Operator reads them, KIC does not. Where Kong Operator is the controller, those of its own set it up, and the others are for Konnect alone. Some kinds of the Gateway API no controller of Kong reads. \
                  Nothing of them is rendered.",
    before: "apiVersion: configuration.konghq.com/v1alpha1\nkind: KongRoute",
    after: "apiVersion: networking.k8s.io/v1\nkind: Ingress",
    reference: "Kong Operator: api/configuration; KIC: internal/manager/controllerdef.go",
};

/// A kind of Kong Operator.
pub fn operator_kind(at: Origin) -> Diagnostic {
    let message = format!("{} is read by Kong Operator, not by KIC", at.object.key);
    Diagnostic::new(&KIND_NOT_READ, at, message)
        .hint("nothing to do when Kong Operator runs there; for KIC describe it by Ingress or HTTPRoute, KongPlugin and KongConsumer")
}

/// The same kind, where Kong Operator is the controller.
pub fn konnect_kind(at: Origin) -> Diagnostic {
    let message = format!(
        "{} is for Konnect, and no part of what KIC makes of Ingresses and Gateway API",
        at.object.key
    );
    Diagnostic::new(&KIND_NOT_READ, at, message)
        .hint("nothing to do when Konnect configures the gateway; else describe it by Ingress or HTTPRoute, KongPlugin and KongConsumer")
}

/// A kind that Kong Operator has given up.
pub static KIND_GIVEN_UP: Code = Code {
    id: "kind-given-up",
    severity: Severity::Warning,
    summary: "a kind that KIC reads and Kong Operator does not know",
    explanation: "TCPIngress, UDPIngress and KongIngress are gone in Kong Operator: it installs no CRD for them, so that such an object cannot even be applied. Nothing of it is rendered.",
    before: "apiVersion: configuration.konghq.com/v1beta1\nkind: TCPIngress\n# --controller kong-operator-2.3",
    after: "apiVersion: gateway.networking.k8s.io/v1\nkind: TCPRoute",
    reference: "Kong Operator: docs/migration-guides",
};

/// An object of a kind that the controller in use has given up.
pub fn kind_given_up(at: Origin) -> Diagnostic {
    let hint = match &*at.object.key.kind {
        "TCPIngress" => {
            "write a TCPRoute, and a Gateway with a listener of protocol TCP; with TLS a TLSRoute"
        }
        "UDPIngress" => "write a UDPRoute, and a Gateway with a listener of protocol UDP",
        _ => {
            "write a KongUpstreamPolicy named by `konghq.com/upstream-policy`, and annotations of the Service such as `konghq.com/host-header`"
        }
    };
    let message = format!("KIC does not know {}", at.object.key);
    Diagnostic::new(&KIND_GIVEN_UP, at, message).hint(hint)
}

/// A kind of the Gateway API that KIC does not read.
pub fn gateway_kind(at: Origin) -> Diagnostic {
    let message = format!("KIC does not read {}", at.object.key);
    Diagnostic::new(&KIND_NOT_READ, at, message)
        .hint("another controller may; nothing of it reaches Kong")
}

/// An object that names no class.
pub static CLASS_MISSING: Code = Code {
    id: "class-missing",
    severity: Severity::Warning,
    summary: "KIC ignores an object because it names no ingress class",
    explanation: "Ingress, TCPIngress, UDPIngress, KongConsumer, KongConsumerGroup, KongClusterPlugin, KongVault and KongServiceFacade must name the controller's class, unless the IngressClass of that name is marked as the default one. \
                  KIC says nothing about those that do not. For an Ingress without any annotation of Kong it is an info: another controller may be meant.",
    before: "kind: KongConsumer\nmetadata: {name: bob}",
    after: "kind: KongConsumer\nmetadata:\n  name: bob\n  annotations: {kubernetes.io/ingress.class: kong}",
    reference: "KIC: internal/store/store.go, getIngressClassHandling",
};

/// Whom an object without a class may have been meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// Only Kong has the kind, or it carries annotations of Kong.
    ForKong,
    /// Any controller.
    ForAnyone,
}

/// The object names no class. `class` is the controller's, `default` that of an IngressClass marked as the default one.
pub fn class_missing(at: Origin, class: &str, default: Option<&str>, meant: Meant) -> Diagnostic {
    let is_ingress = at.object.key.kind == "Ingress";
    let default = default.map_or_else(String::new, |default| {
        format!(", and the default one is {default}")
    });
    let message = format!(
        "KIC ignores {}: it names no ingress class{default}",
        at.object.key
    );
    let field = if is_ingress {
        format!("`spec.ingressClassName: {class}`")
    } else {
        format!("the annotation `kubernetes.io/ingress.class: {class}`")
    };
    let problem = Diagnostic::new(&CLASS_MISSING, at, message).hint(format!(
        "add {field}, or mark the IngressClass {class} as the default one (`ingressclass.kubernetes.io/is-default-class: \"true\"`)"
    ));
    match meant {
        Meant::ForKong => problem,
        Meant::ForAnyone => Diagnostic {
            severity: Severity::Info,
            ..problem
        },
    }
}

/// An object of another control plane.
pub static CONTROL_PLANE_OTHER: Code = Code {
    id: "control-plane-other",
    severity: Severity::Info,
    summary: "KIC ignores an object that belongs to a control plane of Konnect",
    explanation: "A `controlPlaneRef` of another type than `kic` hands the object to what brings it to Konnect. KIC leaves it out of what it sends to its own gateways.",
    before: "kind: KongConsumer\nspec:\n  controlPlaneRef: {type: konnectNamespacedRef, konnectNamespacedRef: {name: cp}}",
    after: "kind: KongConsumer\nmetadata:\n  annotations: {kubernetes.io/ingress.class: kong}",
    reference: "KIC: internal/controllers/utils, control plane reference",
};

/// The object belongs to another control plane.
pub fn control_plane_other(at: Origin) -> Diagnostic {
    let message = format!(
        "KIC ignores {}: its controlPlaneRef is not of type kic",
        at.object.key
    );
    Diagnostic::new(&CONTROL_PLANE_OTHER, at, message)
        .hint("remove controlPlaneRef if KIC is to serve it")
}

/// A credential that no consumer has.
pub static CREDENTIAL_UNUSED: Code = Code {
    id: "credential-unused",
    severity: Severity::Warning,
    summary: "a credential Secret that no KongConsumer names",
    explanation: "The label `konghq.com/credential` makes a Secret a credential, but it belongs to a consumer only where a KongConsumer of the same namespace names it in `credentials`. One that nobody names never reaches Kong: whoever uses it is refused.",
    before: "kind: Secret\nmetadata:\n  name: alice-key\n  labels: {konghq.com/credential: key-auth}\n# no KongConsumer has credentials: [alice-key]",
    after: "kind: KongConsumer\nusername: alice\ncredentials: [alice-key]",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go, FillConsumersAndCredentials",
};

/// No consumer of its namespace names the Secret; `elsewhere` is one of another namespace that names one like it.
pub fn credential_unused(at: Origin, elsewhere: Option<&str>) -> Diagnostic {
    let message = format!(
        "no KongConsumer of its namespace names the credential {}",
        at.object.key
    );
    let name = at.object.name().to_owned();
    Diagnostic::new(&CREDENTIAL_UNUSED, at, message).hint(elsewhere.map_or_else(
        || format!("add {name} to `credentials` of a KongConsumer, or remove the Secret"),
        |consumer| {
            format!("{consumer} names it, but stands in another namespace: move the Secret there")
        },
    ))
}

/// `consumerRef` of a plugin.
pub static CONSUMER_REF_IGNORED: Code = Code {
    id: "consumer-ref-ignored",
    severity: Severity::Warning,
    summary: "`consumerRef` of a plugin does nothing",
    explanation: "KIC does not read `consumerRef`. A plugin acts for a consumer only where the KongConsumer itself names it in `konghq.com/plugins`; wherever else it is attached it acts for everybody.",
    before: "kind: KongPlugin\nconsumerRef: alice\nplugin: rate-limiting",
    after: "kind: KongConsumer\nmetadata:\n  annotations: {konghq.com/plugins: limit}\nusername: alice",
    reference: "KIC: pkg/apis/configuration, KongPlugin",
};

/// The plugin has a `consumerRef`.
pub fn consumer_ref_ignored(at: Origin, consumer: &str) -> Diagnostic {
    let message = "KIC does not read `consumerRef`, so the plugin is not bound to that consumer";
    let name = at.object.name().to_owned();
    Diagnostic::new(&CONSUMER_REF_IGNORED, at, message).hint(format!(
        "name {name} in the annotation `konghq.com/plugins` of KongConsumer {consumer}, and remove the field"
    ))
}
