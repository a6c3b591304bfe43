//! The form of an output, told by the name of its file: `-o x.json` is a file, `-o json` means what kubectl means by it.

use super::{
    Command, ConfigurationFormat, DiffFormat, GraphFormat, ProblemFormat, SettingsFormat,
    StatusFormat, TestFormat, ValueEnum,
};
use crate::escape::line;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Words that kubectl takes behind `-o`. A file of such a name is surely not meant.
const OF_KUBECTL: &[&str] = &["yaml", "json", "name", "wide"];

/// A form of an output.
trait Form: ValueEnum + PartialEq {
    /// The form that files of this extension, in lower case, have.
    fn of_extension(extension: &str) -> Option<Self>;
}

impl Form for ConfigurationFormat {
    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Form for ProblemFormat {
    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            "sarif" => Some(Self::Sarif),
            "xml" => Some(Self::Junit),
            _ => None,
        }
    }
}

impl Form for DiffFormat {
    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "txt" => Some(Self::Text),
            "patch" | "diff" => Some(Self::Unified),
            "json" => Some(Self::Json),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

impl Form for GraphFormat {
    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "mmd" | "mermaid" => Some(Self::Mermaid),
            "dot" | "gv" => Some(Self::Dot),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }
}

impl Form for TestFormat {
    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            "xml" => Some(Self::Junit),
            _ => None,
        }
    }
}

impl Form for SettingsFormat {
    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Form for StatusFormat {
    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "txt" => Some(Self::Text),
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Whether somebody asked for a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// On the command line or in the environment.
    Yes,
    /// It is the default one.
    No,
}

impl Command {
    /// Let the name behind `-o` decide the form.
    ///
    /// # Errors
    /// The name is a form that contradicts the one asked for, or that the command does not have.
    pub fn settle_format(&mut self, asked: Asked) -> Result<()> {
        match self {
            Self::Render(args) => {
                settle(&mut args.write.format, &mut args.write.output_file, asked)
            }
            Self::Check(args) => settle(&mut args.format, &mut args.output_file, asked),
            Self::Diff(args) => settle(&mut args.show.format, &mut args.show.output_file, asked),
            // A file of requests is YAML.
            Self::Test(args) if args.init => Ok(()),
            Self::Test(args) => settle(&mut args.format, &mut args.output_file, asked),
            Self::Graph(args) => settle(&mut args.format, &mut args.output_file, asked),
            Self::Status(args) => settle(&mut args.format, &mut args.output_file, asked),
            Self::ExplainError(args) => settle(&mut args.format, &mut args.output_file, asked),
            Self::Settings(args) => settle(&mut args.format, &mut args.output_file, asked),
            Self::Route(_)
            | Self::Explain(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Generate(_)
            | Self::Complete(_) => Ok(()),
        }
    }
}

fn settle<F: Form>(format: &mut F, file: &mut PathBuf, asked: Asked) -> Result<()> {
    let word = file.to_str().unwrap_or_default();
    if let Ok(named) = F::from_str(word, false) {
        if asked == Asked::Yes && named != *format {
            bail!(
                "-o {word} contradicts --format {}\n  hint: write -o ./{word} for a file of that name",
                name(format)
            );
        }
        *format = named;
        *file = PathBuf::from("-");
    } else if OF_KUBECTL.contains(&word) {
        let names: Vec<String> = F::value_variants().iter().map(name).collect();
        bail!(
            "-o {word} is no format of this command; there are {}\n  hint: write -o ./{word} for a file of that name",
            line::clean(&names.join(", "))
        );
    } else if asked == Asked::No
        && let Some(named) = extension(file).and_then(|extension| F::of_extension(&extension))
    {
        *format = named;
    }
    Ok(())
}

fn name<F: Form>(format: &F) -> String {
    let value = format.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

fn extension(file: &Path) -> Option<String> {
    Some(file.extension()?.to_str()?.to_ascii_lowercase())
}
