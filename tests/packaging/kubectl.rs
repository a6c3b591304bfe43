//! The plugin, through the real kubectl where there is one.

use super::machine::{Shop, program_or_say, succeeded};
use std::path::Path;

/// A shop with the plugin installed, unless the machine has no kubectl.
fn installed(untested: &str) -> Option<Shop> {
    program_or_say("kubectl", untested)?;
    let shop = Shop::new();
    let completion = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    shop.link("kubectl-kic2kong", &shop.bin.path().join("kic2kong"));
    shop.link(
        "kubectl_complete-kic2kong",
        &completion.join("kubectl_complete-kic2kong"),
    );
    shop.copy("examples/shop", "deploy");
    Some(shop)
}

#[test]
fn kubectl_lists_the_plugin_without_a_warning() {
    let Some(shop) = installed("kubectl plugin list") else {
        return;
    };
    let output = shop
        .command("kubectl")
        .args(["plugin", "list"])
        .output()
        .unwrap();
    let list = succeeded(&output, "kubectl plugin list");
    let ours = shop.bin.path().join("kubectl-kic2kong");
    assert!(list.contains(ours.to_str().unwrap()), "{list}");
    let warnings = String::from_utf8_lossy(&output.stderr);
    assert!(!warnings.contains("kic2kong"), "{warnings}");
}

#[test]
fn kubectl_renders_manifests_from_standard_input_like_the_program_itself() {
    let Some(shop) = installed("kubectl kic2kong render -f -") else {
        return;
    };
    let documents = "for file in deploy/*; do echo ---; cat $file; done";
    let piped = shop.script(&format!("{documents} | kubectl kic2kong render -f -"));
    assert!(piped.contains("name: shop.shop.orders.shop.example.com.8080"));
    assert_eq!(piped, shop.script("kic2kong render deploy"));
}

#[test]
fn kubectl_hands_on_the_exit_status_and_the_problems() {
    let Some(shop) = installed("kubectl kic2kong check with a problem") else {
        return;
    };
    std::fs::remove_file(shop.path().join("deploy/services.yaml")).unwrap();
    let output = shop.bash("kubectl kic2kong check -f deploy");
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(
        report.contains("backend-service-not-found") && report.contains("deploy/shop.yaml:"),
        "{report}"
    );
}

#[test]
fn the_help_says_kubectl_kic2kong() {
    let Some(shop) = installed("kubectl kic2kong --help") else {
        return;
    };
    let help = shop.script("kubectl kic2kong render --help");
    assert!(help.contains("Usage: kubectl kic2kong render"), "{help}");
}

#[test]
fn kubectl_completes_commands_flags_and_values_of_the_plugin() {
    let Some(shop) = installed("kubectl completion for the plugin") else {
        return;
    };
    let complete = |words: &str| shop.script(&format!("kubectl __complete kic2kong {words}"));
    let commands = complete("re");
    assert!(commands.starts_with("render\n"), "{commands}");
    let flags = complete("render --router-f");
    assert!(flags.starts_with("--router-flavor\n"), "{flags}");
    let values = complete("render --router-flavor exp");
    assert!(values.starts_with("expressions\n"), "{values}");
}
