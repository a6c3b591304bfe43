//! What a flag takes, and what the controller makes of a text (spec 85, 3).

use std::collections::{BTreeMap, BTreeSet};

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A truth value as Go's `strconv.ParseBool` reads it.
    Bool,
    /// Any text.
    Text,
    /// Texts with commas between them; several flags add up.
    List,
    /// `namespace/name`.
    Pair,
    /// `A=true,B=false`.
    Gates,
    /// `domain/path`.
    Name,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// A time such as `10s`.
    Duration,
    /// `off` or `rbac`.
    Filter,
}

/// The value of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A truth value.
    Bool(bool),
    /// A text.
    Text(String),
    /// A set of texts.
    List(BTreeSet<String>),
    /// The feature gates that are named.
    Gates(BTreeMap<String, bool>),
}

/// Why a controller does not start with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// What was expected.
    Expected(&'static str),
    /// A gate that nobody knows.
    UnknownGate(String),
    /// An item without `=`, or with another value than a truth value.
    GateWithoutValue(String),
    /// Ids off, and custom entities, which need them, on.
    GatesConflict,
}

/// The feature gates of KIC and Kong Operator (KIC: `pkg/manager/config/feature_gates_keys.go`).
pub(super) const GATES: [&str; 7] = [
    "GatewayAlpha",
    "FillIDs",
    "RewriteURIs",
    "KongServiceFacade",
    "KongCustomEntity",
    "FallbackConfiguration",
    "SanitizeKonnectConfigDumps",
];

/// What the controller makes of a text.
pub(super) fn parse(kind: Kind, text: &str) -> Result<Value, Fault> {
    let fits = |fits: bool, expected| {
        let value = Value::Text(text.to_owned());
        fits.then_some(value).ok_or(Fault::Expected(expected))
    };
    match kind {
        Kind::Bool => truth(text)
            .map(Value::Bool)
            .ok_or(Fault::Expected("true or false")),
        Kind::Text => Ok(Value::Text(text.to_owned())),
        Kind::List => Ok(Value::List(items(text).into_iter().collect())),
        Kind::Pair => fits(pair(text).is_some(), "namespace/name"),
        Kind::Gates => gates(text).map(Value::Gates),
        Kind::Name => fits(
            is_controller_name(text),
            "a domain and a path, such as example.com/kong",
        ),
        Kind::Int => fits(is_int(text), "a whole number"),
        Kind::Float => fits(text.parse::<f32>().is_ok(), "a number"),
        Kind::Duration => fits(is_duration(text), "a time such as 10s"),
        Kind::Filter => fits(["off", "rbac"].contains(&text), "off or rbac"),
    }
}

/// `strconv.ParseBool`.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// The two parts of `namespace/name`.
pub(super) fn pair(text: &str) -> Option<(&str, &str)> {
    let (namespace, name) = text.split_once('/')?;
    let is_pair = !namespace.is_empty() && !name.is_empty() && !name.contains('/');
    is_pair.then_some((namespace, name))
}

/// Items with commas between them, as Go's CSV reader takes them apart; nothing is trimmed.
pub(super) fn items(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut items = Vec::new();
    let mut item = String::new();
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                item.push('"');
            }
            '"' if is_quoted || item.is_empty() => is_quoted = !is_quoted,
            ',' if !is_quoted => items.push(std::mem::take(&mut item)),
            other => item.push(other),
        }
    }
    items.push(item);
    items
}

/// Gates, with blanks around items allowed (KIC: `internal/manager/flags/feature_gates_shim.go`).
fn gates(text: &str) -> Result<BTreeMap<String, bool>, Fault> {
    let mut gates = BTreeMap::new();
    for item in text
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
    {
        let (name, value) = item
            .split_once('=')
            .ok_or_else(|| Fault::GateWithoutValue(item.to_owned()))?;
        let name = name.trim();
        let value = truth(value.trim()).ok_or_else(|| Fault::GateWithoutValue(name.to_owned()))?;
        if !GATES.contains(&name) {
            return Err(Fault::UnknownGate(name.to_owned()));
        }
        gates.insert(name.to_owned(), value);
    }
    check_gates(&gates)?;
    Ok(gates)
}

