//! The descriptions in `k8s::schema` beside the CRDs that they follow, both ways: every field, type, bound, enumeration, pattern, default
//! of consequence, list type and rule of either side is looked for in the other.

use super::read::Reader;
use super::structural::{Identity, Others, Shape, Structural};
use crate::k8s::decode::{described, with_crds};
use crate::k8s::schema::description::{Schema, UNLIMITED, Unique};
use crate::k8s::schema::transition;
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::{Node, Value};
use crate::manifest::yaml;
use crate::manifest::yaml::budget::AliasBudget;
use std::collections::BTreeSet;
use std::path::Path;

#[path = "../../../tests/common/archive.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the other tests")]
mod archive;

/// Rules of CRDs that other parts of the descriptions stand for.
const SAID_OTHERWISE: &[(&str, &str)] = &[
    (
        "Listener name must be unique within the Gateway",
        "the name is the key of the list",
    ),
    (
        "type must be one of ['Exact', 'PathPrefix', 'RegularExpression']",
        "the enumeration says so",
    ),
    (
        "when type is unset, konnectID must not be set",
        "the type has a default, so that it is never unset",
    ),
    (
        "when type is unset, konnectNamespacedRef must not be set",
        "the type has a default, so that it is never unset",
    ),
    (
        "spec.stickySessions.cookie is required when spec.stickySessions is set.",
        "the field is required",
    ),
];

/// Rules of descriptions that stand for other parts of CRDs.
const SAID_FOR: &[(&str, &str)] = &[(
    "value must be an IPv4 or IPv6 address when type is IPAddress",
    "the formats below `oneOf`",
)];

struct Comparison {
    differences: Vec<String>,
    /// How much was compared: fields and rules.
    fields: usize,
    rules: usize,
}

