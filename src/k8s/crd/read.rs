//! `openAPIV3Schema` of a CRD to a structural schema. What is not understood is noted, and not asked.

use super::cel::{Program, Unread};
use super::pattern::Patterns;
use super::structural::{ANY, Bounds, Conditions, Identity, Others, Rule, Shape, Structural};
use super::tree::{number, owned};
use crate::k8s::schema::read::{field, items, list, text};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::{Entry, Node, Number, Value};
use crate::origin::FieldPath;
use std::collections::BTreeMap;

/// Most schemas that are read of all CRDs of a run. All kinds of KIC and the Gateway API together have about 2,000.
const MOST_SCHEMAS: usize = 20_000;
/// Most conditions below `allOf`, `anyOf`, `oneOf` and `not` of a version, which are all asked of one value.
const MOST_COMBINED: usize = 500;
/// Most values of an enumeration.
const MOST_VALUES: usize = 1000;
/// Deepest nesting of schemas.
const MOST_DEPTH: usize = 60;

/// A part of a CRD that is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    /// Where it stands in the CRD.
    pub(super) path: FieldPath,
    /// What it is, and why it is not asked.
    pub(super) what: String,
}

/// What is read of all CRDs of a run together.
#[derive(Debug, Default)]
pub(super) struct Reader {
    patterns: Patterns,
    schemas: usize,
    combined: usize,
    /// What is not asked of the CRD being read.
    pub(super) gaps: Vec<Gap>,
}

impl Reader {
    /// The schema of a version. `None`: it is larger than is read. A status that is a resource of its own is taken out of an object that
    /// is created, so that nothing is asked of it.
    pub(super) fn schema(
        &mut self,
        node: &Node<'_>,
        has_own_status: bool,
        trail: &Trail<'_>,
    ) -> Option<Structural> {
        self.combined = 0;
        let mut schema = self.structural(node, trail, 0)?;
        if let Shape::Object { fields, .. } = &mut schema.shape {
            for key in ["apiVersion", "kind"] {
                fields.remove(key);
            }
            if has_own_status {
                fields.insert("status".to_owned(), any());
            }
            // Metadata is the API server's own; a CRD may say how names look.
            if let Some(metadata) = fields.get_mut("metadata") {
                let is_empty = match &mut metadata.shape {
                    Shape::Object { fields, others } => {
                        *others = Others::Kept;
                        fields.is_empty()
                    }
                    _ => true,
                };
                if is_empty {
                    fields.remove("metadata");
                }
            }
        }
        if let Some(conditions) = schema.conditions.as_mut().filter(|_| has_own_status) {
            conditions.required.retain(|name| name != "status");
        }
        Some(schema)
    }

    fn structural(
        &mut self,
        node: &Node<'_>,
        trail: &Trail<'_>,
        depth: usize,
    ) -> Option<Structural> {
        self.schemas += 1;
        if self.schemas > MOST_SCHEMAS || depth > MOST_DEPTH {
            return None;
        }
        let shape = self.shape(node, trail, depth)?;
        let conditions = self.conditions(node, trail, depth)?;
        let conditions = has_conditions(node).then(|| Box::new(conditions));
        let mut rules = Vec::new();
        let rules_at = trail.key("x-kubernetes-validations");
        for (index, rule) in list(node, "x-kubernetes-validations").iter().enumerate() {
            rules.extend(self.rule(rule, &rules_at.index(index)));
        }
        let below = match &shape {
            Shape::Object { fields, others } => {
                let others = match others {
                    Others::Like(values) => values.has_rules,
                    Others::Dropped | Others::Kept => false,
                };
                others || fields.values().any(|field| field.has_rules)
            }
            Shape::List { items, .. } => items.has_rules,
            _ => false,
        };
        let defaulted = match &shape {
            Shape::Object { fields, .. } => fields
                .iter()
                .filter(|(_, field)| field.default.is_some())
                .map(|(name, _)| name.clone())
                .collect(),
            _ => Vec::new(),
        };
        Some(Structural {
            defaulted,
            has_rules: below || !rules.is_empty(),
            shape,
            nullable: is_true(node, "nullable"),
            default: field(node, "default").map(owned),
            conditions,
            rules,
        })
    }

