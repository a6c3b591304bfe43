//! To exhaust memory or the stack with a small manifest: reading, translating, checking. Memory and stack are bounded from outside; nothing
//! here looks at a clock. How the work grows with the input is measured by `benches/scaling.rs`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What a run may take: address space and main stack, in kilobytes. Worker threads reserve some hundred megabytes.
const LIMITS: &str = "ulimit -v 1500000; ulimit -s 1024";

/// How a bounded run ended.
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Run a command line in a directory where `in.yaml` holds `text`.
pub(crate) fn run(text: &str, words: &str) -> Ended {
    let directory = TempDir::new().unwrap();
    std::fs::write(directory.path().join("in.yaml"), text).unwrap();
    std::fs::write(directory.path().join("other.yaml"), &*web("/")).unwrap();
    run_in(directory.path(), words)
}

fn run_in(directory: &Path, words: &str) -> Ended {
    let output = Command::new("bash")
        .arg("-c")
        .arg(format!("{LIMITS}; exec \"$0\" {words}"))
        .arg(env!("CARGO_BIN_EXE_kic2kong"))
        .current_dir(directory)
        .env("RAYON_NUM_THREADS", "2")
        .output()
        .unwrap();
    Ended {
        status: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Every command ends by itself with a status of its own, and `check` names the problem.
fn is_refused_everywhere(text: &str, code: &str) {
    for words in [
        "check in.yaml",
        "render in.yaml",
        "diff in.yaml --against other.yaml",
        "diff other.yaml --against in.yaml --format markdown",
        "route in.yaml GET http://a.example.com/",
        "graph in.yaml --format html",
    ] {
        let ended = run(text, words);
        let status = ended.status;
        assert!(
            matches!(status, Some(0 | 1)),
            "{words}: {status:?}\n{}",
            start(&ended.stderr)
        );
        if words.starts_with("check") {
            assert!(ended.stdout.contains(code), "{}", start(&ended.stdout));
        }
    }
}

fn start(text: &str) -> String {
    text.chars().take(2_000).collect()
}

/// A Service and an Ingress for a path of `a.example.com`.
fn web(path: &str) -> String {
    web_of(&[path.to_owned()])
}

/// The same for several paths.
fn web_of(paths: &[String]) -> String {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| format!("{{path: '{path}', pathType: ImplementationSpecific, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}"))
        .collect();
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{ports: [{{port: 80}}]}}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: web}}\nspec: {{ingressClassName: kong, rules: [{{host: a.example.com, http: {{paths: [{}]}}}}]}}\n",
        paths.join(", ")
    )
}

const PLUGIN: &str = "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata: {name: g, labels: {global: \"true\"}, annotations: {kubernetes.io/ingress.class: kong}}\nplugin: rate-limiting\n";

/// A global plugin with patches at these paths, each of which adds the value of the Secret `s`.
fn patched(paths: &[String], value: &str) -> String {
    let patches: Vec<String> = paths
        .iter()
        .map(|path| format!("{{path: '{path}', valueFrom: {{secretKeyRef: {{name: s, namespace: default, key: k}}}}}}"))
        .collect();
    format!(
        "{PLUGIN}config: {{minute: 5}}\nconfigPatches: [{}]\n---\napiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: default}}\nstringData: {{k: '{value}'}}\n",
        patches.join(", ")
    )
}

#[test]
fn a_patch_cannot_nest_a_configuration_without_end() {
    for steps in [1_000, 50_000, 200_000] {
        let text = patched(&["/a".repeat(steps)], "1");
        is_refused_everywhere(&text, "plugin-patch-too-large");
    }
}

#[test]
fn patches_below_each_other_do_not_add_up_to_more() {
    let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    let paths: Vec<String> = (0..60).map(|i| "/0".repeat(120 * i + 1)).collect();
    is_refused_everywhere(&patched(&paths, &deep), "plugin-patch-too-large");
}

