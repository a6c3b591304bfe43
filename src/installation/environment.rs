//! The environment of a container, as the kubelet makes it (spec 85, 3).

use super::datum::{Datum, Plain, plain_number};
use super::inputs::{Inputs, Kept};
use super::spot::Spot;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// It stands there.
    At(Spot),
    /// The default of a chart.
    Chart,
    /// Kong's own default.
    Gateway,
    /// The operator's default.
    Operator,
    /// The default of the tool: nothing tells it.
    Default,
}

/// Why a text is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    /// Where it is referred to.
    pub(super) at: Spot,
    /// What would have to be there, such as `Secret kong/kong-team`.
    pub(super) what: String,
}

/// What was written for a variable or a flag.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// What people call it: `CONTROLLER_X`, `--x`, `ingressController.env.x`.
    pub(super) label: String,
    /// The text, if it is known.
    pub(super) text: Result<String, Unknown>,
    /// Where it comes from.
    pub(super) from: From,
    /// Where its name stands.
    pub(super) key: Spot,
    /// Whether it came out of a Secret.
    pub(super) is_secret: bool,
    /// What to write instead, when what became of the value cannot be meant.
    pub(super) odd: Option<String>,
}

/// A variable.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    /// Its name.
    pub(super) name: String,
    /// What was written for it.
    pub(super) written: Written,
}

/// The variables of a container, the weaker ones first.
#[derive(Debug, Clone, Default)]
pub(super) struct Environment {
    /// All that were written; of equal names the last one counts.
    pub(super) variables: Vec<Variable>,
    /// Sources of whole environments that are not there.
    pub(super) missing: Vec<Unknown>,
}

impl Environment {
    /// That of a container in a namespace; `None` for a namespace that is not known.
    pub(super) fn of_container(
        container: &Datum,
        namespace: Option<&str>,
        inputs: &Inputs,
    ) -> Self {
        let mut environment = Self::default();
        environment.add_sources(container.items_of("envFrom"), namespace, inputs);
        for item in container.items_of("env") {
            environment.add(item, namespace, inputs);
        }
        environment
    }

    /// The variable that counts.
    pub(super) fn get(&self, name: &str) -> Option<&Variable> {
        self.variables
            .iter()
            .rfind(|variable| variable.name == name)
    }

    /// The text of a variable, if it is there and known.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.written.text.as_deref().ok()
    }

    /// All that were written for a name, the weakest first.
    pub(super) fn all<'e>(&'e self, name: &str) -> Vec<&'e Variable> {
        let variables = self.variables.iter();
        variables.filter(|variable| variable.name == name).collect()
    }

    /// The entries of `envFrom`.
    pub(super) fn add_sources(
        &mut self,
        sources: &[Datum],
        namespace: Option<&str>,
        inputs: &Inputs,
    ) {
        for source in sources {
            let prefix = source.text_of("prefix").unwrap_or_default();
            for (field, kind) in [("configMapRef", "ConfigMap"), ("secretRef", "Secret")] {
                let Some(reference) = source.get(field) else {
                    continue;
                };
                let name = reference.text_of("name").unwrap_or_default();
                let kept = namespace.and_then(|namespace| inputs.kept(kind, namespace, name));
                let Some(kept) = kept else {
                    if !is_optional(reference) {
                        self.missing
                            .push(unknown(kind, reference, "name", namespace));
                    }
                    continue;
                };
                for (key, value) in kept.entries() {
                    let name = format!("{prefix}{key}");
                    self.variables.push(kept_variable(name, &value));
                }
            }
        }
    }

    /// An entry of `env`.
    fn add(&mut self, item: &Datum, namespace: Option<&str>, inputs: &Inputs) {
        let Some(name) = item.get("name") else { return };
        let text = name.text().unwrap_or_default();
        let written = match (item.get("value"), item.get("valueFrom")) {
            (Some(value), _) if value.value != Plain::Null => self.plain(text, value),
            (_, Some(reference)) => match referred(text, reference, namespace, inputs) {
                Some(written) => written,
                None => return,
            },
            _ => self.plain(text, &Datum::text_at("", name.at)),
        };
        let key = name.at;
        self.variables.push(Variable {
            name: text.to_owned(),
            written: Written { key, ..written },
        });
    }

    /// A value in clear, with what was defined before it.
    fn plain(&self, name: &str, value: &Datum) -> Written {
        let text = match &value.value {
            Plain::Text(text) => text.clone(),
            Plain::Bool(value) => value.to_string(),
            Plain::Number(number) => plain_number(*number),
            Plain::Null | Plain::List(_) | Plain::Map(_) => String::new(),
        };
        let (text, is_secret) = self.expand(&text);
        Written {
            label: name.to_owned(),
            text,
            from: From::At(value.at),
            key: value.at,
            is_secret,
            odd: None,
        }
    }

    /// A text with `$(NAME)` replaced, and whether a secret came in (`k8s.io/kubernetes/third_party/forked/golang/expansion`).
    pub(super) fn expand(&self, text: &str) -> (Result<String, Unknown>, bool) {
        let mut out = String::with_capacity(text.len());
        let mut is_secret = false;
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('$') {
                out.push('$');
                rest = after;
            } else if let Some((name, after)) = rest
                .strip_prefix('(')
                .and_then(|inner| inner.split_once(')'))
            {
                let written = self.get(name).map(|variable| &variable.written);
                match written.map(|written| (&written.text, written)) {
                    // Values may name each other in turn; none becomes larger than what a container may be given.
                    Some((Ok(text), written)) if out.len() + text.len() <= LARGEST => {
                        out.push_str(text);
                        is_secret |= written.is_secret;
                    }
                    Some((Ok(_), written)) => {
                        let what = "a value that large".to_owned();
                        let at = written.key;
                        return (Err(Unknown { at, what }), is_secret);
                    }
                    Some((Err(unknown), _)) => return (Err(unknown.clone()), is_secret),
                    None => {
                        out.push_str("$(");
                        out.push_str(name);
                        out.push(')');
                    }
                }
                rest = after;
            } else {
                out.push('$');
            }
        }
        out.push_str(rest);
        (Ok(out), is_secret)
    }
}

