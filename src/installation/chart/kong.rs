//! Chart `kong`: what its values make of a controller and a gateway (spec 85, 6; chart `kong`: `templates/_helpers.tpl`).

use super::image::{ImageValues, Refused, template};
use super::release::Installs;
use super::values::{Part, place, printed};
use crate::annotations::table::IS_DEFAULT_CLASS;
use crate::diag::charts;
use crate::installation::arguments::{self, Style};
use crate::installation::controller::{self, Call};
use crate::installation::datum::{Datum, Plain};
use crate::installation::environment::{self, Environment, From, Variable, Written};
use crate::installation::flag::{self, Known};
use crate::installation::found::Outcome;
use crate::installation::gateway::{self, Parts};
use crate::installation::image::Product;
use crate::installation::inputs::Inputs;
use crate::installation::spot::Spot;
use crate::installation::workload;

/// What a chart is installed as.
#[derive(Debug, Clone, Copy)]
pub(in crate::installation) struct Release<'r> {
    /// The namespace, when anything tells it.
    pub(in crate::installation) namespace: Option<&'r str>,
    /// Where the version of the chart stands, else the values.
    pub(in crate::installation) at: Spot,
    /// What it installs.
    pub(in crate::installation) installs: Installs,
}

/// Values of a list of the controller's variables, weak to strong.
const VARIABLES: [(&str, &str); 2] = [("env", flag::PREFIX), ("customEnv", "")];

/// What the controller's part of the values says.
pub(in crate::installation) fn controller(
    part: Part<'_>,
    release: Release<'_>,
    inputs: &Inputs,
    out: &mut Outcome,
) -> Result<(), Refused> {
    let namespace = part
        .get(&["namespace"])
        .and_then(Datum::text)
        .or(release.namespace);
    let version = controller_version(part, release, out)?;
    let mut environment = Environment::default();
    let sources = part.get(&["ingressController", "envFrom"]);
    environment.add_sources(sources.map_or(&[], Datum::items), namespace, inputs);
    made(part, namespace, &mut environment, out);
    for (field, prefix) in VARIABLES {
        let values = Values {
            part,
            path: &["ingressController", field],
            prefix,
        };
        values.add(namespace, inputs, &mut environment, out);
    }
    let is_old = workload::is_old(version.as_deref());
    let takes = |name: &str| match flag::known(name, is_old) {
        Known::Yes(kind) => Some(kind),
        Known::Later | Known::No => None,
    };
    let items = part
        .get(&["ingressController", "args"])
        .map_or(&[][..], Datum::items);
    let arguments = arguments::of_items(items.iter(), &environment, Style::Pflag, &takes);
    let call = Call {
        environment: &environment,
        arguments: &arguments,
        is_old,
    };
    controller::read(call, out);
    out.default_class = default_class(part);
    let is_published = environment.get("CONTROLLER_PUBLISH_SERVICE").is_some()
        || arguments
            .flags
            .iter()
            .any(|flag| flag.name == "publish-service");
    if let Some(watched) = out.settings.get("watch-namespace")
        && !is_published
        && let From::At(at) = watched.from
    {
        out.problems
            .push(charts::publish_namespace_unknown(at.location()));
    }
    Ok(())
}

/// The IngressClass that the chart makes, if it marks it as the default one.
fn default_class(part: Part<'_>) -> Option<(String, Spot)> {
    let own = |name: &'static str| part.get(&["ingressController", name]);
    if own("createIngressClass").is_some_and(|made| made.value == Plain::Bool(false)) {
        return None;
    }
    let mark = own("ingressClassAnnotations")?.get(IS_DEFAULT_CLASS.name())?;
    let name = own("ingressClass").map_or_else(|| "kong".to_owned(), |class| printed(class).text);
    (mark.text() == Some("true")).then_some((name, mark.at))
}

