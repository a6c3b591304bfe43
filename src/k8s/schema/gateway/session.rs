//! `sessionPersistence` of HTTP and gRPC rules.

use super::super::description::{Schema, optional, rule};
use super::super::format::DURATION;
use super::super::read::{deep, has};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// A duration.
pub(super) static TIME: Schema = Schema::formed(0, usize::MAX, &DURATION);

/// `sessionPersistence`.
pub(super) static SESSION_PERSISTENCE: Schema = Schema::ruled(
    &[
        optional("sessionName", &Schema::sized(0, 128)),
        optional("absoluteTimeout", &TIME),
        optional("idleTimeout", &TIME),
        optional("type", &Schema::one_of(&["Cookie", "Header"])),
        optional(
            "cookieConfig",
            &Schema::object(&[optional(
                "lifetimeType",
                &Schema::one_of(&["Permanent", "Session"]),
            )]),
        ),
    ],
    &[rule(
        "AbsoluteTimeout must be specified when cookie lifetimeType is Permanent",
        |session| {
            let lifetime = deep(session, &["cookieConfig", "lifetimeType"]).and_then(Node::as_str);
            (lifetime == Some("Permanent") && !has(session, "absoluteTimeout"))
                .then(|| FieldPath::of(&["cookieConfig", "lifetimeType"]))
        },
    )],
);
