//! What `--against-git` starts: Git, and nothing that a tree, a configuration or the environment could make of it.

use crate::machine::{Shop, story};
use std::process::Output;

/// A repository with the example shop, and a change in its work tree.
fn shop() -> Shop {
    let shop = Shop::new();
    shop.copy("examples/shop", "deploy");
    shop.script(
        "git init --quiet --initial-branch main && git add . && git commit --quiet --message shop",
    );
    shop.script("sed -i 's|path: /orders|path: /order|' deploy/shop.yaml");
    shop
}

#[track_caller]
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The diff shows the one change, and nothing was run.
#[track_caller]
fn shows_the_change(shop: &Shop, output: &Output) {
    assert!(output.status.success(), "{}", story(output));
    let diff = String::from_utf8_lossy(&output.stdout);
    assert!(
        diff.contains("updating route") && diff.contains("Created: 0"),
        "{}",
        story(output)
    );
    let ran = shop.path().join("ran");
    assert!(!ran.exists(), "a command of the tree ran");
}

/// Put the parts of a bare repository into `deploy/`, whose configuration fetches missing objects by running a command.
fn with_a_bare_repository_in_deploy(shop: &Shop) {
    shop.script(
        "git init --quiet --bare bare
         tree=$(git --git-dir bare mktree --missing <<<$'100644 blob 0123456789012345678901234567890123456789\\ta.yaml')
         commit=$(git --git-dir bare commit-tree -m hostile $tree)
         git --git-dir bare update-ref refs/heads/main $commit
         rm -rf bare/hooks bare/info
         cp -r bare/. deploy && rm -rf bare",
    );
    let ran = shop.path().join("ran");
    shop.write(
        "deploy/config",
        &format!(
            "[core]\n\trepositoryformatversion = 1\n\tbare = true\n\tfsmonitor = touch {0}\n\tsshCommand = touch {0}\n\
             [extensions]\n\tpartialClone = origin\n[remote \"origin\"]\n\tpromisor = true\n\turl = ext::sh -c touch% {0}\n\
             [protocol \"ext\"]\n\tallow = always\n",
            ran.display()
        ),
    );
}

#[test]
fn a_bare_repository_committed_into_the_tree_is_data() {
    let shop = shop();
    with_a_bare_repository_in_deploy(&shop);
    let output = shop.bash("cd deploy && kic2kong diff --against-git main .");
    shows_the_change(&shop, &output);
}

#[test]
fn nothing_is_fetched_for_an_object_that_is_missing() {
    let shop = shop();
    let ran = shop.path().join("ran");
    shop.script(&format!(
        "git config core.repositoryFormatVersion 1
         git config extensions.partialClone origin
         git config remote.origin.promisor true
         git config remote.origin.url 'ext::sh -c touch% {}'
         git config protocol.ext.allow always
         blob=$(git rev-parse main:deploy/shop.yaml)
         rm -f .git/objects/${{blob:0:2}}/${{blob:2}}",
        ran.display()
    ));
    let output = shop.bash("kic2kong diff deploy --against-git main");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    let said = said(&output);
    assert!(
        said.contains("deploy/shop.yaml") && said.contains("missing") && said.contains("git fetch"),
        "{said}"
    );
    assert!(!ran.exists(), "{said}");
}

#[test]
fn a_missing_tree_is_said_with_the_way_to_get_it() {
    let shop = shop();
    shop.script("tree=$(git rev-parse main:deploy); rm -f .git/objects/${tree:0:2}/${tree:2}");
    let output = shop.bash("kic2kong diff deploy --against-git main");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    let said = said(&output);
    assert!(
        said.contains("git cannot list") && said.contains("git fetch"),
        "{said}"
    );
}

#[test]
fn configuration_of_the_repository_runs_nothing() {
    let shop = shop();
    let ran = shop.path().join("ran");
    // As a repository that includes a file of its tree would have it.
    shop.write(
        "gitconfig",
        &format!(
            "[core]\n\tfsmonitor = touch {0}\n\thooksPath = hooks\n\tpager = touch {0}\n\tsshCommand = touch {0}\n\tgitProxy = touch {0}\n\
             \talternateRefsCommand = touch {0}\n\taskPass = touch {0}\n\tworktree = /\n[alias]\n\tls-tree = !touch {0}\n\trev-parse = !touch {0}\n\
             [pager]\n\tls-tree = touch {0}\n\trev-parse = touch {0}\n[filter \"x\"]\n\tsmudge = touch {0}\n\tprocess = touch {0}\n\
             [diff \"x\"]\n\ttextconv = touch {0}\n[credential]\n\thelper = !touch {0}\n",
            ran.display()
        ),
    );
    shop.script(
        "git config include.path ../gitconfig && printf '* filter=x diff=x\\n' >.gitattributes",
    );
    let output = shop.bash("kic2kong diff deploy --against-git main");
    shows_the_change(&shop, &output);
}

