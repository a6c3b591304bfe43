//! Mermaid flowchart, as GitHub and GitLab draw it in Markdown.

use super::model::{Graph, Node};
use crate::diag::Severity;
use crate::escape::mermaid::escape;
use std::fmt::Write;

/// Problems that a box names; the others are counted.
const MOST_PROBLEMS: usize = 10;

/// The flowchart's source. GitHub refuses charts of more than 500 arrows; filter larger configurations.
pub fn render(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (part, boxes) in graph.boxes() {
        if let Some((position, title)) = part {
            let _ = writeln!(out, "  subgraph p{position}[\"{}\"]", escape(title));
        }
        for index in boxes {
            node(graph, index, &mut out);
        }
        if part.is_some() {
            out.push_str("  end\n");
        }
    }
    for (from, to) in &graph.edges {
        let _ = writeln!(out, "  n{from} --> n{to}");
    }
    out.push_str("  classDef error stroke:#c62828,stroke-width:3px\n  classDef warning stroke:#ef6c00,stroke-width:2px\n");
    out
}

fn node(graph: &Graph, index: usize, out: &mut String) {
    let Some(node) = graph.nodes.get(index) else {
        return;
    };
    let (open, close) = match node.kind {
        super::model::NodeKind::Object => ("[[", "]]"),
        super::model::NodeKind::Route => ("([", "])"),
        super::model::NodeKind::Service | super::model::NodeKind::Target => ("[", "]"),
        super::model::NodeKind::Upstream => ("{{", "}}"),
    };
    let class = match graph.worst(node) {
        Some(Severity::Error) => ":::error",
        Some(Severity::Warning) => ":::warning",
        Some(Severity::Info) | None => "",
    };
    let _ = writeln!(
        out,
        "  n{index}{open}\"{}\"{close}{class}",
        label(graph, node)
    );
}

fn label(graph: &Graph, node: &Node) -> String {
    let mut lines = vec![format!("<b>{}</b>", escape(&node.label))];
    lines.extend(node.details.iter().map(|detail| escape(detail)));
    lines.extend(
        node.plugins
            .iter()
            .map(|plugin| format!("#9881; {}", escape(plugin))),
    );
    let (first, more) = graph.problems.first(&node.problems, MOST_PROBLEMS);
    lines.extend(
        first
            .into_iter()
            .filter(|(severity, ..)| *severity > Severity::Info)
            .map(|(_, code, _)| format!("#9888; {code}")),
    );
    lines.extend((more > 0).then(|| format!("and {more} more problems or notes")));
    lines.join("<br>")
}
