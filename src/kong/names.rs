//! Every generated Kong name and tag.

use super::port::BackendPort;
use crate::annotations::table::TAGS;
use crate::origin::ObjectMeta;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

macro_rules! text_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether there is none, as in a file that leaves it out.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

text_newtype! {
    /// Name of a Kong service; cheap to clone.
    ServiceName
}
text_newtype! {
    /// Name of a Kong route; cheap to clone.
    RouteName
}
text_newtype! {
    /// Name of an upstream, equal to the host of the services that use it; cheap to clone.
    UpstreamName
}
text_newtype! {
    /// A tag; cheap to clone.
    Tag
}

/// Tags of an object (spec 45, 2): `k8s-name:<name>`, `k8s-namespace:<namespace>`, `k8s-kind:<Kind>`,
/// `k8s-uid:<uid>`, `k8s-group:<group>`, `k8s-version:<version>`, each only when its value is not empty; then
/// `k8s-named-route-rule:<rule>` for every name in `rules`; then the user tags of `konghq.com/tags`, repeats among
/// them removed.
pub fn object_tags<'a>(object: &ObjectMeta, rules: impl IntoIterator<Item = &'a str>) -> Vec<Tag> {
    let key = &object.key;
    let fixed = [
        ("k8s-name", key.name.as_str()),
        ("k8s-namespace", key.namespace.as_str()),
        ("k8s-kind", key.kind.as_ref()),
        ("k8s-uid", object.uid.as_deref().unwrap_or_default()),
        ("k8s-group", key.group.as_ref()),
        ("k8s-version", key.version.as_ref()),
    ];
    let mut tags: Vec<Tag> = fixed
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Tag::from(format!("{name}:{value}")))
        .collect();
    tags.extend(
        rules
            .into_iter()
            .map(|rule| Tag::from(format!("k8s-named-route-rule:{rule}"))),
    );
    let mut known = HashSet::new();
    let written = TAGS.items(object).into_iter();
    tags.extend(written.filter(|item| known.insert(*item)).map(Tag::from));
    tags
}

/// Tags of a service none of whose backends resolves (spec 10, 9.2).
pub fn placeholder_tags() -> Vec<Tag> {
    [
        "k8s-name:UNKNOWN",
        "k8s-namespace:UNKNOWN",
        "k8s-kind:Service",
        "k8s-uid:00000000-0000-0000-0000-000000000000",
        "k8s-group:core",
        "k8s-version:v1",
    ]
    .map(Tag::from)
    .to_vec()
}

/// Port as it stands in names: the number, the name, or `implicitPort`.
fn port_text(port: &BackendPort) -> String {
    match port {
        BackendPort::Number(number) => number.to_string(),
        BackendPort::Name(name) => name.clone(),
        BackendPort::Implicit => "implicitPort".to_owned(),
    }
}

/// Kong service and upstream of a Service that an Ingress or TCPIngress names: `<namespace>.<service>.<port>` and
/// `<service>.<namespace>.<port>.svc`.
pub fn ingress_service(
    namespace: &str,
    service: &str,
    port: &BackendPort,
) -> (ServiceName, UpstreamName) {
    let port = port_text(port);
    (
        ServiceName::from(format!("{namespace}.{service}.{port}")),
        UpstreamName::from(format!("{service}.{namespace}.{port}.svc")),
    )
}

/// Kong service and upstream of a Service that a UDPIngress names: `<namespace>.<service>.<port>.udp`, the upstream as for an Ingress.
pub fn udp_ingress_service(
    namespace: &str,
    service: &str,
    port: &BackendPort,
) -> (ServiceName, UpstreamName) {
    let (name, host) = ingress_service(namespace, service, port);
    (ServiceName::from(format!("{name}.udp")), host)
}

/// Kong service and upstream of a KongServiceFacade, both `<namespace>.<facade>.svc.facade`.
pub fn facade_service(namespace: &str, facade: &str) -> (ServiceName, UpstreamName) {
    let name = format!("{namespace}.{facade}.svc.facade");
    (ServiceName::from(name.as_str()), UpstreamName::from(name))
}

/// Route of Ingress paths with a Service backend: `<namespace>.<ingress>.<service>.<host>.<port>`, every `*` of the host a `_`.
pub fn ingress_route(
    ingress: &ObjectMeta,
    service: &str,
    host: &str,
    port: &BackendPort,
) -> RouteName {
    RouteName::from(format!(
        "{}.{}.{service}.{}.{}",
        ingress.namespace(),
        ingress.name(),
        host.replace('*', "_"),
        port_text(port)
    ))
}

/// Route of Ingress paths with a facade backend: `<namespace>.<ingress>.<host>.<facade>.svc.facade`, every `*` of the host a `_`.
pub fn ingress_facade_route(ingress: &ObjectMeta, facade: &str, host: &str) -> RouteName {
    RouteName::from(format!(
        "{}.{}.{}.{facade}.svc.facade",
        ingress.namespace(),
        ingress.name(),
        host.replace('*', "_")
    ))
}

/// Route of an Ingress' default backend: `<namespace>.<ingress>`.
pub fn default_backend_route(ingress: &ObjectMeta) -> RouteName {
    RouteName::from(format!("{}.{}", ingress.namespace(), ingress.name()))
}

/// Route of a TCPIngress rule: `<namespace>.<name>.<rule>`.
pub fn tcp_ingress_route(object: &ObjectMeta, rule: usize) -> RouteName {
    RouteName::from(format!("{}.{}.{rule}", object.namespace(), object.name()))
}

/// Kong service and upstream of a Gateway API route's rule: `<kind>.<namespace>.<name>.<rule>`, the kind in lower case.
pub fn gateway_rule_service(object: &ObjectMeta, rule: usize) -> String {
    format!("{}.{rule}", gateway_object(object))
}

/// Route of one match of a Gateway API route's rule: `<kind>.<namespace>.<name>.<rule>.<match>`.
pub fn gateway_match_route(object: &ObjectMeta, rule: usize, item: usize) -> RouteName {
    RouteName::from(format!("{}.{rule}.{item}", gateway_object(object)))
}

/// Kong service and upstream of a GRPCRoute's rule for one host, in the expressions flavor: `<kind>.<namespace>.<name>.<host>.<rule>`.
pub fn gateway_host_rule_service(object: &ObjectMeta, host: &str, rule: usize) -> String {
    format!("{}.{}.{rule}", gateway_object(object), host_part(host))
}

/// Route of one match for one host, in the expressions flavor: `<kind>.<namespace>.<name>.<host>.<rule>.<match>`.
pub fn gateway_host_match_route(
    object: &ObjectMeta,
    host: &str,
    rule: usize,
    item: usize,
) -> RouteName {
    RouteName::from(format!(
        "{}.{}.{rule}.{item}",
        gateway_object(object),
        host_part(host)
    ))
}

/// `<kind>.<namespace>.<name>`, the kind in lower case.
fn gateway_object(object: &ObjectMeta) -> String {
    let kind = object.key.kind.to_lowercase();
    format!("{kind}.{}.{}", object.namespace(), object.name())
}

/// A host as it stands in names: every `*` a `_`, and `_` for none (spec 30, 5.1).
fn host_part(host: &str) -> String {
    if host.is_empty() {
        "_".to_owned()
    } else {
        host.replace('*', "_")
    }
}

/// Route of a UDPIngress rule: `<namespace>.<name>.<rule>.udp`.
pub fn udp_ingress_route(object: &ObjectMeta, rule: usize) -> RouteName {
    RouteName::from(format!(
        "{}.{}.{rule}.udp",
        object.namespace(),
        object.name()
    ))
}
