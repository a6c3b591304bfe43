//! Problems of certificates, CA certificates and the TLS of services (spec 44). They name places, never values.

use super::ca_words;
use super::kong_entities::KONG_CERTIFICATE_WITHOUT_UID;
use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &TLS_SECRET_NOT_FOUND,
    &TLS_SECRET_INVALID,
    &TLS_SECRET_ASSUMED,
    &LISTENER_SEVERAL_CERTIFICATES,
    &LISTENER_CERTIFICATE_MISSING,
    &SERVER_NAME_TAKEN,
    &SERVICE_TLS_PROTOCOL,
    &CA_WITHOUT_VERIFICATION,
    &CA_CERTIFICATE_NOT_FOUND,
    &CA_CERTIFICATE_NOT_CONFIGURED,
    &CA_CERTIFICATE_WITHOUT_ID,
    &CA_CERTIFICATE_DUPLICATE_ID,
    &CA_CERTIFICATE_INVALID,
];

static TLS_SECRET_NOT_FOUND: Code = Code {
    id: "tls-secret-not-found",
    severity: Severity::Error,
    summary: "the Secret of a certificate does not exist",
    explanation: "A TLS section, or the annotation konghq.com/client-cert of a Service, names a Secret that is not among the inputs. KIC configures no certificate: Kong answers TLS clients with its default certificate, and connects to the Service without one. Secrets made in the cluster can be left to the environment with --secrets env.",
    before: "tls:\n- hosts: [shop.example.com]\n  secretName: shop-tsl  # the Secret is called shop-tls",
    after: "tls:\n- hosts: [shop.example.com]\n  secretName: shop-tls",
    reference: "KIC: internal/dataplane/translator/translate_certs.go",
};

/// The Secret that all of `at` name is not there.
pub fn secret_not_found(at: impl IntoIterator<Item = Origin>, secret: &str) -> Option<Diagnostic> {
    at_all(
        &TLS_SECRET_NOT_FOUND,
        at,
        format!("Secret {secret} does not exist"),
    )
    .map(|problem| {
        let parents: Vec<Arc<ObjectMeta>> = problem.objects().map(Arc::clone).collect();
        let problem =
            problem.hint("add the Secret, or give its values at deployment with --secrets env");
        let is_service = |parent: &&Arc<ObjectMeta>| parent.key.kind == "Service";
        let told = format!("Failed to fetch secret '{secret}': Secret {secret} not found");
        let services = parents.iter().filter(is_service);
        let problem = services.fold(problem, |problem, service| {
            problem.failing(told.clone(), [service])
        });
        problem.failing(
            format!("Failed to fetch the secret ({secret})"),
            parents.iter().filter(|parent| !is_service(parent)),
        )
    })
}

static TLS_SECRET_INVALID: Code = Code {
    id: "tls-secret-invalid",
    severity: Severity::Error,
    summary: "a Secret does not hold a certificate with its private key",
    explanation: "KIC takes the first CERTIFICATE block of tls.crt and the first PRIVATE KEY block of tls.key. They must parse and belong together; the key must be RSA, ECDSA (P-224 to P-521) or Ed25519 and not encrypted. Otherwise the certificate is left out everywhere it is asked for. Dates and the type of the Secret are not checked.",
    before: "kind: Secret\ndata:\n  tls.crt: <certificate of shop.example.com>\n  tls.key: <key of another certificate>",
    after: "kind: Secret\ndata:\n  tls.crt: <certificate of shop.example.com>\n  tls.key: <its key>",
    reference: "KIC: internal/dataplane/translator/translate_certs.go",
};

/// The Secret holds no key pair, for `reason`; `parents` ask for it.
pub fn secret_invalid(
    secret: Origin,
    parents: impl IntoIterator<Item = Origin>,
    reason: &str,
) -> Diagnostic {
    let message = format!(
        "Secret {}/{} holds no valid key pair: {reason}",
        secret.object.namespace(),
        secret.object.name()
    );
    parents
        .into_iter()
        .fold(
            Diagnostic::new(&TLS_SECRET_INVALID, secret, message),
            Diagnostic::and,
        )
        .hint("put the certificate in `tls.crt` and its unencrypted private key in `tls.key`, both in PEM")
        .failing_all("failed to construct certificate from secret")
}

/// The Secret has no uid, and no object has one: the certificate gets its id in the cluster.
pub fn gets_uid_later(secret: Origin) -> Diagnostic {
    let mut note = Diagnostic::new(
        &KONG_CERTIFICATE_WITHOUT_UID,
        secret,
        "the id of the certificate is made from the name of the Secret; in a cluster KIC takes the uid that the Secret gets there",
    );
    note.severity = Severity::Info;
    note
}

