//! The graph itself: what the formats draw.

use super::problems::{Problems, Table};
use crate::diag::render::Position;
use crate::diag::{Diagnostic, Severity};
use crate::kong::names::{RouteName, ServiceName};
use crate::kong::plugin::Plugin;
use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::kong::state::State;
use crate::origin::{ObjectMeta, Origin};
use crate::secrecy::{MASK, expression};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// What a node stands for; also its column, left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// An Ingress, HTTPRoute or other route object.
    Object,
    /// A Kong route.
    Route,
    /// A Kong service.
    Service,
    /// An upstream.
    Upstream,
    /// A target.
    Target,
}

impl NodeKind {
    /// Lower-case word for ids, classes and headings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Route => "route",
            Self::Service => "service",
            Self::Upstream => "upstream",
            Self::Target => "target",
        }
    }
}

/// One box of the picture.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// Its name.
    pub label: String,
    /// Further lines: what a route matches, where a service connects, a target's weight.
    pub details: Vec<String>,
    /// Plugins that run here, by type.
    pub plugins: Vec<String>,
    /// Lists of the problems at what is behind it, in [`Graph::problems`].
    pub problems: Vec<usize>,
    /// Where the manifest says so.
    pub position: Position,
}

/// Boxes and arrows. Arrows point from left to right; ends are positions in `nodes`.
#[derive(Debug, Default)]
pub struct Graph {
    /// Boxes, grouped by service; those of objects without routes at the end.
    pub nodes: Vec<Node>,
    /// Arrows, no two equal.
    pub edges: BTreeSet<(usize, usize)>,
    /// Global plugins, by type.
    pub global_plugins: Vec<String>,
    /// The problems that the boxes name.
    pub problems: Table,
    /// Pictures that this one is put together from, in the order of their boxes; none when it is one picture.
    pub parts: Vec<Part>,
}

/// A picture within a picture.
#[derive(Debug)]
pub struct Part {
    /// What it is of.
    pub title: String,
    /// Its boxes, as positions.
    pub nodes: Range<usize>,
    /// Global plugins, by type.
    pub global_plugins: Vec<String>,
}

impl Graph {
    /// Several pictures, each under a title, as one.
    pub fn together(pictures: Vec<(String, Self)>) -> Self {
        let mut whole = Self::default();
        for (title, mut picture) in pictures {
            let first = whole.nodes.len();
            let first_list = whole.problems.append(picture.problems);
            for node in &mut picture.nodes {
                for list in &mut node.problems {
                    *list += first_list;
                }
            }
            whole.nodes.append(&mut picture.nodes);
            let edges = picture.edges.into_iter();
            let edges = edges.map(|(from, to)| (from + first, to + first));
            whole.edges.extend(edges);
            whole.parts.push(Part {
                title,
                nodes: first..whole.nodes.len(),
                global_plugins: picture.global_plugins,
            });
        }
        whole
    }

    /// The boxes part by part, each part with its position and title; one without when it is one picture.
    pub fn boxes(&self) -> Vec<(Option<(usize, &str)>, Range<usize>)> {
        if self.parts.is_empty() {
            return vec![(None, 0..self.nodes.len())];
        }
        let parts = self.parts.iter().enumerate();
        parts
            .map(|(position, part)| (Some((position, &*part.title)), part.nodes.clone()))
            .collect()
    }

    /// The worst problem of a box, if there is one above info.
    pub fn worst(&self, node: &Node) -> Option<Severity> {
        self.problems
            .worst(&node.problems)
            .filter(|severity| *severity > Severity::Info)
    }
}

