//! The texts of files, through one `git cat-file --batch`.

use super::Blob;
use super::call::Git;
use crate::cli::child;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Stdio};

/// The longest line that Git writes before a text.
const HEADER_LIMIT: u64 = 1024;

/// The texts of all files, in their order.
///
/// # Errors
/// An object that is not in the clone, or more than `limit` bytes in all.
pub(super) fn contents(git: &Git, blobs: &[Blob], limit: u64) -> Result<Vec<Vec<u8>>> {
    if blobs.is_empty() {
        return Ok(Vec::new());
    }
    let mut child = git
        .command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .spawn()
        .context("cannot run git")?;
    let asked = child.stdin.take();
    let errors = child.stderr.take();
    let texts = std::thread::scope(|scope| {
        // Asking, reading and listening at once: either side would fill its pipe and wait for the other.
        scope.spawn(move || ask(asked, blobs));
        scope.spawn(move || errors.map(child::message_of));
        let texts = read_all(&mut child, blobs, limit);
        if texts.is_err() {
            child::end(&mut child);
        }
        texts
    })?;
    let status = child.wait().context("git cat-file")?;
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

fn read_all(child: &mut Child, blobs: &[Blob], limit: u64) -> Result<Vec<Vec<u8>>> {
    let stdout = child
        .stdout
        .take()
        .context("git cat-file gives no output")?;
    let mut reader = BufReader::new(stdout);
    let mut room = limit;
    blobs
        .iter()
        .map(|blob| read_one(&mut reader, blob, &mut room))
        .collect()
}

/// `<object> blob <size>`, a line break, the text, a line break.
fn read_one(reader: &mut impl BufRead, blob: &Blob, room: &mut u64) -> Result<Vec<u8>> {
    let mut header = String::new();
    reader
        .take(HEADER_LIMIT)
        .read_line(&mut header)
        .context("git cat-file")?;
    let header = header.trim_end();
    let Some(size) = header
        .rsplit_once(' ')
        .and_then(|(_, size)| size.parse().ok())
    else {
        bail!(
            "git cannot read {}: {}{}",
            blob.path,
            if header.is_empty() {
                "it says nothing"
            } else {
                header
            },
            super::NOT_HERE
        );
    };
    *room = room.checked_sub(size).with_context(|| {
        format!(
            "{} at this revision is too large, with what was read before it",
            blob.path
        )
    })?;
    let mut text = Vec::new();
    let read = reader
        .take(size)
        .read_to_end(&mut text)
        .context("git cat-file")?;
    if read as u64 != size {
        bail!("git cannot read {}: it ends too early", blob.path);
    }
    reader.read_exact(&mut [0]).context("git cat-file")?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answer: &str, room: u64) -> Result<Vec<u8>> {
        let blob = Blob {
            path: "a.yaml".to_owned(),
            object: "0123".to_owned(),
        };
        read_one(&mut answer.as_bytes(), &blob, &mut { room })
    }

    #[test]
    fn a_text_follows_its_size() {
        assert_eq!(read("0123 blob 4\nabcd\n", 4).unwrap(), b"abcd");
    }

    #[test]
    fn what_is_missing_cut_off_or_too_large_is_an_error() {
        let error = |answer: &str, room| format!("{:#}", read(answer, room).unwrap_err());
        let missing = error("0123 missing\n", 4);
        assert!(missing.contains("fetch"), "{missing}");
        assert!(error("0123 blob 4\nab", 4).contains("too early"));
        assert!(error("0123 blob 5\nabcde\n", 4).contains("too large"));
        assert!(error("", 4).contains("says nothing"));
    }
}
