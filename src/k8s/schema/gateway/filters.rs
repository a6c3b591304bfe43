//! Filters of HTTP and gRPC rules and of their backends.

use super::super::description::{List, Rule, Schema, Unique, optional, required, rule};
use super::super::format::{self, ABSOLUTE_URI, HEADER_NAME};
use super::super::read::{has, integer, items, text};
use super::super::walk::item_path;
use super::path::PATH_MODIFIER;
use super::shared::{BACKEND_OBJECT_REFERENCE, LOCAL_REFERENCE, PORT, PRECISE_HOSTNAME, TEXT};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// The name of a header or query parameter.
pub(super) static HEADER: Schema = Schema::formed(1, 256, &HEADER_NAME);

/// The value of a header.
pub(super) static HEADER_VALUE: Schema = Schema::ByEdition(
    &Schema::sized(1, 4096),
    &Schema::formed(1, 4096, &format::HEADER_VALUE),
);

/// `filters` of HTTP rules.
pub(super) static HTTP_FILTERS: Schema = Schema::List(List {
    max: 16,
    rules: &[
        rule(
            "May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both",
            redirect_and_rewrite,
        ),
        rule(
            "RequestHeaderModifier filter cannot be repeated",
            |filters| repeated(filters, "RequestHeaderModifier"),
        ),
        rule(
            "ResponseHeaderModifier filter cannot be repeated",
            |filters| repeated(filters, "ResponseHeaderModifier"),
        ),
        rule("RequestRedirect filter cannot be repeated", |filters| {
            repeated(filters, "RequestRedirect")
        }),
        rule("URLRewrite filter cannot be repeated", |filters| {
            repeated(filters, "URLRewrite")
        }),
    ],
    ..List::of(&HTTP_FILTER)
});

/// `filters` of gRPC rules.
pub(super) static GRPC_FILTERS: Schema = Schema::List(List {
    max: 16,
    rules: &[
        rule(
            "RequestHeaderModifier filter cannot be repeated",
            |filters| repeated(filters, "RequestHeaderModifier"),
        ),
        rule(
            "ResponseHeaderModifier filter cannot be repeated",
            |filters| repeated(filters, "ResponseHeaderModifier"),
        ),
    ],
    ..List::of(&GRPC_FILTER)
});

static HTTP_FILTER: Schema = Schema::ruled(
    &[
        required(
            "type",
            &Schema::ByEdition(
                &Schema::one_of(&[
                    "RequestHeaderModifier",
                    "ResponseHeaderModifier",
                    "RequestMirror",
                    "RequestRedirect",
                    "URLRewrite",
                    "ExtensionRef",
                    "CORS",
                ]),
                &Schema::one_of(&[
                    "RequestHeaderModifier",
                    "ResponseHeaderModifier",
                    "RequestMirror",
                    "RequestRedirect",
                    "URLRewrite",
                    "ExtensionRef",
                    "CORS",
                    "ExternalAuth",
                ]),
            ),
        ),
        optional("requestHeaderModifier", &HEADER_MODIFIER),
        optional("responseHeaderModifier", &HEADER_MODIFIER),
        optional("requestMirror", &MIRROR),
        optional("requestRedirect", &REDIRECT),
        optional("urlRewrite", &REWRITE),
        optional("cors", &CORS),
        optional("extensionRef", &LOCAL_REFERENCE),
    ],
    &[
        NO_REQUEST_HEADERS,
        REQUEST_HEADERS,
        NO_RESPONSE_HEADERS,
        RESPONSE_HEADERS,
        NO_MIRROR,
        MIRROR_NEEDED,
        rule(
            "filter.requestRedirect must be nil if the filter.type is not RequestRedirect",
            |filter| carries(filter, "RequestRedirect", "requestRedirect"),
        ),
        rule(
            "filter.requestRedirect must be specified for RequestRedirect filter.type",
            |filter| lacks(filter, "RequestRedirect", "requestRedirect"),
        ),
        rule(
            "filter.urlRewrite must be nil if the filter.type is not URLRewrite",
            |filter| carries(filter, "URLRewrite", "urlRewrite"),
        ),
        rule(
            "filter.urlRewrite must be specified for URLRewrite filter.type",
            |filter| lacks(filter, "URLRewrite", "urlRewrite"),
        ),
        NO_EXTENSION,
        EXTENSION,
        rule(
            "filter.cors must be nil if the filter.type is not CORS",
            |filter| carries(filter, "CORS", "cors"),
        ),
        rule(
            "filter.cors must be specified for CORS filter.type",
            |filter| lacks(filter, "CORS", "cors"),
        ),
    ],
);

