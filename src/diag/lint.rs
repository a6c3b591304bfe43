//! Problems of manifests that are legal but surely not meant.

use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectKey, ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &UNKNOWN_ANNOTATION,
    &ANNOTATION_WITHOUT_EFFECT,
    &PATH_CLAIMED_TWICE,
    &ROUTE_SHADOWED,
    &PLUGIN_UNUSED,
    &UPSTREAM_POLICY_UNUSED,
    &SERVICE_ENDPOINTS_UNREADY,
    &ROUTE_WITHOUT_AUTHENTICATION,
    &CONSUMER_OUTSIDE_ACLS,
    &DEPRECATED_KIND,
    &DEPRECATED_ANNOTATION,
    &HASH_WITHOUT_EFFECT,
    &SESSION_AFFINITY_WITHOUT_EFFECT,
    &HOST_HEADER_WITHOUT_EFFECT,
    &HTTPS_ONLY_BY_DEFAULT,
];

static UNKNOWN_ANNOTATION: Code = Code {
    id: "unknown-annotation",
    severity: Severity::Warning,
    summary: "an annotation below konghq.com/ that KIC does not know",
    explanation: "KIC reads a fixed set of annotations and ignores every other key without a word, so a misspelt one simply has no effect.",
    before: "metadata:\n  annotations:\n    konghq.com/strip-paths: \"true\"",
    after: "metadata:\n  annotations:\n    konghq.com/strip-path: \"true\"",
    reference: "KIC: internal/annotations/annotations.go",
};

/// `key` is no annotation that KIC reads; `nearest` is what it may mean.
pub fn unknown_annotation(at: Origin, key: &str, nearest: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::new(
        &UNKNOWN_ANNOTATION,
        at,
        format!("KIC knows no annotation `{key}`"),
    );
    match nearest {
        Some(nearest) => problem.hint(format!("did you mean `{nearest}`?")),
        None => problem
            .hint("remove the annotation, or check its name in the KIC annotations reference"),
    }
}

/// KIC read `key` once; `successor` says what stands in its place.
pub fn former_annotation(at: Origin, key: &str, successor: &str) -> Diagnostic {
    Diagnostic::new(
        &UNKNOWN_ANNOTATION,
        at,
        format!("KIC no longer reads the annotation `{key}`"),
    )
    .hint(successor)
}

static ANNOTATION_WITHOUT_EFFECT: Code = Code {
    id: "annotation-without-effect",
    severity: Severity::Warning,
    summary: "an annotation on a kind that does not read it",
    explanation: "Each annotation acts on certain kinds only: those about the connection to the backend stand on the Service, those about matching \
                  requests stand on the Ingress or route. On any other kind KIC ignores them without a word.",
    before: "kind: Ingress\nmetadata:\n  annotations:\n    konghq.com/connect-timeout: \"5000\"",
    after: "kind: Service\nmetadata:\n  annotations:\n    konghq.com/connect-timeout: \"5000\"",
    reference: "KIC: internal/annotations/annotations.go",
};

/// `key` is read from other kinds, `readers`, only.
pub fn annotation_without_effect(at: Origin, key: &str, readers: &str) -> Diagnostic {
    let message = format!(
        "annotation `{key}` does nothing on a {}",
        at.object.key.kind
    );
    Diagnostic::new(&ANNOTATION_WITHOUT_EFFECT, at, message)
        .hint(format!("put it on {readers}, or remove it"))
}

static PATH_CLAIMED_TWICE: Code = Code {
    id: "path-claimed-twice",
    severity: Severity::Warning,
    summary: "two Ingresses claim one host and path with different backends",
    explanation: "KIC does not resolve such conflicts: both Ingresses give a Kong route for the same requests, and the gateway lets one of the two win \
                  by its own tie-breaks. Which one that is can change with an unrelated edit.",
    before: "# Ingress shop/web:   shop.example.com /cart -> web:80\n# Ingress shop/cart:  shop.example.com /cart -> cart:80",
    after: "# Ingress shop/web:   shop.example.com /     -> web:80\n# Ingress shop/cart:  shop.example.com /cart -> cart:80",
    reference: "KIC: internal/dataplane/translator/subtranslator/ingress.go",
};

/// The path at `at` is claimed for another backend by `owner`, the older Ingress.
pub fn path_claimed_twice(
    at: Origin,
    host: &str,
    path: &str,
    owner: &Arc<ObjectMeta>,
) -> Diagnostic {
    let host = if host.is_empty() { "any host" } else { host };
    let message = format!(
        "{host} {path} is already claimed by {} with another backend",
        owner.key
    );
    Diagnostic::new(&PATH_CLAIMED_TWICE, at, message)
        .and(Origin::of(owner))
        .hint("leave the path to one of the two, or tell them apart by host, path or header")
}

