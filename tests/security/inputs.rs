//! What is read: regular files of the inputs, and whatever the user names himself.

use crate::machine::{Shop, story};
use std::os::unix::fs::symlink;
use std::process::Output;

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: ann, annotations: {kubernetes.io/ingress.class: kong}}\nusername: ann\n";

/// What must never be shown.
const SECRET: &str = "hunter2: leaked\nmetadata: {name: a}\n";

/// What is said of a file like this once it is read; its text is not quoted.
const READ: &str = "error[document-without-kind]";

struct Tree {
    shop: Shop,
    outside: Shop,
}

/// A directory of manifests, and another one whose content is nobody's business.
fn tree() -> Tree {
    let tree = Tree {
        shop: Shop::new(),
        outside: Shop::new(),
    };
    tree.shop.write("deploy/service.yaml", SERVICE);
    tree.outside.write("secret.yaml", SECRET);
    tree.outside.write("more/secret.yaml", SECRET);
    tree
}

impl Tree {
    fn link(&self, name: &str, target: &str) {
        let target = if target.is_empty() {
            self.outside.path().join("secret.yaml")
        } else {
            target.into()
        };
        symlink(target, self.shop.path().join(name)).unwrap();
    }

    fn check(&self, arguments: &str) -> Output {
        self.shop.bash(&format!(
            "ulimit -v 4000000; timeout 60 kic2kong check {arguments}"
        ))
    }
}

#[track_caller]
fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_link_that_leaves_the_directory_is_refused_unless_it_may_be_followed() {
    for kind in ["file", "folder"] {
        let tree = tree();
        match kind {
            "file" => tree.link("deploy/out.yaml", ""),
            _ => symlink(tree.outside.path(), tree.shop.path().join("deploy/out")).unwrap(),
        }
        let output = tree.check("deploy");
        assert_eq!(output.status.code(), Some(1), "{kind}: {}", story(&output));
        let report = printed(&output);
        assert!(
            report.contains("error[link-leaves-inputs]"),
            "{kind}: {report}"
        );
        assert!(!report.contains(READ), "{kind}: {report}");
        let followed = printed(&tree.check("deploy --follow-links"));
        assert!(
            followed.contains(READ) && !followed.contains("link-leaves"),
            "{kind}: {followed}"
        );
    }
}

#[test]
fn links_within_the_inputs_lead_where_they_always_did() {
    let tree = tree();
    tree.shop.script("mkdir deploy/more shared; mv deploy/service.yaml deploy/more; ln -s more/service.yaml deploy/a.yaml; ln -s more deploy/b; ln -s ../shared deploy/c");
    tree.shop
        .write("shared/other.yaml", &SERVICE.replace("web", "other"));
    let both = tree.check("-v deploy shared");
    assert!(both.status.success(), "{}", story(&both));
    let said = String::from_utf8_lossy(&both.stderr);
    assert!(said.contains("read 2 files"), "{said}");
    // Without the other directory among the inputs the link leads out.
    assert!(printed(&tree.check("deploy")).contains("link-leaves-inputs"));
}

#[test]
fn a_named_file_may_be_a_link_but_none_of_a_repository_that_leads_out_of_it() {
    let tree = tree();
    tree.link("named.yaml", "");
    symlink(tree.outside.path(), tree.shop.path().join("named")).unwrap();
    for path in ["named.yaml", "named", "named/more/secret.yaml"] {
        assert!(printed(&tree.check(path)).contains(READ), "{path}");
    }
    tree.shop
        .script("git init --quiet; ln -s deploy/service.yaml inside.yaml; ln -s deploy inside");
    for path in [
        "named.yaml",
        "named",
        "named/more/secret.yaml",
        "$PWD/named.yaml",
    ] {
        let output = tree.check(path);
        assert_eq!(output.status.code(), Some(1), "{path}: {}", story(&output));
        let report = printed(&output);
        assert!(
            report.contains("link-leaves-inputs") && !report.contains(READ),
            "{path}: {report}"
        );
        assert!(printed(&tree.check(&format!("{path} --follow-links"))).contains(READ));
    }
    for path in ["inside.yaml", "inside"] {
        let output = tree.check(path);
        assert!(output.status.success(), "{path}: {}", story(&output));
    }
    let outside = tree
        .outside
        .path()
        .join("secret.yaml")
        .display()
        .to_string();
    assert!(printed(&tree.check(&outside)).contains(READ));
}

#[test]
fn what_is_no_regular_file_is_skipped_with_a_note() {
    for make in [
        "ln -s /dev/zero deploy/x.yaml",
        "ln -s /dev/stdin deploy/x.yaml",
        "ln -s /proc/kmsg deploy/x.yaml",
        "ln -s /proc/self/environ deploy/x.json",
        "ln -s /proc/self deploy/x",
        "ln -s /sys deploy/x",
        "mkfifo deploy/x.yaml",
        "mkfifo pipe; ln -s ../pipe deploy/x.yaml",
        "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"deploy/x.yaml\")'",
    ] {
        let tree = tree();
        tree.shop.script(make);
        for links in ["", "--follow-links"] {
            let output = tree.check(&format!("deploy {links}"));
            let report = printed(&output);
            if make.contains("../pipe") && links.is_empty() {
                // It leads out, too.
                assert!(report.contains("link-leaves-inputs"), "{make}: {report}");
                continue;
            }
            assert!(
                output.status.success(),
                "{make} {links}: {}",
                story(&output)
            );
            assert!(
                report.contains("warning[not-a-regular-file]"),
                "{make} {links}: {report}"
            );
        }
    }
}

