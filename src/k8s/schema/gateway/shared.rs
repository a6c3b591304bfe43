//! What several kinds of the Gateway API share: names, references, hostnames, ports.

use super::super::description::{Field, List, Rule, Schema, Unique, optional, required, rule};
use super::super::format::{
    API_GROUP, CONDITION_TYPE, CONTROLLER_NAME, DNS_LABEL, DNS_SUBDOMAIN, HOSTNAME,
    KIND as KIND_FORMAT,
};
use super::super::read::{has, integer, items, list, text, text_or};
use super::super::walk::item_path;
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// Any string.
pub(super) static TEXT: Schema = Schema::text();
/// A list of any strings.
pub(super) static TEXTS: Schema = Schema::list(&TEXT);
/// A name of an object.
pub(super) static NAME: Schema = Schema::sized(1, 253);
/// A name of a part: listener, section, rule.
pub(super) static SECTION: Schema = Schema::formed(1, 253, &DNS_SUBDOMAIN);
/// An API group.
pub(super) static GROUP: Schema = Schema::formed(0, 253, &API_GROUP);
/// A kind.
pub(super) static KIND: Schema = Schema::formed(1, 63, &KIND_FORMAT);
/// A namespace.
pub(super) static NAMESPACE: Schema = Schema::formed(1, 63, &DNS_LABEL);
/// A hostname, possibly with a wildcard.
pub(super) static WILDCARD_HOSTNAME: Schema = Schema::formed(1, 253, &HOSTNAME);
/// A hostname without a wildcard.
pub(super) static PRECISE_HOSTNAME: Schema = Schema::formed(1, 253, &DNS_SUBDOMAIN);
/// A port.
pub(super) static PORT: Schema = Schema::between(1, 65_535);
/// A value of an option or annotation.
pub(super) static OPTION: Schema = Schema::sized(0, 4096);
/// `Exact` or `RegularExpression`.
pub(super) static MATCH_TYPE: Schema = Schema::one_of(&["Exact", "RegularExpression"]);

/// A reference inside the namespace.
pub(super) static LOCAL_REFERENCE: Schema = Schema::object(&[
    required("group", &GROUP),
    required("kind", &KIND),
    required("name", &NAME),
]);

/// A reference that may cross namespaces, `group` and `kind` written out.
pub(super) static OBJECT_REFERENCE: Schema = Schema::object(&[
    required("group", &GROUP),
    required("kind", &KIND),
    required("name", &NAME),
    optional("namespace", &NAMESPACE),
]);

/// A reference to a Secret by default.
pub(super) static SECRET_REFERENCE: Schema = Schema::object(&[
    optional("group", &GROUP),
    optional("kind", &KIND),
    required("name", &NAME),
    optional("namespace", &NAMESPACE),
]);

/// The weight of a backend.
pub(super) static WEIGHT: Schema = Schema::between(0, 1_000_000);

/// A backend reference without filters or weight, as a mirror has it.
pub(super) static BACKEND_OBJECT_REFERENCE: Schema = Schema::ruled(
    &[
        optional("group", &GROUP),
        optional("kind", &KIND),
        required("name", &NAME),
        optional("namespace", &NAMESPACE),
        optional("port", &PORT),
    ],
    BACKEND_RULES,
);

/// The rule of every backend reference.
pub(super) const BACKEND_RULES: &[Rule] =
    &[rule("Must have port for Service reference", |reference| {
        let service = text_or(reference, "group", "").is_empty()
            && text_or(reference, "kind", "Service") == "Service";
        (service && !has(reference, "port")).then(FieldPath::root)
    })];

/// `spec.hostnames` of routes.
pub(super) static HOSTNAMES: Schema = Schema::List(List {
    max: 16,
    ..List::of(&WILDCARD_HOSTNAME)
});

/// One parent reference.
static PARENT_REF: Schema = Schema::object(&[
    optional("group", &GROUP),
    optional("kind", &KIND),
    optional("namespace", &NAMESPACE),
    required("name", &NAME),
    optional("sectionName", &SECTION),
    optional("port", &PORT),
]);