    fn shape(&mut self, node: &Node<'_>, trail: &Trail<'_>, depth: usize) -> Option<Shape> {
        let keeps = is_true(node, "x-kubernetes-preserve-unknown-fields");
        Some(match text(node, "type") {
            _ if is_true(node, "x-kubernetes-int-or-string") => Shape::IntOrString,
            Some("string") => Shape::Text,
            Some("integer") => Shape::Integer,
            Some("number") => Shape::Number,
            Some("boolean") => Shape::Bool,
            Some("array") => {
                let item = match field(node, "items") {
                    Some(item) => self.structural(item, &trail.key("items"), depth + 1)?,
                    None => any(),
                };
                Shape::List {
                    items: Box::new(item),
                    identity: identity(node),
                }
            }
            Some("object") => {
                let mut fields = BTreeMap::new();
                let fields_at = trail.key("properties");
                for Entry { key, node, .. } in entries(node, "properties") {
                    let schema = self.structural(node, &fields_at.key(key), depth + 1)?;
                    fields.insert(key.to_string(), schema);
                }
                let is_embedded = is_true(node, "x-kubernetes-embedded-resource");
                let others = match field(node, "additionalProperties") {
                    Some(values) if matches!(values.value, Value::Mapping(_)) => {
                        let at = trail.key("additionalProperties");
                        Others::Like(Box::new(self.structural(values, &at, depth + 1)?))
                    }
                    Some(Node {
                        value: Value::Bool(true),
                        ..
                    }) => Others::Kept,
                    _ if keeps || is_embedded => Others::Kept,
                    _ => Others::Dropped,
                };
                Shape::Object { fields, others }
            }
            _ => Shape::Any,
        })
    }

    fn conditions(
        &mut self,
        node: &Node<'_>,
        trail: &Trail<'_>,
        depth: usize,
    ) -> Option<Conditions> {
        let mut found = self.plain_conditions(node, trail);
        found.all_of = self.several(node, "allOf", trail, depth)?;
        found.any_of = self.several(node, "anyOf", trail, depth)?;
        found.one_of = self.several(node, "oneOf", trail, depth)?;
        if let Some(not) = field(node, "not") {
            let not = self.one_of_several(not, &trail.key("not"), depth + 1)?;
            found.not = Some(Box::new(not));
        }
        Some(found)
    }

    fn plain_conditions(&mut self, node: &Node<'_>, trail: &Trail<'_>) -> Conditions {
        let bounds = |min: &str, max: &str| -> Bounds { (count(node, min), count(node, max)) };
        let bound = |key: &str, exclusive: &str| {
            let bound = field(node, key).and_then(number)?;
            Some((bound, is_true(node, exclusive)))
        };
        let pattern = text(node, "pattern").map(|pattern| {
            let compiled = self.patterns.compile(pattern);
            if compiled.is_none() {
                self.gaps.push(Gap {
                    path: trail.key("pattern").path(),
                    what: "the pattern is not read, so that every text has its form".to_owned(),
                });
            }
            (pattern.to_owned(), compiled)
        });
        let mut values = list(node, "enum");
        if values.len() > MOST_VALUES {
            values = &[];
            self.gaps.push(Gap {
                path: trail.key("enum").path(),
                what: "the enumeration is too long to be read".to_owned(),
            });
        }
        Conditions {
            one_of_values: values.iter().map(owned).collect(),
            pattern,
            format: text(node, "format").map(str::to_owned),
            length: bounds("minLength", "maxLength"),
            items_count: bounds("minItems", "maxItems"),
            members_count: bounds("minProperties", "maxProperties"),
            minimum: bound("minimum", "exclusiveMinimum"),
            maximum: bound("maximum", "exclusiveMaximum"),
            multiple_of: field(node, "multipleOf").and_then(number),
            required: texts(node, "required"),
            ..Conditions::default()
        }
    }

    fn several(
        &mut self,
        node: &Node<'_>,
        key: &str,
        trail: &Trail<'_>,
        depth: usize,
    ) -> Option<Vec<Conditions>> {
        let at = trail.key(key);
        let mut found = Vec::new();
        for (index, one) in list(node, key).iter().enumerate() {
            found.push(self.one_of_several(one, &at.index(index), depth + 1)?);
        }
        Some(found)
    }

