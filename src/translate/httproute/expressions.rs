//! Kong routes of the expressions flavor (spec 30, 5; KIC: `subtranslator/httproute_atc.go`): one for every host name, rule
//! and match.

use super::filters::Filters;
use super::grouping::Group;
use super::matches::Match;
use super::{Failure, Rule, routes};
use crate::annotations::table::SNIS;
use crate::controller::Switch;
use crate::diag::gateway_routes as problems;
use crate::k8s::object::Object;
use crate::kong::expression::Expression;
use crate::kong::expression::matchers::{self, Comparison, NamedMatch};
use crate::kong::expression::path::{HttpPath, HttpPathKind};
use crate::kong::expression::priority::{HttpRouteFactors, RankField, Seniority, rank};
use crate::kong::names::{RouteName, object_tags};
use crate::kong::pending::ExtensionPlugins;
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::origin::{FieldPath, Origin};
use crate::translate::Context;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRulesMatches, HttpRouteRulesMatchesHeadersType,
    HttpRouteRulesMatchesPathType as PathType, HttpRouteRulesMatchesQueryParamsType, HttpRouteSpec,
};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// The match of a rule whose list of matches is empty.
static NO_MATCH: HttpRouteRulesMatches = HttpRouteRulesMatches {
    headers: None,
    method: None,
    path: None,
    query_params: None,
};

/// The matches of a rule; of a rule without any, one that matches everything.
fn matches_of<'a>(rule: Rule<'a>) -> Vec<Match<'a>> {
    let written: Vec<Match<'a>> = Match::all_of(rule).collect();
    if written.is_empty() {
        vec![Match {
            rule,
            index: 0,
            spec: &NO_MATCH,
        }]
    } else {
        written
    }
}

/// The host names of a route by position; one empty name when it has none.
fn hostnames_of<'a>(rule: &Rule<'a>) -> Vec<&'a str> {
    match rule.hostnames() {
        [] => vec![""],
        names => names.iter().map(String::as_str).collect(),
    }
}

/// The priorities of all matches of all HTTPRoutes, which depend on each other.
pub(super) struct Priorities {
    /// In the order of routes, rules, matches, host names.
    values: Vec<u64>,
    /// Where the values of a rule begin, by namespace, name and index of the rule.
    starts: HashMap<(String, String, usize), usize>,
}

impl Priorities {
    /// The priorities for these routes.
    pub(super) fn of(context: &mut Context<'_>, routes: &[&Object<HttpRouteSpec>]) -> Self {
        let names = if context.options.has(Switch::FirstHeaderOfName) {
            Names::Distinct
        } else {
            Names::All
        };
        let mut factors = Vec::new();
        let mut starts = HashMap::new();
        for rule in routes.iter().copied().flat_map(Rule::all_of) {
            let meta = &rule.route.meta;
            let key = (
                meta.namespace().to_owned(),
                meta.name().to_owned(),
                rule.index,
            );
            starts.insert(key, factors.len());
            let hostnames = hostnames_of(&rule);
            for item in matches_of(rule) {
                for (position, hostname) in hostnames.iter().enumerate() {
                    let seniority = Seniority {
                        created: meta.creation_timestamp,
                        namespace: meta.namespace(),
                        name: meta.name(),
                        rule: rule.index,
                        match_index: item.index,
                        hostname_index: Reverse(position),
                    };
                    let fixed = self::factors(&item, hostname, names).fixed();
                    factors.push((fixed, seniority));
                }
            }
        }
        report_ties(context, &factors);
        Self {
            values: rank(&factors, RankField::HttpRoute),
            starts,
        }
    }

    /// The priorities of a rule, in the order of its matches, then host names.
    fn of_rule(&self, rule: &Rule<'_>) -> &[u64] {
        let meta = &rule.route.meta;
        let key = (
            meta.namespace().to_owned(),
            meta.name().to_owned(),
            rule.index,
        );
        let start = self.starts.get(&key).copied().unwrap_or(self.values.len());
        &self.values[start..]
    }
}

/// What a match asks for as one number, host names and query parameters apart.
pub(super) fn class(item: &Match<'_>) -> u64 {
    HttpRouteFactors {
        queries: 0,
        ..factors(item, "", Names::Distinct)
    }
    .fixed()
}

/// How header and query parameter names are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// One for each match.
    All,
    /// One for each name, that of a header in whatever case (spec 80, S3).
    Distinct,
}

