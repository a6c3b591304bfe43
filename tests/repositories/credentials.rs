//! Credentials whose Secrets are made in the cluster.

use super::{check, consumer, render};
use serde_json::Value;

/// An object that makes the Secret `alice` of a credential type with these keys, as each maker writes it; `labels` is a map.
fn makers(labels: &str, keys: &[&str]) -> Vec<(&'static str, String)> {
    let list = |form: &dyn Fn(&str) -> String| {
        keys.iter()
            .map(|key| form(key))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let sealed = format!(
        "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {{name: alice, namespace: shop}}\nspec:\n  encryptedData: {{{}}}\n  template: {{metadata: {{name: alice, labels: {labels}}}}}\n",
        list(&|key| format!("{key}: AgB"))
    );
    let external = format!(
        "apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nmetadata: {{name: alice, namespace: shop}}\nspec:\n  target: {{template: {{metadata: {{labels: {labels}}}}}}}\n  data: [{}]\n",
        list(&|key| format!("{{secretKey: {key}, remoteRef: {{key: kv/alice}}}}"))
    );
    let copied = format!(
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {{name: any, namespace: shop, labels: {labels}}}\nspec:\n  target: {{name: alice}}\n  data: [{}]\n",
        list(&|key| format!("{{secretKey: {key}}}"))
    );
    let templated = format!(
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {{name: alice, namespace: shop}}\nspec:\n  target: {{template: {{metadata: {{labels: {labels}}}, data: {{{}}}}}}}\n  dataFrom: [{{extract: {{key: kv/alice}}}}]\n",
        list(&|key| format!("{key}: '{{{{ .it }}}}'"))
    );
    let cluster = format!(
        "apiVersion: external-secrets.io/v1\nkind: ClusterExternalSecret\nmetadata: {{name: any}}\nspec:\n  namespaces: [shop]\n  externalSecretName: alice\n  externalSecretSpec: {{target: {{template: {{metadata: {{labels: {labels}}}}}}}, data: [{}]}}\n",
        list(&|key| format!("{{secretKey: {key}}}"))
    );
    let sops = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: alice, namespace: shop, labels: {labels}}}\nstringData: {{{}}}\nsops: {{version: 3.8.1}}\n",
        list(&|key| format!("{key}: 'ENC[AES256_GCM,data:a=,type:str]'"))
    );
    vec![
        ("SealedSecret", sealed),
        ("ExternalSecret", external),
        ("ExternalSecret without template", copied),
        ("ExternalSecret with data in the template", templated),
        ("ClusterExternalSecret", cluster),
        ("SOPS", sops),
    ]
}

#[test]
fn credentials_are_left_out_with_a_note_or_become_variables() {
    for (kind, keys, entity, field) in [
        ("key-auth", &["key"][..], "keyauth_credentials", "key"),
        (
            "basic-auth",
            &["username", "password"],
            "basicauth_credentials",
            "password",
        ),
        (
            "hmac-auth",
            &["username", "secret"],
            "hmacauth_credentials",
            "secret",
        ),
        ("jwt", &["key", "secret"], "jwt_secrets", "secret"),
    ] {
        for (maker, text) in makers(&format!("{{konghq.com/credential: {kind}}}"), keys) {
            let manifest = text + &consumer("alice");
            let note = ["info secret-made-in-cluster"];
            // Without `algorithm` the webhook refuses a jwt whose keys are all known, whatever their values.
            let (quiet, env) = if kind == "jwt" {
                ("--admission off", "--secrets env --admission off")
            } else {
                ("", "--secrets env")
            };
            assert_eq!(check(&manifest, quiet), note, "{kind} {maker}");
            let inline = render(&manifest, "");
            assert_eq!(
                inline["consumers"][0]["username"], "alice",
                "{kind} {maker}"
            );
            assert_eq!(
                inline["consumers"][0][entity],
                Value::Null,
                "{kind} {maker}"
            );
            assert_eq!(check(&manifest, env), note, "{kind} {maker}");
            let with_env = render(&manifest, "--secrets env");
            let value = &with_env["consumers"][0][entity][0][field];
            let variable = format!("DECK_SHOP__ALICE__{}", field.to_uppercase());
            assert!(
                value.as_str().is_some_and(|it| it.contains(&variable)),
                "{kind} {maker} {with_env}"
            );
        }
    }
}

