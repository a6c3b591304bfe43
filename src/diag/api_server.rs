//! Problems that the API server has with an object: what it refuses on admission, and what it drops.
//!
//! An object of a kind with a CRD that is refused takes no part; everything that refers to it finds nothing. The codes serve the
//! built-in kinds too, with the API server's own words: see [`super::builtin_kinds`].

use super::{Code, Diagnostic, Severity, shown};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &MISSING_REQUIRED_FIELD,
    &WRONG_TYPE,
    &VALUE_NOT_IN_ENUM,
    &PATTERN_MISMATCH,
    &OUT_OF_RANGE,
    &WRONG_LENGTH,
    &WRONG_ITEM_COUNT,
    &DUPLICATE_LIST_ITEM,
    &CROSS_FIELD_RULE,
    &INVALID_OBJECT_NAME,
    &UNKNOWN_FIELD,
    &CRD_NOT_FOLLOWED,
];

/// A field that must be there is not.
pub static MISSING_REQUIRED_FIELD: Code = Code {
    id: "missing-required-field",
    severity: Severity::Error,
    summary: "a field that the API server demands is missing",
    explanation: "The schema of the kind marks the field as required, so the API server refuses the whole object, and KIC never sees it. A field that is written as null counts as missing. Of the built-in kinds this is also a `pathType`, a port of a Service or its name beside other ports, a controller, an address, a key that the type of a Secret demands.",
    before: "kind: TCPIngress\nspec:\n  rules:\n  - backend: {serviceName: db, servicePort: 5432}",
    after: "kind: TCPIngress\nspec:\n  rules:\n  - port: 9000\n    backend: {serviceName: db, servicePort: 5432}",
    reference: "the `required` lists of the Gateway API and Kong CRDs; Kubernetes: pkg/apis/*/validation",
};

/// A value of another type.
pub static WRONG_TYPE: Code = Code {
    id: "wrong-type",
    severity: Severity::Error,
    summary: "a value is of another type than the API server expects",
    explanation: "The API server compares types strictly: text is not a number and a number is not text. Unquoted `on`, `yes` and `no` are booleans and `5` is a number in the YAML that kubectl reads, so they need quotes where text is expected. The whole object is refused.",
    before: "kind: KongConsumer\nusername: on",
    after: "kind: KongConsumer\nusername: \"on\"",
    reference: "the `type`s of the Gateway API and Kong CRDs; YAML 1.1 as sigs.k8s.io/yaml reads it",
};

/// A value outside a closed list.
pub static VALUE_NOT_IN_ENUM: Code = Code {
    id: "value-not-in-enum",
    severity: Severity::Error,
    summary: "a value is not one of those that the API server accepts",
    explanation: "The field takes one of a few values, spelt exactly, letter case included. The API server refuses the whole object otherwise.",
    before: "kind: KongPlugin\nplugin: key-auth\nprotocols: [HTTPS]",
    after: "kind: KongPlugin\nplugin: key-auth\nprotocols: [https]",
    reference: "the `enum`s of the Gateway API and Kong CRDs; Kubernetes: pkg/apis/*/validation",
};

/// A string of another form.
pub static PATTERN_MISMATCH: Code = Code {
    id: "pattern-mismatch",
    severity: Severity::Error,
    summary: "a text does not have the form that the API server demands",
    explanation: "The schema of the kind gives a regular expression for the field, mostly that of a DNS name in lower case, and the text does not match it. The API server refuses the whole object.",
    before: "kind: HTTPRoute\nspec:\n  hostnames: [Shop.Example.com]",
    after: "kind: HTTPRoute\nspec:\n  hostnames: [shop.example.com]",
    reference: "the `pattern`s of the Gateway API and Kong CRDs",
};

