//! Mermaid flowchart, as GitHub and GitLab draw it in Markdown.

use super::model::{Graph, Node};
use crate::diag::Severity;
use crate::escape::mermaid::escape;
use std::fmt::Write;

/// The flowchart's source. GitHub refuses charts of more than 500 arrows; filter larger configurations.
pub fn render(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (index, node) in graph.nodes.iter().enumerate() {
        let (open, close) = match node.kind {
            super::model::NodeKind::Object => ("[[", "]]"),
            super::model::NodeKind::Route => ("([", "])"),
            super::model::NodeKind::Service | super::model::NodeKind::Target => ("[", "]"),
            super::model::NodeKind::Upstream => ("{{", "}}"),
        };
        let class = match node.worst() {
            Some(Severity::Error) => ":::error",
            Some(Severity::Warning) => ":::warning",
            Some(Severity::Info) | None => "",
        };
        let _ = writeln!(out, "  n{index}{open}\"{}\"{close}{class}", label(node));
    }
    for (from, to) in &graph.edges {
        let _ = writeln!(out, "  n{from} --> n{to}");
    }
    out.push_str("  classDef error stroke:#c62828,stroke-width:3px\n  classDef warning stroke:#ef6c00,stroke-width:2px\n");
    out
}

fn label(node: &Node) -> String {
    let mut lines = vec![format!("<b>{}</b>", escape(&node.label))];
    lines.extend(node.details.iter().map(|detail| escape(detail)));
    lines.extend(
        node.plugins
            .iter()
            .map(|plugin| format!("#9881; {}", escape(plugin))),
    );
    lines.extend(
        node.problems
            .iter()
            .filter(|(severity, ..)| *severity > Severity::Info)
            .map(|(_, code, _)| format!("#9888; {code}")),
    );
    lines.join("<br>")
}
