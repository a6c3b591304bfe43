use super::*;
use crate::origin::FieldPath;
use serde_json::json;

fn sources(text: &str) -> Sources {
    Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    }])
}

fn wish(path: &str, value: Value) -> Wish {
    Wish {
        place: Place::default(),
        path: path.split('>').map(str::to_owned).collect(),
        value,
    }
}

fn protocols() -> Wish {
    let path = "metadata>annotations>konghq.com/protocols";
    wish(path, json!("http,https"))
}

fn granted(text: &str, wishes: &[Wish]) -> Granted {
    let name = |path: &str| Some(path.to_owned());
    let texts = (&sources(text), &Written::default());
    grant(texts, wishes, &name, Shows::Harmless)
}

/// The lines that a patch adds and takes away.
fn changed(text: &str, wishes: &[Wish]) -> Vec<String> {
    let granted = granted(text, wishes);
    for outcome in &granted.outcomes {
        assert_eq!(*outcome, Ok(()), "{text}");
    }
    let lines = granted.patch.lines().skip(2);
    let changed = lines.filter(|line| line.starts_with(['+', '-']));
    changed.map(str::to_owned).collect()
}

#[test]
fn a_key_stands_below_the_key_of_its_map() {
    let text = "kind: Ingress\nmetadata:\n  name: web\nspec: {}\n";
    assert_eq!(
        changed(text, &[protocols()]),
        ["+  annotations:", "+    konghq.com/protocols: http,https"]
    );
    let text =
        "kind: Ingress\nmetadata:\n    name: web\n    annotations:\n        konghq.com/path: /\n";
    assert_eq!(
        changed(text, &[protocols()]),
        ["+        konghq.com/protocols: http,https"]
    );
}

#[test]
fn a_map_that_is_not_there_or_empty_is_begun() {
    let plugin = "kind: KongPlugin\nplugin: key-auth\n---\n";
    let hide = [wish("config>hide_credentials", json!(false))];
    let expected = ["+config:", "+  hide_credentials: false"];
    assert_eq!(changed(plugin, &hide), expected);
    for empty in ["config: {}", "config:"] {
        let text = format!("kind: KongPlugin\nplugin: key-auth\n{empty}\n---\n");
        let changed = changed(&text, &hide);
        assert_eq!(changed.last().unwrap(), "+  hide_credentials: false");
    }
    let deep = [wish("config>queue>max_batch_size", json!(1))];
    assert_eq!(
        changed(plugin, &deep),
        ["+config:", "+  queue:", "+    max_batch_size: 1"]
    );
}

#[test]
fn braces_and_values_are_edited_where_they_stand() {
    let text = "kind: Ingress\nmetadata: {name: web}\nspec: {}\n";
    assert_eq!(
        changed(text, &[protocols()]),
        [
            "-metadata: {name: web}",
            "+metadata: {annotations: {konghq.com/protocols: \"http,https\"}, name: web}"
        ]
    );
    let text = "kind: Secret\nmetadata:\n  name: s\n  labels:\n    konghq.com/secret: \"false\"\n    konghq.com/credential: acl\n";
    assert_eq!(
        changed(
            text,
            &[wish("metadata>labels>konghq.com/secret", json!("true"))]
        ),
        [
            "-    konghq.com/secret: \"false\"",
            "+    konghq.com/secret: \"true\""
        ]
    );
}

#[test]
fn a_comment_keeps_its_place_and_is_not_shown() {
    let text = "kind: KongPlugin\nplugin: key-auth\nconfig:\n  # the key is k-123\n  key_names: [apikey]\n---\nkind: A\n";
    let granted = granted(text, &[wish("config>hide_credentials", json!(false))]);
    assert_eq!(granted.outcomes, [Ok(())]);
    assert!(granted.patch.contains("+  hide_credentials: false"));
    assert!(!granted.patch.contains("k-123"), "{}", granted.patch);
}

#[test]
fn values_of_a_secret_are_not_shown() {
    let text = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  key: hunter2\n";
    let label = [wish("metadata>labels>konghq.com/secret", json!("true"))];
    let granted = granted(text, &label);
    assert_eq!(granted.outcomes, [Ok(())]);
    assert!(!granted.patch.contains("hunter2"), "{}", granted.patch);
    let in_braces =
        "apiVersion: v1\nkind: Secret\nstringData: {key: hunter2}\nmetadata: {name: s}\n";
    let granted = self::granted(in_braces, &label);
    assert!(!granted.patch.contains("hunter2"), "{}", granted.patch);
}

#[test]
fn what_cannot_be_edited_safely_is_left_alone() {
    let anchored = "kind: Ingress\nmetadata: &meta\n  name: web\nother: *meta\n";
    let outcome = |text: &str| granted(text, &[protocols()]);
    let name = |path: &str| Some(path.to_owned());
    let texts = (&sources(anchored), &Written::default());
    let shared = grant(texts, &[protocols()], &name, Shows::Everything);
    assert_eq!(
        (shared.outcomes, &*shared.patch),
        (vec![Err(Refusal::Form)], "")
    );
    assert_eq!(
        outcome("{\"kind\": \"Ingress\"}").outcomes,
        [Err(Refusal::Json)]
    );
    assert_eq!(
        outcome("kind: Ingress\nmetadata: text\n").outcomes,
        [Err(Refusal::Form)]
    );
    assert_eq!(outcome(anchored).patch, "");
    let mut written = Written::default();
    written.authors.insert(0, vec![None]);
    let text = sources("kind: Ingress\nmetadata:\n  name: web\n");
    let name = |path: &str| Some(path.to_owned());
    let built = grant((&text, &written), &[protocols()], &name, Shows::Harmless);
    assert_eq!(built.outcomes, [Err(Refusal::Built)]);
    let nameless = grant(
        (&text, &Written::default()),
        &[protocols()],
        &|_| None,
        Shows::Harmless,
    );
    assert_eq!(nameless.outcomes, [Err(Refusal::NoFile)]);
}

#[test]
fn members_of_a_list_and_lines_of_windows_are_edited() {
    let text = "kind: List\r\nitems:\r\n- kind: Ingress\r\n  metadata:\r\n    name: web\r\n- kind: Ingress\r\n";
    let mut wish = protocols();
    wish.place.within = FieldPath::of(&["items"]).index(0);
    let granted = granted(text, &[wish]);
    assert_eq!(granted.outcomes, [Ok(())]);
    assert!(
        granted.patch.contains("+    annotations:\r\n"),
        "{}",
        granted.patch
    );
}

#[test]
fn equal_wishes_are_granted_once_and_contrary_ones_not() {
    let text = "kind: Ingress\nmetadata:\n  name: web\nspec: {}\n";
    assert_eq!(changed(text, &[protocols(), protocols()]).len(), 2);
    let mut other = protocols();
    other.value = json!("https");
    let granted = granted(text, &[protocols(), other]);
    assert_eq!(granted.outcomes, [Ok(()), Err(Refusal::Form)]);
}
