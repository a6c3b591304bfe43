//! What plugins make of a request on its way: the path, the Host and the headers that the backend sees, or the answer that a
//! plugin gives in its place.
//!
//! Evaluated are `request-transformer`, `redirect` and `request-termination` (and the `Location` of `response-transformer`),
//! KIC's own and those of KongPlugins, where they depend on nothing but the request. What cannot be known without the gateway is
//! unknown, never guessed. Header values may be secret: [`Sent::shown_headers`] masks them.

mod reply;
mod template;
mod transformer;

use super::answer::Answer;
use super::gateway::{Gateway, Route};
use super::impact::Listed;
use super::plugins;
use super::request::{Request, Scheme};
use crate::kong::plugin;
use crate::secrecy::{self, MASK};
pub use reply::Reply;
use reply::{Redirect, Termination};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use transformer::{Fails, Transformer};

/// Plugins of Kong that may change the path, the Host or the answer in ways that are not evaluated.
const UNTOLD: &[&str] = &[
    "ai-proxy",
    "ai-request-transformer",
    "aws-lambda",
    "azure-functions",
    "grpc-gateway",
    "post-function",
    "pre-function",
];

/// What cannot be known offline is said with this word.
pub const UNKNOWN: &str = "unknown";

/// A text that a plugin sends. A path, a Host or a Location is masked from the start where it holds a secret by itself; a header value
/// is as it is, for comparisons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Text {
    /// It depends on nothing but the configuration and the request.
    Known(String),
    /// It does not.
    Unknown,
}

impl Text {
    /// A text of a configuration, masked when it holds a secret by itself.
    fn harmless(text: String) -> Self {
        Self::Known(if secrecy::text::holds_secret(&text) {
            MASK.to_owned()
        } else {
            text
        })
    }

    /// The text, or the word for what is unknown.
    pub fn shown(&self) -> &str {
        match self {
            Self::Known(text) => text,
            Self::Unknown => UNKNOWN,
        }
    }
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The path that the backend sees, without the query.
    pub uri: Text,
    /// Whether a plugin made it.
    pub is_rewritten: bool,
    /// The Host header that a plugin sets.
    pub host: Option<Text>,
    /// The headers that plugins set, by their names in lower case; without values where they remove it.
    pub headers: BTreeMap<String, Vec<Text>>,
    /// The answer of a plugin; the backend is not asked.
    pub reply: Option<Reply>,
    /// Plugins of whose effect nothing is known.
    pub unknown: Arc<BTreeSet<String>>,
}

impl Sent {
    fn add_unknown(&mut self, name: &str) {
        Arc::make_mut(&mut self.unknown).insert(name.to_owned());
    }

    /// The path that the backend sees; nothing when it is not asked.
    pub fn shown_uri(&self) -> Option<&str> {
        self.reply.is_none().then(|| self.uri.shown())
    }

    /// What plugins do to headers, without values: `…` stands for one, null for a header that is removed. The Host is shown.
    pub fn shown_headers(&self) -> Map<String, Value> {
        if self.reply.is_some() {
            return Map::new();
        }
        let masked = |text: &Text| match text {
            Text::Known(_) => Value::from(MASK),
            Text::Unknown => Value::from(UNKNOWN),
        };
        let others = self.headers.iter().map(|(name, values)| {
            let values: Vec<Value> = values.iter().map(masked).collect();
            let value = match values.as_slice() {
                [] => Value::Null,
                [only] => only.clone(),
                _ => Value::Array(values),
            };
            (name.clone(), value)
        });
        let host = self.host.as_ref();
        host.map(|host| ("host".to_owned(), host.shown().into()))
            .into_iter()
            .chain(others)
            .collect()
    }

    /// Whether the backend gets this header with this value; null: whether it does not get it.
    pub fn has_header(&self, request: &Request, name: &str, expected: &Value) -> bool {
        let plain = name.to_ascii_lowercase().replace('_', "-");
        let values: Vec<Text> = if plain == "host" {
            self.host.iter().cloned().collect()
        } else if let Some(values) = self.headers.get(&plain) {
            values.clone()
        } else {
            let values = request.header_values(name);
            values.map(|value| Text::Known(value.to_owned())).collect()
        };
        let is = |text: &Text, expected: &Value| matches!((text, expected), (Text::Known(text), Value::String(expected)) if text == expected);
        match expected {
            Value::Null => values.is_empty(),
            Value::Array(expected) => {
                values.len() == expected.len()
                    && values.iter().zip(expected).all(|(text, own)| is(text, own))
            }
            expected => matches!(values.as_slice(), [only] if is(only, expected)),
        }
    }
}

/// What a plugin does, read once; nothing of those that are not evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    step: Option<Arc<Step>>,
    /// Part of it came out of a Secret, so nothing of what it does is shown.
    is_secret: bool,
}

