//! Complaints as problems: the entity among those that the manifests make, the field, the remedy, and whom the controller blames.

use super::{Complaint, Spot};
use crate::annotations::table::UPSTREAM_POLICY;
use crate::diag::{Diagnostic, KongVerdict, Location, complaints};
use crate::kong::owner::Owner;
use crate::kong::service::Service;
use crate::kong::state::State;
use crate::origin::{FieldPath, ObjectKey, ObjectMeta, Origin, Place, StringMap};
use crate::verdict::place::{Named, Places};
use std::collections::HashMap;
use std::sync::Arc;

/// How many further places a problem names.
const MOST_PLACES: usize = 8;

/// What complaints are held against.
pub struct Manifests<'m> {
    places: Places<'m>,
    /// Objects by name.
    objects: HashMap<&'m str, Vec<&'m Arc<ObjectMeta>>>,
    /// Our own problems by the first step of the field, for their advice.
    verdicts: HashMap<&'m str, Vec<&'m Diagnostic>>,
    /// The same by Kong's word for the entity.
    of_entities: HashMap<&'m str, Vec<&'m Diagnostic>>,
    /// Our own errors by object.
    errors: HashMap<&'m ObjectKey, &'m Diagnostic>,
}

impl<'m> Manifests<'m> {
    /// What the manifests make, and what is wrong with it.
    pub fn of(state: &'m State, problems: &'m [Diagnostic]) -> Self {
        let mut objects: HashMap<&str, Vec<&Arc<ObjectMeta>>> = HashMap::new();
        let mut add = |object: &'m Arc<ObjectMeta>| {
            let known = objects.entry(object.name()).or_default();
            if !known.iter().any(|other| other.key == object.key) {
                known.push(object);
            }
        };
        let services = state.services.values();
        services
            .clone()
            .flat_map(Service::kubernetes_services)
            .for_each(&mut add);
        services
            .flat_map(|it| &it.routes)
            .for_each(|it| add(&it.origin().object));
        let plugins = state.plugins.iter().chain(&state.unused_plugins);
        plugins.for_each(|it| add(&it.origin().object));
        for consumer in &state.consumers {
            add(&consumer.origin().object);
            consumer
                .credentials()
                .for_each(|it| add(&it.origin().object));
        }
        state
            .consumer_groups
            .iter()
            .for_each(|it| add(&it.origin().object));
        state
            .certificates
            .iter()
            .for_each(|it| add(&it.origin().object));
        state
            .ca_certificates
            .iter()
            .for_each(|it| add(&it.origin().object));
        state.vaults.iter().for_each(|it| add(&it.origin().object));
        let mut verdicts: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
        let mut of_entities: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
        let mut errors = HashMap::new();
        for problem in problems {
            problem.objects().for_each(&mut add);
            if let Some(verdict) = &problem.kong {
                let of_entity = of_entities.entry(verdict.entity.as_str());
                of_entity.or_default().push(problem);
                for field in verdict.field.split('|') {
                    verdicts.entry(first(field)).or_default().push(problem);
                }
            }
            if let Some(object) = problem.objects().next() {
                errors.entry(&object.key).or_insert(problem);
            }
        }
        Self {
            places: Places::of(state),
            objects,
            verdicts,
            of_entities,
            errors,
        }
    }

    /// The object that is meant.
    fn object(&self, owner: &Owner) -> Option<&'m Arc<ObjectMeta>> {
        let named = self.objects.get(owner.name.as_str())?.iter();
        let mut meant = named.filter(|object| is_meant(owner, &object.key));
        let found = meant.next()?;
        // A name that may mean several objects means none.
        meant.next().is_none().then_some(found)
    }

    /// Our own problem that says the same: about the field, or about the entity where no field is told.
    fn verdict(&self, complaint: &Complaint) -> Option<&'m Diagnostic> {
        let candidates = if complaint.field.is_empty() {
            self.of_entities.get(complaint.entity.as_str())
        } else {
            self.verdicts.get(first(&complaint.field))
        };
        let is_same = |problem: &&Diagnostic| {
            let Some(verdict) = &problem.kong else {
                return false;
            };
            let is_entity = complaint.entity.is_empty() || verdict.entity == complaint.entity;
            let is_object = || {
                complaint.owner.as_ref().is_none_or(|owner| {
                    problem.objects().any(|object| is_meant(owner, &object.key))
                })
            };
            is_entity
                && match (&complaint.name, &verdict.name) {
                    (Some(own), Some(other)) => own == other,
                    _ => is_object(),
                }
        };
        let same = candidates?.iter().copied().filter(is_same);
        // The very field rather than another one below the same first step.
        same.min_by_key(|it| {
            let field = it.kong.as_ref().map(|verdict| verdict.field.as_str());
            field != Some(complaint.field.as_str())
        })
    }
}