static TLS_SECRET_ASSUMED: Code = Code {
    id: "tls-secret-assumed",
    severity: Severity::Warning,
    summary: "a Secret that is not among the inputs is taken to hold a certificate",
    explanation: "With --secrets env the values of Secrets come from environment variables, so a certificate is configured although its Secret is not there to be checked. In a cluster without that Secret KIC leaves the certificate out.",
    before: "tls:\n- hosts: [shop.example.com]\n  secretName: shop-tls  # made by an operator in the cluster",
    after: "# set the two variables of the Secret when the file is applied; --secrets-map lists them",
    reference: "this tool: --secrets env",
};

/// The Secret is not there, but its values will be.
pub fn secret_assumed(at: impl IntoIterator<Item = Origin>, secret: &str) -> Option<Diagnostic> {
    at_all(
        &TLS_SECRET_ASSUMED,
        at,
        format!(
            "Secret {secret} is not among the inputs; its certificate and key become variables"
        ),
    )
    .map(|problem| problem.hint("see --secrets-map for the variables to set"))
}

static LISTENER_SEVERAL_CERTIFICATES: Code = Code {
    id: "listener-several-certificates",
    severity: Severity::Error,
    summary: "a Gateway listener with more than one certificate",
    explanation: "KIC supports one certificateRef per listener. A listener with more gets no certificate at all, not even the first.",
    before: "tls:\n  certificateRefs:\n  - name: shop-rsa\n  - name: shop-ecdsa",
    after: "tls:\n  certificateRefs:\n  - name: shop-ecdsa",
    reference: "KIC: internal/dataplane/translator/translate_certs.go",
};

/// The listener has `count` certificates.
pub fn several_certificates(at: Origin, listener: &str, count: usize) -> Diagnostic {
    Diagnostic::new(
        &LISTENER_SEVERAL_CERTIFICATES,
        at,
        format!("listener `{listener}` has {count} certificateRefs; KIC supports one"),
    )
    .hint("keep one certificateRef, or split the listener by hostname")
    .fails("listener '%s' has more than one certificateRef, it's not supported")
}

static LISTENER_CERTIFICATE_MISSING: Code = Code {
    id: "listener-certificate-missing",
    severity: Severity::Warning,
    summary: "a Gateway listener whose certificate KIC does not get",
    explanation: "The Secret of the listener does not exist, or stands in another namespace without a ReferenceGrant that lets the Gateway use it. KIC only logs that: Kong answers the listener's clients with its default certificate.",
    before: "certificateRefs:\n- name: shop-tls\n  namespace: certificates  # no ReferenceGrant there",
    after: "kind: ReferenceGrant\nmetadata: {name: gateways, namespace: certificates}\nspec:\n  from:\n  - {group: gateway.networking.k8s.io, kind: Gateway, namespace: infra}\n  to:\n  - {group: \"\", kind: Secret}",
    reference: "KIC: internal/dataplane/translator/translate_certs.go",
};

/// No ReferenceGrant allows the reference.
pub fn listener_not_granted(at: Origin, secret: &str) -> Diagnostic {
    Diagnostic::new(
        &LISTENER_CERTIFICATE_MISSING,
        at,
        format!("no ReferenceGrant lets this Gateway use Secret {secret}"),
    )
    .hint("add a ReferenceGrant from this Gateway's namespace in the namespace of the Secret")
}

/// The Secret does not exist.
pub fn listener_secret_not_found(at: Origin, secret: &str) -> Diagnostic {
    Diagnostic::new(
        &LISTENER_CERTIFICATE_MISSING,
        at,
        format!("Secret {secret} does not exist; the listener gets no certificate"),
    )
    .hint("add the Secret, or give its values at deployment with --secrets env")
}

static SERVER_NAME_TAKEN: Code = Code {
    id: "server-name-taken",
    severity: Severity::Warning,
    summary: "a server name that another certificate has",
    explanation: "Kong serves one certificate per server name. KIC gives a name to the first certificate that asks for it, Ingress and TCPIngress before Gateways, and only logs later requests.",
    before: "# Ingress: hosts [shop.example.com], secretName a\n# Gateway listener: hostname shop.example.com, certificateRefs [{name: b}]",
    after: "# the same Secret in both, or different host names",
    reference: "KIC: internal/dataplane/translator/translate_certs.go",
};

