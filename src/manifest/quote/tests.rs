use super::*;
use crate::manifest::document::Documents;
use crate::manifest::source::Source;

fn source(text: &str) -> Source {
    Source {
        path: "x.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    }
}

/// Every line of the first document, with `|` before the field at the column.
fn lines(text: &str, column: u32) -> Vec<String> {
    let source = source(text);
    let root = Documents::of(&source).parse(0).unwrap();
    let lines = Lines::of(&source).unwrap();
    let pieces = Pieces::of(&root, &lines);
    (1..=u32::try_from(text.lines().count()).unwrap())
        .map(|line| {
            let quote = pieces.quote(Mark { line, column }, &lines).unwrap();
            format!("{}|{}{}", quote.before, quote.marked, quote.behind)
        })
        .collect()
}

const PLUGIN: &str = "\
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: rl}  # made by hand
plugin: rate-limiting
config:
  minute: 5
  policy: \"redis\"  # S3CRET
  redis: {host: S3CRET, port: 6379, password: S3CRET, bogus: [S3CRET, 1]}
  hour: S3CRET
  text: |
    S3CRET: x
";

#[test]
fn keys_and_harmless_values_are_shown_and_nothing_else() {
    let lines = lines(PLUGIN, 1);
    assert_eq!(lines[2], "|metadata: {name: rl}");
    assert_eq!(lines[3], "|plugin: rate-limiting");
    assert_eq!(lines[5], "|  minute: 5");
    assert_eq!(lines[6], "|  policy: \"redis\"");
    assert_eq!(
        lines[7],
        "|  redis: {host: …, port: 6379, password: …, bogus: […, …"
    );
    assert_eq!(lines[8], "|  hour: …");
    assert_eq!(lines[9], "|  text: …");
    assert!(!lines.concat().contains("S3CRET"), "{lines:?}");
}

#[test]
fn the_mark_stands_before_its_field() {
    assert_eq!(lines(PLUGIN, 11)[5], "  minute: |5");
    assert_eq!(
        lines(PLUGIN, 11)[7],
        "  redis: {|host: …, port: 6379, password: …, bogus: […, …"
    );
}

#[test]
fn what_the_tree_does_not_tell_is_masked() {
    let text = "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: &a web
  labels: {x: S3CRET, x: *a}
  annotations: {S3CRET: S3CRET, konghq.com/path: /x, konghq.com/headers.a: S3CRET}
spec: {bogus: S3CRET, ingressClassName: !!str kong}
";
    let lines = lines(text, 1);
    assert_eq!(lines[3], "|  name: …");
    assert_eq!(lines[4], "|  labels: {…, x: …");
    assert_eq!(lines[6], "|spec: {bogus: …, ingressClassName: …");
    assert!(
        !lines.concat().replace("S3CRET: …", "").contains("S3CRET"),
        "{lines:?}"
    );
}

#[test]
fn nothing_of_a_secret_is_shown_even_on_a_line_that_it_shares() {
    let text = r#"{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}},{"apiVersion":"v1","kind":"Secret","metadata":{"name":"S3CRET"},"stringData":{"S3CRET":"S3CRET"}}]}"#;
    let line = &lines(text, 1)[0];
    assert!(
        line.contains(r#""kind":"Service","metadata":{"name":"a"}"#),
        "{line}"
    );
    assert!(
        !line.contains("S3CRET") && !line.contains("stringData"),
        "{line}"
    );
}

#[test]
fn long_lines_are_shown_in_part() {
    let items = "{\"name\": \"x\"},".repeat(200);
    let text = format!("{{\"kind\": \"Ingress\", \"spec\": [{items}0]}}");
    let line = &lines(&text, 1000)[0];
    assert!(line.chars().count() < 600, "{line}");
}

#[test]
fn a_long_value_is_cut() {
    let text = format!(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: {}}}\n",
        "n".repeat(2_000)
    );
    let line = lines(&text, 18).pop().unwrap();
    assert_eq!(line, format!("metadata: {{name: |{}…", "n".repeat(300)));
}

#[test]
fn a_text_without_object_shows_known_keys_alone() {
    let of = |text: &str| {
        let source = source(text);
        let lines = Lines::of(&source).unwrap();
        bare(Mark { line: 1, column: 3 }, &lines).map(|it| it.before + &it.marked)
    };
    assert_eq!(of("  - host: S3CRET"), Some("  - host: …".to_owned()));
    for text in ["S3CRET", "S3CRET: host: x", "\t x: y", ""] {
        assert_eq!(of(text), None, "{text}");
    }
}

/// What is marked at a column of the last line.
fn marked(line: &str, column: u32) -> String {
    let text = format!("apiVersion: networking.k8s.io/v1\nkind: Ingress\n{line}\n");
    let source = source(&text);
    let root = Documents::of(&source).parse(0).unwrap();
    let lines = Lines::of(&source).unwrap();
    let mark = Mark { line: 3, column };
    Pieces::of(&root, &lines)
        .quote(mark, &lines)
        .unwrap()
        .marked
}

#[test]
fn a_mark_ends_where_its_field_ends() {
    let metadata = "metadata: {name: \"web\", namespace: 'shop', labels: {a: b}}  # a comment";
    for (column, field) in [
        (
            1,
            "metadata: {name: \"web\", namespace: 'shop', labels: {a: b}}",
        ),
        (11, "{name: \"web\", namespace: 'shop', labels: {a: b}}"),
        (18, "\"web\""),
        (36, "'shop'"),
        (44, "labels: {a: b}"),
        (56, "b"),
    ] {
        assert_eq!(marked(metadata, column), field, "{column}");
    }
    assert_eq!(marked("spec: {bogus: S3CRET}", 15), "…");
    let brackets = "metadata: {namespace: 'a}b', name: x}";
    assert_eq!(marked(brackets, 11), brackets[10..], "a bracket in quotes");
    assert_eq!(marked(brackets, 36), "x");
    assert_eq!(marked("spec:  # below\n  rules: []", 1), "spec:");
    assert_eq!(marked("spec: ~  # nothing", 1), "spec: ~");
    assert_eq!(marked("metadata:\n  name: x", 1), "metadata:");
}

#[test]
fn of_a_map_of_several_lines_the_first_one_is_marked() {
    let text = "kind: Ingress\nspec:\n  rules:\n  - host: x  # a comment\n    http: {}\n";
    let source = source(text);
    let root = Documents::of(&source).parse(0).unwrap();
    let lines = Lines::of(&source).unwrap();
    let pieces = Pieces::of(&root, &lines);
    let quote = pieces.quote(Mark { line: 4, column: 5 }, &lines).unwrap();
    assert!(quote.marked.starts_with("host: "), "{}", quote.marked);
    assert_eq!(quote.behind, "");
}
