//! The table of annotations of other controllers, `data/foreign-annotations.json` (spec 87): per controller its prefixes and one row
//! per group of keys. Read once, and only when an annotation has one of the prefixes.

use serde::Deserialize;
use std::sync::LazyLock;

static FILE: &str = include_str!("../../../data/foreign-annotations.json");

static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| {
    let sections =
        serde_json::from_str(FILE).expect("the table is part of the program, and a test reads it");
    resolve(sections)
});

/// What is lost with an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Loss {
    /// Protection.
    #[serde(rename = "S")]
    Security,
    /// Other responses, or other routing.
    #[serde(rename = "R")]
    Behaviour,
    /// Speed or resources.
    #[serde(rename = "P")]
    Performance,
    /// Nothing.
    #[serde(rename = "N")]
    Nothing,
}

/// The annotations of one controller.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    /// Its name.
    pub(super) controller: String,
    /// What its keys begin with; `*.` in front stands for any domain below.
    prefixes: Vec<String>,
    /// Whether it reads Services besides Ingresses.
    pub(super) services: bool,
    /// The keys. The first row that fits counts.
    rows: Vec<Row>,
}

/// Keys that are lost in one way.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Row {
    /// Names behind the prefix; `*` in front or behind stands for any text.
    keys: Vec<String>,
    /// What is lost.
    severity: Option<Loss>,
    /// The same as a sentence.
    pub(super) lost: String,
    /// What does the same in Kong, with placeholders for values (see `value.rs`). Empty: nothing does.
    pub(super) counterpart: String,
    /// How the counterpart differs.
    pub(super) note: String,
    /// The edition or version of Kong that the counterpart needs.
    pub(super) since: String,
    /// The counterpart is not the same, only the nearest.
    #[serde(rename = "exact")]
    exact: Option<bool>,
    /// Key of ingress-nginx whose row fills what this one leaves out.
    same: Option<String>,
    /// Values with which nothing is lost, in any letter case. Without any it is `false`.
    pub(super) harmless: Vec<String>,
    /// One of these keys must be in force, or nothing is lost.
    pub(super) needs: Vec<String>,
    /// The first of these keys that is in force speaks for this one.
    pub(super) joins: Vec<String>,
    /// `key:value` with which nothing is lost.
    pub(super) unless: Option<String>,
    /// What shows that the counterpart is there already: `plugin NAME`, `ingress KEY[=VALUE]`, `service KEY[=VALUE]`.
    pub(super) instead: Vec<String>,
}

impl Row {
    /// What is lost.
    pub(super) fn loss(&self) -> Loss {
        self.severity.unwrap_or(Loss::Behaviour)
    }

    /// Whether the counterpart does the same, differences aside.
    pub(super) fn is_counterpart(&self) -> bool {
        self.exact.unwrap_or(true)
    }

    fn fits(&self, name: &str) -> bool {
        self.keys.iter().any(|key| matches(key, name))
    }
}

/// A pattern with `*` in front, behind or both.
fn matches(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(""), _) => true,
        (Some(rest), Some(_)) => name.contains(&rest[..rest.len() - 1]),
        (Some(end), None) => name.ends_with(end),
        (None, Some(start)) => name.starts_with(start),
        (None, None) => pattern == name,
    }
}

/// The section of a key, the key's prefix and its name, when the key is one of another controller.
pub(super) fn section(key: &str) -> Option<(&'static Section, &str, &str)> {
    let (domain, name) = key.split_once('/')?;
    // Most keys end here, without the table being read.
    if ![
        "ingress.kubernetes.io",
        "nginx.",
        "haproxy",
        ".f5.com",
        "traefik",
    ]
    .iter()
    .any(|part| domain.contains(part))
    {
        return None;
    }
    let prefix = &key[..=domain.len()];
    let section = SECTIONS.iter().find(|section| {
        section.prefixes.iter().any(|known| {
            known
                .strip_prefix('*')
                .map_or(known == prefix, |end| prefix.ends_with(end))
        })
    })?;
    Some((section, prefix, name))
}

/// Prefix of the controllers for `HAProxy` that ingress-nginx had before its own.
pub(super) const SHARED: &str = "ingress.kubernetes.io/";

impl Section {
    /// The row of a name behind `prefix`.
    pub(super) fn row(&'static self, prefix: &str, name: &str) -> Option<&'static Row> {
        let own = self.rows.iter().find(|row| row.fits(name));
        let older = || {
            SECTIONS
                .first()
                .filter(|_| prefix == SHARED)?
                .rows
                .iter()
                .find(|row| row.fits(name))
        };
        own.or_else(older)
    }
}

/// Fill the rows that refer to one of ingress-nginx, the first section.
fn resolve(mut sections: Vec<Section>) -> Vec<Section> {
    let known: Vec<Row> = sections
        .first()
        .map(|section| section.rows.clone())
        .unwrap_or_default();
    for row in sections.iter_mut().flat_map(|section| &mut section.rows) {
        let Some(model) = row
            .same
            .as_ref()
            .and_then(|key| known.iter().find(|row| row.fits(key)))
        else {
            continue;
        };
        let fill = |own: &mut String, other: &String| {
            if own.is_empty() {
                own.clone_from(other);
            }
        };
        fill(&mut row.lost, &model.lost);
        fill(&mut row.counterpart, &model.counterpart);
        fill(&mut row.note, &model.note);
        fill(&mut row.since, &model.since);
        if row.harmless.is_empty() {
            row.harmless.clone_from(&model.harmless);
        }
        if row.instead.is_empty() {
            row.instead.clone_from(&model.instead);
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_what_is_lost_and_refers_to_rows_that_exist() {
        for section in SECTIONS.iter() {
            for row in &section.rows {
                assert!(row.severity.is_some() && !row.keys.is_empty(), "{row:?}");
                assert_eq!(row.lost.is_empty(), row.loss() == Loss::Nothing, "{row:?}");
                for key in row.needs.iter().chain(&row.joins) {
                    assert!(section.rows.iter().any(|row| row.fits(key)), "{key}");
                }
                for shown in &row.instead {
                    let (kind, what) = shown.split_once(' ').expect("two words");
                    assert!(["plugin", "ingress", "service"].contains(&kind) && !what.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_key_finds_its_section_by_the_whole_domain() {
        let controller = |key| section(key).map(|(section, _, _)| section.controller.as_str());
        assert_eq!(
            controller("nginx.ingress.kubernetes.io/auth-url"),
            Some("ingress-nginx")
        );
        assert_eq!(
            controller("appprotect.f5.com/policy"),
            Some("F5 App Protect")
        );
        assert_eq!(
            controller("alb.ingress.kubernetes.io/scheme"),
            Some("AWS Load Balancer Controller")
        );
        for key in [
            "httpbin.ingress.kubernetes.io/x",
            "cert-manager.io/issuer",
            "kubernetes.io/ingress.class",
            "owner",
            "my-nginx.example.com/x",
        ] {
            assert_eq!(controller(key), None, "{key}");
        }
    }

    #[test]
    fn the_shared_prefix_knows_the_older_keys_of_ingress_nginx() {
        let (section, prefix, name) =
            section("ingress.kubernetes.io/proxy-connect-timeout").expect("known");
        let row = section.row(prefix, name).expect("a row");
        assert!(row.counterpart.contains("konghq.com/connect-timeout"));
    }
}