/// A number outside its bounds.
pub static OUT_OF_RANGE: Code = Code {
    id: "out-of-range",
    severity: Severity::Error,
    summary: "a number is smaller or greater than the API server accepts",
    explanation: "The schema of the kind bounds the field, as with ports (1 to 65535), weights (0 to 1000000) or `slots` (10 to 65536). The API server refuses the whole object.",
    before: "kind: KongUpstreamPolicy\nspec:\n  slots: 5",
    after: "kind: KongUpstreamPolicy\nspec:\n  slots: 10",
    reference: "`minimum` and `maximum` in the Gateway API and Kong CRDs",
};

/// A string that is too short or too long.
pub static WRONG_LENGTH: Code = Code {
    id: "wrong-length",
    severity: Severity::Error,
    summary: "a text is shorter or longer than the API server accepts",
    explanation: "The schema of the kind bounds the number of characters. An empty text is the usual offender: where something must be said, `\"\"` is not an answer. The API server refuses the whole object.",
    before: "kind: TCPIngress\nspec:\n  rules:\n  - port: 9000\n    backend: {serviceName: \"\", servicePort: 5432}",
    after: "kind: TCPIngress\nspec:\n  rules:\n  - port: 9000\n    backend: {serviceName: db, servicePort: 5432}",
    reference: "`minLength` and `maxLength` in the Gateway API and Kong CRDs",
};

/// A list or map with too few or too many members.
pub static WRONG_ITEM_COUNT: Code = Code {
    id: "wrong-item-count",
    severity: Severity::Error,
    summary: "a list or map has fewer or more members than the API server accepts",
    explanation: "The Gateway API bounds its lists: 16 rules in a route, 64 listeners in a Gateway, 16 backends in a rule, at least one backend in a rule of a TCPRoute. The API server refuses the whole object.",
    before: "kind: UDPRoute\nspec:\n  rules:\n  - backendRefs: []",
    after: "kind: UDPRoute\nspec:\n  rules:\n  - backendRefs:\n    - {name: dns, port: 53}",
    reference: "`minItems`, `maxItems` and `maxProperties` in the Gateway API and Kong CRDs",
};

/// A list item that repeats an earlier one.
pub static DUPLICATE_LIST_ITEM: Code = Code {
    id: "duplicate-list-item",
    severity: Severity::Error,
    summary: "a list names the same thing twice where the API server allows it once",
    explanation: "Some lists are sets (a consumer's credentials) and some are maps by a key (the listeners of a Gateway and the header matches of a route by their name, the ports of a Service by name and by protocol and number). An item that repeats another makes the API server refuse the whole object. Header names are compared as they are written.",
    before: "kind: KongConsumer\nusername: bob\ncredentials: [bob-key, bob-key]",
    after: "kind: KongConsumer\nusername: bob\ncredentials: [bob-key]",
    reference: "`x-kubernetes-list-type` in the Gateway API and Kong CRDs",
};

/// A rule over several fields is broken.
pub static CROSS_FIELD_RULE: Code = Code {
    id: "cross-field-rule",
    severity: Severity::Error,
    summary: "fields contradict each other by a rule of the kind",
    explanation: "Beside the type of each field, the CRD, or Kubernetes' own code for a built-in kind, states rules over several of them: that one needs another, that two exclude each other, that a path of a certain type must look a certain way. The message is the API server's own; it refuses the whole object.",
    before: "kind: KongPlugin\nplugin: key-auth\nconfig: {hide_credentials: true}\nconfigFrom:\n  secretKeyRef: {name: auth, key: config}",
    after: "kind: KongPlugin\nplugin: key-auth\nconfigFrom:\n  secretKeyRef: {name: auth, key: config}",
    reference: "`x-kubernetes-validations` in the Gateway API and Kong CRDs; Kubernetes: pkg/apis/*/validation",
};

