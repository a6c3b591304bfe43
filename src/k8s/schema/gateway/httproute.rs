//! HTTPRoute.

use super::super::description::{Field, List, Rule, Schema, Unique, optional, required, rule};
use super::super::format::milliseconds;
use super::super::read::{deep, field, has, list, text, text_or};
use super::super::walk::item_path;
use super::filters::{HEADER, HEADER_VALUE, HTTP_FILTERS};
use super::path::PATH_MATCH;
use super::session::{SESSION_PERSISTENCE, TIME};
use super::shared::{
    BACKEND_RULES, GROUP, HOSTNAMES, KIND, MATCH_TYPE, NAME, NAMESPACE, PARENT_REFS, PORT,
    ROUTE_STATUS, RULE_NAME, UNIQUE_RULE_NAMES, WEIGHT, too_many_matches,
};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// HTTPRoute.
pub(in crate::k8s) static HTTP_ROUTE: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[
            optional("parentRefs", &PARENT_REFS),
            optional("hostnames", &HOSTNAMES),
            optional("rules", &RULES),
        ]),
    ),
    optional("status", &ROUTE_STATUS),
]);

static RULES: Schema = Schema::ByEdition(
    &Schema::List(ANY_RULES),
    &Schema::List(List {
        min: 1,
        ..ANY_RULES
    }),
);

const ANY_RULES: List = List {
    max: 16,
    rules: &[
        rule(
            "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
            |rules| too_many_matches(rules, 1),
        ),
        UNIQUE_RULE_NAMES,
    ],
    ..List::of(&RULE)
};

static RULE: Schema = Schema::ruled(RULE_FIELDS, RULE_RULES);

const RULE_FIELDS: &[Field] = &[
    RULE_NAME,
    optional("matches", &MATCHES),
    optional("filters", &HTTP_FILTERS),
    optional("backendRefs", &BACKEND_REFS),
    optional("timeouts", &TIMEOUTS),
    optional("retry", &RETRY),
    optional("sessionPersistence", &SESSION_PERSISTENCE),
];

static MATCHES: Schema = Schema::List(List {
    max: 64,
    ..List::of(&MATCH)
});

static MATCH: Schema = Schema::object(&[
    optional("path", &PATH_MATCH),
    optional("headers", &HTTP_HEADERS),
    optional("queryParams", &QUERY_PARAMS),
    optional("method", &METHOD),
]);

static METHOD: Schema = Schema::one_of(&[
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
]);

/// Header matches of gRPC.
pub(super) static HEADERS: Schema = Schema::List(List {
    max: 16,
    unique: Unique::Key("name"),
    ..List::of(&HEADER_MATCH)
});

static HTTP_HEADERS: Schema = Schema::List(List {
    max: 16,
    unique: Unique::Key("name"),
    ..List::of(&HTTP_HEADER_MATCH)
});

static HTTP_HEADER_MATCH: Schema = Schema::object(&[
    optional("type", &MATCH_TYPE),
    required("name", &HEADER),
    required("value", &HEADER_VALUE),
]);

static HEADER_MATCH: Schema = Schema::object(&[
    optional("type", &MATCH_TYPE),
    required("name", &HEADER),
    required("value", &Schema::sized(1, 4096)),
]);

static QUERY_PARAMS: Schema = Schema::List(List {
    max: 16,
    unique: Unique::Key("name"),
    ..List::of(&QUERY_MATCH)
});

static QUERY_MATCH: Schema = Schema::object(&[
    optional("type", &MATCH_TYPE),
    required("name", &HEADER),
    required("value", &Schema::sized(1, 1024)),
]);

static BACKEND_REFS: Schema = Schema::List(List {
    max: 16,
    ..List::of(&BACKEND_REF)
});

