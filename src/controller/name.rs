//! `--controller`: how a controller is named, and what is to be said of the name.

use super::line::{LINES, Line};
use super::{Controller, line};
use std::str::FromStr;

/// What `--controller` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// The controller that is followed.
    pub controller: Controller,
    /// The patch that was asked for, when it is newer than what is known.
    pub unknown_patch: Option<u8>,
}

impl Asked {
    /// What is to be said once of this choice.
    pub fn notes(&self) -> Vec<String> {
        let Self {
            controller,
            unknown_patch,
        } = self;
        let line = controller.line;
        let mut notes = Vec::new();
        if let Some(patch) = unknown_patch {
            notes.push(format!(
                "{} {}.{patch} is newer than what is known; taken as {}",
                line.product,
                line.name,
                controller.release()
            ));
        }
        if controller.patch < line.first_patch_with_schemas {
            notes.push(format!(
                "{} ships older schemas of Kong's kinds; those of {}.{} are applied",
                controller.release(),
                line.name,
                line.first_patch_with_schemas
            ));
        }
        notes
    }
}

impl FromStr for Asked {
    type Err = String;

    /// `kic-3.5`, `kic-3.5.6`, `kong-operator-2.3`; what stands behind a further `-` is ignored (`-rc.3`, `-ubi`).
    fn from_str(text: &str) -> Result<Self, String> {
        let ids = ["kic", "kong-operator"];
        let found = ids
            .iter()
            .find_map(|id| Some((*id, text.strip_prefix(id)?.strip_prefix('-')?)));
        let Some((id, version)) = found else {
            return Err(format!("expected {}", known()));
        };
        let version = version.split('-').next().unwrap_or_default();
        let (minor, patch) = match version.match_indices('.').nth(1) {
            Some((dot, _)) => (&version[..dot], Some(&version[dot + 1..])),
            None => (version, None),
        };
        let Some(line) = lines_of(id).find(|line| line.name == minor) else {
            let lowest = lines_of(id).next().unwrap_or(&line::KIC_3_4);
            return Err(format!(
                "nothing is known of it; expected {}, of which {} {}.0 is the lowest of {}",
                known(),
                lowest.product,
                lowest.name,
                lowest.product
            ));
        };
        let Some(patch) = patch else {
            return Ok(Self {
                controller: Controller::newest(line),
                unknown_patch: None,
            });
        };
        let is_number = !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            return Err(format!("expected {}", known()));
        }
        let patch: u8 = patch.parse().unwrap_or(u8::MAX);
        Ok(Self {
            controller: Controller {
                line,
                patch: patch.min(line.newest_patch),
            },
            unknown_patch: (patch > line.newest_patch).then_some(patch),
        })
    }
}

/// The lines of a product, the lowest first.
fn lines_of(id: &str) -> impl Iterator<Item = &'static Line> {
    LINES.iter().copied().filter(move |line| line.id == id)
}

/// The names of the lines, for people.
fn known() -> String {
    let names: Vec<String> = LINES.iter().map(|line| line.option()).collect();
    format!("{}, each with a patch if you like", names.join(", "))
}

impl Line {
    /// What `--controller` calls it.
    pub fn option(&self) -> String {
        format!("{}-{}", self.id, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(text: &str) -> String {
        text.parse::<Asked>().unwrap().controller.release()
    }

    #[test]
    fn a_line_means_its_newest_patch() {
        assert_eq!(release("kic-3.5"), "KIC 3.5.13");
        assert_eq!(release("kic-3.4"), "KIC 3.4.20");
        assert_eq!(release("kong-operator-2.3"), "Kong Operator 2.3.0-rc.3");
    }

    #[test]
    fn a_patch_above_the_known_ones_takes_the_last_with_a_note() {
        let asked: Asked = "kic-3.4.300".parse().unwrap();
        assert_eq!(asked.controller.release(), "KIC 3.4.20");
        assert_eq!(asked.notes().len(), 1);
        assert!("kic-3.4.20".parse::<Asked>().unwrap().notes().is_empty());
        assert_eq!(release("kic-3.5.9-ubi"), "KIC 3.5.9");
    }

    #[test]
    fn what_is_below_the_lowest_is_told_the_lowest() {
        for text in ["kic-3.3", "kic-3.3.2", "kic-2.12"] {
            let error = text.parse::<Asked>().unwrap_err();
            assert!(error.contains("KIC 3.4.0 is the lowest"), "{error}");
        }
        let error = "kong-operator-2.1".parse::<Asked>().unwrap_err();
        assert!(
            error.contains("Kong Operator 2.2.0 is the lowest"),
            "{error}"
        );
        for text in [
            "",
            "kic",
            "kic-3.5.",
            "kic-3.5.x",
            "kic-3.5.1.2",
            "nginx-1.0",
        ] {
            assert!(text.parse::<Asked>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_level_with_older_schemas_says_so() {
        let asked: Asked = "kic-3.4.10".parse().unwrap();
        assert!(asked.notes()[0].contains("older schemas"));
        assert!("kic-3.4.11".parse::<Asked>().unwrap().notes().is_empty());
    }
}
