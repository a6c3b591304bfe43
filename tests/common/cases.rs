//! The reference cases, their variants, and what a conversion in this process makes of them.
//!
//! A case is a folder in `testdata/cases/<area>/`, or one in an archive of `testdata/areas/`; the files of a case may stand in both.

use super::archive;
use clap::Parser;
use kic2kong::inner::cli::args::{Arguments, Command, RenderArgs, Target};
use kic2kong::inner::cli::options::conversion_options;
use kic2kong::inner::deck::{dbless, generate, refusals, write};
use kic2kong::inner::diag::{Diagnostic, Severity};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::Options;
use kic2kong::inner::pipeline;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// A case and its files.
pub struct Case {
    pub area: String,
    pub name: String,
    files: BTreeMap<String, Vec<u8>>,
}

/// One line of `variants.txt`.
pub struct Variant {
    pub name: String,
    pub flags: Vec<String>,
}

impl Variant {
    /// Kong's verdicts are those of the default version.
    pub fn is_of_the_default_version(&self) -> bool {
        !self.flags.iter().any(|flag| flag == "--kong-version")
    }
}

impl Case {
    /// The case as it is called in messages.
    pub fn title(&self) -> String {
        format!("{}/{}", self.area, self.name)
    }

    /// The text of a file, if the case has it.
    pub fn file(&self, name: &str) -> Option<&str> {
        let bytes = self.files.get(name)?;
        Some(std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{}/{name}", self.title())))
    }

    /// Where Kong's verdict is not recorded, nothing is known of it.
    pub fn has_verdict(&self) -> bool {
        ![
            "controller-versions",
            "fidelity",
            "kong-operator",
            "kong-operator-attach",
            "random2",
        ]
        .contains(&self.area.as_str())
    }

    /// The manifests.
    pub fn manifests(&self) -> &[u8] {
        &self.files["in.yaml"]
    }

    /// The variants that have an expected file.
    pub fn variants(&self) -> Vec<Variant> {
        let text = self.file("variants.txt").unwrap_or("default:");
        text.lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, flags)| Variant {
                name: name.trim().to_owned(),
                flags: words(flags),
            })
            .filter(|variant| self.files.contains_key(&format!("{}.yaml", variant.name)))
            .collect()
    }
}

/// Arguments, separated by blanks.
pub fn words(flags: &str) -> Vec<String> {
    flags.split_whitespace().map(str::to_owned).collect()
}

/// The cases of all areas that are rendered, in order.
pub fn all() -> Vec<&'static Case> {
    let areas = [
        "config",
        "controller-versions",
        "expressions",
        "fidelity",
        "gateway",
        "ingress",
        "kong-operator",
        "kong-operator-attach",
        "random",
        "random2",
    ];
    let cases: Vec<&Case> = areas.iter().flat_map(|name| area(name)).collect();
    assert!(cases.len() > 1_200, "only {} cases", cases.len());
    cases
}

/// The cases of an area.
pub fn area(name: &str) -> impl Iterator<Item = &'static Case> {
    CASES.iter().filter(move |case| case.area == name)
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let mut found: BTreeMap<(String, String), BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    let mut add = |path: &str, bytes| {
        let mut parts = path.splitn(3, '/').map(str::to_owned);
        let mut part = || parts.next().unwrap_or_else(|| panic!("{path}"));
        let (case, file) = ((part(), part()), part());
        found.entry(case).or_default().insert(file, bytes);
    };
    for archive in archive::areas() {
        for (path, bytes) in archive::files(&archive) {
            add(&path, bytes);
        }
    }
    let folder = super::root().join("testdata/cases");
    for entry in walkdir::WalkDir::new(&folder) {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap();
            add(name, std::fs::read(&path).unwrap());
        }
    }
    let cases = found.into_iter();
    cases
        .map(|((area, name), files)| Case { area, name, files })
        .collect()
});

/// What a run makes of manifests.
pub struct Converted {
    /// What `render` prints.
    pub rendered: String,
    /// What `check` reports.
    pub problems: Vec<Diagnostic>,
}

/// What `render` and `check` with these options make of manifests, without a process for each.
pub fn convert(manifests: &[u8], flags: &[String]) -> Converted {
    let args = arguments(flags);
    let (sources, options) = inputs(manifests, flags);
    let conversion = pipeline::convert(&sources, &options);
    let is_dbless = args.write.target == Target::Dbless;
    let mut problems = conversion.diagnostics;
    if is_dbless {
        problems.extend(dbless::problems(&conversion.state));
    } else {
        problems.extend(refusals::problems(&conversion.state));
    }
    problems.extend(pipeline::refused_as_sent(
        &conversion.state,
        conversion.extent,
    ));
    let content = generate::generate(conversion.state, &options);
    let content = if is_dbless {
        let mut content = content.into_dbless();
        dbless::as_sent_by(&options.controller, &mut content);
        content
    } else {
        content.with_select_tags(args.write.select_tag)
    };
    Converted {
        rendered: write::yaml(&content),
        problems,
    }
}

/// Manifests and the options of a conversion.
pub fn inputs(manifests: &[u8], flags: &[String]) -> (Sources, Options) {
    let args = arguments(flags);
    let sources = Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: manifests.to_vec(),
    }]);
    let options = conversion_options(&args.input, &args.controller).unwrap();
    (sources, options)
}

/// Options of the command line.
fn arguments(flags: &[String]) -> RenderArgs {
    let words = ["kic2kong", "render"]
        .into_iter()
        .chain(flags.iter().map(String::as_str));
    match Arguments::try_parse_from(words.chain(["in.yaml"])) {
        Ok(Arguments {
            command: Command::Render(args),
            ..
        }) => args,
        Ok(other) => panic!("{other:?}"),
        Err(error) => panic!("{flags:?}: {error}"),
    }
}

/// What `check` reports of a file.
pub fn problems_of(path: &Path, flags: &[String]) -> Vec<Diagnostic> {
    convert(&std::fs::read(path).unwrap(), flags).problems
}

/// `Kind namespace/name` of the objects of a problem.
pub fn objects(problem: &Diagnostic) -> impl Iterator<Item = String> {
    problem
        .objects()
        .map(|object| format!("{} {}", object.key.kind, object.key.qualified_name()))
}

/// Whether a problem is an error.
pub fn is_error(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error
}
