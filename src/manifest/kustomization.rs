//! What a kustomization file refers to. Nothing is built here: the references say which files are no objects of their own, and
//! what a build would read.

use super::document;
use super::node::{Node, Value};
use super::source::Source;
use std::path::Path;

/// The names that kustomize looks for (`konfig.RecognizedKustomizationFileNames`).
pub const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Fields whose entries are paths of files or directories with objects.
const RESOURCES: [&str; 3] = ["resources", "bases", "components"];

/// Fields whose entries configure plugins: a path, or the configuration itself.
const PLUGINS: [&str; 3] = ["transformers", "generators", "validators"];

/// Fields whose entries are paths of files.
const FILES: [&str; 3] = ["configurations", "crds", "patchesStrategicMerge"];

/// Fields whose entries are maps with a `path`.
const MAPS: [&str; 3] = ["patches", "patchesJson6902", "replacements"];

/// Fields whose entries make an object of files.
const GENERATORS: [&str; 2] = ["configMapGenerator", "secretGenerator"];

/// Fields that call Helm.
const CHARTS: [&str; 3] = ["helmCharts", "helmChartInflationGenerator", "helmGlobals"];

/// What a reference is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A file or directory with objects.
    Resource,
    /// A file or directory with configurations of plugins.
    Plugin,
    /// A file with anything else: a patch, a schema, the text of a key.
    File,
}

/// A path, or what may be one, as the file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The text.
    pub text: String,
    /// Its line, from 1.
    pub line: u32,
    /// What it is for.
    pub purpose: Purpose,
}

/// What a kustomization file says, as far as other files are concerned.
#[derive(Debug, Default)]
pub struct Kustomization {
    /// In the order of the file.
    pub references: Vec<Reference>,
    /// Configurations of plugins that stand in the file itself, with their lines.
    pub inline: Vec<(String, u32)>,
    /// The line of a field that calls Helm.
    pub charts: Option<u32>,
    /// Whether it can only be used by others.
    pub is_component: bool,
}

/// Whether a file is one, by its name.
pub fn is_kustomization(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| NAMES.iter().any(|known| name == *known))
}

/// Read one; `None` when it is no map in YAML.
pub fn read(source: &Source) -> Option<Kustomization> {
    let root = document::parse(source, 0)?;
    let Value::Mapping(fields) = &root.value else {
        return None;
    };
    let mut out = Kustomization::default();
    for field in fields {
        let name = folded(&field.key);
        let has = |names: &[&str]| names.iter().any(|known| folded(known) == name);
        let value = &field.node;
        if has(&RESOURCES) {
            out.texts(value, Purpose::Resource);
        } else if has(&PLUGINS) {
            out.texts(value, Purpose::Plugin);
        } else if has(&FILES) {
            out.texts(value, Purpose::File);
        } else if has(&MAPS) {
            for item in items(value) {
                out.field(item, "path");
            }
        } else if name == "openapi" {
            out.field(value, "path");
        } else if has(&GENERATORS) {
            for item in items(value) {
                out.generator(item);
            }
        } else if has(&CHARTS) {
            out.charts = out.charts.or(Some(field.key_mark.line));
            for item in items(value) {
                out.field(item, "valuesFile");
            }
        } else if name == "kind" {
            out.is_component = value.as_str() == Some("Component");
        }
    }
    Some(out)
}

impl Kustomization {
    /// A list of paths, among which there may be YAML.
    fn texts(&mut self, list: &Node<'_>, purpose: Purpose) {
        for item in items(list) {
            let Some(text) = item.as_str() else { continue };
            if text.contains('\n') {
                if purpose == Purpose::Plugin {
                    self.inline.push((text.to_owned(), item.mark.line));
                }
            } else {
                self.push(item, text, purpose);
            }
        }
    }

    fn field(&mut self, map: &Node<'_>, name: &str) {
        if let Some(node) = get(map, name)
            && let Some(text) = node.as_str()
        {
            self.push(node, text, Purpose::File);
        }
    }

    /// `files: [path, key=path]`, `envs: [path]`, `env: path`.
    fn generator(&mut self, map: &Node<'_>) {
        self.field(map, "env");
        for (name, has_key) in [("files", true), ("envs", false)] {
            for item in get(map, name).into_iter().flat_map(items) {
                let Some(text) = item.as_str() else { continue };
                let path = match text.split_once('=') {
                    Some((_, path)) if has_key => path,
                    _ => text,
                };
                self.push(item, path, Purpose::File);
            }
        }
    }

    fn push(&mut self, node: &Node<'_>, text: &str, purpose: Purpose) {
        self.references.push(Reference {
            text: text.to_owned(),
            line: node.mark.line,
            purpose,
        });
    }
}

