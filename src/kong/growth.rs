//! How large a configuration may get by multiplication: what the controller copies for everything it is attached to.

use serde_json::{Map, Value};

/// Bytes of configuration that multiplication may add in one run. Kong's Admin API takes no more than 10 MB at once unless told otherwise
/// (`nginx_admin_client_max_body_size`), so a configuration of this size is far beyond what a gateway is ever given.
const MOST: usize = 256 << 20;

/// What one item of a list costs beside its text.
pub const ITEM: usize = 16;

/// What one entity costs beside its lists.
pub const ENTITY: usize = 256;

/// What multiplication may still add.
#[derive(Debug)]
pub struct Growth(usize);

impl Default for Growth {
    fn default() -> Self {
        Self(MOST)
    }
}

/// There would be too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

impl Growth {
    /// Add `copies` of something of `size` bytes.
    pub fn add(&mut self, copies: usize, size: usize) -> Result<(), TooLarge> {
        let bytes = copies.saturating_mul(size);
        self.0 = self.0.checked_sub(bytes).ok_or(TooLarge)?;
        Ok(())
    }
}

/// What the values of a map cost, roughly.
pub fn size(map: &Map<String, Value>) -> usize {
    map.iter()
        .map(|(key, value)| key.len() + size_of_value(value))
        .sum()
}

fn size_of_value(value: &Value) -> usize {
    ITEM + match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size_of_value).sum(),
        Value::Object(map) => size(map),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_sum_counts_and_does_not_overflow() {
        let mut growth = Growth::default();
        assert_eq!(growth.add(1_000, 100_000), Ok(()));
        assert_eq!(growth.add(1_000, 100_000), Ok(()));
        assert_eq!(growth.add(1_000, 100_000), Err(TooLarge));
        assert_eq!(growth.add(usize::MAX, 2), Err(TooLarge));
    }

    #[test]
    fn texts_and_members_of_a_configuration_count() {
        let config = json!({"ab": ["cde", 1], "f": {}});
        assert_eq!(config.as_object().map(size), Some(2 + 1 + 3 + 4 * ITEM));
    }
}
