//! The fields that Kong registers with the engine (spec 30, 10.2).

use super::Subsystem;
use atc_router::ast::Type;
use atc_router::schema::Schema;
use std::sync::LazyLock;

static HTTP: LazyLock<Schema> = LazyLock::new(|| {
    let mut schema = stream();
    for field in [
        "http.method",
        "http.host",
        "http.path",
        "http.path.segments.*",
        "http.headers.*",
        "http.queries.*",
    ] {
        schema.add_field(field, Type::String);
    }
    schema.add_field("http.path.segments.len", Type::Int);
    schema
});

static STREAM: LazyLock<Schema> = LazyLock::new(stream);

fn stream() -> Schema {
    let mut schema = Schema::default();
    for field in ["net.protocol", "tls.sni"] {
        schema.add_field(field, Type::String);
    }
    for field in ["net.src.port", "net.dst.port"] {
        schema.add_field(field, Type::Int);
    }
    for field in ["net.src.ip", "net.dst.ip"] {
        schema.add_field(field, Type::IpAddr);
    }
    schema
}

/// The schema of a subsystem.
pub(super) fn of(subsystem: Subsystem) -> &'static Schema {
    match subsystem {
        Subsystem::Http => &HTTP,
        Subsystem::Stream => &STREAM,
    }
}
