//! Problems of reading: files that are not there, text that is not YAML, documents that are not objects.

use super::{Code, Diagnostic, Location, Severity};
use std::collections::BTreeSet;

const KUBECTL: &str = "kubectl: k8s.io/apimachinery/pkg/util/yaml/decoder.go";

static PATH_NOT_FOUND: Code = Code {
    id: "path-not-found",
    severity: Severity::Error,
    summary: "a path on the command line does not exist",
    explanation: "A file or directory that was named, or a symbolic link below one, leads nowhere. The other inputs are read all the same, \
        so the rendered configuration lacks whatever that path should have held.",
    before: "kic2kong render deplyo/",
    after: "kic2kong render deploy/",
    reference: "kubectl apply -f",
};

/// A path that leads nowhere.
pub fn path_not_found(file: u32, path: &str) -> Diagnostic {
    Diagnostic::located(
        &PATH_NOT_FOUND,
        Location::whole(file),
        format!("`{path}` does not exist"),
    )
    .hint("check the spelling, and the directory the command runs in")
}

static UNREADABLE_FILE: Code = Code {
    id: "unreadable-file",
    severity: Severity::Error,
    summary: "a file cannot be read",
    explanation: "The file exists, but the operating system refuses to hand out its content, mostly for want of permission. \
        The other inputs are read all the same.",
    before: "-rw------- 1 root root deploy/web.yaml",
    after: "-rw-r--r-- 1 root root deploy/web.yaml",
    reference: "kubectl apply -f",
};

/// A file that cannot be read, with the system's reason.
pub fn unreadable(file: u32, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::located(
        &UNREADABLE_FILE,
        Location::whole(file),
        format!("`{path}` cannot be read: {reason}"),
    )
    .hint("make the file readable, or leave it out of the paths")
}

static LINK_LEAVES_INPUTS: Code = Code {
    id: "link-leaves-inputs",
    severity: Severity::Error,
    summary: "a symbolic link leads out of the inputs",
    explanation: "Links may come with a pull request, and one that leads to another file of the machine would show what it holds. So a link in a \
        directory leads only to what is below one of the directories that were named, and a named path inside of a Git repository \
        only to what is in that repository. What the link leads to is not read, so the rendered configuration lacks whatever it should have held.",
    before: "kic2kong render deploy/    # deploy/shared -> ../shared",
    after: "kic2kong render deploy/ shared/    # or, where every link is trusted: --follow-links",
    reference: "SECURITY.md",
};

/// A link to something that was not named.
pub fn link_leaves_inputs(file: u32, path: &str, target: &str) -> Diagnostic {
    Diagnostic::located(
        &LINK_LEAVES_INPUTS,
        Location::whole(file),
        format!("`{path}` leads out of the inputs to `{target}` and is not read"),
    )
    .hint("name the directory it leads to as an input, too, or pass --follow-links when every link is trusted")
}

static NOT_A_REGULAR_FILE: Code = Code {
    id: "not-a-regular-file",
    severity: Severity::Warning,
    summary: "something among the inputs is no regular file",
    explanation: "A device, a pipe, a socket, or a link to one or to a file that the kernel makes up (`/proc`, `/sys`) stands where a manifest was \
        looked for. Such a thing may never end or never answer, so it is not opened. A pipe is read when it is named itself, as in \
        `kic2kong check <(kustomize build overlays/prod)`.",
    before: "deploy/all.yaml -> /dev/zero",
    after: "deploy/all.yaml",
    reference: "SECURITY.md",
};

/// A device or the like where a manifest was looked for.
pub fn not_a_file(file: u32, path: &str, what: &str) -> Diagnostic {
    Diagnostic::located(
        &NOT_A_REGULAR_FILE,
        Location::whole(file),
        format!("`{path}` is or leads to {what} and is not read"),
    )
    .hint("put a file in its place, or remove it")
}

