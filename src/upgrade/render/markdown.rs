//! For the comment on a pull request.

use super::{Fixes, MOST, MOST_PLACES, first, fix, head, parts, place, remarks};
use crate::escape::markdown::{code, short};
use crate::upgrade::{Item, Report};

/// The first line of the page.
pub fn verdict(report: &Report, requests: Option<usize>) -> String {
    let between = &report.between;
    format!(
        "**{}**, from {} to {}\n\n",
        report.verdict(requests),
        code(&between.old),
        code(&between.new)
    )
}

/// Pieces of a page, in order; it may end after any of them. `requests` are the pieces about requests.
pub fn render(report: &Report, requests: Vec<String>, fixes: Fixes) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut requests = Some(requests);
    for (title, items) in parts(report) {
        if !items.is_empty() {
            pieces.push(format!("\n#### {title}\n\n"));
            let (items, more) = first(items, MOST);
            pieces.extend(items.iter().map(|item| piece(item, fixes)));
            if more > 0 {
                pieces.push(format!("- and {more} more\n"));
            }
        }
        // Behind what is refused.
        pieces.extend(requests.take().into_iter().flatten());
    }
    pieces
}

fn piece(item: &Item, fixes: Fixes) -> String {
    let message = format!("{}{}", head(item), item.message);
    let mut piece = format!("- {}\n", code(&short(&message)));
    for remark in remarks(item) {
        piece += &format!("  <br>{}\n", code(&short(&remark)));
    }
    let (spots, more) = first(&item.spots, MOST_PLACES);
    for spot in spots {
        piece += &format!("  - {}\n", code(&short(&place(spot))));
        if fixes == Fixes::Told {
            for line in fix(spot) {
                piece += &format!("    - {}\n", code(&short(&line)));
            }
        }
    }
    if more > 0 {
        piece += &format!("  - and {more} more\n");
    }
    piece
}
