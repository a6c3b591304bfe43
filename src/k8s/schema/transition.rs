//! The rules that the CRDs write about updates: what a field may become depends on what it was (`oldSelf`).

use super::read::{deep, field, items, text};
use super::violation::{Fault, Violation};
use crate::manifest::node::{Node, Value};
use crate::origin::FieldPath;

/// A rule about an update.
#[derive(Debug)]
pub(in crate::k8s) struct Transition {
    /// What the API server says.
    pub(in crate::k8s) message: &'static str,
    /// The field of the new object that breaks the rule; `None` when it holds. Called with the former object and the new one.
    broken: fn(&Node<'_>, &Node<'_>) -> Option<FieldPath>,
}

const fn rule(
    message: &'static str,
    broken: fn(&Node<'_>, &Node<'_>) -> Option<FieldPath>,
) -> Transition {
    Transition { message, broken }
}

const REFERENCE: [&str; 2] = ["spec", "controlPlaneRef"];

/// KongPlugin and KongClusterPlugin.
static PLUGIN: [Transition; 1] = [rule("The plugin field is immutable", |old, new| {
    changed(old, new, &["plugin"])
})];

/// GatewayClass.
static GATEWAY_CLASS: [Transition; 1] = [rule("Value is immutable", |old, new| {
    changed(old, new, &["spec", "controllerName"])
})];

/// KongVault.
static VAULT: [Transition; 3] = [
    rule("The spec.prefix field is immutable", |old, new| {
        changed(old, new, &["spec", "prefix"])
    }),
    REQUIRED_ONCE_SET,
    rule(PROGRAMMED, |old, new| {
        deep(new, &REFERENCE).and_then(|_| moved(old, new))
    }),
];

/// KongCustomEntity.
static CUSTOM_ENTITY: [Transition; 1] = [rule("The spec.type field is immutable", |old, new| {
    changed(old, new, &["spec", "type"])
})];

/// KongConsumer. The rule about programmed entities asks the new object for a reference, that of groups the former one.
static CONSUMER: [Transition; 2] = [
    REQUIRED_ONCE_SET,
    rule(PROGRAMMED, |old, new| {
        deep(new, &REFERENCE).and_then(|_| moved(old, new))
    }),
];

/// KongConsumerGroup.
static CONSUMER_GROUP: [Transition; 2] = [
    REQUIRED_ONCE_SET,
    rule(PROGRAMMED, |old, new| {
        deep(old, &REFERENCE).and_then(|_| moved(old, new))
    }),
];

const PROGRAMMED: &str = "spec.controlPlaneRef is immutable when an entity is already Programmed";

const REQUIRED_ONCE_SET: Transition = rule("controlPlaneRef is required once set", |old, new| {
    (deep(old, &REFERENCE).is_some() && deep(new, &REFERENCE).is_none())
        .then(|| FieldPath::of(&REFERENCE))
});

/// The rules of a kind.
pub(in crate::k8s) fn rules(kind: &str) -> &'static [Transition] {
    match kind {
        "GatewayClass" => &GATEWAY_CLASS,
        "KongPlugin" | "KongClusterPlugin" => &PLUGIN,
        "KongVault" => &VAULT,
        "KongCustomEntity" => &CUSTOM_ENTITY,
        "KongConsumer" => &CONSUMER,
        "KongConsumerGroup" => &CONSUMER_GROUP,
        _ => &[],
    }
}

/// What an update breaks of these rules.
pub(in crate::k8s) fn broken(
    rules: &'static [Transition],
    old: &Node<'_>,
    new: &Node<'_>,
) -> Vec<Violation> {
    let broken = rules.iter().filter_map(|rule| {
        let path = (rule.broken)(old, new)?;
        let message = rule.message.into();
        let fault = Fault::Rule { message };
        Some(Violation { path, fault })
    });
    broken.collect()
}

