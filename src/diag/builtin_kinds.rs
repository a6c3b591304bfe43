//! What the API server says of Ingress, IngressClass, Service, EndpointSlice, Secret, ConfigMap and Namespace when they are
//! created: its own texts, at the field at fault (spec 86, 4).
//!
//! KIC is run on such an object all the same when it meets one, so it takes part in the rendering; see [`refused`].

use super::builtin_hints::Hint;
use super::{ApiServerVerdict, Code, Diagnostic, Severity, admission, api_server, ingress};
use crate::origin::Origin;
use std::borrow::Cow;

/// Every code of this family. Where another family has a code for the same fact, that one is used.
pub static CODES: &[&Code] = &[&INVALID_VALUE, &API_SERVER_WARNING];

/// A value that a rule of the API server refuses.
pub static INVALID_VALUE: Code = Code {
    id: "invalid-value",
    severity: Severity::Error,
    summary: "the API server refuses a value of an Ingress, Service or another kind of Kubernetes' own",
    explanation: "The built-in kinds have no CRD; the API server checks them in code: hosts, paths, names, ports, addresses, labels and keys. The message ends with its own words. All faults of an object are told in one run. \
        Such an object cannot be created, so KIC never sees it; it still takes part in the rendering, as KIC would translate it if it could exist. What an older release let in may live on in a cluster: the rules are those for new objects, of the release that `--kubernetes-version` names.",
    before: "kind: Ingress\nspec:\n  rules:\n  - host: shop.example.com:8080",
    after: "kind: Ingress\nspec:\n  rules:\n  - host: shop.example.com",
    reference: "Kubernetes: pkg/apis/core/validation/validation.go, pkg/apis/networking/validation/validation.go, pkg/apis/discovery/validation/validation.go",
};

/// A value that the API server takes with a warning.
pub static API_SERVER_WARNING: Code = Code {
    id: "api-server-warning",
    severity: Severity::Warning,
    summary: "the API server accepts the object and warns of a value",
    explanation: "`kubectl apply` prints these warnings too: an address in a spelling that a later release refuses, a field that the type of the Service ignores, a type of EndpointSlice that is deprecated, a TLS Secret without a certificate. The message is the API server's own.",
    before: "kind: EndpointSlice\naddressType: IPv4\nendpoints:\n- addresses: [010.0.0.1]",
    after: "kind: EndpointSlice\naddressType: IPv4\nendpoints:\n- addresses: [10.0.0.1]",
    reference: "Kubernetes: pkg/api/service/warnings.go, pkg/registry/discovery/endpointslice/strategy.go",
};

