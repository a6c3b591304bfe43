//! The table of keys (spec 40, 2 to 4; versions: CHANGELOG.md of KIC). One row per key, whose name is nowhere else in the sources.

use super::plugins;
use super::value::{self, Form};
use super::{Key, Place, Row};

const SERVICES: &[&str] = &["Service", "KongServiceFacade"];
const INGRESS: &[&str] = &["Ingress"];
const ROUTES: &[&str] = &[
    "Ingress",
    "HTTPRoute",
    "GRPCRoute",
    "TCPRoute",
    "UDPRoute",
    "TLSRoute",
    "TCPIngress",
    "UDPIngress",
];
const CERTIFICATES: &[&str] = &["Secret", "ConfigMap"];

const TEXT: Form<String> = Form::new("a text", value::text);
const NAME: Form<String> = Form::new("a name", value::text);
const NAMES: Form<Vec<String>> = Form::new("a list of names", value::texts);
const NUMBER: Form<i64> = Form::new("a whole number without a unit", value::whole_number);
const SWITCH: Form<bool> = Form::new("`true` or `false`", value::any_case);
const ONLY_TRUE: Form<bool> = Form::new("exactly `true`", value::only_true);

/// A row, and one line of documentation, per key.
macro_rules! table {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $row:expr;)*) => {
        $($(#[$doc])* pub static $name: Key<$type> = $row;)*

        /// Every key, in the order of the documentation.
        pub static TABLE: &[&Row] = &[$(&$name.row),*];
    };
}

table! {
    /// Protocol towards the backend.
    PROTOCOL: String = key("konghq.com/protocol", SERVICES, &["service.protocol"], Form::new("one of http, https, grpc, grpcs, ws, wss, tls, tcp, tls_passthrough", value::protocol))
        .since("0.8");
    /// Path in front of that of the request.
    PATH: String = key("konghq.com/path", SERVICES, &["service.path"], Form::new("a path that begins with `/`", value::path))
        .since("0.8");
    /// Milliseconds.
    CONNECT_TIMEOUT: i64 = key("konghq.com/connect-timeout", SERVICES, &["service.connect_timeout"], NUMBER)
        .since("2.8");
    /// Milliseconds.
    WRITE_TIMEOUT: i64 = key("konghq.com/write-timeout", SERVICES, &["service.write_timeout"], NUMBER)
        .since("2.8");
    /// Milliseconds.
    READ_TIMEOUT: i64 = key("konghq.com/read-timeout", SERVICES, &["service.read_timeout"], NUMBER)
        .since("2.8");
    /// How often Kong tries again.
    RETRIES: i64 = key("konghq.com/retries", SERVICES, &["service.retries"], NUMBER).since("2.8");
    /// Whether the backend's certificate is verified.
    TLS_VERIFY: bool = key("konghq.com/tls-verify", SERVICES, &["service.tls_verify"], Form::new("`true` or `false`", value::bool_of_go))
        .since("3.4");
    /// Longest chain of certificates.
    TLS_VERIFY_DEPTH: i64 = key("konghq.com/tls-verify-depth", SERVICES, &["service.tls_verify_depth"], NUMBER)
        .since("3.4");
    /// Secret of the certificate that Kong shows to the backend.
    CLIENT_CERT: String = key("konghq.com/client-cert", SERVICES, &["service.client_certificate"], NAME)
        .since("0.8");
    /// Secrets of CA certificates.
    CA_CERTIFICATES_SECRETS: Vec<String> = key("konghq.com/ca-certificates-secrets", SERVICES, &["service.ca_certificates"], NAMES)
        .since("3.4");
    /// ConfigMaps of CA certificates.
    CA_CERTIFICATES_CONFIGMAPS: Vec<String> = key("konghq.com/ca-certificates-configmaps", SERVICES, &["service.ca_certificates"], NAMES)
        .since("3.4");
    /// Host header that the backend gets.
    HOST_HEADER: String = key("konghq.com/host-header", SERVICES, &["upstream.host_header"], TEXT)
        .since("0.9");
    /// KongUpstreamPolicy of the namespace.
    UPSTREAM_POLICY: String = key("konghq.com/upstream-policy", SERVICES, &["upstream"], NAME).since("3.0");
    /// KongIngress of the namespace.
    OVERRIDE: String = key("konghq.com/override", SERVICES, &["upstream"], NAME).since("0.8");
    /// KongPlugins, each `name` or `namespace:name`.
    PLUGINS: Vec<Result<plugins::Reference, String>> = key("konghq.com/plugins", &[
        "Service", "KongServiceFacade", "Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute", "TCPIngress", "UDPIngress",
        "KongConsumer", "KongConsumerGroup",
    ], &["plugins"], Form::new("a list of names of plugins", plugins::all)).since("0.8");
    /// Tags beside those that name the object.
    TAGS: Vec<String> = key("konghq.com/tags", &[], &["service.tags", "route.tags", "upstream.tags", "plugin.tags", "consumer.tags"], Form::new("a list of tags", value::texts))
        .since("2.9");
    /// Whether the path of the route is cut off.
    STRIP_PATH: bool = key("konghq.com/strip-path", ROUTES, &["route.strip_path"], SWITCH).since("0.8");
    /// Status of the answer to plain requests.
    HTTPS_REDIRECT_STATUS_CODE: i64 = key("konghq.com/https-redirect-status-code", ROUTES, &["route.https_redirect_status_code"], Form::new("one of 301, 302, 307, 308, 426", value::redirect_code))
        .since("0.8");
    /// Whether the backend gets the client's Host.
    PRESERVE_HOST: bool = key("konghq.com/preserve-host", ROUTES, &["route.preserve_host"], SWITCH)
        .since("0.8");
    /// Whether requests are buffered.
    REQUEST_BUFFERING: bool = key("konghq.com/request-buffering", ROUTES, &["route.request_buffering"], Form::new("`true` or `false`", value::bool_of_go_any_case))
        .since("1.2");
    /// Whether responses are buffered.
    RESPONSE_BUFFERING: bool = key("konghq.com/response-buffering", ROUTES, &["route.response_buffering"], Form::new("`true` or `false`", value::bool_of_go_any_case))
        .since("1.2");
    /// Protocols that the route takes.
    PROTOCOLS: Vec<String> = key("konghq.com/protocols", ROUTES, &["route.protocols"], Form::new("a list of http, https, grpc, grpcs, ws, wss, tls, tcp, tls_passthrough", value::protocols))
        .since("0.8");
    /// Which of the routes with a regular expression is tried first.
    REGEX_PRIORITY: i64 = key("konghq.com/regex-priority", ROUTES, &["route.regex_priority"], Form::new("a whole number", value::whole_number)).since("0.9")
        .in_expressions(&[]);
    /// Methods that the route takes.
    METHODS: Vec<String> = key("konghq.com/methods", ROUTES, &["route.methods"], Form::new("a list of methods, letters only", value::methods)).since("0.9")
        .in_expressions(INGRESS);
    /// Server names that the route takes.
    SNIS: Vec<String> = key("konghq.com/snis", ROUTES, &["route.snis"], Form::new("a list of host names without wildcards", value::snis)).since("1.1")
        .in_expressions(&["Ingress", "HTTPRoute", "GRPCRoute"]);
    /// Hosts beside those of the rule.
    HOST_ALIASES: Vec<String> = key("konghq.com/host-aliases", ROUTES, &["route.hosts"], Form::new("a list of host names", value::hosts)).since("1.3")
        .in_expressions(INGRESS);
    /// Header matches: the rest of the key is the name of the header.
    HEADERS: String = key("konghq.com/headers.", ROUTES, &["route.headers"], Form::new("a list of values", value::text)).since("2.8")
        .in_expressions(INGRESS);
    /// What separates the values of header matches.
    HEADERS_SEPARATOR: String = key("konghq.com/headers-separator", ROUTES, &["route.headers"], TEXT)
        .since("3.2");
    /// How the paths of service and route are joined.
    PATH_HANDLING: String = key("konghq.com/path-handling", ROUTES, &["route.path_handling"], Form::new("`v0` or `v1`", value::path_handling)).since("2.8")
        .in_expressions(&[]);
    /// Mark of a path that is a regular expression.
    REGEX_PREFIX: String = key("konghq.com/regex-prefix", INGRESS, &["route.paths"], TEXT).since("2.7");
    /// Template of the path that the backend gets.
    REWRITE: String = key("konghq.com/rewrite", INGRESS, &["route.plugins"], Form::new("a path with `$1` for what the first group matched", value::text))
        .since("2.12");
    /// Whether KIC itself, and no operator, looks after the Gateways of the class.
    GATEWAYCLASS_UNMANAGED: String = key("konghq.com/gatewayclass-unmanaged", &["GatewayClass"], &[], TEXT)
        .since("2.6");
    /// Services whose addresses the status shows.
    PUBLISH_SERVICE: String = key("konghq.com/publish-service", &["Gateway"], &[], NAME).since("3.0");
    /// The Service's cluster address is the only target.
    SERVICE_UPSTREAM: bool = key("ingress.kubernetes.io/service-upstream", SERVICES, &["upstream.targets"], ONLY_TRUE)
        .since("0.6");
    /// Plain requests are redirected to HTTPS.
    FORCE_SSL_REDIRECT: bool = key("ingress.kubernetes.io/force-ssl-redirect", ROUTES, &["route.protocols", "route.https_redirect_status_code"], ONLY_TRUE)
        .since("0.10");
    /// Class of the object.
    INGRESS_CLASS: String = key("kubernetes.io/ingress.class", &[
        "Ingress", "TCPIngress", "UDPIngress", "KongServiceFacade", "KongClusterPlugin", "KongConsumer", "KongConsumerGroup", "KongVault",
    ], &[], NAME).since("0.1");
    /// Whether objects without a class are of this one.
    IS_DEFAULT_CLASS: bool = key("ingressclass.kubernetes.io/is-default-class", &["IngressClass"], &[], ONLY_TRUE)
        .since("2.3");
    /// Label: the type of credential that a Secret holds.
    CREDENTIAL: String = key("konghq.com/credential", &["Secret"], &["consumer.credentials"], Form::new("a type of credential", value::text)).label()
        .since("3.0");
    /// Label: what the webhook judges a Secret as; its value does not matter.
    VALIDATE: String = key("konghq.com/validate", &["Secret"], &[], Form::new("plugin", value::text)).label()
        .since("3.2");
    /// Label: marks a CA certificate.
    CA_CERT: bool = key("konghq.com/ca-cert", CERTIFICATES, &["ca_certificates"], ONLY_TRUE).label()
        .since("0.9");
}

/// Annotations of Kong's own that are followed by a slash, as lints look for them.
pub const SLASHED_PREFIX: &str = "konghq.com/";

/// The row of an annotation.
pub fn annotation(key: &str) -> Option<&'static Row> {
    annotations().find(|row| match key.strip_prefix(row.key) {
        Some("") => !row.is_prefix(),
        Some(_) => row.is_prefix(),
        None => false,
    })
}

