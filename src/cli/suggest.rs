//! "Did you mean" at the end of a message.

use crate::diag::similar::similar;

/// ` (did you mean ...?)`, or nothing.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    similar(word, known).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let known = ["router-flavor", "kong-version"];
        for (word, meant) in [
            ("router-flavour", "; did you mean `router-flavor`?"),
            ("kong_version", "; did you mean `kong-version`?"),
            ("colour", ""),
        ] {
            assert_eq!(did_you_mean(word, known), meant);
        }
    }
}
