//! The reference cases: where they are, their variants, and what `check` says about one.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One line of `variants.txt`.
pub struct Variant {
    pub name: String,
    pub flags: Vec<String>,
}

impl Variant {
    /// Kong's verdicts are those of the default version.
    pub fn is_of_the_default_version(&self) -> bool {
        !self.flags.iter().any(|flag| flag == "--kong-version")
    }
}

/// The directories of all cases, in order.
pub fn all() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = walkdir::WalkDir::new(super::root().join("testdata/cases"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == "in.yaml")
        .filter_map(|entry| entry.path().parent().map(Path::to_owned))
        .collect();
    cases.sort();
    assert!(cases.len() > 100, "only {} cases", cases.len());
    cases
}

/// The variants of a case that have an expected file.
pub fn variants(case: &Path) -> Vec<Variant> {
    let text = std::fs::read_to_string(case.join("variants.txt"))
        .unwrap_or_else(|_| "default:".to_owned());
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, flags)| Variant {
            name: name.trim().to_owned(),
            flags: flags.split_whitespace().map(str::to_owned).collect(),
        })
        .filter(|variant| case.join(format!("{}.yaml", variant.name)).exists())
        .collect()
}

/// The case as it is called in messages.
pub fn title(case: &Path) -> String {
    case.strip_prefix(super::root().join("testdata/cases"))
        .unwrap_or(case)
        .display()
        .to_string()
}

/// What `check --format json` says about a variant.
pub fn check(case: &Path, variant: &Variant) -> Value {
    check_file(&case.join("in.yaml"), &variant.flags)
}

/// What `check --format json` says about a file.
pub fn check_file(path: &Path, flags: &[String]) -> Value {
    let output = Command::new(super::binary())
        .args(["check", "--quiet", "--format", "json"])
        .args(flags)
        .arg(path)
        .env_clear()
        .current_dir(super::root().join("testdata"))
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
