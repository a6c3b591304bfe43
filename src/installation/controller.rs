//! What KIC makes of its arguments and its environment, wherever they were written (spec 85, 2, 3 and 9).

use super::arguments::{Arguments, Flag, Refused};
use super::environment::{Environment, From, Variable, Written};
use super::flag::{self, Known};
use super::found::{Outcome, Setting};
use super::spot::Spot;
use super::value::{self, Fault, Kind, Value};
use crate::diag::similar::similar;
use crate::diag::{called::Called, settings};
use std::collections::{BTreeMap, BTreeSet};

/// Flags that are options of ours under the same name. `watch-namespace` and the switches of controllers are read apart.
const OPTIONS: [&str; 11] = [
    "ingress-class",
    "gateway-api-controller-name",
    "gateway-to-reconcile",
    "feature-gates",
    "combined-services-from-different-httproutes",
    "enable-drain-support",
    "cluster-domain",
    "kong-workspace",
    "skip-ca-certificates",
    "secret-label-selector",
    "configmap-label-selector",
];

/// How a controller is called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'c> {
    /// Its environment.
    pub(super) environment: &'c Environment,
    /// Its arguments.
    pub(super) arguments: &'c Arguments,
    /// Whether it is KIC 3.4.
    pub(super) is_old: bool,
}

/// A value that counts, and where it was written.
#[derive(Debug, Clone)]
pub(super) struct Read {
    /// The value.
    pub(super) value: Value,
    /// Where it comes from.
    pub(super) from: From,
    /// Whether a Secret had part in it.
    pub(super) is_secret: bool,
}

impl Read {
    /// Where it stands, if it does anywhere.
    pub(super) const fn spot(&self) -> Option<Spot> {
        match self.from {
            From::At(spot) => Some(spot),
            _ => None,
        }
    }
}

/// What the call says of the options. With what it says of the gateway, which is looked up later.
pub(super) fn read(call: Call<'_>, out: &mut Outcome) {
    refusals(call, out);
    unknown_variables(call.environment, call.is_old, out);
    for unknown in &call.environment.missing {
        out.problems.push(settings::environment_missing(
            unknown.at.location(),
            &unknown.what,
        ));
    }
    for option in OPTIONS {
        if let Some(read) = one(call, option, true, out) {
            out.set(option, read.value, read.from, read.is_secret);
        }
    }
    namespaces(call, out);
    switches(call, out);
    for name in flag::names() {
        let is_read = OPTIONS.contains(&name) || name.starts_with(flag::SWITCH);
        if !is_read && !["watch-namespace", "publish-service"].contains(&name) {
            one(call, name, false, out);
        }
    }
    conflicts(call, out);
}

/// What keeps the controller from starting before it looks at any value.
fn refusals(call: Call<'_>, out: &mut Outcome) {
    for refused in &call.arguments.refused {
        out.problems.push(match refused {
            Refused::UnknownFlag { name, at } => {
                let bare = name.trim_start_matches('-');
                let is_short = !name.starts_with("--");
                let is_later = flag::known(bare, call.is_old) == Known::Later;
                let near = similar(bare, flag::names());
                let near = near.filter(|near| is_short || *near != bare);
                settings::flag_unknown(at.location(), name, is_later, near)
            }
            Refused::WithoutValue { name, at } => {
                let called = Called::flag(name);
                settings::invalid(at.location(), &called, "a value")
            }
            Refused::Word {
                after: Some(name),
                at,
            } => settings::word_after_switch(at.location(), name),
            Refused::Word { after: None, at } => settings::stray_word(at.location()),
        });
    }
    for unknown in &call.arguments.unknown {
        out.problems.push(settings::arguments_unknown(
            unknown.at.location(),
            &unknown.what,
        ));
    }
}

/// Variables that no flag has.
fn unknown_variables(environment: &Environment, is_old: bool, out: &mut Outcome) {
    let mut told = BTreeSet::new();
    for variable in &environment.variables {
        let Some(name) = flag::of_variable(&variable.name) else {
            continue;
        };
        let known = flag::known(&name, is_old);
        if matches!(known, Known::Yes(_)) || !told.insert(&variable.name) {
            continue;
        }
        let is_later = known == Known::Later;
        let bare = variable.name.strip_prefix(flag::PREFIX).unwrap_or_default();
        let bare = bare.to_ascii_lowercase().replace('_', "-");
        let near = similar(&bare, flag::names()).map(flag::variable);
        let called = Called::variable(&variable.written.label, &variable.name);
        out.problems.push(settings::variable_unknown(
            variable.written.key.location(),
            &called,
            is_later,
            near.as_deref(),
        ));
    }
}