impl Config {
    /// Of a plugin of a configuration.
    pub fn of(plugin: &plugin::Plugin) -> Self {
        let values = &plugin.config.values;
        let step = match plugin.name.as_str() {
            "request-transformer" => Some(Step::Transform(Transformer::read(values))),
            "redirect" => Some(Step::Redirect(Redirect::read(values))),
            "request-termination" => Some(Step::Terminate(Termination::read(values))),
            "response-transformer" => Some(Step::Locate(reply::added_location(values))),
            _ => None,
        };
        Self {
            step: step.map(Arc::new),
            is_secret: !plugin.config.secrets.is_empty(),
        }
    }
}

/// What the plugins of a route do to its requests, in the order in which they run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effects {
    steps: Vec<Arc<Step>>,
    /// The path is made by a plugin that must not be shown.
    is_hidden: bool,
    unknown: Arc<BTreeSet<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Transform(Transformer),
    Redirect(Redirect),
    Terminate(Termination),
    /// Adds a `Location` to answers.
    Locate(Option<Text>),
}

impl Effects {
    /// Of the plugins of a route.
    pub fn of(gateway: &Gateway, route: &Route) -> Self {
        let mut effects = Self::default();
        let mut unknown = BTreeSet::new();
        for running in plugins::of_each_kind(gateway, route) {
            let (name, config) = (running.plugin.name.as_str(), &running.plugin.config);
            let is_untold = UNTOLD.contains(&name) || running.priority.is_none();
            let Some(step) = &config.step else {
                if is_untold && running.depends_on_consumer() {
                    unknown.insert(format!("{name} of a consumer"));
                } else if is_untold {
                    unknown.insert(name.to_owned());
                }
                continue;
            };
            if running.depends_on_consumer() {
                unknown.insert(format!("{name} of a consumer"));
            } else if config.is_secret {
                unknown.insert(name.to_owned());
                effects.is_hidden |= matches!(**step, Step::Transform(_));
            } else {
                if matches!(&**step, Step::Transform(transformer) if transformer.changes_query()) {
                    unknown.insert(format!("{name} (the query)"));
                }
                effects.steps.push(Arc::clone(step));
            }
        }
        effects.unknown = Arc::new(unknown);
        effects
    }

    /// What becomes of a request that this route answers.
    pub fn on(&self, request: &Request, answer: &Answer<'_>) -> Sent {
        let mut sent = self.without_headers(request, answer);
        if is_for_plugins(request, answer) && sent.reply.is_none() {
            for step in &self.steps {
                if let Step::Transform(transformer) = &**step {
                    transformer.apply_headers(request, &answer.captures, &mut sent);
                }
            }
        }
        sent
    }

    /// The same, without headers other than the Host: those take as long as there are.
    pub(super) fn without_headers(&self, request: &Request, answer: &Answer<'_>) -> Sent {
        let mut sent = Sent {
            uri: Text::Known(answer.upstream_uri.clone()),
            is_rewritten: false,
            host: None,
            headers: BTreeMap::new(),
            reply: None,
            unknown: Arc::default(),
        };
        if !is_for_plugins(request, answer) {
            return sent;
        }
        sent.unknown = Arc::clone(&self.unknown);
        for step in &self.steps {
            let reply = match &**step {
                Step::Transform(transformer) => {
                    match transformer.apply(&answer.captures, &mut sent) {
                        Ok(()) => None,
                        Err(Fails) => Some(Reply {
                            plugin: "request-transformer",
                            status: 500,
                            location: None,
                        }),
                    }
                }
                Step::Redirect(redirect) => Some(redirect.reply(request)),
                Step::Terminate(termination) => termination.reply(request),
                Step::Locate(_) => None,
            };
            if let Some(mut reply) = reply {
                reply.location = reply.location.or_else(|| self.added_location());
                sent.reply = Some(reply);
                break;
            }
        }
        if self.is_hidden {
            sent.uri = Text::Unknown;
        }
        sent
    }

    /// What plugins do to headers, to be compared and not to be shown.
    pub(super) fn headers(&self) -> Option<&Listed<String>> {
        self.steps.iter().find_map(|step| match &**step {
            Step::Transform(transformer) => Some(transformer.listed()),
            Step::Redirect(_) | Step::Terminate(_) | Step::Locate(_) => None,
        })
    }

    fn added_location(&self) -> Option<Text> {
        self.steps.iter().find_map(|step| match &**step {
            Step::Locate(location) => location.clone(),
            Step::Transform(_) | Step::Redirect(_) | Step::Terminate(_) => None,
        })
    }
}

/// Kong's own answers come before those of plugins, and these plugins are for HTTP.
fn is_for_plugins(request: &Request, answer: &Answer<'_>) -> bool {
    answer.status.is_none() && matches!(request.scheme, Scheme::Http | Scheme::Https)
}

#[cfg(test)]
mod tests;
