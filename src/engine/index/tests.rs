use super::super::{Condition, Subsystem, Values};
use super::*;

/// A line of `field=value` pairs.
fn values(text: &str) -> Values {
    let mut values = Values::new(Subsystem::Http);
    for (field, value) in text.split(' ').filter_map(|pair| pair.split_once('=')) {
        values.text(field, value);
    }
    values
}

fn conditions(texts: &[String]) -> Vec<Condition> {
    texts
        .iter()
        .map(|text| Condition::parse(text, Subsystem::Http, &Arc::default()).unwrap())
        .collect()
}

fn candidates(index: &Index, request: &str) -> Vec<usize> {
    index.candidates(&values(request)).collect()
}

#[test]
fn a_request_meets_conditions_by_their_rarest_keys() {
    let mut texts: Vec<String> = (0..100)
        .map(|number| {
            let (host, path) = (number % 10, number / 10);
            format!(r#"(http.host == "h{host}") && (http.path ^= "/p{path}/")"#)
        })
        .collect();
    texts.push(r#"http.host =^ ".example.com""#.to_owned());
    texts.push(r#"http.path != "/x""#.to_owned());
    texts.push(r#"any(lower(http.headers.x)) == "gold""#.to_owned());
    let index = Condition::index(&conditions(&texts), None);
    assert_eq!(
        candidates(&index, "http.host=h3 http.path=/p2/a"),
        [23, 101]
    );
    assert_eq!(
        candidates(&index, "http.host=a.example.com http.path=/"),
        [100, 101]
    );
    assert_eq!(candidates(&index, "http.headers.x=Gold"), [101, 102]);
    assert_eq!(candidates(&index, ""), [101]);
}

#[test]
fn conditions_with_many_alternatives_are_filed_under_few_combinations() {
    let list = |field: &str, number: usize| {
        let terms: Vec<String> = (0..100)
            .map(|term| format!("({field} == \"{number}-{term}\")"))
            .collect();
        format!("({})", terms.join(" || "))
    };
    let texts: Vec<String> = (0..50)
        .map(|number| format!("{} && {}", list("http.host", 0), list("http.path", number)))
        .collect();
    let index = Condition::index(&conditions(&texts), None);
    let filed: usize = index.branches.iter().map(|branch| branch.tried.len()).sum();
    assert!(filed <= 50 * 100, "{filed}");
    assert_eq!(candidates(&index, "http.host=0-1 http.path=7-99"), [7]);
}
