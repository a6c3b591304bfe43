//! Secrets to certificates with server names (spec 44, 1; KIC: `internal/dataplane/translator/translate_certs.go`).
//!
//! Requests are gathered in KIC's order (TLS sections and Services, then Gateway listeners) and merged: that order decides
//! who gets a server name and whose tags stay.

use super::Context;
use super::key_pair::Verdicts;
use crate::controller::Switch;
use crate::diag::certificates as problems;
use crate::diag::secrets::{self, Consequence};
use crate::k8s::object::{Gateway, Object};
use crate::kong::certificate::{Certificate, Sni};
use crate::kong::ids::{EntityType, derive};
use crate::kong::names::{Tag, object_tags};
use crate::kong::pending::{Pending, TlsSecret};
use crate::kong::reference::Reference;
use crate::kong::secret::{SecretKeyRef, SecretText};
use crate::kong::source::Source;
use crate::kong::state::State;
use crate::options::Secrets;
use crate::origin::{FieldPath, Origin};
use crate::store::grants::{Referent, Referrer};
use crate::store::made_in_cluster::MadeSecret;
use std::collections::{BTreeMap, HashMap};

/// Build and merge the certificates, then tell services the ids of their client certificates.
pub fn apply(context: &mut Context<'_>, state: &mut State, pending: Pending) {
    let mut verdicts = Verdicts::default();
    let mut requests = of_tls_secrets(context, &mut verdicts, pending.tls_secrets);
    requests.extend(of_listeners(context, &mut verdicts));
    let (certificates, ids) = merge(context, requests);
    state.certificates = certificates;
    for (name, secret) in pending.client_certificates {
        if let Some(service) = state.services.get_mut(&name) {
            service.client_certificate = ids.get(&secret).cloned();
        }
    }
}

/// A certificate that something asks for.
struct Request {
    /// Namespace and name of the Secret.
    secret: (String, String),
    id: String,
    cert: SecretText,
    key: SecretText,
    tags: Vec<Tag>,
    created: Option<i64>,
    snis: Vec<String>,
    /// The Secret; what asks for it when the Secret is not there.
    origin: Origin,
    /// What asks for it.
    parent: Origin,
}

/// Requests of TLS sections and Services, by the text `namespace/name`; KIC's order is random.
fn of_tls_secrets(
    context: &mut Context<'_>,
    verdicts: &mut Verdicts,
    tls_secrets: BTreeMap<(String, String), TlsSecret>,
) -> Vec<Request> {
    let mut secrets: Vec<_> = tls_secrets.into_iter().collect();
    secrets.sort_by_cached_key(|((namespace, name), _)| format!("{namespace}/{name}"));
    let mut requests = Vec::new();
    for ((namespace, name), secret) in secrets {
        match load(context, verdicts, (&namespace, &name), &secret.parents) {
            Loaded::Request(mut request) => {
                request.snis = secret.hosts;
                requests.push(*request);
            }
            Loaded::Invalid => {}
            Loaded::Missing => {
                let nearest = context.store.secrets.nearest(&namespace, &name);
                let problem =
                    problems::secret_not_found(secret.parents, &format!("{namespace}/{name}"));
                let problem = problem.map(|problem| problem.did_you_mean(nearest));
                context.diagnostics.extend(problem);
            }
        }
    }
    requests
}

/// What became of a Secret.
enum Loaded {
    Request(Box<Request>),
    /// Reported.
    Invalid,
    /// Not reported: how bad that is depends on who asks.
    Missing,
}

