//! How one entity names another.

written! {
    /// Another entity, by id or name.
    Reference {
        /// Its id.
        id: Option<String>,
        /// Its name.
        name: Option<String>,
    }
}

impl Reference {
    /// The entity that has this id.
    pub const fn with_id(id: String) -> Self {
        Self {
            id: Some(id),
            name: None,
        }
    }
}