#[test]
fn a_named_link_to_a_device_is_no_manifest() {
    let tree = tree();
    for target in ["/dev/zero", "/proc/kmsg", "/proc/self/environ"] {
        tree.link("named.yaml", target);
        let output = tree.check("deploy named.yaml --follow-links");
        assert_eq!(
            output.status.code(),
            Some(1),
            "{target}: {}",
            story(&output)
        );
        assert!(
            printed(&output).contains("error[unreadable-file]"),
            "{}",
            story(&output)
        );
        std::fs::remove_file(tree.shop.path().join("named.yaml")).unwrap();
    }
}

#[test]
fn pipes_that_the_user_names_are_read() {
    let tree = tree();
    for script in [
        "kic2kong render -q <(cat deploy/service.yaml)",
        "cat deploy/service.yaml | kic2kong render -q /dev/stdin",
        "mkfifo pipe.yaml; cat deploy/service.yaml >pipe.yaml & kic2kong render -q pipe.yaml",
        "kic2kong render -q deploy --config <(echo 'select-tag: [a]')",
        "kic2kong diff deploy --against <(kic2kong render -q deploy)",
        "kic2kong test deploy --tests <(echo 'tests: []')",
    ] {
        tree.shop.script(script);
    }
}

#[test]
fn the_other_side_the_tests_and_the_schemas_are_read_with_the_same_care() {
    for make in ["ln -s /dev/zero x.json", "ln -s /proc/kmsg x.json"] {
        let tree = tree();
        tree.shop.script(make);
        tree.shop
            .script("mkdir old; cp -P x.json old; git init --quiet");
        tree.shop.write("outside.json", "{}");
        for command in [
            "diff deploy --against x.json",
            "test deploy --tests x.json",
            "check deploy --plugin-schema x.json",
            "check deploy --config x.json",
            "route x.json GET http://a/",
        ] {
            let output = tree
                .shop
                .bash(&format!("ulimit -v 4000000; timeout 60 kic2kong {command}"));
            assert_eq!(
                output.status.code(),
                Some(1),
                "{make}, {command}: {}",
                story(&output)
            );
        }
        let beside = tree
            .shop
            .bash("ulimit -v 4000000; timeout 60 kic2kong diff deploy --against old");
        assert!(beside.status.success(), "{}", story(&beside));
    }
    let tree = tree();
    tree.shop.script("git init --quiet; mkdir old");
    tree.link("old/out.yaml", "");
    tree.link("out.json", "");
    for command in [
        "diff deploy --against old",
        "diff deploy --against out.json",
        "test deploy --tests out.json",
        "check deploy --plugin-schema out.json",
        "check deploy --config out.json",
    ] {
        let output = tree.shop.bash(&format!("kic2kong {command}"));
        assert_eq!(
            output.status.code(),
            Some(1),
            "{command}: {}",
            story(&output)
        );
        assert!(
            !story(&output).contains("hunter2"),
            "{command}: {}",
            story(&output)
        );
    }
}

#[test]
fn no_link_leads_to_the_data_of_git_where_credentials_may_be() {
    let tree = tree();
    tree.shop.script("git init --quiet; echo 'hunter2: [' >.git/config.yaml; mkdir links; ln -s ../.git links/all; ln -s ../.git/config.yaml links/x.yaml; ln -s .git/config.yaml named.yaml");
    for path in [".", "links", "named.yaml", ". .git/info"] {
        let output = tree.check(path);
        let report = printed(&output);
        assert_eq!(output.status.code(), Some(1), "{path}: {}", story(&output));
        assert!(
            report.contains("link-leaves-inputs") && !report.contains("hunter2"),
            "{path}: {report}"
        );
    }
    // Who names it means it.
    assert!(printed(&tree.check(".git/config.yaml")).contains("yaml-syntax"));
}

#[test]
fn a_file_that_says_it_is_larger_than_memory_is_a_problem_and_no_end() {
    let tree = tree();
    tree.shop
        .script("truncate -s 7E deploy/huge.yaml || truncate -s 15T deploy/huge.yaml");
    let output = tree.check("deploy");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    assert!(
        printed(&output).contains("unreadable-file"),
        "{}",
        story(&output)
    );
}

#[test]
fn directories_that_are_linked_to_each_other_many_times_are_read_once() {
    let tree = tree();
    // 2^40 ways lead to the last one.
    for level in 0..40 {
        tree.shop.script(&format!(
            "mkdir -p tree/d{level}; ln -s ../d{0} tree/d{level}/a; ln -s ../d{0} tree/d{level}/b",
            level + 1
        ));
    }
    tree.shop
        .script("mkdir tree/d40; cp deploy/service.yaml tree/d40");
    let output = tree.check("-v tree");
    assert!(output.status.success(), "{}", story(&output));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("read 1 files"), "{said}");
}