/// A request without server names. With `--secrets env` a Secret that is not there is taken on trust.
fn load(
    context: &mut Context<'_>,
    verdicts: &mut Verdicts,
    (namespace, name): (&str, &str),
    parents: &[Origin],
) -> Loaded {
    let Some(parent) = parents.first().cloned() else {
        return Loaded::Invalid;
    };
    let text = |key: &str, text: String| {
        let source = SecretKeyRef {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            key: key.to_owned(),
        };
        SecretText::of(text, source)
    };
    let secret_key = (namespace.to_owned(), name.to_owned());
    let qualified = format!("{namespace}/{name}");
    let derived = || {
        let workspace = &context.options.kong_workspace;
        derive(EntityType::Certificate, workspace, &qualified).to_string()
    };
    let store = context.store;
    let Some(secret) = store.secrets.get(namespace, name) else {
        let made = store.made_in_cluster.get(namespace, name);
        if let Some(made) = made
            && let Some(key) = ["tls.crt", "tls.key"]
                .into_iter()
                .find(|key| !made.may_have(key))
        {
            let reason = format!("the key `{key}` is missing");
            return invalid(context, &made.secret, parents, &reason);
        }
        let Some(origin) = trusted(context, made, parents, &qualified) else {
            return if made.is_some() {
                Loaded::Invalid
            } else {
                Loaded::Missing
            };
        };
        return Loaded::Request(Box::new(Request {
            secret: secret_key,
            id: derived(),
            cert: text("tls.crt", String::new()),
            key: text("tls.key", String::new()),
            tags: made.map_or_else(Vec::new, |made| object_tags(&made.secret.meta, [])),
            created: None,
            snis: Vec::new(),
            origin,
            parent,
        }));
    };
    let value = |key: &str| {
        let data = secret.spec.data.as_ref()?;
        Some(String::from_utf8_lossy(&data.get(key)?.0).trim().to_owned())
    };
    let (cert, key) = match (value("tls.crt"), value("tls.key")) {
        (Some(cert), Some(key)) => match verdicts.check(&cert, &key) {
            Ok(()) => (cert, key),
            Err(defect) => return invalid(context, secret, parents, &defect.to_string()),
        },
        (None, _) => return invalid(context, secret, parents, "the key `tls.crt` is missing"),
        (_, None) => return invalid(context, secret, parents, "the key `tls.key` is missing"),
    };
    let uid = secret.meta.uid.clone().filter(|uid| !uid.is_empty());
    Loaded::Request(Box::new(Request {
        secret: secret_key,
        id: uid.unwrap_or_else(derived),
        cert: text("tls.crt", cert),
        key: text("tls.key", key),
        tags: object_tags(&secret.meta, []),
        created: secret.meta.creation_timestamp,
        snis: Vec::new(),
        origin: Origin::of(&secret.meta),
        parent,
    }))
}

/// Where a certificate comes from whose Secret is not there but whose values will be; `None` when it is left out. Reported, unless
/// nobody knows of the Secret.
fn trusted(
    context: &mut Context<'_>,
    made: Option<&MadeSecret>,
    parents: &[Origin],
    qualified: &str,
) -> Option<Origin> {
    let parents = parents.iter().cloned();
    match (made, context.options.secrets) {
        (None, Secrets::Inline) => None,
        (None, Secrets::Env) => {
            let assumed = problems::secret_assumed(parents.clone(), qualified);
            context.diagnostics.extend(assumed);
            parents.clone().next()
        }
        (Some(made), mode) => {
            let consequence = match mode {
                Secrets::Inline => Consequence::LeftOut,
                Secrets::Env => Consequence::Variables,
            };
            context.diagnostics.extend(secrets::made_in_cluster(
                parents,
                qualified,
                (made.controller, &made.maker),
                consequence,
            ));
            (mode == Secrets::Env).then(|| Origin::of(&made.secret.meta))
        }
    }
}

fn invalid<T>(
    context: &mut Context<'_>,
    secret: &Object<T>,
    parents: &[Origin],
    reason: &str,
) -> Loaded {
    context.diagnostics.push(problems::secret_invalid(
        Origin::of(&secret.meta),
        parents.iter().cloned(),
        reason,
    ));
    Loaded::Invalid
}

/// Requests of Gateway listeners, by namespace and name of the Gateway and in the order of the listeners (spec 20, D.2).
fn of_listeners(context: &mut Context<'_>, verdicts: &mut Verdicts) -> Vec<Request> {
    let store = context.store;
    let mut requests = Vec::new();
    let mut gateways = Vec::new();
    for gateway in &store.gateways {
        let key = (
            gateway.meta.namespace().to_owned(),
            gateway.meta.name().to_owned(),
        );
        let Some(admitted) = store.gateway_admission.gateways.get(&key) else {
            continue;
        };
        gateways.push((gateway, admitted));
    }
    let foreign = &store.gateway_admission.foreign;
    gateways.extend(
        foreign
            .iter()
            .map(|(gateway, admitted)| (gateway, admitted)),
    );
    for (gateway, admitted) in gateways {
        for position in 0..gateway.spec.spec.listeners.len() {
            if admitted.serves_certificate_of(position, &context.options.controller) {
                requests.extend(of_listener(context, verdicts, gateway, position));
            }
        }
    }
    requests
}

