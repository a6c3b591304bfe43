use super::*;
use crate::origin::FieldPath;
use serde_json::json;

fn sources(text: &str) -> Sources {
    Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    }])
}

fn wish(document: u32, path: &[&str], value: Value) -> Wish {
    Wish {
        place: Place {
            file: 0,
            document,
            within: FieldPath::root(),
        },
        path: path.iter().map(|key| (*key).to_owned()).collect(),
        value,
    }
}

fn granted(text: &str, wishes: &[Wish]) -> Granted {
    let name = |path: &str| Some(path.to_owned());
    let texts = (&sources(text), &Written::default());
    grant(texts, wishes, &name, Shows::Harmless)
}

/// The lines that a patch adds and takes away.
fn changed(granted: &Granted) -> Vec<&str> {
    let lines = granted.patch.lines().skip(2);
    lines.filter(|line| line.starts_with(['+', '-'])).collect()
}

#[test]
fn a_key_stands_below_the_key_of_its_map_and_comments_stay() {
    let text =
        "# a comment\nkind: Ingress\nmetadata:\n  # about the name\n  name: web # here\nspec: {}\n";
    let wish = wish(
        0,
        &["metadata", "annotations", "konghq.com/protocols"],
        json!("http,https"),
    );
    let granted = granted(text, &[wish]);
    assert_eq!(
        granted.outcomes,
        [Err(Refusal::Hidden)],
        "a comment may hold a secret"
    );
    let text = text.replace("  # about the name\n", "");
    let wish = self::wish(
        0,
        &["metadata", "annotations", "konghq.com/protocols"],
        json!("http,https"),
    );
    let text = text.replace(" # here", "");
    let granted = self::granted(&text, &[wish]);
    assert_eq!(granted.outcomes, [Ok(())]);
    assert_eq!(
        changed(&granted),
        ["+  annotations:", "+    konghq.com/protocols: http,https"]
    );
}