/// The most bytes of a value: Linux gives a process none that is longer.
const LARGEST: usize = 128 << 10;

/// What `valueFrom` leads to; `None` when the variable is not set.
pub(super) fn referred(
    label: &str,
    reference: &Datum,
    namespace: Option<&str>,
    inputs: &Inputs,
) -> Option<Written> {
    let written = |text, at, is_secret| Written {
        label: label.to_owned(),
        text,
        from: From::At(at),
        key: at,
        is_secret,
        odd: None,
    };
    for (field, kind) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
        let Some(reference) = reference.get(field) else {
            continue;
        };
        let name = reference.text_of("name").unwrap_or_default();
        let key = reference.text_of("key").unwrap_or_default();
        let kept = namespace.and_then(|namespace| inputs.kept(kind, namespace, name));
        if let Some(value) = kept.and_then(|kept| kept.get(key)) {
            return Some(written(Ok(value.text), value.at, value.is_secret));
        }
        if is_optional(reference) {
            return None;
        }
        let unknown = unknown(kind, reference, "key", namespace);
        let at = unknown.at;
        return Some(written(Err(unknown), at, false));
    }
    let field = reference.at_path(&["fieldRef", "fieldPath"]);
    if let Some(field) = field
        && field.text() == Some("metadata.namespace")
        && let Some(namespace) = namespace
    {
        return Some(written(Ok(namespace.to_owned()), field.at, false));
    }
    let at = field.map_or(reference.at, |field| field.at);
    let what = "what only the cluster knows".to_owned();
    Some(written(Err(Unknown { at, what }), at, false))
}

fn is_optional(reference: &Datum) -> bool {
    reference
        .get("optional")
        .is_some_and(|it| it.value == Plain::Bool(true))
}

fn unknown(kind: &str, reference: &Datum, field: &str, namespace: Option<&str>) -> Unknown {
    let name = reference.text_of("name").unwrap_or_default();
    let at = reference.get(field).map_or(reference.at, |field| field.at);
    let what = match namespace {
        Some(namespace) => format!("{kind} {namespace}/{name}"),
        None => format!("{kind} {name}"),
    };
    Unknown { at, what }
}

fn kept_variable(name: String, value: &Kept) -> Variable {
    let written = Written {
        label: name.clone(),
        text: Ok(value.text.clone()),
        from: From::At(value.at),
        key: value.at,
        is_secret: value.is_secret,
        odd: None,
    };
    Variable { name, written }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        let mut environment = Environment::default();
        for (name, text) in variables {
            let written = environment.plain(name, &Datum::text_at(*text, Spot::default()));
            environment.variables.push(Variable {
                name: (*name).to_owned(),
                written,
            });
        }
        environment
    }

    #[test]
    fn names_in_parentheses_see_what_stands_above() {
        let made = environment(&[
            ("EARLY", "$(LATE)"),
            ("LATE", "x"),
            ("BOTH", "$(LATE)-$$(LATE)-$(NONE)-$(-$"),
        ]);
        assert_eq!(made.text("EARLY"), Some("$(LATE)"));
        assert_eq!(made.text("BOTH"), Some("x-$(LATE)-$(NONE)-$(-$"));
    }

    #[test]
    fn values_that_double_each_other_stay_small() {
        let names: Vec<String> = (0..40).map(|number| format!("V{number}")).collect();
        let mut pairs = vec![("V0".to_owned(), "x".repeat(100))];
        for pair in names.windows(2) {
            pairs.push((pair[1].clone(), format!("$({0})$({0})", pair[0])));
        }
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (&**a, &**b)).collect();
        let made = environment(&pairs);
        assert!(made.text("V5").is_some());
        assert!(made.text("V39").is_none());
    }
}
