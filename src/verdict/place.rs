//! Where an entity that somebody else names, and a field of it, were written: what [`super`] tells with its own verdicts, for the verdicts of
//! a gateway.

use super::blame::Blame;
use super::plugins;
use crate::kong::consumer::CredentialRef;
use crate::kong::owner::Owner;
use crate::kong::plugin::Plugin;
use crate::kong::state::State;
use crate::origin::Origin;
use crate::schema::validate::Step;
use std::collections::HashMap;

/// An entity as a gateway or controller names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named<'n> {
    /// Kong's word for it: `route`, `keyauth_credential`.
    pub kind: &'n str,
    /// Its name, or what stands for it: the address of a target, the username of a consumer.
    pub name: Option<&'n str>,
    /// Its id.
    pub id: Option<&'n str>,
    /// The object that its tags name.
    pub owner: Option<&'n Owner>,
}

/// An entity of a state.
#[derive(Clone, Copy)]
enum Found<'s> {
    Plain(&'s Origin, Blame<'s>),
    Plugin(&'s Plugin),
}

/// The entities of a state by what they may be named by.
pub struct Places<'s> {
    named: HashMap<(&'static str, &'s str), Vec<Found<'s>>>,
    ids: HashMap<(&'static str, &'s str), Found<'s>>,
    /// By kind, namespace and name of the object that they are made from.
    made_from: HashMap<(&'static str, &'s str, &'s str, &'s str), Vec<Found<'s>>>,
}

impl<'s> Places<'s> {
    /// Those of a state.
    pub fn of(state: &'s State) -> Self {
        let mut places = Self {
            named: HashMap::new(),
            ids: HashMap::new(),
            made_from: HashMap::new(),
        };
        places.services(state);
        for upstream in state.upstreams.values() {
            let service = state.services.get(&upstream.service);
            let found = Found::Plain(upstream.origin(), Blame::Upstream(service));
            places.add("upstream", (Some(upstream.name.as_str()), None), found);
            for target in &upstream.targets {
                let found = Found::Plain(target.origin(), Blame::Whole);
                places.add("target", (Some(&target.target), None), found);
            }
        }
        for plugin in &state.plugins {
            places.plugin(plugin);
        }
        places.consumers(state);
        places.certificates(state);
        for vault in &state.vaults {
            let found = Found::Plain(vault.origin(), Blame::Spec);
            places.add("vault", (Some(&vault.prefix), None), found);
        }
        for (kind, entities) in &state.custom_entities {
            for entity in entities {
                let found = Found::Plain(entity.origin(), Blame::Whole);
                let name = entity.fields.get("name").and_then(|it| it.as_str());
                places.add("custom_entity", (Some(kind.as_str()), name), found);
            }
        }
        places
    }

