//! Which foreign annotations of an object are in force, and which are told together (spec 87, 0.4).

use super::table::{self, Loss, Row, Section};
use super::value::Values;
use k8s_openapi::api::networking::v1::IngressSpec;
use std::collections::BTreeMap;

/// One annotation of another controller.
pub(super) struct Entry<'a> {
    /// Whose it is.
    pub(super) section: &'static Section,
    /// The whole key.
    pub(super) key: &'a str,
    /// What the key begins with, the slash included.
    prefix: &'a str,
    /// The rest of the key.
    pub(super) name: &'a str,
    /// Its value.
    pub(super) value: &'a str,
    /// What is known of it.
    pub(super) row: Option<&'static Row>,
}

impl<'a> Entry<'a> {
    /// The annotation, when it is one of another controller.
    pub(super) fn of(key: &'a str, value: &'a str) -> Option<Self> {
        let (section, prefix, name) = table::section(key)?;
        Some(Self {
            section,
            key,
            prefix,
            name,
            value: value.trim(),
            row: section.row(prefix, name),
        })
    }

    /// Whose it is, in words.
    pub(super) fn controller(&self) -> &'static str {
        if self.prefix == table::SHARED {
            "HAProxy and early ingress-nginx"
        } else {
            &self.section.controller
        }
    }

    fn loss(&self) -> Loss {
        self.row.map_or(Loss::Behaviour, Row::loss)
    }

    /// Whether its value asks for nothing that Kong does not do anyway.
    fn is_harmless(&self) -> bool {
        let equals = |harmless: &str| self.value.eq_ignore_ascii_case(harmless);
        let harmless = self.row.map_or(&[][..], |row| &row.harmless);
        self.value.is_empty()
            || harmless.iter().any(|value| equals(value))
            || harmless.is_empty() && equals("false")
    }
}

/// Annotations that are told in one finding.
pub(super) struct Group<'a> {
    /// The one that speaks for all.
    pub(super) leader: &'a Entry<'a>,
    /// The others.
    pub(super) others: Vec<&'a Entry<'a>>,
}

impl<'a> Group<'a> {
    /// All of them, the leader first.
    pub(super) fn entries(&self) -> impl Iterator<Item = &'a Entry<'a>> + '_ {
        std::iter::once(self.leader).chain(self.others.iter().copied())
    }

    /// The worst loss among them.
    pub(super) fn loss(&self) -> Loss {
        let losses: Vec<Loss> = self.entries().map(Entry::loss).collect();
        [Loss::Security, Loss::Behaviour, Loss::Performance]
            .into_iter()
            .find(|loss| losses.contains(loss))
            .unwrap_or(Loss::Nothing)
    }
}

/// The foreign annotations of one object.
pub(super) struct Neighbours<'a> {
    entries: &'a [Entry<'a>],
    /// Paths of the Ingress.
    paths: Vec<&'a str>,
}

impl<'a> Neighbours<'a> {
    /// Of an Ingress.
    pub(super) fn of_ingress(entries: &'a [Entry<'a>], spec: &'a IngressSpec) -> Self {
        let rules = spec.rules.iter().flatten();
        let paths = rules
            .filter_map(|rule| rule.http.as_ref())
            .flat_map(|http| &http.paths)
            .map(|path| path.path.as_deref().unwrap_or("/"))
            .collect();
        Self { entries, paths }
    }

    /// Of a Service.
    pub(super) fn of_service(entries: &'a [Entry<'a>]) -> Self {
        Self {
            entries,
            paths: Vec::new(),
        }
    }

    /// The annotation `entry` with what a hint may ask for.
    pub(super) fn values(&self, entry: &Entry<'a>) -> Values<'a> {
        let header = self.beside(entry, "canary-by-header");
        Values {
            key: entry.key,
            value: entry.value,
            header: header.map(|header| (header.key, header.value)),
            has_header_value: self.beside(entry, "canary-by-header-value").is_some(),
        }
    }

    /// The annotations with which something is lost, those that belong together in one group.
    pub(super) fn groups(&self) -> Vec<Group<'a>> {
        let (followers, leaders): (Vec<_>, Vec<_>) = self
            .entries
            .iter()
            .filter(|entry| entry.loss() != Loss::Nothing && self.is_in_force(entry))
            .partition(|entry| self.leader_of(entry).is_some());
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut group_of_row: BTreeMap<(*const Row, &str), usize> = BTreeMap::new();
        let mut group_of_key: BTreeMap<&str, usize> = BTreeMap::new();
        for leader in leaders {
            let row = leader
                .row
                .map(|row| (std::ptr::from_ref(row), leader.prefix));
            let same_row = row.and_then(|row| group_of_row.get(&row)).copied();
            let position = same_row.unwrap_or(groups.len());
            match groups.get_mut(position) {
                Some(group) => group.others.push(leader),
                None => groups.push(Group {
                    leader,
                    others: Vec::new(),
                }),
            }
            group_of_key.insert(leader.key, position);
            if let Some(row) = row {
                group_of_row.insert(row, position);
            }
        }
        for follower in followers {
            let leader = self.leader_of(follower);
            if let Some(&position) = leader.and_then(|leader| group_of_key.get(leader.key)) {
                groups[position].others.push(follower);
            }
        }
        groups
    }

    /// The annotation that speaks for this one.
    fn leader_of(&self, entry: &Entry<'_>) -> Option<&'a Entry<'a>> {
        entry
            .row?
            .joins
            .iter()
            .filter_map(|name| self.beside(entry, name))
            .find(|leader| leader.loss() != Loss::Nothing && self.is_in_force(leader))
    }

    /// The annotation `name` of the same controller. Annotations stand in the order of their keys.
    fn beside(&self, entry: &Entry<'_>, name: &str) -> Option<&'a Entry<'a>> {
        let key = format!("{}{name}", entry.prefix);
        let found = self.entries.binary_search_by(|other| other.key.cmp(&key));
        found.ok().map(|position| &self.entries[position])
    }

    /// Whether something is lost with the annotation. Those it needs lean on nothing themselves.
    fn is_in_force(&self, entry: &Entry<'_>) -> bool {
        let Some(row) = entry.row else {
            return !entry.is_harmless();
        };
        let is_off = row.unless.as_deref().is_some_and(|unless| {
            let (name, value) = unless.split_once(':').unwrap_or((unless, ""));
            self.beside(entry, name)
                .is_some_and(|found| found.value.eq_ignore_ascii_case(value))
        });
        let is_carried = row.needs.is_empty()
            || row
                .needs
                .iter()
                .filter_map(|name| self.beside(entry, name))
                .any(|needed| self.is_in_force(needed) && carries(needed));
        !entry.is_harmless() && !is_off && is_carried && !self.keeps_the_path(entry)
    }

    /// A rewrite by ingress-nginx to the path that every request has anyway.
    fn keeps_the_path(&self, entry: &Entry<'_>) -> bool {
        entry.key == "nginx.ingress.kubernetes.io/rewrite-target"
            && !self.paths.is_empty()
            && self.paths.iter().all(|path| *path == entry.value)
    }
}

/// TLS settings towards the backend lean on `backend-protocol` only where it is one with TLS.
fn carries(needed: &Entry<'_>) -> bool {
    needed.name != "backend-protocol" || needed.value.to_ascii_uppercase().ends_with('S')
}
