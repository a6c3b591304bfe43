//! What the process does to the machine it runs on: it talks to nobody, writes one file whole or not at all, and bears what
//! a hostile manifest can do to it.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod machine;

use machine::{Shop, can_trace, story};
use regex::Regex;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Every command that reads manifests, on a copy of the example shop.
const COMMANDS: [&str; 7] = [
    "kic2kong render deploy -o kong.yaml",
    "kic2kong check deploy --format sarif -o report.sarif",
    "kic2kong diff deploy --against deploy -o changes.txt",
    "kic2kong route deploy GET http://shop.example.com/orders",
    "kic2kong test deploy --init -o requests.yaml",
    "kic2kong graph deploy --format html -o routes.html",
    "kic2kong explain backend-service-not-found",
];

fn shop() -> Shop {
    let shop = Shop::new();
    shop.copy("examples/shop", "deploy");
    shop
}

/// Manifests whose rendering takes some hundred kilobytes.
fn large() -> String {
    let mut text = String::new();
    for number in 0..300 {
        let _ = write!(
            text,
            "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i{number}, namespace: shop}}\nspec:\n  \
             ingressClassName: kong\n  rules: [{{http: {{paths: [{{path: /{number}, pathType: Prefix, backend: {{service: {{name: s{number}, port: {{number: 80}}}}}}}}]}}}}]\n\
             ---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{number}, namespace: shop}}\nspec: {{ports: [{{port: 80}}]}}\n"
        );
    }
    text
}

/// The system calls of a class that a command makes, with those of all its threads and children.
fn traced(shop: &Shop, class: &str, command: &str) -> Vec<String> {
    let trace = shop.bin.path().join("trace");
    shop.script(&format!(
        "KUBECONFIG=\"$PWD/kubeconfig\" strace -f -qq -o '{}' -e trace={class} {command} >/dev/null",
        trace.display()
    ));
    let text = std::fs::read_to_string(trace).unwrap();
    // A thread that ends while strace lets it go leaves a line that tells of no call.
    let calls = text.lines().filter(|line| !line.contains("???("));
    calls.map(str::to_owned).collect()
}

#[test]
fn no_command_opens_a_socket() {
    if !can_trace("that no command opens a socket") {
        return;
    }
    let shop = shop();
    for command in COMMANDS {
        let calls = traced(&shop, "network", command);
        assert!(calls.is_empty(), "{command}\n{}", calls.join("\n"));
    }
}

#[test]
fn no_dependency_and_no_line_of_ours_can_open_a_socket() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let networked =
        Regex::new(r"\b(std::net::(Tcp|Udp)|std::os::unix::net|TcpStream|UdpSocket|ToSocketAddrs)")
            .unwrap();
    for entry in walkdir::WalkDir::new(root.join("src")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let found = networked.find(&text).map(|found| found.as_str());
            assert_eq!(found, None, "{}", path.display());
        }
    }
    // Of the packages in the lock file only those that are built count.
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ])
        .current_dir(root)
        .output()
        .unwrap();
    let built = machine::succeeded(&output, "cargo tree");
    let client = Regex::new(
        r"(?m)^(tokio|mio|socket2|hyper|reqwest|ureq|curl|rustls|native-tls|kube-client|quinn|async-std|smol)\b.*",
    )
    .unwrap();
    assert!(built.contains("kic2kong v"), "{built}");
    assert_eq!(client.find(&built).map(|found| found.as_str()), None);
}

#[test]
fn only_the_file_after_o_is_written_and_no_kubeconfig_is_read() {
    if !can_trace("which files are opened") {
        return;
    }
    let shop = shop();
    shop.write("kubeconfig", "");
    let opened = Regex::new(r#"open(?:at)?\([^"]*"([^"]*)", ([A-Z_|]+)"#).unwrap();
    for command in COMMANDS {
        let target = command
            .split_once("-o ")
            .map(|(_, target)| shop.path().join(target));
        let writable = |path: &str, flags: &str| {
            let path = shop.path().join(path);
            // A file without a name is opened by its directory.
            if flags.contains("O_TMPFILE") {
                return Some(path.as_path()) == target.as_deref().and_then(Path::parent);
            }
            let beside = path.parent() == target.as_deref().and_then(Path::parent)
                && path
                    .file_name()
                    .unwrap()
                    .to_string_lossy()
                    .starts_with(".kic2kong-");
            path == Path::new("/dev/null") || (target.is_some() && beside)
        };
        for call in traced(&shop, "open,openat,creat", command) {
            let Some(open) = opened.captures(&call) else {
                continue;
            };
            let (path, flags) = (&open[1], &open[2]);
            assert!(!path.contains("kube"), "{command}: {call}");
            if flags.contains("O_WRONLY") || flags.contains("O_RDWR") || flags.contains("O_CREAT") {
                assert!(writable(path, flags), "{command}: {call}");
            }
        }
        assert!(target.is_none_or(|target| target.is_file()), "{command}");
    }
}

/// What stands beside the manifests of a directory after a run that did not end well.
fn leftovers(shop: &Shop) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(shop.path()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| {
            !["large.yaml", "kong.yaml"]
                .iter()
                .any(|known| path.ends_with(known))
        })
        .collect()
}

