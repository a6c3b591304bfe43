//! One file for each environment: `-o 'out/{environment}.yaml'`.

use super::one::Environment;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// What stands for the name of an environment in a path.
pub(crate) const PLACEHOLDER: &str = "{environment}";

/// The path of an environment's own file. `option` names it in the error, `example` shows how it is meant.
///
/// # Errors
/// Several environments and one path, or a name that leads elsewhere.
pub(crate) fn own_path(
    path: &Path,
    environment: &Environment,
    option: &str,
    example: &str,
) -> Result<PathBuf> {
    let Some(name) = &environment.name else {
        return Ok(path.to_owned());
    };
    let text = path.to_string_lossy();
    if !text.contains(PLACEHOLDER) {
        bail!(
            "several environments want a file each, and {option} names one\n  example: kic2kong {example}"
        );
    }
    let leads_elsewhere = Path::new(name)
        .components()
        .any(|part| !matches!(part, std::path::Component::Normal(_)));
    if leads_elsewhere {
        bail!(
            "the environment `{}` cannot name a file",
            crate::escape::line::clean(name)
        );
    }
    Ok(PathBuf::from(text.replace(PLACEHOLDER, name)))
}
