//! KongUpstreamPolicy to upstreams (spec 43, 1; KIC: `kongupstreampolicy.go`). Comes after the overrides: a policy's field
//! beats KongIngress and annotations.

use super::Context;
use crate::annotations::table::UPSTREAM_POLICY;
use crate::controller::{Controller, Switch};
use crate::diag::policies as problems;
use crate::k8s::kong::{self as k8s, KongUpstreamPolicySpec};
use crate::kong::state::State;
use crate::kong::upstream::{self, Healthchecks, Upstream};
use crate::options::KongVersion;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// The first version of Kong that has sticky sessions.
const STICKY_SESSIONS: KongVersion = KongVersion::new(3, 11, 0);

/// Lay every policy over the upstreams of the Services that name it.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let services = &state.services;
    for upstream in state.upstreams.values_mut() {
        let Some(service) = services.get(&upstream.service) else {
            continue;
        };
        let mut objects: Vec<&Arc<ObjectMeta>> = service.kubernetes_services().collect();
        objects.sort_by_key(|object| (object.namespace(), object.name()));
        let named = objects
            .iter()
            .find_map(|object| Some((*object, UPSTREAM_POLICY.written(object)?)));
        let Some((owner, name)) = named else { continue };
        let at = UPSTREAM_POLICY.at(owner);
        let Some(policy) = context
            .store
            .kong_upstream_policies
            .get(owner.namespace(), name)
        else {
            let nearest = context
                .store
                .kong_upstream_policies
                .nearest(owner.namespace(), name);
            let problem = problems::policy_not_found(at, name).did_you_mean(nearest);
            context
                .diagnostics
                .push(problem.and_all(others(&objects, owner)));
            continue;
        };
        let is_sticky = policy.spec.algorithm.as_deref() == Some("sticky-sessions");
        if is_sticky
            && context.options.has(Switch::StickySessions)
            && context.options.kong_version < STICKY_SESSIONS
        {
            let problem =
                problems::sticky_sessions_unsupported(at, name, context.options.kong_version);
            context
                .diagnostics
                .push(problem.and_all(others(&objects, owner)).and(Origin::at(
                    &policy.meta,
                    FieldPath::of(&["spec", "algorithm"]),
                )));
            continue;
        }
        if is_sticky && !context.options.has(Switch::StickySessions) {
            let problem = problems::sticky_sessions_lost(at, name);
            let field = Origin::at(&policy.meta, FieldPath::of(&["spec", "stickySessions"]));
            context
                .diagnostics
                .push(problem.and_all(others(&objects, owner)).and(field));
        }
        overlay(upstream, &policy.spec, &context.options.controller);
    }
}

fn others<'a>(
    objects: &'a [&Arc<ObjectMeta>],
    owner: &'a Arc<ObjectMeta>,
) -> impl Iterator<Item = &'a Arc<ObjectMeta>> {
    objects
        .iter()
        .copied()
        .filter(move |object| object.key != owner.key)
}

