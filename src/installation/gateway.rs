//! The gateway behind a controller: its router's flavor, its version, its edition, its database (spec 85, 4 and 5).

use super::datum::Datum;
use super::environment::{Environment, From, Written};
use super::found::Outcome;
use super::image::{self, Image, gateway_version};
use super::spot::Spot;
use super::value::Value;
use crate::diag::{called::Called, controllers, settings};

/// The variable of the router's flavor.
pub(super) const FLAVOR: &str = "KONG_ROUTER_FLAVOR";

/// The variable of the database.
pub(super) const DATABASE: &str = "KONG_DATABASE";

const FLAVORS: [&str; 3] = ["traditional", "traditional_compatible", "expressions"];

/// The lowest version that KIC starts with.
const LOWEST: [u32; 3] = [3, 4, 1];

/// Parts of a name of an image, each with its place: a chart has them apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'p> {
    /// The repository.
    pub(super) repository: (&'p str, From),
    /// The tag, if any.
    pub(super) tag: (Option<&'p str>, From),
}

/// Version and edition of an image that stands in one place.
pub(super) fn image(image: &Datum, out: &mut Outcome) {
    let name = Image::of(image.text().unwrap_or_default());
    let from = From::At(image.at);
    let parts = Parts {
        repository: (name.repository, from),
        tag: (name.tag, from),
    };
    of_parts(parts, out);
}

/// Version and edition of an image.
pub(super) fn of_parts(parts: Parts<'_>, out: &mut Outcome) {
    let (repository, place) = parts.repository;
    let name = Image {
        repository,
        tag: None,
    };
    let (tag, tag_place) = parts.tag;
    let version = gateway_version(tag, name.is_enterprise());
    let is_by_tag = version
        .as_ref()
        .is_some_and(|version| version.is_enterprise);
    let edition_place = if is_by_tag && !matches!(place, From::At(_)) {
        tag_place
    } else {
        place
    };
    let is_enterprise = Value::Bool(name.is_enterprise() || is_by_tag);
    out.set("enterprise", is_enterprise, edition_place, false);
    let at = match (tag_place, place) {
        (From::At(at), _) | (_, From::At(at)) => at,
        _ => Spot::default(),
    };
    match version.map(|version| version.version) {
        None => {
            let image = image::written(repository, tag);
            out.problems.push(controllers::image_version_unknown(
                at.location(),
                &image,
                "--kong-version",
            ));
        }
        Some(version) if version < LOWEST => {
            let [major, minor, patch] = version;
            let version = format!("{major}.{minor}.{patch}");
            out.problems
                .push(settings::gateway_too_old(at.location(), &version));
        }
        Some([major, minor, patch]) => {
            let version = Value::Text(format!("{major}.{minor}.{patch}"));
            out.set("kong-version", version, tag_place, false);
        }
    }
}

/// The flavor of the router, which is Kong's own default when nobody wrote one.
pub(super) fn flavor(environment: &Environment, out: &mut Outcome) {
    let all = environment.all(FLAVOR);
    let Some((winner, losers)) = all.split_last() else {
        let value = Value::Text("traditional_compatible".to_owned());
        out.set("router-flavor", value, From::Gateway, false);
        return;
    };
    let winner = &winner.written;
    let called = |written: &Written| Called::variable(&written.label, FLAVOR);
    let text = match &winner.text {
        Ok(text) => text,
        Err(unknown) => {
            let problem =
                settings::unresolvable(unknown.at.location(), &called(winner), &unknown.what);
            return out.problems.push(problem);
        }
    };
    if !FLAVORS.contains(&&**text) {
        if let From::At(at) = winner.from {
            let expected = "traditional, traditional_compatible or expressions";
            out.problems
                .push(settings::invalid(at.location(), &called(winner), expected));
        }
        return;
    }
    for loser in losers {
        if let (Ok(other), From::At(at)) = (&loser.written.text, loser.written.from)
            && other != text
        {
            let problem =
                settings::shadowed(at.location(), &called(&loser.written), &called(winner));
            out.problems.push(problem);
        }
    }
    let value = Value::Text(text.clone());
    out.set("router-flavor", value, winner.from, winner.is_secret);
}

/// The controller does not start when it is to leave CA certificates out and its gateway has no database.
pub(super) fn check_database(environment: &Environment, out: &mut Outcome) {
    let is_off = environment.text(DATABASE) == Some("off");
    let Some(skip) = out.settings.get("skip-ca-certificates") else {
        return;
    };
    if is_off && skip.value == Value::Bool(true) {
        if let From::At(at) = skip.from {
            out.problems
                .push(settings::skip_without_database(at.location()));
        }
        out.settings.remove("skip-ca-certificates");
    }
}
