//! What Kong itself refuses in an entity, although KIC sends it (spec 70, sections 2 to 5).
//!
//! Kong judges a file as a whole: one entity that it refuses keeps every change from going live.

use super::shown::unless_secret;
use super::{Code, Diagnostic, KongVerdict, Severity};
use crate::origin::Origin;
use std::fmt::Display;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &KONG_FIELD_REQUIRED,
    &KONG_UNKNOWN_FIELD,
    &KONG_WRONG_TYPE,
    &KONG_VALUE_NOT_ALLOWED,
    &KONG_OUT_OF_RANGE,
    &KONG_EMPTY_VALUE,
    &KONG_BAD_FORMAT,
    &KONG_PATH_NOT_NORMAL,
    &KONG_BAD_REGEX,
    &KONG_FIELDS_CONFLICT,
    &KONG_DUPLICATE,
    &KONG_BAD_REFERENCE,
    &KONG_BAD_KEY,
    &KONG_CERTIFICATE_WITHOUT_UID,
];

/// A field, or one of several, is missing.
pub static KONG_FIELD_REQUIRED: Code = Code {
    id: "kong-field-required",
    severity: Severity::Error,
    summary: "Kong demands a field that the rendered entity does not have",
    explanation: "KIC renders the entity without checking that it is complete. A route needs at least one condition of the kinds that its protocols know: hosts, paths, methods or headers for http, SNIs or a port for tcp, tls and udp. A TCPRoute whose Gateway listener gives no port, or an Ingress that an annotation turns into a udp route, has none. Kong refuses the whole configuration.",
    before: "kind: Ingress\nmetadata:\n  annotations:\n    konghq.com/protocols: udp",
    after: "kind: UDPIngress\nspec:\n  rules:\n  - port: 5353\n    backend: {serviceName: dns, servicePort: 53}",
    reference: "Kong: kong/db/schema/entities/routes.lua, entity checks",
};

/// A field that the entity or plugin does not have.
pub static KONG_UNKNOWN_FIELD: Code = Code {
    id: "kong-unknown-field",
    severity: Severity::Error,
    summary: "Kong does not know a field of the rendered entity",
    explanation: "KIC hands the configuration of plugins and some fields on as they are written. A field that Kong's schema does not have, misspelt or of another version, makes it refuse the whole configuration.",
    before: "kind: KongPlugin\nplugin: rate-limiting\nconfig: {minutes: 5}",
    after: "kind: KongPlugin\nplugin: rate-limiting\nconfig: {minute: 5}",
    reference: "Kong: kong/db/schema/init.lua, \"unknown field\"",
};

/// A value of another type.
pub static KONG_WRONG_TYPE: Code = Code {
    id: "kong-wrong-type",
    severity: Severity::Error,
    summary: "Kong expects another type of value",
    explanation: "The API server does not look into the configuration of a plugin, so a number in quotes, or one value where a list is due, gets as far as Kong, which refuses the whole configuration.",
    before: "kind: KongPlugin\nplugin: rate-limiting\nconfig: {minute: \"5\"}",
    after: "kind: KongPlugin\nplugin: rate-limiting\nconfig: {minute: 5}",
    reference: "Kong: kong/db/schema/init.lua, validate_field",
};

/// A value outside a closed list.
pub static KONG_VALUE_NOT_ALLOWED: Code = Code {
    id: "kong-value-not-allowed",
    severity: Severity::Error,
    summary: "a value is not one of those that Kong accepts",
    explanation: "KIC copies the text of annotations such as `konghq.com/path-handling` and `konghq.com/protocols` without comparing it with Kong's list. Letter case counts. Kong refuses the whole configuration.",
    before: "metadata:\n  annotations:\n    konghq.com/path-handling: V1",
    after: "metadata:\n  annotations:\n    konghq.com/path-handling: v1",
    reference: "Kong: `one_of` in the entity's schema",
};

/// A number outside its bounds.
pub static KONG_OUT_OF_RANGE: Code = Code {
    id: "kong-out-of-range",
    severity: Severity::Error,
    summary: "a number is smaller or greater than Kong accepts",
    explanation: "Annotations take any number, and the Gateway API takes a timeout of zero for \"none\". Kong wants timeouts from 1 to 2147483646 milliseconds and 0 to 32767 retries, and refuses the whole configuration otherwise.",
    before: "metadata:\n  annotations:\n    konghq.com/connect-timeout: \"0\"",
    after: "metadata:\n  annotations:\n    konghq.com/connect-timeout: \"60000\"",
    reference: "Kong: `between` in the entity's schema",
};

