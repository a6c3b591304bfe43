//! Workflow commands, escaped as `@actions/core` does it.

use super::line::clean;

/// The text of a command; line breaks stay line breaks.
pub fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command, on one line.
pub fn property(text: &str) -> String {
    data(&clean(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_give_another_property() {
        assert_eq!(property("a,line=7::b\n"), "a%2Cline=7%3A%3Ab\\n");
    }
}
