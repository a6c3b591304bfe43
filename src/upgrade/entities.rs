//! Entities that are no plugins: fields that are left out and whose default moved, and connections whose certificate is checked
//! from a version on (spec 84, 1).

use super::fix::Edit;
use super::moved::{self, Moved};
use super::{Item, Kind, Side, Spot};
use crate::annotations::table::PROTOCOLS;
use crate::diag::Location;
use crate::kong::protocol::Protocol;
use crate::kong::service::Service;
use crate::options::KongVersion;
use crate::origin::{ObjectKey, Origin};
use crate::schema::entities::{self, Release};
use crate::schema::field::Field;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The first version that checks the certificate of a service which does not say whether.
const CHECKS_SERVICES: KongVersion = KongVersion::new(3, 14, 0);

/// The kinds whose annotations reach a route.
const ROUTED_BY: [&str; 3] = ["Ingress", "HTTPRoute", "GRPCRoute"];

/// What a new version does otherwise with the entities of the new side.
pub(super) fn compare(old: Side<'_>, new: Side<'_>) -> Vec<Item> {
    let releases = (Release::of(old.options), Release::of(new.options));
    if releases.0 == releases.1 {
        return Vec::new();
    }
    let content = new.content;
    let mut found = Found::default();
    let services = content.services.iter();
    let routes = services.clone().flat_map(|service| &service.routes);
    // Fields of the other flavor are among them.
    if let Some(mut collection) = Collection::of("routes/expressions", "route", releases) {
        for route in routes.chain(&content.routes) {
            collection.judge(route, route.origin(), &mut found);
        }
    }
    if let Some(mut collection) = Collection::of("services", "service", releases) {
        for service in services.clone() {
            collection.judge(service, service.origin(), &mut found);
        }
    }
    if let Some(mut collection) = Collection::of("upstreams", "upstream", releases) {
        for upstream in &content.upstreams {
            collection.judge(upstream, upstream.origin(), &mut found);
        }
    }
    if releases.0.version < CHECKS_SERVICES && releases.1.version >= CHECKS_SERVICES {
        let unchecked = services.filter(|service| is_unchecked(service));
        let spots: Vec<Spot> = unchecked
            .map(|service| Spot::at(Location::Field(service.origin().clone())))
            .collect();
        found.add_all(certificates_checked, spots);
    }
    found.0.into_values().collect()
}

/// Items by kind of entity and field.
#[derive(Default)]
struct Found(BTreeMap<(String, String), Item>);

impl Found {
    fn add_all(&mut self, item: impl FnOnce() -> Item, spots: Vec<Spot>) {
        if spots.is_empty() {
            return;
        }
        let item = item();
        let key = (item.subject.clone(), item.field.clone().unwrap_or_default());
        self.0.entry(key).or_insert(item).spots.extend(spots);
    }
}

/// The entities of a kind, whose defaults moved.
struct Collection {
    entity: &'static str,
    schemas: (Field, Field),
    /// Objects and fields that have been told: one object may give many entities.
    told: BTreeSet<(ObjectKey, String)>,
}

impl Collection {
    /// `None` when no default moved.
    fn of(name: &str, entity: &'static str, (old, new): (Release, Release)) -> Option<Self> {
        let schemas = (entities::find(name, old)?, entities::find(name, new)?);
        let moved = moved::moved((&schemas.0, &schemas.1), None);
        (!moved.is_empty()).then_some(Self {
            entity,
            schemas,
            told: BTreeSet::new(),
        })
    }

    fn judge(&mut self, entity: &impl Serialize, origin: &Origin, found: &mut Found) {
        let Ok(written) = serde_json::to_value(entity) else {
            return;
        };
        for moved in moved::moved((&self.schemas.0, &self.schemas.1), Some(&written)) {
            let field = moved.path.join(".");
            if self.told.insert((origin.object.key.clone(), field)) {
                let edit = keeping(self.entity, &moved, origin);
                let at = Location::Field(origin.clone());
                let item = || default_moved(self.entity, &moved, edit.is_some());
                found.add_all(item, vec![Spot::with(at, edit.clone())]);
            }
        }
    }
}

fn default_moved(entity: &'static str, moved: &Moved, has_edit: bool) -> Item {
    let field = moved.path.join(".");
    let shown =
        |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
    let (old, new) = (shown(moved.old.as_ref()), shown(moved.new.as_ref()));
    let message = format!("a {entity} leaves out {field}: its default was {old} and is {new}");
    let is_https_only = (entity, &*field) == ("route", "protocols")
        && moved
            .new
            .as_ref()
            .is_some_and(|new| *new == Value::from(vec!["https"]));
    Item {
        field: Some(field),
        old: moved.old.clone(),
        new: moved.new.clone(),
        consequence: is_https_only.then(|| "plain http is answered with 426".to_owned()),
        hint: (!has_edit).then(|| "write the value that you want".to_owned()),
        ..Item::new(Kind::EntityDefault, entity, message)
    }
}

/// The edit that writes the former default.
fn keeping(entity: &str, moved: &Moved, origin: &Origin) -> Option<Edit> {
    let kind = &*origin.object.key.kind;
    if (entity, moved.path.join(".").as_str()) != ("route", "protocols")
        || !ROUTED_BY.contains(&kind)
    {
        return None;
    }
    let protocols: Vec<&str> = moved
        .old
        .as_ref()?
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    Some(Edit::annotation(
        &origin.object,
        PROTOCOLS.name(),
        &protocols.join(","),
    ))
}

/// Whether a service talks TLS and does not say whether it checks certificates.
fn is_unchecked(service: &Service) -> bool {
    let is_tls = matches!(
        service.protocol,
        Some(Protocol::Https | Protocol::Tls | Protocol::Grpcs | Protocol::Wss)
    );
    is_tls && service.tls_verify.is_none()
}

fn certificates_checked() -> Item {
    Item {
        field: Some("tls_verify".to_owned()),
        consequence: Some("the certificate of the upstream is checked: a connection to one that Kong does not trust fails".to_owned()),
        hint: Some("give the CA by konghq.com/ca-certificates-secrets and konghq.com/tls-verify; `false` is refused unless the gateway runs with tls_certificate_verify = off".to_owned()),
        ..Item::new(
            Kind::EntityDefault,
            "service",
            "a service talks TLS and leaves out tls_verify: certificates were not checked and are from Kong 3.14 on",
        )
    }
}
