//! What kustomize and Helm make objects of, among the files of directories: it is no object itself.

use crate::manifest::disk;
use crate::manifest::kustomization::{self, Kustomization, Purpose};
use crate::manifest::source::Source;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The file that makes a directory a chart.
const CHART: &str = "Chart.yaml";

/// Files of a chart beside [`CHART`] that say nothing to kubectl.
const CHART_FILES: [&str; 3] = ["values.yaml", "values.yml", "values.schema.json"];

/// Folders of a chart that only Helm reads.
const CHART_FOLDERS: [&str; 2] = ["templates", "charts"];

/// A file of a directory.
pub struct File<'t> {
    /// Its path: absolute, without `.` and `..`.
    pub path: PathBuf,
    /// What it holds.
    pub text: &'t [u8],
}

/// What is to be said of files, by their position in the list.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Trees {
    /// Those that are no manifests: patches, templates, kustomization files.
    pub left_out: BTreeSet<usize>,
    /// Kustomization files that no other one refers to.
    pub roots: Vec<usize>,
    /// The files of charts that are in no other chart.
    pub charts: Vec<usize>,
}

/// Tell files apart.
pub fn tell(files: &[File<'_>]) -> Trees {
    let mut trees = Trees::default();
    charts(files, &mut trees);
    kustomizations(files, &mut trees);
    trees
}

fn charts(files: &[File<'_>], trees: &mut Trees) {
    let is_chart = |file: &File<'_>| file.path.file_name().is_some_and(|name| name == CHART);
    let folders: HashSet<&Path> = files
        .iter()
        .filter(|file| is_chart(file))
        .filter_map(|file| file.path.parent())
        .collect();
    if folders.is_empty() {
        return;
    }
    for (number, file) in files.iter().enumerate() {
        let name = file.path.file_name().and_then(|name| name.to_str());
        let parent = file.path.parent();
        let is_of_chart = parent.is_some_and(|parent| folders.contains(parent))
            && name.is_some_and(|name| name == CHART || CHART_FILES.contains(&name));
        let is_inside = CHART_FOLDERS.iter().any(|folder| {
            file.path.ancestors().skip(1).any(|above| {
                above.file_name().is_some_and(|name| name == *folder)
                    && above.parent().is_some_and(|chart| folders.contains(chart))
            })
        });
        if is_of_chart || is_inside {
            trees.left_out.insert(number);
        }
        if is_of_chart && !is_inside && is_chart(file) {
            trees.charts.push(number);
        }
    }
}

fn kustomizations(files: &[File<'_>], trees: &mut Trees) {
    let found: Vec<(usize, &Path, Kustomization)> = files
        .iter()
        .enumerate()
        .filter(|(_, file)| kustomization::is_kustomization(&file.path))
        .filter_map(|(number, file)| {
            let source = Source {
                path: String::new(),
                text: file.text.to_vec(),
            };
            Some((number, file.path.parent()?, kustomization::read(&source)?))
        })
        .collect();
    if found.is_empty() {
        return;
    }
    let by_path: HashMap<&Path, usize> = files
        .iter()
        .enumerate()
        .map(|(number, file)| (&*file.path, number))
        .collect();
    let mut others = BTreeSet::new();
    let mut resources = BTreeSet::new();
    let mut used = HashSet::new();
    for (number, folder, kustomization) in &found {
        trees.left_out.insert(*number);
        for reference in &kustomization.references {
            let path = disk::lexical(&folder.join(&reference.text));
            match (by_path.get(&*path), reference.purpose) {
                (Some(file), Purpose::Resource) => _ = resources.insert(*file),
                (Some(file), Purpose::Plugin | Purpose::File) => _ = others.insert(*file),
                (None, _) => _ = used.insert(path),
            }
        }
    }
    trees.left_out.extend(others.difference(&resources));
    let roots = found.iter().filter(|(_, folder, kustomization)| {
        !kustomization.is_component && !used.contains(*folder)
    });
    trees.roots.extend(roots.map(|(number, ..)| *number));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &[(&str, &str)]) -> Trees {
        let files: Vec<File<'_>> = files
            .iter()
            .map(|(path, text)| File {
                path: PathBuf::from(path),
                text: text.as_bytes(),
            })
            .collect();
        tell(&files)
    }

    #[test]
    fn patches_are_no_objects_and_only_what_nobody_refers_to_is_a_root() {
        let trees = told(&[
            ("/r/base/in.yaml", ""),
            ("/r/base/kustomization.yaml", "resources: [in.yaml]"),
            (
                "/r/prod/Kustomization",
                "resources: [../base]\npatches: [{path: host.yaml}]\ncomponents: [../tls]",
            ),
            ("/r/prod/host.yaml", ""),
            (
                "/r/tls/kustomization.yml",
                "kind: Component\npatchesStrategicMerge: [p.yaml]\ntransformers: [t.yaml]",
            ),
            ("/r/tls/p.yaml", ""),
            ("/r/tls/t.yaml", ""),
            ("/r/tls/other.yaml", ""),
        ]);
        assert_eq!(trees.left_out, BTreeSet::from([1, 2, 3, 4, 5, 6]));
        assert_eq!(trees.roots, [2]);
    }

    #[test]
    fn a_chart_hides_its_templates_and_the_charts_inside_of_it() {
        let trees = told(&[
            ("/r/shop/Chart.yaml", ""),
            ("/r/shop/crds/a.yaml", ""),
            ("/r/shop/templates/deep/a.yaml", ""),
            ("/r/shop/charts/db/Chart.yaml", ""),
            ("/r/shop/charts/db/crds/a.yaml", ""),
            ("/r/shop/values.yaml", ""),
            ("/r/templates/a.yaml", ""),
        ]);
        assert_eq!(trees.left_out, BTreeSet::from([0, 2, 3, 4, 5]));
        assert_eq!(trees.charts, [0]);
    }
}
