//! The catalogue of problem codes. A code is stable for ever; its family file declares it.

use std::fmt;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// An assumption that the tool made, or something worth knowing.
    Info,
    /// KIC goes on, but not as the author must have meant.
    Warning,
    /// KIC, the API server or Kong leaves something out or refuses it.
    Error,
}

impl Severity {
    /// Lower-case word for output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One entry of the catalogue: what a code means, for `explain` and the documentation.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Kebab-case words, stable for ever.
    pub id: &'static str,
    /// Severity unless the single problem says otherwise.
    pub severity: Severity,
    /// One line: what is wrong.
    pub summary: &'static str,
    /// A paragraph: what KIC (or the API server, or Kong) does then, and why it matters.
    pub explanation: &'static str,
    /// A manifest fragment that has the problem.
    pub before: &'static str,
    /// The fragment put right.
    pub after: &'static str,
    /// Where the rule comes from: a KIC file, a GEP, an API rule.
    pub reference: &'static str,
}

/// Every code, family by family.
pub static CATALOGUE: &[&[&Code]] = &[
    super::reading::CODES,
    super::unbuilt::CODES,
    super::admission::CODES,
    super::api_server::CODES,
    super::builtin_kinds::CODES,
    super::ingress::CODES,
    super::backends::CODES,
    super::overrides::CODES,
    super::plugins::CODES,
    super::plugin_bindings::CODES,
    super::consumers::CODES,
    super::policies::CODES,
    super::certificates::CODES,
    super::custom_entities::CODES,
    super::growth::CODES,
    super::gateway::CODES,
    super::gateway_routes::CODES,
    super::gateway_admission::CODES,
    super::expressions::CODES,
    super::kong_entities::CODES,
    super::kong_plugins::CODES,
    super::lint::CODES,
    super::foreign::CODES,
    super::unread::CODES,
    super::labels::CODES,
    super::operator::CODES,
    super::lookalikes::CODES,
    super::secrets::CODES,
    super::deck_refusals::CODES,
    super::deck_file::CODES,
    super::silence::CODES,
    super::controllers::CODES,
    super::settings::CODES,
    super::charts::CODES,
    super::webhook::CODES,
    super::complaints::CODES,
    super::fallback::CODES,
];

/// The code with this id.
pub fn find(id: &str) -> Option<&'static Code> {
    CATALOGUE
        .iter()
        .copied()
        .flatten()
        .copied()
        .find(|code| code.id == id)
}