static GRPC_FILTER: Schema = Schema::ruled(
    &[
        required(
            "type",
            &Schema::one_of(&[
                "ResponseHeaderModifier",
                "RequestHeaderModifier",
                "RequestMirror",
                "ExtensionRef",
            ]),
        ),
        optional("requestHeaderModifier", &HEADER_MODIFIER),
        optional("responseHeaderModifier", &HEADER_MODIFIER),
        optional("requestMirror", &MIRROR),
        optional("extensionRef", &LOCAL_REFERENCE),
    ],
    &[
        NO_REQUEST_HEADERS,
        REQUEST_HEADERS,
        NO_RESPONSE_HEADERS,
        RESPONSE_HEADERS,
        NO_MIRROR,
        MIRROR_NEEDED,
        NO_EXTENSION,
        EXTENSION,
    ],
);

const NO_REQUEST_HEADERS: Rule = rule(
    "filter.requestHeaderModifier must be nil if the filter.type is not RequestHeaderModifier",
    |filter| carries(filter, "RequestHeaderModifier", "requestHeaderModifier"),
);
const REQUEST_HEADERS: Rule = rule(
    "filter.requestHeaderModifier must be specified for RequestHeaderModifier filter.type",
    |filter| lacks(filter, "RequestHeaderModifier", "requestHeaderModifier"),
);
const NO_RESPONSE_HEADERS: Rule = rule(
    "filter.responseHeaderModifier must be nil if the filter.type is not ResponseHeaderModifier",
    |filter| carries(filter, "ResponseHeaderModifier", "responseHeaderModifier"),
);
const RESPONSE_HEADERS: Rule = rule(
    "filter.responseHeaderModifier must be specified for ResponseHeaderModifier filter.type",
    |filter| lacks(filter, "ResponseHeaderModifier", "responseHeaderModifier"),
);
const NO_MIRROR: Rule = rule(
    "filter.requestMirror must be nil if the filter.type is not RequestMirror",
    |filter| carries(filter, "RequestMirror", "requestMirror"),
);
const MIRROR_NEEDED: Rule = rule(
    "filter.requestMirror must be specified for RequestMirror filter.type",
    |filter| lacks(filter, "RequestMirror", "requestMirror"),
);
const NO_EXTENSION: Rule = rule(
    "filter.extensionRef must be nil if the filter.type is not ExtensionRef",
    |filter| carries(filter, "ExtensionRef", "extensionRef"),
);
const EXTENSION: Rule = rule(
    "filter.extensionRef must be specified for ExtensionRef filter.type",
    |filter| lacks(filter, "ExtensionRef", "extensionRef"),
);

static HEADER_MODIFIER: Schema = Schema::object(&[
    optional("set", &HEADERS_TO_WRITE),
    optional("add", &HEADERS_TO_WRITE),
    optional(
        "remove",
        &Schema::List(List {
            max: 16,
            unique: Unique::Items,
            ..List::of(&TEXT)
        }),
    ),
]);

static HEADERS_TO_WRITE: Schema = Schema::List(List {
    max: 16,
    unique: Unique::Key("name"),
    ..List::of(&Schema::object(&[
        required("name", &HEADER),
        required("value", &HEADER_VALUE),
    ]))
});

