//! Manifests of one object each, as short as they can be.

/// A Service of one port in the namespace `default`.
pub fn service(name: &str) -> String {
    annotated_service(name, "")
}

/// A Service with annotations, written as the inside of a flow map.
pub fn annotated_service(name: &str, annotations: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, annotations: {{{annotations}}}}}\nspec: {{ports: [{{port: 80}}]}}\n"
    )
}

/// An Ingress to build up.
pub struct Ingress {
    name: String,
    annotations: String,
    host: String,
    paths: String,
    tls: String,
}

/// An Ingress of the class `kong`, for the path `/` of one host, to the Service `web`.
pub fn ingress(name: &str, host: &str) -> Ingress {
    Ingress {
        name: name.to_owned(),
        annotations: String::new(),
        host: host.to_owned(),
        paths: path("/", "web"),
        tls: String::new(),
    }
}

/// One path of an Ingress, to a Service. Regular expressions and prefixes alike are `ImplementationSpecific`.
pub fn path(path: &str, service: &str) -> String {
    format!(
        "{{path: '{path}', pathType: ImplementationSpecific, backend: {{service: {{name: {service}, port: {{number: 80}}}}}}}}"
    )
}

impl Ingress {
    /// With these annotations, written as the inside of a flow map.
    pub fn annotations(self, annotations: &str) -> Self {
        Self {
            annotations: annotations.to_owned(),
            ..self
        }
    }

    /// With these paths, each made by [`path`].
    pub fn paths(self, paths: &str) -> Self {
        Self {
            paths: paths.to_owned(),
            ..self
        }
    }

    /// With a TLS section, written as the inside of a flow list.
    pub fn tls(self, tls: &str) -> Self {
        Self {
            tls: tls.to_owned(),
            ..self
        }
    }

    /// Its manifest.
    pub fn text(&self) -> String {
        let Self {
            name,
            annotations,
            host,
            paths,
            tls,
        } = self;
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: {name}, annotations: {{{annotations}}}}}\nspec: {{ingressClassName: kong, tls: [{tls}], rules: [{{host: \"{host}\", http: {{paths: [{paths}]}}}}]}}\n"
        )
    }
}

/// An HTTPRoute attached to the Gateway `kong`, with one host and these rules, written as the inside of a flow list.
pub fn http_route(name: &str, host: &str, rules: &str) -> String {
    attached_http_route(name, "{name: kong}", host, rules)
}

/// An HTTPRoute with the parents given.
pub fn attached_http_route(name: &str, parents: &str, hosts: &str, rules: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: {name}}}\nspec: {{parentRefs: [{parents}], hostnames: [{hosts}], rules: [{rules}]}}\n"
    )
}

/// A reference to port 80 of a Service.
pub fn backend(service: &str) -> String {
    format!("{{name: {service}, port: 80}}")
}

/// A rule of an HTTPRoute: its matches and its backends, each the inside of a flow list.
pub fn rule(matches: &str, backends: &str) -> String {
    format!("{{matches: [{matches}], backendRefs: [{backends}]}}")
}

/// A match of a path prefix, with further fields of the match behind it.
pub fn prefix_match(path: &str, more: &str) -> String {
    format!("{{path: {{type: PathPrefix, value: {path}}}{more}}}")
}

/// The GatewayClass `kong`.
pub const GATEWAY_CLASS: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: kong, annotations: {konghq.com/gatewayclass-unmanaged: \"true\"}}\nspec: {controllerName: konghq.com/kic-gateway-controller}\n";

/// A Gateway with these listeners, written as the inside of a flow list.
pub fn gateway(name: &str, listeners: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: {name}}}\nspec: {{gatewayClassName: kong, listeners: [{listeners}]}}\n"
    )
}

/// A plain HTTP listener, with further fields behind it.
pub fn listener(name: &str, more: &str) -> String {
    format!("{{name: {name}, port: 80, protocol: HTTP{more}}}")
}

/// A KongPlugin `key-auth`.
pub fn plugin(name: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {{name: {name}}}\nplugin: key-auth\n"
    )
}

/// A KongConsumer with annotations and further fields of the object behind its name.
pub fn consumer(name: &str, annotations: &str, more: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: {name}, annotations: {{kubernetes.io/ingress.class: kong{annotations}}}}}\nusername: {name}\n{more}"
    )
}

/// A Secret with a `key-auth` credential.
pub fn credential(name: &str, key: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, labels: {{konghq.com/credential: key-auth}}}}\nstringData: {{key: {key}}}\n"
    )
}

/// An address of the private network 10.0.0.0/8 for a number.
pub fn address(number: usize) -> String {
    format!(
        "10.{}.{}.{}",
        number >> 16 & 255,
        number >> 8 & 255,
        number & 255
    )
}
