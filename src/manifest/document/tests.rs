use super::*;

fn read_with<'a>(
    source: &'a Source,
    wanted: &dyn Fn(&str, &str) -> bool,
    take: &mut dyn FnMut(Document<'a>),
) -> Reading {
    let order = Order {
        file: 0,
        wanted,
        aliases: &AliasBudget::of(source.text.len()),
    };
    read(&order, source, take)
}

/// The documents of a text as `kind@place`, and the codes of its problems with their lines.
fn read_all(text: &str) -> (Vec<String>, Vec<String>) {
    let source = Source {
        path: "x.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    };
    let mut documents = Vec::new();
    let reading = read_with(&source, &|kind, _| kind != "Pod", &mut |document| {
        let kind = document
            .node
            .get("kind")
            .and_then(Node::as_str)
            .unwrap_or_default();
        let place = &document.place;
        documents.push(format!("{kind}@{}:{}", place.document, place.within));
    });
    let problems = reading
        .diagnostics
        .iter()
        .map(|problem| match problem.locations[0] {
            crate::diag::Location::Text { line, .. } => format!("{}@{line}", problem.code.id),
            crate::diag::Location::Field(_) => problem.code.id.to_owned(),
        })
        .collect();
    (documents, problems)
}

fn documents(text: &str) -> Vec<String> {
    let (documents, problems) = read_all(text);
    assert_eq!(problems, Vec::<String>::new(), "{text:?}");
    documents
}

#[test]
fn separators_are_lines_at_column_0() {
    for text in [
        "kind: A\n---\nkind: B\n",
        "---\nkind: A\n---\n---\n# c\n---\nkind: B\n",
        "kind: A\n--- # comment\nkind: B\n",
        "kind: A\n---\r\nkind: B\r\n",
        "kind: A\n...\n---\nkind: B\n",
        "\u{feff}kind: A\n---\n\u{feff}kind: B",
    ] {
        let kinds: Vec<_> = documents(text)
            .iter()
            .map(|document| document[..1].to_owned())
            .collect();
        assert_eq!(kinds, ["A", "B"], "{text:?}");
    }
}

#[test]
fn a_separator_inside_an_indented_block_is_text() {
    assert_eq!(documents("kind: A\na: |\n  x\n  ---\n  y\n").len(), 1);
    assert_eq!(documents("kind: A\n ---\nb: 2\n").len(), 1);
    assert_eq!(documents("kind: A\na: |\n---\nkind: B\n").len(), 2);
}

#[test]
fn a_separator_with_content_ends_the_reading_and_loses_the_document_before() {
    for text in [
        "kind: A\n--- {kind: B}\n",
        "kind: A\n----\nkind: B\n",
        "kind: A\n---kind: B\n",
        "kind: A\n--- |\n",
    ] {
        let (documents, problems) = read_all(text);
        assert_eq!(documents, Vec::<String>::new(), "{text:?}");
        assert_eq!(problems, ["invalid-document-separator@2"], "{text:?}");
    }
}

#[test]
fn what_follows_an_end_marker_is_lost_with_a_warning() {
    let (documents, problems) = read_all("kind: A\n...\nkind: B\n");
    assert_eq!(documents, ["A@0:"]);
    assert_eq!(problems, ["ignored-document-after-end-marker@3"]);
}

#[test]
fn a_broken_document_does_not_stop_the_others() {
    let (documents, problems) = read_all("kind: A\n---\nkind: [\n---\nkind: B\n");
    assert_eq!(documents, ["A@0:", "B@2:"]);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("yaml-syntax@"), "{problems:?}");
}

#[test]
fn lists_are_expanded_also_inside_lists() {
    assert_eq!(
        documents("kind: List\nitems:\n- kind: A\n- kind: List\n  items:\n  - kind: B\n"),
        ["A@0:items[0]", "B@0:items[1].items[0]"]
    );
    assert_eq!(
        documents("kind: IngressList\napiVersion: v1\nitems:\n- metadata: {}\n"),
        ["Ingress@0:items[0]"]
    );
}

#[test]
fn json_values_may_follow_each_other() {
    assert_eq!(
        documents(
            "{\"kind\": \"A\"}\n{\"kind\": \"B\"}{\"kind\": \"List\", \"items\": [{\"kind\": \"C\"}]}"
        ),
        ["A@0:", "B@1:", "C@2:items[0]"]
    );
    assert_eq!(documents("{kind: A}\n---\n{kind: B}\n").len(), 2);
}

