//! The archive of a release, the krew manifest, the container image, and the crate.

use super::machine::{Shop, succeeded};
use super::{text, yaml};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_krew_manifest_has_what_krew_requires() {
    let manifest = yaml("packaging/krew/kic2kong.yaml");
    assert_eq!(
        text(&manifest, &["apiVersion"]),
        "krew.googlecontainertools.github.com/v1alpha2"
    );
    assert_eq!(text(&manifest, &["kind"]), "Plugin");
    assert_eq!(text(&manifest, &["metadata", "name"]), "kic2kong");
    let spec = &manifest["spec"];
    assert_eq!(text(spec, &["version"]), format!("v{VERSION}"));
    // The rules of the krew index for this line.
    let short = text(spec, &["shortDescription"]);
    assert!(short.len() <= 50 && !short.ends_with('.'), "{short}");
    for key in ["description", "homepage", "caveats"] {
        assert!(!text(spec, &[key]).is_empty());
    }
    for platform in spec["platforms"].as_sequence().unwrap() {
        let uri = text(platform, &["uri"]);
        assert!(
            uri.starts_with("https://") && uri.contains(&format!("/v{VERSION}/")),
            "{uri}"
        );
        assert_eq!(text(platform, &["sha256"]).len(), 64);
        let bin = text(platform, &["bin"]);
        let mut files = platform["files"].as_sequence().unwrap().iter();
        assert!(
            files.any(|file| text(file, &["to"]) == bin),
            "no file becomes {bin}"
        );
    }
}

#[test]
fn the_archive_of_a_release_installs_through_its_krew_manifest() {
    let shop = Shop::new();
    let release = root().join("packaging/release.sh");
    let made = shop.script(&format!(
        "'{}' dist '{}'",
        release.display(),
        env!("CARGO_BIN_EXE_kic2kong")
    ));
    let archive = format!("kic2kong-v{VERSION}-linux-amd64.tar.gz");
    assert!(made.starts_with(&format!("dist/{archive} ")), "{made}");

    let manifest: serde_yaml::Value =
        serde_yaml::from_str(&shop.read("dist/kic2kong.yaml")).unwrap();
    let platform = &manifest["spec"]["platforms"][0];
    assert!(text(platform, &["uri"]).ends_with(&archive));
    let sum = shop.script(&format!("sha256sum dist/{archive}"));
    assert!(sum.starts_with(text(platform, &["sha256"])), "{sum}");

    shop.script(&format!(
        "mkdir unpacked installed && tar -xzf dist/{archive} -C unpacked"
    ));
    let mut packed: BTreeSet<String> = std::fs::read_dir(shop.path().join("unpacked"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for file in platform["files"].as_sequence().unwrap() {
        let from = text(file, &["from"]);
        assert!(packed.remove(from), "{from} is not in the archive");
        let to = match text(file, &["to"]) {
            "." => from,
            name => name,
        };
        shop.script(&format!("cp unpacked/{from} installed/{to}"));
    }
    assert!(packed.is_empty(), "not installed: {packed:?}");
    let version = shop.script(&format!("installed/{} --version", text(platform, &["bin"])));
    let first = version.lines().next().unwrap_or_default();
    assert!(first.ends_with(VERSION), "{version}");
    let completed = shop.script("PATH=\"$PWD/installed:$PATH\" kubectl_complete-kic2kong rend");
    assert_eq!(completed, "render\n:4\n");
}

#[test]
fn the_image_is_a_static_binary_on_nothing_and_builds_from_committed_files() {
    let recipe = include_str!("../../Containerfile");
    let stages: Vec<&str> = recipe
        .lines()
        .filter(|line| line.starts_with("FROM "))
        .collect();
    assert_eq!(stages.last(), Some(&"FROM scratch"));
    // Binaries for musl, which is what Alpine has, are static.
    assert!(stages[0].contains("-alpine"), "{}", stages[0]);
    let rust = toolchain();
    assert!(
        stages[0].contains(&format!("rust:{rust}-")),
        "{} is not {rust}",
        stages[0]
    );
    for line in recipe
        .lines()
        .filter(|line| line.starts_with("COPY ") && !line.contains("--from"))
    {
        let source = line.split(' ').nth(1).unwrap();
        assert!(root().join(source).exists(), "{source}");
    }
    assert!(recipe.contains("USER 65534:65534"));
}

/// The version of Rust in `rust-toolchain.toml`.
fn toolchain() -> String {
    let text = include_str!("../../rust-toolchain.toml");
    text.split('"').nth(1).unwrap().to_owned()
}

#[test]
fn the_changelog_and_every_pinned_version_in_the_docs_are_of_this_version() {
    let changelog = include_str!("../../CHANGELOG.md");
    assert!(changelog.contains("## Unreleased") || changelog.contains(&format!("## {VERSION}")));
    let pinned = regex::Regex::new(r"kic2kong/kic2kong@v([0-9.]+)").unwrap();
    for page in ["docs/tutorial.md", "README.md"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        for version in pinned.captures_iter(&text) {
            assert_eq!(&version[1], VERSION, "{page}");
        }
    }
}

#[test]
fn every_dependency_has_a_licence_that_deny_toml_allows() {
    let deny = include_str!("../../deny.toml");
    let allow = deny.split("allow = [").nth(1).unwrap();
    let allowed: BTreeSet<&str> = allow.split(']').next().unwrap().split('"').collect();
    // Of other platforms' packages a machine may have no copy.
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .args(["--filter-platform", &platform])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value =
        serde_json::from_str(&succeeded(&output, "cargo metadata")).unwrap();
    for package in metadata["packages"].as_array().unwrap() {
        let license = package["license"].as_str().unwrap_or("none");
        // `A/B` is the old way to write `A OR B`.
        let plain = license.replace(['(', ')'], "").replace('/', " OR ");
        let is_allowed = plain.split(" AND ").all(|all| {
            let mut any = all.split(" OR ");
            any.any(|name| allowed.contains(name.trim()))
        });
        assert!(is_allowed, "{}: {license}", package["name"]);
    }
}
