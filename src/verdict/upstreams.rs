//! Upstreams and targets.

use super::blame::Blame;
use super::entity::{Entity, Judge, tags};
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::state::State;
use crate::kong::upstream::{Target, Upstream};
use crate::schema::written::Given;
use serde_json::Value;

/// Report what Kong would refuse in the upstreams.
pub(super) fn judge<'s>(state: &'s State, judge: &mut Judge<'s>, diagnostics: &mut Diagnostics) {
    for upstream in state.upstreams.values() {
        let service = state.services.get(&upstream.service);
        let entity = Entity {
            collection: "upstreams",
            subject: Subject {
                entity: "upstream",
                name: Some(upstream.name.as_str()),
                origin: upstream.origin(),
            },
            blame: Blame::Upstream(service),
        };
        // Upstreams are kept by name, so that no two have the same.
        let healthchecks = upstream.healthchecks.as_ref();
        let healthchecks = healthchecks.and_then(|it| serde_json::to_value(it).ok());
        judge.look(entity, &given(upstream, healthchecks.as_ref()), diagnostics);
        for target in &upstream.targets {
            let entity = Entity {
                collection: "targets",
                subject: Subject {
                    entity: "target",
                    name: Some(&target.target),
                    origin: target.origin(),
                },
                blame: Blame::Whole,
            };
            judge.look(entity, &given_target(target), diagnostics);
        }
    }
}

fn given<'g>(upstream: &'g Upstream, healthchecks: Option<&'g Value>) -> Given<'g> {
    Given::record([
        ("name", Some(Given::Text(upstream.name.as_str()))),
        ("algorithm", Given::text(&upstream.algorithm)),
        ("slots", Given::integer(upstream.slots)),
        ("host_header", Given::text(&upstream.host_header)),
        ("hash_on", Given::text(&upstream.hash_on)),
        ("hash_on_header", Given::text(&upstream.hash_on_header)),
        ("hash_on_cookie", Given::text(&upstream.hash_on_cookie)),
        (
            "hash_on_cookie_path",
            Given::text(&upstream.hash_on_cookie_path),
        ),
        (
            "hash_on_query_arg",
            Given::text(&upstream.hash_on_query_arg),
        ),
        (
            "hash_on_uri_capture",
            Given::text(&upstream.hash_on_uri_capture),
        ),
        ("hash_fallback", Given::text(&upstream.hash_fallback)),
        (
            "hash_fallback_header",
            Given::text(&upstream.hash_fallback_header),
        ),
        (
            "hash_fallback_query_arg",
            Given::text(&upstream.hash_fallback_query_arg),
        ),
        (
            "hash_fallback_uri_capture",
            Given::text(&upstream.hash_fallback_uri_capture),
        ),
        (
            "sticky_sessions_cookie",
            Given::text(&upstream.sticky_sessions_cookie),
        ),
        (
            "sticky_sessions_cookie_path",
            Given::text(&upstream.sticky_sessions_cookie_path),
        ),
        ("healthchecks", healthchecks.map(Given::json)),
        ("tags", tags(&upstream.tags)),
    ])
}

fn given_target(target: &Target) -> Given<'_> {
    Given::record([
        ("target", Some(Given::Text(&target.target))),
        ("weight", Given::integer(target.weight)),
    ])
}
