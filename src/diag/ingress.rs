//! Problems of Ingress, TCPIngress and UDPIngress objects: backends, paths, TLS sections, rewrites (spec 10, 10).

use super::shown::unless_secret;
use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectMeta, Origin};

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &INGRESS_BACKEND_MISSING,
    &INGRESS_BACKEND_UNSUPPORTED,
    &SERVICE_FACADE_NOT_ENABLED,
    &SERVICE_FACADE_NOT_FOUND,
    &BACKEND_SERVICE_NAME_EMPTY,
    &REWRITE_NOT_ENABLED,
    &REWRITE_INVALID,
    &ROUTES_REPLACED,
    &ROUTE_NAMES_COLLIDE,
    &DEFAULT_BACKEND_IGNORED,
    &PATH_TYPE_UNKNOWN,
    &RULE_WITHOUT_PATHS,
    &TLS_SECTION_INCOMPLETE,
    &TLS_HOST_CLAIMED_TWICE,
    &CLASS_PARAMETERS_IGNORED,
];

/// A path or default backend with neither Service nor resource.
pub static INGRESS_BACKEND_MISSING: Code = Code {
    id: "ingress-backend-missing",
    severity: Severity::Error,
    summary: "an Ingress backend names neither a Service nor a resource",
    explanation: "KIC cannot tell where requests for this path go and leaves the path out. Other paths of the same Ingress are translated.",
    before: "backend: {}",
    after: "backend:\n  service:\n    name: cart\n    port: {number: 80}",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go",
};

/// A resource backend that is not a KongServiceFacade.
pub static INGRESS_BACKEND_UNSUPPORTED: Code = Code {
    id: "ingress-backend-unsupported",
    severity: Severity::Error,
    summary: "an Ingress backend is a resource that KIC does not know",
    explanation: "KIC routes to Services and, with a feature gate, to KongServiceFacade of the group incubator.ingress-controller.konghq.com. A path with any other resource is left out; a default backend with one gives no default route at all, and no other Ingress takes its place.",
    before: "backend:\n  resource: {apiGroup: example.com, kind: StorageBucket, name: assets}",
    after: "backend:\n  service:\n    name: assets\n    port: {number: 80}",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go",
};

/// A facade without the feature gate.
pub static SERVICE_FACADE_NOT_ENABLED: Code = Code {
    id: "service-facade-not-enabled",
    severity: Severity::Error,
    summary: "a KongServiceFacade is used while its feature gate is off",
    explanation: "KongServiceFacade is an experiment of KIC and off by default. Without the gate the path or default backend that names one is left out.",
    before: "kic2kong render deploy/",
    after: "kic2kong render deploy/ --feature-gates KongServiceFacade=true",
    reference: "KIC: FEATURE_GATES.md, KongServiceFacade",
};

/// A facade that is not among the inputs.
pub static SERVICE_FACADE_NOT_FOUND: Code = Code {
    id: "service-facade-not-found",
    severity: Severity::Error,
    summary: "the KongServiceFacade of a backend does not exist",
    explanation: "The facade must exist in the namespace of the Ingress and carry the controller's ingress class. Otherwise KIC leaves the path or default backend out.",
    before: "backend:\n  resource:\n    apiGroup: incubator.ingress-controller.konghq.com\n    kind: KongServiceFacade\n    name: cart-alpha  # no such object",
    after: "apiVersion: incubator.ingress-controller.konghq.com/v1alpha1\nkind: KongServiceFacade\nmetadata:\n  name: cart-alpha\n  annotations: {kubernetes.io/ingress.class: kong}\nspec:\n  backendRef: {name: cart, port: 80}",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go",
};

/// An empty Service name.
pub static BACKEND_SERVICE_NAME_EMPTY: Code = Code {
    id: "backend-service-name-empty",
    severity: Severity::Error,
    summary: "an Ingress backend has an empty Service name",
    explanation: "KIC leaves out the route that such a backend would get. The API server accepts no such Ingress either.",
    before: "backend:\n  service: {name: \"\", port: {number: 80}}",
    after: "backend:\n  service: {name: cart, port: {number: 80}}",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go",
};

/// `konghq.com/rewrite` without the feature gate.
pub static REWRITE_NOT_ENABLED: Code = Code {
    id: "rewrite-not-enabled",
    severity: Severity::Error,
    summary: "konghq.com/rewrite is used while its feature gate is off",
    explanation: "Without the gate RewriteURIs KIC leaves out the whole Kong service of the annotated Ingress: all its routes, also those of other Ingresses that use the same Service and port, and its upstream.",
    before: "metadata:\n  annotations: {konghq.com/rewrite: /v2/$1}",
    after: "kic2kong render deploy/ --feature-gates RewriteURIs=true",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go, MaybeRewriteURI",
};