static MIRROR: Schema = Schema::ruled(
    &[
        required("backendRef", &BACKEND_OBJECT_REFERENCE),
        optional("percent", &Schema::between(0, 100)),
        optional("fraction", &FRACTION),
    ],
    &[rule(
        "Only one of percent or fraction may be specified in HTTPRequestMirrorFilter",
        |mirror| {
            (has(mirror, "percent") && has(mirror, "fraction"))
                .then(|| FieldPath::of(&["fraction"]))
        },
    )],
);

static FRACTION: Schema = Schema::ruled(
    &[
        required("numerator", &Schema::between(0, i32::MAX as i64)),
        optional("denominator", &Schema::between(1, i32::MAX as i64)),
    ],
    &[rule(
        "numerator must be less than or equal to denominator",
        |fraction| {
            (integer(fraction, "numerator")? > integer(fraction, "denominator").unwrap_or(100))
                .then(|| FieldPath::of(&["numerator"]))
        },
    )],
);

static REDIRECT: Schema = Schema::object(&[
    optional("scheme", &Schema::one_of(&["http", "https"])),
    optional("hostname", &PRECISE_HOSTNAME),
    optional("path", &PATH_MODIFIER),
    optional("port", &PORT),
    optional(
        "statusCode",
        &Schema::ByEdition(
            &Schema::Choice(&[301, 302]),
            &Schema::Choice(&[301, 302, 303, 307, 308]),
        ),
    ),
]);

static REWRITE: Schema = Schema::object(&[
    optional("hostname", &PRECISE_HOSTNAME),
    optional("path", &PATH_MODIFIER),
]);

static CORS: Schema = Schema::object(&[
    optional("allowCredentials", &Schema::True),
    optional("allowHeaders", &HEADER_NAMES),
    optional(
        "allowMethods",
        &Schema::List(List {
            max: 9,
            unique: Unique::Items,
            rules: &[rule(
                "AllowMethods cannot contain '*' alongside other methods",
                |methods| {
                    let methods = items(methods);
                    let star = methods.iter().position(|m| m.as_str() == Some("*"))?;
                    (methods.len() > 1).then(|| item_path(star, &[]))
                },
            )],
            ..List::of(&CORS_METHOD)
        }),
    ),
    optional(
        "allowOrigins",
        &Schema::List(List {
            max: 64,
            unique: Unique::Items,
            ..List::of(&Schema::formed(1, 253, &ABSOLUTE_URI))
        }),
    ),
    optional("exposeHeaders", &HEADER_NAMES),
    optional("maxAge", &Schema::between(1, i32::MAX as i64)),
]);

static CORS_METHOD: Schema = Schema::one_of(&[
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*",
]);

static HEADER_NAMES: Schema = Schema::List(List {
    max: 64,
    unique: Unique::Items,
    ..List::of(&HEADER)
});

/// The type that wants a field which is not there.
fn lacks(filter: &Node<'_>, kind: &str, wanted: &str) -> Option<FieldPath> {
    (text(filter, "type") == Some(kind) && !has(filter, wanted)).then(|| FieldPath::of(&["type"]))
}

/// The field that belongs to another type.
fn carries(filter: &Node<'_>, kind: &str, of: &'static str) -> Option<FieldPath> {
    (text(filter, "type") != Some(kind) && has(filter, of)).then(|| FieldPath::of(&[of]))
}

/// The second filter of a type.
fn repeated(filters: &Node<'_>, kind: &str) -> Option<FieldPath> {
    items(filters)
        .iter()
        .enumerate()
        .filter(|(_, filter)| text(filter, "type") == Some(kind))
        .nth(1)
        .map(|(index, _)| item_path(index, &["type"]))
}

/// The later one of a redirect and a rewrite.
fn redirect_and_rewrite(filters: &Node<'_>) -> Option<FieldPath> {
    let position = |kind| {
        items(filters)
            .iter()
            .position(|filter| text(filter, "type") == Some(kind))
    };
    let later = position("RequestRedirect")?.max(position("URLRewrite")?);
    Some(item_path(later, &["type"]))
}
