//! Problems of values of Kong's Helm charts.

use super::{Code, Diagnostic, Location, Severity};
use crate::escape::line::clean;

static CHART_REFUSES_VALUES: Code = Code {
    id: "chart-refuses-values",
    severity: Severity::Error,
    summary: "Helm would not render the chart with these values",
    explanation: "The chart compares the tag of an image as a version. A tag without quotes is a number, and one such as `nightly` is no version: both end the rendering, unless \
        `effectiveSemver` tells the version of the latter. Nothing of these values is taken.",
    before: "image:\n  tag: 3.9",
    after: "image:\n  tag: \"3.9\"",
    reference: "chart kong: templates/_helpers.tpl",
};

/// A tag that is no version, or no text.
pub fn chart_refuses_tag(at: Location, path: &str, is_text: bool) -> Diagnostic {
    let path = clean(path);
    let (why, hint) = if is_text {
        (
            "is no version",
            "write a version, or tell it with effectiveSemver beside the tag",
        )
    } else {
        ("is a number, not a text", "put it into quotes")
    };
    let message = format!("the chart does not render: `{path}` {why}");
    Diagnostic::located(&CHART_REFUSES_VALUES, at, message).hint(hint)
}

static CHART_VALUE_WITHOUT_EFFECT: Code = Code {
    id: "chart-value-without-effect",
    severity: Severity::Warning,
    summary: "a value that the chart does not read",
    explanation: "Chart `ingress` is chart `kong` twice: once as `controller`, without a gateway, once as `gateway`, without a controller. What stands in the other half does nothing. \
        In `env`, a map becomes a variable without a value, and a key with a hyphen one that nothing reads.",
    before: "controller:\n  env:\n    router_flavor: expressions",
    after: "gateway:\n  env:\n    router_flavor: expressions",
    reference: "chart ingress: values.yaml; chart kong: templates/_helpers.tpl",
};

/// A value that belongs elsewhere.
pub fn value_without_effect(at: Location, path: &str, right: &str) -> Diagnostic {
    let message = format!("nothing reads `{}`", clean(path));
    Diagnostic::located(&CHART_VALUE_WITHOUT_EFFECT, at, message)
        .hint(format!("move it to `{}`", clean(right)))
}

/// A map where a text belongs.
pub fn map_in_environment(at: Location, path: &str, text: &str) -> Diagnostic {
    let message = format!(
        "`{}` is a map, and becomes a variable without a value",
        clean(path)
    );
    Diagnostic::located(&CHART_VALUE_WITHOUT_EFFECT, at, message)
        .hint(format!("write one text: `{}`", clean(text)))
}

/// A key with a hyphen.
pub fn hyphen_in_environment(at: Location, path: &str, right: &str) -> Diagnostic {
    let message = format!(
        "`{}` becomes a variable with a hyphen, which nothing reads",
        clean(path)
    );
    Diagnostic::located(&CHART_VALUE_WITHOUT_EFFECT, at, message)
        .hint(format!("write `{}`", clean(right)))
}

/// A text of values beside an object of values.
pub fn values_text_hidden(at: Location) -> Diagnostic {
    let message = "nothing reads `values`, as there is a `valuesObject`";
    Diagnostic::located(&CHART_VALUE_WITHOUT_EFFECT, at, message)
        .hint("move it to `valuesObject`, or remove it")
}

static VALUES_FILE_NOT_FOUND: Code = Code {
    id: "values-file-not-found",
    severity: Severity::Warning,
    summary: "a file of values is not there or not readable",
    explanation: "A manifest names a file of values that is not in the repository: it stands at an address, which is never fetched, in a packaged chart, or outside of the repository. Settings in it are not known.",
    before: "valueFiles:\n- https://example.org/values.yaml",
    after: "valueFiles:\n- $values/platform/kong/values.yaml",
    reference: "Argo CD, Flux, kustomize",
};

/// A file that is not there.
pub fn values_file_not_found(at: Location, path: &str) -> Diagnostic {
    let message = format!("the values in {} are not known", clean(path));
    Diagnostic::located(&VALUES_FILE_NOT_FOUND, at, message)
        .hint("only files of the repository are read; give the options in it by hand")
}

/// Values that are no map in YAML.
pub fn values_unreadable(at: Location, what: &str) -> Diagnostic {
    let message = format!("the values in {} are no map in YAML", clean(what));
    Diagnostic::located(&VALUES_FILE_NOT_FOUND, at, message).hint("correct it")
}

static PUBLISH_NAMESPACE_UNKNOWN: Code = Code {
    id: "publish-namespace-unknown",
    severity: Severity::Info,
    summary: "the namespace of the release is watched, too, and is not known",
    explanation: "The controller also watches the namespace of the Service that it publishes, and the chart always names one, in the namespace of the release. Bare values do not tell that.",
    before: "ingressController:\n  watchNamespaces: [shop]",
    after: "namespace: kong\ningressController:\n  watchNamespaces: [shop]",
    reference: "KIC: internal/manager/run.go; chart kong: templates/_helpers.tpl",
};

/// A list of namespaces without that of the release.
pub fn publish_namespace_unknown(at: Location) -> Diagnostic {
    let message = "the controller also watches the namespace that the chart is installed in, which these values do not tell";
    Diagnostic::located(&PUBLISH_NAMESPACE_UNKNOWN, at, message)
        .hint("write it as `namespace` into the values, or give --watch-namespace by hand")
}

static VALUES_BELOW_A_KEY: Code = Code {
    id: "values-below-a-key",
    severity: Severity::Info,
    summary: "the values of Kong's chart stand below a key",
    explanation: "These are values of a chart that has Kong's chart as a dependency. What stands below the key is read.",
    before: "ingress:\n  controller:\n    ingressController:\n      ingressClass: edge",
    after: "# nothing to do",
    reference: "Helm: values of subcharts",
};

/// Values of a parent chart.
pub fn values_below_a_key(at: Location, key: &str) -> Diagnostic {
    let message = format!(
        "the values below `{}` are read as those of Kong's chart",
        clean(key)
    );
    Diagnostic::located(&VALUES_BELOW_A_KEY, at, message)
        .hint("nothing to do, if that is what they are")
}

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &CHART_REFUSES_VALUES,
    &CHART_VALUE_WITHOUT_EFFECT,
    &VALUES_FILE_NOT_FOUND,
    &PUBLISH_NAMESPACE_UNKNOWN,
    &VALUES_BELOW_A_KEY,
];
