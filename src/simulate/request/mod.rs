//! A request, and the values that the engine sees of it (spec 30, 11.2).

mod fields;

use super::path;
use crate::engine::{Subsystem, Values};
use crate::secrecy::MASK;
pub use fields::Fields;
use std::fmt;
use std::net::IpAddr;

/// How a request arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Scheme {
    /// Plain HTTP, gRPC included.
    #[default]
    Http,
    /// HTTP over TLS, gRPC included.
    Https,
    /// A plain TCP connection.
    Tcp,
    /// A TLS connection.
    Tls,
    /// A UDP packet.
    Udp,
}

impl Scheme {
    /// The word in a URL, which is also the engine's `net.protocol`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Udp => "udp",
        }
    }

    /// The scheme of this name; `grpc` and `grpcs` are HTTP's.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "http" | "grpc" => Self::Http,
            "https" | "grpcs" => Self::Https,
            "tcp" => Self::Tcp,
            "tls" | "tls_passthrough" => Self::Tls,
            "udp" => Self::Udp,
            _ => return None,
        })
    }

    /// The router that is asked.
    pub const fn subsystem(self) -> Subsystem {
        match self {
            Self::Http | Self::Https => Subsystem::Http,
            Self::Tcp | Self::Tls | Self::Udp => Subsystem::Stream,
        }
    }

    /// Whether the connection is encrypted.
    pub const fn is_tls(self) -> bool {
        matches!(self, Self::Https | Self::Tls)
    }

    /// The port when the request names none.
    const fn default_port(self) -> Option<u16> {
        match self {
            Self::Http => Some(80),
            Self::Https => Some(443),
            Self::Tcp | Self::Tls | Self::Udp => None,
        }
    }
}

/// A request as it arrives at the gateway.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// Method, as sent.
    pub method: String,
    /// How it arrives.
    pub scheme: Scheme,
    /// The Host header, with the port when there is one.
    pub host: String,
    /// The raw request target: path and query.
    pub target: String,
    /// Headers in order, names as sent; a name may occur more than once.
    pub headers: Vec<(String, String)>,
    /// Server name of the TLS connection.
    pub sni: Option<String>,
    /// Address of the client.
    pub client: Option<IpAddr>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            scheme: Scheme::default(),
            host: String::new(),
            target: "/".to_owned(),
            headers: Vec::new(),
            sni: None,
            client: None,
        }
    }
}

impl fmt::Display for Request {
    /// `GET https://shop.example.com/cart`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}://{}{}",
            self.method,
            self.scheme.as_str(),
            self.host,
            self.target
        )
    }
}

/// A request target with the values of its query masked: `/x?a=…&b=…`.
pub(super) fn without_query_values(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else {
        return target.to_owned();
    };
    let parameters = query.split('&').map(|parameter| {
        parameter.split_once('=').map_or_else(
            || parameter.to_owned(),
            |(name, _)| format!("{name}={MASK}"),
        )
    });
    format!("{path}?{}", parameters.collect::<Vec<_>>().join("&"))
}

impl Request {
    /// The same for people: values of headers and of the query are masked, which may be keys that a route asks for.
    pub(super) fn without_values(&self) -> Self {
        let headers = self.headers.iter();
        Self {
            target: without_query_values(&self.target),
            headers: headers
                .map(|(name, _)| (name.clone(), MASK.to_owned()))
                .collect(),
            ..self.clone()
        }
    }

    /// A request for a URL such as `https://shop.example.com:8443/cart?page=2` or `tcp://10.0.0.1:5432`. A TLS connection
    /// asks for the URL's host as its server name.
    pub fn for_url(method: &str, url: &str) -> Result<Self, String> {
        let (scheme, rest) = url.split_once("://").ok_or_else(|| {
            format!("`{url}` is not a URL; expected something like https://shop.example.com/cart")
        })?;
        let scheme = Scheme::named(&scheme.to_ascii_lowercase()).ok_or_else(|| {
            format!(
                "`{scheme}` is not a scheme; expected http, https, grpc, grpcs, tcp, tls or udp"
            )
        })?;
        let start = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(start);
        let host = authority.rsplit('@').next().unwrap_or_default();
        if host.is_empty() {
            return Err(format!("`{url}` has no host"));
        }
        let target = target.split('#').next().unwrap_or_default();
        let target = if target.starts_with('/') {
            target.to_owned()
        } else {
            format!("/{target}")
        };
        let mut request = Self {
            method: method.to_owned(),
            scheme,
            host: host.to_owned(),
            target,
            ..Self::default()
        };
        request.sni = request.default_sni();
        Ok(request)
    }

    /// The server name that a client sends by itself: the host, unless it is an address.
    pub fn default_sni(&self) -> Option<String> {
        let name = self.host_name();
        (self.scheme.is_tls() && name.parse::<IpAddr>().is_err() && !name.starts_with('['))
            .then(|| name.to_owned())
    }

    /// The Host header without its port. Letter case stays, as in Kong.
    pub fn host_name(&self) -> &str {
        self.split_host().0
    }

    /// The port in the Host header, else the usual one.
    pub fn port(&self) -> Option<u16> {
        self.split_host().1.or(self.scheme.default_port())
    }

