//! Problems of admission: what the API server would refuse, and what never reaches the controller.

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

static WRONG_FIELD_TYPE: Code = Code {
    id: "wrong-field-type",
    severity: Severity::Error,
    summary: "a field holds a value of the wrong type",
    explanation: "The API server decodes objects strictly by type: a number or a truth value is not a string, a quoted number is not a number. \
        It refuses the whole object, so none of it reaches the controller. Annotations and labels are strings, and plain YAML such as \
        `true`, `on` or `80` is not; put such values in quotes. Values of a Secret's `data` are base64. The API server tells the first wrong value only; \
        here each one is told.",
    before: "annotations:\n  konghq.com/strip-path: true",
    after: "annotations:\n  konghq.com/strip-path: \"true\"",
    reference: "sigs.k8s.io/json, strict decoding by type",
};

/// A field that does not decode.
pub fn wrong_field(at: Origin, message: &str) -> Diagnostic {
    let field = if at.path.is_root() {
        "the object".to_owned()
    } else {
        format!("`{}`", at.path)
    };
    let text = format!("{field} cannot be read: {message}");
    Diagnostic::new(&WRONG_FIELD_TYPE, at, text)
        .hint("the API server refuses the whole object; correct the value")
}

static OBJECT_WITHOUT_NAME: Code = Code {
    id: "object-without-name",
    severity: Severity::Error,
    summary: "an object has no name",
    explanation: "`metadata.name` is required by `kubectl apply`; `generateName` is not enough, because the object could not be found again. \
        The object takes no part.",
    before: "kind: Service\nmetadata:\n  generateName: web-",
    after: "kind: Service\nmetadata:\n  name: web",
    reference: "kubectl apply",
};

/// An object without `metadata.name`.
pub fn without_name(at: Origin) -> Diagnostic {
    let text = format!("{} has no `metadata.name`", at.object.key.kind);
    Diagnostic::new(&OBJECT_WITHOUT_NAME, at, text).hint("give it a name")
}

static UNKNOWN_VERSION: Code = Code {
    id: "unknown-version",
    severity: Severity::Warning,
    summary: "an object is of a version the controller does not read",
    explanation: "The kind is one that the controller reads, but not in this API version: it is either gone from Kubernetes, or newer than the controller. \
        The object takes no part. It is an error where the kind is Kubernetes' own: the API server has no such kind then, and `kubectl apply` fails.",
    before: "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress",
    after: "apiVersion: networking.k8s.io/v1\nkind: Ingress",
    reference: "KIC: internal/manager/controllerdef.go",
};

/// An object of a kind whose version that the controller reads is not served.
pub fn version_unread(at: Origin, read: &str, release: &str) -> Diagnostic {
    let key = &at.object.key;
    let text = format!(
        "KIC reads {} as {read}, which Gateway API {release} does not serve; {key} is not seen",
        key.kind
    );
    let hint = if release.ends_with("standard") {
        "install the experimental channel of the Gateway API if the cluster is yours; if it has another release, give `--gateway-api`"
    } else {
        "give `--gateway-api` if the cluster has another release"
    };
    Diagnostic::new(&UNKNOWN_VERSION, at, text).hint(hint)
}

/// An object of a known kind at a version that is not read.
pub fn unknown_version(at: Origin, found: &str, served: &[&str]) -> Diagnostic {
    let key = &at.object.key;
    let text = if found.is_empty() {
        format!("{key} says no apiVersion, so it is not read")
    } else {
        format!("{key} is of apiVersion `{found}`, which is not read")
    };
    let prefix = if key.group.is_empty() {
        String::new()
    } else {
        format!("{}/", key.group)
    };
    let versions: Vec<_> = served
        .iter()
        .map(|version| format!("`{prefix}{version}`"))
        .collect();
    let mut problem = Diagnostic::new(&UNKNOWN_VERSION, at, text);
    if found.is_empty() {
        // kubectl refuses it.
        problem.severity = Severity::Error;
    }
    problem.hint(if versions.is_empty() {
        "the cluster has no CRD of the kind; install the experimental channel of the Gateway API, or give `--gateway-api` if it has another release".to_owned()
    } else {
        format!("use {}", versions.join(" or "))
    })
}