/// Everything that was written for a flag.
struct Uses<'u> {
    kind: Kind,
    flags: Vec<&'u Flag>,
    variables: Vec<&'u Variable>,
}

impl<'u> Uses<'u> {
    fn of(call: Call<'u>, name: &str) -> Option<Self> {
        let Known::Yes(kind) = flag::known(name, call.is_old) else {
            return None;
        };
        let flags = call.arguments.flags.iter();
        Some(Self {
            kind,
            flags: flags.filter(|flag| flag.name == name).collect(),
            variables: call.environment.all(&flag::variable(name)),
        })
    }
}

/// How problems call a flag or a variable.
fn called(written: &Written, name: &str) -> Called {
    if written.label.starts_with("--") {
        Called::flag(name)
    } else {
        Called::variable(&written.label, &flag::variable(name))
    }
}

/// The value of a flag that counts; `None` when it has none, or one with which the controller would not start. `is_option`: it
/// changes the configuration, so whatever hides it is told.
pub(super) fn one(call: Call<'_>, name: &str, is_option: bool, out: &mut Outcome) -> Option<Read> {
    let uses = Uses::of(call, name)?;
    let is_misread = call.arguments.refused.iter().any(
        |refused| matches!(refused, Refused::Word { after: Some(switch), .. } if switch == name),
    );
    // Every flag is read in turn, the last one counts.
    for flag in &uses.flags {
        let parsed = flag
            .written
            .text
            .as_deref()
            .map(|text| value::parse(uses.kind, text));
        if let Ok(Err(fault)) = parsed {
            refuse(&flag.written, name, &fault, out);
            return None;
        }
    }
    let flags = uses.flags.iter().map(|flag| &flag.written);
    let written: Vec<&Written> = uses
        .variables
        .iter()
        .map(|variable| &variable.written)
        .chain(flags)
        .collect();
    let (winner, losers) = written.split_last()?;
    let parsed = match &winner.text {
        Ok(text) => value::parse(uses.kind, text),
        Err(unknown) => {
            if is_option {
                let called = called(winner, name);
                out.problems.push(settings::unresolvable(
                    unknown.at.location(),
                    &called,
                    &unknown.what,
                ));
            }
            return None;
        }
    };
    let value = match parsed {
        Ok(value) if !is_misread => value,
        Ok(_) => return None,
        Err(fault) => {
            refuse(winner, name, &fault, out);
            return None;
        }
    };
    if is_option {
        shadowed(losers, (winner, &value), (name, uses.kind), out);
        odd(winner, (name, uses.kind), out);
    }
    Some(Read {
        value,
        from: winner.from,
        is_secret: winner.is_secret,
    })
}

/// Each value that is different from the one that counts, but for defaults of charts.
fn shadowed(
    losers: &[&Written],
    (winner, value): (&Written, &Value),
    (name, kind): (&str, Kind),
    out: &mut Outcome,
) {
    for loser in losers {
        let (Ok(text), From::At(at)) = (&loser.text, loser.from) else {
            continue;
        };
        if value::parse(kind, text).as_ref() != Ok(value) {
            out.problems.push(settings::shadowed(
                at.location(),
                &called(loser, name),
                &called(winner, name),
            ));
        }
    }
}

/// A value that the controller takes and nobody can mean.
fn odd(written: &Written, (name, kind): (&str, Kind), out: &mut Outcome) {
    if let (Some(hint), Ok(text), From::At(at)) = (&written.odd, &written.text, written.from)
        && matches!(kind, Kind::Text | Kind::List)
    {
        let called = called(written, name);
        out.problems
            .push(settings::suspicious(at.location(), &called, text, hint));
    }
}

