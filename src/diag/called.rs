//! What problems call the settings of a controller.

use crate::escape::line::clean;

/// What people call a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called(String);

impl Called {
    /// A flag, by its name without dashes.
    pub fn flag(name: &str) -> Self {
        Self(format!("`--{}`", clean(name)))
    }

    /// A variable, and the path that makes it where a chart does.
    pub fn variable(label: &str, name: &str) -> Self {
        let (label, name) = (clean(label), clean(name));
        Self(if label == name {
            format!("`{name}`")
        } else {
            format!("`{label}` ({name})")
        })
    }

    /// A field of an object.
    pub fn field(name: &str) -> Self {
        Self(format!("`{}`", clean(name)))
    }
}

impl std::fmt::Display for Called {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