static DUPLICATE_OBJECT: Code = Code {
    id: "duplicate-object",
    severity: Severity::Error,
    summary: "the same object is there twice",
    explanation: "Two documents have one kind, namespace and name. As with `kubectl apply` the later one replaces the earlier one as a whole: arguments count \
        in the order they are written, files of a directory by path, documents from top to bottom. Where the two say different things, these are mostly \
        two clusters, or a base beside its overlays, read as if one controller saw them all; then neither is rendered as it will be. \
        Within one file it is a warning: there the order is the author's own. Copies that say the same do no harm and are a note.",
    before: "kic2kong check clusters/",
    after: "kic2kong check --each 'clusters/*'",
    reference: "kubectl apply",
};

/// The object that wins, and the one that it replaces and that says something else.
pub fn duplicate_object(winner: Origin, loser: Origin) -> Diagnostic {
    let text = format!(
        "{} is defined twice, and differently; this later definition counts",
        winner.object.key
    );
    Diagnostic::new(&DUPLICATE_OBJECT, winner, text)
        .and(loser)
        .hint("remove one of the two; if they are of two clusters or overlays, make each an environment of its own: --each 'clusters/*'")
}

/// Whether a problem is that of an object that is there twice.
pub fn is_duplicate(problem: &Diagnostic) -> bool {
    problem.code.id == DUPLICATE_OBJECT.id
}

/// The two turned out to stand in one file.
pub fn make_later_definition(problem: &mut Diagnostic) {
    problem.severity = Severity::Warning;
    problem.hint = Some("remove one of the two".to_owned());
}

/// The two turned out to say the same.
pub fn make_equal_copy(problem: &mut Diagnostic) {
    let key = problem
        .objects()
        .next()
        .map(|object| object.key.to_string());
    let key = key.unwrap_or_default();
    problem.message = format!("{key} is defined twice; both say the same");
    problem.severity = Severity::Info;
    problem.hint = Some("remove one of the two".to_owned());
}

static EMPTY_CLASS_ANNOTATION: Code = Code {
    id: "empty-class-annotation",
    severity: Severity::Warning,
    summary: "an empty class annotation hides an object",
    explanation: "The annotation `kubernetes.io/ingress.class` is present but empty. The controller's watch takes that as another class and never hands the object on, \
        although an IngressClass is marked as the default one and the object would be taken without the annotation.",
    before: "annotations:\n  kubernetes.io/ingress.class: \"\"",
    after: "annotations:\n  kubernetes.io/ingress.class: kong",
    reference: "KIC: internal/controllers/utils/ingress_predicates.go",
};

/// An object hidden by an empty class annotation.
pub fn empty_class_annotation(at: Origin) -> Diagnostic {
    let text = format!(
        "{} is ignored because its class annotation is empty",
        at.object.key
    );
    Diagnostic::new(&EMPTY_CLASS_ANNOTATION, at, text)
        .hint("remove the annotation, or name the class in it")
}

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &WRONG_FIELD_TYPE,
    &OBJECT_WITHOUT_NAME,
    &UNKNOWN_VERSION,
    &DUPLICATE_OBJECT,
    &EMPTY_CLASS_ANNOTATION,
    &CONTROLLER_SWITCHED_OFF,
];

/// The code of objects that are not read because their controller is off.
pub const SWITCHED_OFF: &str = "controller-switched-off";

static CONTROLLER_SWITCHED_OFF: Code = Code {
    id: SWITCHED_OFF,
    severity: Severity::Warning,
    summary: "an object of a kind that the controller was told not to watch",
    explanation: "The part of the controller that watches the kind is switched off: by `--disable-controllers`, which stands for KIC's flags `enable-controller-...` and for `controllers` of a ControlPlane, whose \
        `dataplane.type: ref` switches off the whole Gateway API. The object takes no part.",
    before: "kind: HTTPRoute\n# --disable-controllers gwapi",
    after: "kind: Ingress",
    reference: "KIC: internal/manager/controllerdef.go; Kong Operator: modules/manager/controlplane",
};

/// An object of a kind whose controller, of this name, is switched off.
pub fn controller_switched_off(at: Origin, name: &str) -> Diagnostic {
    let text = format!(
        "KIC does not read {}: its part {name} is switched off",
        at.object.key
    );
    Diagnostic::new(&CONTROLLER_SWITCHED_OFF, at, text).hint(
        "if the one in the cluster watches the kind, remove it from `--disable-controllers`, or switch it on where the controller is set up; a ControlPlane with `dataplane.type: ref` never reads the Gateway API",
    )
}
