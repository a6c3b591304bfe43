//! Graphviz DOT.

use super::model::{Graph, Node, NodeKind};
use crate::diag::Severity;
use crate::escape::dot::quote;
use std::fmt::Write;

/// Problems that the tooltip of a box tells; the others are counted.
const MOST_PROBLEMS: usize = 10;

/// The graph's source, for `dot -Tsvg`.
pub fn render(graph: &Graph) -> String {
    let mut out = String::from(
        "digraph kong {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=10];\n",
    );
    for (part, boxes) in graph.boxes() {
        if let Some((position, title)) = part {
            let title = quote([title]);
            let _ = writeln!(out, "  subgraph cluster_{position} {{\n  label={title};");
        }
        for index in boxes {
            node(graph, index, &mut out);
        }
        if part.is_some() {
            out.push_str("  }\n");
        }
    }
    for (from, to) in &graph.edges {
        let _ = writeln!(out, "  n{from} -> n{to};");
    }
    out.push_str("}\n");
    out
}

fn node(graph: &Graph, index: usize, out: &mut String) {
    let Some(node) = graph.nodes.get(index) else {
        return;
    };
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
        label(node),
        tooltip(graph, node)
    );
}

fn label(node: &Node) -> String {
    let plugins: Vec<String> = node
        .plugins
        .iter()
        .map(|plugin| format!("[{plugin}]"))
        .collect();
    let lines = [&node.label]
        .into_iter()
        .chain(&node.details)
        .chain(&plugins);
    quote(lines.map(String::as_str))
}

fn tooltip(graph: &Graph, node: &Node) -> String {
    let (first, more) = graph.problems.first(&node.problems, MOST_PROBLEMS);
    let problems = first
        .into_iter()
        .map(|(severity, code, message)| format!("{severity}[{code}]: {message}"));
    let place = format!("{}:{}", node.position.file, node.position.line);
    let more = (more > 0).then(|| format!("and {more} more problems"));
    let lines: Vec<String> = [place].into_iter().chain(problems).chain(more).collect();
    quote(lines.iter().map(String::as_str))
}
