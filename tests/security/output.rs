//! Where `-o` writes: to the file of that name, and nowhere that a link leads.

use crate::machine::{Shop, can_trace, story};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

const RENDER: &str = "kic2kong render -q deploy";

fn shop() -> Shop {
    let shop = Shop::new();
    shop.copy("examples/shop", "deploy");
    shop
}

fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path)
        .unwrap()
        .permissions()
        .mode()
        & 0o7777
}

/// What stands in the working directory beside the manifests.
fn names(shop: &Shop) -> Vec<String> {
    let entries = std::fs::read_dir(shop.path()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "deploy")
        .collect();
    names.sort();
    names
}

#[test]
fn a_link_in_the_place_of_the_file_is_replaced_and_its_target_left_alone() {
    let outside = Shop::new();
    outside.write("victim", "OLD");
    for target in [
        outside.path().join("victim"),
        outside.path().join("new"),
        "inside".into(),
        "/dev/null".into(),
        "/dev/full".into(),
    ] {
        let shop = shop();
        shop.write("inside", "OLD");
        symlink(&target, shop.path().join("kong.yaml")).unwrap();
        shop.script(&format!("{RENDER} -o kong.yaml"));
        assert!(shop.read("kong.yaml").starts_with("_format_version"));
        let written = shop.path().join("kong.yaml");
        assert!(!written.is_symlink(), "{}", target.display());
        assert_eq!(mode(&written), 0o600);
        assert_eq!(shop.read("inside"), "OLD");
        assert_eq!(outside.read("victim"), "OLD");
        assert!(!outside.path().join("new").exists());
    }
}

#[test]
fn the_list_of_variables_follows_no_link_either() {
    let outside = Shop::new();
    outside.write("victim", "OLD");
    let shop = shop();
    symlink(outside.path().join("victim"), shop.path().join("map.json")).unwrap();
    shop.script(&format!(
        "{RENDER} --secrets env --secrets-map map.json -o kong.yaml"
    ));
    assert_eq!(outside.read("victim"), "OLD");
    assert!(
        shop.read("map.json").starts_with('['),
        "{}",
        shop.read("map.json")
    );
}

#[test]
fn a_link_on_the_way_must_not_lead_out_of_the_working_directory() {
    let outside = Shop::new();
    std::fs::create_dir(outside.path().join("folder")).unwrap();
    let shop = shop();
    symlink(outside.path(), shop.path().join("out")).unwrap();
    shop.script("mkdir real .git && ln -s real in && ln -s .git git");
    for path in [
        "out/kong.yaml",
        "./out/folder/kong.yaml",
        "deploy/../out/kong.yaml",
        "out/../kong.yaml",
        "git/kong.yaml",
        "$PWD/out/kong.yaml",
    ] {
        let output = shop.bash(&format!("{RENDER} -o {path}"));
        assert_eq!(output.status.code(), Some(1), "{path}: {}", story(&output));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            said.contains("a link on the way leads out of"),
            "{path}: {said}"
        );
    }
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 1);
    // Within, and where no link of the tree is on the way, all is as it was.
    shop.script(&format!(
        "{RENDER} -o in/kong.yaml && [ -s real/kong.yaml ]"
    ));
    shop.script(
        "cd deploy && kic2kong render -q . -o ../real/above.yaml && [ -s ../real/above.yaml ]",
    );
    shop.script(&format!(
        "{RENDER} -o {}/kong.yaml",
        outside.path().display()
    ));
    assert!(outside.read("kong.yaml").starts_with("_format_version"));
}

#[test]
fn a_link_above_the_working_directory_does_not_lead_out_of_the_repository() {
    let outside = Shop::new();
    let shop = shop();
    shop.script("git init --quiet && mkdir sub");
    symlink(outside.path(), shop.path().join("out")).unwrap();
    let output = shop.bash("cd sub && kic2kong render -q ../deploy -o $OLDPWD/out/kong.yaml");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    assert!(!outside.path().join("kong.yaml").exists());
}

#[test]
fn devices_and_pipes_that_are_named_are_written_to() {
    let shop = shop();
    let expected = shop.script(RENDER);
    for path in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        assert_eq!(
            shop.script(&format!("{RENDER} -o {path}")),
            expected,
            "{path}"
        );
        assert_eq!(
            shop.script(&format!("{RENDER} -o {path} >file; cat file")),
            expected,
            "{path}"
        );
    }
    assert_eq!(shop.script(&format!("{RENDER} -o >(cat) | cat")), expected);
    assert_eq!(
        shop.script(&format!("{RENDER} -o /dev/fd/3 3>file; cat file")),
        expected
    );
    assert_eq!(
        shop.script(&format!("{RENDER} -o /dev/stderr 2>&1 >/dev/null")),
        expected
    );
    assert_eq!(shop.script(&format!("{RENDER} -o /dev/null")), "");
    assert_eq!(
        shop.script(&format!("mkfifo pipe; cat pipe & {RENDER} -o pipe; wait")),
        expected
    );
}