/// The variables that the chart makes itself, as far as options depend on them.
fn made(part: Part<'_>, namespace: Option<&str>, environment: &mut Environment, out: &mut Outcome) {
    let class = ["ingressController", "ingressClass"];
    let class_written = match part.get(&class) {
        Some(datum) => {
            part.tell_beaten(&class, &mut out.problems);
            written(part, &class, datum)
        }
        None => default("kong"),
    };
    push(environment, "CONTROLLER_INGRESS_CLASS", class_written);
    let watched = ["ingressController", "watchNamespaces"];
    if let Some(datum) = part.get(&watched) {
        part.tell_beaten(&watched, &mut out.problems);
        let names: Vec<String> = match &datum.value {
            Plain::List(items) => items.iter().map(|item| printed(item).text).collect(),
            Plain::Null => Vec::new(),
            _ => vec![printed(datum).text],
        };
        if !names.is_empty() && names != [""] {
            let text = names.join(",");
            let list = Written {
                text: Ok(text),
                odd: None,
                ..written(part, &watched, datum)
            };
            push(environment, "CONTROLLER_WATCH_NAMESPACE", list);
        }
    }
    // Only the namespace of this Service matters.
    if let Some(namespace) = namespace {
        push(
            environment,
            "CONTROLLER_PUBLISH_SERVICE",
            default(&format!("{namespace}/proxy")),
        );
    }
}

fn push(environment: &mut Environment, name: &str, written: Written) {
    environment.variables.push(Variable {
        name: name.to_owned(),
        written,
    });
}

fn default(text: &str) -> Written {
    Written {
        label: "the chart's default".to_owned(),
        text: Ok(text.to_owned()),
        from: From::Chart,
        key: Spot::default(),
        is_secret: false,
        odd: None,
    }
}

/// A value as the text of a variable.
fn written(part: Part<'_>, path: &[&str], datum: &Datum) -> Written {
    let made = printed(datum);
    let is_list = matches!(datum.value, Plain::List(_));
    let is_watched = path
        .last()
        .is_some_and(|name| name.eq_ignore_ascii_case("watch_namespace"));
    let hint = if is_list && is_watched {
        format!(
            "a list stands in {}",
            part.path(&["ingressController", "watchNamespaces"])
        )
    } else if is_list {
        "write the items as one text with commas between them".to_owned()
    } else {
        "put the value into quotes".to_owned()
    };
    let text = match template(datum) {
        Some(what) => Err(environment::Unknown { at: datum.at, what }),
        None => Ok(made.text),
    };
    Written {
        label: part.path(path),
        text,
        from: place(datum),
        key: datum.key,
        is_secret: datum.is_secret,
        odd: made.is_odd.then_some(hint),
    }
}

/// A map of values that become variables.
struct Values<'v> {
    part: Part<'v>,
    path: &'v [&'v str],
    /// What the chart puts before each name.
    prefix: &'v str,
}

impl Values<'_> {
    fn add(
        &self,
        namespace: Option<&str>,
        inputs: &Inputs,
        environment: &mut Environment,
        out: &mut Outcome,
    ) {
        let Some(map) = self.part.get(self.path) else {
            return;
        };
        for (key, datum) in map.entries() {
            let path: Vec<&str> = self.path.iter().copied().chain([&**key]).collect();
            let name = format!("{}{}", self.prefix, key.to_uppercase());
            if self.is_hyphened(key, &name, datum, out) {
                continue;
            }
            let is_option = flag::of_variable(&name).is_some();
            if is_option {
                self.part.tell_beaten(&path, &mut out.problems);
            }
            let written = match (&datum.value, datum.get("valueFrom")) {
                (Plain::Map(_), Some(reference)) => {
                    let label = self.part.path(&path);
                    match environment::referred(&label, reference, namespace, inputs) {
                        Some(referred) => Written {
                            key: datum.key,
                            ..referred
                        },
                        None => continue,
                    }
                }
                (Plain::Map(entries), None) => {
                    let pairs: Vec<String> = entries
                        .iter()
                        .map(|(name, value)| format!("{name}={}", printed(value).text))
                        .collect();
                    let label = self.part.path(&path);
                    out.problems.push(charts::map_in_environment(
                        datum.key.location(),
                        &label,
                        &pairs.join(","),
                    ));
                    continue;
                }
                _ => written(self.part, &path, datum),
            };
            push(environment, &name, written);
        }
    }

    /// A key with a hyphen makes a variable that no flag has; say so, when it names one with another spelling.
    fn is_hyphened(&self, key: &str, name: &str, datum: &Datum, out: &mut Outcome) -> bool {
        if !key.contains('-') {
            return false;
        }
        let right = key.replace('-', "_");
        let flag = flag::of_variable(&name.replace('-', "_"));
        let is_flag = flag.is_some_and(|flag| matches!(flag::known(&flag, false), Known::Yes(_)));
        if is_flag {
            let path: Vec<&str> = self.path.iter().copied().chain([key]).collect();
            let label = self.part.path(&path);
            out.problems.push(charts::hyphen_in_environment(
                datum.at.location(),
                &label,
                &right,
            ));
        }
        is_flag
    }
}

