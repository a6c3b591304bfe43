//! The command line as a user meets it: exit status, which stream says what, files, precedence.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::Kic2kong;

/// An Ingress whose Service is not there: one error.
const BROKEN: &str = "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: kong
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: missing
            port:
              number: 80
";

/// One consumer and no problem.
const HARMLESS: &str = "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata:\n  name: ann\n  annotations: {kubernetes.io/ingress.class: kong}\nusername: ann\n";

#[test]
fn no_manifests_is_an_error_with_an_example() {
    for command in ["render", "check"] {
        Kic2kong::new()
            .args(command)
            .run()
            .exits(1)
            .prints_nothing()
            .says("example: kic2kong render deploy/");
    }
}

#[test]
fn wrong_usage_exits_with_one_never_two() {
    for words in [
        "",
        "rendr",
        "render --nope a.yaml",
        "render --router-flavor odd a.yaml",
    ] {
        Kic2kong::new().args(words).run().exits(1).prints_nothing();
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    Kic2kong::new()
        .args("--help")
        .run()
        .exits(0)
        .says_nothing()
        .prints("render");
    Kic2kong::new()
        .args("--version")
        .run()
        .exits(0)
        .says_nothing()
        .prints("kic2kong");
}

#[test]
fn called_by_kubectl_the_help_says_so() {
    Kic2kong::new()
        .called("kubectl-kic2kong")
        .args("render --help")
        .run()
        .exits(0)
        .prints("kubectl kic2kong render");
}

#[test]
fn kubectl_gets_completions_in_its_own_form() {
    let outcome = Kic2kong::new().args("__complete rend").run().exits(0);
    assert_eq!(outcome.stdout, "render\n:4\n");
    let flavors = Kic2kong::new()
        .args("__complete render --router-flavor e")
        .run();
    assert_eq!(flavors.stdout, "expressions\n:4\n");
}

#[test]
fn the_report_goes_to_standard_output_as_json() {
    Kic2kong::new()
        .file("a.yaml", HARMLESS)
        .args("check --format json a.yaml")
        .run()
        .exits(0)
        .says_nothing()
        .prints("\"diagnostics\": []");
}

#[test]
fn a_broken_manifest_fails_and_never_says_so_never() {
    Kic2kong::new()
        .file("a.yaml", BROKEN)
        .args("render a.yaml")
        .run()
        .exits(1)
        .says("a.yaml:");
    Kic2kong::new()
        .file("a.yaml", BROKEN)
        .args("check --fail-on never a.yaml")
        .run()
        .exits(0);
}

#[test]
fn a_failed_run_prints_but_leaves_the_old_file_as_it_was() {
    let outcome = Kic2kong::new()
        .file("a.yaml", BROKEN)
        .file("kong.yaml", "old\n")
        .args("render a.yaml -o kong.yaml")
        .run()
        .exits(1);
    assert_eq!(outcome.read("kong.yaml"), "old\n");
    Kic2kong::new()
        .file("a.yaml", BROKEN)
        .args("render a.yaml")
        .run()
        .exits(1)
        .prints("_format_version");
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_permissions_and_leaves_nothing_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let call = Kic2kong::new()
        .file("in/a.yaml", HARMLESS)
        .file("out/kong.yaml", "old\n")
        .args("render in -o out/kong.yaml");
    let target = call.path().join("out/kong.yaml");
    std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o640)).unwrap();
    let outcome = call.run().exits(0).prints_nothing();
    assert_ne!(outcome.read("out/kong.yaml"), "old\n");
    let out = outcome.directory.path().join("out");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1);
    let mode = std::fs::metadata(out.join("kong.yaml"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_file_that_cannot_be_written_is_a_clean_error() {
    Kic2kong::new()
        .file("a.yaml", HARMLESS)
        .args("render a.yaml -o nowhere/kong.yaml")
        .run()
        .exits(1)
        .says("error: cannot write nowhere/kong.yaml");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_clean_error() {
    let call = Kic2kong::new()
        .file("a.yaml", HARMLESS)
        .args("render a.yaml");
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = call.command().stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error: standard output"));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_not_an_error() {
    let call = Kic2kong::new().args("explain");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = call.command().stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_file() {
    let wrong = |source: &str| format!("{source}-is-no-version");
    let call = || {
        Kic2kong::new().file("a.yaml", HARMLESS).file(
            ".kic2kong.yaml",
            &format!("kong-version: {}\n", wrong("file")),
        )
    };
    call()
        .args("render a.yaml")
        .run()
        .exits(1)
        .says(".kic2kong.yaml: ")
        .says("file-is-no");
    let from_environment = call().env("KIC2KONG_KONG_VERSION", &wrong("environment"));
    from_environment
        .args("render a.yaml")
        .run()
        .exits(1)
        .says("environment-is-no");
    call()
        .env("KIC2KONG_KONG_VERSION", "3.8.0")
        .args("render a.yaml")
        .run()
        .exits(0);
    call()
        .env("KIC2KONG_KONG_VERSION", &wrong("environment"))
        .args("render a.yaml --kong-version 3.8.0")
        .run()
        .exits(0);
}

#[test]
fn the_settings_file_is_found_upwards_and_its_keys_are_checked() {
    let call = Kic2kong::new().file("a.yaml", HARMLESS).file(
        "settings.yaml",
        "feature-gates:\n  GatewayAlpha: true\nselect-tag: [team-a, team-b]\ncheck:\n  format: json\n",
    );
    call.args("check --config settings.yaml a.yaml")
        .run()
        .exits(0)
        .prints("diagnostics");
    Kic2kong::new()
        .file("a.yaml", HARMLESS)
        .file(".kic2kong.yaml", "router-flavour: expressions\n")
        .args("check a.yaml")
        .run()
        .exits(1)
        .says("[DIR]/.kic2kong.yaml:1")
        .says("did you mean `router-flavor`?");
}

#[test]
fn colour_comes_only_when_asked_for() {
    let call = || Kic2kong::new().file("a.yaml", BROKEN);
    let plain = call().args("render a.yaml").run();
    assert!(!plain.stderr.contains('\u{1b}'));
    call()
        .args("render a.yaml --color always")
        .run()
        .says("\u{1b}[");
}

#[test]
fn quiet_says_nothing_but_still_fails() {
    Kic2kong::new()
        .file("a.yaml", BROKEN)
        .args("render -q a.yaml")
        .run()
        .exits(1)
        .says_nothing();
}

#[test]
fn standard_input_is_a_dash() {
    Kic2kong::new()
        .stdin(BROKEN)
        .args("check -")
        .run()
        .exits(1)
        .prints("<stdin>:");
}

#[test]
fn a_problem_is_silenced_by_flag_or_by_annotation() {
    let code = "backend-service-not-found";
    let call = |text: &str| Kic2kong::new().file("a.yaml", text).args("check a.yaml");
    call(BROKEN).run().exits(1).prints(code);
    call(BROKEN).args("--disable").args(code).run().exits(0);
    call(BROKEN).args("--only").args(code).run().exits(1);
    call(BROKEN)
        .args("--disable nope")
        .run()
        .exits(1)
        .says("no problem has the code `nope`");
    let annotated = BROKEN.replace(
        "  namespace: shop\n",
        &format!("  namespace: shop\n  annotations:\n    kic2kong/ignore: other, {code}\n"),
    );
    call(&annotated).run().exits(0);
}

#[test]
fn an_unknown_code_is_explained_by_the_nearest_one() {
    Kic2kong::new()
        .args("explain")
        .run()
        .exits(0)
        .prints("backend-service-not-found");
    Kic2kong::new()
        .args("explain backend-service-notfound")
        .run()
        .exits(1)
        .prints_nothing()
        .says("did you mean `backend-service-not-found`?");
}

#[test]
fn completions_and_man_pages_are_current() {
    let outcome = Kic2kong::new().args("generate made").run().exits(0);
    let made = outcome.directory.path().join("made");
    for folder in ["completions", "man"] {
        for entry in std::fs::read_dir(made.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let committed = common::root().join(folder).join(path.file_name().unwrap());
            common::expect_file(&committed, &text);
        }
    }
}

#[test]
fn problems_of_a_file_come_from_top_to_bottom_whatever_they_are_about() {
    let text = format!(
        "{BROKEN}---\nkind: [\n---\n{}",
        BROKEN
            .replace("name: web", "name: other")
            .replace("missing", "absent")
    );
    let outcome = Kic2kong::new()
        .file("a.yaml", &text)
        .args("check a.yaml --format json")
        .run()
        .exits(1);
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let lines: Vec<u64> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|problem| problem["objects"][0]["line"].as_u64())
        .collect();
    assert!(lines.len() >= 3 && lines.is_sorted(), "{lines:?}");
}

#[test]
fn an_old_side_that_cannot_be_read_is_no_empty_one() {
    let call = |old: &str| {
        Kic2kong::new()
            .file("new/a.yaml", HARMLESS)
            .file("old.yaml", old)
            .args("diff new --against old.yaml")
            .run()
    };
    call("_format_version: \"3.0\"\nservices: [\n")
        .exits(1)
        .prints_nothing()
        .says("old.yaml:3:1")
        .says("old.yaml gives nothing to compare with");
    call("_format_version: \"3.0\"\n").exits(0);
}