static NO_MANIFESTS: Code = Code {
    id: "no-manifests",
    severity: Severity::Error,
    summary: "there is no manifest to read",
    explanation: "Directories are searched for files that end in .yaml, .yml or .json, at any depth; folders whose names begin with a dot, and what \
        `--exclude` covers, are skipped. Nothing was found, or no object in all that was found, which mostly means that the wrong directory was \
        named or that the command in front of a pipe failed. `render` prints nothing then, since an empty configuration would delete \
        everything that a gateway has.",
    before: "kic2kong render docs/",
    after: "kic2kong render deploy/",
    reference: "kubectl apply -R -f",
};

/// A directory in which there is nothing to read.
pub fn no_manifests(file: u32, path: &str) -> Diagnostic {
    Diagnostic::located(
        &NO_MANIFESTS,
        Location::whole(file),
        format!("`{path}` holds no .yaml, .yml or .json file"),
    )
    .hint("name the directory of the manifests; hidden folders below it are skipped")
}

/// Not a single object in all that was read.
pub fn no_objects(file: u32) -> Diagnostic {
    Diagnostic::located(
        &NO_MANIFESTS,
        Location::whole(file),
        "no Kubernetes object was found in what was read",
    )
    .hint("check the paths; behind a pipe, check that the command in front of it succeeded")
}

static NOTHING_FOR_KONG: Code = Code {
    id: "nothing-for-kong",
    severity: Severity::Warning,
    summary: "objects were read, but nothing of them reaches Kong",
    explanation: "No route, no consumer and no plugin came out: the objects are of kinds that the controller does not read, of another class or of none, or \
        all of them have problems. Who applies such a configuration deletes everything that the gateway has. So `render` and `check` fail, whatever \
        `--fail-on` says but `never`, and `render` leaves the file after `-o` as it is. On standard output it prints what the controller itself \
        would send, and nothing at all when no object is of a kind that the controller makes something of. `--disable nothing-for-kong` where that is as it should be.",
    before: "kind: Ingress\nspec:\n  ingressClassName: nginx",
    after: "kind: Ingress\nspec:\n  ingressClassName: kong",
    reference: "this tool: an empty configuration is hardly ever meant",
};

/// Of this many objects nothing reaches Kong; `seen` says whether the controller sees any of them.
pub fn nothing_for_kong(file: u32, objects: usize, seen: bool) -> Diagnostic {
    let read = format!("the objects that were read ({objects})");
    let message = if seen {
        format!("of {read} no route, consumer or plugin comes out")
    } else {
        format!("no Ingress, Gateway, route, consumer or plugin is among {read}")
    };
    Diagnostic::located(&NOTHING_FOR_KONG, Location::whole(file), message)
        .hint("check the paths and the classes of the objects (`--ingress-class`), and the other problems of this run")
}

/// Whether a configuration with this problem is a failure, although it is a warning.
pub fn is_emptiness(diagnostic: &Diagnostic) -> bool {
    std::ptr::eq(diagnostic.code, &raw const NOTHING_FOR_KONG)
}

static NOT_A_MANIFEST: Code = Code {
    id: "not-a-manifest",
    severity: Severity::Info,
    summary: "documents that are no manifests were left out",
    explanation: "Repositories hold more than manifests: Helm values and charts, compose files, package.json, dashboards, settings of other programs. A document \
        without `apiVersion`, `kind` and a body is not meant for kubectl. Such documents are counted in one note; `--verbose` names them, \
        `--exclude` leaves them out without a word. One that looks like a manifest and lacks `apiVersion` or `kind` is an error.",
    before: "kic2kong check .",
    after: "kic2kong check . --exclude 'values*.yaml' --exclude package.json",
    reference: KUBECTL,
};

