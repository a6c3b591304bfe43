//! Problems of the settings of a controller: values with which it would not start, that nobody reads, or that others hide.

use super::called::Called;
use super::{Code, Diagnostic, Location, Severity};
use crate::escape::line::clean;

static SETTING_INVALID: Code = Code {
    id: "setting-invalid",
    severity: Severity::Error,
    summary: "a controller does not start with this value",
    explanation: "A flag or a variable of the controller has a value that it refuses, and it ends before it has configured anything. Truth values are those of Go: \
        `true`, `1`, `t`, `false`, `0`, `f`; `yes` and `no` are none, and neither is a `false` that stands in an argument of its own behind the flag. The value is not taken here; the others are.",
    before: "env:\n- name: CONTROLLER_ENABLE_DRAIN_SUPPORT\n  value: \"yes\"",
    after: "env:\n- name: CONTROLLER_ENABLE_DRAIN_SUPPORT\n  value: \"true\"",
    reference: "KIC: internal/cmd/rootcmd/config",
};

/// A value that is not what the controller wants.
pub fn invalid(at: Location, called: &Called, expected: &str) -> Diagnostic {
    let message = format!("the controller does not start: {called} must be {expected}");
    Diagnostic::located(&SETTING_INVALID, at, message)
        .hint(format!("write {expected}, or remove it"))
}

/// A word behind a switch, which takes it for a subcommand.
pub fn word_after_switch(at: Location, flag: &str) -> Diagnostic {
    let flag = clean(flag);
    let message = format!(
        "the controller does not start: this is taken for a subcommand, not for the value of `--{flag}`"
    );
    Diagnostic::located(&SETTING_INVALID, at, message)
        .hint(format!("write `--{flag}=false` or `--{flag}=true`"))
}

/// A word that belongs to no flag.
pub fn stray_word(at: Location) -> Diagnostic {
    let message =
        "the controller does not start: this is taken for a subcommand, which it does not have";
    Diagnostic::located(&SETTING_INVALID, at, message).hint("write `--flag=value`, or remove it")
}

/// A gate that does not exist.
pub fn gate_unknown(
    at: Location,
    called: &Called,
    gate: Option<&str>,
    near: Option<&str>,
) -> Diagnostic {
    let gate = gate.map_or_else(
        || "one of them".to_owned(),
        |gate| format!("`{}`", clean(gate)),
    );
    let message =
        format!("the controller does not start: {called} names no feature gate with {gate}");
    Diagnostic::located(&SETTING_INVALID, at, message)
        .hint("remove it; gates of older releases are gone")
        .did_you_mean(near)
}

/// A gate without a truth value.
pub fn gate_without_value(at: Location, called: &Called, gate: Option<&str>) -> Diagnostic {
    let gate = gate.map_or_else(|| "a gate".to_owned(), |gate| format!("`{}`", clean(gate)));
    let message =
        format!("the controller does not start: {called} has {gate} without true or false");
    Diagnostic::located(&SETTING_INVALID, at, message).hint("write GATE=true or GATE=false")
}

static SETTINGS_CONFLICT: Code = Code {
    id: "settings-conflict",
    severity: Severity::Error,
    summary: "a controller does not start with these settings together",
    explanation: "Each of the settings would be right without the other one. `skip-ca-certificates` needs a gateway with a database; custom entities need the gate FillIDs; \
        KIC wants Kong 3.4.1 or newer; a ControlPlane may not watch more namespaces than its operator. The setting is not taken here.",
    before: "env:\n- name: CONTROLLER_FEATURE_GATES\n  value: FillIDs=false",
    after: "env:\n- name: CONTROLLER_FEATURE_GATES\n  value: FillIDs=false,KongCustomEntity=false",
    reference: "KIC: pkg/manager/config, internal/manager",
};

fn conflict(at: Location, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::located(&SETTINGS_CONFLICT, at, message).hint(hint)
}

/// Ids off, custom entities on.
pub fn gates_conflict(at: Location) -> Diagnostic {
    conflict(
        at,
        "the controller does not start: the gate FillIDs is off while KongCustomEntity, which needs it, is on",
        "switch FillIDs on, or KongCustomEntity off as well",
    )
}