    fn add(
        &mut self,
        kind: &'static str,
        (name, id): (Option<&'s str>, Option<&'s str>),
        found: Found<'s>,
    ) {
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            self.named.entry((kind, name)).or_default().push(found);
        }
        if let Some(id) = id.filter(|id| !id.is_empty()) {
            self.ids.entry((kind, id)).or_insert(found);
        }
        let key = &found.origin().object.key;
        let owner = (kind, &*key.kind, key.namespace.as_str(), key.name.as_str());
        self.made_from.entry(owner).or_default().push(found);
    }

    fn services(&mut self, state: &'s State) {
        for service in state.services.values() {
            let found = Found::Plain(service.origin(), Blame::Service(service));
            self.add(
                "service",
                (Some(service.name.as_str()), service.id.as_deref()),
                found,
            );
            service
                .plugins
                .iter()
                .for_each(|plugin| self.plugin(plugin));
            for route in &service.routes {
                let found = Found::Plain(route.origin(), Blame::Route(route));
                self.add(
                    "route",
                    (Some(route.name.as_str()), route.id.as_deref()),
                    found,
                );
                route.plugins.iter().for_each(|plugin| self.plugin(plugin));
            }
        }
    }

    fn plugin(&mut self, plugin: &'s Plugin) {
        let name = plugin.instance_name.as_deref().unwrap_or(&plugin.name);
        self.add(
            "plugin",
            (Some(name), plugin.id.as_deref()),
            Found::Plugin(plugin),
        );
        if name != plugin.name {
            self.add("plugin", (Some(&plugin.name), None), Found::Plugin(plugin));
        }
    }

    fn consumers(&mut self, state: &'s State) {
        for consumer in &state.consumers {
            let found = Found::Plain(consumer.origin(), Blame::Same);
            self.add(
                "consumer",
                (consumer.username.as_deref(), consumer.id.as_deref()),
                found,
            );
            self.add("consumer", (consumer.custom_id.as_deref(), None), found);
            for credential in consumer.credentials() {
                let found = Found::Plain(credential.origin(), Blame::Data);
                let name = match credential {
                    CredentialRef::Acl(it) => Some(it.group.as_str()),
                    CredentialRef::OAuth2(it) => it.name.as_deref(),
                    _ => None,
                };
                self.add("credential", (name, credential.id()), found);
            }
        }
        for group in &state.consumer_groups {
            let found = Found::Plain(group.origin(), Blame::Same);
            self.add(
                "consumer_group",
                (Some(&group.name), group.id.as_deref()),
                found,
            );
        }
    }

    fn certificates(&mut self, state: &'s State) {
        for certificate in &state.certificates {
            let found = Found::Plain(certificate.origin(), Blame::Whole);
            self.add("certificate", (None, certificate.id.as_deref()), found);
            for sni in &certificate.snis {
                self.add("sni", (Some(&sni.name), None), found);
            }
        }
        for certificate in &state.ca_certificates {
            let found = Found::Plain(certificate.origin(), Blame::Data);
            let id = certificate.id.as_deref();
            self.add("ca_certificate", (id, id), found);
        }
    }

    /// Where a field of an entity was written, in Kong's words for it: dots, and list positions from 1. Empty when nothing of that name is
    /// there; several where the name does not tell them apart.
    pub fn find(&self, named: &Named<'_>, field: &str) -> Vec<Origin> {
        let kind = word(named.kind);
        let is_of_owner = |found: &&Found<'s>| {
            named.owner.is_none_or(|owner| {
                let key = &found.origin().object.key;
                owner.kind == key.kind && owner.namespace == key.namespace && owner.name == key.name
            })
        };
        let by_id = named.id.and_then(|id| self.ids.get(&(kind, id)));
        let by_name = named.name.and_then(|name| self.named.get(&(kind, name)));
        let by_owner = named.owner.and_then(|owner| {
            let key = (
                kind,
                owner.kind.as_str(),
                owner.namespace.as_str(),
                owner.name.as_str(),
            );
            self.made_from.get(&key)
        });
        let own: Vec<&Found<'s>> = by_name.into_iter().flatten().filter(is_of_owner).collect();
        let found: Vec<&Found<'s>> = match (by_id, own.is_empty(), by_owner) {
            (Some(found), ..) => vec![found],
            (None, false, _) => own,
            // Services and upstreams are made from an Ingress, and their tags name a Service.
            (None, true, _) if by_name.is_some() => by_name.into_iter().flatten().collect(),
            (None, true, by_owner) => by_owner.into_iter().flatten().collect(),
        };
        let mut origins: Vec<Origin> = found.iter().map(|found| found.at(field)).collect();
        origins.dedup();
        origins
    }
}

impl<'s> Found<'s> {
    fn origin(&self) -> &'s Origin {
        match self {
            Self::Plain(origin, _) => origin,
            Self::Plugin(plugin) => plugin.origin(),
        }
    }

    fn at(&self, field: &str) -> Origin {
        match self {
            Self::Plain(origin, blame) => blame.at(origin, &steps(field)),
            Self::Plugin(plugin) => plugins::place(plugin, &steps(field)),
        }
    }
}

/// A path in Kong's words as steps; of alternatives the first.
fn steps(field: &str) -> Vec<Step> {
    let first = field.split('|').next().unwrap_or_default();
    let steps = first.split('.').filter(|step| !step.is_empty()).enumerate();
    let mut parent = "";
    let steps = steps.map(|(depth, step)| {
        let position = step.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        let made = match position {
            Some(position) if depth > 0 => Step::Item(position),
            _ if parent == "headers" => Step::Key(step.to_owned()),
            _ => Step::Field(step.to_owned()),
        };
        parent = step;
        made
    });
    steps.collect()
}

/// Credentials are alike, and kinds that nobody knows are custom.
fn word(kind: &str) -> &'static str {
    const KNOWN: &[&str] = &[
        "service",
        "route",
        "upstream",
        "target",
        "plugin",
        "consumer",
        "consumer_group",
        "certificate",
        "sni",
        "ca_certificate",
        "vault",
    ];
    let is_credential = kind.ends_with("_credential") || matches!(kind, "acl" | "jwt_secret");
    if is_credential {
        return "credential";
    }
    let known = KNOWN.iter().find(|known| **known == kind);
    known.copied().unwrap_or("custom_entity")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_from_one_and_headers_have_names() {
        assert_eq!(
            steps("paths.2"),
            [Step::Field("paths".to_owned()), Step::Item(1)]
        );
        assert_eq!(
            steps("headers.1"),
            [Step::Field("headers".to_owned()), Step::Item(0)]
        );
        assert_eq!(
            steps("config.redis.port"),
            ["config", "redis", "port"].map(|step| Step::Field(step.to_owned()))
        );
        assert!(steps("").is_empty());
    }
}
