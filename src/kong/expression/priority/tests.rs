//! The worked examples of spec 30, sections 4.3, 5.4 and 6.3.

use super::super::path::{IngressPath, IngressPathType};
use super::*;

const SHOP: &str = "shop.example.com";
const GRPC: &str = "grpc.example.com";

fn ingress_priority(
    hosts: &[&str],
    path: (IngressPathType, &str),
    header_names: usize,
    (has_methods, has_snis): (bool, bool),
) -> u64 {
    ingress(&IngressFactors {
        hosts,
        paths: &[IngressPath::new(path.0, path.1, None)],
        header_names,
        has_methods,
        has_snis,
    })
}

#[test]
fn ingress_examples() {
    use IngressPathType::{Exact, ImplementationSpecific, Prefix};
    let plain = |hosts: &[&str], path| ingress_priority(hosts, path, 0, (false, false));
    assert_eq!(plain(&[SHOP], (Prefix, "/cart")), 57_178_899_677_190);
    assert_eq!(plain(&[SHOP], (Exact, "/cart")), 57_178_899_677_189);
    assert_eq!(plain(&[SHOP], (Prefix, "/")), 57_178_899_677_185);
    assert_eq!(
        plain(&[SHOP], (ImplementationSpecific, "/api")),
        57_178_899_611_652
    );
    assert_eq!(
        plain(&["*.example.com"], (Prefix, "/cart")),
        57_174_604_709_894
    );
    assert_eq!(plain(&[], (Prefix, "/cart")), 54_975_581_454_342);
    assert_eq!(
        plain(&[SHOP], (ImplementationSpecific, "/~/v[0-9]+/items")),
        57_178_899_677_198
    );
    assert_eq!(
        ingress_priority(&[SHOP], (Prefix, "/cart"), 0, (true, false)),
        59_377_922_932_742
    );
    assert_eq!(
        ingress_priority(&[SHOP], (Prefix, "/cart"), 1, (false, false)),
        59_386_512_867_334
    );
    assert_eq!(
        ingress_priority(
            &[SHOP, "www.example.com"],
            (Prefix, "/cart"),
            2,
            (true, true)
        ),
        63_793_149_313_030
    );
}

fn alone(fixed: u64, field: RankField) -> u64 {
    rank(&[(fixed, seniority("a", 0, 0))], field)[0]
}

fn seniority(name: &str, rule: usize, hostname: usize) -> Seniority<'_> {
    Seniority {
        created: None,
        namespace: "shop",
        name,
        rule,
        match_index: 0,
        hostname_index: Reverse(hostname),
    }
}

#[test]
fn httproute_examples() {
    let cart = HttpRouteFactors {
        hostname: SHOP,
        path_length: 5,
        ..HttpRouteFactors::default()
    };
    let priority = |factors: HttpRouteFactors<'_>| alone(factors.fixed(), RankField::HttpRoute);
    assert_eq!(priority(cart), 44_530_254_483_455);
    assert_eq!(
        priority(HttpRouteFactors {
            path_length: 6,
            ..cart
        }),
        44_530_262_872_063
    );
    assert_eq!(
        priority(HttpRouteFactors {
            exact_path: true,
            ..cart
        }),
        44_547_434_352_639
    );
    assert_eq!(
        priority(HttpRouteFactors {
            regex_path: true,
            path_length: 14,
            ..cart
        }),
        44_538_919_915_519
    );
    assert_eq!(
        priority(HttpRouteFactors {
            hostname: "*.example.com",
            ..cart
        }),
        35_631_082_246_143
    );
    assert_eq!(
        priority(HttpRouteFactors {
            hostname: "",
            ..cart
        }),
        35_184_405_647_359
    );
    assert_eq!(
        priority(HttpRouteFactors {
            has_method: true,
            ..cart
        }),
        44_530_258_677_759
    );
    assert_eq!(
        priority(HttpRouteFactors {
            exact_path: true,
            path_length: 7,
            has_method: true,
            headers: 2,
            queries: 2,
            ..cart
        }),
        44_547_455_594_495
    );
    assert_eq!(priority(HttpRouteFactors::default()), 35_184_372_092_927);
}

#[test]
fn grpcroute_examples() {
    let get = GrpcRouteFactors {
        hostname: GRPC,
        service_length: 11,
        method_length: 3,
        headers: 0,
    };
    let priority = |factors: GrpcRouteFactors<'_>| alone(factors.fixed(), RankField::GrpcRoute);
    assert_eq!(priority(get), 26_938_219_454_719);
    assert_eq!(
        priority(GrpcRouteFactors {
            method_length: 0,
            ..get
        }),
        26_938_219_430_143
    );
    assert_eq!(
        priority(GrpcRouteFactors {
            service_length: 0,
            ..get
        }),
        26_938_034_905_343
    );
    assert_eq!(
        priority(GrpcRouteFactors { headers: 3, ..get }),
        26_938_219_455_487
    );
    assert_eq!(
        priority(GrpcRouteFactors {
            hostname: "",
            ..get
        }),
        17_592_370_618_623
    );
    assert_eq!(
        priority(GrpcRouteFactors {
            hostname: "*.example.com",
            ..get
        }),
        18_039_047_217_407
    );
    assert_eq!(priority(GrpcRouteFactors::default()), 17_592_186_044_671);
}

#[test]
fn matches_with_equal_parts_are_ranked_by_age_name_rule_and_reversed_hostname() {
    let fixed = HttpRouteFactors::default().fixed();
    let young = Seniority {
        created: Some(1),
        ..seniority("a", 0, 0)
    };
    let matches = [
        (fixed, young),
        (fixed, seniority("b", 0, 0)),
        (fixed, seniority("b", 0, 1)),
        (fixed, seniority("a", 1, 0)),
        (fixed + (1 << 12), seniority("z", 9, 0)),
    ];
    let ranks: Vec<u64> = rank(&matches, RankField::HttpRoute)
        .into_iter()
        .map(|priority| priority & 0xfff)
        .collect();
    assert_eq!(ranks, [4092, 4093, 4094, 4095, 4095]);
}

#[test]
fn ranks_beyond_the_field_borrow_from_the_fixed_part() {
    let fixed = GrpcRouteFactors::default().fixed();
    let matches: Vec<(u64, Seniority<'_>)> = (0..300)
        .map(|rule| (fixed, seniority("a", rule, 0)))
        .collect();
    assert_eq!(
        rank(&matches, RankField::GrpcRoute).last(),
        Some(&(fixed - 44))
    );
}
