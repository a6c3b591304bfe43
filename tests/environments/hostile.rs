//! Trees that come with a pull request and want more than to be built.

use crate::built::{BASE, tree};
use crate::common::{Kic2kong, Outcome};
use crate::programs;

/// A kustomization file beside `in.yaml`, built by a program that leaves a mark when it runs at all.
fn scanned(kustomization: &str) -> Outcome {
    let call = Kic2kong::new()
        .file("k/in.yaml", BASE)
        .file("k/kustomization.yaml", kustomization);
    let mark = call.path().join("ran");
    let script = format!(": > {}", mark.display());
    let path = programs::fake(&call.path().join("bin"), "kustomize", &script);
    let outcome = call.env("PATH", &path).args("check -k k").run().exits(1);
    assert!(!mark.exists(), "kustomize ran: {}", outcome.stderr);
    outcome
}

#[test]
fn nothing_that_stands_elsewhere_is_handed_to_kustomize() {
    for (line, text) in [
        (1, "resources: [https://example.com/a.yaml]"),
        (2, "resources:\n- github.com/org/repo//deploy?ref=v1"),
        (1, "bases: ['git@example.com:org/repo']"),
        (1, "components: [ssh://example.com/x]"),
        (1, "Resources: [http://127.0.0.1:1/a.yaml]"),
        (1, "re\u{17f}ources: [http://127.0.0.1:1/a.yaml]"),
        (1, "crds: [http://127.0.0.1:1/a.yaml]"),
        (1, "configurations: [http://127.0.0.1:1/a.yaml]"),
        (1, "openapi: {path: 'http://127.0.0.1:1/a.yaml'}"),
        (1, "patches: [{path: 'http://127.0.0.1:1/a.yaml'}]"),
        (1, "patchesStrategicMerge: ['http://127.0.0.1:1/a.yaml']"),
        (1, "replacements: [{path: 'http://127.0.0.1:1/a.yaml'}]"),
        (1, "transformers: [http://127.0.0.1:1/a.yaml]"),
        (
            1,
            "generators: [\"kind: ConfigMapGenerator\\nfiles: [http://127.0.0.1:1/a]\\n\"]",
        ),
        (
            1,
            "configMapGenerator: [{name: a, files: ['a=http://127.0.0.1:1/a']}]",
        ),
        (
            1,
            "secretGenerator: [{name: a, envs: ['http://127.0.0.1:1/a']}]",
        ),
    ] {
        scanned(text)
            .prints_nothing()
            .says(&format!("k/kustomization.yaml:{line}: "))
            .says("nothing is fetched")
            .says("--allow-remote");
    }
    scanned("resources: [no-such-thing]").says("does not exist here");
}

#[test]
fn a_remote_resource_of_a_base_is_found_as_well() {
    let call = tree(Kic2kong::new()).file(
        "base/kustomization.yaml",
        "resources:\n- in.yaml\n- https://example.com/x.yaml\n",
    );
    let path = programs::fake(&call.path().join("bin"), "kustomize", "exit 0");
    call.env("PATH", &path)
        .args("check -k overlays/prod")
        .run()
        .exits(1)
        .says("base/kustomization.yaml:3: `https://example.com/x.yaml`");
}

#[test]
fn helm_is_not_called_by_kustomize() {
    scanned("resources: [in.yaml]\nhelmCharts:\n- {name: a, repo: 'https://example.com'}\n")
        .says("k/kustomization.yaml:2: kustomize would call helm");
}

#[test]
fn links_and_pipes_are_not_followed() {
    let call = Kic2kong::new()
        .file("repository/.git/HEAD", "ref: refs/heads/main\n")
        .file("outside/kustomization.yaml", "resources: []\n")
        .file("repository/k/kustomization.yaml", "resources: [out]\n")
        .file(
            "repository/up/kustomization.yaml",
            "resources: [../../outside]\n",
        )
        .file("repository/pipe/kustomization.yaml", "resources: [fifo]\n");
    let root = call.path().join("repository");
    std::os::unix::fs::symlink("../../outside", root.join("k/out")).unwrap();
    let fifo = root.join("pipe/fifo");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(fifo)
            .status()
            .unwrap()
            .success()
    );
    let path = programs::fake(&call.path().join("bin"), "kustomize", "exit 0");
    let config = ["k", "up", "pipe"].map(|directory| {
        let mut command = call.command();
        let output = command
            .current_dir(&root)
            .env("PATH", &path)
            .args(["check", "-k", directory])
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    });
    assert!(
        config[0].contains("`out` leads out of the repository"),
        "{}",
        config[0]
    );
    assert!(
        config[1].contains("`../../outside` leads out"),
        "{}",
        config[1]
    );
    assert!(
        config[2].contains("`fifo` is a device, a pipe or a socket"),
        "{}",
        config[2]
    );
}