/// Documents that are not meant for kubectl.
pub fn not_manifests(places: &[Location]) -> Option<Diagnostic> {
    let (first, others) = places.split_first()?;
    let files: BTreeSet<u32> = places.iter().map(Location::file).collect();
    let message = match (files.len(), places.len()) {
        (1, 1) => "one file is no manifest and was left out".to_owned(),
        (files, documents) if files == documents => {
            format!("{files} files are no manifests and were left out")
        }
        (files, documents) => {
            format!("{documents} documents in {files} files are no manifests and were left out")
        }
    };
    let mut note = Diagnostic::located(&NOT_A_MANIFEST, first.clone(), message)
        .hint("`--exclude GLOB` leaves files out without a word, `--verbose` names these");
    note.locations.extend_from_slice(others);
    Some(note)
}

/// Whether this is the note on documents that are no manifests.
pub fn is_not_a_manifest(diagnostic: &Diagnostic) -> bool {
    std::ptr::eq(diagnostic.code, &raw const NOT_A_MANIFEST)
}

static NOT_UTF8: Code = Code {
    id: "not-utf8",
    severity: Severity::Error,
    summary: "a file is not UTF-8 text",
    explanation: "Kubernetes manifests are UTF-8. A byte was found that is not; the file is left out as a whole, since nothing \
        after that byte can be trusted. Editors on Windows sometimes save UTF-16 or a local encoding.",
    before: "name: caf\\xe9",
    after: "name: cafe",
    reference: KUBECTL,
};

/// A file with bytes that are not UTF-8.
pub fn not_utf8(at: Location) -> Diagnostic {
    Diagnostic::located(&NOT_UTF8, at, "the text is not UTF-8").hint("save the file as UTF-8")
}

static YAML_SYNTAX: Code = Code {
    id: "yaml-syntax",
    severity: Severity::Error,
    summary: "a document is not valid YAML or JSON",
    explanation: "kubectl would refuse the document, so nothing of it reaches the cluster. The other documents are read all the same. \
        YAML is read with the rules of kubectl: YAML 1.1, no tabs for indentation, `.inf` and `.nan` have no counterpart in JSON, \
        null, lists and maps cannot be keys, aliases must not repeat without measure.",
    before: "spec:\n  rules: [\n  tls: []",
    after: "spec:\n  rules: []\n  tls: []",
    reference: "sigs.k8s.io/yaml",
};

/// A document that does not parse.
pub fn yaml_syntax(at: Location, message: &str) -> Diagnostic {
    Diagnostic::located(&YAML_SYNTAX, at, format!("not valid YAML: {message}"))
        .hint("put the document right; the other documents of the file were read")
}

/// A document that does not parse because a line is indented with a tab.
pub fn tab_indentation(file: u32, (line, column): (u32, u32)) -> Diagnostic {
    Diagnostic::located(
        &YAML_SYNTAX,
        Location::Text { file, line, column },
        format!(
            "not valid YAML: line {line} is indented with a tab, in column {column}, and YAML takes only spaces there"
        ),
    )
    .hint("put spaces in the place of the tab, as many as the lines beside it have; a tab is one character that looks like several spaces")
}

static INVALID_DOCUMENT_SEPARATOR: Code = Code {
    id: "invalid-document-separator",
    severity: Severity::Error,
    summary: "a line begins with `---` and goes on",
    explanation: "kubectl splits a file at lines that begin with `---` before it looks at the YAML. Such a line may go on with blanks or a comment only. \
        With anything else kubectl stops reading the file there; documents further up count, the one just above the line is lost.",
    before: "kind: Service\n--- {kind: Ingress}",
    after: "kind: Service\n---\n{kind: Ingress}",
    reference: KUBECTL,
};

/// A separator with content.
pub fn bad_separator(at: Location) -> Diagnostic {
    Diagnostic::located(
        &INVALID_DOCUMENT_SEPARATOR,
        at,
        "invalid YAML document separator: the document above and the rest of the file are not read",
    )
    .hint("let `---` stand alone on its line, and put what follows it on the next one")
}

static IGNORED_DOCUMENT_AFTER_END_MARKER: Code = Code {
    id: "ignored-document-after-end-marker",
    severity: Severity::Warning,
    summary: "a document after `...` is not read",
    explanation: "kubectl separates documents at `---` lines only and reads the first YAML document between two of them. \
        A document that begins after `...` without a `---` line is dropped without a word.",
    before: "kind: Service\n...\nkind: Ingress",
    after: "kind: Service\n---\nkind: Ingress",
    reference: KUBECTL,
};

