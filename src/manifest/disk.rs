//! One file from the disk, without being led astray: links that a checkout brought do not lead out of it, and what is no
//! regular file is opened only when the user himself named it.

use crate::escape::line;
use std::ffi::OsString;
use std::fmt::{self, Display, Formatter};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// Where the machine shows itself as files. What stands here is never meant by a link from elsewhere.
const MACHINE: [&str; 3] = ["/dev", "/proc", "/sys"];

/// Memory that looks like a directory: files of people, not of the machine.
const SHARED_MEMORY: &str = "/dev/shm";

/// How far links lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Border {
    /// The repository that is worked in, free of links: what is named inside of it must be inside of it.
    pub repository: Option<PathBuf>,
    /// Whether links may lead anywhere (`--follow-links`).
    pub follow_links: bool,
}

/// Why something is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A link leads out of the tree, to this place.
    Outside(PathBuf),
    /// A link leads to a device, a pipe or a file that the kernel makes up; or such a thing stands in a directory.
    Special(&'static str),
}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside(target) => {
                let target = line::path(target);
                write!(f, "a link leads out of the repository to {target}")
            }
            Self::Special(what) => write!(f, "a link leads to {what}"),
        }
    }
}

impl Border {
    /// Whether a path that the user named may be read: it may be a link and a pipe, but a link of the repository leads neither
    /// out of it nor to the machine.
    ///
    /// # Errors
    /// Those of the disk, a [`Refusal`] among them as text.
    pub fn admit(&self, path: &Path) -> io::Result<()> {
        match self.refusal(path)? {
            None => Ok(()),
            Some(refusal @ Refusal::Special(_)) => Err(io::Error::other(refusal.to_string())),
            Some(refusal @ Refusal::Outside(_)) => Err(io::Error::other(format!(
                "{refusal}; --follow-links allows it"
            ))),
        }
    }

    /// Why a path that the user named is not read, if so.
    pub fn refusal(&self, path: &Path) -> io::Result<Option<Refusal>> {
        let named = lexical(&std::path::absolute(path)?);
        if is_machine(&named) {
            return Ok(None);
        }
        let metadata = std::fs::metadata(path)?;
        let real = path.canonicalize()?;
        if let Some(what) = machine_file(&real) {
            return Ok(Some(Refusal::Special(what)));
        }
        let is_link = std::fs::symlink_metadata(path)?.is_symlink();
        if let Some(what) = special(&metadata).filter(|_| is_link) {
            return Ok(Some(Refusal::Special(what)));
        }
        let is_led_out = self.repository.as_ref().is_some_and(|root| {
            named.starts_with(root) && (!real.starts_with(root) || leads_into_git(&named, &real))
        });
        Ok((is_led_out && !self.follow_links).then_some(Refusal::Outside(real)))
    }

    /// The bytes of a file that the user named.
    ///
    /// # Errors
    /// Those of the disk; a refusal; more bytes than `limit`.
    pub fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.admit(path)?;
        bounded(File::open(path)?, limit)
    }
}

/// The bytes of a regular file of a tree; `None` when it is none by the time that it is open.
pub fn read_regular(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = open_without_waiting(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(None);
    }
    let mut text = Vec::new();
    // A file may say that it is larger than all memory.
    text.try_reserve_exact(usize::try_from(metadata.len()).unwrap_or(usize::MAX))?;
    file.read_to_end(&mut text)?;
    Ok(Some(text))
}

/// The bytes of a regular file that is no link and has at most `limit` of them.
///
/// # Errors
/// Those of the disk, and when it is not as it should be.
pub fn read_small(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = open_without_waiting(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    bounded(file, limit)
}

/// What a thing is called that is neither a file nor a directory.
pub fn special(metadata: &Metadata) -> Option<&'static str> {
    (!metadata.is_file() && !metadata.is_dir()).then_some("a device, a pipe or a socket")
}

/// What a file of the machine is called, by its path free of links.
pub fn machine_file(real: &Path) -> Option<&'static str> {
    is_machine(real).then_some("a file of the machine's kernel")
}

/// Whether a path leads to Git's own data, which may hold credentials, without saying so.
pub fn leads_into_git(named: &Path, real: &Path) -> bool {
    let says_git = |path: &Path| path.iter().any(|part| part.eq_ignore_ascii_case(".git"));
    says_git(real) && !says_git(named)
}

/// A path without `.` and with `..` taken back by its letters, as the user means it.
pub fn lexical(path: &Path) -> PathBuf {
    let mut parts: Vec<OsString> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.len() > 1 => {
                parts.pop();
            }
            Component::ParentDir => {}
            other => parts.push(other.as_os_str().to_owned()),
        }
    }
    parts.iter().collect()
}

fn is_machine(path: &Path) -> bool {
    MACHINE.iter().any(|folder| path.starts_with(folder)) && !path.starts_with(SHARED_MEMORY)
}

/// A pipe without a writer would keep an opening for reading waiting.
fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

fn bounded(file: File, limit: u64) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut text)?;
    if text.len() as u64 > limit {
        return Err(io::Error::other(format!("more than {limit} bytes")));
    }
    Ok(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_of_a_repository_leads_neither_out_of_it_nor_to_the_machine() {
        let machine = tempfile::tempdir().expect("a directory");
        let top = machine.path().canonicalize().expect("is there");
        let root = top.join("repository");
        std::fs::create_dir_all(root.join(".git")).expect("is made");
        for file in [
            root.join("a.yaml"),
            root.join(".git/config"),
            top.join("secret"),
        ] {
            std::fs::write(file, "a: 1\n").expect("is written");
        }
        for (link, target) in [
            ("in", "a.yaml"),
            ("out", "../secret"),
            ("git", ".git/config"),
            ("proc", "/proc/self/status"),
            ("device", "/dev/zero"),
        ] {
            symlink(target, root.join(link)).expect("is linked");
        }
        let border = Border {
            repository: Some(root.clone()),
            follow_links: false,
        };
        let anywhere = Border {
            follow_links: true,
            ..border.clone()
        };
        let refusal = |border: &Border, name: &str| border.refusal(&root.join(name)).expect(name);
        assert_eq!(refusal(&border, "a.yaml"), None);
        assert_eq!(refusal(&border, "in"), None);
        assert_eq!(
            refusal(&border, "out"),
            Some(Refusal::Outside(top.join("secret")))
        );
        assert_eq!(
            refusal(&border, "git"),
            Some(Refusal::Outside(root.join(".git/config")))
        );
        assert_eq!(refusal(&border, ".git/config"), None);
        assert_eq!(refusal(&anywhere, "out"), None);
        assert_eq!(refusal(&Border::default(), "out"), None);
        for name in ["proc", "device"] {
            assert!(matches!(
                refusal(&anywhere, name),
                Some(Refusal::Special(_))
            ));
        }
        assert_eq!(
            border.refusal(Path::new("/dev/null")).expect("exists"),
            None
        );
    }

    #[test]
    fn reading_stops_at_the_limit() {
        let border = Border::default();
        assert!(border.read(Path::new("/dev/zero"), 1000).is_err());
        assert_eq!(
            border.read(Path::new("/dev/null"), 0).expect("is empty"),
            b""
        );
    }

    #[test]
    fn dots_are_taken_back_by_their_letters() {
        assert_eq!(lexical(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(lexical(Path::new("/../a")), Path::new("/a"));
    }
}