/// Something empty where something must be.
pub static KONG_EMPTY_VALUE: Code = Code {
    id: "kong-empty-value",
    severity: Severity::Error,
    summary: "Kong does not accept an empty text or list here",
    explanation: "An empty value in a Secret or annotation is rendered as it is. Kong refuses the whole configuration.",
    before: "kind: Secret\nstringData: {key: \"\"}",
    after: "kind: Secret\nstringData: {key: a-long-random-text}",
    reference: "Kong: `len_min` in the entity's schema",
};

/// A text of another form.
pub static KONG_BAD_FORMAT: Code = Code {
    id: "kong-bad-format",
    severity: Severity::Error,
    summary: "a text does not have the form that Kong demands",
    explanation: "Kong checks the form of names, host names, paths, header names, URLs and ids. KIC passes them on unchecked: an Ingress path of type ImplementationSpecific may lack its slash, the id of a CA certificate may be no UUID, a redirect may have no host. Kong refuses the whole configuration.",
    before: "kind: Ingress\nspec:\n  rules:\n  - http:\n      paths:\n      - path: api\n        pathType: ImplementationSpecific",
    after: "kind: Ingress\nspec:\n  rules:\n  - http:\n      paths:\n      - path: /api\n        pathType: ImplementationSpecific",
    reference: "Kong: kong/db/schema/typedefs.lua",
};

/// A prefix path that no request can have.
pub static KONG_PATH_NOT_NORMAL: Code = Code {
    id: "kong-path-not-normal",
    severity: Severity::Error,
    summary: "a path is not in the form to which Kong brings the paths of requests",
    explanation: "Kong decodes escapes, merges slashes and resolves dots in the path of a request before it compares it with routes, so a route path that this would change can never match. Kong refuses such a path, and with it the whole configuration.",
    before: "paths:\n- path: /caf%C3%A9",
    after: "paths:\n- path: /café",
    reference: "Kong: kong/tools/uri.lua, normalize; kong/db/schema/typedefs.lua, path",
};

/// A regular expression that does not compile.
pub static KONG_BAD_REGEX: Code = Code {
    id: "kong-bad-regex",
    severity: Severity::Error,
    summary: "a regular expression does not compile in Kong's router",
    explanation: "The router reads regular expressions with Rust's regex crate. Look-around, back-references, atomic groups and `\\Z` do not exist there, and unbalanced brackets do not compile anywhere. Kong refuses the whole configuration.",
    before: "paths:\n- path: /~/(?!admin).*",
    after: "paths:\n- path: /~/api/.*",
    reference: "Kong: atc-router; kong/db/schema/typedefs.lua, path",
};

/// Fields that exclude each other.
pub static KONG_FIELDS_CONFLICT: Code = Code {
    id: "kong-fields-conflict",
    severity: Severity::Error,
    summary: "a field is not allowed together with the value of another one",
    explanation: "Mostly the protocol forbids it: a tcp service has no path, a grpc route no methods, TLS settings need https or tls, and protocols of different families cannot be mixed in one route. KIC renders what annotations say without looking at both. Kong refuses the whole configuration.",
    before: "metadata:\n  annotations:\n    konghq.com/protocol: grpc\n    konghq.com/path: /v1",
    after: "metadata:\n  annotations:\n    konghq.com/protocol: grpc",
    reference: "Kong: entity checks in kong/db/schema/entities/{services,routes}.lua",
};

/// A value that must be unique stands twice.
pub static KONG_DUPLICATE: Code = Code {
    id: "kong-duplicate",
    severity: Severity::Error,
    summary: "two entities share a name, id or value that must be unique",
    explanation: "Names of routes and consumers, ids, keys of credentials and the pair of plugin and scope exist once in Kong. KIC can render one twice: two matches of a rule with a redirect get one route name, two KongConsumers one username. Kong refuses the whole configuration.",
    before: "kind: KongConsumer\nmetadata: {name: a}\nusername: bob\n---\nkind: KongConsumer\nmetadata: {name: b}\nusername: bob",
    after: "kind: KongConsumer\nmetadata: {name: a}\nusername: bob\n---\nkind: KongConsumer\nmetadata: {name: b}\nusername: alice",
    reference: "Kong: kong/db/schema/others/declarative_config.lua, uniqueness",
};

