//! Any bytes as manifests, all the way to kong.yaml in both flavors; what is written must read back.
#![no_main]

use kic2kong::inner::manifest::locate::Locator;
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::{FeatureGates, Options, RouterFlavor};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let sources = Sources(vec![Source { path: "fuzz.yaml".to_owned(), text: data.to_vec() }]);
    let mut options = Options {
        feature_gates: FeatureGates { gateway_alpha: true, rewrite_uris: true, kong_service_facade: true, ..FeatureGates::default() },
        ..Options::default()
    };
    for flavor in [RouterFlavor::Traditional, RouterFlavor::Expressions] {
        options.router_flavor = flavor;
        let conversion = kic2kong::inner::pipeline::convert(&sources, &options);
        let mut locator = Locator::new(&sources);
        for location in conversion.diagnostics.iter().flat_map(|problem| &problem.locations) {
            let _ = locator.position(location);
        }
    }
});
