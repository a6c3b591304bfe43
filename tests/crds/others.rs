//! CRDs that say something else than our descriptions.

use super::common::cases;
use super::{PLUGIN, crd, judged, plugin};

/// A field, a value of it, and what is said.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "tier: {type: string, enum: [a, b]}",
        "tier: c",
        "value-not-in-enum tier: `tier` is a value that is not shown, which is not a value it can have",
    ),
    (
        "tier: {type: string, pattern: '^[a-z]+$'}",
        "tier: A",
        "pattern-mismatch tier: `tier` is a value that is not shown, which does not have the form it must have",
    ),
    (
        "tier: {type: string, maxLength: 1}",
        "tier: éé",
        "wrong-length tier: `tier` has 2 characters, but at most 1 are allowed",
    ),
    (
        "tier: {type: integer, minimum: 1, exclusiveMinimum: true, format: int32}",
        "tier: 1",
        "out-of-range tier: `tier` is a value that is not shown, but must be from 2 to 2147483647",
    ),
    (
        "tier: {type: number, maximum: 0.5}",
        "tier: 0.75",
        "cross-field-rule tier: must be within the bounds of the schema",
    ),
    (
        "tier: {type: integer}",
        "tier: 1.5",
        "wrong-type tier: `tier` must be an integer, found a number",
    ),
    (
        "tier: {type: array, maxItems: 1, items: {type: string}}",
        "tier: [a, b]",
        "wrong-item-count tier: `tier` has 2 items, but at most 1 are allowed",
    ),
    (
        "tier: {type: array, items: {type: string}}",
        "tier: [null]",
        "wrong-type tier[0]: `tier[0]` must be a string, found null",
    ),
    (
        "tier: {type: array, x-kubernetes-list-type: set, items: {type: string}}",
        "tier: [a, a]",
        "duplicate-list-item tier[1]: `tier[1]` repeats a value that is not shown, which stands in the list already",
    ),
    (
        "tier: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a, b], items: {type: object, properties: {a: {type: string}, b: {type: string, default: x}}}}",
        "tier: [{a: k}, {a: k, b: z}, {a: k, b: x}]",
        "duplicate-list-item tier[2]: `tier[2]` repeats a value that is not shown, which stands in the list already",
    ),
    (
        "tier: {type: object, required: [a], properties: {a: {type: string}}}",
        "tier: {}",
        "missing-required-field tier.a: required field `tier.a` is missing",
    ),
    (
        "tier: {type: object, additionalProperties: {type: string}, maxProperties: 1}",
        "tier: {a: x, b: z}",
        "wrong-item-count tier: `tier` has 2 items, but at most 1 are allowed",
    ),
    (
        "tier: {type: string, oneOf: [{format: ipv4}, {format: ipv6}]}",
        "tier: x",
        "cross-field-rule tier: must validate one and only one schema (oneOf)",
    ),
    (
        "tier: {type: string, not: {enum: [x]}}",
        "tier: x",
        "cross-field-rule tier: must not validate the schema (not)",
    ),
    (
        "tier: {type: string, format: date-time}",
        "tier: x",
        "pattern-mismatch tier: `tier` is a value that is not shown, which does not have the form it must have",
    ),
    (
        "tier: {x-kubernetes-int-or-string: true}",
        "tier: true",
        "wrong-type tier: `tier` must be an integer or a string, found a boolean",
    ),
    (
        "other: {type: string}",
        "tier: x",
        "unknown-field tier: unknown field `tier` is dropped",
    ),
];

#[test]
fn the_schema_of_the_crd_counts() {
    for (field, value, wanted) in REFUSED {
        let found = judged(&plugin(field), &format!("plugin: key-auth\n{value}"));
        assert_eq!(found, [*wanted], "{field}");
    }
}

#[test]
fn what_the_schema_allows_passes() {
    for (field, value) in [
        ("tier: {type: string, nullable: true}", "tier: null"),
        ("tier: {type: string}", "tier: null"),
        (
            "tier: {type: object, required: [a], properties: {a: {type: string, default: x}}}",
            "tier: {}",
        ),
        (
            "tier: {type: object, properties: {a: {type: string}}, x-kubernetes-preserve-unknown-fields: true}",
            "tier: {b: [1]}",
        ),
        ("tier: {x-kubernetes-int-or-string: true}", "tier: 5"),
        ("tier: {type: number}", "tier: 5"),
        ("tier: {type: string, format: ipv4}", "tier: 10.0.0.1"),
        (
            "tier: {type: string, oneOf: [{format: ipv4}, {format: ipv6}]}",
            "tier: '::1'",
        ),
    ] {
        let found = judged(&plugin(field), &format!("plugin: key-auth\n{value}"));
        assert_eq!(found, [""; 0], "{field}");
    }
}

#[test]
fn rules_of_the_crd_are_asked() {
    let with = |rules: &str| {
        let schema = plugin("tier: {type: integer, default: 3}");
        schema.replacen('{', &format!("{{x-kubernetes-validations: [{rules}], "), 1)
    };
    for (rules, wanted) in [
        (
            "{rule: self.plugin != 'jwt', message: no jwt}",
            "cross-field-rule : no jwt",
        ),
        (
            "{rule: self.tier < 3}",
            "cross-field-rule : failed rule: self.tier < 3",
        ),
        (
            "{rule: self.tier < 3, messageExpression: \"'tier ' + string(self.tier)\"}",
            "cross-field-rule : failed rule: self.tier < 3",
        ),
        (
            "{rule: self.tier < 3, message: too high, fieldPath: .tier}",
            "cross-field-rule tier: too high",
        ),
        (
            "{rule: self.config.a == 1, message: m}",
            "cross-field-rule : no such key: config evaluating rule: m",
        ),
        (
            "{rule: self.metadata.name == 'q', message: name}",
            "cross-field-rule : name",
        ),
        (
            "{rule: quantity(self.plugin).isGreaterThan(quantity('1')), message: m}",
            "crd-not-followed spec.versions[0].schema.openAPIV3Schema.x-kubernetes-validations[0].rule: the rule is not evaluated: `quantity` is not known here",
        ),
    ] {
        assert_eq!(judged(&with(rules), "plugin: jwt"), [wanted], "{rules}");
    }
    assert_eq!(
        judged(
            &with("{rule: self.plugin == oldSelf.plugin}"),
            "plugin: jwt"
        ),
        [""; 0]
    );
}

