//! What Kong's own record of a case passes over, although it is wrong.

use serde_json::Value;

/// Whether there is a reason to report a fault that is not recorded (spec 70, 3).
pub fn is_passed_over(entity: &str, field: &str, recorded: &[Value]) -> bool {
    let has = |kind: &str, entity: &str, field: &str| {
        recorded.iter().any(|error| {
            error["kind"] == kind && error["entity"] == entity && error["field"] == field
        })
    };
    let is_late = |error: &Value| {
        error["kind"] == "bad_reference" || error["kind"] == "duplicate" && error["field"] != "id"
    };
    match (entity, field) {
        // Which of two plugins with one id Kong names depends on the order of the file. And of two routes with one name it tells no more
        // than that, while their plugins stand twice as well.
        ("plugin", "id") if has("duplicate", "plugin", "id") => true,
        ("plugin", "id") if has("duplicate", "route", "name") => true,
        // Kong looks for names and keys that stand twice, and for references that lead nowhere, only where each entity by itself is
        // right. A file with faults of the first kind has no record of the second.
        (_, "id" | "name" | "username") => !recorded.is_empty() && !recorded.iter().any(is_late),
        _ => false,
    }
}