/// A name that no object may have.
pub static INVALID_OBJECT_NAME: Code = Code {
    id: "invalid-object-name",
    severity: Severity::Error,
    summary: "the name of an object does not have the form that its kind demands",
    explanation: "Names consist of lower-case letters, digits, `-` and `.`, start and end with a letter or digit and have at most 253 characters. Those of Services and Namespaces have no dots and at most 63 characters, and until Kubernetes 1.36 that of a Service begins with a letter. The API server refuses an object with another name.",
    before: "kind: KongPlugin\nmetadata: {name: Rate_Limit}",
    after: "kind: KongPlugin\nmetadata: {name: rate-limit}",
    reference: "Kubernetes, Object Names and IDs: DNS Subdomain Names (RFC 1123), RFC 1123 and RFC 1035 Label Names",
};

/// A field that the kind does not have.
pub static UNKNOWN_FIELD: Code = Code {
    id: "unknown-field",
    severity: Severity::Warning,
    summary: "the kind has no such field, so the API server drops it",
    explanation: "The API server removes fields that the schema of the kind does not have before it stores the object. Nobody says so unless `kubectl` runs with strict field validation, and KIC never sees what was written. Letter case counts, and a field in the wrong place is as unknown as a misspelt one.",
    before: "kind: HTTPRoute\nspec:\n  rules:\n  - backendRef:\n    - {name: web, port: 80}",
    after: "kind: HTTPRoute\nspec:\n  rules:\n  - backendRefs:\n    - {name: web, port: 80}",
    reference: "Kubernetes, Custom Resources: field pruning",
};

/// A part of a CRD among the inputs that is not asked.
pub static CRD_NOT_FOLLOWED: Code = Code {
    id: "crd-not-followed",
    severity: Severity::Info,
    summary: "a rule or pattern of a CRD among the inputs is not evaluated",
    explanation: "CRDs among the inputs decide on the objects of their kinds, as they do in the cluster: types, bounds, patterns, defaults and the rules in `x-kubernetes-validations`. A rule that uses what is not known here (optional values, quantities, URLs), a pattern or a schema that is larger than is read, and rules that would cost too much are left out, so that the API server may refuse an object that passes here.",
    before: "x-kubernetes-validations:\n- rule: quantity(self.memory).isLessThan(quantity('1Gi'))",
    after: "x-kubernetes-validations:\n- rule: size(self.memory) < 8",
    reference: "Kubernetes, Custom Resources: validation rules",
};

/// `field` must be there and is not.
pub fn missing_required_field(at: Origin, field: &str) -> Diagnostic {
    Diagnostic::new(
        &MISSING_REQUIRED_FIELD,
        at,
        format!("required field `{field}` is missing"),
    )
    .hint(format!(
        "add `{field}`; without it the API server refuses the object"
    ))
}

/// `field` holds another type of value than expected.
pub fn wrong_type(at: Origin, field: &str, expected: &str, found: &str) -> Diagnostic {
    let hint = if expected == "a string" && found != "a map" && found != "a list" {
        "put the value in quotes"
    } else if matches!(expected, "an integer" | "a number" | "a boolean") && found == "a string" {
        "write the value without quotes"
    } else {
        "write the value as the kind's API reference has it"
    };
    Diagnostic::new(
        &WRONG_TYPE,
        at,
        format!("`{field}` must be {expected}, found {found}"),
    )
    .hint(hint)
}

/// `field` holds none of the values allowed.
pub fn value_not_in_enum(at: Origin, field: &str, found: &str, allowed: &[String]) -> Diagnostic {
    let found = shown::quoted(&at, found);
    Diagnostic::new(
        &VALUE_NOT_IN_ENUM,
        at,
        format!("`{field}` is {found}, which is not a value it can have"),
    )
    .hint(format!("use one of: {}", allowed.join(", ")))
}

/// `field` does not match the pattern.
pub fn pattern_mismatch(at: Origin, field: &str, found: &str, pattern: &str) -> Diagnostic {
    let found = shown::quoted(&at, found);
    Diagnostic::new(
        &PATTERN_MISMATCH,
        at,
        format!("`{field}` is {found}, which does not have the form it must have"),
    )
    .hint(format!("the text must match {pattern}"))
}