/// What the API server has against a value, in its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// `Invalid value`, with the reason. The value itself is not kept: it may be secret.
    Invalid(Cow<'static, str>),
    /// `Invalid value` or `Forbidden`, because of what another field says.
    Rule(Cow<'static, str>),
    /// `Required value`, with a reason or the empty text.
    Required(&'static str),
    /// `Unsupported value`.
    NotSupported {
        /// What is there.
        found: String,
        /// What may be there, in the API server's order.
        supported: &'static [&'static str],
    },
    /// `Duplicate value`: what repeats.
    Duplicate(String),
    /// `Too long`: most bytes.
    TooLong(usize),
    /// `Too many`.
    TooMany {
        /// How many there are.
        found: usize,
        /// Most.
        max: usize,
    },
    /// The name of the object does not have the form of its kind.
    BadName(&'static str),
    /// A path of another type than the three.
    UnknownPathType(String),
    /// A backend with neither Service nor resource.
    NoBackend,
    /// A backend whose Service has no name.
    NoServiceName,
    /// More faults than this many, which are told.
    TooManyFaults(usize),
    /// Nothing is wrong enough to refuse it: a warning.
    Warning(String),
}

impl Fault {
    /// Whether the object is refused for this.
    pub fn refuses(&self) -> bool {
        !matches!(self, Self::Warning(_))
    }

    /// Whether no object can have this name.
    pub const fn is_bad_name(&self) -> bool {
        matches!(self, Self::BadName(_))
    }

    /// The code and what the API server says behind the name of the field.
    fn told(&self) -> (&'static Code, String) {
        match self {
            Self::Invalid(detail) => (&INVALID_VALUE, detail.to_string()),
            Self::Rule(detail) => (&api_server::CROSS_FIELD_RULE, detail.to_string()),
            Self::Required("") => (
                &api_server::MISSING_REQUIRED_FIELD,
                "Required value".to_owned(),
            ),
            Self::Required(detail) => (
                &api_server::MISSING_REQUIRED_FIELD,
                format!("Required value: {detail}"),
            ),
            Self::NotSupported { found, supported } => (
                &api_server::VALUE_NOT_IN_ENUM,
                unsupported(found, supported),
            ),
            Self::Duplicate(value) => (
                &api_server::DUPLICATE_LIST_ITEM,
                format!("Duplicate value: {value:?}"),
            ),
            Self::TooLong(max) => (
                &INVALID_VALUE,
                format!("Too long: may not be more than {max} bytes"),
            ),
            Self::TooMany { found, max } => (
                &api_server::WRONG_ITEM_COUNT,
                format!("Too many: {found}: must have at most {max} items"),
            ),
            Self::BadName(detail) => (&api_server::INVALID_OBJECT_NAME, (*detail).to_owned()),
            Self::UnknownPathType(found) => {
                (&ingress::PATH_TYPE_UNKNOWN, unsupported(found, PATH_TYPES))
            }
            Self::NoBackend => (
                &ingress::INGRESS_BACKEND_MISSING,
                "resource or service backend is required".to_owned(),
            ),
            Self::NoServiceName => (
                &ingress::BACKEND_SERVICE_NAME_EMPTY,
                "Required value".to_owned(),
            ),
            Self::TooManyFaults(told) => (
                &INVALID_VALUE,
                format!(
                    "there are more faults than these {told}, which are all that is told of one object"
                ),
            ),
            Self::Warning(text) => (&API_SERVER_WARNING, text.clone()),
        }
    }

    /// What to do when nothing more is known of the value.
    fn advice(&self) -> Cow<'static, str> {
        match self {
            Self::Invalid(_) | Self::TooLong(_) => {
                "change the value; the object cannot be created as it is".into()
            }
            Self::Rule(_) => "change one of the fields that the rule names".into(),
            Self::Required(_) => "add the field; the object cannot be created without it".into(),
            Self::NotSupported { supported, .. } => {
                format!("use one of: {}", supported.join(", ")).into()
            }
            Self::Duplicate(_) => "remove one of the two, or name them apart".into(),
            Self::TooMany { .. } => "spread the items over several objects".into(),
            Self::BadName(_) => "rename the object".into(),
            Self::UnknownPathType(_) => "use Prefix, Exact or ImplementationSpecific".into(),
            Self::NoBackend => "name a Service with its port".into(),
            Self::NoServiceName => "name the Service".into(),
            Self::TooManyFaults(_) => "mend these, or what made the object".into(),
            Self::Warning(_) => "mend or remove what the message names".into(),
        }
    }
}

/// The types of a path, in the API server's order.
const PATH_TYPES: &[&str] = &["Exact", "ImplementationSpecific", "Prefix"];

fn unsupported(found: &str, supported: &[&str]) -> String {
    let supported: Vec<String> = supported.iter().map(|it| format!("{it:?}")).collect();
    format!(
        "Unsupported value: {found:?}: supported values: {}",
        supported.join(", ")
    )
}

/// The API server refuses the object, or warns of it. `field` is the field as it calls it, where that is not the path of `at`.
pub fn refused(
    at: Origin,
    field: Option<String>,
    fault: &Fault,
    hint: Option<&Hint>,
) -> Diagnostic {
    let (code, said) = fault.told();
    let kind = at.object.key.kind.clone();
    let message = if fault.refuses() {
        let path = || at.path.to_string();
        let named = match field.clone().unwrap_or_else(path) {
            object if object.is_empty() => "the object".to_owned(),
            named => named,
        };
        format!("the API server refuses the {kind}: {named}: {said}")
    } else {
        // The API server's warnings name the field themselves.
        format!("the API server warns of the {kind}: {said}")
    };
    let mut diagnostic = Diagnostic::new(code, at, message)
        .hint(hint.map_or_else(|| fault.advice(), Hint::text))
        .said_by_api_server(ApiServerVerdict { field });
    if fault.refuses() {
        diagnostic.severity = Severity::Error;
    }
    diagnostic
}

/// An object without `metadata.name` or `generateName`.
pub fn without_name(at: Origin) -> Diagnostic {
    let kind = at.object.key.kind.clone();
    let mut diagnostic =
        admission::without_name(at).said_by_api_server(ApiServerVerdict::default());
    diagnostic.message = format!(
        "the API server refuses the {kind}: metadata.name: Required value: name or generateName is required"
    );
    diagnostic
}

/// An object of a version that no API server has any more, or has yet.
pub fn not_served(at: Origin, found: &str, served: &[&str]) -> Diagnostic {
    let kind = at.object.key.kind.clone();
    let mut diagnostic = admission::unknown_version(at, found, served)
        .said_by_api_server(ApiServerVerdict::default());
    diagnostic.message = format!(
        "the API server refuses the {kind}: no matches for kind {kind:?} in version {found:?}"
    );
    diagnostic.severity = Severity::Error;
    diagnostic
}
