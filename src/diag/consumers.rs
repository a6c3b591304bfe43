//! Problems of consumers, their groups and credentials (spec 42).

use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &CONSUMER_WITHOUT_IDENTITY,
    &CONSUMER_GROUP_NOT_FOUND,
    &CREDENTIAL_SECRET_NOT_FOUND,
    &CREDENTIAL_TYPE_UNKNOWN_OFFLINE,
    &CREDENTIAL_LABEL_MISSING,
    &CREDENTIAL_VALUE_IGNORED,
    &CREDENTIAL_INVALID,
    &CREDENTIAL_CONFLICT,
    &CONSUMER_CONFLICT,
    &CREDENTIAL_WITHOUT_SECRET,
    &CONSUMER_NAME_TWICE,
    &CONSUMER_GROUP_NAME_TWICE,
    &MEMBERSHIP_WITHOUT_NAME,
];

static CONSUMER_WITHOUT_IDENTITY: Code = Code {
    id: "consumer-without-identity",
    severity: Severity::Error,
    summary: "a KongConsumer with neither username nor custom_id",
    explanation: "Kong knows a consumer by its username or its custom_id. KIC leaves a KongConsumer out that has neither, with its credentials, groups and plugins.",
    before: "kind: KongConsumer\nmetadata: {name: alice}\nusername: \"\"",
    after: "kind: KongConsumer\nmetadata: {name: alice}\nusername: alice",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// The KongConsumer names nobody.
pub fn no_identity(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &CONSUMER_WITHOUT_IDENTITY,
        at,
        "no username or custom_id specified",
    )
    .hint("set `username`, or `custom_id`, or both")
    .fails("no username or custom_id specified")
}

