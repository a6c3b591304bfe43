//! Credentials that must be unique over all consumers (spec 82, 3.4), by counts instead of an index for every object that is judged.
//!
//! The webhook lists the credentials of all consumers of the class, one after the other, without those of the object that it judges.
//! The first one that repeats another, or has no type, ends the list and refuses the object. Here each value knows where its first two
//! credentials stand, so that what is left out of the list is looked at alone.

use super::credential::{self, FAILED, Value};
use super::{Context, Found};
use crate::annotations::table::CREDENTIAL;
use crate::diag::{Severity, consumers, webhook};
use crate::k8s::kong::KongConsumerSpec;
use crate::k8s::object::Object;
use crate::origin::{ObjectKey, ObjectMeta, Origin};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Types of credentials with the key that must be unique, and the words of the translation for it.
const UNIQUE: [(&str, &str, &str); 5] = [
    ("basic-auth", "username", "basic-auth on 'username'"),
    ("hmac-auth", "username", "hmac-auth on 'username'"),
    ("jwt", "key", "jwt-auth on 'key'"),
    ("key-auth", "key", "key-auth on 'key'"),
    ("oauth2", "client_id", "oauth2-credentials on 'client_id'"),
];

/// Namespace and name of a Secret.
type SecretName<'a> = (&'a str, &'a str);

/// The listed credentials, by what must not repeat.
pub(super) struct Index<'a> {
    groups: Vec<Group<'a>>,
    /// The group of a Secret, and its place among the members.
    of_secret: HashMap<SecretName<'a>, (usize, usize)>,
    /// Where the list ends because of a group when nothing is left out, ascending.
    ends: Vec<(usize, usize)>,
    /// The consumers that list a Secret, with the position in their list.
    listed: HashMap<SecretName<'a>, Vec<(&'a Arc<ObjectMeta>, usize)>>,
}

/// Secrets that hold one value, or a Secret without type.
struct Group<'a> {
    /// The type of credential in [`UNIQUE`]; `None` for a Secret without type.
    kind: Option<usize>,
    /// In the order of the list.
    members: Vec<Member<'a>>,
}

/// A Secret, and where the list has it for the first and the second time.
struct Member<'a> {
    secret: &'a Arc<ObjectMeta>,
    name: SecretName<'a>,
    first: usize,
    second: Option<usize>,
}

/// Why an object is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The group that the message speaks of.
    said: usize,
    /// A group in which a credential of its own clashes; none for an object that is innocent.
    own: Option<usize>,
}

impl<'a> Index<'a> {
    /// Those of the consumers of the class, in the order of their namespaces and names.
    pub(super) fn of(context: &Context<'a>) -> Self {
        let store = context.store();
        let all = store.kong_consumers.iter();
        let all = all.chain(&store.others.kong_consumers);
        let mut consumers: Vec<&Object<KongConsumerSpec>> = all
            .filter(|consumer| context.is_of_class(&consumer.meta))
            .collect();
        consumers.sort_by(|a, b| {
            let name = |it: &Object<KongConsumerSpec>| {
                (it.meta.key.namespace.clone(), it.meta.key.name.clone())
            };
            name(a).cmp(&name(b))
        });
        let mut index = Self {
            groups: Vec::new(),
            of_secret: HashMap::new(),
            ends: Vec::new(),
            listed: HashMap::new(),
        };
        let mut of_value: HashMap<(usize, &[u8]), usize> = HashMap::new();
        let mut position = 0;
        for consumer in consumers {
            for (item, name) in consumer.spec.credentials.iter().enumerate() {
                let name = (consumer.meta.namespace(), name.as_str());
                let listed = index.listed.entry(name).or_default();
                listed.push((&consumer.meta, item));
                index.add(
                    context.secret(name.0, name.1),
                    name,
                    position,
                    &mut of_value,
                );
                position += 1;
            }
        }
        index.ends = (0..index.groups.len())
            .filter_map(|group| Some((index.groups[group].end(&HashSet::new())?, group)))
            .collect();
        index.ends.sort_unstable();
        index
    }

