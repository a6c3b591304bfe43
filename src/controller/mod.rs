//! Which controller's translation is followed, and everything in which controllers differ, as one table.
//!
//! A stage never asks for a version: it asks `controller.has(Switch::...)`, and [`switch`] holds the answer for every level of every
//! line. What a command line leaves unsaid (the ingress class, the label of Secrets) is a [`line::Defaults`] of the line. No other
//! file of this program compares versions of controllers. Does no I/O, and knows nothing of manifests.

pub mod gateway_api;
pub mod line;
mod name;
pub mod reconciler;
pub mod switch;
mod voice;

pub use self::gateway_api::{GatewayApi, Served};
pub use line::{Defaults, LINES, Line};
pub use name::Asked;
pub use switch::Switch;

/// A controller at a level: the line of releases and the patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Controller {
    line: &'static Line,
    patch: u8,
}

impl Controller {
    /// The newest patch of a line.
    pub const fn newest(line: &'static Line) -> Self {
        Self {
            line,
            patch: line.newest_patch,
        }
    }

    /// The line.
    pub const fn line(&self) -> &'static Line {
        self.line
    }

    /// Whether it behaves in the way that a switch names.
    pub fn has(&self, switch: Switch) -> bool {
        switch.row().cells[self.line.column].holds(self.patch)
    }

    /// What it does when no flag says otherwise.
    pub const fn defaults(&self) -> &'static Defaults {
        &self.line.defaults
    }

    /// Product, line and patch: `KIC 3.5.13`, `Kong Operator 2.3.0-rc.3`.
    pub fn release(&self) -> String {
        let Line { product, name, .. } = self.line;
        if self.patch == self.line.newest_patch {
            return format!("{product} {}", self.line.newest);
        }
        format!("{product} {name}.{}", self.patch)
    }
}

impl Default for Controller {
    /// KIC 3.5, its newest patch.
    fn default() -> Self {
        Self::newest(&line::KIC_3_5)
    }
}
