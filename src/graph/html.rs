//! One self-contained page: no network, no dependency, every text from a manifest put in as text.

use super::model::{Graph, Node, Part};
use crate::escape::html;
use crate::escape::line::clean;
use serde_json::{Value, json};

const PAGE: &str = include_str!("page.html");
const DATA: &str = "<!--GRAPH-->";
const POLICY: &str = "<!--POLICY-->";

/// The page. `link` says where a box leads: `{file}` and `{line}` are replaced; no link where that is empty or no address that
/// a page may lead to.
pub fn render(graph: &Graph, link: &str) -> String {
    let data = json!({
        "nodes": graph.nodes.iter().map(|node| node_json(node, link)).collect::<Vec<_>>(),
        "edges": graph.edges.iter().map(|(from, to)| json!([from, to])).collect::<Vec<_>>(),
        "global": cleaned(&graph.global_plugins),
        "problems": graph.problems.problems.iter()
            .map(|(severity, code, message)| json!([severity.as_str(), code, clean(message)]))
            .collect::<Vec<_>>(),
        "lists": graph.problems.lists,
        "parts": graph.parts.iter().map(part_json).collect::<Vec<_>>(),
    });
    // The element that holds the data ends at the first `</`, whatever the string around it.
    let data = data.to_string().replace('<', "\\u003c");
    let policy = html::policy(
        between("<script>", "</script>"),
        between("<style>", "</style>"),
    );
    PAGE.replacen(POLICY, &policy, 1).replacen(DATA, &data, 1)
}

/// Where a box of some file and line leads, if a page may lead there.
pub fn address(link: &str, file: &str, line: u32) -> Option<String> {
    let address = link
        .replace("{file}", &percent_encode(file))
        .replace("{line}", &line.to_string());
    html::link(&address).map(str::to_owned)
}

/// What stands between two tags of the page.
fn between(open: &str, close: &str) -> &'static str {
    let (_, rest) = PAGE.split_once(open).unwrap_or_default();
    rest.split_once(close).unwrap_or_default().0
}

fn part_json(part: &Part) -> Value {
    json!({
        "title": clean(&part.title),
        "first": part.nodes.start,
        "global": cleaned(&part.global_plugins),
    })
}

fn node_json(node: &Node, link: &str) -> Value {
    let place = format!(
        "{}:{}:{}",
        node.position.file, node.position.line, node.position.column
    );
    json!({
        "kind": node.kind.as_str(),
        "label": clean(&node.label),
        "details": cleaned(&node.details),
        "plugins": cleaned(&node.plugins),
        "problems": node.problems,
        "place": clean(&place),
        "href": address(link, &node.position.file, node.position.line),
    })
}

fn cleaned(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| clean(text)).collect()
}

/// A path as part of a URL; slashes stay.
fn percent_encode(path: &str) -> String {
    path.bytes()
        .fold(String::with_capacity(path.len()), |mut out, byte| {
            if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
            out
        })
}

#[cfg(test)]
mod tests {
    use super::super::model::NodeKind;
    use super::*;
    use crate::diag::render::Position;

    #[test]
    fn text_cannot_leave_the_script() {
        let position = Position {
            file: "a b.yaml".to_owned(),
            line: 3,
            column: 1,
        };
        let label = "</script><script>alert(1)</script>".to_owned();
        let node = Node {
            kind: NodeKind::Route,
            label,
            details: Vec::new(),
            plugins: Vec::new(),
            problems: Vec::new(),
            position,
        };
        let page = render(
            &Graph {
                nodes: vec![node],
                ..Graph::default()
            },
            "{file}#L{line}",
        );
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(page.contains("a%20b.yaml#L3"));
    }

    #[test]
    fn the_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else() {
        let page = render(&Graph::default(), "");
        let inside = |open: &str, close: &str| {
            let (_, rest) = page.split_once(open).unwrap();
            rest.split_once(close).unwrap().0.to_owned()
        };
        let policy = html::policy(
            &inside("<script>", "</script>"),
            &inside("<style>", "</style>"),
        );
        assert!(page.contains(&format!("content=\"{policy}\"")), "{policy}");
        for tag in ["<script>", "<style>", "</script>\n</body>"] {
            assert_eq!(page.matches(tag).count(), 1, "{tag}");
        }
        // Neither would be covered by a hash.
        assert!(
            !page.contains(" style=\"")
                && !page.contains(".style")
                && !page.contains("=\"javascript")
        );
        let handlers = [
            " onclick=",
            " onload=",
            " onerror=",
            " oninput=",
            " onchange=",
        ];
        assert!(!handlers.iter().any(|handler| page.contains(handler)));
    }

    #[test]
    fn a_file_name_gives_no_address_of_its_own() {
        for file in [
            "javascript:alert(1).yaml",
            "//evil.example/a.yaml",
            "\\\\evil",
        ] {
            let found = address("{file}#L{line}", file, 1);
            assert!(
                found
                    .as_deref()
                    .is_none_or(|found| !found.contains(':') && !found.starts_with("//")),
                "{found:?}"
            );
        }
        assert_eq!(address("javascript:{line}", "a", 1), None);
    }
}
