//! TLS sections of Ingress and TCPIngress to the Secrets they name and the server names these get (spec 10, 7; KIC: `translator/ingressrules.go`).

use super::Context;
use crate::diag::ingress as problems;
use crate::kong::pending::TlsSecret;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Secrets by namespace and name.
type Claims = BTreeMap<(String, String), TlsSecret>;

/// The table of Secrets and server names. A host belongs to the first Secret that claims it, over all Ingresses in age order and
/// then all TCPIngresses.
pub fn claims(context: &mut Context<'_>) -> Claims {
    let store = context.store;
    let mut claims = Claims::new();
    let mut owners = HashMap::new();
    for ingress in store.ingresses.in_age_order() {
        for (index, block) in ingress.spec.tls.iter().flatten().enumerate() {
            let section = Section {
                object: &ingress.meta,
                index,
                hosts: block.hosts.as_deref().unwrap_or_default(),
                secret: block.secret_name.as_deref().unwrap_or_default(),
            };
            claim(context, &mut claims, &mut owners, &section);
        }
    }
    for ingress in store.tcp_ingresses.in_age_order() {
        for (index, block) in ingress.spec.tls.iter().enumerate() {
            let section = Section {
                object: &ingress.meta,
                index,
                hosts: &block.hosts,
                secret: &block.secret_name,
            };
            claim(context, &mut claims, &mut owners, &section);
        }
    }
    claims
}

/// One item of `spec.tls`.
struct Section<'a> {
    object: &'a Arc<ObjectMeta>,
    index: usize,
    hosts: &'a [String],
    secret: &'a str,
}

impl Section<'_> {
    fn origin(&self) -> Origin {
        Origin::at(
            self.object,
            FieldPath::of(&["spec", "tls"]).index(self.index),
        )
    }

    fn host_origin(&self, host: usize) -> Origin {
        let mut origin = self.origin();
        origin.path = origin.path.key("hosts").index(host);
        origin
    }
}

/// Note what one section asks for; `owners` holds the claim on each host.
fn claim<'a>(
    context: &mut Context<'_>,
    claims: &mut Claims,
    owners: &mut HashMap<&'a str, (String, Origin)>,
    section: &Section<'a>,
) {
    if section.hosts.is_empty() || section.secret.is_empty() {
        context
            .diagnostics
            .push(problems::tls_section_incomplete(section.origin()));
        return;
    }
    let namespace = section.object.namespace();
    let secret = claims
        .entry((namespace.to_owned(), section.secret.to_owned()))
        .or_default();
    let mut parent = section.origin();
    parent.path = parent.path.key("secretName");
    secret.parents.push(parent);
    let name = format!("{namespace}/{}", section.secret);
    for (index, host) in section.hosts.iter().enumerate() {
        let origin = section.host_origin(index);
        match owners.get(host.as_str()) {
            None => {
                owners.insert(host, (name.clone(), origin));
                secret.hosts.push(host.clone());
            }
            Some((owner, first)) if *owner != name => context
                .diagnostics
                .push(problems::tls_host_claimed_twice(origin, host, owner, first)),
            Some(_) => {}
        }
    }
}
