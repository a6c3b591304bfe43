//! Services that are not among the inputs and are taken to exist, with the ports that are asked for: `--services assume`.
//!
//! A port that is asked for by its name has no number then. KIC gives the Kong service of such a port no target and leaves its port at
//! 80, and so does this.

use super::Store;
use super::gateway::route::{BackendReference, StreamRouteSpec};
use super::table::Table;
use crate::diag::{Diagnostics, backends as problems, similar};
use crate::k8s::object::Object;
use crate::options::{Options, Services};
use crate::origin::{FieldPath, ObjectKey, ObjectMeta, Origin, StringMap};
use k8s_openapi::api::core::v1::{ServicePort, ServiceSpec};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many places are told at which a Service stands that may have been meant.
const MEANT: usize = 3;

/// What is asked of Services that are not there, by namespace and name.
type Wanted = BTreeMap<(String, String), Asked>;

/// What is asked of one Service.
struct Asked {
    ports: BTreeSet<i32>,
    /// Who asks first.
    at: Origin,
}

/// Add the Services that backends ask for and that are not there.
pub(super) fn add(store: &mut Store, options: &Options, diagnostics: &mut Diagnostics) {
    if options.services == Services::Strict {
        return;
    }
    let mut wanted = Wanted::new();
    let mut ask = |namespace: &str, name: &str, port: Option<i32>, at: &dyn Fn() -> Origin| {
        let watched = &options.watch_namespaces;
        let is_watched = watched.is_empty() || watched.iter().any(|it| it == namespace);
        if name.is_empty() || !is_watched || store.services.get(namespace, name).is_some() {
            return;
        }
        let asked = wanted
            .entry((namespace.to_owned(), name.to_owned()))
            .or_insert_with(|| Asked {
                ports: BTreeSet::new(),
                at: at(),
            });
        asked.ports.extend(port.filter(|port| *port != 0));
    };
    of_ingresses(store, &mut ask);
    of_routes(store, options, &mut ask);
    let notes: Vec<(String, &Origin)> = wanted
        .iter()
        .map(|((namespace, name), asked)| (format!("{namespace}/{name}"), &asked.at))
        .collect();
    let dns = options.endpoints == crate::options::Endpoints::Dns;
    diagnostics.extend(problems::services_assumed(
        &notes,
        &meant(store, &wanted),
        dns,
    ));
    store.assumed_services = wanted.keys().cloned().collect();
    let mut services: Vec<Object<ServiceSpec>> = std::mem::take(&mut store.services).into_objects();
    services.extend(wanted.into_iter().map(service));
    store.services = Table::new(services);
}

/// Takes namespace and name of a Service, the number of a port, and who asks.
type Ask<'a> = dyn FnMut(&str, &str, Option<i32>, &dyn Fn() -> Origin) + 'a;

fn of_ingresses(store: &Store, ask: &mut Ask<'_>) {
    for ingress in &store.ingresses {
        let meta = &ingress.meta;
        let rules = ingress.spec.rules.iter().flatten().enumerate();
        let paths = rules.flat_map(|(rule, it)| {
            let paths = it
                .http
                .iter()
                .flat_map(|http| http.paths.iter().enumerate());
            paths.map(move |(path, it)| (Some((rule, path)), &it.backend))
        });
        let default = ingress.spec.default_backend.iter().map(|it| (None, it));
        for (place, backend) in paths.chain(default) {
            let Some(service) = &backend.service else {
                continue;
            };
            let number = service.port.as_ref().and_then(|port| port.number);
            ask(meta.namespace(), &service.name, number, &|| {
                let path = match place {
                    Some((rule, path)) => FieldPath::of(&["spec", "rules"])
                        .index(rule)
                        .key("http")
                        .key("paths")
                        .index(path)
                        .key("backend"),
                    None => FieldPath::of(&["spec", "defaultBackend"]),
                };
                Origin::at(meta, path.key("service"))
            });
        }
    }
    let tcp = (store.tcp_ingresses.iter()).flat_map(|it| {
        let backends = it.spec.rules.iter().map(|rule| &rule.backend);
        backends
            .enumerate()
            .map(move |(rule, backend)| (&it.meta, rule, backend))
    });
    let udp = (store.udp_ingresses.iter()).flat_map(|it| {
        let backends = it.spec.rules.iter().map(|rule| &rule.backend);
        backends
            .enumerate()
            .map(move |(rule, backend)| (&it.meta, rule, backend))
    });
    for (meta, rule, backend) in tcp.chain(udp) {
        let port = Some(backend.service_port);
        ask(meta.namespace(), &backend.service_name, port, &|| {
            let path = FieldPath::of(&["spec", "rules"]).index(rule);
            Origin::at(meta, path.key("backend"))
        });
    }
}