#[test]
fn patches_cannot_fill_lists_with_nulls_without_end() {
    let one = ["/a".to_owned() + &"/100000".repeat(400)];
    is_refused_everywhere(&patched(&one, "1"), "plugin-patch-too-large");
    let in_one_plugin: Vec<String> = (0..200).map(|i| format!("/a{i}/900")).collect();
    is_refused_everywhere(&patched(&in_one_plugin, "1"), "plugin-patch-too-large");
    let mut in_many = String::new();
    for i in 0..200 {
        let plugin =
            patched(&["/a/900".to_owned()], "1").replace("name: g,", &format!("name: g{i},"));
        let _ = writeln!(
            in_many,
            "{}---",
            plugin.replace("rate-limiting", &format!("p{i}"))
        );
    }
    is_refused_everywhere(&in_many, "plugin-patch-too-large");
}

#[test]
fn a_large_value_cannot_be_patched_in_again_and_again() {
    let paths: Vec<String> = (0..2_000).map(|i| format!("/k{i}")).collect();
    let value = format!("\"{}\"", "x".repeat(500_000));
    is_refused_everywhere(&patched(&paths, &value), "plugin-patch-too-large");
}

#[test]
fn ordinary_patches_are_applied() {
    let paths = ["/limits/-", "/redis/host", "/headers/3/name", "/minute"].map(str::to_owned);
    let ended = run(&patched(&paths, "1"), "render in.yaml --fail-on never");
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    assert!(ended.stdout.contains("host: 1"), "{}", ended.stdout);
    assert!(!ended.stderr.contains("plugin-patch"), "{}", ended.stderr);
}

#[test]
fn what_is_nested_as_deep_as_may_be_is_walked_with_a_small_stack() {
    for (open, close) in [("{a: ", "}"), ("[", "]"), ("{\"a\": [", "]}")] {
        let levels = if open.len() > 5 { 60 } else { 120 };
        let nested = format!("{}1{}", open.repeat(levels), close.repeat(levels));
        for text in [
            format!("{PLUGIN}config: {{a: {nested}}}\n---\n{}", web("/")),
            format!("{PLUGIN}config: {{a: {}}}\n", open.repeat(400)),
            format!(
                "{PLUGIN}configFrom: {{secretKeyRef: {{name: s, namespace: default, key: k}}}}\n---\napiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{k: 'a: {nested}'}}\n"
            ),
        ] {
            is_refused_everywhere(&text, "");
        }
    }
}

#[test]
fn aliases_bring_no_more_than_in_proportion_to_what_is_read() {
    let texts = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: p}}\nx: &a '{}'\ny: [{}]\n---\n",
        "x".repeat(64_000),
        "*a,".repeat(1_000)
    );
    let nodes = |i: usize| {
        format!(
            "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {{name: p{i}}}\nplugin: x\nconfig:\n  x: &a [{}]\n  y: &b [{}]\n  z: [{}]\n  w: [{}]\n---\n",
            "x,".repeat(100),
            "*a,".repeat(35),
            "*b,".repeat(100),
            "x,".repeat(3_800)
        )
    };
    let anchors = |i: usize| {
        let open: String = (0..100).map(|depth| format!("&a{depth} [")).collect();
        format!(
            "{PLUGIN}config:\n  x{i}: {open}{}{}\n  y: *a99\n---\n",
            "x".repeat(1_000_000),
            "]".repeat(100)
        )
    };
    for text in [
        texts.repeat(40),
        (0..150).map(nodes).collect(),
        (0..5).map(anchors).collect(),
    ] {
        is_refused_everywhere(&text, "ten times what is read");
    }
}

#[test]
fn aliases_that_repeat_in_a_secret_are_bounded_too() {
    let bomb = format!(
        "x: &a [{}]\\ny: &b [{}]\\nz: [{}]\\nw: [{}]\\n",
        "x,".repeat(100),
        "*a,".repeat(35),
        "*b,".repeat(100),
        "x,".repeat(3_800)
    );
    let mut text = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{k: \"{bomb}\"}}\n"
    );
    for i in 0..100 {
        let _ = write!(
            text,
            "---\n{}configFrom: {{secretKeyRef: {{name: s, namespace: default, key: k}}}}\n",
            PLUGIN
                .replace("name: g,", &format!("name: g{i},"))
                .replace("rate-limiting", &format!("p{i}"))
        );
    }
    is_refused_everywhere(&text, "plugin-config-not-readable");
}

