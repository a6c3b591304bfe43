//! Every entity of a configuration file on the old side of a diff: read, compared, deleted.

use super::outputs;
use kic2kong::inner::deck::content::Content;

/// Every list of entities, with a marker wherever a value may be secret.
const FILE: &str = r#"
_format_version: SENTINEL
services:
- name: web
  routes:
  - {name: r, headers: {x-key: [SENTINEL]}, plugins: [{name: my-own, config: {a: SENTINEL}}]}
  - {name: e, expression: 'http.headers.x_key == "SENTINEL" && http.queries.q == "SENTINEL"'}
  plugins:
  - {name: request-transformer, config: {add: {headers: ["Authorization:Bearer SENTINEL"]}}}
upstreams:
- {name: u, healthchecks: {active: {headers: {x: [SENTINEL]}}}}
consumers:
- username: a
  keyauth_credentials: [{key: SENTINEL}, {key: 123456789012, bogus: SENTINEL}, {key: SENTINEL-2, ttl: SENTINEL}]
  basicauth_credentials: [{username: SENTINEL, password: SENTINEL}, {username: v, password: {x: SENTINEL}}, {username: w, password: [SENTINEL]}]
  hmacauth_credentials: [{username: SENTINEL, secret: SENTINEL}]
  jwt_secrets: [{key: SENTINEL, secret: SENTINEL, algorithm: SENTINEL, rsa_public_key: SENTINEL}]
  oauth2_credentials: [{name: SENTINEL, client_id: SENTINEL, client_secret: SENTINEL, redirect_uris: ["http://SENTINEL"]}]
  mtls_auth_credentials: [{subject_name: SENTINEL}]
  plugins: [{name: request-transformer, config: {add: {headers: ["Authorization:Bearer SENTINEL"]}}}]
certificates:
- {cert: SENTINEL, key: SENTINEL, snis: [{name: a.example.com}]}
- {cert: SENTINEL-3, key: [SENTINEL], bogus: SENTINEL}
ca_certificates: [{cert: SENTINEL}]
vaults: [{name: hcv, prefix: hc-v, config: {token: SENTINEL, host: SENTINEL}}]
licenses: [{payload: SENTINEL}]
plugins:
- {name: openid-connect, config: {client_secret: [SENTINEL], client_jwk: [{k: SENTINEL}], issuer: "https://u:SENTINEL@h"}, bogus: SENTINEL, enabled: SENTINEL}
- {name: pre-function, config: {access: [SENTINEL]}, condition: 'http.headers.x == "SENTINEL"'}
- {name: datakit, config: {resources: {x: {cred: SENTINEL}}}}
- {name: cors, _config: SENTINEL}
keys: [{name: k, jwk: '{"k":"SENTINEL"}', pem: {private_key: SENTINEL}}]
degraphql_routes: [{uri: SENTINEL, query: SENTINEL}]
"#;

/// Files that decK could not read at all.
const BROKEN: [&str; 6] = [
    "consumers:\n- basicauth_credentials:\n  - username: u\n    password: SENTINEL: b\n",
    "consumers:\n- basicauth_credentials:\n  - username: z\n\tpassword: SENTINEL\n",
    "consumers:\n- basicauth_credentials:\n  - {username: u, password: \"SENTINEL${{ env \"}\n",
    "consumers:\n- {username: u, password: \"${{ SENTINEL }}\"}\n",
    "consumers:\n- {username: u, password: \"${{ env \"DECK_A\" | SENTINEL }}\"}\n",
    "consumers:\n- {username: u, password: *SENTINEL }\n",
];

#[test]
fn an_old_configuration_shows_nothing_secret() {
    let changed = FILE.replace("SENTINEL", "SENTINEL-new");
    let (old, mut said) = outputs::of_file(FILE);
    let (new, _) = outputs::of_file(&changed);
    assert!(old.consumers.len() == 1 && old.plugins.len() == 4 && old.licenses.len() == 1);
    assert!(said.contains("deck-file-wrong-type"), "{said}");
    for (left, right) in [
        (&old, &Content::default()),
        (&Content::default(), &old),
        (&old, &new),
    ] {
        let shown = outputs::of_diff(left, right);
        assert!(shown.contains("[masked "), "{shown}");
        said += &shown;
    }
    let leaks: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("SENTINEL") || line.contains("123456789012"))
        .collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn a_configuration_that_cannot_be_read_is_not_quoted() {
    for text in BROKEN {
        let (_, said) = outputs::of_file(text);
        assert!(!said.contains("SENTINEL"), "{said}");
    }
    let placeholder = kic2kong::inner::deck::read::Template::Mock;
    let source = outputs::sources(BROKEN[3]);
    let (_, problems) = kic2kong::inner::deck::read::read(0, &source.0[0], placeholder);
    assert!(
        !format!("{problems:?}").contains("SENTINEL"),
        "{problems:?}"
    );
    assert!(!problems.is_empty());
}
