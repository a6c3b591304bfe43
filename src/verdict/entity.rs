//! One entity against its schema in the version of Kong asked for, and against all others in what must be unique.

use super::blame::Blame;
use super::report;
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::names::Tag;
use crate::schema::entities::{self, Release};
use crate::schema::field::Field;
use crate::schema::validate::{Step, validate};
use crate::schema::written::Given;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// An entity of the finished state.
#[derive(Clone, Copy)]
pub(super) struct Entity<'s> {
    /// Its collection in the table.
    pub collection: &'static str,
    /// Kong's word for it, its name, and where it comes from.
    pub subject: Subject<'s>,
    /// Where its fields come from.
    pub blame: Blame<'s>,
}

/// What knows the schemas of a release, and who has which name.
pub(super) struct Judge<'s> {
    release: Release,
    schemas: BTreeMap<&'static str, Option<Rc<Field>>>,
    taken: HashMap<(&'static str, &'s str, &'s str), Entity<'s>>,
}

impl<'s> Judge<'s> {
    /// Of a release; nothing is read yet.
    pub(super) fn of(release: Release) -> Self {
        Self {
            release,
            schemas: BTreeMap::new(),
            taken: HashMap::new(),
        }
    }

    /// The schema of a collection.
    pub(super) fn schema(&mut self, collection: &'static str) -> Option<Rc<Field>> {
        let read = || entities::find(collection, self.release).map(Rc::new);
        self.schemas.entry(collection).or_insert_with(read).clone()
    }

    /// Report what is wrong with an entity by itself. What the release does not have is not judged.
    pub(super) fn look(
        &mut self,
        entity: Entity<'_>,
        given: &Given<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(schema) = self.schema(entity.collection) else {
            return;
        };
        for finding in validate(&schema, given) {
            diagnostics.push(report::of_entity(&entity, &schema, finding));
        }
    }

    /// The same, and values that another entity has although they must be unique.
    pub(super) fn judge(
        &mut self,
        entity: Entity<'s>,
        given: &Given<'s>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(schema) = self.schema(entity.collection) else {
            return;
        };
        let findings = validate(&schema, given);
        let Given::Map(fields) = given else { return };
        let is_sound = |name: &str| {
            let step = Step::Field(name.to_owned());
            !findings.iter().any(|it| it.path.first() == Some(&step))
        };
        let texts = fields.iter().filter_map(|(name, value)| match value {
            Given::Text(text) => Some((*name, *text)),
            _ => None,
        });
        let is_unique = |name: &str| schema.fields.get(name).is_some_and(|field| field.unique);
        let unique = texts.filter(|(name, _)| is_unique(name) && is_sound(name));
        let (ids, others): (Vec<_>, Vec<_>) = unique.partition(|(name, _)| *name == "id");
        let mut is_repeated = false;
        for it in others {
            is_repeated |= self.claim(entity, it, diagnostics);
        }
        // Of two entities with one name Kong tells the name only, whatever their ids.
        for it in ids.into_iter().filter(|_| !is_repeated) {
            self.claim(entity, it, diagnostics);
        }
        for finding in findings {
            diagnostics.push(report::of_entity(&entity, &schema, finding));
        }
    }

    /// Claim a value for an entity; one that is taken is a problem. Whether it is.
    fn claim(
        &mut self,
        entity: Entity<'s>,
        (field, value): (&'s str, &'s str),
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let key = (entity.collection, field, value);
        let Some(first) = self.taken.get(&key) else {
            self.taken.insert(key, entity);
            return false;
        };
        let path = [Step::Field(field.to_owned())];
        let [own, other] = [&entity, first].map(|it| it.blame.at(it.subject.origin, &path));
        diagnostics.push(entity.subject.at(&own).repeats(field, &other));
        true
    }
}

/// Tags, of which KIC's own are in order: they consist of names that the API server has checked.
pub(super) fn tags(tags: &[Tag]) -> Option<Given<'_>> {
    let is_own = |tag: &Tag| tag.as_str().starts_with("k8s-");
    let items = || {
        let items = tags.iter().map(|tag| match tag {
            own if is_own(own) => Given::Sound,
            other => Given::Text(other.as_str()),
        });
        Given::List(items.collect())
    };
    match tags {
        [] => None,
        all if all.iter().all(is_own) => Some(Given::Sound),
        _ => Some(items()),
    }
}
