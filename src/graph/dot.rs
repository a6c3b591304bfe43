//! Graphviz DOT.

use super::model::{Graph, Node, NodeKind};
use crate::diag::Severity;
use std::fmt::Write;

/// Problems that the tooltip of a box tells; the others are counted.
const MOST_PROBLEMS: usize = 10;

/// The graph's source, for `dot -Tsvg`.
pub fn render(graph: &Graph) -> String {
    let mut out = String::from(
        "digraph kong {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=10];\n",
    );
    for (index, node) in graph.nodes.iter().enumerate() {
        let shape = match node.kind {
            NodeKind::Object => "folder",
            NodeKind::Route => "cds",
            NodeKind::Service => "box",
            NodeKind::Upstream => "hexagon",
            NodeKind::Target => "ellipse",
        };
        let color = match graph.worst(node) {
            Some(Severity::Error) => ", color=\"#c62828\", penwidth=3",
            Some(Severity::Warning) => ", color=\"#ef6c00\", penwidth=2",
            Some(Severity::Info) | None => "",
        };
        let _ = writeln!(
            out,
            "  n{index} [shape={shape}, label={}, tooltip={}{color}];",
            quote(&label(node)),
            quote(&tooltip(graph, node))
        );
    }
    for (from, to) in &graph.edges {
        let _ = writeln!(out, "  n{from} -> n{to};");
    }
    out.push_str("}\n");
    out
}

fn label(node: &Node) -> String {
    let plugins = node.plugins.iter().map(|plugin| format!("[{plugin}]"));
    let lines = [node.label.clone()]
        .into_iter()
        .chain(node.details.iter().cloned())
        .chain(plugins);
    lines.collect::<Vec<_>>().join("\n")
}

fn tooltip(graph: &Graph, node: &Node) -> String {
    let (first, more) = graph.problems.first(&node.problems, MOST_PROBLEMS);
    let problems = first
        .into_iter()
        .map(|(severity, code, message)| format!("{severity}[{code}]: {message}"));
    let place = format!("{}:{}", node.position.file, node.position.line);
    [place]
        .into_iter()
        .chain(problems)
        .chain((more > 0).then(|| format!("and {more} more problems")))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A DOT string: backslashes and quotes escaped, line feeds as `\n`, other control characters dropped.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_stay_text() {
        assert_eq!(quote("~/a\\d \"x\"\ny\u{7}"), "\"~/a\\\\d \\\"x\\\"\\ny\"");
    }
}