/// A reference to an entity that is not there.
pub static KONG_BAD_REFERENCE: Code = Code {
    id: "kong-bad-reference",
    severity: Severity::Error,
    summary: "an entity refers to one that Kong cannot find",
    explanation: "References in a declarative file go by name or id. A consumer that has a `custom_id` but no `username` has no name, so a plugin cannot be bound to it there. Kong refuses the whole configuration.",
    before: "kind: KongConsumer\ncustom_id: \"42\"",
    after: "kind: KongConsumer\nusername: bob\ncustom_id: \"42\"",
    reference: "Kong: kong/db/schema/others/declarative_config.lua, foreign references",
};

/// Not a usable key or certificate.
pub static KONG_BAD_KEY: Code = Code {
    id: "kong-bad-key",
    severity: Severity::Error,
    summary: "Kong cannot read a public key",
    explanation: "The `rsa_public_key` of a JWT credential must be a public key in PEM form. KIC does not open it; Kong does, and refuses the whole configuration when it cannot.",
    before: "stringData:\n  algorithm: RS256\n  rsa_public_key: not-a-key",
    after: "stringData:\n  algorithm: RS256\n  rsa_public_key: |\n    -----BEGIN PUBLIC KEY-----\n    ...\n    -----END PUBLIC KEY-----",
    reference: "Kong: kong/plugins/jwt/daos.lua",
};

/// A certificate that would have no id.
pub static KONG_CERTIFICATE_WITHOUT_UID: Code = Code {
    id: "kong-certificate-without-uid",
    severity: Severity::Error,
    summary: "KIC would send a certificate without id, since its Secret has no uid",
    explanation: "KIC takes the id of a certificate from `metadata.uid` of its Secret, and would make an empty id where there is none, with which Kong refuses the whole configuration. The API server gives every object a uid, so manifests that have none at all are as they should be: then this is a note. It is an error where other objects have uids, as in a dump of a cluster. All commands write an id made from namespace and name instead, which Kong takes.",
    before: "kind: Secret\nmetadata: {name: shop-tls, namespace: shop}\n# among objects with uids",
    after: "kind: Secret\nmetadata: {name: shop-tls, namespace: shop, uid: 6f3e8a6c-2b1d-4c55-9f0e-0a4d5b1c7e21}",
    reference: "KIC: internal/dataplane/translator/translate_certs.go",
};

/// Whether Kong finds a problem only when it compares entities with each other, which it does when each is sound by itself (spec 70, 3).
pub fn is_found_between_entities(problem: &Diagnostic) -> bool {
    problem.code == &KONG_DUPLICATE || problem.code == &KONG_BAD_REFERENCE
}

/// The entity at fault and the manifest that made it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Kong's word for the entity, such as `route`.
    pub entity: &'static str,
    /// Its name, when it has one.
    pub name: Option<&'a str>,
    /// Where it comes from.
    pub origin: &'a Origin,
}

