//! Objects that the controller could read and leaves alone, and why: data for problems, and for answers to requests.

use crate::origin::ObjectMeta;
use std::fmt;
use std::sync::Arc;

/// Why the controller leaves an object alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It names no class, and the controller's is not the default one.
    NoClass,
    /// Its class annotation is empty, which hides it.
    EmptyClass,
    /// It names this class.
    OtherClass(String),
    /// It belongs to a control plane that is not of type `kic`.
    OtherControlPlane,
}

impl fmt::Display for Reason {
    /// A sentence about the object: `it is of class nginx`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoClass => f.write_str("it names no ingress class"),
            Self::EmptyClass => f.write_str("its class annotation is empty"),
            Self::OtherClass(class) => write!(f, "it is of class {class}"),
            Self::OtherControlPlane => f.write_str("its controlPlaneRef is not of type kic"),
        }
    }
}

/// One object left alone.
#[derive(Debug)]
pub struct Ignored {
    /// The object.
    pub meta: Arc<ObjectMeta>,
    /// Why.
    pub reason: Reason,
    /// Hosts and paths that it asks for, when it is an Ingress.
    pub claims: Vec<Claim>,
    /// Secrets that it names as credentials, when it is a KongConsumer.
    pub credentials: Vec<String>,
}

/// What an Ingress asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Host, perhaps with `*.` in front; `None` means any.
    pub host: Option<String>,
    /// Path as written.
    pub path: String,
    /// How the path is compared.
    pub comparison: Comparison,
}

/// How a path of an Ingress is compared with that of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// As a whole: `Exact`.
    Whole,
    /// Segment by segment: `Prefix`.
    Segments,
    /// Character by character: `ImplementationSpecific`, unless it is a regular expression.
    Characters,
}