/// CA certificates left out in front of a gateway without a database.
pub fn skip_without_database(at: Location) -> Diagnostic {
    conflict(
        at,
        "the controller does not start: skip-ca-certificates needs a gateway with a database, and KONG_DATABASE is off",
        "remove skip-ca-certificates, or give the gateway a database",
    )
}

/// Both ways to the Admin API.
pub fn two_admin_apis(at: Location) -> Diagnostic {
    conflict(
        at,
        "the controller does not start: --kong-admin-svc and --kong-admin-url cannot be given together",
        "remove one of them",
    )
}

/// A fallback without its gate.
pub fn fallback_without_gate(at: Location) -> Diagnostic {
    conflict(
        at,
        "the controller does not start: use-last-valid-config-for-fallback needs the feature gate FallbackConfiguration",
        "switch FallbackConfiguration on among the feature gates",
    )
}

/// A gateway that is too old for KIC.
pub fn gateway_too_old(at: Location, version: &str) -> Diagnostic {
    let message = format!(
        "the controller does not start in front of Kong {}: 3.4.1 is the lowest version",
        clean(version)
    );
    conflict(at, &message, "take a newer image of Kong")
}

/// An operator that is limited to other namespaces.
pub fn operator_limited(at: Location, name: &str) -> Diagnostic {
    let message = format!(
        "the operator is limited to these namespaces, and the watchNamespaces of {} want others: it is refused",
        clean(name)
    );
    conflict(at, &message, "list in watchNamespaces no others than these")
}

static CONTROLLER_FLAG_UNKNOWN: Code = Code {
    id: "controller-flag-unknown",
    severity: Severity::Error,
    summary: "a flag that the controller does not have",
    explanation: "The controller ends with an error when it is given a flag that its release does not have. Flags have two dashes; Kong Operator takes one, too.",
    before: "args: [--ingres-class=edge]",
    after: "args: [--ingress-class=edge]",
    reference: "KIC: internal/cmd/rootcmd/config/cli.go",
};

/// A flag, with its dashes.
pub fn flag_unknown(at: Location, flag: &str, is_later: bool, near: Option<&str>) -> Diagnostic {
    let flag = clean(flag);
    let (message, hint) = if is_later {
        (
            format!(
                "the controller does not start: {flag} is a flag of KIC 3.5, not of this release"
            ),
            "remove it, or take KIC 3.5",
        )
    } else {
        (
            format!("the controller does not start: it has no flag {flag}"),
            "remove it",
        )
    };
    let near = near.map(|near| format!("--{near}"));
    Diagnostic::located(&CONTROLLER_FLAG_UNKNOWN, at, message)
        .hint(hint)
        .did_you_mean(near.as_deref())
}

static CONTROLLER_VARIABLE_UNKNOWN: Code = Code {
    id: "controller-variable-unknown",
    severity: Severity::Warning,
    summary: "a variable that no flag of the controller has",
    explanation: "KIC reads `CONTROLLER_` and the name of a flag in capitals, and takes no notice of any other variable: a misspelt one does nothing, and nothing is logged.",
    before: "- name: CONTROLLER_INGRES_CLASS\n  value: internal",
    after: "- name: CONTROLLER_INGRESS_CLASS\n  value: internal",
    reference: "KIC: internal/cmd/rootcmd/envvars.go",
};

/// A variable that nothing reads.
pub fn variable_unknown(
    at: Location,
    called: &Called,
    is_later: bool,
    near: Option<&str>,
) -> Diagnostic {
    let problem = |message: String| Diagnostic::located(&CONTROLLER_VARIABLE_UNKNOWN, at, message);
    if is_later {
        return problem(format!(
            "{called} is read from KIC 3.5 on, and this release takes no notice of it"
        ))
        .hint("take KIC 3.5, or remove it");
    }
    problem(format!(
        "the controller has no flag for {called} and takes no notice of it"
    ))
    .hint("remove it")
    .did_you_mean(near)
}

