//! The origin annotations of kustomize: taken out of the text again, and read.

use crate::manifest::document::Documents;
use crate::manifest::node::{Entry, Node, Value};
use crate::manifest::source::Source;

/// The annotation (kustomize: `utils.OriginAnnotationKey`).
const ORIGIN: &str = "config.kubernetes.io/origin";

/// The text without the annotations, and by document the path that they give, from the directory of the build. An object that was
/// fetched has none.
pub(super) fn taken_out(text: &str) -> (String, Vec<Option<String>>) {
    let source = Source {
        path: String::new(),
        text: text.as_bytes().to_vec(),
    };
    let documents = Documents::of(&source);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut is_out = vec![false; lines.len()];
    let mut paths = Vec::new();
    for document in 0..documents.count() {
        let root = u32::try_from(document).ok();
        let root = root.and_then(|document| documents.parse(document));
        let path = root.and_then(|root| {
            let (annotations, all) = annotations(&root)?;
            let origin = all.iter().find(|entry| entry.key == ORIGIN)?;
            mark(origin, &lines, &mut is_out);
            if all.len() == 1
                && let Some(out) = is_out.get_mut(annotations.key_mark.line as usize - 1)
            {
                *out = true;
            }
            path(origin.node.as_str()?)
        });
        paths.push(path);
    }
    let kept = lines.iter().zip(&is_out).filter(|(_, is_out)| !**is_out);
    (kept.map(|(line, _)| *line).collect(), paths)
}

/// `metadata.annotations` with its entries.
fn annotations<'n, 'a>(root: &'n Node<'a>) -> Option<(&'n Entry<'a>, &'n [Entry<'a>])> {
    let Value::Mapping(metadata) = &root.get("metadata")?.value else {
        return None;
    };
    let annotations = metadata.iter().find(|entry| entry.key == "annotations")?;
    match &annotations.node.value {
        Value::Mapping(entries) => Some((annotations, entries)),
        _ => None,
    }
}

/// The line of a key, and those of its text, which are further right.
fn mark(entry: &Entry<'_>, lines: &[&str], is_out: &mut [bool]) {
    let first = entry.key_mark.line as usize - 1;
    let column = entry.key_mark.column as usize;
    let is_inside = |line: &str| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        line.trim().is_empty() || indent >= column
    };
    let rest = lines.iter().skip(first + 1);
    let count = rest.take_while(|line| is_inside(line)).count();
    for out in is_out.iter_mut().skip(first).take(count + 1) {
        *out = true;
    }
}

/// The file that an annotation names: the object's own, or that of its generator.
fn path(text: &str) -> Option<String> {
    let value = |name: &str| {
        let mut lines = text.lines();
        lines.find_map(|line| line.strip_prefix(name))
    };
    if value("repo:").is_some() {
        return None;
    }
    let path = value("path:").or_else(|| value("configuredIn:"))?;
    Some(path.trim().trim_matches(['"', '\'']).to_owned())
}

/// By document, the file that Helm names in the comment above it: `shop/templates/web.yaml`.
pub(super) fn comments(text: &str) -> Vec<Option<String>> {
    let source = Source {
        path: String::new(),
        text: text.as_bytes().to_vec(),
    };
    let documents = Documents::of(&source);
    let comment = |text: &str| {
        let mut lines = text.lines().skip_while(|line| line.trim().is_empty());
        let path = lines.next()?.strip_prefix("# Source: ")?;
        Some(path.trim().to_owned())
    };
    documents.texts().map(comment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_annotation_goes_and_the_text_stays_as_it_was() {
        let text = "\
kind: Ingress
metadata:
  annotations:
    config.kubernetes.io/origin: |
      path: ../base/in.yaml
    konghq.com/plugins: limit
  name: web
---
kind: ConfigMap
data:
  a: |
    config.kubernetes.io/origin: |
      path: x
metadata:
  annotations:
    config.kubernetes.io/origin: |
      configuredIn: ../base/kustomization.yaml
      configuredBy:
        kind: ConfigMapGenerator
  name: made
---
kind: Service
metadata:
  annotations:
    config.kubernetes.io/origin: |
      path: base/svc.yaml
      repo: https://example.com/x
  name: fetched
";
        let expected = "\
kind: Ingress
metadata:
  annotations:
    konghq.com/plugins: limit
  name: web
---
kind: ConfigMap
data:
  a: |
    config.kubernetes.io/origin: |
      path: x
metadata:
  name: made
---
kind: Service
metadata:
  name: fetched
";
        let (found, paths) = taken_out(text);
        assert_eq!(found, expected);
        let paths: Vec<Option<&str>> = paths.iter().map(Option::as_deref).collect();
        assert_eq!(
            paths,
            [
                Some("../base/in.yaml"),
                Some("../base/kustomization.yaml"),
                None
            ]
        );
    }

    #[test]
    fn helm_says_it_in_a_comment() {
        let text = "---\n# Source: shop/templates/web.yaml\nkind: Service\n---\nkind: Job\n";
        assert_eq!(
            comments(text),
            [Some("shop/templates/web.yaml".to_owned()), None]
        );
    }
}
