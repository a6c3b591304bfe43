//! Plugins by what they are bound to, so that a route finds its own without looking at all.

use super::super::gateway::Plugin;
use std::collections::{HashMap, HashSet};

/// Positions of plugins, each list ascending.
#[derive(Debug, Clone, Default)]
pub struct Bindings {
    everyone: Bound,
    consumers: Bound,
    /// Of the plugins for consumers one of each type and set of protocols.
    kinds: Bound,
}

/// Which plugins are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    /// Those that run for everyone.
    Everyone,
    /// All, those for some consumers too.
    Anyone,
    /// As for anyone, but of plugins for consumers one of a kind stands for all.
    Kinds,
}

#[derive(Debug, Clone, Default)]
struct Bound {
    global: Vec<usize>,
    services: HashMap<String, Vec<usize>>,
    routes: HashMap<String, Vec<usize>>,
}

impl Bindings {
    /// File plugins.
    pub fn of(plugins: &[Plugin]) -> Self {
        let mut bindings = Self::default();
        let mut known = HashSet::new();
        for (position, plugin) in plugins.iter().enumerate() {
            if plugin.consumer.is_none() && plugin.consumer_group.is_none() {
                bindings.everyone.add(plugin, position);
                continue;
            }
            bindings.consumers.add(plugin, position);
            let kind = (
                &plugin.name,
                &plugin.protocols,
                plugin.enabled,
                (&plugin.service, &plugin.route),
            );
            if known.insert(kind) {
                bindings.kinds.add(plugin, position);
            }
        }
        bindings
    }

    /// Whether a plugin is bound to the route itself.
    pub(in super::super) fn has_own(&self, route: &str) -> bool {
        self.everyone.routes.contains_key(route)
    }

    /// Positions of the plugins that may run for a route, ascending.
    pub(super) fn candidates(&self, route: &str, service: Option<&str>, whom: Whom) -> Vec<usize> {
        let mut found: Vec<usize> = self.everyone.candidates(route, service).collect();
        match whom {
            Whom::Everyone => {}
            Whom::Anyone => found.extend(self.consumers.candidates(route, service)),
            Whom::Kinds => found.extend(self.kinds.candidates(route, service)),
        }
        found.sort_unstable();
        found
    }
}

impl Bound {
    fn add(&mut self, plugin: &Plugin, position: usize) {
        let list = match (&plugin.route, &plugin.service) {
            (Some(route), _) => self.routes.entry(route.clone()).or_default(),
            (None, Some(service)) => self.services.entry(service.clone()).or_default(),
            (None, None) => &mut self.global,
        };
        list.push(position);
    }

    fn candidates(&self, route: &str, service: Option<&str>) -> impl Iterator<Item = usize> {
        let of_service = service.and_then(|service| self.services.get(service));
        self.global
            .iter()
            .chain(of_service.into_iter().flatten())
            .chain(self.routes.get(route).into_iter().flatten())
            .copied()
    }
}