/// `spec.parentRefs` of routes.
pub(super) static PARENT_REFS: Schema = Schema::List(List {
    max: 32,
    rules: &[
        rule(
            "sectionName or port must be specified when parentRefs includes 2 or more references to the same parent",
            |parents| {
                second_of_pair(parents, |one, other| {
                    same_parent(one, other)
                        && (part(one, "sectionName").is_some()
                            != part(other, "sectionName").is_some()
                            || port(one).is_some() != port(other).is_some())
                })
            },
        ),
        rule(
            "sectionName or port must be unique when parentRefs includes 2 or more references to the same parent",
            |parents| {
                second_of_pair(parents, |one, other| {
                    same_parent(one, other)
                        && part(one, "sectionName") == part(other, "sectionName")
                        && port(one) == port(other)
                })
            },
        ),
    ],
    ..List::of(&PARENT_REF)
});

/// The later one of the first two items that clash.
pub(super) fn second_of_pair(
    list: &Node<'_>,
    clash: fn(&Node<'_>, &Node<'_>) -> bool,
) -> Option<FieldPath> {
    let items = items(list);
    (1..items.len())
        .find(|&later| {
            items[..later]
                .iter()
                .any(|earlier| clash(earlier, &items[later]))
        })
        .map(|index| item_path(index, &[]))
}

fn same_parent(one: &Node<'_>, other: &Node<'_>) -> bool {
    let group = |parent| text_or(parent, "group", "gateway.networking.k8s.io");
    let kind = |parent| text_or(parent, "kind", "Gateway");
    group(one) == group(other)
        && kind(one) == kind(other)
        && text(one, "name") == text(other, "name")
        && part(one, "namespace") == part(other, "namespace")
}

/// A text, empty being absent.
pub(super) fn part<'n>(node: &'n Node<'_>, key: &str) -> Option<&'n str> {
    text(node, key).filter(|text| !text.is_empty())
}

fn port(parent: &Node<'_>) -> Option<i64> {
    integer(parent, "port").filter(|&port| port != 0)
}

/// The name of a rule.
pub(super) const RULE_NAME: Field = optional("name", &SECTION);

/// Two rules of one name.
pub(super) const UNIQUE_RULE_NAMES: Rule =
    rule("Rule name must be unique within the route", |rules| {
        second_of_pair(rules, |one, other| {
            text(one, "name").is_some() && text(one, "name") == text(other, "name")
        })
        .map(|path| path.key("name"))
    });

/// More than 128 matches in all; `fallback` is how many a rule without `matches` has.
pub(super) fn too_many_matches(rules: &Node<'_>, fallback: usize) -> Option<FieldPath> {
    let total: usize = items(rules)
        .iter()
        .map(|rule| {
            if has(rule, "matches") {
                list(rule, "matches").len()
            } else {
                fallback
            }
        })
        .sum();
    (total > 128).then(FieldPath::root)
}

/// `status` of routes: only what a controller may not leave empty.
pub(super) static ROUTE_STATUS: Schema = Schema::object(&[required(
    "parents",
    &Schema::List(List {
        max: 32,
        ..List::of(&PARENT_STATUS)
    }),
)]);

static PARENT_STATUS: Schema = Schema::object(&[
    required("parentRef", &PARENT_REF),
    required("controllerName", &CONTROLLER),
    optional("conditions", &CONDITIONS),
]);

/// The name of a controller.
pub(super) static CONTROLLER: Schema = Schema::formed(1, 253, &CONTROLLER_NAME);

static CONDITIONS: Schema = Schema::List(List {
    min: 1,
    max: 8,
    unique: Unique::Key("type"),
    ..List::of(&CONDITION)
});

static CONDITION: Schema = Schema::object(&[
    required("type", &Schema::formed(0, 316, &CONDITION_TYPE)),
    required("status", &Schema::one_of(&["True", "False", "Unknown"])),
    required("reason", &Schema::sized(1, 1024)),
    required("message", &Schema::sized(0, 32_768)),
    required("lastTransitionTime", &TEXT),
    optional("observedGeneration", &Schema::at_least(0)),
]);

/// A label selector.
pub(super) static SELECTOR: Schema = Schema::object(&[
    optional("matchLabels", &Schema::map(&TEXT)),
    optional(
        "matchExpressions",
        &Schema::list(&Schema::object(&[
            required("key", &TEXT),
            required("operator", &TEXT),
            optional("values", &TEXTS),
        ])),
    ),
]);