/// The rows of annotations.
pub fn annotations() -> impl Iterator<Item = &'static Row> {
    let rows = TABLE.iter().copied();
    rows.filter(|row| row.place == Place::Annotation)
}

/// The keys of annotations that give a field of Kong, such as `service.retries`.
pub fn giving(field: &str) -> impl Iterator<Item = &'static str> {
    let rows = annotations().filter(move |row| row.gives.contains(&field));
    rows.map(|row| row.key)
}

/// An annotation of some kinds.
const fn key<T>(
    key: &'static str,
    kinds: &'static [&'static str],
    gives: &'static [&'static str],
    form: Form<T>,
) -> Key<T> {
    Key {
        row: Row {
            key,
            place: Place::Annotation,
            kinds,
            expected: form.expected,
            gives,
            since: "",
            in_expressions: None,
        },
        parse: form.parse,
    }
}

impl<T> Key<T> {
    const fn since(mut self, version: &'static str) -> Self {
        self.row.since = version;
        self
    }

    const fn label(mut self) -> Self {
        self.row.place = Place::Label;
        self
    }

    const fn in_expressions(mut self, kinds: &'static [&'static str]) -> Self {
        self.row.in_expressions = Some(kinds);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_is_there_once_and_says_since_when() {
        let mut seen = BTreeSet::new();
        for row in TABLE {
            assert!(seen.insert(row.key), "{} is there twice", row.key);
            assert!(!row.since.is_empty(), "{} has no version", row.key);
        }
    }

    #[test]
    fn a_beginning_needs_a_rest() {
        assert_eq!(
            annotation("konghq.com/headers.x").map(|row| row.key),
            Some(HEADERS.name())
        );
        assert!(annotation("konghq.com/headers.").is_none());
        assert!(annotation("konghq.com/headers").is_none());
    }

    #[test]
    fn labels_are_no_annotations() {
        assert!(annotation(CREDENTIAL.name()).is_none());
    }

    #[test]
    fn fields_are_found_by_their_names() {
        assert_eq!(
            giving("service.retries").collect::<Vec<_>>(),
            [RETRIES.name()]
        );
        assert_eq!(giving("route.destinations").count(), 0);
    }
}
