//! The port of a Kubernetes Service that a backend asks for (spec 10, 9.5a).

use crate::diag::backends;
use crate::diag::similar::similar;
use crate::k8s::object::Object;
use crate::kong::port::BackendPort;
use k8s_openapi::api::core::v1::{ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::HashMap;

/// A port that was found.
pub(super) struct FoundPort<'a> {
    /// Number of the Service port, not of its target.
    pub(super) number: i32,
    /// Name of the Service port, empty when it has none; EndpointSlices call it so.
    pub(super) name: &'a str,
}

/// Whether the Service stands for a name outside the cluster.
pub(super) fn is_external_name(service: &ServiceSpec) -> bool {
    service.type_.as_deref() == Some("ExternalName")
}

/// What the Service offers in place of a port that it does not have.
pub(super) fn offered<'a>(service: &'a ServiceSpec, asked: &BackendPort) -> backends::Ports<'a> {
    let ports = service.ports.as_deref().unwrap_or_default();
    let name = |port: &'a ServicePort| port.name.as_deref().filter(|name| !name.is_empty());
    let (of_target, nearest) = match asked {
        BackendPort::Number(number) => {
            let target = IntOrString::Int(*number);
            let of_target = ports
                .iter()
                .find(|port| port.target_port.as_ref() == Some(&target));
            (of_target.map(|port| port.port), None)
        }
        BackendPort::Name(asked) => {
            let names = ports.iter().take(COMPARED).filter_map(name);
            (None, similar(asked, names))
        }
        BackendPort::Implicit => (None, None),
    };
    backends::Ports {
        all: ports.iter().map(|port| (port.port, name(port))).collect(),
        of_target,
        nearest,
    }
}

/// How many names of ports are compared with one that is not there.
const COMPARED: usize = 128;

/// The ports of Services that were asked for, each Service looked through once.
#[derive(Default)]
pub(super) struct Ports<'a>(HashMap<(&'a str, &'a str), Index<'a>>);

/// The first port of each number, and of each name, its own or that of its target.
#[derive(Default)]
struct Index<'a> {
    numbers: HashMap<i32, &'a ServicePort>,
    names: HashMap<&'a str, &'a ServicePort>,
}

impl<'a> Index<'a> {
    fn of(ports: &'a [ServicePort]) -> Self {
        let mut index = Self::default();
        for port in ports {
            index.numbers.entry(port.port).or_insert(port);
            if let Some(name) = &port.name {
                index.names.entry(name).or_insert(port);
            }
            if let Some(IntOrString::String(target)) = &port.target_port {
                index.names.entry(target).or_insert(port);
            }
        }
        index
    }
}

impl<'a> Ports<'a> {
    /// The port, or why there is none, in KIC's words.
    pub(super) fn find(
        &mut self,
        service: &'a Object<ServiceSpec>,
        asked: &BackendPort,
    ) -> Result<FoundPort<'a>, String> {
        if is_external_name(&service.spec) {
            return match asked {
                BackendPort::Number(number) => Ok(FoundPort {
                    number: *number,
                    name: "",
                }),
                BackendPort::Name(_) | BackendPort::Implicit => {
                    Err("rules with an ExternalName service must specify numeric ports".to_owned())
                }
            };
        }
        let ports = service.spec.ports.as_deref().unwrap_or_default();
        let key = (service.meta.namespace(), service.meta.name());
        let index = self.0.entry(key).or_insert_with(|| Index::of(ports));
        let found = match asked {
            BackendPort::Number(number) => index.numbers.get(number).copied(),
            BackendPort::Name(name) => index.names.get(name.as_str()).copied(),
            BackendPort::Implicit => match ports {
                [only] => Some(only),
                _ => {
                    return Err(format!(
                        "in implicit mode, service must have exactly 1 port, has {}",
                        ports.len()
                    ));
                }
            },
        };
        found
            .map(|port| FoundPort {
                number: port.port,
                name: port.name.as_deref().unwrap_or_default(),
            })
            .ok_or_else(|| "no suitable port found".to_owned())
    }
}
