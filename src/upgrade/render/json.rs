//! For programs, complete.

use crate::diag::Location;
use crate::upgrade::fix::Fix;
use crate::upgrade::{Item, Kind, Report, Spot};
use serde_json::{Value, json};

/// The report as JSON. `requests` is how many classes of requests are answered otherwise.
pub fn render(report: &Report, requests: Option<usize>) -> Value {
    let list = |items: &[Item]| -> Vec<Value> { items.iter().map(item).collect() };
    json!({
        "verdict": report.verdict(requests).to_string(),
        "from": report.between.old,
        "to": report.between.new,
        "refused": list(&report.refused),
        "behaviour": list(&report.behaviour),
        "ignored": list(&report.ignored),
        "read": list(&report.read),
    })
}

fn item(item: &Item) -> Value {
    let places: Vec<Value> = item.spots.iter().map(spot).collect();
    let mut value = json!({
        "kind": item.kind.as_str(),
        "message": item.message,
        "hint": item.hint,
        "places": places,
    });
    match item.kind {
        Kind::Refused => {
            value["code"] = item.subject.as_str().into();
            value["by"] = item.field.clone().into();
        }
        Kind::NotRead | Kind::NowRead => value["code"] = item.subject.as_str().into(),
        Kind::PluginDefault | Kind::EntityDefault | Kind::Order | Kind::Code | Kind::Deprecated => {
            let key = if item.kind == Kind::EntityDefault {
                "entity"
            } else {
                "plugin"
            };
            value[key] = item.subject.as_str().into();
            value["field"] = item.field.clone().into();
            value["consequence"] = item.consequence.clone().into();
        }
    }
    if matches!(item.kind, Kind::PluginDefault | Kind::EntityDefault) {
        value["old"] = item.old.clone().unwrap_or_default();
        value["new"] = item.new.clone().unwrap_or_default();
    }
    value
}

fn spot(spot: &Spot) -> Value {
    let object = match &spot.location {
        Location::Field(origin) => Some(origin.object.key.to_string()),
        Location::Text { .. } => None,
    };
    let place = spot.place.as_ref();
    json!({
        "file": place.map(|place| place.file.as_str()),
        "line": place.map(|place| place.line),
        "object": object,
        "fix": fix(&spot.fix),
    })
}

fn fix(fix: &Fix) -> Value {
    let Some(edit) = fix.edit() else {
        return Value::Null;
    };
    let why = match fix {
        Fix::ByHand(_, why) => Some(why.as_str()),
        Fix::None | Fix::Wanted(_) => None,
    };
    json!({
        "object": edit.object.key.to_string(),
        "path": edit.path,
        "value": edit.value,
        "message": edit.sentence(),
        "by_hand": why,
    })
}
