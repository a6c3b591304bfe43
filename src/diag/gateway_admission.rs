//! Where KIC takes from a Gateway API route more, or less, than its author wrote, without a word (spec 20, A.10 and C).

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &HOSTNAME_BEYOND_LISTENERS,
    &LISTENER_HOSTNAMES_UNUSED,
    &PARENT_PORT_IGNORED,
    &HEADER_PATTERN_AS_TEXT,
    &REPEATED_TERMINATION,
];

/// A host name that no listener covers is served all the same.
pub static HOSTNAME_BEYOND_LISTENERS: Code = Code {
    id: "route-hostname-beyond-listeners",
    severity: Severity::Warning,
    summary: "a host name that no listener covers is served all the same",
    explanation: "KIC narrows the host names of HTTPRoutes to those of the listeners, but not those of GRPCRoutes and TLSRoutes: one host name in common attaches the route with all of them. Kong then serves names that the owner of the Gateway never opened.",
    before: "# the listener has hostname: \"*.example.com\"\nkind: GRPCRoute\nspec:\n  hostnames: [grpc.example.com, grpc.example.org]",
    after: "kind: GRPCRoute\nspec:\n  hostnames: [grpc.example.com]",
    reference: "KIC: internal/controllers/gateway/grpcroute_controller.go",
};

/// Host names of listeners that do not restrict a GRPCRoute.
pub static LISTENER_HOSTNAMES_UNUSED: Code = Code {
    id: "grpcroute-listener-hostnames-unused",
    severity: Severity::Warning,
    summary: "a GRPCRoute without host names takes every host, whatever its listeners say",
    explanation: "In the traditional flavor a GRPCRoute without hostnames borrows those of its listeners. In the expressions flavor KIC does not: the route has no condition on the host.",
    before: "# the listener has hostname: grpc.example.com\nkind: GRPCRoute\nspec:\n  rules:\n  - backendRefs: [{name: greeter, port: 9000}]",
    after: "kind: GRPCRoute\nspec:\n  hostnames: [grpc.example.com]\n  rules:\n  - backendRefs: [{name: greeter, port: 9000}]",
    reference: "KIC: internal/dataplane/translator/subtranslator/grpcroute_atc.go",
};

/// `parentRefs[].port` of a stream route.
pub static PARENT_PORT_IGNORED: Code = Code {
    id: "stream-route-parent-port-ignored",
    severity: Severity::Warning,
    summary: "the port of a parentRef does not restrict a TCPRoute or UDPRoute",
    explanation: "KIC uses parentRefs[].port only to decide whether the route attaches. The Kong route then listens on the ports of all listeners of the protocol that sectionName selects.",
    before: "parentRefs:\n- name: edge\n  port: 5432",
    after: "parentRefs:\n- name: edge\n  sectionName: postgres",
    reference: "KIC: internal/dataplane/translator/translate_tcproute.go",
};

/// A header match by regular expression that Kong compares as text.
pub static HEADER_PATTERN_AS_TEXT: Code = Code {
    id: "grpcroute-header-pattern-as-text",
    severity: Severity::Warning,
    summary: "a regular expression for a header of a GRPCRoute is compared as plain text",
    explanation: "In the traditional flavor KIC passes the value of a header match of type RegularExpression to Kong without the mark of a regular expression. Kong compares it as text, so that the route hardly ever matches.",
    before: "kind: GRPCRoute\n# ...\nmatches:\n- headers:\n  - {name: x-tenant, type: RegularExpression, value: \"^gold\"}",
    after: "matches:\n- headers:\n  - {name: x-tenant, value: gold}",
    reference: "KIC: internal/dataplane/translator/subtranslator/grpcroute.go",
};

/// A plugin that stands several times on one Kong service.
pub static REPEATED_TERMINATION: Code = Code {
    id: "grpcroute-termination-repeated",
    severity: Severity::Warning,
    summary: "a Kong service gets the same plugin several times, which Kong refuses",
    explanation: "When no backend of a GRPCRoute rule resolves, KIC makes the Kong service answer with status 500. In the expressions flavor it adds that plugin once for each match of the rule, and Kong takes a plugin only once.",
    before: "kind: GRPCRoute\n# ...\nrules:\n- matches: [{method: {service: a}}, {method: {service: b}}]\n  backendRefs: [{name: missing, port: 9000}]",
    after: "# add the Service, or correct the backendRef",
    reference: "KIC: internal/dataplane/translator/subtranslator/grpcroute_atc.go",
};

/// A host name of a GRPCRoute or TLSRoute that no listener covers.
pub fn hostname_beyond_listeners(at: Origin, hostname: &str) -> Diagnostic {
    Diagnostic::new(
        &HOSTNAME_BEYOND_LISTENERS,
        at,
        format!("no listener of the parents covers {hostname}, but KIC serves it all the same"),
    )
    .hint("remove the host name, or add a listener for it")
}

/// A GRPCRoute without host names, with a listener that has one.
pub fn listener_hostnames_unused(at: Origin, hostnames: &str) -> Diagnostic {
    Diagnostic::new(
        &LISTENER_HOSTNAMES_UNUSED,
        at,
        format!("the route takes every host, not only those of its listeners ({hostnames})"),
    )
    .hint("write the host names into spec.hostnames")
}

/// A `parentRefs[].port` that restricts nothing.
pub fn parent_port_ignored(at: Origin, asked: i32, ports: &str) -> Diagnostic {
    Diagnostic::new(
        &PARENT_PORT_IGNORED,
        at,
        format!("the route asks for port {asked} but is served on {ports}"),
    )
    .hint("name the listener in sectionName")
}

/// A header match whose type is lost.
pub fn header_pattern_as_text(at: Origin, header: &str) -> Diagnostic {
    Diagnostic::new(
        &HEADER_PATTERN_AS_TEXT,
        at,
        format!("the regular expression for header {header} is compared as plain text"),
    )
    .hint("match exact values, or use the expressions flavor")
}

/// A Kong service with the termination plugin for each of several matches.
pub fn termination_repeated(at: Origin, service: &str, matches: usize) -> Diagnostic {
    Diagnostic::new(
        &REPEATED_TERMINATION,
        at,
        format!("Kong service {service} gets the plugin request-termination {matches} times, which Kong refuses"),
    )
    .hint("give the rule a backend that exists")
}
