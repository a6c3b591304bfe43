//! What ingress-nginx does to a host with TLS without any annotation, and KIC does not (spec 87, B).

use crate::annotations::table::{FORCE_SSL_REDIRECT, PROTOCOLS};
use crate::diag::foreign;
use crate::k8s::object::Object;
use crate::lint::Context;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use k8s_openapi::api::networking::v1::IngressSpec;

const NGINX: &str = "nginx.ingress.kubernetes.io/";
const OWN_REDIRECT: [&str; 2] = ["ssl-redirect", "force-ssl-redirect"];

/// Say it once, at the first Ingress with TLS that comes from ingress-nginx and does not redirect.
pub(super) fn lint(context: &mut Context<'_>) {
    let mut moved = context
        .store
        .ingresses
        .iter()
        .filter(|ingress| has_tls(ingress) && comes_from_nginx(&ingress.meta))
        .filter(|ingress| !redirects(&ingress.meta));
    let Some(first) = moved.next() else {
        return;
    };
    let others: Vec<_> = moved.map(|ingress| &ingress.meta).collect();
    let at = Origin::at(&first.meta, FieldPath::of(&["spec", "tls"]));
    context
        .diagnostics
        .push(foreign::nginx_defaults_lost(at, &others));
}

fn has_tls(ingress: &Object<IngressSpec>) -> bool {
    ingress.spec.tls.as_ref().is_some_and(|tls| !tls.is_empty())
}

/// Carries annotations of ingress-nginx, none of which decides about the redirect: that one is told by itself.
fn comes_from_nginx(meta: &ObjectMeta) -> bool {
    let mut names = meta
        .annotations
        .keys()
        .filter_map(|key| key.strip_prefix(NGINX))
        .peekable();
    names.peek().is_some() && names.all(|name| !OWN_REDIRECT.contains(&name))
}

/// KIC redirects, or serves https alone.
fn redirects(meta: &ObjectMeta) -> bool {
    FORCE_SSL_REDIRECT.is_set(meta) || PROTOCOLS.items(meta) == ["https"]
}
