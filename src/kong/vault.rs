//! `vaults[]` and `licenses[]`.

use super::names::Tag;
use serde_json::{Map, Value};

entities! {
    /// A vault.
    Vault {
        config: Map<String, Value>,
        description: Option<String>,
        id: Option<String>,
        name: String,
        prefix: String,
        tags: Vec<Tag>,
    }

    /// A license.
    License {
        id: Option<String>,
        payload: String,
    }
}
