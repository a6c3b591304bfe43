//! Releases of the charts, and which releases of the controller and of Kong each installs (spec 85, 6).

use crate::installation::image::Product;

/// A chart that installs a controller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::installation) enum Chart {
    /// `kong`
    Kong,
    /// `ingress`, which is `kong` twice.
    Ingress,
    /// `kong-operator`
    KongOperator,
}

/// What a release of a chart installs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::installation) struct Installs {
    /// Major and minor version of the controller.
    pub(in crate::installation) controller: &'static str,
    /// Major and minor version of Kong.
    pub(in crate::installation) kong: Option<&'static str>,
    /// Whether the chart names a flavor of the router.
    pub(in crate::installation) has_flavor: bool,
}

type Number = (u32, u32);

/// First release of chart `kong` with the versions that follow it.
const KONG: [(Number, &str, Option<&str>); 12] = [
    ((0, 0), "2.0", None),
    ((2, 23), "2.10", None),
    ((2, 31), "3.0", Some("3.4")),
    ((2, 33), "3.0", Some("3.5")),
    ((2, 37), "3.1", Some("3.6")),
    ((2, 39), "3.2", Some("3.6")),
    ((2, 41), "3.3", Some("3.6")),
    ((2, 42), "3.3", Some("3.7")),
    ((2, 45), "3.3", Some("3.8")),
    ((2, 46), "3.4", Some("3.8")),
    ((2, 47), "3.4", Some("3.9")),
    ((2, 51), "3.5", Some("3.9")),
];

/// Releases of chart `ingress` with the release of `kong` inside.
const INGRESS: [(Number, Number); 12] = [
    ((0, 13), (2, 40)),
    ((0, 14), (2, 41)),
    ((0, 15), (2, 43)),
    ((0, 16), (2, 45)),
    ((0, 17), (2, 46)),
    ((0, 18), (2, 47)),
    ((0, 19), (2, 48)),
    ((0, 20), (2, 49)),
    ((0, 21), (2, 51)),
    ((0, 22), (3, 0)),
    ((0, 23), (3, 1)),
    ((0, 24), (3, 2)),
];

/// Releases of chart `kong-operator` with the version of the operator.
const KONG_OPERATOR: [(Number, &str); 4] = [
    ((0, 0), "2.0"),
    ((1, 2), "2.1"),
    ((1, 3), "2.2"),
    ((1, 4), "2.3"),
];

/// The newest release of chart `kong` that is known.
const NEWEST: Number = (3, 4);

impl Chart {
    /// The chart of a name.
    pub(in crate::installation) fn named(name: &str) -> Option<Self> {
        match name.trim_end_matches('/').rsplit('/').next() {
            Some("kong") => Some(Self::Kong),
            Some("ingress") => Some(Self::Ingress),
            Some("kong-operator") => Some(Self::KongOperator),
            _ => None,
        }
    }

    /// The program that it installs.
    pub(in crate::installation) const fn product(self) -> Product {
        match self {
            Self::Kong | Self::Ingress => Product::Kic,
            Self::KongOperator => Product::KongOperator,
        }
    }

    /// What a version, or the newest one in a range, installs; without one the newest that is known.
    pub(in crate::installation) fn installs(self, version: Option<&str>) -> Installs {
        let version = version.unwrap_or_default().trim();
        if self == Self::KongOperator {
            let release = release(
                version,
                &starts(KONG_OPERATOR.iter().map(|row| row.0), (1, 4)),
            );
            let row = KONG_OPERATOR.iter().rfind(|row| row.0 <= release);
            return Installs {
                controller: row.map_or("2.3", |row| row.1),
                kong: None,
                has_flavor: false,
            };
        }
        let kong = if self == Self::Kong {
            release(version, &starts(KONG.iter().map(|row| row.0), NEWEST))
        } else {
            let own = release(version, &starts(INGRESS.iter().map(|row| row.0), (0, 24)));
            let inside = INGRESS.iter().rfind(|row| row.0 <= own);
            // Before 0.13.1 the chart asks for any newer release of `kong`.
            let is_open = exact(version) == Some((0, 13, Some(0)));
            inside.filter(|_| !is_open).map_or(NEWEST, |row| row.1)
        };
        let row = KONG.iter().rfind(|row| row.0 <= kong);
        Installs {
            controller: row.map_or("3.5", |row| row.1),
            kong: row.map_or(Some("3.9"), |row| row.2),
            has_flavor: kong >= (2, 13),
        }
    }
}