impl Comparison {
    fn differ(&mut self, path: &str, what: impl std::fmt::Display) {
        self.differences.push(format!("{path}: {what}"));
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads like an assertion")]
    fn equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        path: &str,
        what: &str,
        ours: T,
        theirs: T,
    ) {
        if ours != theirs {
            self.differ(path, format!("{what}: ours {ours:?}, the CRD's {theirs:?}"));
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each pair of types")]
    fn walk(&mut self, ours: &Schema, theirs: &Structural, path: &str) {
        self.fields += 1;
        match (ours, &theirs.shape) {
            // One edition each: the CRDs are of the older ones.
            (Schema::ByEdition(older, _), _) => self.walk(older, theirs, path),
            // What is dropped when the object is created is not described.
            (_, Shape::Any) if path.ends_with(".status") => {}
            (Schema::Any, Shape::Any) => {}
            (Schema::FreeObject, Shape::Object { fields, others }) => {
                assert!(
                    fields.is_empty() && matches!(others, Others::Kept),
                    "{path}"
                );
            }
            (Schema::Object(object), Shape::Object { fields, others }) => {
                self.equal(
                    path,
                    "drops others",
                    true,
                    matches!(others, Others::Dropped),
                );
                let names: BTreeSet<&str> = object.fields.iter().map(|it| it.name).collect();
                let known = fields.keys().map(String::as_str).collect();
                self.equal(path, "fields", names, known);
                let required = |name: &&String| {
                    fields
                        .get(*name)
                        .is_none_or(|field| field.default.is_none())
                };
                let theirs_required = theirs.conditions.iter().flat_map(|it| &it.required);
                let theirs_required = theirs_required
                    .filter(required)
                    .map(String::as_str)
                    .collect();
                let ours_required = object.fields.iter().filter(|field| field.required);
                let ours_required: BTreeSet<&str> = ours_required.map(|it| it.name).collect();
                self.equal(path, "required", ours_required, theirs_required);
                for field in object.fields {
                    if let Some(of) = fields.get(field.name) {
                        self.walk(field.schema, of, &format!("{path}.{}", field.name));
                    }
                }
                self.same_rules(object.rules, theirs, path);
            }
            (Schema::Map(map), Shape::Object { others, .. }) => {
                let max = theirs.conditions.as_ref().and_then(|it| it.members_count.1);
                self.equal(path, "most members", map.max, max.unwrap_or(UNLIMITED));
                match others {
                    Others::Like(values) => self.walk(map.values, values, &format!("{path}.*")),
                    _ => self.differ(path, "the CRD has no free keys"),
                }
                self.same_rules(map.rules, theirs, path);
            }
            (Schema::List(list), Shape::List { items, identity }) => {
                let bounds = theirs.conditions.as_ref().map(|it| it.items_count);
                let (min, max) = bounds.unwrap_or_default();
                self.equal(path, "fewest items", list.min, min.unwrap_or(0));
                self.equal(path, "most items", list.max, max.unwrap_or(UNLIMITED));
                let unique = match list.unique {
                    Unique::Nothing => Identity::Position,
                    Unique::Items => Identity::Value,
                    Unique::Key(key) => Identity::Keys(vec![key.to_owned()]),
                };
                self.equal(path, "list type", &unique, identity);
                self.walk(list.items, items, &format!("{path}[]"));
                self.same_rules(list.rules, theirs, path);
            }
            (Schema::Text(text), Shape::Text) => {
                let conditions = theirs.conditions.as_deref();
                let (min, max) = conditions.map(|it| it.length).unwrap_or_default();
                self.equal(path, "shortest", text.min, min.unwrap_or(0));
                self.equal(path, "longest", text.max, max.unwrap_or(UNLIMITED));
                let values = conditions.map(|it| texts(&it.one_of_values));
                let values: Vec<&str> = values.unwrap_or_default();
                self.equal(path, "values", text.one_of.to_vec(), values);
                let pattern = conditions.and_then(|it| it.pattern.as_ref());
                let ours = text.format.map(|format| format.pattern);
                self.equal(path, "pattern", ours, pattern.map(|(text, _)| &**text));
                let format = conditions.and_then(|it| it.format.as_deref());
                self.equal(path, "format", None, format);
                if let (Some(format), Some((pattern, compiled))) = (text.format, pattern) {
                    assert!(compiled.is_some(), "{path}: {pattern} is compiled");
                    assert_eq!(format.pattern, pattern);
                }
            }
            (Schema::Integer { min, max }, Shape::Integer) => {
                let (least, greatest) = whole_bounds(theirs);
                self.equal(path, "least", *min, least);
                self.equal(path, "greatest", *max, greatest);
            }
            (Schema::Choice(numbers), Shape::Integer) => {
                let conditions = theirs.conditions.as_ref();
                let values = conditions.map(|it| it.one_of_values.len());
                self.equal(path, "values", Some(numbers.len()), values);
            }
            (Schema::True, Shape::Bool) => {
                let conditions = theirs.conditions.as_ref();
                let values = conditions.map(|it| it.one_of_values.len());
                self.equal(path, "values", Some(1), values);
            }
            (Schema::Number, Shape::Number)
            | (Schema::Bool, Shape::Bool)
            | (Schema::IntOrString, Shape::IntOrString) => {}
            _ => self.differ(
                path,
                format!("ours {}, the CRD's {}", ours.expected(), theirs.expected()),
            ),
        }
    }

    /// The rules of a value, but for those about updates.
    fn same_rules(
        &mut self,
        ours: &[crate::k8s::schema::description::Rule],
        theirs: &Structural,
        path: &str,
    ) {
        let of_crd = theirs.rules.iter().filter(|rule| !rule.program.reads_old);
        let of_crd: BTreeSet<&str> = of_crd
            .map(|rule| &*rule.message)
            .filter(|message| !SAID_OTHERWISE.iter().any(|(known, _)| known == message))
            .collect();
        self.rules += of_crd.len();
        let described: BTreeSet<&str> = ours
            .iter()
            // What the API server says when a rule itself fails.
            .map(|rule| rule.message.rsplit(" evaluating rule: ").next().unwrap())
            .filter(|message| !SAID_FOR.iter().any(|(known, _)| known == message))
            .collect();
        for message in described.symmetric_difference(&of_crd) {
            self.differ(path, format!("rule of one side only: {message}"));
        }
    }
}

/// The rules about updates, at the root and below.
fn find_transitions<'s>(schema: &'s Structural, found: &mut Vec<&'s str>) {
    let about_updates = schema.rules.iter().filter(|rule| rule.program.reads_old);
    found.extend(about_updates.map(|rule| &*rule.message));
    match &schema.shape {
        Shape::Object { fields, others } => {
            for field in fields.values() {
                find_transitions(field, found);
            }
            if let Others::Like(values) = others {
                find_transitions(values, found);
            }
        }
        Shape::List { items, .. } => find_transitions(items, found),
        _ => {}
    }
}

fn texts<'n>(nodes: &'n [Node<'_>]) -> Vec<&'n str> {
    nodes.iter().filter_map(Node::as_str).collect()
}

fn whole_bounds(schema: &Structural) -> (i64, i64) {
    let conditions = schema.conditions.as_deref();
    conditions.map_or((i64::MIN, i64::MAX), |it| {
        (it.least().unwrap(), it.greatest().unwrap())
    })
}

#[test]
fn descriptions_and_crds_say_the_same() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/schema/crds.tar.gz");
    let mut comparison = Comparison {
        differences: Vec::new(),
        fields: 0,
        rules: 0,
    };
    let mut kinds = BTreeSet::new();
    let mut transitions = 0;
    for (name, text) in archive::files(&archive) {
        let text = String::from_utf8(text).unwrap();
        let crd = yaml::parse(&text, &AliasBudget::of(0))
            .unwrap()
            .root
            .unwrap();
        let part = |key| crd.get(key).and_then(Node::as_str).unwrap().to_owned();
        let (group, kind) = (part("group"), part("kind"));
        let Some(Value::Mapping(versions)) = crd.get("versions").map(|it| &it.value) else {
            panic!("{name} has versions");
        };
        for version in versions {
            let path = format!("{kind} {}", version.key);
            let mut reader = Reader::default();
            let schema = version.node.get("schema").unwrap();
            let ours = described(&group, &kind, &version.key).expect(&path);
            // The archive holds no statuses.
            let has_own_status = matches!(ours, Schema::Object(object) if object.fields.iter().any(|it| it.name == "status"));
            let schema = reader.schema(schema, has_own_status, &Trail::ROOT).unwrap();
            assert_eq!(reader.gaps, [], "{path}");
            comparison.walk(ours, &schema, &path);
            let mut about_updates = Vec::new();
            find_transitions(&schema, &mut about_updates);
            let ours = transition::rules(&kind).iter().map(|rule| rule.message);
            transitions += about_updates.len();
            comparison.equal(&path, "about updates", ours.collect(), about_updates);
        }
        kinds.insert((group, kind));
    }
    let known = with_crds().map(|(group, kind)| (group.to_owned(), kind.to_owned()));
    assert_eq!(known.collect::<BTreeSet<_>>(), kinds);
    assert!(comparison.fields > 1000 && comparison.rules > 100 && transitions > 8);
    assert!(
        comparison.differences.is_empty(),
        "{}",
        comparison.differences.join("\n")
    );
}