/// What decides the priority of a match.
fn factors<'a>(item: &Match<'a>, hostname: &'a str, names: Names) -> HttpRouteFactors<'a> {
    let headers = item.spec.headers.iter().flatten();
    let headers = headers.map(|header| header.name.to_lowercase());
    let queries = item.spec.query_params.iter().flatten();
    let queries = queries.map(|query| query.name.as_str());
    let (headers, queries) = match names {
        Names::All => (headers.count(), queries.count()),
        Names::Distinct => (
            headers.collect::<BTreeSet<_>>().len(),
            queries.collect::<BTreeSet<_>>().len(),
        ),
    };
    let path_type = item.spec.path.as_ref().and_then(|path| path.r#type.clone());
    HttpRouteFactors {
        hostname,
        exact_path: path_type == Some(PathType::Exact),
        regex_path: path_type == Some(PathType::RegularExpression),
        path_length: item.path().len(),
        has_method: item.spec.method.is_some(),
        headers,
        queries,
    }
}

/// Say once that names decided between HTTPRoutes because a creation time is missing.
fn report_ties(context: &mut Context<'_>, factors: &[(u64, Seniority<'_>)]) {
    let mut first_of: HashMap<u64, &Seniority<'_>> = HashMap::new();
    for (fixed, seniority) in factors {
        let first = *first_of.entry(*fixed).or_insert(seniority);
        let same = (first.namespace, first.name) == (seniority.namespace, seniority.name);
        if same || (first.created.is_some() && seniority.created.is_some()) {
            continue;
        }
        let routes = &context.store.http_routes;
        if let Some(route) = routes.get(seniority.namespace, seniority.name) {
            let at = Origin::of(&route.meta);
            context.diagnostics.push(problems::ties_by_name(at));
        }
        return;
    }
}

/// The routes of a group, and what their filters ask for.
pub(super) fn build(
    context: &mut Context<'_>,
    group: &Group<'_>,
    (protocols, priorities): (&[Protocol], &Priorities),
    asked: &mut ExtensionPlugins,
) -> Result<Vec<Route>, Failure> {
    let mut found = Vec::new();
    for rule in &group.rules {
        let filters = Filters::of(*rule);
        let hostnames = hostnames_of(rule);
        let mut values = priorities.of_rule(rule).iter().copied();
        for item in matches_of(*rule) {
            for hostname in &hostnames {
                let mut route = Route::new(name(&item, hostname), item_origin(&item));
                route.expression = Some(expression(context, &item, hostname, &filters));
                route.priority = values.next();
                route.protocols = protocols.to_vec();
                route.strip_path = Some(false);
                route.preserve_host = Some(true);
                route.tags = object_tags(&rule.route.meta, rule.spec.name.as_deref());
                let translation = filters.translate(context.options, item.path())?;
                routes::apply(&mut route, translation, asked);
                found.push(route);
            }
        }
        if rule.index == 0 {
            report_dropped(context, rule);
        }
    }
    Ok(found)
}

/// The match, or the rule when it has none.
fn item_origin(item: &Match<'_>) -> Origin {
    if std::ptr::eq(item.spec, &raw const NO_MATCH) {
        item.rule.origin()
    } else {
        item.origin()
    }
}

fn name(item: &Match<'_>, hostname: &str) -> RouteName {
    let meta = &item.rule.route.meta;
    let host = if hostname.is_empty() {
        "_".to_owned()
    } else {
        hostname.replace('*', "_")
    };
    RouteName::from(format!(
        "httproute.{}.{}.{host}.{}.{}",
        meta.namespace(),
        meta.name(),
        item.rule.index,
        item.index
    ))
}

/// The condition of a match for a host name; what belongs to the match is one nested term.
fn expression(
    context: &Context<'_>,
    item: &Match<'_>,
    hostname: &str,
    filters: &Filters<'_>,
) -> Expression {
    let spec = item.spec;
    let path = spec.path.as_ref().map_or_else(Expression::empty, |path| {
        let kind = match path.r#type {
            Some(PathType::Exact) => HttpPathKind::Exact,
            Some(PathType::RegularExpression) => HttpPathKind::Regex,
            _ if filters.replaces_prefix() => HttpPathKind::CapturedPrefix,
            _ => HttpPathKind::Prefix,
        };
        HttpPath {
            kind,
            value: item.path(),
        }
        .expression()
    });
    if filters.replaces_prefix() && !context.options.has(Switch::ExpressionRewritePrefix) {
        return path.or_catch_all();
    }
    let headers = spec.headers.iter().flatten().map(|header| NamedMatch {
        name: &header.name,
        value: &header.value,
        comparison: comparison(
            header.r#type == Some(HttpRouteRulesMatchesHeadersType::RegularExpression),
        ),
    });
    let queries = spec.query_params.iter().flatten().map(|query| NamedMatch {
        name: &query.name,
        value: &query.value,
        comparison: comparison(
            query.r#type == Some(HttpRouteRulesMatchesQueryParamsType::RegularExpression),
        ),
    });
    Expression::all([
        matchers::hosts([hostname]),
        matchers::snis(context.server_names(), SNIS.items(&item.rule.route.meta)),
        Expression::all([
            path,
            matchers::headers(headers),
            matchers::queries(queries),
            matchers::methods(item.method()),
        ]),
    ])
    .or_catch_all()
}

const fn comparison(is_regex: bool) -> Comparison {
    if is_regex {
        Comparison::Regex
    } else {
        Comparison::Exact
    }
}

/// Tell which host names of a route are missing in its conditions; KIC says nothing.
fn report_dropped(context: &mut Context<'_>, rule: &Rule<'_>) {
    for (position, hostname) in rule.hostnames().iter().enumerate() {
        if !matchers::is_host(hostname) {
            let path = FieldPath::of(&["spec", "hostnames"]).index(position);
            context.diagnostics.push(problems::match_widened(
                Origin::at(&rule.route.meta, path),
                hostname,
            ));
        }
    }
}
