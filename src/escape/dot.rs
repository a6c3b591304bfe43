//! Strings of Graphviz DOT.

use super::line::clean;

/// A DOT string of several lines. Backslashes (`\N`, `\G` mean names), quotes and `&` (Graphviz reads character references in
/// every string) stay text.
pub fn quote<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<String> = lines.into_iter().map(escape).collect();
    format!("\"{}\"", lines.join("\\n"))
}

fn escape(line: &str) -> String {
    clean(line)
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('&', "&amp;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_backslashes_and_references_stay_text() {
        assert_eq!(
            quote(["~/a\\d \"x\"", "y\u{7} &#10;\\N"]),
            r#""~/a\\d \"x\"\ny\\u{7} &amp;#10;\\N""#
        );
    }
}