static BACKEND_REF: Schema = Schema::ruled(
    &[
        optional("group", &GROUP),
        optional("kind", &KIND),
        required("name", &NAME),
        optional("namespace", &NAMESPACE),
        optional("port", &PORT),
        optional("weight", &WEIGHT),
        optional("filters", &HTTP_FILTERS),
    ],
    BACKEND_RULES,
);

static TIMEOUTS: Schema = Schema::ruled(
    &[
        optional("request", &TIME),
        optional("backendRequest", &TIME),
    ],
    &[rule(
        "backendRequest timeout cannot be longer than request timeout",
        |timeouts| {
            let request = milliseconds(text(timeouts, "request")?)?;
            let backend = milliseconds(text(timeouts, "backendRequest")?)?;
            (request != 0 && backend > request).then(|| FieldPath::of(&["backendRequest"]))
        },
    )],
);

static RETRY: Schema = Schema::object(&[
    optional("codes", &Schema::list(&Schema::between(400, 599))),
    optional("attempts", &Schema::at_least(i64::MIN)),
    optional("backoff", &TIME),
]);

const RULE_RULES: &[Rule] = &[
    rule(
        "RequestRedirect filter must not be used together with backendRefs",
        |rule| {
            let redirect = list(rule, "filters")
                .iter()
                .position(|filter| has(filter, "requestRedirect"))?;
            (!list(rule, "backendRefs").is_empty()).then(|| in_list("filters", redirect))
        },
    ),
    rule(
        "When using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        |rule| prefix_replaced(rule, "requestRedirect"),
    ),
    rule(
        "When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        |rule| prefix_replaced(rule, "urlRewrite"),
    ),
    rule(
        "Within backendRefs, when using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        |rule| prefix_replaced_in_backends(rule, "requestRedirect"),
    ),
    rule(
        "Within backendRefs, When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        |rule| prefix_replaced_in_backends(rule, "urlRewrite"),
    ),
];

/// Whether the rule has exactly one match, of type `PathPrefix`. A rule without `matches`, and a match
/// without `path`, get the prefix `/`; an empty list stays empty.
fn has_one_prefix(rule: &Node<'_>) -> bool {
    if !has(rule, "matches") {
        return true;
    }
    match list(rule, "matches") {
        [only] => field(only, "path")
            .is_none_or(|path| text_or(path, "type", "PathPrefix") == "PathPrefix"),
        _ => false,
    }
}

/// The only filter of the list that replaces a prefix through its field `part`. CEL's `exists_one`
/// lets two of them pass.
fn only_prefix_replacement(filters: &[Node<'_>], part: &str) -> Option<usize> {
    let replaces = |filter: &Node<'_>| {
        deep(filter, &[part, "path"]).is_some_and(|path| {
            text(path, "type") == Some("ReplacePrefixMatch") && has(path, "replacePrefixMatch")
        })
    };
    let mut found = filters.iter().enumerate().filter(|(_, it)| replaces(it));
    let (index, _) = found.next()?;
    found.next().is_none().then_some(index)
}

fn prefix_replaced(rule: &Node<'_>, part: &'static str) -> Option<FieldPath> {
    let index = only_prefix_replacement(list(rule, "filters"), part)?;
    (!has_one_prefix(rule)).then(|| in_list("filters", index).key(part).key("path"))
}

fn prefix_replaced_in_backends(rule: &Node<'_>, part: &'static str) -> Option<FieldPath> {
    let mut backends =
        list(rule, "backendRefs")
            .iter()
            .enumerate()
            .filter_map(|(index, backend)| {
                only_prefix_replacement(list(backend, "filters"), part)
                    .map(|filter| (index, filter))
            });
    let (backend, filter) = backends.next()?;
    (backends.next().is_none() && !has_one_prefix(rule)).then(|| {
        in_list("backendRefs", backend)
            .join(&in_list("filters", filter))
            .key(part)
            .key("path")
    })
}

/// An item of a list in a field.
fn in_list(field: &'static str, index: usize) -> FieldPath {
    FieldPath::of(&[field]).join(&item_path(index, &[]))
}