#[test]
fn anchors_as_people_use_them_are_never_refused() {
    let mut text = format!("{PLUGIN}config:\n  base: &base {{policy: local, limits: [1, 2, 3]}}\n");
    for i in 0..2_000 {
        let _ = writeln!(text, "  service{i}: {{<<: *base, minute: {i}}}");
    }
    let ended = run(&text, "render in.yaml --fail-on never");
    assert_eq!(ended.status, Some(0), "{}", start(&ended.stderr));
    assert!(ended.stdout.contains("service1999"));
    assert!(!ended.stderr.contains("yaml-syntax"));
}

#[test]
fn regular_expressions_that_compile_large_are_not_compiled_without_end() {
    let paths: Vec<String> = (0..400)
        .map(|i| format!("/~/x{i}[a-z\\w]{{120}}"))
        .collect();
    let text = web_of(&paths);
    for words in [
        "check in.yaml",
        "render in.yaml",
        "diff in.yaml --against other.yaml",
        "route in.yaml GET http://a.example.com/x1",
        "check in.yaml --router-flavor expressions",
    ] {
        let ended = run(&text, words);
        assert!(
            matches!(ended.status, Some(0 | 1)),
            "{words}: {:?}\n{}",
            ended.status,
            start(&ended.stderr)
        );
    }
}

#[test]
fn what_the_controller_multiplies_is_complete_or_not_made_at_all() {
    let mut text = "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: p}\nplugin: key-auth\n".to_owned();
    for i in 0..1_500 {
        let _ = write!(
            text,
            "---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: c{i}, annotations: {{kubernetes.io/ingress.class: kong, konghq.com/plugins: p}}}}\nusername: c{i}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i{i}, annotations: {{konghq.com/plugins: p}}}}\nspec: {{ingressClassName: kong, rules: [{{host: h{i}.example.com, http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}}}]}}\n"
        );
    }
    is_refused_everywhere(&text, "configuration-too-large");
    let ended = run(&text, "render in.yaml --fail-on never");
    assert_eq!(ended.status, Some(1));
    assert_eq!(ended.stdout, "");
    assert!(
        ended.stderr.contains("2250000 times"),
        "{}",
        start(&ended.stderr)
    );
}

#[test]
fn lists_in_annotations_times_routes_are_bounded() {
    let paths: Vec<String> = (0..3_000).map(|i| format!("/p{i}")).collect();
    let tags: Vec<String> = (0..30_000).map(|i| i.to_string()).collect();
    let annotations = format!(
        "{{name: web, annotations: {{konghq.com/tags: '{}'}}}}",
        tags.join(",")
    );
    let text = web_of(&paths);
    let (service, ingress) = text.split_once("---\n").unwrap();
    let ingress = ingress.replace(
        "{name: web}\nspec: {ingressClassName",
        &format!("{annotations}\nspec: {{ingressClassName"),
    );
    assert!(ingress.contains("konghq.com/tags"));
    is_refused_everywhere(
        &format!("{service}---\n{ingress}"),
        "configuration-too-large",
    );
}

#[test]
fn endpoints_times_rules_are_bounded() {
    let endpoints: Vec<String> = (0..20_000)
        .map(|i| format!("{{addresses: [10.0.{}.{}]}}", i / 250, i % 250))
        .collect();
    let mut text = format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{ports: [{{port: 80}}]}}\n---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: e, labels: {{kubernetes.io/service-name: web}}}}\naddressType: IPv4\nports: [{{port: 80, name: ''}}]\nendpoints: [{}]\n",
        endpoints.join(", ")
    );
    for i in 0..100 {
        let _ = write!(
            text,
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r{i}}}\nspec: {{parentRefs: [{{name: kong}}], hostnames: [h{i}.example.com], rules: [{{backendRefs: [{{name: web, port: 80}}]}}]}}\n"
        );
    }
    is_refused_everywhere(&text, "configuration-too-large");
}