/// A template that does not compile.
pub static REWRITE_INVALID: Code = Code {
    id: "rewrite-invalid",
    severity: Severity::Error,
    summary: "the template of konghq.com/rewrite is not valid",
    explanation: "A `$` must be followed by the number of a capture group and a `\\` by a `$`. Otherwise KIC leaves out the whole Kong service: all its routes, also those of other Ingresses that use the same Service and port, and its upstream.",
    before: "konghq.com/rewrite: /api/$name",
    after: "konghq.com/rewrite: /api/$1",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go, MaybeRewriteURI",
};

/// A later kind of source took the name of a Kong service.
pub static ROUTES_REPLACED: Code = Code {
    id: "routes-replaced",
    severity: Severity::Warning,
    summary: "routes vanish because another kind of object uses the same Service and port",
    explanation: "An Ingress and a TCPIngress that name one Service and port number give Kong services of the same name. KIC keeps the one of the TCPIngress and drops the other with all its routes, without a word.",
    before: "# Ingress: backend web:80\n# TCPIngress: backend web:80",
    after: "# Ingress: backend web:80\n# TCPIngress: backend web-tcp:80, a second Service with the same selector",
    reference: "KIC: internal/dataplane/translator/ingressrules.go, mergeIngressRules",
};

/// Two Ingresses whose names, with dots, give one route name.
pub static ROUTE_NAMES_COLLIDE: Code = Code {
    id: "route-names-collide",
    severity: Severity::Warning,
    summary: "paths of two Ingresses end up in one route because their names run together",
    explanation: "Route names are the namespace, the Ingress, the Service, the host and the port, joined by dots. When the parts contain dots themselves two Ingresses can give the same name; KIC then merges their paths, with host and backend of the first Ingress and the annotations of the last.",
    before: "# Ingress a, Service b, host c.x\n# Ingress a.b, Service c, host x",
    after: "# Ingress a, Service b, host c.x\n# Ingress a-b, Service c, host x",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go",
};

/// A default backend that does not count.
pub static DEFAULT_BACKEND_IGNORED: Code = Code {
    id: "default-backend-ignored",
    severity: Severity::Warning,
    summary: "a default backend is ignored because an older Ingress has one",
    explanation: "Of all Ingresses of all namespaces only the oldest with a default backend counts; objects without a creation time come first, then namespace and name decide. KIC ignores the others without a word.",
    before: "spec:\n  defaultBackend: {service: {name: fallback, port: {number: 80}}}",
    after: "spec:\n  rules:\n  - host: shop.example.com\n    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: fallback, port: {number: 80}}}}]}",
    reference: "KIC: internal/dataplane/translator/translate_ingress.go",
};

/// A path type that KIC does not know.
pub static PATH_TYPE_UNKNOWN: Code = Code {
    id: "path-type-unknown",
    severity: Severity::Error,
    summary: "an Ingress path has an unknown pathType",
    explanation: "The API server accepts no such Ingress: letter case counts, and an empty text is unknown too. KIC would make no path of it but keep the route, which then matches every path of the host unless it has other paths.",
    before: "pathType: Regex",
    after: "pathType: ImplementationSpecific",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go",
};

/// A rule without paths.
pub static RULE_WITHOUT_PATHS: Code = Code {
    id: "rule-without-paths",
    severity: Severity::Warning,
    summary: "an Ingress rule has no paths",
    explanation: "KIC makes nothing of such a rule: its host is not routed, not even to the default backend of the Ingress in particular.",
    before: "rules:\n- host: shop.example.com",
    after: "rules:\n- host: shop.example.com\n  http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go",
};

/// A TLS section without hosts or Secret.
pub static TLS_SECTION_INCOMPLETE: Code = Code {
    id: "tls-section-incomplete",
    severity: Severity::Warning,
    summary: "a TLS section has no hosts or no secretName",
    explanation: "KIC needs both to make a certificate and ignores the section without a word; Kong's default certificate is served instead.",
    before: "tls:\n- secretName: shop-tls",
    after: "tls:\n- hosts: [shop.example.com]\n  secretName: shop-tls",
    reference: "KIC: internal/dataplane/translator/ingressrules.go, SecretNameToSNIs",
};

/// A host that two Secrets claim.
pub static TLS_HOST_CLAIMED_TWICE: Code = Code {
    id: "tls-host-claimed-twice",
    severity: Severity::Warning,
    summary: "two TLS sections claim one host for different Secrets",
    explanation: "The first section, by age and then by namespace and name, Ingresses before TCPIngresses, gets the host; the later Secret becomes a certificate without it. KIC says nothing.",
    before: "tls:\n- {hosts: [shop.example.com], secretName: old-tls}\n- {hosts: [shop.example.com], secretName: new-tls}",
    after: "tls:\n- {hosts: [shop.example.com], secretName: new-tls}",
    reference: "KIC: internal/dataplane/translator/ingressrules.go, SecretNameToSNIs",
};