static HASH_WITHOUT_EFFECT: Code = Code {
    id: "hash-without-effect",
    severity: Severity::Warning,
    summary: "an upstream hashes, but its algorithm does not",
    explanation: "`hash_on` and its companions act with the algorithm `consistent-hashing` only. With any other, and with none, Kong ignores them, and requests of one client go to any pod.",
    before: "kind: KongIngress\nupstream: {hash_on: ip}",
    after: "kind: KongUpstreamPolicy\nspec: {algorithm: consistent-hashing, hashOn: {input: ip}}",
    reference: "Kong: kong/db/schema/entities/upstreams.lua",
};

/// The upstream hashes on `on` with an algorithm that does not hash.
pub fn hash_without_effect(at: Origin, upstream: &str, on: &str, algorithm: &str) -> Diagnostic {
    let message =
        format!("upstream {upstream} hashes on {on}, which algorithm {algorithm} ignores");
    Diagnostic::new(&HASH_WITHOUT_EFFECT, at, message)
        .hint("set the algorithm `consistent-hashing`, or remove the hashing")
}

static SESSION_AFFINITY_WITHOUT_EFFECT: Code = Code {
    id: "session-affinity-without-effect",
    severity: Severity::Warning,
    summary: "`sessionAffinity` of a Service does nothing behind Kong",
    explanation: "`sessionAffinity: ClientIP` is a setting of kube-proxy. Kong sends requests to the pods themselves, by its own balancing, unless the Service has `ingress.kubernetes.io/service-upstream: \"true\"`.",
    before: "kind: Service\nspec: {sessionAffinity: ClientIP}",
    after: "kind: Service\nmetadata:\n  annotations: {konghq.com/upstream-policy: by-address}\n# KongUpstreamPolicy by-address: algorithm: consistent-hashing, hashOn: {input: ip}",
    reference: "Kubernetes: Service, session affinity",
};

/// The Service asks kube-proxy for session affinity.
pub fn session_affinity_without_effect(at: Origin) -> Diagnostic {
    let message = format!(
        "Kong sends to the pods of {} itself, so its sessionAffinity has no effect",
        at.object.key
    );
    Diagnostic::new(&SESSION_AFFINITY_WITHOUT_EFFECT, at, message).hint(
        "name a KongUpstreamPolicy with `algorithm: consistent-hashing` and `hashOn: {input: ip}` in `konghq.com/upstream-policy`",
    )
}

static HOST_HEADER_WITHOUT_EFFECT: Code = Code {
    id: "host-header-without-effect",
    severity: Severity::Warning,
    summary: "`konghq.com/host-header` of a Service does nothing, because its routes preserve the client's Host",
    explanation: "The annotation sets the Host of the upstream. Kong uses it for routes only that do not preserve the Host of the client, and KIC makes all routes preserve it unless `konghq.com/preserve-host: \"false\"` says otherwise.",
    before: "kind: Service\nmetadata:\n  annotations: {konghq.com/host-header: a.internal}",
    after: "kind: Ingress\nmetadata:\n  annotations: {konghq.com/preserve-host: \"false\"}",
    reference: "Kong: kong/runloop/balancer; KIC: internal/annotations/annotations.go",
};

/// All routes to the Service, such as that of `route`, preserve the client's Host.
pub fn host_header_without_effect(at: Origin, route: &ObjectKey) -> Diagnostic {
    let message = format!(
        "`konghq.com/host-header` does nothing: the routes to {} preserve the client's Host",
        at.object.key
    );
    Diagnostic::new(&HOST_HEADER_WITHOUT_EFFECT, at, message).hint(format!(
        "set `konghq.com/preserve-host: \"false\"` on {route}"
    ))
}

static HTTPS_ONLY_BY_DEFAULT: Code = Code {
    id: "https-only-by-default",
    severity: Severity::Warning,
    summary: "a route that names no protocols, for a Kong whose default is https alone",
    explanation: "The controller leaves the protocols of most routes to the gateway. Up to Kong 3.13 that is http and https; from 3.14 on it is https alone, and a plain \
                  request gets status 426.",
    before: "kind: Ingress\nmetadata: {name: shop, namespace: shop}\n# with --kong-version 3.14",
    after: "kind: Ingress\nmetadata:\n  annotations: {konghq.com/protocols: \"http,https\"}",
    reference: "spec 84, section 1; Kong Gateway: breaking changes of 3.14",
};