fn refuse(written: &Written, name: &str, fault: &Fault, out: &mut Outcome) {
    let at = match written.from {
        From::At(at) => at,
        _ => written.key,
    };
    let called = called(written, name);
    let shown = |text: &str| (!written.is_secret).then(|| text.to_owned());
    out.problems.push(match fault {
        Fault::Expected(expected) => settings::invalid(at.location(), &called, expected),
        Fault::UnknownGate(gate) => {
            let near = similar(gate, value::GATES);
            settings::gate_unknown(at.location(), &called, shown(gate).as_deref(), near)
        }
        Fault::GateWithoutValue(gate) => {
            settings::gate_without_value(at.location(), &called, shown(gate).as_deref())
        }
        Fault::GatesConflict => settings::gates_conflict(at.location()),
    });
}

/// The watched namespaces: flags add up and beat variables; the namespace of the published Service is watched, too.
fn namespaces(call: Call<'_>, out: &mut Outcome) {
    let published = one(call, "publish-service", false, out);
    let Some(uses) = Uses::of(call, "watch-namespace") else {
        return;
    };
    let Some(last) = one(call, "watch-namespace", uses.flags.is_empty(), out) else {
        return;
    };
    let Value::List(mut watched) = last.value else {
        return;
    };
    let mut from = last.from;
    let mut is_secret = last.is_secret;
    if let Some(first) = uses.flags.first() {
        from = first.written.from;
        for flag in &uses.flags {
            is_secret |= flag.written.is_secret;
            let text = flag.written.text.as_deref().unwrap_or_default();
            watched.extend(value::items(text));
        }
        let all = Value::List(watched.clone());
        let losers: Vec<&Written> = uses
            .variables
            .iter()
            .map(|variable| &variable.written)
            .collect();
        shadowed(
            &losers,
            (&first.written, &all),
            ("watch-namespace", Kind::List),
            out,
        );
    }
    if !watched.is_empty() {
        if let Some(Value::Text(service)) = published.map(|read| read.value) {
            let namespace = value::pair(&service).map(|(namespace, _)| namespace.to_owned());
            watched.extend(namespace);
        } else if let Some(variable) = call.environment.get("CONTROLLER_PUBLISH_SERVICE")
            && let Err(unknown) = &variable.written.text
        {
            let called = called(&variable.written, "publish-service");
            out.problems.push(settings::unresolvable(
                unknown.at.location(),
                &called,
                &unknown.what,
            ));
        }
    }
    out.set("watch-namespace", Value::List(watched), from, is_secret);
}

/// The controllers that are switched off. The place is the first of them, arguments before variables.
fn switches(call: Call<'_>, out: &mut Outcome) {
    let mut off = BTreeSet::new();
    let mut places: Vec<(bool, From)> = Vec::new();
    for name in flag::names() {
        let Some(controller) = name.strip_prefix(flag::SWITCH) else {
            continue;
        };
        let Some(read) = one(call, name, true, out) else {
            continue;
        };
        if read.value == Value::Bool(false) {
            let is_flag = call.arguments.flags.iter().any(|flag| flag.name == name);
            off.insert(controller.to_owned());
            places.push((!is_flag, read.from));
        }
    }
    let first = places.into_iter().min_by_key(|(is_variable, from)| {
        let spot = match from {
            From::At(spot) => Some(*spot),
            _ => None,
        };
        (*is_variable, spot)
    });
    if let Some((_, from)) = first {
        out.set("disable-controllers", Value::List(off), from, false);
    }
}

/// Combinations with which the controller does not start, but for those with the gateway.
fn conflicts(call: Call<'_>, out: &mut Outcome) {
    let flags = |name: &str| call.arguments.flags.iter().find(|flag| flag.name == name);
    if let (Some(service), Some(url)) = (flags("kong-admin-svc"), flags("kong-admin-url")) {
        let at = service.written.key.max(url.written.key);
        out.problems.push(settings::two_admin_apis(at.location()));
    }
    let mut quiet = Outcome::default();
    let Some(read) = one(
        call,
        "use-last-valid-config-for-fallback",
        false,
        &mut quiet,
    ) else {
        return;
    };
    let is_on = match out
        .settings
        .get("feature-gates")
        .map(|setting: &Setting| &setting.value)
    {
        Some(Value::Gates(gates)) => is_gate_on(gates, "FallbackConfiguration"),
        _ => false,
    };
    if read.value == Value::Bool(true)
        && !is_on
        && let Some(at) = read.spot()
    {
        out.problems
            .push(settings::fallback_without_gate(at.location()));
    }
}

fn is_gate_on(gates: &BTreeMap<String, bool>, name: &str) -> bool {
    gates.get(name).copied().unwrap_or_default()
}