#[test]
fn a_plugin_that_executes_is_not_executed_by_the_real_program() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    let call = Kic2kong::new()
        .file("k/in.yaml", BASE)
        .file("k/kustomization.yaml", "resources: [in.yaml]\ntransformers: [t.yaml]\n")
        .file("k/plugin.sh", "#!/bin/sh\n: > ran\ncat\n")
        .file(
            "k/t.yaml",
            "apiVersion: x/v1\nkind: Touch\nmetadata:\n  name: t\n  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: ./plugin.sh}\n",
        );
    let outcome = call.env("PATH", &path).args("check -k k").run().exits(1);
    for place in ["ran", "k/ran"] {
        assert!(!outcome.directory.path().join(place).exists());
    }
    outcome.says("kustomize cannot build k");
}

#[test]
fn a_builder_gets_no_environment_of_the_user_and_its_words_are_cleaned() {
    let call = Kic2kong::new()
        .file("k/kustomization.yaml", "resources: []\n")
        .env("KUSTOMIZE_PLUGIN_HOME", "/user")
        .env("GIT_SSH_COMMAND", "evil")
        .env("HOME", "/user");
    let script = "echo \"$HOME $PATH $GIT_SSH_COMMAND $KUSTOMIZE_PLUGIN_HOME $HTTPS_PROXY\" >&2; printf '::error::x\\n\\033[31m' >&2; exit 1";
    let path = programs::fake(&call.path().join("bin"), "kustomize", script);
    let outcome = call.env("PATH", &path).args("check -k k").run().exits(1);
    let outcome = outcome.says("http://127.0.0.1:9");
    for word in ["/user", "evil", "\n::error", "\u{1b}[31m"] {
        assert!(!outcome.stderr.contains(word), "{}", outcome.stderr);
    }
}

#[test]
fn an_object_cannot_name_a_file_of_its_own_as_its_origin() {
    let call = Kic2kong::new()
        .file(
            "secret.yaml",
            "kind: Ingress\nmetadata: {name: web}\npassword: hunter2\n",
        )
        .file("k/kustomization.yaml", "resources: []\n");
    let objects = BASE.replace(
        "metadata:\n",
        "metadata:\n  annotations:\n    config.kubernetes.io/origin: |\n      path: SECRET\n",
    );
    let objects = objects.replace(
        "SECRET",
        &call.path().join("secret.yaml").display().to_string(),
    );
    let objects = objects.replace(
        "name: web\n            port",
        "name: gone\n            port",
    );
    let script =
        format!("while IFS= read -r line; do printf '%s\\n' \"$line\"; done <<'END'\n{objects}END");
    let path = programs::fake(&call.path().join("bin"), "kustomize", &script);
    let outcome = call.env("PATH", &path).args("check -k k").run().exits(1);
    let outcome = outcome.prints("built by kustomize from k:");
    assert!(
        !outcome.stdout.contains("secret.yaml"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_chart_is_looked_through_before_helm_reads_it() {
    let chart = |call: Kic2kong| {
        call.file("repository/.git/HEAD", "ref: refs/heads/main\n")
            .file("outside", "secret")
            .file(
                "repository/c/Chart.yaml",
                "apiVersion: v2\nname: c\nversion: 1.0.0\n",
            )
    };
    let run = |call: &Kic2kong, chart: &str| {
        let path = programs::fake(&call.path().join("bin"), "helm", "exit 0");
        let output = call
            .command()
            .current_dir(call.path().join("repository"))
            .env("PATH", path)
            .args(["check", "--helm", chart])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let call = chart(Kic2kong::new());
    std::os::unix::fs::symlink("../../outside", call.path().join("repository/c/x")).unwrap();
    let told = run(&call, "c");
    assert!(
        told.contains("c/x: a link leads out of the repository"),
        "{told}"
    );
    let call = chart(Kic2kong::new()).file(
        "repository/c/values.schema.json",
        "{\"$ref\": \"http://127.0.0.1:1/x\"}",
    );
    let told = run(&call, "c");
    assert!(
        told.contains("refers to one that stands elsewhere"),
        "{told}"
    );
    let told = run(&call, "oci://example.com/chart");
    assert!(told.contains("--allow-remote lets Helm fetch it"), "{told}");
}
