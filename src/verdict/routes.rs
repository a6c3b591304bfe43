//! Routes: the conditions that their protocols demand and forbid, and the form of each condition (spec 70, 5.2 to 5.4).

use super::blame::route_field;
use super::regex::compiles;
use super::services::NAME_FORM;
use super::{protocols, tags, text};
use crate::annotations::table::HEADERS;
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::engine::regex::Budget;
use crate::kong::path::normalize;
use crate::kong::route::Route;
use crate::kong::state::State;
use crate::options::Options;
use crate::origin::{FieldPath, Origin};
use crate::secrecy::MASK;

/// Report what Kong would refuse in the routes.
pub(super) fn judge(
    state: &State,
    options: &Options,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) {
    for service in state.services.values() {
        for route in &service.routes {
            judge_route(route, options, budget, diagnostics);
        }
    }
}

fn judge_route(route: &Route, options: &Options, budget: &Budget, diagnostics: &mut Diagnostics) {
    let subject = Subject {
        entity: "route",
        name: Some(route.name.as_str()),
        origin: route.origin(),
    };
    if !text::is_name(route.name.as_str()) {
        diagnostics.push(subject.has_bad_format("name", NAME_FORM));
    }
    tags::judge(&route.tags, subject, diagnostics);
    protocols::judge(route, options, subject, diagnostics);
    conditions(route, subject, diagnostics);
    headers(route, subject, budget, diagnostics);
    settings(route, subject, diagnostics);
    for (index, path) in route.paths.iter().enumerate() {
        let field = format!("paths.{}", index + 1);
        judge_path(&field, path, subject, budget, diagnostics);
    }
}

/// The form of hosts, methods and server names.
fn conditions(route: &Route, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    for (index, host) in route.hosts.iter().enumerate() {
        if !text::is_route_host(host) {
            diagnostics.push(subject.has_bad_format(
                &format!("hosts.{}", index + 1),
                "a host name, with `*` only as its whole first or last label",
            ));
        }
    }
    for (index, method) in route.methods.iter().enumerate() {
        if method.is_empty() || !method.bytes().all(|b| b.is_ascii_uppercase()) {
            let at = route_field(route, "methods");
            diagnostics.push(subject.at(&at).has_bad_format(
                &format!("methods.{}", index + 1),
                "a method in upper-case letters",
            ));
        }
    }
    for (index, sni) in route.snis.iter().enumerate() {
        if !text::is_wildcard_sni(sni) {
            let at = route_field(route, "snis");
            diagnostics.push(subject.at(&at).has_bad_format(
                &format!("snis.{}", index + 1),
                "a host name without port and with `*` only at one end, not an address",
            ));
        }
    }
}

/// The form of headers.
fn headers(route: &Route, subject: Subject<'_>, budget: &Budget, diagnostics: &mut Diagnostics) {
    for (name, values) in &route.headers {
        let key = format!("{}{name}", HEADERS.name());
        let at = match route.origin().object.annotation(&key) {
            Some(_) => Origin::at(&route.origin().object, FieldPath::annotation(key)),
            None => route.origin().clone(),
        };
        let subject = subject.at(&at);
        if name.eq_ignore_ascii_case("host") {
            diagnostics.push(subject.has_bad_format(
                "headers",
                "headers other than `host`, which has its own field",
            ));
        } else if !text::is_header_name(name) {
            diagnostics.push(subject.has_bad_format(
                "headers",
                "headers with names of letters, digits, `-` and `_`",
            ));
        }
        for (index, value) in values.iter().enumerate() {
            if value.is_empty() {
                diagnostics.push(subject.is_empty(&format!("headers.{}", index + 1)));
            } else if let Some(regex) = value.strip_prefix("~*")
                // Kong lowers the case of the whole value before it reads the expression.
                && let Err(reason) = compiles(&regex.to_lowercase(), budget)
            {
                diagnostics.push(subject.has_bad_regex("headers", MASK, &reason));
            }
        }
    }
}

/// Settings beside the conditions.
fn settings(route: &Route, subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    const STATUS_CODES: [&str; 5] = ["426", "301", "302", "307", "308"];
    if let Some(handling) = &route.path_handling
        && !matches!(handling.as_str(), "v0" | "v1")
    {
        let at = route_field(route, "path_handling");
        diagnostics.push(
            subject
                .at(&at)
                .not_in_list("path_handling", handling, &["v0", "v1"]),
        );
    }
    if let Some(code) = route.https_redirect_status_code {
        let code = code.to_string();
        if !STATUS_CODES.contains(&code.as_str()) {
            let at = route_field(route, "https_redirect_status_code");
            diagnostics.push(subject.at(&at).not_in_list(
                "https_redirect_status_code",
                &code,
                &STATUS_CODES,
            ));
        }
    }
}

/// One path, a prefix or a regular expression behind `~`.
fn judge_path(
    field: &str,
    path: &str,
    subject: Subject<'_>,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) {
    const FORM: &str = "a path that starts with `/` or `~/`";
    let regex = path.strip_prefix('~');
    let form = if !regex.unwrap_or(path).starts_with('/') {
        Some(FORM)
    } else if path.contains("//") {
        Some("a path without `//`")
    } else if regex.is_none() && text::has_url_characters(path) && !text::has_whole_escapes(path) {
        Some("a path with `%` only before two hexadecimal digits")
    } else {
        None
    };
    if let Some(form) = form {
        diagnostics.push(subject.has_bad_format(field, form));
    } else if let Some(regex) = regex {
        // The engine anchors the expression, and knows named groups in one spelling only.
        if let Err(reason) = compiles(&format!("^{}", regex.replace("?<", "?P<")), budget) {
            diagnostics.push(subject.has_bad_regex(field, regex, &reason));
        }
    } else {
        let normal = normalize(path);
        if normal != path {
            diagnostics.push(subject.has_abnormal_path(field, path, &normal));
        }
    }
}