/// The request of one listener; protocol and mode do not matter.
fn of_listener(
    context: &mut Context<'_>,
    verdicts: &mut Verdicts,
    gateway: &Object<Gateway>,
    position: usize,
) -> Option<Request> {
    let listener = gateway.spec.spec.listeners.get(position)?;
    let references = listener.tls.as_ref()?.certificate_refs.as_deref()?;
    let path = FieldPath::of(&["spec", "listeners"])
        .index(position)
        .key("tls")
        .key("certificateRefs");
    if references.len() > 1 {
        let at = Origin::at(&gateway.meta, path);
        let mut problem = problems::several_certificates(at, &listener.name, references.len());
        // The operator says so in the status of the listener.
        if context.options.has(Switch::OperatorListeners) {
            problem.failures.clear();
        }
        context.diagnostics.push(problem);
        return None;
    }
    let reference = references.first()?;
    let at = Origin::at(&gateway.meta, path.index(0));
    let home = gateway.meta.namespace();
    let namespace = reference.namespace.as_deref().unwrap_or(home);
    let qualified = format!("{namespace}/{}", reference.name);
    if namespace != home && context.options.has(Switch::GatewayCertificateGrants) {
        let from = Referrer {
            group: "gateway.networking.k8s.io",
            kind: "Gateway",
            namespace: home,
        };
        let to = Referent {
            group: reference.group.as_deref().unwrap_or_default(),
            kind: reference.kind.as_deref().unwrap_or("Secret"),
            namespace,
            name: &reference.name,
        };
        if !context.store.is_granted(from, to) {
            context
                .diagnostics
                .push(problems::listener_not_granted(at, &qualified));
            return None;
        }
    }
    match load(
        context,
        verdicts,
        (namespace, &reference.name),
        std::slice::from_ref(&at),
    ) {
        Loaded::Request(mut request) => {
            let hostname = listener.hostname.as_deref().filter(|name| !name.is_empty());
            request.snis = vec![hostname.unwrap_or("*").to_owned()];
            Some(*request)
        }
        Loaded::Invalid => None,
        Loaded::Missing => {
            let nearest = context.store.secrets.nearest(namespace, &reference.name);
            let problem = problems::listener_secret_not_found(at, &qualified);
            context.diagnostics.push(problem.did_you_mean(nearest));
            None
        }
    }
}

/// Certificate ids by namespace and name of the Secret.
type Ids = BTreeMap<(String, String), String>;

/// One certificate per pair of texts. The oldest Secret gives the id, the first one seen the tags; a server name belongs to the first
/// certificate that asks for it.
fn merge(context: &mut Context<'_>, requests: Vec<Request>) -> (Vec<Certificate>, Ids) {
    let mut merged: Vec<Request> = Vec::new();
    let mut positions = HashMap::new();
    let mut positions_of_secrets = BTreeMap::new();
    let mut owners: HashMap<String, usize> = HashMap::new();
    for mut request in requests {
        // Values on trust have no text to compare: each Secret stands for itself.
        let trusted = request.cert.text.is_empty().then(|| request.secret.clone());
        let content = (request.cert.text.clone(), request.key.text.clone(), trusted);
        let position = *positions.entry(content).or_insert(merged.len());
        positions_of_secrets.insert(request.secret.clone(), position);
        let names = std::mem::take(&mut request.snis);
        let parent = request.parent.clone();
        match merged.get_mut(position) {
            None => merged.push(request),
            Some(first) => {
                if (request.created, &request.id) < (first.created, &first.id) {
                    first.created = request.created;
                    first.id = request.id;
                }
            }
        }
        for name in names {
            match owners.get(&name) {
                None => {
                    owners.insert(name.clone(), position);
                    merged[position].snis.push(name);
                }
                Some(&owner) if owner != position => {
                    context.diagnostics.push(problems::server_name_taken(
                        parent.clone(),
                        &name,
                        &merged[owner].origin,
                    ));
                }
                Some(_) => {}
            }
        }
    }
    let ids = positions_of_secrets
        .into_iter()
        .map(|(secret, position)| (secret, merged[position].id.clone()))
        .collect();
    let has_tags = context.options.has(Switch::CertificateTags);
    let certificates = merged.into_iter().map(|mut request| {
        if !has_tags {
            request.tags.clear();
        }
        certificate(request)
    });
    let certificates = certificates.collect();
    (certificates, ids)
}

/// Its server names in ascending order.
fn certificate(mut request: Request) -> Certificate {
    request.snis.sort();
    let source = Source::from(request.origin);
    let sni = |name| Sni {
        certificate: Some(Reference::with_id(request.id.clone())),
        name,
        source: source.clone(),
        ..Sni::default()
    };
    Certificate {
        snis: request.snis.into_iter().map(sni).collect(),
        cert: request.cert,
        id: Some(request.id),
        key: request.key,
        tags: request.tags,
        source,
    }
}
