//! The programs that build: real ones where the machine has them, and small ones of ours that misbehave.

use crate::machine;
use std::path::Path;

/// The `PATH` for tests that build with kustomize; without it they say what they leave out.
pub(crate) fn kustomize() -> Option<String> {
    let program = machine::program("kustomize");
    let program = program.or_else(|| machine::program_or_say("kubectl", "what kustomize builds"));
    Some(path(&program?))
}

/// The `PATH` for tests that render with Helm.
pub(crate) fn helm() -> Option<String> {
    Some(path(&machine::program_or_say("helm", "what Helm renders")?))
}

/// The folder of a program, with that of Git.
fn path(program: &Path) -> String {
    let git = machine::program("git");
    let folders = [Some(program), git.as_deref()].into_iter().flatten();
    let folders = folders.filter_map(|program| Some(program.parent()?.display().to_string()));
    folders.collect::<Vec<_>>().join(":")
}

/// A folder with a program of this name that is a shell script.
#[cfg(unix)]
pub(crate) fn fake(folder: &Path, name: &str, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(folder).unwrap();
    let program = folder.join(name);
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder.display().to_string()
}