/// IngressClass parameters that KIC does not follow.
pub static CLASS_PARAMETERS_IGNORED: Code = Code {
    id: "class-parameters-ignored",
    severity: Severity::Warning,
    summary: "the parameters of the IngressClass are ignored",
    explanation: "KIC follows spec.parameters of its IngressClass only to an IngressClassParameters of the group configuration.konghq.com, with scope and namespace given. Otherwise it takes its defaults and at most logs it.",
    before: "parameters:\n  kind: IngressClassParameters\n  name: kong",
    after: "parameters:\n  apiGroup: configuration.konghq.com\n  kind: IngressClassParameters\n  scope: Namespace\n  namespace: kong\n  name: kong",
    reference: "KIC: internal/store/store.go, GetIngressClassParametersV1Alpha1",
};

/// A service left out because rewriting is not enabled.
pub fn rewrite_disabled(at: Origin, service: &str, ingress: &ObjectMeta) -> Diagnostic {
    Diagnostic::new(
        &REWRITE_NOT_ENABLED,
        at,
        format!(
            "konghq.com/rewrite of {} is not enabled, so Kong service {service} is left out with all its routes",
            ingress.key
        ),
    )
    .hint("pass --feature-gates RewriteURIs=true if the controller runs with it, or remove the annotation")
    .fails("konghq.com/rewrite annotation not supported when rewrite uris disabled")
}

/// A service left out because of a template.
pub fn rewrite_invalid(at: Origin, service: &str, template: &str, error: &str) -> Diagnostic {
    let template = format!("{template:?}");
    let template = unless_secret(&at, &template);
    Diagnostic::new(
        &REWRITE_INVALID,
        at,
        format!("konghq.com/rewrite {template}: {error}; Kong service {service} is left out with all its routes"),
    )
    .hint("write `$1` for the first capture group and `\\$` for a dollar sign")
    .fails(error)
}

/// Routes lost to another kind of source.
pub fn routes_replaced<'a>(
    service: &str,
    by: &Origin,
    lost: impl IntoIterator<Item = (&'a str, &'a Origin)>,
) -> Diagnostic {
    let (names, origins): (Vec<&str>, Vec<&Origin>) = lost.into_iter().unzip();
    let problem = Diagnostic::new(
        &ROUTES_REPLACED,
        by.clone(),
        format!(
            "Kong service {service} of {} replaces the one of other objects; lost routes: {}",
            by.object.key,
            names.join(", ")
        ),
    )
    .hint("let the two kinds of objects use different Services or port numbers");
    origins
        .into_iter()
        .fold(problem, |problem, origin| problem.and(origin.clone()))
}

/// Paths that join the route of another Ingress.
pub fn route_names_collide(at: Origin, first: &std::sync::Arc<ObjectMeta>) -> Diagnostic {
    Diagnostic::new(
        &ROUTE_NAMES_COLLIDE,
        at,
        format!(
            "this path joins a route of {}: the names of both are the same",
            first.key
        ),
    )
    .and(Origin::of(first))
    .hint("rename the Ingress or the Service so that the dots in the names do not run together")
}

/// A default backend without effect.
pub fn default_backend_ignored(at: Origin, winner: &Origin) -> Diagnostic {
    Diagnostic::new(
        &DEFAULT_BACKEND_IGNORED,
        at,
        format!(
            "this default backend is ignored: that of {} counts",
            winner.object.key
        ),
    )
    .and(winner.clone())
    .hint("keep one default backend for the whole controller")
}

/// A path of an unknown type.
pub fn path_type_unknown(at: Origin, path_type: &str) -> Diagnostic {
    Diagnostic::new(
        &PATH_TYPE_UNKNOWN,
        at,
        format!("pathType {path_type:?} is unknown, the path is left out of its route"),
    )
    .hint("use Prefix, Exact or ImplementationSpecific")
}

/// A rule that gives nothing.
pub fn rule_without_paths(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &RULE_WITHOUT_PATHS,
        at,
        "this rule has no paths, so nothing is routed for it",
    )
    .hint("add `http.paths`, or remove the rule")
}

/// A TLS section that gives nothing.
pub fn tls_section_incomplete(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &TLS_SECTION_INCOMPLETE,
        at,
        "this TLS section lacks hosts or secretName and is ignored",
    )
    .hint("give both `hosts` and `secretName`")
}

/// A host that another Secret has.
pub fn tls_host_claimed_twice(at: Origin, host: &str, owner: &str, first: &Origin) -> Diagnostic {
    Diagnostic::new(
        &TLS_HOST_CLAIMED_TWICE,
        at,
        format!("host {host} is served with Secret {owner}, which claimed it first"),
    )
    .and(first.clone())
    .hint("name the host in one TLS section only")
}

/// Parameters that are not followed.
pub fn class_parameters_ignored(at: Origin, reason: &str) -> Diagnostic {
    Diagnostic::new(
        &CLASS_PARAMETERS_IGNORED,
        at,
        format!("the parameters of this class are ignored: {reason}"),
    )
    .hint("refer to an IngressClassParameters with apiGroup, kind, scope, namespace and name")
}