impl Subject<'_> {
    /// The same entity with the fault at a more precise place.
    #[must_use]
    pub fn at<'b>(&'b self, origin: &'b Origin) -> Subject<'b> {
        Subject { origin, ..*self }
    }

    /// A problem of `code` with the field.
    pub(super) fn problem(&self, code: &'static Code, field: &str, what: &str) -> Diagnostic {
        let whose = match self.name {
            Some(name) => format!("{} {name:?}", self.entity),
            None => self.entity.to_owned(),
        };
        Diagnostic::new(
            code,
            self.origin.clone(),
            format!("Kong refuses the {whose}: {what}"),
        )
        .refused_by_kong(KongVerdict {
            entity: self.entity.to_owned(),
            name: self.name.map(ToOwned::to_owned),
            field: field.to_owned(),
        })
    }

    /// None of `fields` is there.
    pub fn lacks(&self, fields: &[&str], why: &str) -> Diagnostic {
        let what = format!("{why} needs {}", one_of(fields));
        self.problem(&KONG_FIELD_REQUIRED, &fields.join("|"), &what)
            .hint(format!("give it {}", one_of(fields)))
    }

    /// Exactly one of `fields` must be there.
    pub fn wants_exactly_one(&self, fields: &[&str]) -> Diagnostic {
        let what = format!("exactly one of {} must be set", listed(fields));
        self.problem(&KONG_FIELD_REQUIRED, &fields.join("|"), &what)
            .hint("set one of them and leave out the other")
    }

    /// Kong has no such field; `similar` may have been meant.
    pub fn has_unknown(&self, field: &str, similar: Option<&str>) -> Diagnostic {
        let what = format!("unknown field `{field}`");
        let meant = similar.map(|name| format!("did you mean `{name}`?"));
        self.problem(&KONG_UNKNOWN_FIELD, field, &what)
            .hint(meant.unwrap_or_else(|| "remove the field".to_owned()))
    }

    /// Another type is expected.
    pub fn has_wrong_type(&self, field: &str, expected: &str, found: &str) -> Diagnostic {
        let what = format!("`{field}` must be {expected}, found {found}");
        self.problem(&KONG_WRONG_TYPE, field, &what)
            .hint(format!("write {expected}"))
    }

    /// The value is not one of `allowed`.
    pub fn not_in_list(&self, field: &str, found: &str, allowed: &[&str]) -> Diagnostic {
        let found = format!("{found:?}");
        self.not_among(field, unless_secret(self.origin, &found), allowed)
    }

    /// The same for a value that is already in words which may be shown.
    pub fn not_among(&self, field: &str, found: &str, allowed: &[&str]) -> Diagnostic {
        let what = format!("`{field}` is {found}");
        self.problem(&KONG_VALUE_NOT_ALLOWED, field, &what)
            .hint(format!("use one of: {}", allowed.join(", ")))
    }

    /// The number lies outside its bounds.
    pub fn out_of_range(&self, field: &str, found: impl Display, bounds: &str) -> Diagnostic {
        let found = found.to_string();
        let found = unless_secret(self.origin, &found);
        let what = format!("`{field}` is {found}, but must be {bounds}");
        self.problem(&KONG_OUT_OF_RANGE, field, &what)
            .hint(format!("use a number {bounds}"))
    }

    /// The value is empty.
    pub fn is_empty(&self, field: &str) -> Diagnostic {
        self.problem(&KONG_EMPTY_VALUE, field, &format!("`{field}` is empty"))
            .hint("fill it, or leave it out where it is optional")
    }

    /// The value does not have the form; `form` says which. No value is shown: it may be secret.
    pub fn has_bad_format(&self, field: &str, form: &str) -> Diagnostic {
        let what = format!("`{field}` must be {form}");
        self.problem(&KONG_BAD_FORMAT, field, &what)
            .hint(format!("write {form}"))
    }

    /// A path that is not its own normal form.
    pub fn has_abnormal_path(&self, field: &str, found: &str, normal: &str) -> Diagnostic {
        let [found, normal] = [found, normal].map(|path| unless_secret(self.origin, path));
        let what = format!("{found:?} can never match, since request paths are normalized");
        self.problem(&KONG_PATH_NOT_NORMAL, field, &what)
            .hint(format!("write {normal:?}"))
    }

    /// A regular expression that does not compile.
    pub fn has_bad_regex(&self, field: &str, found: &str, reason: &str) -> Diagnostic {
        let what = format!("the regular expression {found:?} does not compile: {reason}");
        self.problem(&KONG_BAD_REGEX, field, &what)
            .hint("use what Rust's regex crate knows: no look-around, no back-references")
    }

    /// `field` does not go together with the rest of the entity.
    pub fn conflicts(&self, field: &str, why: &str) -> Diagnostic {
        let what = format!("`{field}` is not allowed {why}");
        self.problem(&KONG_FIELDS_CONFLICT, field, &what)
            .hint("remove the field, or change what it conflicts with")
    }

    /// The value of `field` stands in `other` already.
    pub fn repeats(&self, field: &str, other: &Origin) -> Diagnostic {
        let what = format!("its `{field}` exists already");
        self.problem(&KONG_DUPLICATE, field, &what)
            .and(other.clone())
            .hint("give one of the two another value, or remove it")
    }

    /// `field` names an entity that Kong cannot find.
    pub fn refers_to_nothing(&self, field: &str, found: &str, why: &str) -> Diagnostic {
        let what = format!("`{field}` names {found:?}, {why}");
        self.problem(&KONG_BAD_REFERENCE, field, &what)
            .hint("give the entity a name, or remove the reference")
    }

    /// The certificate would have an empty id.
    pub fn has_no_uid(&self) -> Diagnostic {
        let what = "its `id` is empty, because the Secret has no uid";
        self.problem(&KONG_CERTIFICATE_WITHOUT_UID, "id", what)
            .hint("other objects have uids: take the Secret from the cluster, too, or leave all uids out")
    }

    /// `field` holds no key that Kong can read.
    pub fn has_bad_key(&self, field: &str) -> Diagnostic {
        let what = format!("`{field}` is not a public key in PEM form");
        self.problem(&KONG_BAD_KEY, field, &what)
            .hint("put the PEM text of the public key there, header and footer lines included")
    }
}

fn listed(fields: &[&str]) -> String {
    fields
        .iter()
        .map(|field| format!("`{field}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn one_of(fields: &[&str]) -> String {
    match fields {
        [only] => format!("`{only}`"),
        several => format!("one of {}", listed(several)),
    }
}
