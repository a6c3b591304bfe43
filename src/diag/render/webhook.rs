//! What the webhook answers, in a few lines for people.

use crate::diag::{Answer, Diagnostic};
use crate::escape::line::clean;

/// How many answers are shown; reports for machines have all.
const ANSWERS: usize = 3;

/// `the webhook says: <its text>`, with the object where it is another one than the problem stands at. What it only repeats of the
/// gateway is what the problem says itself.
pub(super) fn said(found: &Diagnostic) -> Vec<String> {
    let own = found.objects().next().map(|object| &object.key);
    let line = |answer: &Answer| {
        let text = clean(&answer.message);
        if own == Some(&answer.object) {
            format!("the webhook says: {text}")
        } else {
            let object = clean(&answer.object.to_string());
            format!("the webhook says of {object}: {text}")
        }
    };
    let answers = found.webhook.iter().filter(|answer| !answer.gateway);
    let mut lines: Vec<String> = answers.clone().take(ANSWERS).map(line).collect();
    match answers.count().saturating_sub(ANSWERS) {
        0 => {}
        1 => lines.push("and it says something of 1 more object".to_owned()),
        count => lines.push(format!("and it says something of {count} more objects")),
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::tests::{object, problem};
    use super::said;

    #[test]
    fn the_object_is_named_where_it_is_another_one() {
        let own = object("Ingress", "cart").key.clone();
        let other = object("Secret", "key").key.clone();
        let found = problem("Ingress", "x").refused_by_webhook(&own, "no\n::error::");
        let found = found.refused_by_webhook(&other, "nor this");
        assert_eq!(
            said(&found),
            [
                "the webhook says: no\\n::error::",
                "the webhook says of Secret shop/key: nor this"
            ]
        );
    }

    #[test]
    fn of_many_answers_the_first_are_shown_with_the_number_of_the_others() {
        let key = object("Secret", "key").key.clone();
        let found = (0..5).fold(problem("Ingress", "x"), |found, _| {
            found.refused_by_webhook(&key, "no")
        });
        let lines = said(&found);
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[3], "and it says something of 2 more objects");
    }
}
