//! Problems of consumers, their groups and credentials (spec 42).

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[&CONSUMER_WITHOUT_IDENTITY, &CONSUMER_GROUP_NOT_FOUND];

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
}
