//! One file for each instance: `-o 'out/{control_plane}.yaml'`.

use super::{Instance, Listed};
use crate::escape::line;
use crate::options::NamespacedName;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What stands for the name of an instance in a path.
pub(in crate::cli) const PLACEHOLDER: &str = "{control_plane}";

impl Listed {
    /// Every instance, each with a file of its own.
    ///
    /// # Errors
    /// There is none, or two of them would have the same file.
    pub(in crate::cli) fn with_files(self, example: &str) -> Result<Vec<Instance>> {
        if self.all.is_empty() {
            bail!(
                "no Gateway of Kong Operator and no ControlPlane beside a DataPlane is among the inputs, so that {PLACEHOLDER} stands for nothing\n  example: kic2kong {example}"
            );
        }
        let mut known: BTreeMap<String, &Instance> = BTreeMap::new();
        for instance in &self.all {
            let name = name_in_path(&instance.name);
            if let Some(other) = known.insert(name, instance) {
                bail!(
                    "{} and {} would have the same file; choose one by --gateway-to-reconcile or --control-plane\n  example: kic2kong render deploy/ --control-plane {} -o kong.yaml",
                    other.title(),
                    instance.title(),
                    line::clean(&instance.text)
                );
            }
        }
        Ok(self.all)
    }
}

/// A path with the name of an instance in it.
pub(in crate::cli) fn own_path(path: PathBuf, instance: Option<&Instance>) -> PathBuf {
    match instance {
        Some(instance) => {
            let name = name_in_path(&instance.name);
            PathBuf::from(path.to_string_lossy().replace(PLACEHOLDER, &name))
        }
        None => path,
    }
}

/// `<namespace>.<name>`, in which nothing leads elsewhere: what is no name of Kubernetes becomes `_`.
fn name_in_path(name: &NamespacedName) -> String {
    let plain = |text: &str| -> String {
        if text.bytes().all(|byte| byte == b'.') {
            return "_".to_owned();
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        text.chars()
            .map(|c| if is_plain(c) { c } else { '_' })
            .collect()
    };
    format!("{}.{}", plain(&name.namespace), plain(&name.name))
}