/// Ids may be off only without custom entities, which are on by default.
pub(super) fn check_gates(gates: &BTreeMap<String, bool>) -> Result<(), Fault> {
    let is_on = |name: &str| gates.get(name).copied().unwrap_or(true);
    if is_on("KongCustomEntity") && !is_on("FillIDs") {
        return Err(Fault::GatesConflict);
    }
    Ok(())
}

/// `example.com/kong` (GEP-713; KIC: `gatewayAPIControllerNameFromFlagValue`).
fn is_controller_name(text: &str) -> bool {
    let Some((domain, path)) = text.split_once('/') else {
        return false;
    };
    let is_label = |label: &str| {
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        label.bytes().all(|byte| is_letter(byte) || byte == b'-')
            && label.bytes().next().is_some_and(is_letter)
            && label.bytes().last().is_some_and(is_letter)
    };
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&byte);
    domain.split('.').all(is_label) && !path.is_empty() && path.bytes().all(is_path)
}

/// A whole number as Go's `strconv.ParseInt` with base 0 reads it, as far as people write them.
fn is_int(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// `time.ParseDuration`: numbers with units, one behind the other.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let mut parts = 0;
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = &rest[..rest.len() - unit.len()];
        let units = ["ns", "us", "µs", "ms", "s", "m", "h"];
        let Some(found) = units
            .iter()
            .filter(|name| unit.starts_with(**name))
            .max_by_key(|name| name.len())
        else {
            return false;
        };
        if !number.bytes().any(|byte| byte.is_ascii_digit()) || number.matches('.').count() > 1 {
            return false;
        }
        rest = &unit[found.len()..];
        parts += 1;
    }
    parts > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_values_are_those_of_go() {
        for (text, value) in [
            ("T", Some(true)),
            ("0", Some(false)),
            ("yes", None),
            ("", None),
        ] {
            assert_eq!(truth(text), value, "{text}");
        }
    }

    #[test]
    fn gates_are_known_and_have_values() {
        let parse = |text| parse(Kind::Gates, text);
        assert_eq!(
            parse(" GatewayAlpha = true ,FillIDs=1"),
            Ok(Value::Gates(BTreeMap::from([
                ("FillIDs".to_owned(), true),
                ("GatewayAlpha".to_owned(), true),
            ])))
        );
        assert_eq!(parse(""), Ok(Value::Gates(BTreeMap::new())));
        assert_eq!(parse("A"), Err(Fault::GateWithoutValue("A".to_owned())));
        assert_eq!(parse("A=true"), Err(Fault::UnknownGate("A".to_owned())));
        assert_eq!(parse("FillIDs=false"), Err(Fault::GatesConflict));
        assert!(parse("FillIDs=false,KongCustomEntity=false").is_ok());
    }

    #[test]
    fn items_are_not_trimmed_and_may_be_quoted() {
        assert_eq!(items("a, b"), ["a", " b"]);
        assert_eq!(items("\"a,b\",c"), ["a,b", "c"]);
        assert_eq!(items(""), [""; 0]);
    }

    #[test]
    fn names_and_times_are_checked() {
        assert!(is_controller_name("konghq.com/kic-gateway-controller"));
        for wrong in ["kong", "Kong.com/a", "a..b/c", "a.com/", "-a.com/b"] {
            assert!(!is_controller_name(wrong), "{wrong}");
        }
        for (text, right) in [
            ("10h", true),
            ("1m30.5s", true),
            ("0", true),
            ("10", false),
            ("", false),
            ("s", false),
        ] {
            assert_eq!(is_duration(text), right, "{text}");
        }
    }
}
