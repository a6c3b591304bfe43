//! `graph`: nothing from a manifest can leave its place in a picture, and the page works in a real browser.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod machine;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use machine::{Shop, program, say, story, succeeded};
use regex::Regex;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;

/// What a hostile author puts where free text is allowed; `EVIL` is an address of theirs.
const HOSTILE: &str = r#"/"]}};x --> y<img src=http://EVIL/a onerror=alert(1)></script><script>document.title="taken"</script>\N`"#;

/// One Ingress with a hostile path and plugin type, and an HTTPRoute that reaches no gateway.
fn hostile(address: &str) -> String {
    let text = serde_json::to_string(&HOSTILE.replace("EVIL", address)).unwrap();
    format!(
        r#"
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: shop, namespace: shop, annotations: {{konghq.com/plugins: odd}}}}
spec:
  ingressClassName: kong
  rules:
  - http: {{paths: [{{path: {text}, pathType: ImplementationSpecific, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {{name: odd, namespace: shop}}
plugin: {text}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: lost, namespace: shop}}
spec:
  parentRefs: [{{group: "", kind: Service, name: mesh}}]
  rules: [{{backendRefs: [{{name: web, port: 80}}]}}]
"#
    )
}

/// An Ingress of so many routes, each with a Service of its own.
fn many(routes: usize) -> String {
    let mut text = "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: big, namespace: shop}
spec:
  ingressClassName: kong
  rules:
  - host: shop.example.com
    http:
      paths:
"
    .to_owned();
    for number in 0..routes {
        let _ = writeln!(
            text,
            "      - {{path: /part-{number}, pathType: Prefix, backend: {{service: {{name: part-{number}, port: {{number: 80}}}}}}}}"
        );
    }
    for number in 0..routes {
        let _ = write!(
            text,
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: part-{number}, namespace: shop}}\nspec: {{ports: [{{port: 80}}]}}\n"
        );
    }
    text
}

fn shop(manifests: &str) -> Shop {
    let shop = Shop::new();
    shop.write("shop.yaml", manifests);
    shop
}

#[test]
fn the_page_loads_nothing_and_forbids_loading() {
    let page = shop("").script("kic2kong graph shop.yaml --format html");
    let policy = Regex::new(
        r#"content="default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; script-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'""#,
    )
    .unwrap();
    assert!(policy.is_match(&page), "{page}");
    let loads = Regex::new(
        r"https?://|<(link|img|iframe|object|embed)|\bsrc=|@import|url\(|fetch\(|XMLHttpRequest|WebSocket|import\(|sendBeacon|localStorage",
    )
    .unwrap();
    assert_eq!(loads.find(&page).map(|found| found.as_str()), None);
    assert!(!page.contains("innerHTML") && !page.contains("eval("));
}

#[test]
fn a_manifest_cannot_leave_the_data_of_the_page() {
    let page = shop(&hostile("evil.example")).script("kic2kong graph shop.yaml --format html");
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</script").count(), 2);
    assert!(!page.contains("<img"));
    let nodes = nodes(&page);
    let route = nodes.iter().find(|node| node["kind"] == "route").unwrap();
    assert_eq!(route["plugins"][0], HOSTILE.replace("EVIL", "evil.example"));
    assert_eq!(route["href"], "shop.yaml#L8");
}

/// The boxes of a page.
fn nodes(page: &str) -> Vec<serde_json::Value> {
    let data = page
        .lines()
        .find_map(|line| {
            line.split_once(" id=\"graph\">")?
                .1
                .strip_suffix("</script>")
        })
        .unwrap();
    let graph: serde_json::Value = serde_json::from_str(data).unwrap();
    let mut nodes = graph["nodes"].as_array().unwrap().clone();
    for node in &mut nodes {
        // Boxes name lists, and lists name problems.
        let named = |list: &serde_json::Value| {
            let list = graph["lists"][numbered(list)].as_array().unwrap();
            list.iter()
                .map(|problem| graph["problems"][numbered(problem)].clone())
                .collect::<serde_json::Value>()
        };
        let lists = node["problems"].as_array().unwrap();
        node["problems"] = lists.iter().map(named).collect();
    }
    nodes
}

fn numbered(value: &serde_json::Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn a_problem_of_one_path_is_shown_at_its_route_only() {
    let one_missing = many(3).replace("metadata: {name: part-1,", "metadata: {name: other,");
    let page = shop(&one_missing).script("kic2kong graph shop.yaml --format html");
    let with_error: Vec<String> = nodes(&page)
        .iter()
        .filter(|node| node["problems"].to_string().contains("error"))
        .map(|node| format!("{} {}", node["kind"], node["label"]))
        .collect();
    assert_eq!(
        with_error,
        ["\"route\" \"shop.big.part-1.shop.example.com.80\""]
    );
}

#[test]
fn every_line_of_a_mermaid_chart_is_a_box_an_arrow_or_a_class() {
    let chart = shop(&hostile("evil.example")).script("kic2kong graph shop.yaml");
    let line = Regex::new(concat!(
        r#"^(flowchart LR|  n\d+ --> n\d+|  classDef [a-z]+ [a-z#:,0-9-]+|"#,
        r#"  n\d+(\[\[|\(\[|\[|\{\{)"([A-Za-z0-9 ./_:,-]|#[0-9]+;|</?b>|<br>)*"(\]\]|\]\)|\]|\}\})(:::[a-z]+)?)$"#
    ))
    .unwrap();
    for text in chart.lines() {
        assert!(line.is_match(text), "{text}");
    }
    assert!(chart.contains("HTTPRoute shop/lost") && chart.contains(":::error"));
}

#[test]
fn a_mermaid_chart_that_no_site_draws_is_announced() {
    let shop = shop(&many(300));
    let output = shop.bash("kic2kong graph shop.yaml");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success());
    assert!(
        said.contains("arrows") && said.contains("--select"),
        "{said}"
    );
    let chosen = shop.bash("kic2kong graph shop.yaml --select /part-7/");
    assert!(!String::from_utf8_lossy(&chosen.stderr).contains("arrows"));
}

