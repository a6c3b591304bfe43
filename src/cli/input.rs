//! The manifests of a run.

use super::args::InputArgs;
use crate::diag::Diagnostics;
use crate::manifest::source::{Source, Sources};
use anyhow::{Result, bail};

/// Read all manifests that the arguments name. What cannot be read is a problem, not an error.
pub fn read(args: &InputArgs, _diagnostics: &mut Diagnostics) -> Result<Sources> {
    let paths = args.all_paths();
    if paths.is_empty() {
        bail!(
            "no manifests given\n  example: kic2kong render deploy/\n  example: kubectl get ingresses,services,endpointslices -A -o yaml | kic2kong render -"
        );
    }
    Ok(Sources(
        paths
            .iter()
            .map(|path| Source {
                path: path.display().to_string(),
                text: std::fs::read(path).unwrap_or_default(),
            })
            .collect(),
    ))
}
