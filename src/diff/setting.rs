//! A change of the settings file: no entity, but what the entities are made by.

use crate::kong::source::Place;

/// What happens to one key of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// The option, or `command.option`.
    pub key: String,
    /// Its values before; `None` when it was not set.
    pub old: Option<Vec<String>>,
    /// Its values now; `None` when it is not set any more.
    pub new: Option<Vec<String>>,
    /// Where it stands, on the new side if it is there.
    pub place: Option<Place>,
}

impl SettingChange {
    /// `watch-namespace: - -> shop`
    pub fn text(&self) -> String {
        let side = |values: &Option<Vec<String>>| match values {
            None => "-".to_owned(),
            Some(values) => values.join(","),
        };
        format!("{}: {} -> {}", self.key, side(&self.old), side(&self.new))
    }
}