#[test]
fn every_line_of_a_dot_graph_is_a_box_or_an_arrow() {
    let graph = shop(&hostile("evil.example")).script("kic2kong graph shop.yaml --format dot");
    let text = r#""(?:[^"\\]|\\.)*""#;
    let line = Regex::new(&format!(
        r##"^(digraph kong \{{|  rankdir=LR;|  node \[.*\];|\}}|  n\d+ -> n\d+;|  n\d+ \[shape=[a-z]+, label={text}, tooltip={text}(, color="#[0-9a-f]+", penwidth=\d)?\];)$"##
    ))
    .unwrap();
    for text in graph.lines() {
        assert!(line.is_match(text), "{text}");
    }
}

#[test]
fn graphviz_draws_hostile_names_as_text() {
    if machine::program_or_say("dot", "that Graphviz draws the DOT graph").is_none() {
        return;
    }
    let shop = shop(&hostile("evil.example"));
    let svg = shop.script("kic2kong graph shop.yaml --format dot | dot -Tsvg");
    assert!(svg.contains("&lt;img src=http://evil.example/a"), "{svg}");
    assert!(!svg.contains("<img") && !svg.contains("<script"));
    assert!(svg.contains(r"\N`"), "an escape of Graphviz was expanded");
}

/// A browser, or a line that says that there is none.
fn chromium(untested: &str) -> Option<PathBuf> {
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| program(name));
    if found.is_none() {
        say(&format!(
            "no Chromium on this machine, not tested: {untested}"
        ));
    }
    found
}

/// The page's document after a script of the reader's hands has run in a browser. The page runs its own script only, so that one
/// is allowed beside it.
fn browse(browser: &PathBuf, shop: &Shop, script: &str) -> String {
    let page = shop.script("kic2kong graph shop.yaml --format html");
    let hand = format!(
        "script-src 'sha256-{}' ",
        STANDARD.encode(Sha256::digest(script))
    );
    let page = page
        .replacen("script-src ", &hand, 1)
        .replace("</body>", &format!("<script>{script}</script></body>"));
    shop.write("page.html", &page);
    let output = shop
        .command(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--dump-dom",
        ])
        .arg(format!(
            "--user-data-dir={}",
            shop.path().join("profile").display()
        ))
        .arg(format!(
            "file://{}",
            shop.path().join("page.html").display()
        ))
        .output()
        .unwrap();
    let document = succeeded(&output, "chromium");
    assert!(document.contains("id=\"groups\""), "{}", story(&output));
    document
}

/// The text of the first element with such a start tag.
fn text_of<'a>(document: &'a str, tag: &str) -> &'a str {
    let start = document
        .find(tag)
        .unwrap_or_else(|| panic!("no {tag} in {document}"));
    let inside = &document[start..];
    let inside = &inside[inside.find('>').unwrap() + 1..];
    &inside[..inside.find('<').unwrap()]
}

#[test]
fn in_a_browser_hostile_names_are_text_and_nothing_is_asked_of_the_network() {
    let Some(browser) = chromium("the page with hostile names") else {
        return;
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let shop = shop(&hostile(&listener.local_addr().unwrap().to_string()));
    let document = browse(
        &browser,
        &shop,
        "document.querySelector('[data-kind=route]').click()",
    );
    assert_eq!(text_of(&document, "<title"), "kic2kong: routes");
    assert!(text_of(&document, "<span class=\"badge\"").contains("&lt;img src=http"));
    assert!(!document.contains("<img"));
    assert!(listener.accept().is_err(), "the page asked for something");
}

#[test]
fn in_a_browser_a_click_shows_the_manifest_line_and_problems_are_red() {
    let Some(browser) = chromium("clicks on the page") else {
        return;
    };
    let shop = shop(&hostile("evil.example"));
    let click = "const lost = [...document.querySelectorAll('.box.error')].find(box => box.textContent.includes('lost'));
        lost.click();
        document.title = getComputedStyle(lost).borderTopColor;";
    let document = browse(&browser, &shop, click);
    assert_eq!(text_of(&document, "class=\"place\""), "shop.yaml:15:1");
    assert!(document.contains("href=\"shop.yaml#L15\""));
    assert!(document.contains("error[parent-kind-unsupported]"));
    assert_eq!(text_of(&document, "<title"), "rgb(198, 40, 40)");
}

#[test]
fn in_a_browser_a_search_leaves_the_routes_of_a_path() {
    let Some(browser) = chromium("search on the page") else {
        return;
    };
    let rows = Regex::new(r#"<div class="group"( hidden="")?>"#).unwrap();
    for routes in [5, 500] {
        let shop = shop(&many(routes));
        let all = browse(&browser, &shop, "");
        assert_eq!(
            text_of(&all, "id=\"count\""),
            format!("{routes} of {routes} routes")
        );
        assert_eq!(all.contains("<body class=\"compact\">"), routes > 40);
        let type_it = "const search = document.getElementById('search');
            search.value = 'shop.example.com /part-4/';
            search.dispatchEvent(new Event('input'));";
        let found = browse(&browser, &shop, type_it);
        assert_eq!(
            text_of(&found, "id=\"count\""),
            format!("1 of {routes} routes")
        );
        let shown = rows
            .captures_iter(&found)
            .filter(|row| row.get(1).is_none());
        assert_eq!(shown.count(), 1);
    }
}
