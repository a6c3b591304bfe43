//! Problems of finding controllers among the inputs: which one is meant, of which version it is, which gateway it configures, what
//! it does not read.

use super::{Code, Diagnostic, Location, Severity};
use crate::escape::line::clean;

static CONTROLLER_NOT_FOUND: Code = Code {
    id: "controller-not-found",
    severity: Severity::Error,
    summary: "a file that should say how the controller is set up does not",
    explanation: "`--controller-from` names values of the charts kong, ingress or kong-operator, an Application, a HelmRelease or a kustomization that installs one, or the manifests \
        of a controller. This file is nothing of the kind, or it switches the controller off.",
    before: "ingressController:\n  enabled: false",
    after: "ingressController:\n  enabled: true",
    reference: "kic2kong's own",
};

/// A file in which no controller is.
pub fn controller_not_found(at: Location, file: &str) -> Diagnostic {
    let message = format!("{} installs no controller of Kong", clean(file));
    Diagnostic::located(&CONTROLLER_NOT_FOUND, at, message).hint(
        "name values of the chart kong, ingress or kong-operator, what installs one of them, or the manifests of a controller",
    )
}

/// Values that switch the controller off.
pub fn controller_off(at: Location, path: &str) -> Diagnostic {
    let message = format!(
        "`{}` is false: no controller is installed, and its settings are not known",
        clean(path)
    );
    Diagnostic::located(&CONTROLLER_NOT_FOUND, at, message)
        .hint("name the values of the release with the controller")
}

static SETTINGS_AMBIGUOUS: Code = Code {
    id: "settings-ambiguous",
    severity: Severity::Warning,
    summary: "several controllers are among the inputs, and none is chosen",
    explanation: "Each controller has settings of its own and reads other objects. Unless one is chosen, none of their settings are used.",
    before: "kic2kong check clusters/eu",
    after: "kic2kong check clusters/eu --control-plane kong/kic-internal",
    reference: "kic2kong's own",
};

/// Several controllers by their names.
pub fn ambiguous(at: Location, names: &[String], are_gateways: bool) -> Diagnostic {
    let message = format!(
        "several controllers are set up here, and the settings of none are used: {}",
        listed(names)
    );
    let first = names.first().map(|name| clean(name)).unwrap_or_default();
    let option = if are_gateways {
        "--gateway-to-reconcile"
    } else {
        "--control-plane"
    };
    let each = if are_gateways {
        ", or render each with -o 'out/{control_plane}.yaml'"
    } else {
        ""
    };
    Diagnostic::located(&SETTINGS_AMBIGUOUS, at, message)
        .hint(format!("choose one: {option} {first}{each}"))
}

/// Whether a problem says that none of several controllers is chosen.
pub fn is_ambiguous(problem: &Diagnostic) -> bool {
    std::ptr::eq(problem.code, &raw const SETTINGS_AMBIGUOUS)
}

static GATEWAY_AMBIGUOUS: Code = Code {
    id: "gateway-ambiguous",
    severity: Severity::Warning,
    summary: "it is not known which gateway a controller configures",
    explanation: "The flavor of the router, the version and the edition are those of the gateway that the controller talks to: the one in its own pod, the one behind the Service of \
        `kong-admin-svc` or `kong-admin-url`, or the only one among the inputs. Here several are left, and all three stay at their defaults.",
    before: "- name: CONTROLLER_KONG_ADMIN_SVC\n  value: other/admin",
    after: "- name: CONTROLLER_KONG_ADMIN_SVC\n  value: gateways/gw-b-admin",
    reference: "KIC: kong-admin-svc",
};

/// Several gateways by their names.
pub fn gateway_ambiguous(at: Location, names: &[String]) -> Diagnostic {
    let message = format!(
        "this may be the controller of several gateways: {}",
        listed(names)
    );
    Diagnostic::located(&GATEWAY_AMBIGUOUS, at, message)
        .hint("add the Service of the Admin API to the inputs, or give --router-flavor, --kong-version and --enterprise")
}

static GATEWAY_ASSUMED: Code = Code {
    id: "gateway-assumed",
    severity: Severity::Info,
    summary: "the only gateway among the inputs is taken for the controller's",
    explanation: "The Service through which the controller finds its gateway is not among the inputs, and one gateway is. Flavor, version and edition are taken from that one.",
    before: "- name: CONTROLLER_KONG_ADMIN_SVC\n  value: gateways/some-admin",
    after: "# the same, with the Service gateways/some-admin among the inputs",
    reference: "kic2kong's own",
};

/// The only gateway there is.
pub fn gateway_assumed(at: Location, name: &str) -> Diagnostic {
    let message = format!(
        "{} is the only gateway among the inputs and is taken for this controller's",
        clean(name)
    );
    Diagnostic::located(&GATEWAY_ASSUMED, at, message)
        .hint("add the Service of the Admin API to the inputs")
}

/// The only release of a chart that installs a gateway and no controller.
pub fn release_assumed(at: Location, name: &str) -> Diagnostic {
    gateway_assumed(at, name)
        .hint("if it is not, give --router-flavor, --kong-version and --enterprise")
}

