//! What a gateway or a controller said, led back to manifests.

use super::{Code, Diagnostic, KongVerdict, Location, Severity};

static REFUSED: Code = Code {
    id: "refused-by-gateway",
    severity: Severity::Error,
    summary: "a gateway has refused an entity of the configuration",
    explanation: "Kong judges a configuration as a whole: one entity that it does not take keeps every change from going live, unless KIC's feature gate FallbackConfiguration leaves out what is broken. `explain-error` reads the answer and names the manifest that made the entity, the field, and the object for which KIC records an event. KIC goes by the entity's tags alone, so that it may blame another object than the one to change.",
    before: "metadata:\n  annotations:\n    konghq.com/read-timeout: \"0\"",
    after: "metadata:\n  annotations:\n    konghq.com/read-timeout: \"5000\"",
    reference: "Kong: kong/db/errors.lua; KIC: internal/dataplane/sendconfig/error_handling.go",
};

static REFUSED_WHOLE: Code = Code {
    id: "refused-as-a-whole",
    severity: Severity::Error,
    summary: "a gateway has refused a configuration without naming an entity",
    explanation: "Some errors Kong tells as a text only, for example that a plugin is not enabled. KIC then blames nobody and records no event; the last configuration that a gateway took stays. Where the text names a plugin, the manifests that use it are named.",
    before: "kind: KongPlugin\nplugin: my-plugin  # which the gateway does not have",
    after: "kind: KongPlugin\nplugin: rate-limiting",
    reference: "Kong: kong/db/declarative/init.lua",
};

static UNTRANSLATED: Code = Code {
    id: "untranslated-by-controller",
    severity: Severity::Error,
    summary: "the controller has left out an object, or a part of it",
    explanation: "An event of the reason KongConfigurationTranslationFailed says what the controller could not translate. The rest of the configuration is sent without it. `check` on the same manifests shows the same problem with its field.",
    before: "backend:\n  service: {name: web}  # which does not exist",
    after: "backend:\n  service: {name: cart}",
    reference: "KIC: internal/dataplane/failures",
};

/// The codes of this family.
pub static CODES: &[&Code] = &[&REFUSED, &REFUSED_WHOLE, &UNTRANSLATED];

/// Kong does not take an entity, in its own words.
pub fn refused(at: Location, verdict: KongVerdict, words: &str) -> Diagnostic {
    let whose = match (verdict.entity.as_str(), &verdict.name) {
        ("", _) => "what is made of it".to_owned(),
        (entity, Some(name)) => format!("the {entity} {name:?}"),
        (entity, None) => format!("the {entity}"),
    };
    let field = match verdict.field.as_str() {
        "" => String::new(),
        field => format!("`{field}`: "),
    };
    Diagnostic::located(
        &REFUSED,
        at,
        format!("Kong has refused {whose}: {field}{words}"),
    )
    .refused_by_kong(verdict)
}

/// Kong does not take a configuration, and names no entity.
pub fn refused_whole(at: Location, words: &str) -> Diagnostic {
    Diagnostic::located(
        &REFUSED_WHOLE,
        at,
        format!("Kong has refused the configuration: {words}"),
    )
}

/// The controller could not translate an object.
pub fn untranslated(at: Location, words: &str) -> Diagnostic {
    Diagnostic::located(&UNTRANSLATED, at, format!("the controller says: {words}"))
}

/// What helps against a refusal in these words, as far as words tell.
pub fn remedy(words: &str) -> Option<&'static str> {
    let words = words.to_lowercase();
    let mut rows = REMEDIES.iter();
    let found = rows.find(|(text, _)| words.contains(&text.to_lowercase()));
    found.map(|(_, advice)| *advice)
}

/// Words of Kong's, the closest first, and advice.
const REMEDIES: &[(&str, &str)] = &[
    (
        "not enabled; add it to the 'plugins'",
        "install the plugin on the gateway and name it in KONG_PLUGINS, or use one that ships with it",
    ),
    ("unknown field", "remove the field, or correct its name"),
    ("required field missing", "give the field a value"),
    (
        "at least one of these fields must be non-empty",
        "give one of the fields a value",
    ),
    (
        "exactly one of these fields",
        "set one of the fields and leave out the others",
    ),
    (
        "only one of these fields",
        "set one of the fields and leave out the others",
    ),
    (
        "failed conditional validation",
        "change the field that decides, or the one that depends on it",
    ),
    ("must set one of", "set one of the fields"),
    ("expected an integer", "write a whole number without quotes"),
    ("expected a number", "write a number without quotes"),
    (
        "expected a string",
        "write a text; quote what YAML takes for a number or a truth value",
    ),
    ("expected a boolean", "write true or false without quotes"),
    ("expected an array", "write a list"),
    ("expected a record", "write a map of fields"),
    ("expected one of", "use one of the values that Kong names"),
    ("value should be between", "use a number within the bounds"),
    ("value must be greater than", "use a greater number"),
    ("length must be at least", "fill the value, or leave it out"),
    (
        "should start with: /",
        "begin the path with `/`, a regular expression with `~/`",
    ),
    (
        "invalid regex",
        "correct the regular expression; Kong knows what Rust's regex crate knows",
    ),
    ("invalid url", "write an absolute URL with scheme and host"),
    (
        "missing host in url",
        "write an absolute URL with scheme and host",
    ),
    ("must not have empty segments", "remove the double slash"),
    ("should start with", "begin the value as Kong says"),
    (
        "cannot set",
        "remove the field, or change what it conflicts with",
    ),
    (
        "uniqueness violation",
        "give one of the two another value, or remove it",
    ),
    (
        "already exists",
        "give one of the two another value, or remove it",
    ),
    (
        "invalid reference",
        "create what is referred to, or remove the reference",
    ),
    (
        "foreign",
        "create what is referred to, or remove the reference",
    ),
    ("must be null", "take the plugin off this kind of object"),
    (
        "wildcard must be leftmost or rightmost",
        "put the asterisk first or last",
    ),
    ("invalid hostname", "write a host name"),
    ("invalid ip address", "write an address"),
    ("not a valid uuid", "write a UUID"),
    ("expected a valid uuid", "write a UUID"),
    (
        "invalid key",
        "put the PEM text there, header and footer lines included",
    ),
    (
        "invalid certificate",
        "put the PEM text there, header and footer lines included",
    ),
    ("schema violation", "see the other errors of this entity"),
];