/// A directory with large manifests and an old rendering; and the new rendering.
fn replacing() -> (Shop, String) {
    let shop = Shop::new();
    shop.write("large.yaml", &large());
    let new = shop.script("kic2kong render -q large.yaml");
    assert!(new.len() > 100_000);
    shop.write("kong.yaml", "old\n");
    (shop, new)
}

#[test]
fn killed_at_any_step_of_the_replacement_the_old_file_or_the_new_one_stands() {
    if !can_trace("kill -9 at each step of replacing a file") {
        return;
    }
    // The steps from the temporary file to the new name, each with what must stand when the process dies there.
    for (step, when) in [
        ("write", 1),
        ("fchmod", 1),
        ("fsync", 1),
        ("linkat", 1),
        ("rename,renameat,renameat2", 1),
    ] {
        let (shop, new) = replacing();
        let script = format!(
            "strace -f -qq -o /dev/null -e trace={step} -e inject={step}:signal=KILL:when={when} kic2kong render -q large.yaml -o kong.yaml"
        );
        let output = shop.bash(&script);
        assert!(
            !output.status.success(),
            "{step}: was not killed\n{}",
            story(&output)
        );
        let found = shop.read("kong.yaml");
        assert!(
            found == "old\n" || found == new,
            "{step}: half a file of {} bytes",
            found.len()
        );
        // What is left beside it is never taken for a manifest.
        for path in leftovers(&shop) {
            assert_eq!(path.extension(), None, "{step}: {}", path.display());
        }
    }
}

#[test]
fn a_disk_that_fills_up_leaves_the_old_file_and_nothing_else() {
    let (shop, _) = replacing();
    // No file may grow beyond 8 KiB, and the signal for trying is ignored: writing fails as on a full disk.
    let output = shop.bash("trap '' XFSZ; ulimit -f 8; kic2kong render -q large.yaml -o kong.yaml");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with("error: cannot write kong.yaml"), "{said}");
    assert_eq!(shop.read("kong.yaml"), "old\n");
    assert_eq!(leftovers(&shop), Vec::<PathBuf>::new());
}

#[test]
fn a_full_device_after_o_is_a_clean_error() {
    let shop = shop();
    let output = shop.bash("kic2kong render deploy -o /dev/full");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write /dev/full"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error_for_any_command() {
    let (shop, _) = replacing();
    for command in [
        "render -q large.yaml",
        "check large.yaml",
        "diff -q large.yaml --against kong.yaml --full",
        "graph -q large.yaml",
        "test -q large.yaml --init",
    ] {
        shop.write("kong.yaml", "_format_version: '3.0'\n");
        let output = shop.bash(&format!(
            "set +e; kic2kong {command} | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}"
        ));
        assert_eq!(String::from_utf8_lossy(&output.stdout), "0\n", "{command}");
        assert!(output.stderr.is_empty(), "{command}\n{}", story(&output));
    }
}

/// The outcome of a check of one hostile file with little memory and time.
fn check_within_limits(name: &str, text: &str) -> Output {
    let shop = Shop::new();
    shop.write(name, text);
    shop.bash(&format!(
        "ulimit -v 2000000; timeout 60 kic2kong check {name}"
    ))
}

#[test]
fn manifests_that_nest_without_end_or_multiply_are_refused_with_their_place() {
    let laughs = ('b'..='k').fold(
        "  a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned(),
        |text, name| {
            let before = char::from(name as u8 - 1);
            let nine = vec![format!("*{before}"); 9].join(", ");
            format!("{text}  {name}: &{name} [{nine}]\n")
        },
    );
    let plugin = "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: a, namespace: b}\nplugin: x\nconfig:\n";
    let hostile = [
        ("open.yaml", format!("a: {}", "[".repeat(200_000))),
        ("open.json", "{\"a\":".repeat(200_000)),
        (
            "closed.yaml",
            format!(
                "{plugin}  a: {}{}\n",
                "[".repeat(50_000),
                "]".repeat(50_000)
            ),
        ),
        (
            "indented.yaml",
            (0..3000).fold(String::new(), |text, level| {
                format!("{text}{}a:\n", " ".repeat(level))
            }),
        ),
        ("laughs.yaml", format!("{plugin}{laughs}")),
    ];
    for (name, text) in hostile {
        let output = check_within_limits(name, &text);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", story(&output));
        let report = String::from_utf8_lossy(&output.stdout);
        assert!(
            report.contains("error[yaml-syntax]") && report.contains(&format!("--> {name}:")),
            "{name}: {report}"
        );
    }
}

#[test]
fn expressions_that_make_other_engines_backtrack_for_ever_do_not() {
    let name = format!("{}!", "a".repeat(50_000));
    let ingress = format!(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: slow\n  namespace: shop\n  annotations:\n    konghq.com/snis: {name}\n    konghq.com/host-aliases: {name}\n\
         spec:\n  ingressClassName: kong\n  rules: [{{http: {{paths: [{{path: '/~/(a+)+$', pathType: ImplementationSpecific, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}}}]\n"
    );
    let output = check_within_limits("slow.yaml", &ingress);
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("annotation-value-ignored"), "{report}");
}
