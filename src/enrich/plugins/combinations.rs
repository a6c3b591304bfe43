//! What a plugin's referrers make together (spec 41, 4.1; KIC: `internal/util/rels/relations.go`).

/// How many referrers of each kind there are.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::enrich) struct Counts {
    /// Kong services.
    pub(in crate::enrich) services: usize,
    /// Kong routes.
    pub(in crate::enrich) routes: usize,
    /// Consumers.
    pub(in crate::enrich) consumers: usize,
    /// Consumer groups.
    pub(in crate::enrich) consumer_groups: usize,
}

impl Counts {
    /// How many bindings [`combinations`] gives.
    pub(in crate::enrich) const fn combinations(self) -> usize {
        let clients = if self.consumers > 0 {
            self.consumers
        } else {
            self.consumer_groups
        };
        match (self.services + self.routes, clients) {
            (0, clients) => clients,
            (places, 0) => places,
            (places, clients) => places.saturating_mul(clients),
        }
    }
}

/// One binding: positions in the lists of referrers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::enrich) struct Combination {
    /// The service.
    pub(in crate::enrich) service: Option<usize>,
    /// The route.
    pub(in crate::enrich) route: Option<usize>,
    /// The consumer.
    pub(in crate::enrich) consumer: Option<usize>,
    /// The consumer group.
    pub(in crate::enrich) consumer_group: Option<usize>,
}

/// All bindings. Consumers hide consumer groups; whoever asks is combined with each service and each route; a service is
/// never combined with a route.
pub(in crate::enrich) fn combinations(counts: Counts) -> Vec<Combination> {
    let clients: Vec<Combination> = if counts.consumers > 0 {
        (0..counts.consumers)
            .map(|position| Combination {
                consumer: Some(position),
                ..Combination::default()
            })
            .collect()
    } else {
        (0..counts.consumer_groups)
            .map(|position| Combination {
                consumer_group: Some(position),
                ..Combination::default()
            })
            .collect()
    };
    let has_places = counts.services > 0 || counts.routes > 0;
    if !has_places {
        return clients;
    }
    let clients = if clients.is_empty() {
        vec![Combination::default()]
    } else {
        clients
    };
    let mut all = Vec::with_capacity(counts.combinations());
    for client in clients {
        all.extend((0..counts.services).map(|position| Combination {
            service: Some(position),
            ..client
        }));
        all.extend((0..counts.routes).map(|position| Combination {
            route: Some(position),
            ..client
        }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(services: usize, routes: usize, consumers: usize, consumer_groups: usize) -> String {
        let counts = Counts {
            services,
            routes,
            consumers,
            consumer_groups,
        };
        assert_eq!(combinations(counts).len(), counts.combinations());
        let letter = |letter: &str, position: Option<usize>| {
            position.map_or(String::new(), |position| format!("{letter}{position}"))
        };
        let texts: Vec<_> = combinations(counts)
            .iter()
            .map(|one| {
                [
                    letter("c", one.consumer),
                    letter("g", one.consumer_group),
                    letter("s", one.service),
                    letter("r", one.route),
                ]
                .concat()
            })
            .collect();
        texts.join(" ")
    }

    #[test]
    fn services_and_routes_are_never_combined() {
        assert_eq!(made(1, 2, 0, 0), "s0 r0 r1");
    }

    #[test]
    fn consumers_are_combined_with_services_and_routes_and_hide_groups() {
        assert_eq!(made(1, 1, 2, 1), "c0s0 c0r0 c1s0 c1r0");
        assert_eq!(made(0, 0, 1, 1), "c0");
    }

    #[test]
    fn groups_are_combined_where_no_consumer_is() {
        assert_eq!(made(1, 1, 0, 1), "g0s0 g0r0");
        assert_eq!(made(0, 0, 0, 2), "g0 g1");
    }
}