#[test]
fn a_replaced_file_keeps_its_permissions_and_a_new_one_is_for_its_owner() {
    let shop = shop();
    shop.write("old.yaml", "old");
    shop.script(&format!(
        "chmod 640 old.yaml; umask 000; {RENDER} -o old.yaml; {RENDER} -o new.yaml"
    ));
    assert_eq!(mode(&shop.path().join("old.yaml")), 0o640);
    assert_eq!(mode(&shop.path().join("new.yaml")), 0o600);
}

#[test]
fn a_directory_is_not_replaced() {
    let shop = shop();
    for path in ["deploy", "deploy/", ".", "..", "deploy/..", "/", "/dev"] {
        let output = shop.bash(&format!("{RENDER} -o {path}"));
        assert_eq!(output.status.code(), Some(1), "{path}: {}", story(&output));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.starts_with("error: cannot write "), "{path}: {said}");
    }
    assert_eq!(names(&shop), Vec::<String>::new());
    assert!(shop.path().join("deploy/shop.yaml").exists());
}

#[test]
fn of_a_run_that_hits_a_limit_of_file_sizes_nothing_is_left() {
    let shop = shop();
    shop.write("kong.yaml", "old\n");
    // Half a kilobyte, and the signal for more kills.
    let output = shop.bash(&format!("ulimit -c 0; ulimit -f 1; for i in 1 2 3; do cat deploy/*.yaml | sed \"s/name: /name: n$i-/\" >>all; done; {RENDER} all -o kong.yaml; echo $?"));
    assert!(
        !output.status.success() || !output.stdout.starts_with(b"0"),
        "{}",
        story(&output)
    );
    assert_eq!(shop.read("kong.yaml"), "old\n");
    assert_eq!(names(&shop), ["all", "kong.yaml"]);
}

#[test]
fn of_a_killed_run_nothing_is_left_or_the_next_run_removes_it() {
    if !can_trace("what killed runs leave") {
        return;
    }
    for (step, is_named) in [
        ("write", false),
        ("fsync", false),
        ("linkat", false),
        ("rename,renameat,renameat2", true),
    ] {
        let shop = shop();
        shop.write("kong.yaml", "old\n");
        shop.script("chmod 640 kong.yaml");
        let output = shop.bash(&format!(
            "strace -f -qq -o /dev/null -e trace={step} -e inject={step}:signal=KILL:when=1 {RENDER} -o kong.yaml"
        ));
        assert!(!output.status.success(), "{step}: {}", story(&output));
        let left: Vec<String> = names(&shop)
            .into_iter()
            .filter(|name| name != "kong.yaml")
            .collect();
        assert_eq!(left.len(), usize::from(is_named), "{step}: {left:?}");
        for name in &left {
            assert_eq!(mode(&shop.path().join(name)), 0o640, "{step}");
        }
        shop.script(&format!("{RENDER} -o kong.yaml"));
        assert_eq!(names(&shop), ["kong.yaml"], "{step}");
    }
}

#[test]
fn where_files_need_a_name_the_next_run_removes_what_a_killed_one_left() {
    if !can_trace("what killed runs leave where files need a name") {
        return;
    }
    let shop = shop();
    // No file without a name can be linked: so it is where /proc is missing.
    let without = "strace -f -qq -o /dev/null -e trace=linkat,fsync -e inject=linkat:error=ENOENT";
    shop.script(&format!("{without} {RENDER} -o kong.yaml"));
    assert_eq!(names(&shop), ["kong.yaml"]);
    let killed = shop.bash(&format!(
        "{without} -e inject=fsync:signal=KILL:when=2 {RENDER} -o kong.yaml"
    ));
    assert!(!killed.status.success(), "{}", story(&killed));
    assert_eq!(names(&shop).len(), 2, "{:?}", names(&shop));
    shop.script(&format!("{RENDER} -o kong.yaml"));
    assert_eq!(names(&shop), ["kong.yaml"]);
}

#[test]
fn names_like_ours_that_a_checkout_brings_harm_nothing() {
    let outside = Shop::new();
    outside.write("victim", "OLD");
    let shop = shop();
    let victim = outside.path().join("victim");
    for number in 0..3 {
        symlink(
            &victim,
            shop.path().join(format!(".kic2kong-tmp-1-{number}")),
        )
        .unwrap();
    }
    shop.script("mkfifo .kic2kong-tmp-2-0; mkdir .kic2kong-tmp-3-0");
    shop.script(&format!("{RENDER} -o kong.yaml"));
    assert_eq!(outside.read("victim"), "OLD");
    assert!(shop.read("kong.yaml").starts_with("_format_version"));
}