/// The name belongs to the certificate of `owner`.
pub fn server_name_taken(at: Origin, name: &str, owner: &Origin) -> Diagnostic {
    Diagnostic::new(
        &SERVER_NAME_TAKEN,
        at,
        format!(
            "server name `{name}` already has the certificate of Secret {}",
            owner.object.key.qualified_name()
        ),
    )
    .hint("ask for one Secret everywhere, or for different names")
}

static SERVICE_TLS_PROTOCOL: Code = Code {
    id: "service-tls-incompatible-protocol",
    severity: Severity::Error,
    summary: "certificates for a Service that is not spoken to over TLS",
    explanation: "A client certificate or CA certificates need a protocol that has TLS. KIC looks at the Service's annotation konghq.com/protocol alone, and takes http when it is absent, whatever kind of route leads to the Service; the certificates are then left out.",
    before: "metadata:\n  annotations:\n    konghq.com/client-cert: client",
    after: "metadata:\n  annotations:\n    konghq.com/client-cert: client\n    konghq.com/protocol: https",
    reference: "KIC: internal/dataplane/translator/ingressrules.go",
};

/// `what` is asked for with a protocol without TLS.
///
/// What is asked for, and the protocol, are given in our words and in KIC's.
pub fn incompatible_protocol(
    at: Origin,
    (what, told): (&str, &str),
    (protocol, told_protocol): (&str, &str),
) -> Diagnostic {
    Diagnostic::new(
        &SERVICE_TLS_PROTOCOL,
        at,
        format!("{what} requested for a Service of protocol `{protocol}`, which has no TLS"),
    )
    .hint("set `konghq.com/protocol` on the Service to https, grpcs, wss or tls")
    .fails(format!(
        "{told} requested for incompatible service protocol '{told_protocol}'"
    ))
}

static CA_WITHOUT_VERIFICATION: Code = Code {
    id: "ca-certificates-without-verification",
    severity: Severity::Error,
    summary: "CA certificates for a Service without TLS verification",
    explanation: "CA certificates of a Service count only together with konghq.com/tls-verify: \"true\". Without it KIC leaves them out.",
    before: "konghq.com/ca-certificates-secrets: root",
    after: "konghq.com/ca-certificates-secrets: root\nkonghq.com/tls-verify: \"true\"",
    reference: "KIC: internal/dataplane/translator/ingressrules.go",
};

/// `konghq.com/tls-verify` is not true.
pub fn without_verification(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &CA_WITHOUT_VERIFICATION,
        at,
        "CA certificates requested, but `konghq.com/tls-verify` is not true",
    )
    .hint("set `konghq.com/tls-verify: \"true\"` on the Service")
    .fails("CA certificates requested for service without TLS verification enabled")
}

static CA_CERTIFICATE_NOT_FOUND: Code = Code {
    id: "ca-certificate-not-found",
    severity: Severity::Error,
    summary: "a Service names a CA certificate that does not exist",
    explanation: "The Secrets and ConfigMaps that a Service names as CA certificates are looked for in its own namespace. KIC leaves the missing ones out and keeps the others.",
    before: "konghq.com/ca-certificates-secrets: root, other-namespace/root",
    after: "konghq.com/ca-certificates-secrets: root",
    reference: "KIC: internal/dataplane/translator/ingressrules.go",
};

/// `object` (`Secret shop/root`) is not there.
pub fn ca_not_found(at: Origin, object: &str) -> Diagnostic {
    Diagnostic::new(
        &CA_CERTIFICATE_NOT_FOUND,
        at,
        format!("{object} does not exist"),
    )
    .hint("add it to the Service's namespace, or remove its name")
    .fails({
        let (kind, name) = object.split_once(' ').unwrap_or(("Secret", object));
        let what = kind.to_ascii_lowercase();
        format!("Failed to fetch {what} for CA Certificate '{name}': {kind} {name} not found")
    })
}

static CA_CERTIFICATE_NOT_CONFIGURED: Code = Code {
    id: "ca-certificate-not-configured",
    severity: Severity::Warning,
    summary: "a Service names a CA certificate that is not sent to Kong",
    explanation: "KIC writes the id into the Service whatever the state of the object, but sends only objects with the label konghq.com/ca-cert: \"true\" as CA certificates. Kong then refuses the reference to an id it does not know.",
    before: "kind: Secret\nmetadata: {name: root}",
    after: "kind: Secret\nmetadata:\n  name: root\n  labels: {konghq.com/ca-cert: \"true\"}",
    reference: "KIC: internal/dataplane/translator/translate_cacerts.go",
};

