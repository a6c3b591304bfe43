//! What the controller itself says when it cannot translate something (spec 45, 7): the text of its event, and the objects that get it.

use super::Diagnostic;
use crate::origin::ObjectMeta;
use std::sync::Arc;

/// The reason of the events about translation failures (spec 88, 6).
pub const REASON: &str = "KongConfigurationTranslationFailed";

/// A translation failure as the controller tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The message of the event, word for word.
    pub message: String,
    /// Whom it is about, each of which gets the event; never empty.
    pub objects: Vec<Arc<ObjectMeta>>,
}

impl Diagnostic {
    /// The same problem, with a failure that the controller reports on these objects.
    #[must_use]
    pub fn failing<'a>(
        mut self,
        message: impl Into<String>,
        objects: impl IntoIterator<Item = &'a Arc<ObjectMeta>>,
    ) -> Self {
        let objects: Vec<_> = objects.into_iter().map(Arc::clone).collect();
        if !objects.is_empty() {
            self.failures.push(Failure {
                message: message.into(),
                objects,
            });
        }
        self
    }

    /// The same problem, with a failure that the controller reports on all its objects.
    #[must_use]
    pub fn failing_all(self, message: impl Into<String>) -> Self {
        let all: Vec<_> = self.objects().map(Arc::clone).collect();
        self.failing(message, &all)
    }

    /// The same problem, with a failure that the controller reports on its primary object.
    #[must_use]
    pub fn fails(self, message: impl Into<String>) -> Self {
        let primary = self.objects().next().map(Arc::clone);
        self.failing(message, &primary)
    }
}
