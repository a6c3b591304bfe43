//! Matches of rules, and which of them share a traditional route (spec 20, B.5).

use super::{Failure, Rule};
use crate::controller::Switch;
use crate::options::Options;
use crate::origin::Origin;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRulesMatches, HttpRouteRulesMatchesHeadersType, HttpRouteRulesMatchesMethod as Method,
    HttpRouteRulesMatchesPathType as PathType,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A match of a rule.
#[derive(Clone, Copy)]
pub(super) struct Match<'a> {
    pub(super) rule: Rule<'a>,
    /// Its index in the rule.
    pub(super) index: usize,
    pub(super) spec: &'a HttpRouteRulesMatches,
}

impl<'a> Match<'a> {
    /// The matches of a rule in order.
    pub(super) fn all_of(rule: Rule<'a>) -> impl Iterator<Item = Self> {
        let matches = rule.spec.matches.iter().flatten().enumerate();
        matches.map(move |(index, spec)| Self { rule, index, spec })
    }

    pub(super) fn origin(&self) -> Origin {
        let mut origin = self.rule.origin();
        origin.path = origin.path.key("matches").index(self.index);
        origin
    }

    /// `path.value`, empty when there is none.
    pub(super) fn path(&self) -> &'a str {
        let path = self.spec.path.as_ref();
        path.and_then(|path| path.value.as_deref())
            .unwrap_or_default()
    }

    /// The path as traditional routes hold it; nothing is escaped.
    pub(super) fn traditional_paths(&self) -> Vec<String> {
        let Some(path) = &self.spec.path else {
            return Vec::new();
        };
        let value = self.path();
        match path.r#type {
            Some(PathType::Exact) => vec![format!("~{value}$")],
            Some(PathType::RegularExpression) => vec![format!("~{value}")],
            Some(PathType::PathPrefix) | None => {
                let slash = if value.ends_with('/') { "" } else { "/" };
                vec![format!("~{value}$"), format!("{value}{slash}")]
            }
        }
    }

    pub(super) fn method(&self) -> Option<&'static str> {
        self.spec.method.as_ref().map(method_text)
    }

    /// The headers as a traditional route holds them. Two of the same spelling are an error.
    pub(super) fn traditional_headers(
        &self,
        options: &Options,
    ) -> Result<BTreeMap<String, Vec<String>>, Failure> {
        let mut headers = BTreeMap::new();
        let mut seen = HashSet::new();
        for (index, header) in self.spec.headers.iter().flatten().enumerate() {
            let is_repeated = !seen.insert(header.name.to_lowercase());
            if is_repeated && options.has(Switch::FirstHeaderOfName) {
                continue;
            }
            let value = match header.r#type {
                Some(HttpRouteRulesMatchesHeadersType::RegularExpression) => {
                    format!("~*{}", header.value)
                }
                Some(HttpRouteRulesMatchesHeadersType::Exact) | None => header.value.clone(),
            };
            if headers.insert(header.name.clone(), vec![value]).is_some() {
                let mut at = self.origin();
                at.path = at.path.key("headers").index(index);
                return Err(Failure {
                    at,
                    message: format!(
                        "multiple header matches for the same header are not allowed: {}",
                        header.name
                    ),
                });
            }
        }
        Ok(headers)
    }

    /// What must be equal for two matches to share a route: HTTPRoute, method and headers, but not the path.
    fn key(&self) -> MatchKey<'a> {
        let mut headers = BTreeMap::new();
        for header in self.spec.headers.iter().flatten() {
            let is_regex =
                header.r#type == Some(HttpRouteRulesMatchesHeadersType::RegularExpression);
            headers
                .entry(header.name.to_lowercase())
                .or_insert((is_regex, header.value.as_str()));
        }
        MatchKey {
            namespace: self.rule.route.meta.namespace(),
            name: self.rule.route.meta.name(),
            method: self.method(),
            headers,
        }
    }
}

/// See [`Match::key`]. Query parameters take no part: the traditional flavor refuses them.
#[derive(PartialEq, Eq, Hash)]
struct MatchKey<'a> {
    namespace: &'a str,
    name: &'a str,
    method: Option<&'static str>,
    headers: BTreeMap<String, (bool, &'a str)>,
}

/// The matches of rules, those that share a route together, in order of first appearance.
pub(super) fn shared<'a>(rules: &[Rule<'a>]) -> Vec<Vec<Match<'a>>> {
    let mut positions: HashMap<MatchKey<'a>, usize> = HashMap::new();
    let mut groups: Vec<Vec<Match<'a>>> = Vec::new();
    for item in rules.iter().copied().flat_map(Match::all_of) {
        let position = *positions.entry(item.key()).or_insert(groups.len());
        match groups.get_mut(position) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

fn method_text(method: &Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
        Method::Connect => "CONNECT",
        Method::Options => "OPTIONS",
        Method::Trace => "TRACE",
        Method::Patch => "PATCH",
    }
}
