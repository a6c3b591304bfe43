//! The impact on requests, for people and for programs.

use super::{Change, Impact, Unreached, Verdict};
use crate::escape::line::clean;
use crate::escape::markdown::{code, short};
use crate::kong::source::Place;
use crate::simulate::request::{Request, without_query_values};
use serde_json::{Value, json};
use std::fmt::Write;

/// Classes and routes that a report for people lists; beyond them it counts.
const MOST: usize = 100;

/// Plain text, two lines for each class of requests.
pub fn text(impact: &Impact) -> String {
    let mut text = format!("{}\n", headline(impact));
    let (changes, more) = listed(&impact.changes, "kinds");
    for change in changes {
        let _ = writeln!(text, "  {}", clean(&change.sentence()));
        let _ = writeln!(text, "    {}", clean(&change.reason()));
    }
    if let Some(more) = more {
        let _ = writeln!(text, "  {more}");
    }
    if !impact.shadowed.is_empty() {
        let _ = writeln!(text, "routes that {}:", unreached(impact));
        let (routes, more) = listed(&impact.shadowed, "routes");
        for route in routes.iter().map(Unreached::sentence).chain(more) {
            let _ = writeln!(text, "  {}", clean(&route));
        }
    }
    text
}

/// Pieces of a pull request comment, in order; a page may end after any of them.
pub fn markdown(impact: &Impact) -> Vec<String> {
    let mut pieces = vec![format!("\n#### {}\n\n", headline(impact))];
    let (changes, more) = listed(&impact.changes, "kinds");
    for change in changes {
        let (sentence, reason) = (
            code(&short(&change.sentence())),
            code(&short(&change.reason())),
        );
        pieces.push(format!("- {sentence}<br>{reason}\n"));
    }
    pieces.extend(more.map(|more| format!("- {more}\n")));
    if !impact.shadowed.is_empty() {
        pieces.push(format!("\nRoutes that {}:\n\n", unreached(impact)));
        let (routes, more) = listed(&impact.shadowed, "routes");
        for route in routes {
            pieces.push(format!("- {}\n", code(&short(&route.sentence()))));
        }
        pieces.extend(more.map(|more| format!("- {more}\n")));
    }
    pieces
}

/// For programs, complete.
pub fn json(impact: &Impact) -> Value {
    json!({
        "requests": impact.requests,
        "not_tried": impact.not_tried,
        "changes": impact.changes.iter().map(change).collect::<Vec<_>>(),
        "unreached": impact.shadowed.iter().map(|unreached| json!({
            "route": unreached.route,
            "place": place(unreached.place.as_ref()),
        })).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    json!({
        "request": request(&change.example),
        "requests": change.requests,
        "before": verdict(&change.before, change.before_place.as_ref()),
        "after": verdict(&change.after, change.after_place.as_ref()),
        "differences": change.differences.iter().map(super::Difference::as_str).collect::<Vec<_>>(),
        "cause": {"kind": change.cause.kind, "message": change.cause.message},
        "message": change.sentence(),
        "reason": change.reason(),
    })
}

fn request(request: &Request) -> Value {
    let request = request.without_values();
    json!({
        "method": request.method,
        "scheme": request.scheme.as_str(),
        "host": request.host,
        "path": request.target,
        "headers": request.headers,
        "sni": request.sni,
    })
}

fn verdict(verdict: &Verdict, written_at: Option<&Place>) -> Value {
    match verdict {
        Verdict::NotFound => json!({"route": null, "status": 404}),
        Verdict::Answered(answered) => json!({
            "route": answered.route,
            "service": answered.service,
            "status": answered.status,
            "location": answered.location.as_deref().map(without_query_values),
            "upstream_uri": without_query_values(&answered.upstream_uri),
            "sent_uri": answered.sent_uri.as_deref().map(without_query_values),
            "host_header": answered.host_header,
            "plugins": first(answered.plugins.items()),
            "targets": first(answered.targets.items()).iter()
                .map(|(target, weight)| json!({"target": target, "weight": weight}))
                .collect::<Vec<_>>(),
            "place": place(written_at),
        }),
    }
}

fn place(place: Option<&Place>) -> Value {
    place.map_or(
        Value::Null,
        |place| json!({"file": place.file, "line": place.line, "object": place.object}),
    )
}

/// The first items, and a line that counts the rest.
fn listed<'a, T>(items: &'a [T], noun: &str) -> (&'a [T], Option<String>) {
    match items.split_at_checked(MOST) {
        Some((first, rest)) if !rest.is_empty() => {
            (first, Some(format!("and {} more {noun}", rest.len())))
        }
        _ => (items, None),
    }
}

/// The first items of a list that stands beside every class.
fn first<T>(items: &[T]) -> &[T] {
    &items[..items.len().min(MOST)]
}

fn headline(impact: &Impact) -> String {
    let tried = match impact.not_tried {
        0 => format!("{} tried", impact.requests),
        more => format!(
            "{} tried; at least {more} more not compared, which would be too much work",
            impact.requests
        ),
    };
    match impact.changes.len() {
        0 if impact.not_tried == 0 => {
            format!("Requests: none of {tried} is answered differently")
        }
        0 => format!("Requests: none is answered differently ({tried})"),
        1 => format!("Requests: 1 kind is answered differently ({tried})"),
        kinds => format!("Requests: {kinds} kinds are answered differently ({tried})"),
    }
}

/// What is said of the routes that were not reached.
const fn unreached(impact: &Impact) -> &'static str {
    if impact.not_tried == 0 {
        "no request reaches"
    } else {
        "none of the requests tried reaches"
    }
}
