//! Problems of configuration files that are read: the other side of a `diff`.

use super::{Code, Diagnostic, Location, Severity};

const READER: &str = "go-database-reconciler: pkg/file/readfile.go";

static SYNTAX: Code = Code {
    id: "deck-file-syntax",
    severity: Severity::Error,
    summary: "a configuration file cannot be read",
    explanation: "The file is not YAML, not JSON, not UTF-8, or holds a `${{ ... }}` that decK could not evaluate. decK would refuse the \
        whole file, so nothing can be compared with it.",
    before: "services:\n- name: [",
    after: "services:\n- name: web",
    reference: READER,
};

/// A file that gives no tree, with the parser's reason.
pub fn syntax(at: Location, reason: &str) -> Diagnostic {
    Diagnostic::located(
        &SYNTAX,
        at,
        format!("the configuration file cannot be read: {reason}"),
    )
    .hint("check the file with `deck file validate`")
}

static WRONG_TYPE: Code = Code {
    id: "deck-file-wrong-type",
    severity: Severity::Error,
    summary: "a field of a configuration file has a value of the wrong type",
    explanation: "decK validates its files against a JSON schema and refuses a file with such a value. The field, or the entity when it is no \
        object at all, is left out of the comparison. Values follow YAML 1.1: an unquoted `yes`, `on` or `080` is not a string.",
    before: "services:\n- name: web\n  port: \"80\"",
    after: "services:\n- name: web\n  port: 80",
    reference: "go-database-reconciler: pkg/file/kong_json_schema.json",
};

/// A value of another type than the format asks for.
pub fn wrong_type(at: Location, expected: &str) -> Diagnostic {
    Diagnostic::located(
        &WRONG_TYPE,
        at,
        format!("a value has the wrong type, expected {expected}"),
    )
    .hint("give the value the type that decK's file format asks for")
}

/// A field that cannot hold its value; the reason names types and no value.
pub fn wrong_field(at: Location, field: &str, reason: &str) -> Diagnostic {
    Diagnostic::located(
        &WRONG_TYPE,
        at,
        format!("field `{field}` has a value of the wrong type: {reason}"),
    )
    .hint("give the value the type that decK's file format asks for")
}

static UNKNOWN_KEY: Code = Code {
    id: "deck-file-unknown-key",
    severity: Severity::Warning,
    summary: "a configuration file has a key that decK does not know",
    explanation: "decK refuses a file with a key that its JSON schema does not list. Here the key is left out, and the rest of the file is \
        compared. The key may be misspelled, or belong to a newer version of Kong.",
    before: "services:\n- name: web\n  colour: red",
    after: "services:\n- name: web",
    reference: "go-database-reconciler: pkg/file/kong_json_schema.json",
};

/// A key that the format does not have.
pub fn unknown_key(at: Location, key: &str) -> Diagnostic {
    Diagnostic::located(
        &UNKNOWN_KEY,
        at,
        format!("unknown key `{key}` in a configuration file"),
    )
    .hint("check the spelling; the key is left out of the comparison")
}

static FURTHER_DOCUMENT: Code = Code {
    id: "deck-file-further-document",
    severity: Severity::Warning,
    summary: "a configuration file holds more than one document",
    explanation: "decK reads only the first document of a file and drops the rest without a word, so entities behind the first `---` never \
        reach the gateway. The comparison leaves them out too.",
    before: "services:\n- name: web\n---\nservices:\n- name: cart",
    after: "services:\n- name: web\n- name: cart",
    reference: READER,
};

/// A second document, which decK does not read.
pub fn further_document(at: Location) -> Diagnostic {
    Diagnostic::located(
        &FURTHER_DOCUMENT,
        at,
        "only the first document of a configuration file is read",
    )
    .hint("put the entities into one document, or into files of their own")
}

/// Whether a problem is that of a second document.
pub fn is_further_document(problem: &Diagnostic) -> bool {
    problem.code == &FURTHER_DOCUMENT
}

static FORMAT_VERSION: Code = Code {
    id: "deck-file-format-version",
    severity: Severity::Warning,
    summary: "a configuration file is not of format version 3.0",
    explanation: "decK syncs only files with `_format_version: \"3.0\"` to Kong 3. In older formats a path that looks like a regular expression \
        is one; here every path is read as in 3.0, where only those that begin with `~` are.",
    before: "_format_version: \"1.1\"",
    after: "_format_version: \"3.0\"",
    reference: "decK: cmd/common.go",
};

/// A file of another format version than 3.0, or of none.
pub fn format_version(at: Location, found: Option<&str>) -> Diagnostic {
    let found = match found {
        None => "no format version".to_owned(),
        Some(found) if is_version(found) => format!("format version {found}"),
        Some(_) => "another format version".to_owned(),
    };
    Diagnostic::located(
        &FORMAT_VERSION,
        at,
        format!("the configuration file has {found}, expected \"3.0\""),
    )
    .hint("convert it with `deck file convert`, or quote the version")
}

/// Whether a text is a version and nothing else that stands there by mistake.
fn is_version(text: &str) -> bool {
    text.len() < 8
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

static UNKNOWN_PLUGIN_CONFIG: Code = Code {
    id: "deck-file-unknown-plugin-config",
    severity: Severity::Error,
    summary: "a plugin uses a shared configuration that the file does not have",
    explanation: "`_config` names an entry of the top-level `_plugin_configs`. decK refuses a file where that entry is missing. The plugin is \
        compared with the configuration it has itself.",
    before: "plugins:\n- name: cors\n  _config: shared",
    after: "_plugin_configs:\n  shared: {credentials: true}\nplugins:\n- name: cors\n  _config: shared",
    reference: "go-database-reconciler: pkg/file/builder.go",
};

/// A `_config` that leads nowhere.
pub fn unknown_plugin_config(at: Location) -> Diagnostic {
    Diagnostic::located(
        &UNKNOWN_PLUGIN_CONFIG,
        at,
        "the shared plugin configuration that `_config` names does not exist",
    )
    .hint("add it to `_plugin_configs`")
}

static WITHOUT_OWNER: Code = Code {
    id: "deck-file-without-owner",
    severity: Severity::Warning,
    summary: "an entity of a configuration file belongs to one that the file does not have",
    explanation: "A target belongs to an upstream, a server name to a certificate, a credential to a consumer. In a file that nests nothing, such \
        as `kong config db_export` writes, they name it by id or name. Kong refuses a file where that entity is missing. The entity is left out \
        of the comparison.",
    before: "targets:\n- target: 10.0.0.1:80\n  upstream: gone",
    after: "upstreams:\n- name: web\n  targets:\n  - target: 10.0.0.1:80",
    reference: "Kong: kong/db/schema/others/declarative_config.lua",
};

/// An entity of a list whose owner, named in a field, is not there.
pub fn without_owner(at: Location, list: &str, field: &str) -> Diagnostic {
    Diagnostic::located(
        &WITHOUT_OWNER,
        at,
        format!("an entity of `{list}` names no `{field}` that is in the file"),
    )
    .hint(format!(
        "add the {field}, or remove the entity; it is left out of the comparison"
    ))
}

/// The codes of this family.
pub static CODES: &[&Code] = &[
    &SYNTAX,
    &WRONG_TYPE,
    &UNKNOWN_KEY,
    &FURTHER_DOCUMENT,
    &FORMAT_VERSION,
    &UNKNOWN_PLUGIN_CONFIG,
    &WITHOUT_OWNER,
];
