//! Header matches of annotations, `konghq.com/headers.<name>` (spec 40, 3.1).

use super::table::{HEADERS, HEADERS_SEPARATOR};
use crate::origin::ObjectMeta;

/// Header matches in ascending order of the names as written; empty pieces of a value are kept.
pub fn of(object: &ObjectMeta) -> Vec<(&str, Vec<String>)> {
    let separator = HEADERS_SEPARATOR.written(object).unwrap_or(",");
    object
        .annotations
        .range(HEADERS.name().to_owned()..)
        .map_while(|(key, value)| Some((key.strip_prefix(HEADERS.name())?, value)))
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .map(|(name, value)| (name, header_values(value, separator)))
        .collect()
}

/// The values of a header; an empty separator takes the value apart into characters, as Go's `strings.Split` does.
fn header_values(value: &str, separator: &str) -> Vec<String> {
    if separator.is_empty() {
        value
            .chars()
            .map(|character| character.to_string().trim().to_owned())
            .collect()
    } else {
        value
            .split(separator)
            .map(|piece| piece.trim().to_owned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_separator_takes_header_values_apart() {
        assert_eq!(header_values("a b", ""), ["a", "", "b"]);
        assert_eq!(header_values("a;;b", ";"), ["a", "", "b"]);
    }
}