/// The image of the controller, else what the chart installs.
fn controller_version(
    part: Part<'_>,
    release: Release<'_>,
    out: &mut Outcome,
) -> Result<Option<String>, Refused> {
    let path = ["ingressController", "image"];
    let image = ImageValues::of(
        part,
        &path,
        (
            "kong/kubernetes-ingress-controller",
            release.installs.controller,
        ),
        out,
    )?;
    let from = image.tag.1;
    let at = if from == From::Chart {
        From::At(release.at)
    } else {
        from
    };
    let version = workload::version(
        Product::Kic,
        (&image.repository.0, image.tag.0.as_deref()),
        at,
        out,
    );
    if let Some(setting) = out.settings.get_mut("controller") {
        setting.from = from;
    }
    Ok(version)
}

/// What the gateway's part of the values says.
pub(in crate::installation) fn gateway(
    part: Part<'_>,
    release: Release<'_>,
    inputs: &Inputs,
    out: &mut Outcome,
) -> Result<(), Refused> {
    let namespace = part
        .get(&["namespace"])
        .and_then(Datum::text)
        .or(release.namespace);
    let default_tag = release.installs.kong;
    let image = ImageValues::of(
        part,
        &["image"],
        ("kong", default_tag.unwrap_or_default()),
        out,
    )?;
    if default_tag.is_some() || image.tag.1 != From::Chart {
        let parts = Parts {
            repository: (&image.repository.0, image.repository.1),
            tag: (image.tag.0.as_deref(), image.tag.1),
        };
        gateway::of_parts(parts, out);
    }
    let mut environment = Environment::default();
    let sources = part.get(&["envFrom"]).map_or(&[][..], Datum::items);
    environment.add_sources(sources, namespace, inputs);
    let is_removed = |name| {
        part.get(&["env", name])
            .is_some_and(|datum| datum.value == Plain::Null)
    };
    if !is_removed("database") {
        push(&mut environment, gateway::DATABASE, default("off"));
    }
    if release.installs.has_flavor && !is_removed("router_flavor") {
        push(&mut environment, gateway::FLAVOR, default("traditional"));
    }
    for (field, prefix) in [("env", "KONG_"), ("customEnv", "")] {
        let map = part.get(&[field]).into_iter().flat_map(Datum::entries);
        for (key, datum) in map {
            let name = format!("{prefix}{}", key.to_uppercase());
            let is_default = field == "env" && ["database", "router_flavor"].contains(&&**key);
            let is_read = [gateway::FLAVOR, gateway::DATABASE].contains(&&*name);
            if !is_read || is_default && datum.value == Plain::Null {
                continue;
            }
            let path = [field, key];
            if name == gateway::FLAVOR {
                part.tell_beaten(&path, &mut out.problems);
            }
            let written = match datum.get("valueFrom") {
                Some(reference) => {
                    match environment::referred(&part.path(&path), reference, namespace, inputs) {
                        Some(referred) => referred,
                        None => continue,
                    }
                }
                None => written(part, &path, datum),
            };
            push(&mut environment, &name, written);
        }
    }
    gateway::flavor(&environment, out);
    gateway::check_database(&environment, out);
    Ok(())
}