/// Whether an object is the one that is named. Tables of events write kinds in lower case, and may leave kind and namespace out.
fn is_meant(owner: &Owner, key: &ObjectKey) -> bool {
    let kind = owner.kind.split('.').next().unwrap_or_default();
    (kind.is_empty() || key.kind.eq_ignore_ascii_case(kind))
        && (owner.namespace.is_empty() || key.namespace == owner.namespace)
        && owner.name == key.name
}

/// The entity that an event about a field of an object must mean.
fn inferred(kind: &str, field: &str) -> &'static str {
    match kind {
        "Ingress" | "HTTPRoute" | "GRPCRoute" | "TCPRoute" | "TLSRoute" | "UDPRoute"
        | "TCPIngress" | "UDPIngress" => {
            if first(field) == "config" {
                "plugin"
            } else {
                "route"
            }
        }
        "Service" | "KongServiceFacade" if is_of_policy(field) => "upstream",
        "Service" | "KongServiceFacade" => "service",
        "KongPlugin" | "KongClusterPlugin" => "plugin",
        "KongConsumer" => "consumer",
        "KongConsumerGroup" => "consumer_group",
        "KongVault" => "vault",
        _ => "",
    }
}

/// Whether a field of an upstream comes from a KongUpstreamPolicy.
fn is_of_policy(field: &str) -> bool {
    let first = first(field);
    ["algorithm", "slots", "healthchecks"].contains(&first)
        || first.starts_with("hash_")
        || first.starts_with("sticky_sessions")
}

fn first(field: &str) -> &str {
    field.split('.').next().unwrap_or_default()
}

/// Each complaint as a problem. `file` is the place of what was read among the sources of the run; without manifests objects are only
/// named.
pub fn explain(
    complaints: &[Complaint],
    manifests: Option<&Manifests<'_>>,
    file: u32,
) -> Vec<Diagnostic> {
    let explained = complaints
        .iter()
        .map(|complaint| one(complaint, manifests, file));
    explained.collect()
}

fn one(complaint: &Complaint, manifests: Option<&Manifests<'_>>, file: u32) -> Diagnostic {
    let owner = complaint.owner.as_ref();
    let blamed = match (owner, manifests) {
        (Some(owner), Some(manifests)) => manifests.object(owner),
        _ => None,
    };
    let verdict = manifests.and_then(|it| match blamed {
        Some(object) if !complaint.is_refusal => it.errors.get(&object.key).copied(),
        _ => it.verdict(complaint),
    });
    let mut complaint = complaint.clone();
    if let (Some(object), true, "") = (blamed, complaint.is_refusal, complaint.entity.as_str()) {
        inferred(&object.key.kind, &complaint.field).clone_into(&mut complaint.entity);
    }
    let complaint = &complaint;
    // Our own verdict knows the place best.
    let own = verdict.into_iter().flat_map(|it| &it.locations);
    let mut origins: Vec<Origin> = own
        .filter_map(|location| match location {
            Location::Field(origin) => Some(origin.clone()),
            Location::Text { .. } => None,
        })
        .collect();
    let is_told = !origins.is_empty() && complaint.name.is_none() && complaint.id.is_none();
    for origin in manifests
        .filter(|_| !is_told)
        .map_or_else(Vec::new, |it| written(complaint, it))
    {
        if !origins
            .iter()
            .any(|known| known.object.key == origin.object.key)
        {
            origins.push(origin);
        }
    }
    let mut locations: Vec<Origin> = Vec::new();
    match (blamed, owner) {
        (Some(object), _) => {
            let inside = origins
                .iter()
                .position(|origin| origin.object.key == object.key);
            locations.push(match inside {
                Some(position) => origins.remove(position),
                None => within(object, complaint),
            });
        }
        (None, Some(owner)) if origins.is_empty() && !owner.kind.is_empty() => {
            locations.push(Origin::of(&named(owner, complaint.at, file)));
        }
        _ => {}
    }
    locations.extend(origins);
    locations.truncate(MOST_PLACES);
    let mut locations: Vec<Location> = locations.into_iter().map(Location::Field).collect();
    if locations.is_empty() {
        locations.push(spot(complaint.at, file));
    }
    let mut problem = problem(complaint, locations[0].clone());
    problem.locations = locations;
    let advice = verdict.and_then(|own| own.hint.clone());
    let advice = advice.or_else(|| complaints::remedy(&complaint.message).map(str::to_owned));
    let mut complaint = complaint.clone();
    if let (Some(owner), Some(object)) = (&mut complaint.owner, blamed) {
        // In the API's own spelling, with its namespace.
        object.key.kind.as_ref().clone_into(&mut owner.kind);
        owner.namespace.clone_from(&object.key.namespace);
    }
    let complaint = &complaint;
    problem.hint = Some(hint(
        advice,
        complaint,
        (manifests.is_some(), blamed.is_some()),
    ));
    problem
        .controller_message
        .clone_from(&complaint.controller_message);
    problem
}

