//! What Kong would refuse in a configuration file: every entity and plugin against the same schemas as the finished state.
//!
//! Values of such a file are not told, for nobody knows what is in them; names of fields and entities are.

mod kinds;
mod written;

use super::blame::Blame;
use super::entity::{Entity, Judge};
use super::plugins::{self, Schemas};
use super::{custom_entities, protocols, routes};
use crate::diag::kong_entities::Subject;
use crate::diag::{Diagnostic, Diagnostics, Location, expressions, kong_editions};
use crate::engine::regex::Budget;
use crate::engine::{Condition, Subsystem};
use crate::kong::plugin::{Plugin, Scope};
use crate::kong::protocol::Protocol;
use crate::kong::source::Source;
use crate::options::{Options, RouterFlavor};
use crate::origin::Origin;
use crate::schema::entities::Release;
use crate::schema::text::is_uuid;
use crate::schema::written::Given;
use crate::secrecy::text::is_short_name;
use kinds::{KINDS, Kind};
use serde_json::{Map, Value};
use std::sync::Arc;
use written::{given, is_template, route_of, take_templates, texts};

/// Where a field of the entity at a path stands; both as `deck::read::document` has them.
type Locate<'l> = &'l dyn Fn(&[String], &str) -> Location;

/// What is wrong with a file, and how many entities it has.
#[derive(Debug, Default)]
pub struct Judged {
    /// What Kong would refuse.
    pub found: Diagnostics,
    /// Entities, those within others counted in.
    pub entities: usize,
}

/// Say what Kong would refuse in the entities of a file.
pub fn judge(root: &Value, options: &Options, locate: Locate<'_>) -> Judged {
    let nowhere = Source::Unknown;
    let origin = nowhere.origin();
    let options = &Options {
        router_flavor: flavor(root, options.router_flavor),
        ..options.clone()
    };
    let mut file = File {
        root,
        options,
        locate,
        origin,
        judge: Judge::of(Release::of(options)),
        schemas: Schemas::of(options),
        budget: Arc::default(),
        judged: Judged::default(),
    };
    for (key, list) in root.as_object().into_iter().flatten() {
        let path = vec![key.clone()];
        match KINDS.iter().find(|kind| kind.key == key) {
            Some(kind) => file.list(kind, list, &path, &Scope::default()),
            None if key.starts_with('_') => {}
            None => file.unknown_list(key),
        }
    }
    file.judged
}

/// A file being judged. What is found has no place until it is told: its origin is that of no object.
struct File<'s> {
    root: &'s Value,
    options: &'s Options,
    locate: Locate<'s>,
    origin: &'s Origin,
    judge: Judge<'s>,
    schemas: Schemas<'s>,
    budget: Arc<Budget>,
    judged: Judged,
}

impl<'s> File<'s> {
    fn list(&mut self, kind: &'static Kind, list: &'s Value, path: &[String], scope: &Scope<'s>) {
        let owner = &path[..path.len().saturating_sub(1)];
        match list {
            Value::Array(items) if !items.is_empty() => {
                if self.judge.schema(self.collection(kind)).is_none() {
                    let problem = self.file().has_unknown(kind.key, None);
                    return self.tell(owner, [kong_editions::enterprise_field(problem)]);
                }
                for (index, item) in items.iter().enumerate() {
                    let path = [path, &[index.to_string()]].concat();
                    self.entity(kind, item, &path, scope);
                }
            }
            Value::Null | Value::Array(_) => {}
            _ => self.tell(
                owner,
                [self
                    .file()
                    .has_wrong_type(kind.key, "a list", "another type")],
            ),
        }
    }

