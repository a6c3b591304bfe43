//! References by id, resolved to names.

use crate::deck::content::Content;
use std::collections::HashMap;

/// The names of entities that others may refer to by id.
#[derive(Default)]
pub(super) struct Names<'c> {
    pub(super) services: HashMap<&'c str, &'c str>,
    pub(super) routes: HashMap<&'c str, &'c str>,
    pub(super) consumers: HashMap<&'c str, &'c str>,
    pub(super) groups: HashMap<&'c str, &'c str>,
}

impl<'c> Names<'c> {
    /// The names of a configuration.
    pub(super) fn of(content: &'c Content) -> Self {
        let mut names = Self::default();
        for service in &content.services {
            add(
                &mut names.services,
                service.id.as_deref(),
                service.name.as_str(),
            );
        }
        let nested = content.services.iter().flat_map(|service| &service.routes);
        for route in nested.chain(&content.routes) {
            add(&mut names.routes, route.id.as_deref(), route.name.as_str());
        }
        for consumer in &content.consumers {
            let name = consumer.known_as();
            for other in [&consumer.id, &consumer.custom_id].into_iter().flatten() {
                names.consumers.insert(other, name);
            }
        }
        // A username goes before a custom id that happens to be the same text.
        let consumers = content.consumers.iter();
        for username in consumers.filter_map(|consumer| consumer.username.as_deref()) {
            names.consumers.insert(username, username);
        }
        for group in &content.consumer_groups {
            if let Some(id) = &group.id {
                names.groups.insert(id, &group.name);
            }
        }
        names
    }
}

fn add<'c>(names: &mut HashMap<&'c str, &'c str>, id: Option<&'c str>, name: &'c str) {
    if let Some(id) = id.filter(|_| !name.is_empty()) {
        names.insert(id, name);
    }
}

/// The name behind a reference, which may be a name already.
pub(super) fn resolve<'n>(names: &HashMap<&'n str, &'n str>, reference: &'n str) -> &'n str {
    names.get(reference).copied().unwrap_or(reference)
}
