//! What the controller's validating webhook answers (spec 82), and the problems that only it has.
//!
//! Where a problem is known already, by what the translation or Kong makes of it, the answer is put to that one: one fact, one finding.

use super::{Code, Diagnostic, Location, Severity};
use crate::origin::{FieldPath, ObjectKey, ObjectMeta, Origin, Place};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What the webhook answers when an object is created or updated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The object that it is asked about.
    pub object: ObjectKey,
    /// Whether it refuses the object; else it lets it through with a warning.
    pub refused: bool,
    /// Its own text.
    pub message: String,
    /// Whether it only repeats what the gateway says, which is asked with the schemas that it has.
    pub gateway: bool,
}

impl Diagnostic {
    /// The same problem, for which the webhook refuses an object: an error.
    #[must_use]
    pub fn refused_by_webhook(mut self, object: &ObjectKey, message: impl Into<String>) -> Self {
        self.severity = Severity::Error;
        self.answered(object, true, message.into())
    }

    /// The same problem, of which the webhook warns.
    #[must_use]
    pub fn warned_by_webhook(self, object: &ObjectKey, message: impl Into<String>) -> Self {
        self.answered(object, false, message.into())
    }

    fn answered(mut self, object: &ObjectKey, refused: bool, message: String) -> Self {
        self.webhook.push(Answer {
            object: object.clone(),
            refused,
            message,
            gateway: false,
        });
        self
    }

    /// Whether the webhook refuses an object for it.
    pub fn is_webhook_refusal(&self) -> bool {
        self.webhook.iter().any(|answer| answer.refused)
    }

    /// The code, and the place of the field that it is about.
    fn key(&self) -> Option<(&'static str, Place, FieldPath)> {
        match self.locations.first()? {
            Location::Field(Origin { object, path }) => {
                Some((self.code.id, object.place.clone(), path.clone()))
            }
            Location::Text { .. } => None,
        }
    }
}

/// Put answers to the problems of the same code at the same place; those without such a problem are problems of their own.
pub(super) fn attach(problems: &mut Vec<Diagnostic>, answers: Vec<Diagnostic>) {
    if answers.is_empty() {
        return;
    }
    let codes: HashSet<&str> = answers.iter().map(|answer| answer.code.id).collect();
    let mut known = HashMap::new();
    for (position, problem) in problems.iter().enumerate() {
        if codes.contains(problem.code.id)
            && let Some(key) = problem.key()
        {
            known.entry(key).or_insert(position);
        }
    }
    for answer in answers {
        let Some(key) = answer.key() else { continue };
        if let Some(&position) = known.get(&key) {
            join(&mut problems[position], answer);
        } else {
            known.insert(key, problems.len());
            problems.push(answer);
        }
    }
}

/// Put an answer to a problem.
fn join(problem: &mut Diagnostic, answer: Diagnostic) {
    problem.severity = problem.severity.max(answer.severity);
    problem.webhook.extend(answer.webhook);
    let objects: HashSet<Place> = problem.objects().map(|it| it.place.clone()).collect();
    let others = answer
        .locations
        .into_iter()
        .filter(|location| match location {
            Location::Field(origin) => !objects.contains(&origin.object.place),
            Location::Text { .. } => true,
        });
    problem.locations.extend(others);
}

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &CONSUMER_GROUP_NEEDS_ENTERPRISE,
    &ROUTE_TIMEOUTS_DIFFER,
    &BACKEND_FILTERS_UNSUPPORTED,
    &REGEX_REFUSED_BY_WEBHOOK,
    &WEBHOOK_CRASHES,
    &WEBHOOK_REFUSES_INNOCENTS,
    &WEBHOOK_PASSES_UNSEEN,
];

static CONSUMER_GROUP_NEEDS_ENTERPRISE: Code = Code {
    id: "consumer-group-needs-enterprise",
    severity: Severity::Error,
    summary: "a KongConsumerGroup for a gateway that is not Kong Enterprise",
    explanation: "The controller's webhook asks the gateway for its version and refuses every KongConsumerGroup of the controller's class when it is not Kong Enterprise; with Kong Enterprise it needs a licence. \
        Where the webhook is not asked (`--webhook helm`, `--admission off`) the group is created, and the controller sends it to a gateway that may not know it.",
    before: "kind: KongConsumerGroup\nmetadata:\n  name: gold\n  annotations: {kubernetes.io/ingress.class: kong}\n# kic2kong check",
    after: "# kic2kong check --enterprise, if that is the gateway",
    reference: "KIC: internal/admission/validator.go, ValidateConsumerGroup",
};