#[test]
fn the_controller_sees_the_object_as_it_is_stored() {
    let crd = |field: &str| crd("KongPlugin", &[("v1", true)], &plugin(field));
    let rendered = |field: &str| {
        let ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, annotations: {konghq.com/plugins: p}}\n\
            spec: {ingressClassName: kong, defaultBackend: {service: {name: s, port: {number: 80}}}}\n---\n\
            apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80}]}\n---\n";
        let manifests = format!(
            "{ingress}{PLUGIN}plugin: jwt\ninstance_name: mine\n---\n{}",
            crd(field)
        );
        cases::convert(manifests.as_bytes(), &[]).rendered
    };
    let filled = rendered(
        "instance_name: {type: string}, protocols: {type: array, items: {type: string}, default: [https]}",
    );
    assert!(
        filled.contains("instance_name: mine") && filled.contains("protocols:\n  - https"),
        "{filled}"
    );
    let dropped = rendered("other: {type: string}");
    assert!(
        dropped.contains("name: jwt") && !dropped.contains("mine"),
        "{dropped}"
    );
}

#[test]
fn a_crd_says_which_versions_are_served() {
    let schema = plugin("tier: {type: string}");
    let of = |versions: &[(&str, bool)], version: &str| {
        let plugin = PLUGIN.replace("/v1", &format!("/{version}"));
        let manifests = format!(
            "{plugin}plugin: jwt\n---\n{}",
            crd("KongPlugin", versions, &schema)
        );
        let problems = cases::convert(manifests.as_bytes(), &[]).problems;
        problems
            .iter()
            .any(|problem| problem.code.id == "unknown-version")
    };
    assert!(!of(&[("v1", true), ("v2", true)], "v1"));
    // The same object in another version that is served.
    assert!(!of(&[("v1", true), ("v2", true)], "v2"));
    assert!(of(&[("v1", true), ("v2", false)], "v2"));
    assert!(of(&[("v1", false), ("v2", true)], "v1"));
    assert!(of(&[("v1", false), ("v2", true)], "v2"));
}

#[test]
fn the_option_beats_crds_of_the_gateway_api() {
    let crd = crd("HTTPRoute", &[("v1", true)], "{type: object, required: [more], properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}")
        .replace("configuration.konghq.com", "gateway.networking.k8s.io");
    let route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\nspec: {}\n---\n";
    let found = |flags: &[String]| {
        let problems = cases::convert(format!("{route}{crd}").as_bytes(), flags).problems;
        problems
            .iter()
            .any(|problem| problem.code.id == "missing-required-field")
    };
    assert!(found(&[]));
    assert!(!found(&cases::words("--gateway-api 1.3")));
}

#[test]
fn hostile_crds_are_read_within_bounds() {
    let deep = "{type: object, properties: {a: ".repeat(60) + "{type: string}" + &"}}".repeat(60);
    let rule = "{rule: \"self.all(a, self.all(b, self.all(c, self.all(d, self.all(e, a + b + c + d + e > 0)))))\"}";
    let list = format!(
        "tier: {{type: array, items: {{type: integer}}, x-kubernetes-validations: [{rule}]}}"
    );
    let numbers = format!("tier: [{}]", vec!["1"; 500].join(", "));
    let pattern = "tier: {type: string, pattern: '((((a{100}){100}){100}){100}){100}'}";
    let many = format!(
        "tier: {{type: string, allOf: [{}]}}",
        vec!["{minLength: 1}"; 2000].join(", ")
    );
    let mut bomb = "x".to_owned();
    for _ in 0..12 {
        bomb = format!(
            "{{type: object, default: {{}}, properties: {{a: {bomb}, b: {bomb}}}}}",
            bomb = bomb.replace('x', "{type: string, default: y}")
        );
    }
    for (schema, body, code) in [
        (
            plugin(&list),
            &*numbers,
            Some(
                "crd-not-followed : the rules of the CRD cost too much to be evaluated for this object",
            ),
        ),
        (
            plugin(pattern),
            "tier: a",
            Some(
                "crd-not-followed spec.versions[0].schema.openAPIV3Schema.properties.tier.pattern: the pattern is not read, so that every text has its form",
            ),
        ),
        (
            plugin(&many),
            "tier: a",
            Some(
                "crd-not-followed spec.versions[0].schema.openAPIV3Schema: the schema is too large to be read, so that the built-in one counts",
            ),
        ),
        (plugin(&format!("tier: {bomb}")), "", None),
        (deep, "", None),
    ] {
        let found = judged(&schema, &format!("plugin: jwt\n{body}"));
        let found = found.iter().filter(|it| it.starts_with("crd-not"));
        assert!(
            code.is_none_or(|code| found.clone().any(|it| it == code)),
            "{:?}",
            found.collect::<Vec<_>>()
        );
    }
}