/// The part of a blamed object that a complaint is about: of a Service the policy that its upstream has, else the object as a whole.
fn within(object: &Arc<ObjectMeta>, complaint: &Complaint) -> Origin {
    let is_of_policy = complaint.entity == "upstream" && is_of_policy(&complaint.field);
    if is_of_policy && UPSTREAM_POLICY.written(object).is_some() {
        return UPSTREAM_POLICY.at(object);
    }
    Origin::of(object)
}

/// Where the entity and field of a complaint were written.
fn written(complaint: &Complaint, manifests: &Manifests<'_>) -> Vec<Origin> {
    if complaint.entity.is_empty() {
        return Vec::new();
    }
    let entity = Named {
        kind: &complaint.entity,
        name: complaint.name.as_deref(),
        id: complaint.id.as_deref(),
        owner: complaint.owner.as_ref(),
    };
    manifests.places.find(&entity, &complaint.field)
}

fn problem(complaint: &Complaint, at: Location) -> Diagnostic {
    if !complaint.is_refusal {
        return complaints::untranslated(at, &complaint.message);
    }
    if complaint.entity.is_empty() && complaint.owner.is_none() && complaint.field.is_empty() {
        return complaints::refused_whole(at, &complaint.message);
    }
    let verdict = KongVerdict {
        entity: complaint.entity.clone(),
        name: complaint.name.clone(),
        field: complaint.field.clone(),
    };
    complaints::refused(at, verdict, &complaint.message)
}

/// What to do, and whom the controller blames.
fn hint(
    advice: Option<String>,
    complaint: &Complaint,
    (has_manifests, is_there): (bool, bool),
) -> String {
    let mut parts: Vec<String> = advice.into_iter().collect();
    match &complaint.owner {
        Some(owner) if has_manifests && !is_there => {
            parts.push(format!("{} is not among the manifests", of(owner)));
        }
        _ => {}
    }
    if complaint.is_refusal {
        parts.push(match (&complaint.controller_message, &complaint.owner) {
            (Some(_), Some(owner)) => format!("the controller blames {}", of(owner)),
            (Some(_), None) => "the controller says so in an event".to_owned(),
            (None, Some(owner)) => {
                format!("made from {}, whose uid the entity does not tell, so that the controller blames nobody", of(owner))
            }
            (None, None) => "the controller blames nobody for it, so that the last valid configuration stays as a whole".to_owned(),
        });
    }
    parts.join("; ")
}

fn of(owner: &Owner) -> String {
    let kind = if owner.kind.is_empty() {
        "object"
    } else {
        &owner.kind
    };
    match owner.namespace.as_str() {
        "" => format!("{kind} {}", owner.name),
        namespace => format!("{kind} {namespace}/{}", owner.name),
    }
}

/// A place in what was read.
const fn spot(at: Spot, file: u32) -> Location {
    let line = match at {
        Spot::Line(line) => line,
        Spot::Whole | Spot::Entry(_) => 0,
    };
    Location::Text {
        file,
        line,
        column: if line == 0 { 0 } else { 1 },
    }
}

/// An object that is only named, at the place where it is.
fn named(owner: &Owner, at: Spot, file: u32) -> Arc<ObjectMeta> {
    let within = match at {
        Spot::Entry(position) => FieldPath::of(&["flattened_errors"]).index(position),
        Spot::Whole | Spot::Line(_) => FieldPath::root(),
    };
    Arc::new(ObjectMeta {
        key: ObjectKey {
            group: owner.group.trim_matches('*').to_owned().into(),
            version: owner.version.clone().into(),
            kind: owner.kind.clone().into(),
            namespace: owner.namespace.clone(),
            name: owner.name.clone(),
        },
        place: Place {
            file,
            document: 0,
            within,
        },
        uid: owner.uid.clone(),
        annotations: StringMap::new(),
        labels: StringMap::new(),
        creation_timestamp: None,
        generation: 0,
    })
}
