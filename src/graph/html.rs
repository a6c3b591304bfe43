//! One self-contained page: no network, no dependency, every text from a manifest put in as text.

use super::model::{Graph, Node};
use serde_json::{Value, json};

const PAGE: &str = include_str!("page.html");
const DATA: &str = "/*GRAPH*/null";

/// The page. `link` says where a box leads: `{file}` and `{line}` are replaced; empty means no link.
pub fn render(graph: &Graph, link: &str) -> String {
    let data = json!({
        "nodes": graph.nodes.iter().map(|node| node_json(node, link)).collect::<Vec<_>>(),
        "edges": graph.edges.iter().map(|(from, to)| json!([from, to])).collect::<Vec<_>>(),
        "global": graph.global_plugins,
        "problems": graph.problems.problems.iter()
            .map(|(severity, code, message)| json!([severity.as_str(), code, message]))
            .collect::<Vec<_>>(),
        "lists": graph.problems.lists,
    });
    // A script element ends at the first `</`, whatever the string around it.
    let data = data.to_string().replace('<', "\\u003c");
    PAGE.replacen(DATA, &data, 1)
}

fn node_json(node: &Node, link: &str) -> Value {
    let place = format!(
        "{}:{}:{}",
        node.position.file, node.position.line, node.position.column
    );
    let href = link
        .replace("{file}", &percent_encode(&node.position.file))
        .replace("{line}", &node.position.line.to_string());
    json!({
        "kind": node.kind.as_str(),
        "label": node.label,
        "details": node.details,
        "plugins": node.plugins,
        "problems": node.problems,
        "place": place,
        "href": href,
    })
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
        assert_eq!(page.matches("</script>").count(), 1);
        assert!(page.contains("a%20b.yaml#L3"));
    }
}
