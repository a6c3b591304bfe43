//! Putting many requests to two sides, with bounded work.

use super::side::Side;
use crate::simulate::request::Request;
use crate::simulate::router::{Hit, Router};

/// Comparisons that every request may take on each side. An index finds the few routes that a request can meet; one that
/// takes more meets many routes that only trying tells apart, such as regular expressions that begin alike.
const EACH: usize = 64;

/// Comparisons that requests which take more may take together: a stock, and so many for each request of the run.
const STOCK: usize = 100_000;
const SHARE: usize = 32;

/// What the two sides answer to a request: the entry that answers, then those that may.
pub(super) struct Asked<'a> {
    pub(super) request: &'a Request,
    pub(super) before: Vec<Hit<'a>>,
    pub(super) after: Vec<Hit<'a>>,
}

/// Put requests to both sides, the cheap ones first. How many were not tried, because that would have been too much work.
pub(super) fn both<'a>(
    (old, new): (&'a Side, &'a Side),
    requests: impl ExactSizeIterator<Item = &'a Request>,
    mut see: impl FnMut(Asked<'a>),
) -> usize {
    let mut stock = Stock::new(requests.len());
    let mut costly = Vec::new();
    let mut ask = |request: &'a Request, before: Option<_>, after: Option<_>| match (before, after)
    {
        (Some(before), Some(after)) => {
            see(Asked {
                request,
                before,
                after,
            });
            true
        }
        _ => false,
    };
    for request in requests {
        let before = old.router.find_within(request, EACH).0;
        let after = new.router.find_within(request, EACH).0;
        if !ask(request, before, after) {
            costly.push(request);
        }
    }
    let mut not_tried = 0;
    for request in costly {
        let before = stock.find(&old.router, request);
        let after = before
            .as_ref()
            .and_then(|_| stock.find(&new.router, request));
        if !ask(request, before, after) {
            not_tried += 1;
        }
    }
    not_tried
}

/// Put requests to one router, the cheap ones first. How many were not tried.
pub(in crate::simulate) fn one<'a>(
    router: &'a Router,
    requests: impl ExactSizeIterator<Item = &'a Request>,
    mut see: impl FnMut(&'a Request, Option<Hit<'a>>),
) -> usize {
    let mut stock = Stock::new(requests.len());
    let mut costly = Vec::new();
    for request in requests {
        match router.find_within(request, EACH).0 {
            Some(hits) => see(request, hits.into_iter().next()),
            None => costly.push(request),
        }
    }
    let mut not_tried = 0;
    for request in costly {
        match stock.find(router, request) {
            Some(hits) => see(request, hits.into_iter().next()),
            None => not_tried += 1,
        }
    }
    not_tried
}

/// Comparisons that are left.
struct Stock(usize);

impl Stock {
    const fn new(requests: usize) -> Self {
        Self(STOCK + SHARE * requests)
    }

    fn find<'a>(&mut self, router: &'a Router, request: &Request) -> Option<Vec<Hit<'a>>> {
        if self.0 == 0 {
            return None;
        }
        let (hits, tried) = router.find_within(request, self.0);
        self.0 = self.0.saturating_sub(tried);
        hits
    }
}
