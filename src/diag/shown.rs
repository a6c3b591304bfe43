//! Values of manifests in messages: as they are where the field is known to be harmless, else words in their place.

use crate::origin::{Origin, Segment};
use crate::secrecy::UNSHOWN;
use crate::secrecy::field::Field;
use crate::secrecy::object::Object;
use crate::secrecy::text::holds_secret;

/// The value of a field in quotes.
pub fn quoted(at: &Origin, value: &str) -> String {
    if is_shown(at, value) {
        format!("{value:?}")
    } else {
        UNSHOWN.to_owned()
    }
}

/// The value of a field as it is.
pub fn plain<'v>(at: &Origin, value: &'v str) -> &'v str {
    if is_shown(at, value) { value } else { UNSHOWN }
}

/// A value that an entity has; not shown when its object is a Secret, or when the value itself holds one.
pub fn unless_secret<'v>(at: &Origin, value: &'v str) -> &'v str {
    if at.object.key.kind == "Secret" || holds_secret(value.trim_matches('"')) {
        UNSHOWN
    } else {
        value
    }
}

/// Whether the value of an annotation may stand in a message.
pub fn annotation_is_shown(key: &str, value: &str) -> bool {
    let metadata = Field::of_any_kind().key("metadata");
    metadata.key("annotations").key(key).shows_text(value)
}

/// Whether a value may stand in a message about a field.
fn is_shown(at: &Origin, value: &str) -> bool {
    let key = &at.object.key;
    let object = Object::of(&key.group, &key.kind, None);
    let mut segments = at.path.segments().iter();
    let Some(Segment::Key(first)) = segments.next() else {
        return false;
    };
    let field = segments.fold(object.key(first), |field, segment| match segment {
        Segment::Key(key) => field.key(key),
        Segment::Index(_) => field.item(),
    });
    field.shows_text(value) || (field.shows_number() && value.parse::<f64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::render::tests::object;
    use crate::origin::FieldPath;

    #[test]
    fn only_values_of_known_fields_are_shown() {
        let at = |kind, path| Origin::at(&object(kind, "a"), path);
        let known = at("Service", FieldPath::of(&["spec", "type"]));
        assert_eq!(quoted(&known, "x"), "\"x\"");
        let unknown = at("Service", FieldPath::of(&["spec", "bogus"]));
        assert_eq!(quoted(&unknown, "x"), UNSHOWN);
        let header = at("Service", FieldPath::annotation("konghq.com/headers.x"));
        assert_eq!(plain(&header, "x"), UNSHOWN);
        let secret = at("Secret", FieldPath::of(&["data", "key"]));
        assert_eq!(plain(&secret, "x"), UNSHOWN);
        assert_eq!(plain(&at("Service", FieldPath::root()), "x"), UNSHOWN);
        assert_eq!(unless_secret(&unknown, "\"/a\""), "\"/a\"");
        assert_eq!(unless_secret(&unknown, "\"/a?token=x\""), UNSHOWN);
        assert_eq!(unless_secret(&secret, "x"), UNSHOWN);
    }
}