/// Draw the part of the configuration whose routes contain `filter` in a host, a path or the name; all of it when `filter` is empty.
pub fn build(
    state: &State,
    diagnostics: &[Diagnostic],
    filter: &str,
    locate: &mut dyn FnMut(&Origin) -> Position,
) -> Graph {
    let mut builder = Builder {
        problems: Problems::of(state, diagnostics),
        plugins: Plugins::of(&state.plugins),
        locate,
        graph: Graph::default(),
        known: BTreeMap::new(),
    };
    builder
        .graph
        .global_plugins
        .clone_from(&builder.plugins.global);
    for service in state.services.values() {
        let routes: Vec<&Route> = service
            .routes
            .iter()
            .filter(|route| matches_filter(route, filter))
            .collect();
        if !routes.is_empty() {
            builder.add(state, service, &routes);
        }
    }
    // What is missing shows, too.
    for object in builder.problems.objects_without_box() {
        if object.key.to_string().contains(filter) {
            builder.add_object(object);
        }
    }
    Graph {
        problems: builder.problems.into_table(),
        ..builder.graph
    }
}

fn matches_filter(route: &Route, filter: &str) -> bool {
    let expression = route.expression.as_ref().map(ToString::to_string);
    let texts = [route.name.as_str()]
        .into_iter()
        .chain(route.hosts.iter().chain(&route.paths).map(String::as_str))
        .chain(expression.as_deref());
    filter.is_empty() || { texts }.any(|text| text.contains(filter))
}

/// Plugin types by what they are bound to.
#[derive(Default)]
struct Plugins<'a> {
    global: Vec<String>,
    services: BTreeMap<&'a ServiceName, Vec<&'a Plugin>>,
    routes: BTreeMap<&'a RouteName, Vec<&'a Plugin>>,
}

impl<'a> Plugins<'a> {
    fn of(plugins: &'a [Plugin]) -> Self {
        let mut sorted = Self::default();
        for plugin in plugins {
            match (&plugin.route, &plugin.service) {
                (Some(route), _) => sorted.routes.entry(route).or_default().push(plugin),
                (None, Some(service)) => sorted.services.entry(service).or_default().push(plugin),
                (None, None) if plugin.consumer.is_none() && plugin.consumer_group.is_none() => {
                    sorted.global.push(plugin.name.clone());
                }
                (None, None) => {}
            }
        }
        sorted
    }
}

/// A plugin as a badge shows it.
fn badge(plugin: &Plugin) -> String {
    let whom = plugin.consumer.as_ref().or(plugin.consumer_group.as_ref());
    let off = if plugin.enabled == Some(false) {
        " (off)"
    } else {
        ""
    };
    whom.map_or_else(
        || format!("{}{off}", plugin.name),
        |whom| format!("{} for {whom}{off}", plugin.name),
    )
}

struct Builder<'a, 'l> {
    problems: Problems<'a>,
    plugins: Plugins<'a>,
    locate: &'l mut dyn FnMut(&Origin) -> Position,
    graph: Graph,
    known: BTreeMap<(NodeKind, String), usize>,
}