static SETTING_UNKNOWN: Code = Code {
    id: "setting-unknown",
    severity: Severity::Warning,
    summary: "a ControlPlane names a gate or a controller that does not exist",
    explanation: "Kong Operator logs a line about a feature gate or a controller that it does not know, and goes on as if it were not there.",
    before: "controllers:\n- name: KONGPLUGIN\n  state: disabled",
    after: "controllers:\n- name: KONG_PLUGIN\n  state: disabled",
    reference: "KO: controller/controlplane/manager_options.go",
};

/// A name in a list of a ControlPlane. `what`: `feature gate` or `controller`.
pub fn name_unknown(at: Location, what: &str, name: &str, near: Option<&str>) -> Diagnostic {
    let message = format!(
        "Kong Operator knows no {what} `{}` and leaves it out",
        clean(name)
    );
    Diagnostic::located(&SETTING_UNKNOWN, at, message)
        .hint("remove it")
        .did_you_mean(near)
}

static SETTING_UNRESOLVABLE: Code = Code {
    id: "setting-unresolvable",
    severity: Severity::Warning,
    summary: "the value of a setting is not among the inputs",
    explanation: "The value comes from a ConfigMap or a Secret that is not among the inputs, from a field that only the cluster knows, from a generator, or from a shell script. \
        The setting stays at its default here; in the cluster it is another one.",
    before: "- name: CONTROLLER_KONG_WORKSPACE\n  valueFrom:\n    secretKeyRef: {name: kong-team, key: workspace}",
    after: "- name: CONTROLLER_KONG_WORKSPACE\n  value: team-a",
    reference: "kic2kong's own",
};

/// A value that stands elsewhere.
pub fn unresolvable(at: Location, called: &Called, what: &str) -> Diagnostic {
    let message = format!(
        "the value of {called} is not known: {} is not among the inputs",
        clean(what)
    );
    Diagnostic::located(&SETTING_UNRESOLVABLE, at, message)
        .hint("add it to the inputs, or give the option by hand")
}

/// A source of a whole environment that stands elsewhere.
pub fn environment_missing(at: Location, what: &str) -> Diagnostic {
    let message = format!(
        "{} is not among the inputs, and may hold any setting",
        clean(what)
    );
    Diagnostic::located(&SETTING_UNRESOLVABLE, at, message).hint("add it to the inputs")
}

/// Arguments that are not known.
pub fn arguments_unknown(at: Location, what: &str) -> Diagnostic {
    let message = format!(
        "the arguments are not known: {} is not among the inputs",
        clean(what)
    );
    Diagnostic::located(&SETTING_UNRESOLVABLE, at, message)
        .hint("write the flags into `args`, or give the options by hand")
}

static SETTING_SHADOWED: Code = Code {
    id: "setting-shadowed",
    severity: Severity::Warning,
    summary: "a setting is hidden by another value of it",
    explanation: "The same setting is written more than once, with different values, and only one counts. For KIC a flag beats a variable, `env` beats `envFrom`, and of equal names \
        the last one counts; in chart `kong`, `args` beat `customEnv`, which beats `env`, which beats what the chart makes itself. The configuration of a Gateway beats that of its class, \
        with the defaults that the API server fills in.",
    before: "args: [--ingress-class=internal]\nenv:\n- name: CONTROLLER_INGRESS_CLASS\n  value: public",
    after: "args: [--ingress-class=internal]",
    reference: "KIC: internal/cmd/rootcmd; Kubernetes: kubelet",
};

/// A value that another one beats.
pub fn shadowed(at: Location, loser: &Called, winner: &Called) -> Diagnostic {
    let message = if loser == winner {
        format!("{loser} has another value further down, and this one does not count")
    } else {
        format!("{loser} does not count: {winner} has another value and beats it")
    };
    Diagnostic::located(&SETTING_SHADOWED, at, message).hint("remove the one that is not meant")
}

/// A value that a stronger file of values beats.
pub fn value_shadowed(at: Location, path: &str) -> Diagnostic {
    let message = format!(
        "`{}` does not count: stronger values have another one",
        clean(path)
    );
    Diagnostic::located(&SETTING_SHADOWED, at, message).hint("remove the one that is not meant")
}

