//! What the API server fills into HTTPRoutes (spec 20, head). The other kinds need less: [`super::route`] reads their parents
//! and backends with the defaults in place.
//!
//! HTTPRoute rules are grouped by whole backendRefs, so that here the defaults must stand in the objects.

use super::route::GROUP;
use crate::store::Store;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRules, HttpRouteRulesBackendRefs, HttpRouteRulesMatches,
    HttpRouteRulesMatchesHeadersType, HttpRouteRulesMatchesPathType,
    HttpRouteRulesMatchesQueryParamsType, HttpRouteSpec,
};

/// Status code of a redirect that gives none.
const REDIRECT_STATUS: i64 = 302;

/// Fill in the defaults of all HTTPRoutes.
pub(super) fn fill(store: &mut Store) {
    for route in store.http_routes.iter_mut() {
        fill_http_route(&mut route.spec);
    }
}

fn fill_http_route(spec: &mut HttpRouteSpec) {
    for parent in spec.parent_refs.iter_mut().flatten() {
        parent.group.get_or_insert_with(|| GROUP.to_owned());
        parent.kind.get_or_insert_with(|| "Gateway".to_owned());
    }
    let rules = spec
        .rules
        .get_or_insert_with(|| vec![HttpRouteRules::default()]);
    for rule in rules {
        for backend in rule.backend_refs.iter_mut().flatten() {
            fill_backend(backend);
        }
        // An explicit empty list stays empty.
        let matches = rule
            .matches
            .get_or_insert_with(|| vec![HttpRouteRulesMatches::default()]);
        matches.iter_mut().for_each(fill_match);
        for filter in rule.filters.iter_mut().flatten() {
            if let Some(redirect) = &mut filter.request_redirect {
                redirect.status_code.get_or_insert(REDIRECT_STATUS);
            }
        }
    }
}

fn fill_backend(backend: &mut HttpRouteRulesBackendRefs) {
    backend.group.get_or_insert_default();
    backend.kind.get_or_insert_with(|| "Service".to_owned());
    backend.weight.get_or_insert(1);
}

fn fill_match(item: &mut HttpRouteRulesMatches) {
    let path = item.path.get_or_insert_default();
    path.r#type
        .get_or_insert(HttpRouteRulesMatchesPathType::PathPrefix);
    path.value.get_or_insert_with(|| "/".to_owned());
    for header in item.headers.iter_mut().flatten() {
        header
            .r#type
            .get_or_insert(HttpRouteRulesMatchesHeadersType::Exact);
    }
    for query in item.query_params.iter_mut().flatten() {
        query
            .r#type
            .get_or_insert(HttpRouteRulesMatchesQueryParamsType::Exact);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_without_rules_gets_one_with_the_default_match() {
        let mut spec = HttpRouteSpec::default();
        fill_http_route(&mut spec);
        let rules = spec.rules.unwrap_or_default();
        let path = rules[0]
            .matches
            .as_ref()
            .and_then(|all| all[0].path.as_ref());
        assert_eq!(path.and_then(|path| path.value.as_deref()), Some("/"));
    }

    #[test]
    fn an_empty_list_of_matches_stays_empty() {
        let mut spec = HttpRouteSpec {
            rules: Some(vec![HttpRouteRules {
                matches: Some(Vec::new()),
                ..HttpRouteRules::default()
            }]),
            ..HttpRouteSpec::default()
        };
        fill_http_route(&mut spec);
        assert_eq!(spec.rules.unwrap_or_default()[0].matches, Some(Vec::new()));
    }

    #[test]
    fn backends_get_group_kind_and_weight() {
        let mut backend = HttpRouteRulesBackendRefs::default();
        fill_backend(&mut backend);
        assert_eq!(backend.group.as_deref(), Some(""));
        assert_eq!(backend.kind.as_deref(), Some("Service"));
        assert_eq!(backend.weight, Some(1));
    }
}