/// `field` lies outside its bounds.
pub fn out_of_range(at: Origin, field: &str, found: &str, (min, max): (i64, i64)) -> Diagnostic {
    let bounds = if max == i64::MAX {
        format!("at least {min}")
    } else {
        format!("from {min} to {max}")
    };
    let found = shown::plain(&at, found);
    Diagnostic::new(
        &OUT_OF_RANGE,
        at,
        format!("`{field}` is {found}, but must be {bounds}"),
    )
    .hint("change the number; the API server refuses the object as it is")
}

/// `field` is too short or too long.
pub fn wrong_length(
    at: Origin,
    field: &str,
    found: usize,
    (min, max): (usize, usize),
) -> Diagnostic {
    let (message, hint) = if found < min {
        (
            format!("`{field}` is empty, but must say something"),
            "fill the field, or leave it out if it is optional".to_owned(),
        )
    } else {
        (
            format!("`{field}` has {found} characters, but at most {max} are allowed"),
            format!("shorten the text to {max} characters"),
        )
    };
    Diagnostic::new(&WRONG_LENGTH, at, message).hint(hint)
}

/// `field` has too few or too many members.
pub fn wrong_item_count(
    at: Origin,
    field: &str,
    found: usize,
    (min, max): (usize, usize),
) -> Diagnostic {
    let (message, hint) = if found < min {
        (
            format!("`{field}` has {found} items, but needs at least {min}"),
            "add what is missing, or remove the whole entry",
        )
    } else {
        (
            format!("`{field}` has {found} items, but at most {max} are allowed"),
            "spread the items over several objects",
        )
    };
    Diagnostic::new(&WRONG_ITEM_COUNT, at, message).hint(hint)
}

/// `field` repeats `value`.
pub fn duplicate_list_item(at: Origin, field: &str, value: &str) -> Diagnostic {
    let value = shown::quoted(&at, value);
    Diagnostic::new(
        &DUPLICATE_LIST_ITEM,
        at,
        format!("`{field}` repeats {value}, which stands in the list already"),
    )
    .hint("remove one of the two, or name them apart")
}

/// A rule is broken; `message` is the API server's.
pub fn cross_field_rule(at: Origin, message: &str) -> Diagnostic {
    Diagnostic::new(
        &CROSS_FIELD_RULE,
        at,
        format!(
            "the API server refuses the object: {}",
            message.trim_end_matches('.')
        ),
    )
    .hint("change one of the fields that the rule names")
}

/// `count` parts of a CRD are not asked, the first one for this reason.
pub fn crd_not_followed(at: Origin, what: &str, count: usize) -> Diagnostic {
    let more = match count {
        0 | 1 => String::new(),
        2 => "; one more part of the CRD is not asked either".to_owned(),
        _ => format!("; {} more parts of the CRD are not asked either", count - 1),
    };
    Diagnostic::new(&CRD_NOT_FOLLOWED, at, format!("{what}{more}"))
        .hint("what it refuses is not reported here; the API server decides")
}

/// The rules of a CRD cost too much for this object.
pub fn rules_too_costly(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &CRD_NOT_FOLLOWED,
        at,
        "the rules of the CRD cost too much to be evaluated for this object",
    )
    .hint("make lists of the object shorter; the API server bounds the cost of rules, too")
}

/// A field that the kind does not have; `similar` may have been meant.
pub fn unknown_field(at: Origin, field: &str, similar: Option<&str>) -> Diagnostic {
    let is_plugin = matches!(&*at.object.key.kind, "KongPlugin" | "KongClusterPlugin");
    let diagnostic = Diagnostic::new(
        &UNKNOWN_FIELD,
        at,
        format!("unknown field `{field}` is dropped"),
    );
    match similar {
        _ if is_plugin && field == "spec" => diagnostic.hint(
            "KongPlugin and KongClusterPlugin have no `spec`: `plugin` and `config` stand at the top level",
        ),
        Some(name) => diagnostic.hint(format!("did you mean `{name}`?")),
        None => diagnostic.hint("remove it, or move it to where the kind's API has it"),
    }
}