/// A value in the configuration of a class that one of a Gateway hides.
pub fn configuration_shadowed(
    at: Location,
    (base, own): (&str, &str),
    is_default: bool,
) -> Diagnostic {
    let (base, own) = (clean(base), clean(own));
    let how = if is_default {
        "has the default of the API server there"
    } else {
        "has another value"
    };
    let message = format!(
        "this value of GatewayConfiguration {base} does not count: {own} {how} and beats it"
    );
    Diagnostic::located(&SETTING_SHADOWED, at, message).hint(format!("write it into {own}"))
}

/// A controller that a reference to a data plane switches off all the same.
pub fn controller_off_by_reference(at: Location, name: &str) -> Diagnostic {
    let message = format!(
        "{} does not count: a ControlPlane whose dataplane.type is ref reads nothing of the Gateway API",
        clean(name)
    );
    Diagnostic::located(&SETTING_SHADOWED, at, message)
        .hint("remove it, or let a Gateway own the ControlPlane")
}

static SETTING_SUSPICIOUS: Code = Code {
    id: "setting-suspicious",
    severity: Severity::Warning,
    summary: "a setting becomes something that cannot be meant",
    explanation: "Helm reads `on`, `yes` and `y` as true, prints whole numbers of a million and more with an exponent, and a list as `[a b]`. The controller takes the text that comes out.",
    before: "ingressController:\n  ingressClass: on",
    after: "ingressController:\n  ingressClass: \"on\"",
    reference: "chart kong: templates/_helpers.tpl",
};

/// A value that becomes another text.
pub fn suspicious(at: Location, called: &Called, text: &str, hint: &str) -> Diagnostic {
    let message = format!("the controller gets `{}` for {called}", clean(text));
    Diagnostic::located(&SETTING_SUSPICIOUS, at, message).hint(clean(hint))
}

static SETTING_NOT_SUPPORTED: Code = Code {
    id: "setting-not-supported",
    severity: Severity::Warning,
    summary: "a setting would change the configuration and is lost",
    explanation: "A ControlPlane of version v1beta1 is converted to v2beta1, which keeps of its variables the feature gates, the switches of controllers and how HTTPRoutes are translated. \
        What else stands there is lost.",
    before: "- name: CONTROLLER_KONG_WORKSPACE\n  value: team-a",
    after: "# gone: give --kong-workspace by hand",
    reference: "KO: api/gateway-operator/v1beta1",
};

/// A variable that the conversion of a ControlPlane loses.
pub fn lost_in_conversion(at: Location, name: &str) -> Diagnostic {
    let message = format!(
        "`{}` is lost when the ControlPlane is converted to v2beta1",
        clean(name)
    );
    Diagnostic::located(&SETTING_NOT_SUPPORTED, at, message)
        .hint("a ControlPlane has no field for it; remove it")
}

static SETTING_OVERRIDDEN: Code = Code {
    id: "setting-overridden",
    severity: Severity::Info,
    summary: "a setting of the manifests is not the one in force",
    explanation: "The manifests say how the controller is set up, and a flag, an environment variable or the settings file says otherwise. What is said by hand counts.",
    before: "kic2kong check deploy/ --router-flavor expressions",
    after: "kic2kong check deploy/",
    reference: "kic2kong's own",
};

/// A value that something given by hand beats.
pub fn overridden(at: Location, option: &str, given: &str, found: &str) -> Diagnostic {
    let message = format!(
        "{option} is {} by hand, and {} here",
        clean(given),
        clean(found)
    );
    Diagnostic::located(&SETTING_OVERRIDDEN, at, message).hint(format!(
        "leave {option} away to take what the manifests say"
    ))
}

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &SETTING_INVALID,
    &SETTINGS_CONFLICT,
    &CONTROLLER_FLAG_UNKNOWN,
    &CONTROLLER_VARIABLE_UNKNOWN,
    &SETTING_UNKNOWN,
    &SETTING_UNRESOLVABLE,
    &SETTING_SHADOWED,
    &SETTING_SUSPICIOUS,
    &SETTING_NOT_SUPPORTED,
    &SETTING_OVERRIDDEN,
];
