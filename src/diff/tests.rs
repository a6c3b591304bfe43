use super::*;
use crate::deck::content::Maker;
use crate::deck::read::{self, Template};
use crate::manifest::source::Source as Text;

fn content(text: &str) -> Content {
    let source = Text {
        path: "kong.yaml".to_owned(),
        text: format!("_format_version: \"3.0\"\n{text}").into_bytes(),
    };
    let (content, problems) = read::read(0, &source, Template::Literal);
    assert!(problems.is_empty(), "{problems:?}");
    content.unwrap()
}

fn compare(old: &str, new: &str) -> Diff {
    diff(&content(old), &content(new), &Settings::default())
}

fn summary(diff: &Diff) -> Vec<String> {
    diff.changes
        .iter()
        .map(|change| {
            format!(
                "{} {} {}",
                change.action.as_str(),
                change.kind,
                change.title
            )
        })
        .collect()
}

#[test]
fn nesting_order_defaults_ids_and_timestamps_are_no_difference() {
    let ours = "
services:
- name: a
  host: a.svc
  routes:
  - name: r
    hosts: [x.example.com, y.example.com]
    paths: [/b, /a]
    https_redirect_status_code: 426
plugins:
- name: cors
  route: r
  config: {origins: ['*']}
upstreams:
- name: a.svc
  algorithm: round-robin
  targets: [{target: '10.0.0.1:80'}]
";
    let dump = "
services:
- name: a
  id: 11111111-1111-1111-1111-111111111111
  created_at: 5
  host: a.svc
  port: 80
  protocol: http
  retries: 5
  enabled: true
  connect_timeout: 60000
  routes:
  - name: r
    id: 22222222-2222-2222-2222-222222222222
    hosts: [y.example.com, x.example.com]
    paths: [/a, /b]
    strip_path: true
    protocols: [https, http]
    plugins:
    - name: cors
      enabled: true
      config: {origins: ['*'], max_age: null}
upstreams:
- name: a.svc
  slots: 10000
  healthchecks: {threshold: 0, active: {timeout: 1}}
  targets: [{target: '10.0.0.1:80', weight: 100}]
";
    assert_eq!(summary(&compare(ours, dump)), Vec::<String>::new());
    assert_eq!(summary(&compare(dump, ours)), Vec::<String>::new());
    assert_eq!(content(dump).maker, Maker::Gateway);
    assert_eq!(content(ours).maker, Maker::Author);
}

#[test]
fn a_changed_field_is_one_update_with_its_path() {
    let found = compare(
        "services:\n- {name: a, retries: 5}\n",
        "services:\n- {name: a, retries: 3}\n",
    );
    assert_eq!(summary(&found), ["updating service a"]);
    assert_eq!(found.changes[0].fields[0].path_text(), "retries");
    assert_eq!(found.changes[0].fields[0].new, Some(3.into()));
}

#[test]
fn a_rotated_key_is_an_update_that_shows_no_key() {
    let consumer = |key: &str| {
        format!(
            "consumers:\n- username: u\n  keyauth_credentials:\n  - {{key: {key}, tags: ['k8s-name:s', 'k8s-namespace:n']}}\n"
        )
    };
    let found = compare(&consumer("first-secret"), &consumer("second-secret"));
    assert_eq!(found.changes.len(), 1);
    assert_eq!(found.changes[0].action, Action::Update);
    for text in [
        render::text::render(
            &found,
            crate::diag::render::text::Style::Plain,
            render::Detail::Full,
        ),
        render::json::render(&found, None),
        render::unified::render(&found),
        render::markdown::render(&found, &[]),
    ] {
        assert!(!text.contains("-secret"), "{text}");
        assert!(text.contains("[masked "), "{text}");
    }
}

#[test]
fn a_guard_that_goes_is_dangerous_and_one_that_moves_is_not() {
    let with = "services:\n- name: a\n  routes: [{name: r}]\n  plugins: [{name: key-auth}]\n";
    let without = "services:\n- name: a\n  routes: [{name: r}]\n";
    let moved = "services:\n- name: a\n  routes: [{name: r, plugins: [{name: key-auth}]}]\n";
    let found = compare(with, without);
    assert_eq!(found.dangers.len(), 1);
    assert_eq!(
        found.dangers[0].message,
        "plugin key-auth no longer applies to route r"
    );
    assert!(compare(with, moved).dangers.is_empty());
}

