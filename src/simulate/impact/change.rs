//! A class of requests that change hands alike, in one sentence.

use super::cause::Cause;
use super::verdict::{Answered, Difference, Verdict};
use crate::kong::source::Place;
use crate::simulate::request::{Request, without_query_values};

/// Names and headers that a sentence lists; beyond them it counts.
const MOST_LISTED: usize = 16;

/// Requests that change hands alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// One of the requests.
    pub example: Request,
    /// How many of the derived requests are like it.
    pub requests: usize,
    /// What became of it before.
    pub before: Verdict,
    /// What becomes of it now.
    pub after: Verdict,
    /// What is different.
    pub differences: Vec<Difference>,
    /// Why.
    pub cause: Cause,
    /// Where the route that answered before is written, once somebody has looked it up.
    pub before_place: Option<Place>,
    /// Where the route that answers now is written.
    pub after_place: Option<Place>,
}

impl Change {
    /// One line: the request, what became of it, and what becomes of it now.
    pub fn sentence(&self) -> String {
        let more = match self.requests {
            1 => String::new(),
            many => format!(" (and {} like it)", many - 1),
        };
        let what: Vec<String> = self
            .differences
            .iter()
            .map(|difference| self.describe(difference))
            .collect();
        format!("{}{more}: {}", self.request(), what.join("; "))
    }

    /// One line: why, and where the routes are written.
    pub fn reason(&self) -> String {
        let cause = &self.cause.message;
        match (&self.before_place, &self.after_place) {
            (Some(before), Some(after)) if before != after => {
                format!("because {cause} [{after}; before {before}]")
            }
            (_, Some(place)) | (Some(place), None) => format!("because {cause} [{place}]"),
            (None, None) => format!("because {cause}"),
        }
    }

    /// The request with its headers.
    fn request(&self) -> String {
        let example = self.example.without_values();
        let headers: Vec<String> = example
            .headers
            .iter()
            .take(MOST_LISTED)
            .map(|(name, value)| format!(" {name}: {value}"))
            .collect();
        let more = match example.headers.len() - headers.len() {
            0 => String::new(),
            more => format!(" and {more} more headers"),
        };
        format!("{example}{}{more}", headers.join(","))
    }

    fn describe(&self, difference: &Difference) -> String {
        let (before, after) = (&self.before, &self.after);
        match difference {
            Difference::NowNotFound => format!("was {before}, now 404"),
            Difference::NowAnswered => format!("was 404, is now {after}"),
            Difference::Backend => format!("was {before}, is now {after}"),
            Difference::Status(before, after) => {
                format!("was {}, is now {}", status(*before), status(*after))
            }
            Difference::Plugins { lost, gained } => [("without", lost), ("with", gained)]
                .into_iter()
                .filter(|(_, plugins)| !plugins.items().is_empty())
                .map(|(word, plugins)| format!("now {word} {}", some_of(plugins.items())))
                .collect::<Vec<_>>()
                .join(" and "),
            Difference::Path => self.was_is("upstream path", |answered| {
                without_query_values(answered.sent_uri.as_deref().unwrap_or_default())
            }),
            Difference::Host => self.was_is("Host sent upstream", |answered| {
                answered.host_header.clone()
            }),
            Difference::Headers => "request-transformer does something else to headers".to_owned(),
            Difference::Location => self.was_is("Location", |answered| {
                let location = answered.location.as_deref();
                location.map_or_else(|| "none".to_owned(), without_query_values)
            }),
        }
    }

    fn was_is(&self, what: &str, part: impl Fn(&Answered) -> String) -> String {
        match (&self.before, &self.after) {
            (Verdict::Answered(before), Verdict::Answered(after)) => {
                format!("{what} was {}, is now {}", part(before), part(after))
            }
            (Verdict::NotFound, _) | (_, Verdict::NotFound) => what.to_owned(),
        }
    }
}

/// The first names of a list; the others are counted.
fn some_of(names: &[String]) -> String {
    match names.split_at_checked(MOST_LISTED) {
        Some((first, rest)) if !rest.is_empty() => {
            format!("{} and {} more", first.join(", "), rest.len())
        }
        _ => names.join(", "),
    }
}

fn status(code: Option<u16>) -> String {
    code.map_or_else(|| "passed on".to_owned(), |code| code.to_string())
}
