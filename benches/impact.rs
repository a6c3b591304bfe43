//! How long it takes to find out which requests a change moves: 5,000 routes on each side, every request put to both.
//!
//! Run with `cargo bench --bench impact`. The aim is under 5 s for 20,000 requests on both sides.

#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

#[path = "../tests/common/configuration.rs"]
mod configuration;

use kic2kong::inner::simulate::gateway::Gateway;
use kic2kong::inner::simulate::impact::{self, Side};
use kic2kong::inner::simulate::router::Flavor;
use serde_json::{Value, json};
use std::time::Instant;

const ROUTES: usize = 5_000;
/// Routes of one host, as in a gateway that serves one application under many paths.
const PER_HOST: usize = 20;

/// A configuration; on the new side every hundredth route is gone and every fiftieth has another backend.
fn configuration(is_new: bool) -> Gateway {
    let services: Vec<Value> = (0..ROUTES)
        .filter(|index| !(is_new && index % 100 == 0))
        .map(|index| {
            let host = if is_new && index % 50 == 1 {
                format!("other-{index}.shop.80.svc")
            } else {
                format!("app-{index}.shop.80.svc")
            };
            json!({
                "name": format!("shop.app-{index}.80"),
                "host": host,
                "routes": [{
                    "name": format!("shop.app-{index}"),
                    "hosts": [format!("site-{}.example.com", index / PER_HOST)],
                    "paths": [format!("/api/{index}/"), format!("~/api/{index}$")],
                    "plugins": [{"name": "rate-limiting"}],
                }],
            })
        })
        .collect();
    let document = json!({"_format_version": "3.0", "services": services});
    configuration::gateway_of(document.to_string())
}

fn main() {
    let start = Instant::now();
    let sides =
        [false, true].map(|is_new| Side::new(configuration(is_new), Flavor::TraditionalCompatible));
    let loaded = start.elapsed();
    let start = Instant::now();
    let impact = impact::compare(&sides[0], &sides[1]);
    println!(
        "{ROUTES} routes on each side: loaded in {} ms; {} requests put to both in {} ms; {} kinds change, {} routes unreached",
        loaded.as_millis(),
        impact.requests,
        start.elapsed().as_millis(),
        impact.changes.len(),
        impact.shadowed.len()
    );
}