#[test]
fn the_environment_neither_chooses_the_repository_nor_what_is_listed() {
    let shop = shop();
    with_a_bare_repository_in_deploy(&shop);
    let ran = shop.path().join("ran");
    let run = format!("touch {}", ran.display());
    let here = shop.path().display().to_string();
    for (name, value) in [
        ("GIT_WORK_TREE", "/"),
        ("GIT_DIR", &format!("{here}/deploy")),
        ("GIT_COMMON_DIR", &format!("{here}/deploy")),
        ("GIT_OBJECT_DIRECTORY", &format!("{here}/deploy/objects")),
        ("GIT_INDEX_FILE", "/dev/null"),
        ("GIT_NAMESPACE", "other"),
        ("GIT_CEILING_DIRECTORIES", &here),
        ("GIT_EXEC_PATH", "/nowhere"),
        ("GIT_EXTERNAL_DIFF", &run),
        ("GIT_SSH_COMMAND", &run),
        ("GIT_CONFIG_GLOBAL", &format!("{here}/deploy/config")),
        ("GIT_GLOB_PATHSPECS", "1"),
        ("GIT_TRACE", &format!("{here}/ran")),
        ("GIT_TRACE2_EVENT", &format!("{here}/ran")),
    ] {
        let output = shop
            .command("kic2kong")
            .args(["diff", "deploy", "--against-git", "main"])
            .env(name, value)
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}: {}", story(&output));
        shows_the_change(&shop, &output);
    }
    let configured = shop
        .command("kic2kong")
        .args(["diff", "deploy", "--against-git", "main"])
        .envs([
            ("GIT_CONFIG_COUNT", "1"),
            ("GIT_CONFIG_KEY_0", "core.worktree"),
            ("GIT_CONFIG_VALUE_0", "/"),
            ("GIT_CONFIG_PARAMETERS", "'core.bare=true'"),
        ])
        .output()
        .unwrap();
    shows_the_change(&shop, &configured);
}

#[test]
fn git_is_never_a_program_of_the_tree() {
    let shop = shop();
    let ran = shop.path().join("ran");
    for folder in [".", "bin"] {
        shop.write(
            &format!("{folder}/git"),
            &format!("#!/bin/sh\ntouch '{}'\n", ran.display()),
        );
        shop.script(&format!("chmod +x {folder}/git"));
    }
    let here = shop.path().display().to_string();
    for folders in [
        ":$PATH",
        ".:$PATH",
        "bin:$PATH",
        &format!("{here}/bin:$PATH"),
    ] {
        let output = shop.bash(&format!(
            "PATH={folders} kic2kong diff deploy --against-git main"
        ));
        shows_the_change(&shop, &output);
    }
}

#[test]
fn replaced_objects_and_grafts_do_not_stand_in_for_what_was_committed() {
    let shop = shop();
    shop.script(
        "git replace $(git rev-parse main:deploy/shop.yaml) $(git hash-object -w deploy/shop.yaml)",
    );
    let output = shop.bash("kic2kong diff deploy --against-git main");
    shows_the_change(&shop, &output);
}

#[test]
fn paths_are_those_of_the_work_tree_from_wherever_it_is_run() {
    let shop = shop();
    shop.write("other/empty.txt", "");
    for (folder, path) in [
        (".", "deploy"),
        (".", "./deploy/../deploy"),
        (".", "$PWD/deploy"),
        ("deploy", "."),
        ("deploy", "shop.yaml services.yaml"),
        ("other", "../deploy"),
    ] {
        let output = shop.bash(&format!(
            "cd {folder} && kic2kong diff {path} --against-git main"
        ));
        shows_the_change(&shop, &output);
    }
    let labels = shop.script("cd other && kic2kong diff ../deploy --against-git main");
    assert!(labels.contains("was main:../deploy/shop.yaml:"), "{labels}");
    let outside = shop.bash("kic2kong diff /etc --against-git main");
    assert_eq!(outside.status.code(), Some(1));
    assert!(
        said(&outside).contains("outside of the repository"),
        "{}",
        said(&outside)
    );
}

#[test]
fn outside_of_a_repository_there_is_nothing_to_compare_with() {
    let shop = Shop::new();
    shop.copy("examples/shop", "deploy");
    let output = shop.bash("kic2kong diff deploy --against-git main");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("needs a Git repository"),
        "{}",
        said(&output)
    );
}

#[test]
fn only_what_names_one_commit_is_a_revision() {
    let shop = shop();
    for revision in [
        "HEAD~99",
        "",
        "^HEAD",
        "HEAD..HEAD",
        "HEAD:deploy",
        "HEAD\n",
        "nowhere",
        "--",
        "-h",
        "--help",
        "--output=stolen",
        "--exec-path=deploy",
    ] {
        let output = shop
            .command("kic2kong")
            .args(["diff", "deploy", &format!("--against-git={revision}")])
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(1),
            "{revision}: {}",
            story(&output)
        );
        let said = said(&output);
        assert!(
            said.contains("is not a Git revision here"),
            "{revision}: {said}"
        );
    }
    assert!(!shop.path().join("stolen").exists());
}

#[test]
fn what_git_says_is_shown_on_one_clean_line() {
    let shop = shop();
    let output = shop
        .command("kic2kong")
        .args(["diff", "deploy", "--against-git"])
        .arg("x\n::error::forged\u{1b}[2J")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    let said = said(&output);
    assert!(said.contains("is not a Git revision here"), "{said}");
    assert!(!said.contains("\n::") && !said.contains('\u{1b}'), "{said}");
}
