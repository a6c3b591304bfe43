//! From [`Content`] to text.
//!
//! YAML comes out with the very bytes of decK's and KIC's own writer (`sigs.k8s.io/yaml`; spec 60, 8), JSON as Go indents it.
//! No text of ours can be taken for a template: `${{` is written with an escaped `$`, which decK's template pass does not
//! see and every YAML or JSON reader undoes, whether there is a template pass or not.

mod json;
mod key_text;
mod keys;
mod scalar;
mod text;
mod yaml;

use super::content::Content;
use serde::Serialize;

/// The file as YAML, ending with a line break.
pub fn yaml(content: &Content) -> String {
    yaml_of(content)
}

/// The file as JSON, ending with a line break.
pub fn json(content: &Content) -> String {
    json::json_of(content)
}

/// Anything as YAML, in the same style.
pub fn yaml_of<T: Serialize + ?Sized>(value: &T) -> String {
    yaml::to_string(value)
}