static GATEWAY_NOT_FOUND: Code = Code {
    id: "gateway-not-found",
    severity: Severity::Info,
    summary: "the gateway of a controller is not among the inputs",
    explanation: "The flavor of the router, the version and the edition are those of the gateway. It is not among the inputs, and all three stay at their defaults.",
    before: "- name: CONTROLLER_KONG_ADMIN_SVC\n  value: gateways/admin",
    after: "# the same, with the Deployment of the gateway among the inputs",
    reference: "kic2kong's own",
};

/// No gateway.
pub fn gateway_not_found(at: Location) -> Diagnostic {
    let message = "the gateway of this controller is not among the inputs: router-flavor, kong-version and enterprise are not known";
    Diagnostic::located(&GATEWAY_NOT_FOUND, at, message).hint(
        "add its manifests to the inputs, or give --router-flavor, --kong-version and --enterprise",
    )
}

static IMAGE_VERSION_UNKNOWN: Code = Code {
    id: "image-version-unknown",
    severity: Severity::Warning,
    summary: "the tag of an image tells no version",
    explanation: "What a controller does, and what Kong refuses, depends on the version. The image has no tag, or one that is no version, such as `latest`. The default stands.",
    before: "image: kong:latest",
    after: "image: kong:3.9.1",
    reference: "kic2kong's own",
};

/// An image without a version; the option says it instead.
pub fn image_version_unknown(at: Location, image: &str, option: &str) -> Diagnostic {
    let message = format!(
        "`{}` tells no version, and the default is taken",
        clean(image)
    );
    Diagnostic::located(&IMAGE_VERSION_UNKNOWN, at, message).hint(format!("give {option}"))
}

static CONTROLLER_VERSION_UNSUPPORTED: Code = Code {
    id: "controller-version-unsupported",
    severity: Severity::Warning,
    summary: "a controller is of a release that is not known here",
    explanation: "KIC is followed from 3.4 on, Kong Operator from 2.2 on. What an older or newer release would make of the manifests is not known; the default release is taken.",
    before: "image: kong/kubernetes-ingress-controller:2.12",
    after: "image: kong/kubernetes-ingress-controller:3.5",
    reference: "kic2kong's own",
};

/// A release that is not known.
pub fn controller_unsupported(
    at: Location,
    product: &str,
    version: &str,
    lowest: &str,
) -> Diagnostic {
    let message = format!(
        "{product} {} is not known here; the lowest release that is known is {lowest}, and the default is taken",
        clean(version)
    );
    Diagnostic::located(&CONTROLLER_VERSION_UNSUPPORTED, at, message)
        .hint("--controller chooses a release")
}

static CONTROLLER_VERSION_ASSUMED: Code = Code {
    id: "controller-version-assumed",
    severity: Severity::Info,
    summary: "the version of the operator is not told by anything",
    explanation: "A ControlPlane or a Gateway of Kong Operator is among the inputs, and the operator itself is not. Its newest release that is known is taken.",
    before: "kind: ControlPlane",
    after: "# the same, with the Deployment of the operator among the inputs, or --controller kong-operator-2.2",
    reference: "kic2kong's own",
};

/// An operator that nobody sees.
pub fn operator_assumed(at: Location) -> Diagnostic {
    let message = "the operator is not among the inputs, and is taken for kong-operator-2.3";
    Diagnostic::located(&CONTROLLER_VERSION_ASSUMED, at, message)
        .hint("--controller tells its version")
}

/// Whether a problem says that the operator is nowhere to be seen.
pub fn is_operator_assumed(problem: &Diagnostic) -> bool {
    std::ptr::eq(problem.code, &raw const CONTROLLER_VERSION_ASSUMED)
}

static WATCH_NAMESPACE_GRANT_MISSING: Code = Code {
    id: "watch-namespace-grant-missing",
    severity: Severity::Warning,
    summary: "a ControlPlane may not watch a namespace that it lists",
    explanation: "Each namespace of `watchNamespaces.list` must hold a WatchNamespaceGrant that names the ControlPlane's namespace. The operator cuts the list short at the first one that does not.",
    before: "watchNamespaces:\n  type: list\n  list: [shop]",
    after: "kind: WatchNamespaceGrant\nmetadata: {name: edge, namespace: shop}\nspec:\n  from:\n  - {group: gateway-operator.konghq.com, kind: ControlPlane, namespace: edge}",
    reference: "KO: controller/controlplane",
};

/// A namespace without a grant.
pub fn grant_missing(at: Location, namespace: &str, name: &str) -> Diagnostic {
    let (namespace, name) = (clean(namespace), clean(name));
    let message = format!("no WatchNamespaceGrant in {namespace} lets {name} watch it");
    Diagnostic::located(&WATCH_NAMESPACE_GRANT_MISSING, at, message).hint(format!(
        "add a WatchNamespaceGrant to {namespace}, or remove it from the list"
    ))
}

/// Some names; more than a few are counted.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| clean(name)).collect();
    let mut text = shown.join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &CONTROLLER_NOT_FOUND,
    &SETTINGS_AMBIGUOUS,
    &GATEWAY_AMBIGUOUS,
    &GATEWAY_ASSUMED,
    &GATEWAY_NOT_FOUND,
    &IMAGE_VERSION_UNKNOWN,
    &CONTROLLER_VERSION_UNSUPPORTED,
    &CONTROLLER_VERSION_ASSUMED,
    &WATCH_NAMESPACE_GRANT_MISSING,
];
