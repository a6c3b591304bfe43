//! Problems of routes for the `expressions` router flavor (spec 30).

use super::{Code, Diagnostic, KongVerdict, Severity};
use crate::origin::Origin;
use crate::secrecy::MASK;
use crate::secrecy::expression::masked;

/// Kong's router engine does not take the expression.
pub static EXPRESSION_REFUSED: Code = Code {
    id: "expression-refused",
    severity: Severity::Error,
    summary: "Kong refuses the router expression of a route",
    explanation: "KIC writes names of headers and query parameters, and regular expressions, into router expressions without \
        checking them. A header or query parameter name may hold letters, digits and `_` only (a `-` of a header name becomes `_`); regular \
        expressions must be ones of Rust's regex crate, which has no look-around and no back-references. Kong checks the whole \
        configuration before it takes any of it, so one expression that does not parse keeps every change from going live.",
    before: "kind: HTTPRoute\nspec:\n  rules:\n  - matches:\n    - queryParams: [{name: sort-by, value: price}]",
    after: "kind: HTTPRoute\nspec:\n  rules:\n  - matches:\n    - queryParams: [{name: sort_by, value: price}]",
    reference: "Kong: kong/router/fields.lua; atc-router grammar",
};

/// The route has no condition at all.
pub static EXPRESSION_EMPTY: Code = Code {
    id: "expression-empty",
    severity: Severity::Error,
    summary: "a route for the expressions router has no condition",
    explanation: "A TCPRoute or UDPRoute whose parents have no listener of its protocol has no port to match, and a TLSRoute \
        whose hostnames are all wildcards (or names KIC's pattern does not accept, such as punycode) has no server name to match. KIC \
        still writes the route, with an empty expression. Kong refuses it, and with it the whole configuration.",
    before: "kind: TLSRoute\nspec:\n  hostnames: [\"*.db.example.com\"]",
    after: "kind: TLSRoute\nspec:\n  hostnames: [pg.db.example.com]",
    reference: "KIC: internal/dataplane/translator/subtranslator/l4route_atc.go",
};

/// A host outside KIC's pattern.
pub static EXPRESSION_HOST_DROPPED: Code = Code {
    id: "expression-host-dropped",
    severity: Severity::Warning,
    summary: "a host is left out of a router expression",
    explanation: "For the expressions flavor KIC checks hosts against a pattern that knows no two dashes in a row, no underscore and \
        no trailing dot, and drops what does not fit without a word. Every internationalized name in punycode (`xn--...`) is \
        such a host. When it was the only one, the route loses its host condition and answers for every host.",
    before: "kind: Ingress\nspec:\n  rules:\n  - host: xn--bcher-kva.example",
    after: "kind: Ingress\nspec:\n  rules:\n  - host: buecher.example",
    reference: "KIC: internal/dataplane/translator/subtranslator/atc_utils.go",
};

/// A server name outside KIC's pattern.
pub static EXPRESSION_SNI_DROPPED: Code = Code {
    id: "expression-sni-dropped",
    severity: Severity::Warning,
    summary: "a server name is left out of a router expression",
    explanation: "For the expressions flavor KIC keeps plain server names only: wildcards, underscores and two dashes in a row \
        make it drop the name without a word. When it was the only one, the route loses its condition on the server name, or has no \
        condition left at all.",
    before: "metadata:\n  annotations:\n    konghq.com/snis: \"*.example.com\"",
    after: "metadata:\n  annotations:\n    konghq.com/snis: shop.example.com,www.example.com",
    reference: "KIC: internal/dataplane/translator/subtranslator/atc_utils.go",
};

/// A host that is compared literally though it has a wildcard at its end.
pub static EXPRESSION_HOST_NEVER_MATCHES: Code = Code {
    id: "expression-host-never-matches",
    severity: Severity::Warning,
    summary: "a host with a wildcard at its end never matches",
    explanation: "`shop.*` is a wildcard for the traditional router flavors. For the expressions flavor KIC compares it as plain text, and no \
        request has a host that ends in a star.",
    before: "metadata:\n  annotations:\n    konghq.com/host-aliases: shop.*",
    after: "metadata:\n  annotations:\n    konghq.com/host-aliases: shop.example.com,shop.example.org",
    reference: "KIC: internal/dataplane/translator/subtranslator/atc_utils.go",
};