/// The group of the controller's class on a gateway of the open-source edition.
pub fn group_needs_enterprise(at: Origin) -> Diagnostic {
    let text = format!(
        "{} is refused by the webhook: the gateway is not Kong Enterprise",
        at.object.key
    );
    Diagnostic::new(&CONSUMER_GROUP_NEEDS_ENTERPRISE, at, text).hint(
        "give --enterprise if that is the gateway, or --webhook helm if the Helm chart installed the webhook, which does not ask about groups",
    )
}

static ROUTE_TIMEOUTS_DIFFER: Code = Code {
    id: "route-timeouts-differ",
    severity: Severity::Error,
    summary: "rules of an HTTPRoute differ in their timeouts",
    explanation: "After the first rule of an HTTPRoute with `timeouts.backendRequest` the webhook wants `timeouts` with the same text in every later rule: `1s` and `1000ms` differ. Rules before it need none. \
        The reason is that rules with the same backends share a Kong service, which has one timeout; without the webhook the last one counts.",
    before: "rules:\n- timeouts: {backendRequest: 1s}\n- timeouts: {backendRequest: 2s}",
    after: "rules:\n- timeouts: {backendRequest: 2s}\n- timeouts: {backendRequest: 2s}",
    reference: "KIC: internal/admission/validation/gateway/httproute.go",
};

/// A rule that has another timeout than the one before it, or none.
pub fn timeouts_differ(at: Origin, first: &str, found: Option<&str>) -> Diagnostic {
    let text = match found {
        Some(found) => format!("an earlier rule has the timeout `{first}`, this one `{found}`"),
        None => format!("an earlier rule has the timeout `{first}`, this one has none"),
    };
    Diagnostic::new(&ROUTE_TIMEOUTS_DIFFER, at, text).hint(
        "write the same `timeouts.backendRequest` in all rules, or make HTTPRoutes of the rules that need others",
    )
}

static BACKEND_FILTERS_UNSUPPORTED: Code = Code {
    id: "backend-filters-unsupported",
    severity: Severity::Error,
    summary: "a backendRef of an HTTPRoute has filters",
    explanation: "The controller knows filters of rules only. Its webhook refuses an HTTPRoute whose backendRefs have filters; without the webhook it passes over them.",
    before: "backendRefs:\n- {name: web, port: 80, filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [x]}}]}",
    after: "filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [x]}}]\nbackendRefs:\n- {name: web, port: 80}",
    reference: "KIC: internal/admission/validation/gateway/httproute.go",
};

/// The filters of a backendRef.
pub fn backend_filters(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &BACKEND_FILTERS_UNSUPPORTED,
        at,
        "filters of a single backend are not supported, and have no effect where the webhook is not asked",
    )
    .hint("move the filters to the rule; a backend that alone needs them needs a rule of its own")
}

static REGEX_REFUSED_BY_WEBHOOK: Code = Code {
    id: "regex-refused-by-webhook",
    severity: Severity::Error,
    summary: "the webhook takes a path for a regular expression that does not compile",
    explanation: "The webhook judges a route by itself. It takes a path of an Ingress for a regular expression when it holds other characters than letters, digits and `.-_~/%`, even where the IngressClassParameters switch that off for the translation; \
        and the webhook of Kong Operator compiles the regular expressions of HTTPRoutes in Go's language. The path would work, but the object cannot be created.",
    before: "path: /files/(old",
    after: "path: /~/files/\\(old",
    reference: "KIC: internal/admission/validation/ingress/ingress.go; Kong Operator: ingress-controller/internal/admission/validation/gateway/httproute.go",
};

/// What the webhook cannot compile, though the translation does not take it for an expression, or Kong takes it.
pub fn regex_refused(at: Origin, reason: &str) -> Diagnostic {
    let text = format!("the webhook takes this for a regular expression and refuses it: {reason}");
    Diagnostic::new(&REGEX_REFUSED_BY_WEBHOOK, at, text).hint(
        "mark it as an expression that compiles, with brackets escaped, or write another path",
    )
}

