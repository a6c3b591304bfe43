//! Keys of annotations: constants of one table, and no text that speaks of others.

use super::code;
use kic2kong::inner::annotations::table::TABLE;
use regex::Regex;

/// Words with the form of a key, with the reason why they are not in the table.
const OTHERS: &[(&str, &str)] = &[
    (
        "konghq.com/kic-gateway-controller",
        "the name of the controller, which is no annotation",
    ),
    (
        "konghq.com/gateway-operator",
        "the name of Kong Operator as a controller, which is no annotation",
    ),
    (
        "konghq.com/secret",
        "what the selector of Kong Operator asks for unless told otherwise",
    ),
    (
        "konghq.com/configmap",
        "what the selector of Kong Operator asks for unless told otherwise",
    ),
    ("konghq.com/strip-paths", "an example of a misspelt key"),
];

#[test]
fn keys_of_annotations_stand_in_their_table_alone() {
    let literal = Regex::new(
        r#""((?:ingress\.kubernetes\.io/[a-z]|kubernetes\.io/ingress|(?:configuration\.)?konghq\.com/)[a-z0-9./-]*)""#,
    );
    let literal = literal.unwrap();
    let mut wrong = Vec::new();
    for (name, text) in code() {
        let found = literal
            .captures_iter(&text)
            .map(|found| found[1].to_owned());
        let found = found.filter(|key| !is_other(key) && !name.starts_with("src/annotations/"));
        wrong.extend(found.map(|key| format!("{name}: \"{key}\"")));
    }
    let advice = "the keys are constants of src/annotations/table.rs";
    assert!(wrong.is_empty(), "{advice}:\n{}", wrong.join("\n"));
}

#[test]
fn texts_name_no_annotation_that_is_not_in_the_table() {
    let word = Regex::new(r"[a-z.-]*(?:ingress\.kubernetes\.io|konghq\.com)/[a-z][a-z-]*");
    let word = word.unwrap();
    let is_known = |key: &str| {
        let mut rows = TABLE.iter().map(|row| row.key.trim_end_matches('.'));
        rows.any(|known| known == key) || is_other(key)
    };
    let mut wrong = Vec::new();
    for (name, text) in code() {
        let found = word.find_iter(&text).map(|found| found.as_str());
        let own = found.filter(|key| {
            ["konghq.com/", "ingress.kubernetes.io/"]
                .iter()
                .any(|domain| key.starts_with(domain))
        });
        // Former keys are listed beside the table.
        let missing = own.filter(|key| !is_known(key) && name != "src/annotations/former.rs");
        wrong.extend(missing.map(|key| format!("{name}: {key}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_other(word: &str) -> bool {
    OTHERS.iter().any(|(other, _)| *other == word)
}