    fn entity(&mut self, kind: &'static Kind, item: &'s Value, path: &[String], scope: &Scope<'s>) {
        self.judged.entities += 1;
        let collection = self.collection(kind);
        // A server name of a certificate may be the name alone.
        let (fields, name) = match item {
            Value::Object(fields) => {
                let mut names = kind.names.iter().filter_map(|name| fields.get(*name));
                (Some(fields), names.find_map(Value::as_str))
            }
            Value::String(name) if kind.key == "snis" => (None, Some(name.as_str())),
            _ => {
                let problem = self
                    .file()
                    .has_wrong_type(kind.key, "a map", "another type");
                return self.tell(path, [problem]);
            }
        };
        // Anything may stand there that is no name.
        let shown = match kind.entity {
            "ca_certificate" | "oauth2_credential" => {
                name.filter(|name| is_uuid(name) || is_short_name(name))
            }
            _ => name,
        };
        let entity = Entity {
            collection,
            subject: Subject {
                entity: kind.entity,
                name: shown,
                origin: self.origin,
            },
            blame: Blame::File,
        };
        let own = fields.into_iter().flatten().filter(|(key, _)| {
            let key = key.as_str();
            let is_elsewhere = kind.nested.contains(&key) || kind.passed_over.contains(&key);
            !is_elsewhere && !key.starts_with('_')
        });
        let mut given: Vec<(&str, Given<'_>)> = own
            .map(|(key, value)| (key.as_str(), given(value)))
            .collect();
        if let (None, Some(name)) = (fields, name) {
            given.push(("name", Given::Text(name)));
        }
        let mut found = Diagnostics::default();
        self.judge.judge(entity, &Given::Map(given), &mut found);
        if let Some(fields) = fields {
            self.coded(kind, entity, (fields, scope), &mut found);
        }
        self.tell(path, found.into_sorted());
        let inner = inner_scope(kind.key, name, scope);
        for (key, list) in fields.into_iter().flatten() {
            if kind.nested.contains(&key.as_str())
                && let Some(below) = KINDS.iter().find(|it| it.key == key)
            {
                self.list(
                    below,
                    list,
                    &[path, std::slice::from_ref(key)].concat(),
                    &inner,
                );
            }
        }
    }

    /// Where the entities of a list stand in the table.
    fn collection(&self, kind: &Kind) -> &'static str {
        match kind.key {
            "routes" => routes::collection(self.options),
            "consumer_group_plugins" => "plugins",
            other => other,
        }
    }

    /// The rules that no table has.
    fn coded(
        &mut self,
        kind: &Kind,
        entity: Entity<'_>,
        (fields, scope): (&'s Map<String, Value>, &Scope<'_>),
        found: &mut Diagnostics,
    ) {
        match kind.entity {
            "route" => self.route(entity, fields, found),
            "plugin" => {
                let plugin = self.plugin(fields, scope);
                plugins::judge_alone(&plugin, self.options, &mut self.schemas, found);
            }
            "vault" if fields.get("name").is_some_and(|name| name == "env") => {
                let entity = Entity {
                    collection: "vaults/env",
                    ..entity
                };
                let config = fields.get("config").map_or(Given::Null, given);
                self.judge.look(entity, &config, found);
            }
            _ => {}
        }
    }

    fn route(&mut self, entity: Entity<'_>, fields: &Map<String, Value>, found: &mut Diagnostics) {
        let route = route_of(fields, self.origin);
        let default = routes::default_protocols(&mut self.judge, entity.collection);
        protocols::judge(&route, (self.options, &default), entity.subject, found);
        routes::engine(&route, entity, &self.budget, found);
        let expression = fields.get("expression").and_then(Value::as_str);
        if let Some(expression) = expression.filter(|it| !it.is_empty() && !is_template(it)) {
            let subsystem = Subsystem::of(route.protocols.first().map(Protocol::as_str));
            if let Err(refusal) = Condition::parse(expression, subsystem, &self.budget) {
                let name = entity.subject.name.unwrap_or_default();
                found.push(expressions::refused(
                    self.origin,
                    name,
                    None,
                    &refusal.reason,
                ));
            }
        }
    }