#[test]
fn directives_are_errors() {
    let (documents, problems) = read_all("%YAML 1.1\n---\nkind: A\n");
    assert_eq!(documents, ["A@1:"]);
    assert_eq!(problems.len(), 1);
}

/// The problems of a file of this name, and how many documents of it are no manifests.
fn problems_of(path: &str, text: &str) -> (Vec<&'static str>, usize) {
    let source = Source {
        path: path.to_owned(),
        text: text.as_bytes().to_vec(),
    };
    let reading = read_with(&source, &|_, _| true, &mut |_| {});
    let codes = reading.diagnostics.iter().map(|it| it.code.id).collect();
    (codes, reading.others.len())
}

#[test]
fn documents_that_look_like_objects_and_lack_a_kind_are_errors() {
    for text in [
        "apiVersion: v1\nmetadata: {name: a}\n",
        "apiVersion: v1\nspec: {}\n",
        "apiVersion: v1\ndata: {a: b}\n",
        "metadata: {name: a}\n",
        "kind: 5\nspec: {}\n",
        "apiVersion: v1\nkind: ''\nspec: {}\n",
        "- apiVersion: v1\n  kind: Service\n",
        "apiVersion:v1\nkind:Service\n",
        "kind: List\nitems: [{a: 1}, b]\n",
        "{\"apiVersion\": \"v1\", \"metadata\": {}}",
    ] {
        let (problems, others) = problems_of("x.yaml", text);
        assert!(!problems.is_empty() && others == 0, "{text:?}");
        assert!(problems.iter().all(|it| *it == "document-without-kind"));
    }
    assert_eq!(documents("# only a comment\n"), Vec::<String>::new());
}

#[test]
fn documents_of_other_programs_are_counted_and_not_blamed() {
    for (path, text) in [
        ("values.yaml", "image: {tag: \"1\"}\nimage: {tag: \"2\"}\n"),
        (
            "values.yaml",
            "metadata: {}\nspec: {replicas: 1}\nitems: [1, 2]\n",
        ),
        (
            "a/Chart.yaml",
            "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
        ),
        ("requirements.yaml", "apiVersion: v2\nname: shop\n"),
        (
            "kustomization.yaml",
            "apiVersion: kustomize.config.k8s.io/v1\nmetadata: {name: a}\n",
        ),
        ("docker-compose.yml", "services: {web: {image: nginx}}\n"),
        ("datasources.yaml", "apiVersion: 1\ndatasources: []\n"),
        (
            "package.json",
            "{\"name\": \"shop\", \"version\": \"1.0.0\"}",
        ),
        ("tsconfig.json", "[1, 2]"),
        ("playbook.yml", "- hosts: all\n  tasks: []\n"),
        ("notes.yaml", "text\n"),
        ("x.yaml", "5\n"),
    ] {
        assert_eq!(problems_of(path, text), (vec![], 1), "{path} {text:?}");
    }
}

#[test]
fn text_that_is_not_utf8_is_one_error() {
    let source = Source {
        path: "x.yaml".to_owned(),
        text: b"kind: A\nname: \xff\n".to_vec(),
    };
    let reading = read_with(&source, &|_, _| true, &mut |_| {});
    assert_eq!(reading.diagnostics[0].code.id, "not-utf8");
    assert_eq!(
        reading.diagnostics[0].locations[0],
        crate::diag::Location::Text {
            file: 0,
            line: 2,
            column: 7
        }
    );
}

#[test]
fn unwanted_kinds_are_counted() {
    let source = Source {
        path: "x.yaml".to_owned(),
        text: b"kind: Pod\n---\n{kind: Pod}\n---\nkind: Pod\nbroken: [\n".to_vec(),
    };
    let reading = read_with(&source, &|kind, _| kind != "Pod", &mut |_| {});
    assert_eq!(reading.skipped.get("Pod"), Some(&3));
}

#[test]
fn a_document_can_be_parsed_again_with_the_lines_of_its_file() {
    let source = Source {
        path: "x.yaml".to_owned(),
        text: b"kind: A\n---\n\nkind: B\n".to_vec(),
    };
    let node = parse(&source, 1).expect("is there");
    assert_eq!(
        node.get("kind").map(|node| node.mark),
        Some(Mark { line: 4, column: 7 })
    );
}
