//! Any bytes as a manifest: the reader must give documents or a problem, and never crash; every problem must have a position.
#![no_main]

use kic2kong::inner::manifest::document;
use kic2kong::inner::manifest::source::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let source = Source { path: "fuzz.yaml".to_owned(), text: data.to_vec() };
    for number in 0..4 {
        let _ = document::parse(&source, number);
    }
});
