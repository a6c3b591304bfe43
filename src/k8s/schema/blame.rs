//! Which field a rule blames: the API server names the value that the rule is about, a description the field in it that is wrong.

use super::depth::Depth;
use super::description::{Rule, Schema};
use crate::manifest::node::{Node, Value};
use crate::origin::{FieldPath, Segment};

/// The field that is at fault when the rule of this message about the value at `path` is broken, if the description has such a rule
/// and finds it broken too.
pub(in crate::k8s) fn blamed(
    schema: &Schema,
    depth: Depth,
    document: &Node<'_>,
    path: &FieldPath,
    message: &str,
) -> Option<FieldPath> {
    let (mut schema, mut node) = (depth.resolve(schema), document);
    for segment in path.segments() {
        let (inner, child) = match (schema, segment, &node.value) {
            (Schema::Object(object), Segment::Key(key), _) => {
                let field = object.fields.iter().find(|field| field.name == key)?;
                (field.schema, node.get(key)?)
            }
            (Schema::Map(map), Segment::Key(key), _) => (map.values, node.get(key)?),
            (Schema::List(list), Segment::Index(index), Value::Sequence(items)) => {
                (list.items, items.get(*index)?)
            }
            _ => return None,
        };
        (schema, node) = (depth.resolve(inner), child);
    }
    let rule = schema.rules().iter().find(|rule| rule.message == message)?;
    (rule.broken)(node).map(|field| path.clone().join(&field))
}

impl Schema {
    /// The rules about the value itself.
    const fn rules(&self) -> &'static [Rule] {
        match self {
            Self::Object(object) => object.rules,
            Self::Map(map) => map.rules,
            Self::List(list) => list.rules,
            _ => &[],
        }
    }
}