static CONSUMER_GROUP_NOT_FOUND: Code = Code {
    id: "consumer-group-not-found",
    severity: Severity::Error,
    summary: "a consumer group that does not exist",
    explanation: "The names in `consumerGroups` are KongConsumerGroup objects of the consumer's namespace and of the controller's class. KIC leaves a membership out whose group it does not see; the consumer stays.",
    before: "kind: KongConsumer\nconsumerGroups: [gold]\n# no KongConsumerGroup gold in this namespace",
    after: "kind: KongConsumerGroup\nmetadata:\n  name: gold\n  annotations: {kubernetes.io/ingress.class: kong}",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// The group `namespace/name` that the consumer names is not there.
pub fn group_not_found(at: Origin, namespace: &str, name: &str) -> Diagnostic {
    Diagnostic::new(
        &CONSUMER_GROUP_NOT_FOUND,
        at,
        format!("KongConsumerGroup {namespace}/{name} does not exist"),
    )
    .hint("add the KongConsumerGroup with the controller's class, or remove the name")
    .fails(format!(
        "nonexistent consumer group: \"KongConsumerGroup {namespace}/{name} not found\""
    ))
}

static CREDENTIAL_SECRET_NOT_FOUND: Code = Code {
    id: "credential-secret-not-found",
    severity: Severity::Error,
    summary: "a credential Secret that is not among the inputs",
    explanation: "The names in `credentials` are Secrets of the consumer's namespace. KIC leaves a credential out whose Secret it does not see; the consumer stays, but cannot log in with it.",
    before: "kind: KongConsumer\ncredentials: [alice-key]\n# no Secret alice-key in this namespace",
    after: "kind: Secret\nmetadata:\n  name: alice-key\n  labels: {konghq.com/credential: key-auth}",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// The Secret `namespace/name` is not there.
pub fn secret_not_found(at: Origin, namespace: &str, name: &str) -> Diagnostic {
    Diagnostic::new(
        &CREDENTIAL_SECRET_NOT_FOUND,
        at,
        format!("credential Secret {namespace}/{name} does not exist"),
    )
    .hint("add the Secret, or render with `--secrets env` when it is not kept in the repository")
    .fails(failure(
        name,
        &format!("Failed to fetch secret: Secret {namespace}/{name} not found"),
    ))
}

/// What KIC says of a credential.
fn failure(credential: &str, what: &str) -> String {
    format!("credential {credential:?} failure: {what}")
}

static CREDENTIAL_TYPE_UNKNOWN_OFFLINE: Code = Code {
    id: "credential-type-unknown",
    severity: Severity::Warning,
    summary: "a credential whose Secret, and so whose type, is not among the inputs",
    explanation: "With `--secrets env` a value whose Secret is not in the repository becomes a variable. What type of credential a Secret holds stands in its label `konghq.com/credential`; without the Secret nobody can tell which entity to write, so the credential is left out.",
    before: "kind: KongConsumer\ncredentials: [alice-key]\n# the Secret is made by an operator",
    after: "kind: Secret\nmetadata:\n  name: alice-key\n  labels: {konghq.com/credential: key-auth}\nstringData: {key: \"\"}",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// The Secret `namespace/name` is not there, and with it the credential's type.
pub fn secret_type_unknown(at: Origin, namespace: &str, name: &str) -> Diagnostic {
    Diagnostic::new(
        &CREDENTIAL_TYPE_UNKNOWN_OFFLINE,
        at,
        format!("the type of credential {namespace}/{name} is unknown, so it is left out"),
    )
    .hint(
        "add a Secret manifest with the label konghq.com/credential and empty values for its keys",
    )
}

static CREDENTIAL_LABEL_MISSING: Code = Code {
    id: "credential-label-missing",
    severity: Severity::Error,
    summary: "a credential Secret without the label that says its type",
    explanation: "KIC reads the type of a credential from the label `konghq.com/credential` of its Secret and leaves a credential out that has none. The old data key `kongCredType` is not read.",
    before: "kind: Secret\nmetadata: {name: alice-key}\nstringData: {key: ...}",
    after: "kind: Secret\nmetadata:\n  name: alice-key\n  labels: {konghq.com/credential: key-auth}\nstringData: {key: ...}",
    reference: "KIC: internal/util/credential.go",
};

/// The Secret that the consumer names lacks the label.
pub fn label_missing(at: Origin, secret: &Arc<ObjectMeta>) -> Diagnostic {
    let message = format!(
        "{} is used as a credential but lacks the label konghq.com/credential",
        secret.key
    );
    let name = secret.name();
    Diagnostic::new(&CREDENTIAL_LABEL_MISSING, at, message)
        .and(Origin::of(secret))
        .hint("label the Secret with the credential's type, such as `konghq.com/credential: key-auth`")
        .fails(failure(name, &format!(
            "could not load credential from Secret: Secret {}/{name} used as credential, but lacks konghq.com/credential label",
            secret.namespace()
        )))
        .fails(failure(name, "failed to provision credential: unsupported credential type: \"\""))
}

/// The same, of a Secret that says its type the way KIC before 3.0 read it.
pub fn label_replaced(at: Origin, secret: &Arc<ObjectMeta>) -> Diagnostic {
    label_missing(at, secret).hint(
        "the key `kongCredType` is no longer read: put its value in the label `konghq.com/credential` of the Secret",
    )
}

static CREDENTIAL_VALUE_IGNORED: Code = Code {
    id: "credential-value-ignored",
    severity: Severity::Error,
    summary: "a field of a credential that is not of its type",
    explanation: "`ttl` must be a decimal integer and `hash_secret` a truth value. KIC reports anything else and goes on without it: no ttl, or `hash_secret: false`.",
    before: "stringData: {key: ..., ttl: 1h}",
    after: "stringData: {key: ..., ttl: \"3600\"}",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// The Secret's `key` is not what was `expected`. The value is not shown.
pub fn value_ignored(
    at: Origin,
    secret: &Arc<ObjectMeta>,
    key: &str,
    expected: &str,
) -> Diagnostic {
    Diagnostic::new(
        &CREDENTIAL_VALUE_IGNORED,
        at,
        format!("`{key}` of credential {} is not {expected}", secret.key),
    )
    .and(Origin::of(secret))
    .hint("correct the value in the Secret")
}

static CREDENTIAL_INVALID: Code = Code {
    id: "credential-invalid",
    severity: Severity::Error,
    summary: "a Secret that is no credential of its type",
    explanation: "KIC leaves a credential out whose type it does not know, whose required field is missing, or that sets a field which holds something other than text (`tags`, `created_at`, `consumer`, and any converted field in another case than lower). \
        The controller's webhook asks for more: all keys of the type, none of them empty, whether a consumer lists the Secret or not; for jwt also the public key or the secret that the algorithm needs.",
    before: "kind: Secret\nmetadata:\n  labels: {konghq.com/credential: key-auth}\nstringData: {apikey: ...}",
    after: "kind: Secret\nmetadata:\n  labels: {konghq.com/credential: key-auth}\nstringData: {key: ...}",
    reference: "KIC: internal/dataplane/kongstate/credentials.go",
};

/// The credential cannot be built; `why` names types and keys, never values.
///
/// `told` is what KIC says of it.
pub fn credential_invalid(at: Origin, secret: &Arc<ObjectMeta>, why: &str) -> Diagnostic {
    Diagnostic::new(
        &CREDENTIAL_INVALID,
        at,
        format!("credential {}: {why}", secret.key),
    )
    .and(Origin::of(secret))
    .hint("correct the label or the keys of the Secret")
}

/// The same of one that the controller leaves out, in its own words `told`.
pub fn credential_left_out(
    at: Origin,
    secret: &Arc<ObjectMeta>,
    (why, told): (&str, &str),
) -> Diagnostic {
    let told = format!("failed to provision credential: {told}");
    credential_invalid(at, secret, why).fails(failure(secret.name(), &told))
}

/// The same of a Secret that no consumer lists.
pub fn secret_invalid(at: Origin, why: &str) -> Diagnostic {
    let text = format!("credential {}: {why}", at.object.key);
    Diagnostic::new(&CREDENTIAL_INVALID, at, text)
        .hint("correct the label or the keys of the Secret")
}

static CREDENTIAL_CONFLICT: Code = Code {
    id: "credential-conflict",
    severity: Severity::Error,
    summary: "two credentials that must be unique are equal",
    explanation: "Keys of key-auth and jwt, usernames of basic-auth and hmac-auth, and client ids of oauth2 are unique over all consumers. KIC removes every consumer that takes part in a conflict, with all its credentials, groups and plugins.",
    before: "# Secret alice-key: key: abc\n# Secret bob-key: key: abc",
    after: "# Secret alice-key: key: abc\n# Secret bob-key: key: def",
    reference: "KIC: internal/dataplane/kongstate/credentials_conflicts.go",
};

/// The Secret's credential is taken already in this index.
pub fn credential_conflict(at: Origin, index: &str) -> Diagnostic {
    let message = format!(
        "{} holds a credential that is not unique: {index}",
        at.object.key
    );
    Diagnostic::new(&CREDENTIAL_CONFLICT, at, message)
        .hint("give each consumer a credential of its own, and list each Secret once")
        .fails(format!(
            "Secret has conflicting credential: conflict detected in {index:?} index"
        ))
}

static CONSUMER_CONFLICT: Code = Code {
    id: "consumer-credential-conflict",
    severity: Severity::Error,
    summary: "a consumer is left out because a credential of it is not unique",
    explanation: "When a credential that must be unique is held twice, KIC leaves out every consumer that holds it, completely: the requests of all of them are refused.",
    before: "# KongConsumer alice and KongConsumer bob both list Secret shared-key",
    after: "# KongConsumer alice lists alice-key, KongConsumer bob lists bob-key",
    reference: "KIC: internal/dataplane/kongstate/credentials_conflicts.go",
};

/// The consumer is left out because of a conflict in this index.
pub fn consumer_conflict(at: Origin, index: &str) -> Diagnostic {
    let message = format!(
        "{} is left out, its credential is not unique: {index}",
        at.object.key
    );
    Diagnostic::new(&CONSUMER_CONFLICT, at, message)
        .hint("give each consumer a credential of its own")
        .fails(format!(
            "Consumer has conflicting credentials: conflict detected in {index:?} index"
        ))
}

static CREDENTIAL_WITHOUT_SECRET: Code = Code {
    id: "credential-without-secret",
    severity: Severity::Warning,
    summary: "a credential that decK refuses for want of a secret",
    explanation: "KIC emits a jwt or hmac-auth credential without `secret` and a basic-auth credential without `password`, and the gateway makes one up or refuses. decK's schema demands the field, so it refuses the whole file.",
    before: "stringData: {key: alice, algorithm: RS256, rsa_public_key: ...}",
    after: "stringData: {key: alice, algorithm: RS256, rsa_public_key: ..., secret: unused}",
    reference: "decK: kong_json_schema.json",
};

/// decK demands `field` of the credential.
pub fn credential_without_secret(at: Origin, field: &str) -> Diagnostic {
    let message = format!(
        "{} has no `{field}`, without which decK refuses the file",
        at.object.key
    );
    Diagnostic::new(&CREDENTIAL_WITHOUT_SECRET, at, message)
        .hint(format!("add `{field}` to the Secret"))
}

static CONSUMER_NAME_TWICE: Code = Code {
    id: "consumer-name-twice",
    severity: Severity::Warning,
    summary: "two consumers of one username",
    explanation: "KIC emits both consumers, with one id. Kong and decK refuse a configuration in which a username occurs twice.",
    before: "# KongConsumer a/alice: username: alice\n# KongConsumer b/alice: username: alice",
    after: "# KongConsumer a/alice: username: a-alice\n# KongConsumer b/alice: username: b-alice",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// Another consumer, `other`, has this username.
pub fn consumer_name_twice(at: Origin, name: &str, other: &Origin) -> Diagnostic {
    Diagnostic::new(
        &CONSUMER_NAME_TWICE,
        at,
        format!("username `{name}` is already that of {}", other.object.key),
    )
    .and(other.clone())
    .hint("usernames are unique over all namespaces; rename one")
}

static CONSUMER_GROUP_NAME_TWICE: Code = Code {
    id: "consumer-group-name-twice",
    severity: Severity::Warning,
    summary: "two consumer groups of one name",
    explanation: "A consumer group is named after its KongConsumerGroup without the namespace. KIC emits two groups of one name with one id; Kong and decK refuse that.",
    before: "# KongConsumerGroup a/gold and KongConsumerGroup b/gold",
    after: "# KongConsumerGroup a/a-gold and KongConsumerGroup b/b-gold",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// Another consumer group, `other`, has this name.
pub fn consumer_group_name_twice(at: Origin, name: &str, other: &Origin) -> Diagnostic {
    Diagnostic::new(
        &CONSUMER_GROUP_NAME_TWICE,
        at,
        format!(
            "consumer group `{name}` is already that of {}",
            other.object.key
        ),
    )
    .and(other.clone())
    .hint("consumer groups are unique over all namespaces; rename one")
}

static MEMBERSHIP_WITHOUT_NAME: Code = Code {
    id: "membership-without-name",
    severity: Severity::Warning,
    summary: "a DB-less group membership of a consumer without username",
    explanation: "In the DB-less format a membership names the consumer by its username. For a consumer that has only a custom_id KIC writes an empty text, which names nobody.",
    before: "kind: KongConsumer\ncustom_id: \"17\"\nconsumerGroups: [gold]",
    after: "kind: KongConsumer\nusername: alice\ncustom_id: \"17\"\nconsumerGroups: [gold]",
    reference: "KIC: internal/dataplane/sendconfig/inmemory_schema.go",
};

/// The membership of the consumer known as `custom_id` names nobody.
pub fn membership_without_name(at: Origin, custom_id: &str) -> Diagnostic {
    Diagnostic::new(
        &MEMBERSHIP_WITHOUT_NAME,
        at,
        format!("the groups of consumer {custom_id} are lost in the DB-less format"),
    )
    .hint("give the consumer a username")
}