#[test]
fn deleted_routes_plain_http_unverified_tls_and_wildcards_are_dangerous() {
    let old = "services:\n- name: a\n  tls_verify: true\n  routes:\n  - {name: r, hosts: [a.example.com], protocols: [https]}\n  - {name: gone, paths: [/gone]}\n";
    let new = "services:\n- name: a\n  routes:\n  - {name: r, hosts: ['*.example.com'], protocols: [http, https]}\n";
    let kinds: Vec<_> = compare(old, new)
        .dangers
        .iter()
        .map(|danger| danger.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            danger::DangerKind::TlsVerificationOff,
            danger::DangerKind::HttpAllowed,
            danger::DangerKind::RouteDeleted,
            danger::DangerKind::WildcardHost,
            danger::DangerKind::WildcardHost,
        ]
    );
}

#[test]
fn a_template_on_one_side_is_not_compared() {
    let found = compare(
        "services:\n- {name: a, host: '${{ env \"DECK_H\" }}'}\n",
        "services:\n- {name: a, host: h}\n",
    );
    assert!(found.is_empty());
    assert_eq!(found.not_compared, 1);
}

#[test]
fn with_ids_another_id_is_a_replacement() {
    let service = |id: &str| content(&format!("services:\n- {{name: a, id: {id}}}\n"));
    let settings = Settings {
        ids: true,
        ..Settings::default()
    };
    let found = diff(&service("x"), &service("z"), &settings);
    assert_eq!(found.changes[0].fields[0].class, equality::Class::Replaced);
    assert!(diff(&service("x"), &service("z"), &Settings::default()).is_empty());
}

#[test]
fn entities_that_no_manifest_made_can_be_left_alone() {
    let settings = Settings {
        ignore_unknown: true,
        ..Settings::default()
    };
    let old = content("services:\n- name: by-hand\n- {name: ours, tags: ['k8s-name:a']}\n");
    let found = diff(&old, &content("services: []\n"), &settings);
    assert_eq!(summary(&found), ["deleting service ours"]);
    assert_eq!(found.ignored, 1);
}

#[test]
fn the_headline_counts_and_names_removed_plugins() {
    let old = "services:\n- name: a\n  routes: [{name: r, plugins: [{name: key-auth}]}, {name: s, plugins: [{name: key-auth}]}]\n";
    let new = "services:\n- name: a\n  routes: [{name: r}, {name: s}, {name: t, paths: [/t]}]\n";
    assert_eq!(
        render::markdown::headline(&compare(old, new)),
        "1 route added, plugin `key-auth` removed from 2 routes"
    );
}

#[test]
fn markdown_is_never_longer_than_a_comment() {
    let services: String = (0..5000)
        .map(|index| format!("- name: service-{index}\n"))
        .collect();
    let text = render::markdown::render(
        &compare("services: []\n", &format!("services:\n{services}")),
        &[],
    );
    assert!(text.chars().count() <= 65_000);
    assert!(text.contains("Cut here"));
}

#[test]
fn a_long_table_leaves_room_for_what_becomes_of_requests() {
    let services: String = (0..5000)
        .map(|index| format!("- name: service-{index}\n"))
        .collect();
    let changes = compare("services: []\n", &format!("services:\n{services}"));
    let impact: Vec<String> = (0..100)
        .map(|index| format!("- request {index}: {}\n", "x".repeat(200)))
        .collect();
    let text = render::markdown::render(&changes, &impact);
    assert!(text.contains(&impact.concat()), "{text}");
    assert!(text.chars().count() <= 65_000);
    // One that is longer than all the room leaves half of it to the table.
    let impact: Vec<String> = (0..5000)
        .map(|index| format!("- request {index}\n"))
        .collect();
    let text = render::markdown::render(&changes, &impact);
    for word in ["service-100", "request 1000", "Cut here"] {
        assert!(text.contains(word), "{word}");
    }
    assert!(text.chars().count() <= 65_000);
}

#[test]
fn select_tags_limit_the_old_side_and_are_added_to_the_new() {
    let settings = Settings {
        select_tags: vec!["t".to_owned()],
        ..Settings::default()
    };
    let old = content(
        "services:\n- {name: mine, tags: [t]}\n- name: other\nupstreams:\n- name: u\n  targets: [{target: 'a:80'}]\n",
    );
    let new = content("services:\n- name: mine\n");
    let found = diff(&old, &new, &settings);
    assert_eq!(summary(&found), Vec::<String>::new());
    assert_eq!(found.ignored, 3);
    let with_info = content("_info: {select_tags: [t]}\nservices:\n- name: mine\n");
    assert!(diff(&with_info, &new, &Settings::default()).is_empty());
}