#[test]
fn labels_and_keys_that_are_missing_are_real_finds() {
    for (maker, text) in makers("{a: b}", &["key"]) {
        for options in ["", "--secrets env"] {
            let found = check(&(text.clone() + &consumer("alice")), options);
            assert_eq!(found, ["error credential-label-missing"], "{maker}");
        }
    }
    for (maker, text) in makers("{konghq.com/credential: key-auth}", &["apikey"]) {
        for options in ["", "--secrets env"] {
            let found = check(&(text.clone() + &consumer("alice")), options);
            assert_eq!(found, ["error credential-invalid"], "{maker}");
        }
    }
    for (maker, text) in makers("{konghq.com/credential: key-auth}", &["key"]) {
        let found = check(&(text + &consumer("alize")), "");
        assert_eq!(found, ["error credential-secret-not-found"], "{maker}");
    }
}

#[test]
fn keys_that_only_the_store_knows_are_assumed() {
    let external = "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: alice, namespace: shop}\nspec:\n  target: {template: {metadata: {labels: {konghq.com/credential: basic-auth}}}}\n  dataFrom: [{extract: {key: kv/alice}}]\n";
    let manifest = external.to_owned() + &consumer("alice");
    assert_eq!(
        check(&manifest, "--secrets env"),
        ["info secret-made-in-cluster"]
    );
    let credential =
        render(&manifest, "--secrets env")["consumers"][0]["basicauth_credentials"][0].clone();
    assert!(credential["username"].is_string() && credential["password"].is_string());
}

#[test]
fn hidden_values_are_no_conflict_of_consumers() {
    let labels = "{konghq.com/credential: key-auth}";
    for ((maker, alice), (_, bob)) in makers(labels, &["key"])
        .into_iter()
        .zip(makers(labels, &["key"]))
    {
        let bob = bob
            .replace("alice", "bob")
            .replace("name: any", "name: bobs");
        let second = consumer("bob").replace("alice", "bob");
        let manifest = format!("{alice}---\n{bob}{}{second}", consumer("alice"));
        let consumers = render(&manifest, "--secrets env")["consumers"]
            .as_array()
            .unwrap()
            .len();
        assert_eq!(consumers, 2, "{maker}");
    }
}

#[test]
fn a_value_that_can_be_no_variable_keeps_the_credential_out_unless_it_is_in_clear() {
    for (maker, text) in makers("{konghq.com/credential: acl}", &["group"]) {
        let manifest = text + &consumer("alice");
        assert_eq!(
            check(&manifest, "--secrets env"),
            ["info secret-made-in-cluster"],
            "{maker}"
        );
        assert_eq!(
            render(&manifest, "--secrets env")["consumers"][0]["acls"],
            Value::Null,
            "{maker}"
        );
    }
    let clear = "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: alice, namespace: shop}\nspec:\n  target: {template: {metadata: {labels: {konghq.com/credential: acl}}, data: {group: admins}}}\n";
    let manifest = clear.to_owned() + &consumer("alice");
    assert_eq!(check(&manifest, ""), [""; 0]);
    assert_eq!(
        render(&manifest, "")["consumers"][0]["acls"][0]["group"],
        "admins"
    );
}

#[test]
fn sealed_and_encrypted_texts_never_leave() {
    for (maker, text) in makers("{konghq.com/credential: key-auth}", &["key"]) {
        let manifest = text + &consumer("alice");
        for options in ["", "--secrets env"] {
            let shown = render(&manifest, options).to_string();
            assert!(!shown.contains("AgB") && !shown.contains("ENC["), "{maker}");
        }
    }
}
