//! `--exclude`.

use super::{WEB, common::Kic2kong, problems};

const BROKEN: &str = "kind: [\n";

fn repository() -> Kic2kong {
    Kic2kong::new()
        .file("deploy/web.yaml", WEB)
        .file("deploy/charts/shop/templates/a.yaml", BROKEN)
        .file("deploy/values-prod.yaml", BROKEN)
}

#[test]
fn what_is_excluded_is_not_read_from_a_directory_a_path_or_the_settings() {
    let broken = repository().args("check --quiet deploy").run();
    assert_eq!(broken.status, 1);
    for arguments in [
        "check --quiet deploy --exclude charts --exclude values*.yaml",
        "check --quiet deploy --exclude **/charts/** --exclude /values-prod.yaml",
        "check --quiet deploy --exclude deploy/charts --exclude deploy/values-*",
        "check --quiet ./deploy --exclude ./deploy/charts --exclude values-prod.yaml",
        "check --quiet deploy/web.yaml deploy/values-prod.yaml --exclude values-prod.yaml",
        "route deploy GET http://a/ --exclude charts/ --exclude values*",
    ] {
        repository().args(arguments).run().exits(0);
    }
    repository()
        .file(".kic2kong.yaml", "exclude: [charts, 'values*.yaml']\n")
        .args("check --quiet deploy")
        .run()
        .exits(0);
    repository()
        .env("KIC2KONG_EXCLUDE", "{charts,values*.yaml}")
        .args("check --quiet deploy")
        .run()
        .exits(0);
}

#[test]
fn who_excludes_everything_has_no_manifests() {
    for arguments in [
        "check --quiet --format json deploy --exclude *",
        "check --quiet --format json deploy/web.yaml --exclude deploy",
    ] {
        let outcome = repository().args(arguments).run().exits(1);
        assert_eq!(problems(&outcome), ["error no-manifests"]);
    }
}

#[test]
fn a_pattern_that_is_none_is_wrong_usage() {
    for pattern in ["a[", "!a"] {
        repository()
            .args("check deploy --exclude")
            .arg(pattern)
            .run()
            .exits(1)
            .says("--exclude");
    }
}