/// Lines of a configuration of plugins with a value that the plugin would fetch: the loader of kustomize takes every path that
/// begins so for an address.
pub fn addresses(source: &Source) -> Vec<u32> {
    let mut found = Vec::new();
    let documents = document::Documents::of(source);
    for number in 0.. {
        let Some(root) = documents.parse(number) else {
            return found;
        };
        collect(&root, &mut found);
    }
    found
}

fn collect(node: &Node<'_>, found: &mut Vec<u32>) {
    match &node.value {
        Value::String(text) => {
            let path = text.split_once('=').map_or(&**text, |(_, path)| path);
            if is_address(text) || is_address(path) {
                found.push(node.mark.line);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| collect(&entry.node, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether kustomize fetches a path over HTTP (`loader.HasRemoteFileScheme`).
fn is_address(text: &str) -> bool {
    let lower = text.trim_start().to_ascii_lowercase();
    lower.starts_with("http:") || lower.starts_with("https:")
}

/// Whether kustomize may take a path for an address of files or of a Git repository (`git.NewRepoSpecFromURL`).
pub fn is_remote(text: &str) -> bool {
    const HOSTS: [&str; 6] = [
        "git@",
        "gh:",
        "github.com",
        "gitlab.com",
        "bitbucket.org",
        "dev.azure.com",
    ];
    const PARTS: [&str; 7] = ["://", "::", "?ref=", "?version=", "_git/", ".git/", ".git?"];
    let lower = text.trim().to_ascii_lowercase();
    let ends_so = Path::new(&lower)
        .extension()
        .is_some_and(|extension| extension == "git");
    is_address(&lower)
        || ends_so
        || HOSTS.iter().any(|host| lower.starts_with(host))
        || PARTS.iter().any(|part| lower.contains(part))
        || (lower.contains('@') && lower.contains(':'))
}

fn items<'n, 'a>(node: &'n Node<'a>) -> &'n [Node<'a>] {
    match &node.value {
        Value::Sequence(items) => items,
        _ => &[],
    }
}

/// A field by its name, as Go's JSON decoder matches it.
fn get<'n, 'a>(map: &'n Node<'a>, name: &str) -> Option<&'n Node<'a>> {
    let Value::Mapping(entries) = &map.value else {
        return None;
    };
    let name = folded(name);
    let entry = entries.iter().find(|entry| folded(&entry.key) == name)?;
    Some(&entry.node)
}

/// A key without case, the two letters outside of ASCII that fold into it included (`encoding/json`: `foldName`).
fn folded(key: &str) -> String {
    let letters = key.chars().map(|letter| match letter {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source {
            path: "kustomization.yaml".to_owned(),
            text: text.as_bytes().to_vec(),
        }
    }

    #[test]
    fn every_field_that_names_files_is_read() {
        let text = "\
resources: [a]
bases: [b]
components: [c]
transformers: [t, \"kind: X\\nname: y\\n\"]
patches: [{path: p}, {patch: \"- op: add\"}]
patchesJson6902:
- {path: j, target: {kind: Ingress}}
Re\u{17f}ources: [folded]
openapi: {path: o}
configMapGenerator: [{files: [key=f, g], envs: [e=1], env: x, literals: [l]}]
helmCharts: [{name: h, valuesFile: v}]
kind: Component
";
        let found = read(&source(text)).expect("is a kustomization");
        let texts: Vec<&str> = found.references.iter().map(|one| &*one.text).collect();
        assert_eq!(
            texts,
            [
                "a", "b", "c", "t", "p", "j", "folded", "o", "x", "f", "g", "e=1", "v"
            ]
        );
        assert_eq!(found.inline.len(), 1);
        assert_eq!(found.charts, Some(11));
        assert!(found.is_component);
        assert_eq!(found.references[5].line, 7);
    }

    #[test]
    fn what_kustomize_would_fetch_is_remote() {
        for remote in [
            "https://example.com/a.yaml",
            "HTTP:example.com",
            "github.com/org/repo",
            "git@example.com:org/repo",
            "git::https://example.com",
            "example.com/org/repo?ref=v1",
            "ssh://git@example.com/x",
            "file:///srv/repo.git",
            "user@host:org/repo",
            "../repo.git",
        ] {
            assert!(is_remote(remote), "{remote}");
        }
        for local in ["../base", "a.yaml", "./github/x", "/srv/base"] {
            assert!(!is_remote(local), "{local}");
        }
    }

    #[test]
    fn a_plugin_that_would_fetch_is_found() {
        let text =
            "kind: ConfigMapGenerator\nfiles:\n- key=http://127.0.0.1/x\n---\npath: HTTPS://x\n";
        assert_eq!(addresses(&source(text)), [3, 5]);
    }
}