/// The routes of an object name no protocols, and this version of Kong takes https for them.
pub fn https_only_by_default(at: Origin, version: &str) -> Diagnostic {
    let message = format!(
        "the routes of {} answer https only: they name no protocols, and Kong {version} takes `https` for that",
        at.object.key
    );
    Diagnostic::new(&HTTPS_ONLY_BY_DEFAULT, at, message).hint(
        "write `konghq.com/protocols: http,https` for routes that shall answer plain http, too",
    )
}

static PLUGIN_UNUSED: Code = Code {
    id: "plugin-unused",
    severity: Severity::Warning,
    summary: "a KongPlugin that nothing references",
    explanation: "A KongPlugin acts only where a `konghq.com/plugins` annotation or an ExtensionRef filter names it. One that nothing names is never \
                  sent to the gateway, and mistakes in it stay unseen.",
    before: "kind: KongPlugin\nmetadata: {name: limit, namespace: shop}\n# no object has konghq.com/plugins: limit",
    after: "kind: Ingress\nmetadata:\n  namespace: shop\n  annotations:\n    konghq.com/plugins: limit",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// Nothing among the inputs references this KongPlugin.
pub fn plugin_unused(at: Origin) -> Diagnostic {
    let message = format!("nothing references {}", at.object.key);
    Diagnostic::new(&PLUGIN_UNUSED, at, message)
        .hint("name it in a `konghq.com/plugins` annotation, or remove it")
}

static UPSTREAM_POLICY_UNUSED: Code = Code {
    id: "upstream-policy-unused",
    severity: Severity::Warning,
    summary: "a KongUpstreamPolicy that no Service names",
    explanation: "A KongUpstreamPolicy reaches an upstream only through the `konghq.com/upstream-policy` annotation of a Service or KongServiceFacade in its namespace; on an Ingress or HTTPRoute the annotation does nothing.",
    before: "kind: KongUpstreamPolicy\nmetadata: {name: hash, namespace: shop}\n# no Service has konghq.com/upstream-policy: hash",
    after: "kind: Service\nmetadata:\n  namespace: shop\n  annotations:\n    konghq.com/upstream-policy: hash",
    reference: "KIC: internal/dataplane/kongstate/kongupstreampolicy.go",
};

/// No Service among the inputs names this KongUpstreamPolicy.
pub fn upstream_policy_unused(at: Origin) -> Diagnostic {
    let message = format!("no Service names {}", at.object.key);
    Diagnostic::new(&UPSTREAM_POLICY_UNUSED, at, message)
        .hint("name it in the `konghq.com/upstream-policy` annotation of a Service, or remove it")
}

static SERVICE_ENDPOINTS_UNREADY: Code = Code {
    id: "service-endpoints-unready",
    severity: Severity::Warning,
    summary: "a Service whose endpoints are all unready",
    explanation: "KIC makes targets of ready endpoints only. When none is ready the upstream is emitted without targets and every request to it is answered with 503.",
    before: "kind: EndpointSlice\nendpoints:\n- addresses: [10.0.0.5]\n  conditions: {ready: false}",
    after: "kind: EndpointSlice\nendpoints:\n- addresses: [10.0.0.5]\n  conditions: {ready: true}",
    reference: "KIC: internal/dataplane/translator/translate_upstreams.go",
};

/// None of the Service's endpoints, `unready` in number, is ready.
pub fn service_endpoints_unready(at: Origin, unready: usize) -> Diagnostic {
    let message = format!(
        "{} has {unready} endpoint(s), none of them ready",
        at.object.key
    );
    Diagnostic::new(&SERVICE_ENDPOINTS_UNREADY, at, message)
        .hint("find out why its Pods are not ready; until then its requests fail")
}

static ROUTE_WITHOUT_AUTHENTICATION: Code = Code {
    id: "route-without-authentication",
    severity: Severity::Warning,
    summary: "a route without authentication beside routes of the same service that have it",
    explanation: "A plugin bound to a route protects that route only. When some routes of a Kong service ask who the client is and another does not, the service can be reached through the open one.",
    before: "# Ingress shop/web has konghq.com/plugins: key-auth\n# Ingress shop/internal serves the same Service without it",
    after: "kind: Service\nmetadata:\n  annotations:\n    konghq.com/plugins: key-auth",
    reference: "Kong: plugin precedence",
};

/// The route at `at` is open although the one at `closed`, named `closed_route` and of the same service, is not.
pub fn route_without_authentication(
    at: Origin,
    route: &str,
    closed: &Origin,
    closed_route: &str,
) -> Diagnostic {
    let message = format!(
        "route {route} asks for no authentication, though route {closed_route} of the same service does"
    );
    Diagnostic::new(&ROUTE_WITHOUT_AUTHENTICATION, at, message)
        .and(Origin::of(&closed.object))
        .hint("attach the plugin to the Service, or to this route too; if it is meant to be open, suppress this code on the object")
}

static CONSUMER_OUTSIDE_ACLS: Code = Code {
    id: "consumer-outside-acls",
    severity: Severity::Warning,
    summary: "a consumer that no ACL lets in",
    explanation: "Every acl plugin of the configuration has an allow list, and this consumer is in none of the groups they name: wherever an ACL is in force it is refused with 403.",
    before: "kind: KongConsumer\nusername: robot\ncredentials: [robot-key]\n# acl plugin: allow: [staff]",
    after: "kind: KongConsumer\nusername: robot\ncredentials: [robot-key, robot-acl]\n# Secret robot-acl: konghq.com/credential: acl, group: staff",
    reference: "Kong: acl plugin",
};

/// The consumer is in none of the groups that the configuration's ACLs allow.
pub fn consumer_outside_acls(at: Origin, consumer: &str) -> Diagnostic {
    Diagnostic::new(
        &CONSUMER_OUTSIDE_ACLS,
        at,
        format!("consumer {consumer} is in no group that an acl plugin allows"),
    )
    .hint("give it an `acl` credential or a consumer group that an allow list names")
}

static DEPRECATED_KIND: Code = Code {
    id: "deprecated-kind",
    severity: Severity::Warning,
    summary: "a kind that KIC has deprecated",
    explanation: "KIC 3.5 still reads TCPIngress, UDPIngress and KongIngress, but they are deprecated and go away with a later major version.",
    before: "apiVersion: configuration.konghq.com/v1\nkind: KongIngress\nupstream:\n  hash_on: header",
    after: "apiVersion: configuration.konghq.com/v1beta1\nkind: KongUpstreamPolicy\nspec:\n  algorithm: consistent-hashing\n  hashOn: {header: x-user}",
    reference: "KIC: CHANGELOG.md",
};

/// The object's kind is deprecated in favour of `replacement`.
pub fn deprecated_kind(at: Origin, replacement: &str) -> Diagnostic {
    let message = format!("kind {} is deprecated", at.object.key.kind);
    Diagnostic::new(&DEPRECATED_KIND, at, message).hint(format!("use {replacement}"))
}

static DEPRECATED_ANNOTATION: Code = Code {
    id: "deprecated-annotation",
    severity: Severity::Info,
    summary: "an annotation that has been replaced",
    explanation: "The annotation still works, but Kubernetes or KIC has a field or annotation that replaces it.",
    before: "metadata:\n  annotations:\n    kubernetes.io/ingress.class: kong",
    after: "spec:\n  ingressClassName: kong",
    reference: "Kubernetes: Ingress, deprecated annotation",
};

/// The annotation `key` has been replaced by `replacement`.
pub fn deprecated_annotation(at: Origin, key: &str, replacement: &str) -> Diagnostic {
    Diagnostic::new(
        &DEPRECATED_ANNOTATION,
        at,
        format!("annotation `{key}` is deprecated"),
    )
    .hint(format!("use `{replacement}`"))
}

static ROUTE_SHADOWED: Code = Code {
    id: "route-shadowed",
    severity: Severity::Warning,
    summary: "a route has no request that another route does not claim under the same conditions",
    explanation: "Two routes of different services have equal hosts, paths, methods, headers and server names. Kong sends each request to exactly one route: the one with the higher priority, and of equal ones the one with the higher id, which has nothing to do with age or order. The other one never answers. KIC renders both without a word, even where the Gateway API or a newer Ingress says who should win.",
    before: "kind: Ingress\nspec: {rules: [{host: shop.example.com, http: {paths: [{path: /, pathType: ImplementationSpecific, ...}]}}]}\n---\nkind: HTTPRoute\nspec: {hostnames: [shop.example.com], rules: [{backendRefs: [...]}]}",
    after: "kind: HTTPRoute\nspec: {hostnames: [shop.example.com], rules: [{backendRefs: [...]}]}",
    reference: "Kong: kong/router/transform.lua",
};

/// `route` claims nothing that `other` does not claim too.
pub fn route_shadowed(at: Origin, route: &str, other: &str, owner: Origin) -> Diagnostic {
    Diagnostic::new(
        &ROUTE_SHADOWED,
        at,
        format!(
            "route {route} and route {other} have the same conditions, so one of them never answers"
        ),
    )
    .and(owner)
    .hint("remove one of the two, or give them conditions that differ")
}