static WEBHOOK_CRASHES: Code = Code {
    id: "webhook-crashes",
    severity: Severity::Error,
    summary: "an object makes the webhook break down",
    explanation: "A rule with `timeouts.request` alone, after a rule with `timeouts.backendRequest`, makes the webhook dereference nothing: the request of the API server breaks off. \
        By the controller's own manifests (`failurePolicy: Fail`) the object then cannot be applied; by the Helm chart (`failurePolicy: Ignore`) it passes unseen, which is a warning.",
    before: "rules:\n- timeouts: {backendRequest: 1s}\n- timeouts: {request: 5s}",
    after: "rules:\n- timeouts: {backendRequest: 1s}\n- timeouts: {backendRequest: 1s, request: 5s}",
    reference: "KIC: internal/admission/validation/gateway/httproute.go",
};

/// A rule at which the webhook breaks down. `passes`: the API server then lets the object through.
pub fn crashes(at: Origin, passes: bool) -> Diagnostic {
    const MESSAGE: &str = "panic: runtime error: invalid memory address or nil pointer dereference";
    let key = at.object.key.clone();
    let consequence = if passes {
        "it is let through unseen"
    } else {
        "it cannot be applied"
    };
    let text = format!("the webhook breaks down over {key}, so {consequence}");
    let mut problem = Diagnostic::new(&WEBHOOK_CRASHES, at, text)
        .hint("give the rule `backendRequest`, too, with the text that the earlier rule has")
        .refused_by_webhook(&key, MESSAGE);
    if passes {
        problem.severity = Severity::Warning;
    }
    problem
}

static WEBHOOK_REFUSES_INNOCENTS: Code = Code {
    id: "webhook-refuses-innocents",
    severity: Severity::Info,
    summary: "objects that the webhook would refuse for what is wrong with others",
    explanation: "To compare credentials the webhook lists those of all consumers of the controller's class. When two of them clash, when one Secret is listed by two consumers, or when one has no label `konghq.com/credential`, making that list fails, \
        and every other consumer with credentials and every Secret in use is refused, whatever it holds. It is an error where the cause itself is not reported, because only the innocent objects change.",
    before: "# Secrets a and b of two consumers hold the same key; consumer c is refused, too",
    after: "# give a and b keys of their own",
    reference: "KIC: internal/admission/utils.go, globalValidationIndexForCredentials",
};

/// Objects that are refused because of `causes`; the first one is where the note stands.
pub fn refuses_innocents(
    innocent: &Arc<ObjectMeta>,
    others: usize,
    causes: &[Arc<ObjectMeta>],
) -> Diagnostic {
    let who = match others {
        0 => innocent.key.to_string(),
        1 => format!("{} and 1 more object", innocent.key),
        count => format!("{} and {count} more objects", innocent.key),
    };
    let cause = causes
        .first()
        .map_or_else(String::new, |it| it.key.to_string());
    let text = format!("{who} would be refused by the webhook for what is wrong with {cause}");
    Diagnostic::new(&WEBHOOK_REFUSES_INNOCENTS, Origin::of(innocent), text)
        .and_all(causes)
        .hint("put that right first; nothing is wrong here")
}

static WEBHOOK_PASSES_UNSEEN: Code = Code {
    id: "webhook-passes-unseen",
    severity: Severity::Info,
    summary: "an object that the controller uses without its webhook having looked at it",
    explanation: "The webhook judges KongConsumers, KongConsumerGroups, KongVaults, KongCustomEntities and Ingresses only when they name the controller's class, although the controller uses those without a class, too, when its own is the default one. \
        When a KongConsumer is updated, it looks at it only if the username changes. What is wrong with such an object nobody says when it is applied.",
    before: "kind: KongConsumer\nmetadata: {name: alice}",
    after: "kind: KongConsumer\nmetadata:\n  name: alice\n  annotations: {kubernetes.io/ingress.class: kong}",
    reference: "KIC: internal/admission/validator.go",
};

/// An object without a class, of the default one.
pub fn unseen_without_class(meta: &Arc<ObjectMeta>, class: &str) -> Diagnostic {
    let text = format!(
        "the webhook does not look at {}, which names no class; KIC uses it, since `{class}` is the default one",
        meta.key
    );
    Diagnostic::new(&WEBHOOK_PASSES_UNSEEN, Origin::of(meta), text)
        .hint("name the class, so that mistakes are refused when they are applied")
}

/// A consumer that is updated and keeps its username.
pub fn unseen_update(meta: &Arc<ObjectMeta>) -> Diagnostic {
    let text = format!(
        "the webhook does not look at this change of {}, which keeps its username",
        meta.key
    );
    Diagnostic::new(&WEBHOOK_PASSES_UNSEEN, Origin::of(meta), text)
        .hint("do not rely on the API server to refuse a mistake in it")
}
