//! Any bytes as a decK or DB-less file, its template left alone and evaluated: the reader must give a configuration or a
//! problem, and what is written of a configuration must read back as the same one.
#![no_main]

use kic2kong::inner::deck::read::{self, Template};
use kic2kong::inner::deck::write;
use kic2kong::inner::manifest::locate::Locator;
use kic2kong::inner::manifest::source::{Source, Sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let sources = Sources(vec![source(data.to_vec())]);
    let is_configuration =
        read::read_configuration(0, &sources.0[0], Template::Literal).is_some();
    let lookup = |name: &str| (name.len() % 2 == 0).then(|| format!("value of {name}"));
    for template in [Template::Literal, Template::Mock, Template::Expand(&lookup)] {
        let (content, problems) = read::read(0, &sources.0[0], template);
        let mut locator = Locator::new(&sources);
        for location in problems.iter().flat_map(|problem| &problem.locations) {
            let _ = locator.position(location);
        }
        // An empty document is no configuration, and there is nothing to say of it.
        assert!(
            content.is_some() || !problems.is_empty() || !is_configuration,
            "refused without a reason"
        );
        if let Some(content) = content.filter(|_| problems.is_empty()) {
            let _ = write::json(&content);
            let _ = write::yaml(&content.clone().into_dbless());
            let text = write::yaml(&content);
            let (again, _) = read::read(0, &source(text.clone().into_bytes()), Template::Literal);
            let again = again.map(|again| write::yaml(&again));
            assert_eq!(again.as_ref(), Some(&text), "reads back as something else");
        }
    }
});

fn source(text: Vec<u8>) -> Source {
    Source {
        path: "kong.yaml".to_owned(),
        text,
    }
}
