//! Words of the command line, the environment and the settings file: every option that there is, with hostile values.

use super::{HOSTILE, Reader, fault};
use crate::common::{Kic2kong, Outcome};
use kic2kong::inner::cli::args;

#[track_caller]
fn harmless(outcome: &Outcome, what: &str) {
    assert!(
        [0, 1].contains(&outcome.status),
        "{what}: {}",
        outcome.stderr
    );
    for output in [&outcome.stdout, &outcome.stderr] {
        // JSON is judged more mildly elsewhere; here no format is chosen.
        assert_eq!(fault(output, Reader::People), None, "{what}");
        assert!(!output.contains("\n  hint: evil"), "{what}\n{output}");
    }
}

/// Every command with its options that take a value: the long name and the variable.
fn options() -> Vec<(String, String, Option<String>)> {
    let root = args::command();
    let mut options = Vec::new();
    for command in root.get_subcommands() {
        for option in command.get_arguments().chain(root.get_arguments()) {
            if let Some(long) = option
                .get_long()
                .filter(|_| option.get_action().takes_values())
            {
                let variable = option
                    .get_env()
                    .map(|name| name.to_string_lossy().into_owned());
                options.push((command.get_name().to_owned(), long.to_owned(), variable));
            }
        }
    }
    assert!(options.len() > 100, "{}", options.len());
    options
}

fn call(command: &str) -> Kic2kong {
    let call = Kic2kong::new()
        .file("a.yaml", "kind: Service\n")
        .args(command);
    match command {
        "render" | "check" | "diff" | "test" | "graph" => call.args("a.yaml"),
        "route" => call.args("a.yaml GET http://example.com"),
        _ => call,
    }
}

#[test]
fn no_value_of_an_option_gives_a_command() {
    for (number, (command, option, variable)) in options().into_iter().enumerate() {
        let hostile = HOSTILE[number % HOSTILE.len()];
        let what = format!("{command} --{option} {hostile:?}");
        let outcome = call(&command).arg(&format!("--{option}={hostile}")).run();
        harmless(&outcome, &what);
        if let Some(variable) = &variable {
            let hostile = HOSTILE[(number + 1) % HOSTILE.len()];
            let what = format!("{variable} {hostile:?}");
            harmless(&call(&command).env(variable, hostile).run(), &what);
        }
    }
}

#[test]
fn no_word_gives_a_command() {
    for hostile in HOSTILE {
        for command in args::command().get_subcommands() {
            let outcome = Kic2kong::new().args(command.get_name()).arg(hostile).run();
            harmless(&outcome, &format!("{} {hostile:?}", command.get_name()));
        }
        harmless(&Kic2kong::new().arg(hostile).run(), hostile);
        harmless(&Kic2kong::new().arg(&format!("--{hostile}")).run(), hostile);
        harmless(&call("route").arg(hostile).arg(hostile).run(), hostile);
        harmless(&call("route").arg("--header").arg(hostile).run(), hostile);
        let revision = Kic2kong::new()
            .file("a.yaml", "")
            .args("diff a.yaml --against-git");
        harmless(&revision.arg(hostile).run(), hostile);
    }
}

#[test]
fn no_key_and_no_value_of_the_settings_gives_a_command() {
    let settings = |text: &str| {
        Kic2kong::new()
            .file(".kic2kong.yaml", text)
            .file("a.yaml", "kind: Service\n")
            .args("check a.yaml")
            .run()
    };
    for hostile in HOSTILE {
        let word = serde_json::to_string(hostile).unwrap();
        let outcome = settings(&format!("{{{word}: 1}}")).says("no option is called");
        harmless(&outcome, hostile);
        harmless(&settings(&format!("check: {{{word}: 1}}")), hostile);
        harmless(&settings(&format!("{word}\n")), hostile);
    }
    for (number, (command, option, _)) in options().into_iter().enumerate() {
        if command == "check" {
            let hostile = serde_json::to_string(HOSTILE[number % HOSTILE.len()]).unwrap();
            let text = format!("{option}: {hostile}\n");
            harmless(&settings(&text), &text);
        }
    }
}

#[test]
fn ordinary_words_are_said_as_they_were_written() {
    for word in ["größe=1", "a::b", "[x](y) #1 @z `q`", "100% & <b>"] {
        let outcome = Kic2kong::new().args("explain").arg(word).run();
        let said = outcome.says(&format!("no problem has the code `{word}`"));
        said.says("\n  hint: `kic2kong explain` lists all codes");
        Kic2kong::new()
            .args("check --fail-on")
            .arg(word)
            .run()
            .says(&format!("invalid value '{word}' for '--fail-on"));
    }
}