/// A second document in one piece of a stream.
pub fn ignored_after_end_marker(at: Location) -> Diagnostic {
    Diagnostic::located(
        &IGNORED_DOCUMENT_AFTER_END_MARKER,
        at,
        "kubectl does not read this document, because no `---` line stands before it",
    )
    .hint("separate the documents by a line `---`")
}

static DUPLICATE_KEY: Code = Code {
    id: "duplicate-key",
    severity: Severity::Warning,
    summary: "a map has one key twice",
    explanation: "The last of equal keys wins and the earlier value is lost without a word. Keys may be equal although they are \
        spelled differently: `1` and \"1\", `yes` and `true`.",
    before: "annotations:\n  konghq.com/strip-path: \"true\"\n  konghq.com/strip-path: \"false\"",
    after: "annotations:\n  konghq.com/strip-path: \"false\"",
    reference: "sigs.k8s.io/yaml",
};

/// The earlier of two equal keys.
pub fn duplicate_key(at: Location, key: &str) -> Diagnostic {
    Diagnostic::located(
        &DUPLICATE_KEY,
        at,
        format!("the key `{key}` comes again further down, and this value is lost"),
    )
    .hint("keep one of the two")
}

static DOCUMENT_WITHOUT_KIND: Code = Code {
    id: "document-without-kind",
    severity: Severity::Error,
    summary: "a document looks like a Kubernetes object, but is none",
    explanation: "Every object says its `apiVersion` and `kind` as text. A document that has a body and lacks one of them, or a list of objects that is no \
        `kind: List`, is refused by kubectl. What does not look like a manifest at all (Helm values, compose files) is only counted, see \
        not-a-manifest.",
    before: "metadata:\n  name: web",
    after: "apiVersion: v1\nkind: Service\nmetadata:\n  name: web",
    reference: KUBECTL,
};

/// A document that is not an object.
pub fn without_kind(at: Location) -> Diagnostic {
    Diagnostic::located(
        &DOCUMENT_WITHOUT_KIND,
        at,
        "expected an object with `apiVersion` and `kind`, found none",
    )
    .hint("add `apiVersion` and `kind`, or leave the file out")
}

static CONFIGURATION_AMONG_MANIFESTS: Code = Code {
    id: "configuration-among-manifests",
    severity: Severity::Info,
    summary: "a configuration of Kong stands among the manifests",
    explanation: "A document with `_format_version` is a declarative configuration, such as this tool's own output committed beside the manifests. \
        It says nothing to the controller and is left out. `diff --against`, `route` and `test` read such a file when it is named by \
        itself.",
    before: "deploy/\n  ingress.yaml\n  kong.yaml",
    after: "deploy/\n  ingress.yaml\nkong.yaml",
    reference: "decK: the declarative format",
};

/// A declarative configuration where manifests are read.
pub fn configuration_among_manifests(at: Location) -> Diagnostic {
    Diagnostic::located(
        &CONFIGURATION_AMONG_MANIFESTS,
        at,
        "a configuration of Kong is no manifest and is left out",
    )
    .hint("keep it in another directory, or ignore this note")
}

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &PATH_NOT_FOUND,
    &UNREADABLE_FILE,
    &LINK_LEAVES_INPUTS,
    &NOT_A_REGULAR_FILE,
    &NO_MANIFESTS,
    &NOTHING_FOR_KONG,
    &NOT_A_MANIFEST,
    &NOT_UTF8,
    &YAML_SYNTAX,
    &INVALID_DOCUMENT_SEPARATOR,
    &IGNORED_DOCUMENT_AFTER_END_MARKER,
    &DUPLICATE_KEY,
    &DOCUMENT_WITHOUT_KIND,
    &CONFIGURATION_AMONG_MANIFESTS,
];