/// Every known release, the newest last: those that begin a row and those between them.
fn starts(rows: impl Iterator<Item = Number>, newest: Number) -> Vec<Number> {
    let mut all: Vec<Number> = Vec::new();
    for (major, minor) in rows.chain([newest]) {
        if let Some(&(last_major, last_minor)) = all.last()
            && last_major == major
        {
            all.extend((last_minor + 1..minor).map(|minor| (major, minor)));
        }
        if major == 3 && all.last().is_some_and(|last| last.0 == 2) {
            all.extend((52..=53).map(|minor| (2, minor)));
            all.extend((0..minor).map(|minor| (3, minor)));
        }
        if all.last() != Some(&(major, minor)) {
            all.push((major, minor));
        }
    }
    all
}

/// The release that a version or a range means.
fn release(version: &str, known: &[Number]) -> Number {
    let newest = known.last().copied().unwrap_or_default();
    if let Some((major, minor, _)) = exact(version) {
        return (major, minor);
    }
    let fits = |release: &&Number| {
        let (major, minor) = **release;
        version.split("||").any(|range| {
            // The first patch of a release or a later one may be in the range.
            [0, 1, 99]
                .iter()
                .any(|patch| in_range(range, (major, minor, *patch)))
        })
    };
    known.iter().rfind(fits).copied().unwrap_or(newest)
}

/// The numbers of a version that is no range; a patch may be missing.
fn exact(version: &str) -> Option<(u32, u32, Option<u32>)> {
    let version = version.trim_start_matches(['v', '=']);
    let version = version.split(['-', '+']).next()?;
    let mut parts = version.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.parse().ok()?;
    let patch = match parts.next() {
        Some(patch) => Some(patch.parse().ok()?),
        None => None,
    };
    parts.next().is_none().then_some((major, minor, patch))
}

/// Whether a version satisfies all conditions of a range (`Masterminds/semver`).
fn in_range(range: &str, version: (u32, u32, u32)) -> bool {
    let range = range.replace(',', " ");
    let mut words = range.split_whitespace();
    let mut is_empty = true;
    while let Some(word) = words.next() {
        is_empty = false;
        let bare = word.trim_start_matches(['<', '>', '=', '^', '~', '!']);
        let sign = &word[..word.len() - bare.len()];
        let bare = if bare.is_empty() {
            words.next().unwrap_or_default()
        } else {
            bare
        };
        if !satisfies(sign, bare, version) {
            return false;
        }
    }
    !is_empty
}

fn satisfies(sign: &str, bound: &str, version: (u32, u32, u32)) -> bool {
    let parts: Vec<Option<u32>> = bound
        .trim_start_matches('v')
        .split(['-', '+'])
        .next()
        .unwrap_or_default()
        .split('.')
        .map(|part| part.parse().ok())
        .collect();
    let part = |index: usize| parts.get(index).copied().flatten();
    let Some(major) = part(0) else { return true };
    let low = (
        major,
        part(1).unwrap_or_default(),
        part(2).unwrap_or_default(),
    );
    let high = match (part(1), part(2)) {
        (None, _) => (major, u32::MAX, u32::MAX),
        (Some(minor), None) => (major, minor, u32::MAX),
        (Some(minor), Some(patch)) => (major, minor, patch),
    };
    match sign {
        ">" => version > high,
        ">=" | "=>" => version >= low,
        "<" => version < low,
        "<=" | "=<" => version <= high,
        "!=" => version < low || version > high,
        "^" => version >= low && version.0 == major && (major > 0 || version.1 == low.1),
        "~" => {
            version >= low && version.0 == major && part(1).is_none_or(|minor| version.1 == minor)
        }
        _ => version >= low && version <= high,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(chart: Chart, version: &str) -> (&'static str, Option<&'static str>) {
        let installs = chart.installs(Some(version));
        (installs.controller, installs.kong)
    }

    #[test]
    fn a_release_installs_what_the_table_says() {
        for (version, controller, kong) in [
            ("2.39.0", "3.2", "3.6"),
            ("2.48.0", "3.4", "3.9"),
            ("3.4.1", "3.5", "3.9"),
            ("2.45", "3.3", "3.8"),
            ("", "3.5", "3.9"),
            ("~2.46.0", "3.4", "3.8"),
            (">=2.30 <2.40", "3.2", "3.6"),
            ("2.x", "3.5", "3.9"),
            ("^2", "3.5", "3.9"),
            ("<= 2.46", "3.4", "3.8"),
        ] {
            assert_eq!(
                versions(Chart::Kong, version),
                (controller, Some(kong)),
                "{version}"
            );
        }
        assert_eq!(versions(Chart::Ingress, "0.18.0"), ("3.4", Some("3.9")));
        assert_eq!(versions(Chart::Ingress, "0.16.0"), ("3.3", Some("3.8")));
        assert_eq!(versions(Chart::Ingress, "~0.17"), ("3.4", Some("3.8")));
        assert_eq!(versions(Chart::KongOperator, "1.3.1").0, "2.2");
        assert_eq!(versions(Chart::KongOperator, "1.x").0, "2.3");
    }
}
