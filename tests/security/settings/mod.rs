//! A settings file that comes with a pull request: it decides nothing of what is compared, read or hidden, and a change of it is
//! told.

mod revisions;

use crate::machine::{Shop, say, story};
use std::os::unix::fs::symlink;
use std::process::Output;

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: ann, annotations: {kubernetes.io/ingress.class: kong}}\nusername: ann\n";

const INGRESS: &str = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: evil}\nspec: {ingressClassName: kong, rules: [{host: a.com, \
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}\n";

/// A repository with a Service on `main`, and an Ingress that a pull request adds.
fn pull_request() -> Shop {
    let shop = Shop::new();
    shop.write("deploy/service.yaml", SERVICE);
    commit(&shop);
    shop.write("deploy/ingress.yaml", INGRESS);
    shop
}

fn commit(shop: &Shop) {
    shop.script(
        "[ -e .git ] || git init --quiet --initial-branch main
         git add --all && git commit --quiet --message all",
    );
}

#[track_caller]
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn what_is_compared_read_written_or_hidden_is_refused_with_its_line() {
    for setting in [
        "against: deploy",
        "against-git: HEAD",
        "against-router-flavor: traditional",
        "diff: {against: deploy}",
        "diff: {select-tag: nobody}",
        "diff: {impact: false}",
        "diff: {ignore-unknown: true}",
        "exit-code: false",
        "fail-on-danger: false",
        "fail-on: never",
        "check: {fail-on: never}",
        "disable: [backend-service-not-found]",
        "only: [no-manifests]",
        "quiet: true",
        "select: nobody",
        "now: 2001-01-01",
        "tests: other.yaml",
        "test: {init: true}",
        "route: {header: ['x: y']}",
        "link: 'https://evil.example/{file}'",
        "show-secrets: true",
        "filename: deploy",
        "follow-links: true",
        "output-file: stolen.yaml",
        "secrets-map: stolen.yaml",
        "config: other.yaml",
        "plugin-schema: /dev/zero",
        "plugin-schema: ../outside.json",
        "plugin-schema: outside.json",
        "plugin-schema: deploy",
        "plugin-schema: pipe.json",
        // clap would take these apart after the look at them.
        "plugin-schema: 'a,/dev/zero'",
    ] {
        let shop = pull_request();
        shop.write(".kic2kong.yaml", setting);
        symlink("/proc/version", shop.path().join("outside.json")).unwrap();
        shop.write("a", "{}");
        shop.script("mkfifo pipe.json; mkdir -p 'a,/dev'; : >'a,/dev/zero'");
        let output = shop.bash(
            "ulimit -v 4000000; timeout 60 kic2kong diff deploy --against-git HEAD --exit-code",
        );
        assert_eq!(
            output.status.code(),
            Some(1),
            "{setting}: {}",
            story(&output)
        );
        let said = said(&output);
        assert!(said.contains(".kic2kong.yaml:1: "), "{setting}: {said}");
        assert!(printed(&output).is_empty(), "{setting}: {}", story(&output));
    }
}

#[test]
fn stricter_than_the_default_is_for_the_repository() {
    let shop = pull_request();
    let settings = "exit-code: true\nfail-on: warning\nfail-on-danger: true\ndiff: {impact: true, ignore-unknown: false}\nselect-tag: [shop]\n";
    shop.write(".kic2kong.yaml", settings);
    let output = shop.bash("kic2kong diff deploy --against-git HEAD --fail-on never");
    assert_eq!(output.status.code(), Some(2), "{}", story(&output));
    // The tag is for `render` alone; in a diff it would choose what is compared.
    let rendered = shop.script("kic2kong render -q deploy --fail-on never");
    assert!(rendered.contains("select_tags:\n  - shop"), "{rendered}");
    assert!(
        printed(&output).contains("creating route"),
        "{}",
        story(&output)
    );
}

#[test]
fn a_flag_and_the_environment_beat_what_they_exclude() {
    let shop = pull_request();
    shop.write(".kic2kong.yaml", "verbose: true\n");
    for quiet in [
        "kic2kong check -q deploy",
        "KIC2KONG_QUIET=true kic2kong check deploy",
    ] {
        let output = shop.bash(quiet);
        assert!(output.status.success(), "{quiet}: {}", story(&output));
        assert_eq!(said(&output), "", "{quiet}");
    }
    let verbose = shop.bash("kic2kong check deploy");
    assert!(
        said(&verbose).contains("read 2 files"),
        "{}",
        story(&verbose)
    );
}

#[test]
fn values_that_an_option_does_not_take_are_said_on_one_clean_line() {
    let shop = pull_request();
    shop.write(".kic2kong.yaml", "kong-version: \"x\\n::error::\\e[2J\"\n");
    let output = shop.bash("kic2kong check deploy");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    let said = said(&output);
    assert!(!said.contains("\n::") && !said.contains('\u{1b}'), "{said}");
}

#[test]
fn a_file_above_the_repository_is_not_read_and_said_so() {
    let shop = Shop::new();
    shop.write(".kic2kong.yaml", "fail: everything\n");
    shop.write("repository/deploy/service.yaml", SERVICE);
    let loose = shop.bash("cd repository && kic2kong check deploy");
    assert!(loose.status.success(), "{}", story(&loose));
    assert!(
        said(&loose).contains("stands above the working directory and is not read"),
        "{}",
        story(&loose)
    );
    shop.script("cd repository && git init --quiet");
    for folder in ["repository", "repository/deploy"] {
        let output = shop.bash(&format!("cd {folder} && kic2kong check ."));
        assert!(output.status.success(), "{}", story(&output));
        let said = said(&output);
        assert!(
            said.contains("stands above the repository and is not read"),
            "{said}"
        );
    }
    let named = shop.bash("cd repository && kic2kong check deploy --config ../.kic2kong.yaml");
    assert!(
        said(&named).contains("no option is called `fail`"),
        "{}",
        story(&named)
    );
}

#[test]
fn a_file_of_the_top_of_the_repository_counts_below_it() {
    let shop = pull_request();
    shop.write(".kic2kong.yaml", "check: {format: json}\n");
    assert!(
        shop.script("cd deploy && kic2kong check .")
            .starts_with('{')
    );
}

#[test]
fn a_file_of_another_user_is_not_read_and_said_so() {
    let shop = pull_request();
    shop.write(".kic2kong.yaml", "fail: everything\n");
    if !shop.bash("chown 12345 .kic2kong.yaml").status.success() {
        say("only root can give files away, not tested: settings of another user");
        return;
    }
    let output = shop.bash("kic2kong check deploy");
    assert!(output.status.success(), "{}", story(&output));
    assert!(
        said(&output).contains("belongs to another user and is not read"),
        "{}",
        story(&output)
    );
}

#[test]
fn what_is_no_file_of_the_repository_is_no_settings_file() {
    let outside = Shop::new();
    outside.write("settings.yaml", "check: {format: json}\n");
    let target = outside.path().join("settings.yaml").display().to_string();
    for (make, reason) in [
        (
            format!("ln -s {target} .kic2kong.yaml"),
            "leads out of the repository",
        ),
        (
            "ln -s /dev/zero .kic2kong.yaml".to_owned(),
            "leads out of the repository",
        ),
        ("mkfifo .kic2kong.yaml".to_owned(), "not a regular file"),
        ("truncate -s 3G .kic2kong.yaml".to_owned(), "more than"),
    ] {
        let shop = pull_request();
        shop.script(&make);
        let output = shop.bash("ulimit -v 4000000; timeout 60 kic2kong check deploy");
        assert_eq!(output.status.code(), Some(1), "{make}: {}", story(&output));
        assert!(said(&output).contains(reason), "{make}: {}", story(&output));
    }
    let inside = pull_request();
    inside.write("ci/settings.yaml", "check: {format: json}\n");
    inside.script("ln -s ci/settings.yaml .kic2kong.yaml");
    assert!(inside.script("kic2kong check deploy").starts_with('{'));
}

#[test]
fn a_schema_of_the_repository_adds_a_plugin_and_relaxes_none() {
    let shop = Shop::new();
    let anything = r#"{"fields": [{"config": {"type": "record", "fields": [{"bogus": {"type": "string"}}]}}]}"#;
    shop.write("schemas/key-auth.json", anything);
    shop.write("schemas/mine.json", anything);
    shop.write(
        ".kic2kong.yaml",
        "plugin-schema: [schemas/key-auth.json, schemas/mine.json]\n",
    );
    let plugin = |name: &str, config: &str| {
        format!(
            "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata: {{name: p, annotations: {{kubernetes.io/ingress.class: kong}}, labels: {{global: \"true\"}}}}\n\
             plugin: {name}\nconfig: {config}\n"
        )
    };
    for (name, config, fails) in [
        ("key-auth", "{bogus: x}", true),
        ("mine", "{bogus: x}", false),
        ("mine", "{other: x}", true),
    ] {
        shop.write("deploy/plugin.yaml", &plugin(name, config));
        let output = shop.bash("kic2kong check deploy");
        assert_eq!(
            output.status.success(),
            !fails,
            "{name}: {}",
            story(&output)
        );
    }
    // Whoever names the schema on the command line knows better.
    shop.write("deploy/plugin.yaml", &plugin("key-auth", "{bogus: x}"));
    shop.script("kic2kong check deploy --plugin-schema schemas/key-auth.json");
}

#[test]
fn paths_of_the_file_are_from_its_folder() {
    let shop = pull_request();
    shop.write(
        "schemas/mine.json",
        r#"{"fields": [{"config": {"type": "record", "fields": []}}]}"#,
    );
    shop.write(".kic2kong.yaml", "plugin-schema: schemas/mine.json\n");
    shop.script("cd deploy && kic2kong check service.yaml");
}
