//! A configuration in a test, as the gateway that it makes.

use kic2kong::inner::deck::read::{Template, read};
use kic2kong::inner::manifest::source::Source;
use kic2kong::inner::simulate::gateway::Gateway;

/// The gateway of a configuration, YAML or JSON.
pub(crate) fn gateway_of(text: impl Into<Vec<u8>>) -> Gateway {
    let source = Source {
        path: "kong.yaml".to_owned(),
        text: text.into(),
    };
    let (content, problems) = read(0, &source, Template::Literal);
    Gateway::from_content(&content.unwrap_or_else(|| panic!("no configuration: {problems:?}")))
}
