//! References by id, resolved to names.

use crate::deck::content::Content;
use crate::kong::consumer::Consumer;
use std::collections::HashMap;

/// The names of entities that others may refer to by id.
#[derive(Default)]
pub(super) struct Names {
    pub(super) services: HashMap<String, String>,
    pub(super) routes: HashMap<String, String>,
    pub(super) consumers: HashMap<String, String>,
    pub(super) groups: HashMap<String, String>,
}

impl Names {
    /// The names of a configuration.
    pub(super) fn of(content: &Content) -> Self {
        let mut names = Self::default();
        for service in &content.services {
            add(
                &mut names.services,
                service.id.as_deref(),
                Some(service.name.as_str()).filter(|name| !name.is_empty()),
            );
        }
        let nested = content.services.iter().flat_map(|service| &service.routes);
        for route in nested.chain(&content.routes) {
            add(
                &mut names.routes,
                route.id.as_deref(),
                Some(route.name.as_str()).filter(|name| !name.is_empty()),
            );
        }
        for consumer in &content.consumers {
            let name = consumer_name(consumer);
            add(&mut names.consumers, consumer.id.as_deref(), Some(name));
            add(
                &mut names.consumers,
                consumer.custom_id.as_deref(),
                Some(name),
            );
        }
        // A username goes before a custom id that happens to be the same text.
        for username in content
            .consumers
            .iter()
            .filter_map(|consumer| consumer.username.as_ref())
        {
            names.consumers.insert(username.clone(), username.clone());
        }
        for group in &content.consumer_groups {
            add(&mut names.groups, group.id.as_deref(), Some(&group.name));
        }
        names
    }
}

fn add(names: &mut HashMap<String, String>, id: Option<&str>, name: Option<&str>) {
    if let (Some(id), Some(name)) = (id, name) {
        names.insert(id.to_owned(), name.to_owned());
    }
}

/// The name behind a reference, which may be a name already.
pub(super) fn resolve<'n>(names: &'n HashMap<String, String>, reference: &'n str) -> &'n str {
    names.get(reference).map_or(reference, String::as_str)
}

/// What a consumer is known by.
pub(super) fn consumer_name(consumer: &Consumer) -> &str {
    consumer
        .username
        .as_deref()
        .or(consumer.custom_id.as_deref())
        .or(consumer.id.as_deref())
        .unwrap_or_default()
}