/// The object has no label.
pub fn ca_not_configured(at: Origin, object: Origin) -> Diagnostic {
    let message = format!(
        "{} has no label `konghq.com/ca-cert: \"true\"`, so its id is not known to Kong",
        object.object.key
    );
    Diagnostic::new(&CA_CERTIFICATE_NOT_CONFIGURED, at, message)
        .and(object)
        .hint("add the label")
}

static CA_CERTIFICATE_WITHOUT_ID: Code = Code {
    id: "ca-certificate-without-id",
    severity: Severity::Error,
    summary: "a CA certificate without `id`",
    explanation: "A Secret or ConfigMap with a CA certificate must have the key `id`, by which Services and plugins refer to it. Without it KIC leaves the certificate, and references from Services, out.",
    before: "kind: ConfigMap\nmetadata:\n  labels: {konghq.com/ca-cert: \"true\"}\ndata:\n  cert: ...",
    after: "kind: ConfigMap\nmetadata:\n  labels: {konghq.com/ca-cert: \"true\"}\ndata:\n  id: cce8c384-721f-4f58-85dd-50834e3e733a\n  cert: ...",
    reference: "KIC: internal/dataplane/translator/translate_cacerts.go",
};

/// The object has no `id`; `service` refers to it.
pub fn ca_without_id(object: Origin, service: Option<Origin>) -> Diagnostic {
    let message = format!("{} has no `id` in its data", object.object.key);
    let told = match &service {
        Some(_) => format!(
            "Invalid CA certificate '{}': missing 'id' field in data",
            object.object.key.qualified_name()
        ),
        None => "invalid secret CA certificate: missing 'id' field in data".to_owned(),
    };
    service
        .into_iter()
        .fold(
            Diagnostic::new(&CA_CERTIFICATE_WITHOUT_ID, object, message),
            Diagnostic::and,
        )
        .hint("add the key `id` with a UUID")
        .failing_all(told)
}

static CA_CERTIFICATE_DUPLICATE_ID: Code = Code {
    id: "ca-certificate-duplicate-id",
    severity: Severity::Error,
    summary: "two CA certificates with one id",
    explanation: "Of several Secrets and ConfigMaps with the same `id` KIC keeps the oldest, then the first by namespace and name, and leaves the others out. If that one is invalid none is configured.",
    before: "# Secrets shop/root and shop/root-2, both with the same data.id",
    after: "# a UUID of its own for each",
    reference: "KIC: internal/dataplane/translator/translate_cacerts.go",
};

/// `winner` has the id.
pub fn ca_duplicate_id(at: Origin, winner: &Origin) -> Diagnostic {
    Diagnostic::new(
        &CA_CERTIFICATE_DUPLICATE_ID,
        at,
        format!(
            "its CA certificate id is already that of {}",
            winner.object.key
        ),
    )
    .hint("give each CA certificate an id of its own")
    .fails("invalid secret CA certificate: duplicate 'id' field in multiple objects")
}

static CA_CERTIFICATE_INVALID: Code = Code {
    id: "ca-certificate-invalid",
    severity: Severity::Error,
    summary: "a CA certificate that KIC does not accept",
    explanation: "The key `cert` (or `ca.crt`) must hold exactly one PEM certificate with the CA basic constraint that has not expired. Otherwise KIC leaves it out; plugins whose config.ca_certificates names its id are blamed with it.",
    before: "data:\n  id: cce8c384-721f-4f58-85dd-50834e3e733a\n  cert: <two certificates>",
    after: "# one Secret or ConfigMap, each with an id, per certificate",
    reference: "KIC: internal/dataplane/translator/translate_cacerts.go",
};

/// The object is no CA certificate, for `reason`; `plugins` name its id.
pub fn ca_invalid(
    object: Origin,
    reason: &str,
    plugins: impl IntoIterator<Item = Origin>,
) -> Diagnostic {
    let message = format!("{} is no valid CA certificate: {reason}", object.object.key);
    let told = ca_words::told(reason, &object);
    plugins
        .into_iter()
        .fold(
            Diagnostic::new(&CA_CERTIFICATE_INVALID, object, message),
            Diagnostic::and,
        )
        .hint("put one valid CA certificate in PEM under the key `cert`")
        .failing_all(told)
}

/// A problem at the first origin that mentions the others; none without any.
fn at_all(
    code: &'static Code,
    at: impl IntoIterator<Item = Origin>,
    message: String,
) -> Option<Diagnostic> {
    let mut at = at.into_iter();
    let first = at.next()?;
    Some(at.fold(Diagnostic::new(code, first, message), Diagnostic::and))
}