/// An annotation that only the traditional flavors heed on this kind.
pub static EXPRESSION_ANNOTATION_IGNORED: Code = Code {
    id: "expression-annotation-ignored",
    severity: Severity::Warning,
    summary: "an annotation on matching has no effect in the expressions flavor",
    explanation: "`host-aliases`, `methods`, `headers.*`, `snis`, `regex-priority` and `path-handling` become fields of a traditional route. \
        In the expressions flavor KIC puts the first four into the expression of Ingress routes, `snis` also into those of \
        HTTPRoute and GRPCRoute, and loses all others without a word.",
    before: "kind: HTTPRoute\nmetadata:\n  annotations:\n    konghq.com/methods: GET",
    after: "kind: HTTPRoute\nspec:\n  rules:\n  - matches:\n    - method: GET",
    reference: "KIC: internal/dataplane/kongstate/route.go",
};

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &EXPRESSION_REFUSED,
    &EXPRESSION_EMPTY,
    &EXPRESSION_HOST_DROPPED,
    &EXPRESSION_SNI_DROPPED,
    &EXPRESSION_HOST_NEVER_MATCHES,
    &EXPRESSION_ANNOTATION_IGNORED,
];

/// Kong's engine refuses the expression; `culprit` is the predicate at fault when one alone is.
pub fn refused(at: &Origin, route: &str, culprit: Option<&str>, reason: &str) -> Diagnostic {
    let what = culprit.map_or_else(
        || "its expression".to_owned(),
        |predicate| format!("`{}`", masked(predicate, |_| MASK.to_owned())),
    );
    Diagnostic::new(
        &EXPRESSION_REFUSED,
        at.clone(),
        format!("Kong would refuse {what} of route {route}: {reason}"),
    )
    .hint(
        "use only letters, digits and `_` in query parameter names (header names may have `-`), and regular expressions \
         without look-around and back-references",
    )
    .refused_by_kong(verdict(route))
}

/// The route has an empty expression.
pub fn empty(at: &Origin, route: &str) -> Diagnostic {
    Diagnostic::new(
        &EXPRESSION_EMPTY,
        at.clone(),
        format!("route {route} has no condition, and Kong refuses an empty expression"),
    )
    .hint("give its parent Gateway a listener of the route's protocol, or the route a hostname without wildcard")
    .refused_by_kong(verdict(route))
}

/// A host is left out; `widened` when no host is left.
pub fn host_dropped(at: &Origin, host: &str, widened: bool) -> Diagnostic {
    dropped(&EXPRESSION_HOST_DROPPED, at, ("host", host), widened)
}

/// A server name is left out; `widened` when none is left.
pub fn sni_dropped(at: &Origin, sni: &str, widened: bool) -> Diagnostic {
    dropped(&EXPRESSION_SNI_DROPPED, at, ("server name", sni), widened)
}

fn dropped(
    code: &'static Code,
    at: &Origin,
    (what, value): (&str, &str),
    widened: bool,
) -> Diagnostic {
    let consequence = if widened {
        format!("; no {what} is left, so the route takes any")
    } else {
        String::new()
    };
    Diagnostic::new(
        code,
        at.clone(),
        format!("{what} `{value}` does not fit the pattern of KIC and is left out of the expression{consequence}"),
    )
    .hint(format!("remove the {what}, or write one that KIC accepts"))
}

/// A host that is compared literally though it ends in `.*`.
pub fn host_never_matches(at: &Origin, host: &str) -> Diagnostic {
    Diagnostic::new(
        &EXPRESSION_HOST_NEVER_MATCHES,
        at.clone(),
        format!("host `{host}` is compared as plain text and never matches"),
    )
    .hint("list the hosts one by one")
}

/// An annotation has no effect on this kind in the expressions flavor.
pub fn annotation_ignored(at: &Origin, annotation: &str, kind: &str) -> Diagnostic {
    Diagnostic::new(
        &EXPRESSION_ANNOTATION_IGNORED,
        at.clone(),
        format!("{annotation} has no effect on {kind} in the expressions flavor"),
    )
    .hint("express the condition in the spec of the route, or remove the annotation")
}

fn verdict(route: &str) -> KongVerdict {
    KongVerdict {
        entity: "route".to_owned(),
        name: Some(route.to_owned()),
        field: "expression".to_owned(),
    }
}
