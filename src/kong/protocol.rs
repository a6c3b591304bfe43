//! Protocols of services, routes and plugins.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A protocol, or the text an annotation put in its place: KIC passes some unchecked (spec 10, 4.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// `http`
    Http,
    /// `https`
    Https,
    /// `grpc`
    Grpc,
    /// `grpcs`
    Grpcs,
    /// `ws`
    Ws,
    /// `wss`
    Wss,
    /// `tcp`
    Tcp,
    /// `tls`
    Tls,
    /// `tls_passthrough`
    TlsPassthrough,
    /// `udp`
    Udp,
    /// Text that Kong does not know.
    Other(String),
}

impl Protocol {
    /// Kong's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Grpc => "grpc",
            Self::Grpcs => "grpcs",
            Self::Ws => "ws",
            Self::Wss => "wss",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::TlsPassthrough => "tls_passthrough",
            Self::Udp => "udp",
            Self::Other(text) => text,
        }
    }

    /// Whether annotations may name it (spec 40, PROTO): any known protocol but `udp`.
    pub fn is_allowed_in_annotations(&self) -> bool {
        !matches!(self, Self::Udp | Self::Other(_))
    }
}

impl AsRef<str> for Protocol {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Protocol {
    fn from(text: &str) -> Self {
        match text {
            "http" => Self::Http,
            "https" => Self::Https,
            "grpc" => Self::Grpc,
            "grpcs" => Self::Grpcs,
            "ws" => Self::Ws,
            "wss" => Self::Wss,
            "tcp" => Self::Tcp,
            "tls" => Self::Tls,
            "tls_passthrough" => Self::TlsPassthrough,
            "udp" => Self::Udp,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Protocol {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Protocol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
    }
}
