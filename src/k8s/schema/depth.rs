//! How far a description is applied, and which edition of it.

use super::description::{Edition, Schema};

/// How a built-in kind and a kind with a CRD differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::k8s) enum Depth {
    /// Everything the description of this edition says.
    Full(Edition),
    /// What Go's decoder asks for: fields that the kind has, and values of their types. The other rules of built-in kinds stand
    /// in `k8s::builtin`.
    Decoding,
}

impl Depth {
    /// Whether everything is looked at.
    pub(super) const fn is_full(self) -> bool {
        matches!(self, Self::Full(_))
    }

    /// The description of two that counts.
    pub(super) const fn pick<'s>(self, older: &'s Schema, newer: &'s Schema) -> &'s Schema {
        match self {
            Self::Full(Edition::Newer) => newer,
            Self::Full(Edition::Older) | Self::Decoding => older,
        }
    }

    /// What a description is in this edition.
    pub(super) fn resolve(self, mut schema: &Schema) -> &Schema {
        while let Schema::ByEdition(older, newer) = schema {
            schema = self.pick(older, newer);
        }
        schema
    }
}
