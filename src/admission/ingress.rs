//! Ingresses that name the class by the annotation or by the field (spec 82, 3.8; KIC: `admission/validation/ingress/ingress.go`).

use super::Context;
use crate::annotations::table::PROTOCOLS;
use crate::diag::{Answer, Diagnostic, overrides, webhook};
use crate::k8s::object::Object;
use crate::options::RouterFlavor;
use crate::translate::ingress::alone;
use crate::verdict::Patterns;
use k8s_openapi::api::networking::v1::IngressSpec;

/// What answers about the translation and the gateway begin with.
pub(super) const SCHEMA: &str = "Ingress failed schema validation";

/// Judge all.
pub(super) fn judge(context: &mut Context<'_>) {
    let store = context.store();
    let regexes = Patterns::default();
    let used = store.ingresses.iter().map(|ingress| (ingress, true));
    let others = store.others.ingresses.iter();
    for (ingress, is_used) in used.chain(others.map(|ingress| (ingress, false))) {
        let field = ingress.spec.ingress_class_name.as_deref();
        let is_of_field = field.unwrap_or_default() == context.options().ingress_class;
        if !is_of_field && !context.is_of_class(&ingress.meta) {
            if is_used {
                context.note_without_class(&ingress.meta);
            }
            continue;
        }
        if context.operation(&ingress.meta).is_none() {
            continue;
        }
        if let Some(problem) = fault(context, ingress) {
            context.push(problem);
        } else {
            context.asks_gateway(&ingress.meta);
            patterns(context, ingress, &regexes);
        }
    }
}

/// What the webhook itself has against it.
fn fault(context: &Context<'_>, ingress: &Object<IngressSpec>) -> Option<Diagnostic> {
    let key = &ingress.meta.key;
    if let Some(Err(ignored)) = PROTOCOLS.read(&ingress.meta) {
        let said = format!(
            "Ingress has invalid Kong annotations: invalid {} value: {}",
            ignored.key, ignored.wrong
        );
        let problem = overrides::route_protocols_invalid(PROTOCOLS.at(&ingress.meta), ignored);
        return Some(problem.refused_by_webhook(key, said));
    }
    let failures = alone::failures(context.store(), context.options(), ingress);
    let (first, _) = failures.first()?;
    let said: Vec<&str> = failures.iter().map(|(_, said)| said.as_str()).collect();
    let said = format!("{SCHEMA}: {}", said.join(", "));
    Some(first.clone().refused_by_webhook(key, said))
}

/// Paths that the webhook alone takes for regular expressions, and that do not compile.
fn patterns(context: &mut Context<'_>, ingress: &Object<IngressSpec>, regexes: &Patterns) {
    if context.options().router_flavor == RouterFlavor::Expressions {
        return;
    }
    for (at, path) in alone::legacy_patterns(ingress) {
        if let Some(reason) = regexes.fault(&path) {
            let mut problem = webhook::regex_refused(at, &reason);
            problem.webhook.push(Answer {
                object: ingress.meta.key.clone(),
                refused: true,
                message: format!(
                    "{SCHEMA}: schema violation (paths: invalid regex: '{path}' ({reason}))"
                ),
                gateway: true,
            });
            context.push(problem);
        }
    }
}
