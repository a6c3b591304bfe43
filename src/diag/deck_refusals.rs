//! What KIC sends to a gateway itself, and decK refuses to read from a file (spec 50, 1.5).

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

static CREDENTIAL_INCOMPLETE: Code = Code {
    id: "deck-credential-incomplete",
    severity: Severity::Warning,
    summary: "decK refuses a credential without a field that KIC does not ask for",
    explanation: "KIC sends a credential with the fields that its Secret has, and the gateway fills in the rest. The JSON schema of decK's files asks for more: `id` of mtls-auth credentials, `secret` of jwt credentials, also of those with a public key, and of \
        hmac-auth, `password` of basic-auth and `client_secret` of oauth2 credentials. Without it decK refuses the whole file, be it to validate, to compare or to apply it. The DB-less format (`--target dbless`) is not concerned.",
    before: "kind: Secret\nmetadata:\n  labels: {konghq.com/credential: mtls-auth}\nstringData:\n  subject_name: alice@example.com",
    after: "kind: Secret\nmetadata:\n  labels: {konghq.com/credential: mtls-auth}\nstringData:\n  subject_name: alice@example.com\n  id: 5f5e8d2c-0c1b-4b7e-9a51-1f5f0f3c6b1d",
    reference: "go-database-reconciler: pkg/file/kong_json_schema.json",
};

/// The credential of a type lacks a field.
pub fn credential_incomplete(at: Origin, kind: &str, field: &str) -> Diagnostic {
    Diagnostic::new(
        &CREDENTIAL_INCOMPLETE,
        at,
        format!("decK refuses the file: the {kind} credential has no `{field}`"),
    )
    .hint(format!(
        "add `{field}` to the Secret; KIC itself, and `--target dbless`, do without it"
    ))
}

static CUSTOM_ENTITY: Code = Code {
    id: "deck-custom-entity",
    severity: Severity::Warning,
    summary: "decK refuses a file with the entities of a KongCustomEntity",
    explanation: "KIC writes the entities of a KongCustomEntity into a list at the top that has the name of their type. Kong reads it in the DB-less mode, for which alone KIC supports them; the file format of decK has no such key, and decK refuses the whole file.",
    before: "kind: KongCustomEntity\nspec:\n  type: degraphql_routes\n  fields: {uri: /contacts, query: \"query { contacts { name } }\"}",
    after: "# kic2kong render deploy/ --target dbless\nkind: KongCustomEntity\nspec:\n  type: degraphql_routes\n  fields: {uri: /contacts, query: \"query { contacts { name } }\"}",
    reference: "go-database-reconciler: pkg/file/kong_json_schema.json",
};

/// The entities of a type stand at the top.
pub fn custom_entity(at: Origin, entity_type: &str) -> Diagnostic {
    Diagnostic::new(
        &CUSTOM_ENTITY,
        at,
        format!("decK refuses the file: it knows no `{entity_type}` at the top"),
    )
    .hint("render it for a gateway without database (`--target dbless`), where KIC supports custom entities")
}

static PLUGIN_TWICE: Code = Code {
    id: "deck-plugin-twice",
    severity: Severity::Warning,
    summary: "decK refuses two plugins of one type on one entity",
    explanation: "A gateway can run one plugin of a type on a service, route or consumer. KIC makes two where a filter of an HTTPRoute, or the annotation konghq.com/rewrite, becomes a plugin of the type that a KongPlugin of the same route has, and where an object names two KongPlugins of one type. \
        A gateway without database may take both; decK, and the Admin API, refuse the second.",
    before: "kind: HTTPRoute\nmetadata:\n  annotations: {konghq.com/plugins: add-header}  # a request-transformer\nspec:\n  rules:\n  - filters:\n    - type: RequestHeaderModifier  # becomes a request-transformer, too\n      requestHeaderModifier: {set: [{name: x-b, value: \"1\"}]}",
    after: "kind: HTTPRoute\nspec:\n  rules:\n  - filters:\n    - type: RequestHeaderModifier\n      requestHeaderModifier: {set: [{name: x-a, value: \"1\"}, {name: x-b, value: \"1\"}]}",
    reference: "go-database-reconciler: pkg/state/plugin.go",
};

/// Two plugins of a type on `scope`, or two global ones.
pub fn plugin_twice(at: Origin, name: &str, scope: &str, other: &Origin) -> Diagnostic {
    Diagnostic::new(
        &PLUGIN_TWICE,
        at,
        format!("decK refuses the file: the plugin {name} stands twice {scope}"),
    )
    .and(other.clone())
    .hint("join the two configurations in one KongPlugin, or in the filter")
}

static OPENID_WITHOUT_SALT: Code = Code {
    id: "deck-openid-without-salt",
    severity: Severity::Warning,
    summary: "decK refuses openid-connect without a salt for its caches",
    explanation: "Without `cache_tokens_salt` the plugin makes up a salt whenever it is configured anew, so decK would find a difference on every run. It refuses the file instead, unless it runs with `-W oidc-missing-required-config`. KIC adds no salt.",
    before: "kind: KongPlugin\nplugin: openid-connect\nconfig:\n  issuer: https://idp.example.com",
    after: "kind: KongPlugin\nplugin: openid-connect\nconfig:\n  issuer: https://idp.example.com\n  cache_tokens_salt: a-text-of-your-own",
    reference: "decK: validate/oidc.go",
};

/// An openid-connect plugin has no salt.
pub fn openid_without_salt(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &OPENID_WITHOUT_SALT,
        at,
        "decK refuses the file: openid-connect has no `config.cache_tokens_salt`",
    )
    .hint("add `cache_tokens_salt`, a text of your own")
}

/// The codes of this family.
pub static CODES: &[&Code] = &[
    &CREDENTIAL_INCOMPLETE,
    &CUSTOM_ENTITY,
    &PLUGIN_TWICE,
    &OPENID_WITHOUT_SALT,
];
