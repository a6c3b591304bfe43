//! To exhaust memory or time with the rules of a CRD that stands among the manifests.

use crate::work::run;

/// A CRD of plugins with this rule, and a plugin with a text and a list of many numbers.
fn ruled(rule: &str, text: &str) -> String {
    let numbers = vec!["1"; 9_000].join(",");
    format!(
        r#"apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: kongplugins.configuration.konghq.com}}
spec:
  group: configuration.konghq.com
  scope: Namespaced
  names: {{kind: KongPlugin, plural: kongplugins, singular: kongplugin, listKind: KongPluginList}}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          plugin: {{type: string}}
          text: {{type: string}}
          list: {{type: array, items: {{type: integer}}}}
        x-kubernetes-validations:
        - rule: "{rule}"
          message: the rule was asked
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {{name: a}}
plugin: key-auth
text: "{text}"
list: [{numbers}]
"#
    )
}

/// Memory is bounded from outside: nine thousand copies of the two megabytes would not fit into it.
#[test]
fn a_text_that_a_rule_makes_is_not_copied_for_each_step() {
    let rule = format!(
        "[self.text.replace('x','{}').replace('x','{}')].map(t, self.list.map(y, t)).size() == 2",
        "x".repeat(100),
        "x".repeat(20)
    );
    let ended = run(&ruled(&rule, &"x".repeat(1_000)), "check in.yaml");
    assert_eq!(ended.status, Some(1), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("the rule was asked") || ended.stdout.contains("the rule was asked")
    );
}

/// Nine thousand searches of 500 characters: few enough for a small expression, too many for one of 400 places. That it
/// is stopped is told, so nothing looks at a clock.
#[test]
fn searches_of_a_rule_cost_as_much_as_their_expression_is_large() {
    let asked = |expression: &str| {
        let rule = format!("!self.list.all(y, !self.text.matches('{expression}'))");
        let ended = run(&ruled(&rule, &"ab".repeat(250)), "check in.yaml");
        let said = ended.stdout + &ended.stderr;
        assert!(matches!(ended.status, Some(0 | 1)), "{said}");
        said.contains("the rule was asked")
    };
    assert!(asked("^c"));
    assert!(!asked("(a|b)*a(a|b){400}c"));
}