    /// Conditions below `allOf`, `anyOf`, `oneOf` or `not`, with those of fields and items.
    fn one_of_several(
        &mut self,
        node: &Node<'_>,
        trail: &Trail<'_>,
        depth: usize,
    ) -> Option<Conditions> {
        self.combined += 1;
        if self.combined > MOST_COMBINED || depth > MOST_DEPTH {
            return None;
        }
        let mut found = self.conditions(node, trail, depth)?;
        let fields_at = trail.key("properties");
        for Entry { key, node, .. } in entries(node, "properties") {
            let field = self.one_of_several(node, &fields_at.key(key), depth + 1)?;
            found.fields.insert(key.to_string(), field);
        }
        if let Some(item) = field(node, "items") {
            let item = self.one_of_several(item, &trail.key("items"), depth + 1)?;
            found.items = Some(Box::new(item));
        }
        Some(found)
    }

    /// A rule. `messageExpression` is left out: it may put any value of the object into its words, secret ones too.
    fn rule(&mut self, node: &Node<'_>, trail: &Trail<'_>) -> Option<Rule> {
        let source = text(node, "rule")?;
        let program = self.program(source, &trail.key("rule"))?;
        if program.reads_old && is_true(node, "optionalOldSelf") {
            self.note(
                &trail.key("optionalOldSelf"),
                "optional values are not known",
            );
            return None;
        }
        let message = text(node, "message").filter(|message| !message.is_empty());
        let blamed = text(node, "fieldPath").unwrap_or_default();
        Some(Rule {
            program,
            message: message.map_or_else(
                || format!("failed rule: {}", source.trim()),
                |message| message.trim().to_owned(),
            ),
            blames: blamed
                .split(['.', '[', ']'])
                .map(|key| key.trim_matches(['\'', '"']).to_owned())
                .filter(|key| !key.is_empty())
                .collect(),
        })
    }

    fn program(&mut self, source: &str, trail: &Trail<'_>) -> Option<Program> {
        match Program::read(source, &mut self.patterns) {
            Ok(program) => Some(program),
            Err(unread) => {
                let why = match unread {
                    Unread::Syntax => "it is not understood".to_owned(),
                    Unread::TooLarge => "it is too large".to_owned(),
                    Unread::Unknown(what) => format!("{what} is not known here"),
                };
                self.note(trail, &why);
                None
            }
        }
    }

    fn note(&mut self, trail: &Trail<'_>, why: &str) {
        self.gaps.push(Gap {
            path: trail.path(),
            what: format!("the rule is not evaluated: {why}"),
        });
    }
}

/// Whether anything is asked beside the type.
fn has_conditions(node: &Node<'_>) -> bool {
    const KEYS: [&str; 19] = [
        "enum",
        "pattern",
        "format",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "minimum",
        "maximum",
        "multipleOf",
        "required",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "exclusiveMinimum",
        "exclusiveMaximum",
    ];
    KEYS.iter().any(|key| field(node, key).is_some())
}

fn identity(node: &Node<'_>) -> Identity {
    match text(node, "x-kubernetes-list-type") {
        Some("set") => Identity::Value,
        Some("map") => match texts(node, "x-kubernetes-list-map-keys") {
            keys if keys.is_empty() => Identity::Position,
            keys => Identity::Keys(keys),
        },
        _ => Identity::Position,
    }
}

fn any() -> Structural {
    Structural {
        shape: Shape::Any,
        nullable: ANY.nullable,
        default: None,
        defaulted: Vec::new(),
        conditions: None,
        rules: Vec::new(),
        has_rules: false,
    }
}

fn entries<'n, 'a>(node: &'n Node<'a>, key: &str) -> &'n [Entry<'a>] {
    match field(node, key).map(|node| &node.value) {
        Some(Value::Mapping(entries)) => entries,
        _ => &[],
    }
}

fn texts(node: &Node<'_>, key: &str) -> Vec<String> {
    let found = field(node, key).map_or(&[][..], items).iter();
    found
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

fn is_true(node: &Node<'_>, key: &str) -> bool {
    matches!(
        field(node, key).map(|node| &node.value),
        Some(Value::Bool(true))
    )
}

fn count(node: &Node<'_>, key: &str) -> Option<usize> {
    match field(node, key)?.value {
        Value::Number(Number::Int(number)) => usize::try_from(number).ok(),
        _ => None,
    }
}
