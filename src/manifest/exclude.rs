//! Paths that are left out although they are among the inputs: `--exclude`.
//!
//! A pattern is read as a line of a `.gitignore` is: `*` and `?` stay within one name, `**` goes over any number of folders, a pattern with a
//! slash before its end is anchored at the input, one without counts at any depth, and what is below an excluded folder is excluded.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::{Path, PathBuf};

/// A pattern that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What it matches, anchored.
    globs: Vec<globset::Glob>,
}

impl std::str::FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with('!') {
            return Err("a pattern cannot bring back what another one excludes".to_owned());
        }
        let path = text.strip_prefix("./").unwrap_or(text);
        let bare = path.trim_matches('/');
        if bare.is_empty() {
            return Err("expected a pattern such as `charts/**`".to_owned());
        }
        let is_anchored = path.trim_end_matches('/').contains('/');
        let base = if is_anchored {
            bare.to_owned()
        } else {
            format!("**/{bare}")
        };
        let below = format!("{base}/**");
        let patterns = if path.ends_with('/') {
            vec![below]
        } else {
            vec![base, below]
        };
        let globs = patterns.iter().map(|pattern| {
            GlobBuilder::new(pattern)
                .literal_separator(true)
                .backslash_escape(true)
                .build()
        });
        globs
            .collect::<Result<_, _>>()
            .map(|globs| Self { globs })
            .map_err(|error| error.kind().to_string())
    }
}

/// What is left out.
#[derive(Debug, Clone, Default)]
pub struct Exclude {
    globs: GlobSet,
    /// The folder that paths are given from.
    here: PathBuf,
}

impl Exclude {
    /// What any of the patterns matches.
    ///
    /// # Errors
    /// Patterns that are too large taken together.
    pub fn of(patterns: &[Pattern]) -> Result<Self, globset::Error> {
        let mut set = GlobSetBuilder::new();
        for glob in patterns.iter().flat_map(|pattern| &pattern.globs) {
            set.add(glob.clone());
        }
        set.build().map(|globs| Self {
            globs,
            here: PathBuf::from("."),
        })
    }

    /// The same where a folder other than the working directory is the one that paths are given from.
    #[must_use]
    pub fn seen_from(self, here: &Path) -> Self {
        Self {
            here: here.to_owned(),
            ..self
        }
    }

    /// Whether a path is left out: as it was given, or as it is called from the input `root`.
    pub fn covers(&self, path: &Path, root: &Path) -> bool {
        if self.globs.is_empty() {
            return false;
        }
        let given = path.strip_prefix(&self.here).unwrap_or(path);
        let below = path.strip_prefix(root).ok();
        self.globs.is_match(given) || below.is_some_and(|below| self.globs.is_match(below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(pattern: &str, path: &str) -> bool {
        let exclude = Exclude::of(&[pattern.parse().unwrap()]).unwrap();
        exclude.covers(Path::new(path), Path::new("deploy"))
    }

    #[test]
    fn patterns_are_read_as_gitignore_reads_them() {
        for (pattern, path) in [
            ("charts", "deploy/a/charts/x.yaml"),
            ("charts/", "deploy/a/charts/x.yaml"),
            ("values*.yaml", "deploy/a/values-prod.yaml"),
            ("/charts", "deploy/charts/x.yaml"),
            ("a/*/x.yaml", "deploy/a/b/x.yaml"),
            ("**/charts/**", "deploy/a/charts/b/x.yaml"),
            ("**/charts/**", "deploy/charts/x.yaml"),
            ("deploy/charts", "deploy/charts/x.yaml"),
            ("./deploy/charts", "deploy/charts/x.yaml"),
            ("*.{yml,json}", "deploy/x.json"),
        ] {
            assert!(covers(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("charts", "deploy/mycharts/x.yaml"),
            ("/charts", "deploy/a/charts/x.yaml"),
            ("charts/", "deploy/charts"),
            ("a/*/x.yaml", "deploy/a/b/c/x.yaml"),
            ("*.yaml", "deploy/x.yml"),
        ] {
            assert!(!covers(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn paths_of_another_tree_are_matched_as_they_would_be_given() {
        let exclude = Exclude::of(&["deploy/charts".parse().unwrap()]).unwrap();
        let path = Path::new("/tree/deploy/charts/x.yaml");
        let root = Path::new("/tree/deploy");
        assert!(!exclude.covers(path, root));
        assert!(exclude.seen_from(Path::new("/tree")).covers(path, root));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in ["", "/", "!a", "a[", "{a"] {
            assert!(text.parse::<Pattern>().is_err(), "{text}");
        }
    }
}