    /// Put a Secret of the list into its group.
    fn add(
        &mut self,
        found: Found<'a>,
        name: SecretName<'a>,
        position: usize,
        of_value: &mut HashMap<(usize, &'a [u8]), usize>,
    ) {
        if let Some(&(group, member)) = self.of_secret.get(&name) {
            let member = &mut self.groups[group].members[member];
            member.second.get_or_insert(position);
            return;
        }
        let secret = match found {
            Found::Here(secret) => &secret.meta,
            Found::Made(made) => &made.secret.meta,
            Found::Nowhere => return,
        };
        let group = match CREDENTIAL.written(secret) {
            None => self.new_group(None),
            Some(kind) => {
                let Some(kind) = UNIQUE.iter().position(|(known, ..)| *known == kind) else {
                    return;
                };
                let Some(Value::Known(value)) = credential::value(found, UNIQUE[kind].1) else {
                    return;
                };
                let known = of_value.get(&(kind, value)).copied();
                known.unwrap_or_else(|| {
                    let group = self.new_group(Some(kind));
                    of_value.insert((kind, value), group);
                    group
                })
            }
        };
        let members = &mut self.groups[group].members;
        self.of_secret.insert(name, (group, members.len()));
        members.push(Member {
            secret,
            name,
            first: position,
            second: None,
        });
    }

    fn new_group(&mut self, kind: Option<usize>) -> usize {
        self.groups.push(Group {
            kind,
            members: Vec::new(),
        });
        self.groups.len() - 1
    }

    /// The first consumer of the class that lists a Secret, and where.
    pub(super) fn first_listing(
        &self,
        secret: SecretName<'_>,
    ) -> Option<(&'a Arc<ObjectMeta>, usize)> {
        self.listed.get(&secret)?.first().copied()
    }

    /// Why an object with these Secrets is refused.
    pub(super) fn refusal(&self, own: &[SecretName<'a>]) -> Option<Refusal> {
        let out: HashSet<SecretName<'a>> = own.iter().copied().collect();
        let groups: Vec<usize> = own
            .iter()
            .filter_map(|secret| self.of_secret.get(secret))
            .map(|&(group, _)| group)
            .collect();
        let touched: HashSet<usize> = groups.iter().copied().collect();
        let clash = self.clash(&groups, &out);
        let others = self.ends.iter().find(|(_, group)| !touched.contains(group));
        let left = touched
            .iter()
            .filter_map(|&group| Some((self.groups[group].end(&out)?, group)));
        let first = left.chain(others.copied()).min();
        match (first, clash) {
            (Some((_, said)), own) => Some(Refusal {
                said,
                // What the list ends for may be the value that the object holds, too.
                own: own.or_else(|| touched.contains(&said).then_some(said)),
            }),
            (None, Some(clash)) => Some(Refusal {
                said: clash,
                own: Some(clash),
            }),
            (None, None) => None,
        }
    }

    /// The first of its own groups, in the order of its credentials, that holds another Secret than its own, or two of its own.
    fn clash(&self, groups: &[usize], out: &HashSet<SecretName<'a>>) -> Option<usize> {
        let mut seen = HashSet::new();
        groups.iter().copied().find(|&group| {
            let Group { kind, members } = &self.groups[group];
            kind.is_some()
                && (!seen.insert(group) || members.iter().any(|it| !out.contains(&it.name)))
        })
    }
}

impl Group<'_> {
    /// Where the list ends because of it when some Secrets are left out of the list.
    fn end(&self, out: &HashSet<SecretName<'_>>) -> Option<usize> {
        let mut left = self.members.iter().filter(|it| !out.contains(&it.name));
        let first = left.next()?;
        if self.kind.is_none() {
            return Some(first.first);
        }
        let next = left.next().map(|it| it.first);
        [first.second, next].into_iter().flatten().min()
    }
}

/// The objects that are refused, by the reason.
#[derive(Default)]
pub(super) struct Clashes {
    guilty: BTreeMap<usize, Vec<(Arc<ObjectMeta>, usize)>>,
    innocent: BTreeMap<usize, Vec<Arc<ObjectMeta>>>,
}

impl Clashes {
    /// An object is refused.
    pub(super) fn add(&mut self, object: &Arc<ObjectMeta>, refusal: Refusal) {
        let object = Arc::clone(object);
        match refusal.own {
            Some(own) => {
                let objects = self.guilty.entry(own).or_default();
                objects.push((object, refusal.said));
            }
            None => self.innocent.entry(refusal.said).or_default().push(object),
        }
    }

    /// One problem for each value that is there twice, at the Secret that is applied last, and a note for those that suffer from it.
    pub(super) fn tell(self, context: &mut Context<'_>, index: &Index<'_>) {
        for (&group, objects) in &self.guilty {
            let Group { kind, members } = &index.groups[group];
            let Some(kind) = kind else { continue };
            let secrets = members.iter().map(|it| it.secret);
            let Some(last) = secrets.max_by_key(|it| &it.place) else {
                continue;
            };
            let mut problem = consumers::credential_conflict(Origin::of(last), UNIQUE[*kind].2);
            for (object, said) in objects {
                problem = problem.refused_by_webhook(&object.key, index.groups[*said].said());
                if object.place != last.place {
                    problem = problem.and(Origin::of(object));
                }
            }
            context.push(problem);
        }
        let refused: HashSet<ObjectKey> = context
            .judgement
            .problems
            .iter()
            .flat_map(|problem| &problem.webhook)
            .map(|answer| answer.object.clone())
            .collect();
        for (&group, objects) in &self.innocent {
            let members = index.groups[group].members.iter();
            // Two that clash say what is meant.
            let causes: Vec<_> = members.take(2).map(|it| Arc::clone(it.secret)).collect();
            let mut note = webhook::refuses_innocents(&objects[0], objects.len() - 1, &causes);
            for object in objects {
                note = note.refused_by_webhook(&object.key, index.groups[group].said());
            }
            if self.is_cause_told(&refused, index, group) {
                note.severity = Severity::Info;
            }
            context.push(note);
        }
    }

    /// Whether the webhook refuses what a group consists of, so that it is told where it belongs.
    fn is_cause_told(&self, refused: &HashSet<ObjectKey>, index: &Index<'_>, group: usize) -> bool {
        let Group { kind, members } = &index.groups[group];
        if kind.is_some() {
            return self.guilty.contains_key(&group);
        }
        let listing = members.iter().filter_map(|it| index.listed.get(&it.name));
        listing
            .flatten()
            .any(|(consumer, _)| refused.contains(&consumer.key))
    }
}

impl Group<'_> {
    /// The webhook's words.
    fn said(&self) -> String {
        match self.kind {
            Some(kind) => format!(
                "{FAILED}: unique key constraint violated for {}",
                UNIQUE[kind].1
            ),
            None => format!("{FAILED}: {}", credential::no_type()),
        }
    }
}