impl<'a> Builder<'a, '_> {
    fn add(&mut self, state: &'a State, service: &'a Service, routes: &[&'a Route]) {
        let behind = service
            .kubernetes_services()
            .map(|object| &object.key)
            .collect::<Vec<_>>();
        let bound = self
            .plugins
            .services
            .get(&service.name)
            .cloned()
            .unwrap_or_default();
        let mut node = self.node(NodeKind::Service, service.name.as_str(), service.origin());
        node.details.push(service_address(service));
        node.plugins = bound
            .iter()
            .copied()
            .chain(&service.plugins)
            .map(badge)
            .collect();
        node.problems = self.problems.of_objects(
            behind
                .into_iter()
                .chain(bound.iter().map(|plugin| &plugin.origin().object.key)),
        );
        let service_node = self.place(node);
        for route in routes {
            let route_node = self.add_route(route);
            self.graph.edges.insert((route_node, service_node));
        }
        let Some(upstream) = state.upstreams.get(&service.host) else {
            return;
        };
        let mut node = self.node(
            NodeKind::Upstream,
            upstream.name.as_str(),
            upstream.origin(),
        );
        node.details.push(
            upstream
                .algorithm
                .clone()
                .unwrap_or_else(|| "round-robin".to_owned()),
        );
        if upstream.targets.is_empty() {
            node.details.push("no targets".to_owned());
        }
        let upstream_node = self.place(node);
        self.graph.edges.insert((service_node, upstream_node));
        for target in &upstream.targets {
            let mut node = self.node(NodeKind::Target, &target.target, target.origin());
            node.details
                .extend(target.weight.map(|weight| format!("weight {weight}")));
            // Each upstream has boxes of its own, so that a weight stands beside the arrow it belongs to.
            let target_node = self.place_as(format!("{} {}", upstream.name, target.target), node);
            self.graph.edges.insert((upstream_node, target_node));
        }
    }

    fn add_object(&mut self, object: &Arc<ObjectMeta>) -> usize {
        let label = object.key.to_string();
        if let Some(known) = self.known.get(&(NodeKind::Object, label.clone())) {
            return *known;
        }
        let mut node = self.node(NodeKind::Object, &label, &Origin::of(object));
        node.problems = self.problems.of_whole(object);
        self.place(node)
    }

    fn add_route(&mut self, route: &'a Route) -> usize {
        let bound = self
            .plugins
            .routes
            .get(&route.name)
            .cloned()
            .unwrap_or_default();
        let mut node = self.node(NodeKind::Route, route.name.as_str(), route.origin());
        node.details = route_matches(route);
        node.plugins = bound
            .iter()
            .copied()
            .chain(&route.plugins)
            .map(badge)
            .collect();
        node.problems = self.problems.of_part(route.origin());
        let plugins = bound.iter().map(|plugin| &plugin.origin().object.key);
        node.problems.extend(self.problems.of_objects(plugins));
        let route_node = self.place(node);
        let object_node = self.add_object(&route.origin().object);
        self.graph.edges.insert((object_node, route_node));
        route_node
    }

    fn node(&mut self, kind: NodeKind, label: &str, origin: &Origin) -> Node {
        let position = (self.locate)(origin);
        Node {
            kind,
            label: label.to_owned(),
            details: Vec::new(),
            plugins: Vec::new(),
            problems: Vec::new(),
            position,
        }
    }

    fn place(&mut self, node: Node) -> usize {
        self.place_as(node.label.clone(), node)
    }

    fn place_as(&mut self, name: String, node: Node) -> usize {
        *self.known.entry((node.kind, name)).or_insert_with(|| {
            self.graph.nodes.push(node);
            self.graph.nodes.len() - 1
        })
    }
}

fn service_address(service: &Service) -> String {
    let protocol = service
        .protocol
        .as_ref()
        .map_or("http", |protocol| protocol.as_str());
    let port = service
        .port
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    format!(
        "{protocol}://{}{port}{}",
        service.host,
        service.path.as_deref().unwrap_or_default()
    )
}

fn route_matches(route: &Route) -> Vec<String> {
    if let Some(expression) = &route.expression {
        return vec![expression::masked(&expression.to_string(), |_| {
            MASK.to_owned()
        })];
    }
    let mut lines = Vec::new();
    for (name, values) in [
        ("hosts", &route.hosts),
        ("paths", &route.paths),
        ("methods", &route.methods),
        ("snis", &route.snis),
    ] {
        if !values.is_empty() {
            lines.push(format!("{name} {}", values.join(" ")));
        }
    }
    lines.extend(
        route
            .headers
            .keys()
            .map(|name| format!("header {name}: {MASK}")),
    );
    if !route.destinations.is_empty() {
        lines.push(format!(
            "ports {}",
            route
                .destinations
                .iter()
                .filter_map(|end| end.port)
                .map(|port| port.to_string())
                .collect::<Vec<_>>()
                .join(" ")
        ));
    }
    lines
}
