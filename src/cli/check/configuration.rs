//! `check` of configuration files instead of manifests: decK's or Kong's DB-less form.

use crate::cli::args::InputArgs;
use crate::cli::input::{Read, Run};
use crate::cli::progress;
use crate::cli::summary::Made;
use crate::deck::read::document::{Document, document};
use crate::diag::{Diagnostic, Diagnostics, deck_file};
use crate::escape::line;
use crate::kong::state::State;
use crate::options::Options;
use crate::pipeline::{self, Extent};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// The files and what is wrong with their form.
type Documents = Vec<(Option<Document>, Vec<Diagnostic>)>;

/// The configuration files among what the arguments name, if there are any; they are named themselves, for what lies in a directory of
/// manifests is not what the directory is about. Beside them there must be nothing else.
pub(super) fn of(input: &InputArgs, texts: &Read) -> Result<Option<Documents>> {
    let paths = input.all_paths();
    let named: BTreeSet<String> = paths
        .iter()
        .filter(|path| !path.is_dir())
        .map(|path| match path.as_os_str() {
            path if path == "-" => "<stdin>".to_owned(),
            _ => path.display().to_string(),
        })
        .collect();
    let mut documents = Vec::new();
    let (mut first, mut other) = (None, None);
    for (file, source) in (0..).zip(&texts.sources.0) {
        let is_named = named.contains(&source.path);
        // Parsing takes time, and manifests hardly ever say this.
        let may_be = memchr::memmem::find(&source.text, b"_format_version").is_some();
        let found = (is_named && may_be)
            .then(|| document(file, source))
            .flatten();
        // In a stream of several documents it is one among manifests, and left out.
        let is_alone = |(_, problems): &(_, Vec<Diagnostic>)| {
            !problems.iter().any(deck_file::is_further_document)
        };
        match found.filter(is_alone) {
            Some(found) => {
                first.get_or_insert(&source.path);
                documents.push(found);
            }
            None => other = other.or(Some(&source.path)),
        }
    }
    match (first, other) {
        (Some(configuration), Some(other)) => bail!(
            "{} is a configuration file and {} is not: check them one after the other",
            line::clean(configuration),
            line::clean(other)
        ),
        (Some(_), None) => Ok(Some(documents)),
        (None, _) => Ok(None),
    }
}

/// What is wrong with the files.
pub(super) fn judged(documents: Documents, texts: Read, options: Options) -> Run {
    let mut diagnostics = Diagnostics::default();
    diagnostics.append(texts.found);
    let mut objects = 0;
    let mut made = Made {
        routes: 0,
        services: 0,
        consumers: 0,
    };
    for (document, problems) in documents {
        diagnostics.extend(problems);
        let Some(document) = document else { continue };
        let locate = |path: &[String], field: &str| document.locate(path, field);
        let judged = progress::during("checking", || {
            pipeline::judge_configuration(&document.root, &options, &locate)
        });
        diagnostics.append(judged.found);
        objects += judged.entities;
        let list = |key: &str| document.root[key].as_array().map_or(&[][..], Vec::as_slice);
        let nested = list("services").iter().map(|service| &service["routes"]);
        let nested = nested.filter_map(|routes| routes.as_array());
        made.services += list("services").len();
        made.routes += list("routes").len() + nested.map(Vec::len).sum::<usize>();
        made.consumers += list("consumers").len();
    }
    Run {
        made,
        objects,
        sources: texts.sources,
        written: texts.written,
        options,
        state: State::default(),
        diagnostics: diagnostics.into_sorted(),
        skipped: BTreeMap::new(),
        annotated: Vec::new(),
        silenced: Vec::new(),
        ignored: Vec::new(),
        extent: Extent {
            objects,
            seen: true,
            made: true,
            from_cluster: false,
        },
        before: None,
    }
}