fn of_routes(store: &Store, options: &Options, ask: &mut Ask<'_>) {
    for route in &store.http_routes {
        for (rule, it) in route.spec.rules.iter().flatten().enumerate() {
            let backends = it.backend_refs.iter().flatten().map(BackendReference::from);
            of_rule(&route.meta, rule, backends, ask);
        }
    }
    for route in &store.grpc_routes {
        for (rule, it) in route.spec.rules.iter().flatten().enumerate() {
            let backends = it.backend_refs.iter().flatten().map(BackendReference::from);
            of_rule(&route.meta, rule, backends, ask);
        }
    }
    if options.feature_gates.gateway_alpha {
        of_stream_routes(&store.tcp_routes, ask);
        of_stream_routes(&store.udp_routes, ask);
        of_stream_routes(&store.tls_routes, ask);
    }
}

fn of_stream_routes<T: StreamRouteSpec>(routes: &Table<T>, ask: &mut Ask<'_>) {
    for route in routes {
        for (rule, it) in route.spec.rules().into_iter().enumerate() {
            of_rule(&route.meta, rule, it.backends.into_iter(), ask);
        }
    }
}

fn of_rule<'b>(
    meta: &Arc<ObjectMeta>,
    rule: usize,
    backends: impl Iterator<Item = BackendReference<'b>>,
    ask: &mut Ask<'_>,
) {
    for (position, backend) in backends.enumerate() {
        if backend.kind != "Service" || !matches!(backend.group, "" | "core") {
            continue;
        }
        let namespace = backend.namespace.unwrap_or(meta.namespace());
        ask(namespace, backend.name, backend.port, &|| {
            let path = FieldPath::of(&["spec", "rules"]).index(rule);
            Origin::at(meta, path.key("backendRefs").index(position))
        });
    }
}

/// Services that may have been meant, with what was asked for: one of the same name in another namespace, or one of nearly the
/// same name.
fn meant(store: &Store, wanted: &Wanted) -> Vec<(String, String)> {
    let mut by_name: BTreeMap<&str, &str> = BTreeMap::new();
    let mut by_namespace: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for service in &store.services {
        let (namespace, name) = (service.meta.namespace(), service.meta.name());
        by_name.entry(name).or_insert(namespace);
        by_namespace.entry(namespace).or_default().push(name);
    }
    let find = |(namespace, name): &(String, String)| {
        let near = by_namespace.get(namespace.as_str()).and_then(|names| {
            let near = similar::similar(name, names.iter().copied())?;
            Some(format!("{namespace}/{near}"))
        });
        let elsewhere = || Some(format!("{}/{name}", by_name.get(name.as_str())?));
        Some((format!("{namespace}/{name}"), near.or_else(elsewhere)?))
    };
    wanted.keys().filter_map(find).take(MEANT).collect()
}

/// The Service, at the place of what asks for it first.
fn service(((namespace, name), asked): ((String, String), Asked)) -> Object<ServiceSpec> {
    let ports = asked.ports.iter().map(|&port| ServicePort {
        port,
        ..ServicePort::default()
    });
    Object {
        spec: ServiceSpec {
            ports: Some(ports.collect()),
            ..ServiceSpec::default()
        },
        meta: Arc::new(ObjectMeta {
            key: ObjectKey {
                group: Cow::Borrowed(""),
                version: Cow::Borrowed("v1"),
                kind: Cow::Borrowed("Service"),
                namespace,
                name,
            },
            place: asked.at.object.place.clone(),
            uid: None,
            annotations: StringMap::new(),
            labels: StringMap::new(),
            creation_timestamp: None,
            generation: 0,
        }),
    }
}