    /// A plugin with what it is bound to, and with the configuration that it shares with others.
    fn plugin(&self, fields: &Map<String, Value>, scope: &Scope<'_>) -> Plugin {
        let text = |key: &str| fields.get(key).and_then(Value::as_str);
        let shared = text("_config").and_then(|name| self.root["_plugin_configs"].get(name));
        let mut config = Map::new();
        for part in [shared, fields.get("config")].into_iter().flatten() {
            config.extend(part.as_object().cloned().unwrap_or_default());
        }
        let mut secrets = Vec::new();
        take_templates(&mut config, &mut secrets);
        let bound = |key: &str| {
            let reference = fields.get(key)?;
            let names = ["name", "username", "id"].iter();
            let named = names
                .filter_map(|name| reference.get(name))
                .find_map(Value::as_str);
            reference.as_str().or(named).map(str::to_owned)
        };
        let bound_to =
            |inner: Option<&str>, key: &str| inner.map(str::to_owned).or_else(|| bound(key));
        let mut plugin = Plugin {
            protocols: texts(fields, "protocols"),
            instance_name: text("instance_name").map(str::to_owned),
            service: bound_to(scope.service, "service").map(|it| it.as_str().into()),
            route: bound_to(scope.route, "route").map(|it| it.as_str().into()),
            consumer: bound_to(scope.consumer, "consumer"),
            consumer_group: bound_to(scope.consumer_group, "consumer_group"),
            ..Plugin::new(
                text("name").unwrap_or_default(),
                config,
                self.origin.clone(),
            )
        };
        plugin.config.secrets = secrets;
        plugin
    }

    /// A list of entities that are none of Kong's own, unless a plugin of one's own may have brought them.
    fn unknown_list(&mut self, key: &str) {
        let plugins = self.root["plugins"].as_array().into_iter().flatten();
        let mut names = plugins.filter_map(|plugin| plugin["name"].as_str());
        if !custom_entities::is_known(key) && names.all(crate::schema::plugins::knows) {
            let known = KINDS.iter().map(|kind| kind.key);
            let similar = crate::diag::similar::similar(key, known);
            let problem = self.file().has_unknown(key, similar);
            self.tell(&[], [problem]);
        }
    }

    /// The file as a whole.
    const fn file(&self) -> Subject<'s> {
        Subject {
            entity: "file",
            name: None,
            origin: self.origin,
        }
    }

    /// Give problems of the entity at a path their places.
    fn tell(&mut self, path: &[String], problems: impl IntoIterator<Item = Diagnostic>) {
        for problem in problems {
            let field = problem.kong.as_ref().map_or("name", |it| it.field.as_str());
            let locations = vec![(self.locate)(path, field)];
            self.judged.found.push(Diagnostic {
                locations,
                ..problem
            });
        }
    }
}

/// What plugins within an entity are bound to.
fn inner_scope<'s>(key: &str, name: Option<&'s str>, outer: &Scope<'s>) -> Scope<'s> {
    let name = name.unwrap_or_default();
    let mut scope = *outer;
    match key {
        "services" => scope.service = Some(name),
        "routes" => {
            scope = Scope {
                route: Some(name),
                ..Scope::default()
            }
        }
        "consumers" => scope.consumer = Some(name),
        "consumer_groups" => scope.consumer_group = Some(name),
        _ => {}
    }
    scope
}

/// The router that a file is for: one route with an expression is enough.
fn flavor(root: &Value, asked: RouterFlavor) -> RouterFlavor {
    let services = root["services"].as_array().into_iter().flatten();
    let nested = services.map(|service| &service["routes"]);
    let lists = nested.chain([&root["routes"]]);
    let mut routes = lists.filter_map(Value::as_array).flatten();
    if routes.any(|route| route["expression"].is_string()) {
        RouterFlavor::Expressions
    } else {
        asked
    }
}
