//! Problems of what has to be built before it is a manifest: kustomizations, charts, templates.

use super::{Code, Diagnostic, Location, Severity};

static UNRENDERED_TEMPLATE: Code = Code {
    id: "unrendered-template",
    severity: Severity::Error,
    summary: "a document is a template that nobody rendered",
    explanation: "The document is no YAML and holds `{{`: it is a template of Helm or of another program in Go's template language, which makes YAML of it. \
        It is said once for all files of a directory.",
    before: "kic2kong check charts/shop/templates/",
    after: "kic2kong check --helm charts/shop",
    reference: "helm template",
};

/// A document that does not parse and holds `{{`.
pub fn unrendered_template(at: Location) -> Diagnostic {
    Diagnostic::located(
        &UNRENDERED_TEMPLATE,
        at,
        "this is a template that has to be rendered first, as others of this directory may be",
    )
    .hint("--helm CHART, or `helm template RELEASE CHART | kic2kong check -`")
}

/// Whether a problem is that of a template.
pub fn is_template(problem: &Diagnostic) -> bool {
    problem.code.id == UNRENDERED_TEMPLATE.id
}

static KUSTOMIZATION_NOT_BUILT: Code = Code {
    id: "kustomization-not-built",
    severity: Severity::Info,
    summary: "a directory is meant for kustomize",
    explanation: "The directory holds a kustomization file, and kustomize makes objects of what it refers to. Nothing is built unless it is asked for: the files of \
        the tree are read as they are, but for the patches, transformers, generators and configurations that a kustomization file lists, which are no objects. \
        Said once for each kustomization that no other one refers to.",
    before: "kic2kong check overlays/prod",
    after: "kic2kong check -k overlays/prod",
    reference: "kustomize build",
};

/// A root of a kustomize tree in a directory that is read as it is.
pub fn kustomization_not_built(file: u32, directory: &str) -> Diagnostic {
    Diagnostic::located(
        &KUSTOMIZATION_NOT_BUILT,
        Location::whole(file),
        format!("`{directory}` is meant for kustomize and was not built; its files are read as they are, without the patches"),
    )
    .hint(format!("-k {directory}, or `kustomize build {directory} | kic2kong check -`"))
}

/// Whether a problem says how the inputs of a run are read: the call brings it, no change of a manifest.
pub fn is_of_call(problem: &Diagnostic) -> bool {
    [KUSTOMIZATION_NOT_BUILT.id, CHART_NOT_RENDERED.id].contains(&problem.code.id)
}

static CHART_NOT_RENDERED: Code = Code {
    id: "chart-not-rendered",
    severity: Severity::Info,
    summary: "a directory is a chart of Helm",
    explanation: "The directory holds a Chart.yaml, and Helm makes objects of its templates. Nothing is rendered unless it is asked for: `templates/`, `charts/` and \
        the values are not read.",
    before: "kic2kong check charts/shop",
    after: "kic2kong check --helm charts/shop",
    reference: "helm template",
};

/// A chart in a directory that is read as it is.
pub fn chart_not_rendered(file: u32, directory: &str) -> Diagnostic {
    Diagnostic::located(
        &CHART_NOT_RENDERED,
        Location::whole(file),
        format!(
            "`{directory}` is a chart of Helm and was not rendered; its templates are not read"
        ),
    )
    .hint(format!(
        "--helm {directory}, or `helm template RELEASE {directory} | kic2kong check -`"
    ))
}

/// All codes of this family.
pub static CODES: &[&Code] = &[
    &UNRENDERED_TEMPLATE,
    &KUSTOMIZATION_NOT_BUILT,
    &CHART_NOT_RENDERED,
];