/// The path of a text that is not what it was.
fn changed(old: &Node<'_>, new: &Node<'_>, path: &[&'static str]) -> Option<FieldPath> {
    let at = |node| deep(node, path).and_then(Node::as_str);
    (at(old)? != at(new)?).then(|| FieldPath::of(path))
}

/// The path of a reference that is another one although the entity is programmed. A reference that says no type says `kic`. An update
/// leaves the status as it was.
fn moved(old: &Node<'_>, new: &Node<'_>) -> Option<FieldPath> {
    let status = field(old, "status").or_else(|| field(new, "status"))?;
    let conditions = field(status, "conditions")?;
    let is_programmed = items(conditions).iter().any(|condition| {
        text(condition, "type") == Some("Programmed") && text(condition, "status") == Some("True")
    });
    let is_same = match (deep(old, &REFERENCE), deep(new, &REFERENCE)) {
        (Some(old), Some(new)) => same_reference(old, new),
        (old, new) => old.is_none() == new.is_none(),
    };
    (is_programmed && !is_same).then(|| FieldPath::of(&REFERENCE))
}

fn same_reference(old: &Node<'_>, new: &Node<'_>) -> bool {
    let kind = |node| text(node, "type").unwrap_or("kic").to_owned();
    let part = |node: &Node<'_>, path: &[&str]| {
        deep(node, path).and_then(|it| it.as_str().map(str::to_owned))
    };
    let parts: [&[&str]; 3] = [
        &["konnectID"],
        &["konnectNamespacedRef", "name"],
        &["konnectNamespacedRef", "namespace"],
    ];
    kind(old) == kind(new)
        && parts.iter().all(|path| part(old, path) == part(new, path))
        && is_map(field(old, "konnectNamespacedRef")) == is_map(field(new, "konnectNamespacedRef"))
}

fn is_map(node: Option<&Node<'_>>) -> bool {
    matches!(node.map(|node| &node.value), Some(Value::Mapping(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::yaml;
    use crate::manifest::yaml::budget::AliasBudget;

    fn told(kind: &str, old: &str, new: &str) -> Vec<String> {
        let parse = |text| {
            yaml::parse(text, &AliasBudget::of(0))
                .unwrap()
                .root
                .unwrap()
        };
        let broken = broken(rules(kind), &parse(old), &parse(new)).into_iter();
        broken
            .map(|violation| match violation.fault {
                Fault::Rule { message } => format!("{}: {message}", violation.path),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn what_is_immutable_stays() {
        let immutable = "The plugin field is immutable";
        for kind in ["KongPlugin", "KongClusterPlugin"] {
            assert_eq!(
                told(kind, "plugin: key-auth", "plugin: jwt"),
                [format!("plugin: {immutable}")]
            );
            assert_eq!(
                told(kind, "{plugin: jwt, config: {}}", "plugin: jwt"),
                [""; 0]
            );
        }
        assert_eq!(
            told("KongVault", "spec: {prefix: a}", "spec: {prefix: b}"),
            ["spec.prefix: The spec.prefix field is immutable"]
        );
        let class = |name| format!("spec: {{controllerName: {name}}}");
        assert_eq!(
            told("GatewayClass", &class("a/b"), &class("a/c")),
            ["spec.controllerName: Value is immutable"]
        );
        assert_eq!(
            told("KongCustomEntity", "spec: {type: a}", "spec: {type: b}"),
            ["spec.type: The spec.type field is immutable"]
        );
    }

    #[test]
    fn a_reference_stays_once_it_is_set() {
        let set = "spec: {controlPlaneRef: {type: kic}}";
        for kind in ["KongConsumer", "KongConsumerGroup", "KongVault"] {
            assert_eq!(
                told(kind, set, "spec: {}"),
                ["spec.controlPlaneRef: controlPlaneRef is required once set"]
            );
            assert_eq!(told(kind, "spec: {}", set), [""; 0]);
        }
    }

    #[test]
    fn what_is_programmed_keeps_its_control_plane() {
        let programmed = "status: {conditions: [{type: Programmed, status: \"True\"}]}\n";
        let own = "spec: {controlPlaneRef: {type: kic}}\n";
        let unsaid = "spec: {controlPlaneRef: {}}\n";
        let other = "spec: {controlPlaneRef: {type: konnectNamespacedRef, konnectNamespacedRef: {name: a}}}\n";
        let found = |kind, old: &str, new: &str| told(kind, old, &format!("{new}{programmed}"));
        let wanted = [format!("spec.controlPlaneRef: {PROGRAMMED}")];
        for kind in ["KongConsumer", "KongConsumerGroup", "KongVault"] {
            assert_eq!(found(kind, own, other), wanted);
            assert_eq!(found(kind, own, unsaid), [""; 0]);
            assert_eq!(told(kind, own, other), [""; 0]);
        }
        // The status of the former object counts.
        assert_eq!(
            told("KongVault", &format!("{own}{programmed}"), other),
            wanted
        );
        // Where there was none before, only groups do not mind.
        assert_eq!(found("KongConsumer", "{}", own), wanted);
        assert_eq!(found("KongConsumerGroup", "{}", own), [""; 0]);
    }
}
