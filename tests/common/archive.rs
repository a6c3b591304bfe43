//! Archives of the repository, unpacked in memory: the areas of cases in `testdata/areas`, and what `data/` is made from.

use flate2::read::GzDecoder;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The archives of cases, in order. Each file in them is `<area>/<case>/<file>`.
pub fn areas() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/areas");
    let mut archives: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "gz"))
        .collect();
    archives.sort();
    archives
}

/// The files of a `.tar.gz` that holds plain files with short names only (`ustar`).
pub fn files(archive: &Path) -> Vec<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    GzDecoder::new(std::fs::File::open(archive).unwrap())
        .read_to_end(&mut bytes)
        .unwrap();
    let mut files = Vec::new();
    let mut rest = &bytes[..];
    while rest.len() >= 512 && rest[0] != 0 {
        let (header, after) = rest.split_at(512);
        let text = |field: &[u8]| {
            let end = field.iter().position(|&byte| byte == 0);
            String::from_utf8(field[..end.unwrap_or(field.len())].to_vec()).unwrap()
        };
        let (name, size) = (text(&header[..100]), text(&header[124..136]));
        let is_plain = header[156] == b'0' && header[257..262] == *b"ustar" && header[345] == 0;
        assert!(is_plain, "{name}: not a plain file with a short name");
        let size = usize::from_str_radix(size.trim(), 8).unwrap();
        files.push((name, after[..size].to_vec()));
        rest = &after[size.next_multiple_of(512)..];
    }
    assert!(!files.is_empty(), "{}", archive.display());
    files
}