/// Lay the policy's fields over the upstream's; what the policy leaves out stays.
fn overlay(upstream: &mut Upstream, policy: &KongUpstreamPolicySpec, controller: &Controller) {
    let set = |field: &mut Option<String>, value: Option<&String>| {
        if let Some(value) = value {
            *field = Some(value.clone());
        }
    };
    set(&mut upstream.algorithm, policy.algorithm.as_ref());
    upstream.slots = policy.slots.or(upstream.slots);
    let (on, fallback) = (policy.hash_on.as_ref(), policy.hash_on_fallback.as_ref());
    if let Some(on) = on {
        set(&mut upstream.hash_on, hash_input(on).as_ref());
        set(&mut upstream.hash_on_header, on.header.as_ref());
        set(&mut upstream.hash_on_query_arg, on.query_arg.as_ref());
        set(&mut upstream.hash_on_uri_capture, on.uri_capture.as_ref());
    }
    if let Some(fallback) = fallback {
        set(&mut upstream.hash_fallback, hash_input(fallback).as_ref());
        set(&mut upstream.hash_fallback_header, fallback.header.as_ref());
        set(
            &mut upstream.hash_fallback_query_arg,
            fallback.query_arg.as_ref(),
        );
        set(
            &mut upstream.hash_fallback_uri_capture,
            fallback.uri_capture.as_ref(),
        );
    }
    // Kong has one cookie for both inputs; the first one's counts.
    let either = |field: fn(&k8s::HashInput) -> Option<&String>| {
        let second = fallback.filter(|_| controller.has(Switch::HashFallbackCookie));
        on.and_then(field).or_else(|| second.and_then(field))
    };
    set(
        &mut upstream.hash_on_cookie,
        either(|input| input.cookie.as_ref()),
    );
    set(
        &mut upstream.hash_on_cookie_path,
        either(|input| input.cookie_path.as_ref()),
    );
    let sticky = policy.sticky_sessions.as_ref();
    if let Some(sticky) = sticky.filter(|_| controller.has(Switch::StickySessions)) {
        set(&mut upstream.sticky_sessions_cookie, sticky.cookie.as_ref());
        // The default is the CRD's.
        upstream.sticky_sessions_cookie_path =
            Some(sticky.cookie_path.clone().unwrap_or_else(|| "/".to_owned()));
    }
    if let Some(checks) = &policy.healthchecks {
        let mut checks = healthchecks(checks);
        if !controller.has(Switch::UpstreamHealthThreshold) {
            checks.threshold = None;
        }
        upstream.healthchecks = Some(checks);
    }
}

/// `input` verbatim, else the name of the first field that is set.
fn hash_input(input: &k8s::HashInput) -> Option<String> {
    input.input.clone().or_else(|| {
        let named = [
            (&input.header, "header"),
            (&input.cookie, "cookie"),
            (&input.query_arg, "query_arg"),
            (&input.uri_capture, "uri_capture"),
        ];
        named
            .into_iter()
            .find(|(field, _)| field.is_some())
            .map(|(_, name)| name.to_owned())
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the CRD keeps the threshold below 100, and Kong's field is a number"
)]
fn healthchecks(checks: &k8s::Healthchecks) -> Healthchecks {
    Healthchecks {
        active: checks
            .active
            .as_ref()
            .map(|active| upstream::ActiveHealthcheck {
                kind: active.kind.clone(),
                concurrency: active.concurrency,
                http_path: active.http_path.clone(),
                https_sni: active.https_sni.clone(),
                https_verify_certificate: active.https_verify_certificate,
                timeout: active.timeout,
                headers: active.headers.clone().unwrap_or_default(),
                healthy: active.healthy.as_ref().map(healthy),
                unhealthy: active.unhealthy.as_ref().map(unhealthy),
            }),
        passive: checks
            .passive
            .as_ref()
            .map(|passive| upstream::PassiveHealthcheck {
                kind: passive.kind.clone(),
                healthy: passive.healthy.as_ref().map(healthy),
                unhealthy: passive.unhealthy.as_ref().map(unhealthy),
            }),
        threshold: checks.threshold.map(|threshold| threshold as f64),
    }
}

fn healthy(signs: &k8s::Healthy) -> upstream::Healthy {
    upstream::Healthy {
        http_statuses: signs.http_statuses.clone().unwrap_or_default(),
        interval: signs.interval,
        successes: signs.successes,
    }
}

fn unhealthy(signs: &k8s::Unhealthy) -> upstream::Unhealthy {
    upstream::Unhealthy {
        http_failures: signs.http_failures,
        http_statuses: signs.http_statuses.clone().unwrap_or_default(),
        interval: signs.interval,
        tcp_failures: signs.tcp_failures,
        timeouts: signs.timeouts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explicit_input_beats_a_header_and_an_empty_one_means_nothing() {
        let both = k8s::HashInput {
            input: Some("ip".to_owned()),
            header: Some("x".to_owned()),
            ..k8s::HashInput::default()
        };
        assert_eq!(hash_input(&both).as_deref(), Some("ip"));
        let argument = k8s::HashInput {
            query_arg: Some("q".to_owned()),
            ..k8s::HashInput::default()
        };
        assert_eq!(hash_input(&argument).as_deref(), Some("query_arg"));
        assert_eq!(hash_input(&k8s::HashInput::default()), None);
    }
}
