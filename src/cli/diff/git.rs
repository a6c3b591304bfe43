//! Manifests as they are at a Git revision, read with Git's own plumbing; neither the work tree nor the index is touched.

use crate::escape::line::{self, clean};
use crate::manifest::discover;
use crate::manifest::source::{Source, Sources};
use anyhow::{Context, Result, anyhow, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};

/// The manifests that `paths` hold at `revision`, in the order of the paths, those of a directory by name. A path that does
/// not exist there yet holds nothing.
pub(super) fn sources(revision: &str, paths: &[PathBuf]) -> Result<Sources> {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        bail!("--against-git cannot read standard input at a revision; name files or directories");
    }
    let commit = resolve(revision)?;
    let mut blobs: Vec<Blob> = Vec::new();
    for path in paths {
        for blob in list(&commit, path)? {
            if !blobs.iter().any(|known| known.path == blob.path) {
                blobs.push(blob);
            }
        }
    }
    let texts = contents(&blobs)?;
    Ok(Sources(
        blobs
            .into_iter()
            .zip(texts)
            .map(|(blob, text)| Source {
                path: format!("{revision}:{}", blob.path),
                text,
            })
            .collect(),
    ))
}

/// One file at a revision.
struct Blob {
    path: String,
    object: String,
}

/// The commit that a revision means. Resolving it first keeps a revision that looks like an option from being one.
fn resolve(revision: &str) -> Result<String> {
    let commit = format!("{revision}^{{commit}}");
    let output = git(&[
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &commit,
    ])?;
    if !output.status.success() {
        bail!(
            "`{}` is not a Git revision here\n  hint: fetch it first; a CI checkout is often shallow (fetch-depth: 0)",
            clean(revision)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn git(arguments: &[&str]) -> Result<Output> {
    Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .context("cannot run git, which --against-git needs")
}

/// The manifests at or below a path.
fn list(commit: &str, path: &Path) -> Result<Vec<Blob>> {
    let text = git_path(path)?;
    // A pathspec with magic off: names with `*` or `:` are names.
    let output = git(&[
        "--literal-pathspecs",
        "ls-tree",
        "-r",
        "-z",
        commit,
        "--",
        &text,
    ])?;
    if !output.status.success() {
        bail!(
            "git cannot list {} at {commit}: {}",
            line::path(path),
            clean(String::from_utf8_lossy(&output.stderr).trim())
        );
    }
    let listing = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut blobs: Vec<Blob> = listing
        .split('\0')
        .filter_map(|entry| {
            let (about, name) = entry.split_once('\t')?;
            let mut words = about.split(' ');
            let (mode, object) = (words.next()?, words.nth(1)?);
            let is_named = Path::new(name) == Path::new(&text);
            // A symbolic link (120000) or a submodule (160000) holds no manifest itself.
            let is_file = matches!(mode, "100644" | "100755" | "100664");
            (is_file && (is_named || is_manifest_below(name, &text))).then(|| Blob {
                path: name.to_owned(),
                object: object.to_owned(),
            })
        })
        .collect();
    blobs.sort_by(|a, b| Path::new(&a.path).cmp(Path::new(&b.path)));
    Ok(blobs)
}

/// A path as Git wants it: relative to the working directory, without `.` in front.
fn git_path(path: &Path) -> Result<String> {
    let relative = if path.is_absolute() {
        let here = std::env::current_dir().context("the working directory is gone")?;
        path.strip_prefix(&here)
            .map_err(|_| {
                anyhow!(
                    "{} is outside of the working directory, so Git cannot say what it was",
                    line::path(path)
                )
            })?
            .to_owned()
    } else {
        path.components()
            .filter(|part| *part != Component::CurDir)
            .collect()
    };
    let text = relative.to_string_lossy().into_owned();
    Ok(if text.is_empty() || text == "." {
        "./".to_owned()
    } else {
        text
    })
}

/// Whether a file below a directory is one that the work tree's walk would take: a manifest outside of hidden folders.
fn is_manifest_below(name: &str, directory: &str) -> bool {
    // By components: the working directory is `./`, whose dot is none of `.github/`.
    let name = Path::new(name);
    let path = name.strip_prefix(directory).unwrap_or(name);
    let is_hidden = path.parent().is_some_and(|folder| {
        folder
            .iter()
            .any(|part| part.to_string_lossy().starts_with('.') && part != "..")
    });
    !is_hidden && discover::is_manifest(path)
}

/// The texts of all files, through one `git cat-file --batch`.
fn contents(blobs: &[Blob]) -> Result<Vec<Vec<u8>>> {
    if blobs.is_empty() {
        return Ok(Vec::new());
    }
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot run git, which --against-git needs")?;
    let asked = child.stdin.take();
    let texts = std::thread::scope(|scope| {
        // Asking and reading at once: either side would fill its pipe and wait for the other.
        scope.spawn(move || ask(asked, blobs));
        read_all(&mut child, blobs)
    });
    let status = child.wait().context("git cat-file")?;
    let texts = texts?;
    if !status.success() {
        bail!("git cat-file failed");
    }
    Ok(texts)
}

fn ask(stdin: Option<ChildStdin>, blobs: &[Blob]) {
    if let Some(mut stdin) = stdin {
        for blob in blobs {
            // A broken pipe shows on the reading side.
            if writeln!(stdin, "{}", blob.object).is_err() {
                return;
            }
        }
    }
}

fn read_all(child: &mut Child, blobs: &[Blob]) -> Result<Vec<Vec<u8>>> {
    let stdout = child
        .stdout
        .take()
        .context("git cat-file gives no output")?;
    let mut reader = BufReader::new(stdout);
    blobs
        .iter()
        .map(|blob| read_one(&mut reader, blob))
        .collect()
}

/// `<object> blob <size>`, a line break, the text, a line break.
fn read_one(reader: &mut impl BufRead, blob: &Blob) -> Result<Vec<u8>> {
    let mut header = String::new();
    reader.read_line(&mut header).context("git cat-file")?;
    let size: usize = header
        .trim_end()
        .rsplit(' ')
        .next()
        .and_then(|size| size.parse().ok())
        .with_context(|| {
            format!(
                "git cannot read {}: {}",
                clean(&blob.path),
                clean(header.trim_end())
            )
        })?;
    let mut text = vec![0; size];
    reader.read_exact(&mut text).context("git cat-file")?;
    reader.read_exact(&mut [0]).context("git cat-file")?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_visible_manifests_below_a_directory_count() {
        assert!(is_manifest_below("deploy/web/a.yaml", "deploy"));
        assert!(is_manifest_below("a.JSON", "./"));
        assert!(!is_manifest_below("deploy/.git/a.yaml", "deploy"));
        assert!(!is_manifest_below("deploy/readme.md", "deploy"));
        assert!(!is_manifest_below(".kic2kong.yaml", "./"));
        assert!(!is_manifest_below(".github/a.yaml", "./"));
        assert!(is_manifest_below(".hidden/a.yaml", ".hidden"));
    }

    #[test]
    fn paths_lose_their_leading_dot() {
        assert_eq!(git_path(Path::new("./deploy/")).unwrap(), "deploy");
        assert_eq!(git_path(Path::new(".")).unwrap(), "./");
    }
}