    /// Kong cuts at the first colon, and only when a number follows.
    fn split_host(&self) -> (&str, Option<u16>) {
        match self.host.split_once(':') {
            Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => {
                (name, port.parse().ok())
            }
            _ => (&self.host, None),
        }
    }

    /// The path that routes are matched against.
    pub fn path(&self) -> String {
        crate::kong::path::normalize(self.split_target().0)
    }

    /// The query, without its question mark.
    pub fn query(&self) -> Option<&str> {
        self.split_target().1
    }

    /// Kong looks for the question mark from the second byte on.
    fn split_target(&self) -> (&str, Option<&str>) {
        let position = self
            .target
            .bytes()
            .skip(1)
            .position(|byte| byte == b'?')
            .map(|position| position + 1);
        match position {
            Some(position) => (&self.target[..position], Some(&self.target[position + 1..])),
            None => (&self.target, None),
        }
    }

    /// All values of a header; case and the difference of `-` and `_` do not matter.
    pub fn header_values<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let wanted = plain_name(name);
        self.headers
            .iter()
            .filter(move |(name, _)| plain_name(name) == wanted)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the request is gRPC by its content type.
    pub fn is_grpc(&self) -> bool {
        self.header_values("content-type")
            .next()
            .is_some_and(|kind| kind.starts_with("application/grpc"))
    }

    /// The values of `fields`; Kong, too, fills in only what some route asks for.
    pub fn values(&self, fields: &Fields) -> Values {
        let mut values = Values::new(self.scheme.subsystem());
        let path = self.path();
        for field in &fields.plain {
            self.add_value(field, &path, &mut values);
        }
        self.add_headers(fields, &mut values);
        if !fields.queries.is_empty() {
            for (name, value) in path::query_pairs(self.query().unwrap_or_default()) {
                if let Some(field) = fields.queries.get(&name) {
                    values.text(field, value);
                }
            }
        }
        values
    }

    fn add_headers(&self, fields: &Fields, values: &mut Values) {
        if fields.headers.is_empty() {
            return;
        }
        let mut has_host = false;
        for (name, value) in &self.headers {
            let name = plain_name(name);
            has_host |= name == "host";
            for field in fields.headers.get(&name).into_iter().flatten() {
                values.text(field, value);
            }
        }
        if !has_host {
            for field in fields.headers.get("host").into_iter().flatten() {
                values.text(field, &self.host);
            }
        }
    }

    fn add_value(&self, field: &str, path: &str, values: &mut Values) {
        match field {
            "net.protocol" => values.text(field, self.protocol()),
            "http.method" => values.text(field, &self.method),
            "http.host" => values.text(field, self.host_name()),
            "http.path" => values.text(field, path),
            "tls.sni" => {
                if let Some(sni) = self.sni.as_deref().filter(|_| self.scheme.is_tls()) {
                    values.text(field, sni);
                }
            }
            "net.dst.port" => {
                if let Some(port) = self.port() {
                    values.integer(field, port.into());
                }
            }
            "net.src.ip" => {
                if let Some(client) = self.client {
                    values.address(field, client);
                }
            }
            _ => add_segments(field, path, values),
        }
    }

    /// The engine's `net.protocol`: a TLS connection without a server name is a TCP one.
    pub(super) const fn protocol(&self) -> &'static str {
        match self.scheme {
            Scheme::Tls if self.sni.is_none() => "tcp",
            scheme => scheme.as_str(),
        }
    }
}

fn add_segments(field: &str, path: &str, values: &mut Values) {
    if let Some(segment) = field.strip_prefix("http.path.segments.") {
        let segments = path::segments(path);
        if segment == "len" {
            let length = i64::try_from(segments.len()).unwrap_or(i64::MAX);
            values.integer(field, length);
        } else if let Some(text) = path::segment_range(&segments, segment) {
            values.text(field, text);
        }
    }
}

/// A header's name as names are compared: case and the difference of `-` and `_` do not matter.
fn plain_name(name: &str) -> String {
    name.to_ascii_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_gives_host_target_and_server_name() {
        let request = Request::for_url("GET", "https://shop.example.com:8443/cart?page=2").unwrap();
        assert_eq!(request.host_name(), "shop.example.com");
        assert_eq!(request.port(), Some(8443));
        assert_eq!(request.path(), "/cart");
        assert_eq!(request.query(), Some("page=2"));
        assert_eq!(request.sni.as_deref(), Some("shop.example.com"));
        assert_eq!(Request::for_url("GET", "http://a").unwrap().target, "/");
        assert_eq!(
            Request::for_url("GET", "https://10.0.0.1/").unwrap().sni,
            None
        );
        assert!(Request::for_url("GET", "shop.example.com/cart").is_err());
        assert!(Request::for_url("GET", "ftp://a/").is_err());
        assert!(Request::for_url("GET", "http:///a").is_err());
    }

    #[test]
    fn a_colon_without_a_number_is_part_of_the_host() {
        let request = Request {
            host: "a:b".to_owned(),
            ..Request::default()
        };
        assert_eq!((request.host_name(), request.port()), ("a:b", Some(80)));
    }

    #[test]
    fn header_names_ignore_case_and_the_kind_of_dash() {
        let request = Request {
            headers: vec![("X_Tenant-Id".to_owned(), "gold".to_owned())],
            ..Request::default()
        };
        assert_eq!(request.header_values("x_tenant_id").next(), Some("gold"));
    }
}
