//! Objects of the Gateway API: rules, matches, backends, parents, listeners, grants.

use super::objects::{
    GATEWAY_CLASS, attached_http_route, backend, gateway, http_route, listener, prefix_match, rule,
    service,
};
use super::{File, RENDER, Shape, list, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "HTTPRoutes with hosts of their own",
        size: 200,
        commands: RENDER,
        files: |n| {
            let rule = rule(&prefix_match("/", ""), &backend("web"));
            routes(n, |i| {
                http_route(&format!("r{i}"), &format!("h{i}.example.com"), &rule)
            })
        },
    },
    Shape {
        name: "HTTPRoutes of one host and path",
        size: 200,
        commands: RENDER,
        files: |n| {
            let rule = rule(&prefix_match("/", ""), &backend("web"));
            routes(n, |i| http_route(&format!("r{i}"), "a.example.com", &rule))
        },
    },
    Shape {
        name: "matches of a rule",
        size: 300,
        commands: RENDER,
        files: |n| {
            let matches = list(n, |i| prefix_match(&format!("/p{i}"), ""));
            one_route(&rule(&matches, &backend("web")))
        },
    },
    Shape {
        name: "matches of a rule, with headers",
        size: 300,
        commands: RENDER,
        files: |n| {
            let matches = list(n, |i| {
                prefix_match("/", &format!(", headers: [{{name: h, value: v{i}}}]"))
            });
            one_route(&rule(&matches, &backend("web")))
        },
    },
    Shape {
        name: "rules of an HTTPRoute",
        size: 300,
        commands: RENDER,
        files: |n| {
            one_route(&list(n, |i| {
                rule(&prefix_match(&format!("/p{i}"), ""), &backend("web"))
            }))
        },
    },
    Shape {
        name: "rules of an HTTPRoute, with expressions",
        size: 200,
        commands: &["render --router-flavor expressions in.yaml"],
        files: |n| {
            one_route(&list(n, |i| {
                rule(&prefix_match(&format!("/p{i}"), ""), &backend("web"))
            }))
        },
    },
    Shape {
        name: "hosts of an HTTPRoute",
        size: 500,
        commands: RENDER,
        files: |n| {
            let hosts = list(n, |i| format!("h{i}.example.com"));
            let rule = rule(&prefix_match("/", ""), &backend("web"));
            manifests([service("web"), http_route("r", &hosts, &rule)])
        },
    },
    Shape {
        name: "backends of a rule",
        size: 300,
        commands: RENDER,
        files: |n| {
            let backends = list(n, |i| backend(&format!("s{i}")));
            let services = (0..n).map(|i| service(&format!("s{i}")));
            let route = http_route(
                "r",
                "a.example.com",
                &rule(&prefix_match("/", ""), &backends),
            );
            manifests(services.chain([route]))
        },
    },
    Shape {
        name: "parents of an HTTPRoute",
        size: 300,
        commands: RENDER,
        files: |n| {
            let parents = list(n, |i| format!("{{name: g{i}}}"));
            let gateways = (0..n).map(|i| gateway(&format!("g{i}"), &listener("http", "")));
            let rule = rule(&prefix_match("/", ""), &backend("web"));
            let route = attached_http_route("r", &parents, "a.example.com", &rule);
            manifests(
                [GATEWAY_CLASS.to_owned(), service("web"), route]
                    .into_iter()
                    .chain(gateways),
            )
        },
    },
    Shape {
        name: "parents that are not there",
        size: 500,
        commands: RENDER,
        files: |n| {
            let parents = list(n, |i| format!("{{name: g{i}}}"));
            let rule = rule(&prefix_match("/", ""), &backend("web"));
            manifests([
                service("web"),
                attached_http_route("r", &parents, "a.example.com", &rule),
            ])
        },
    },
    Shape {
        name: "the same parent again and again",
        size: 300,
        commands: RENDER,
        files: |n| {
            let parents = list(n, |i| format!("{{name: kong, sectionName: l{i}}}"));
            let listeners = list(n, |i| {
                listener(&format!("l{i}"), &format!(", hostname: h{i}.example.com"))
            });
            let rule = rule(&prefix_match("/", ""), &backend("web"));
            manifests([
                GATEWAY_CLASS.to_owned(),
                service("web"),
                gateway("kong", &listeners),
                attached_http_route("r", &parents, "h0.example.com", &rule),
            ])
        },
    },
    Shape {
        name: "routes of a Gateway with all its listeners",
        size: 200,
        commands: RENDER,
        files: |n| {
            // The API server allows no more.
            let listeners = list(64, |i| {
                listener(&format!("l{i}"), &format!(", hostname: h{i}.example.com"))
            });
            let rule = rule(&prefix_match("/", ""), &backend("web"));
            let objects = [
                GATEWAY_CLASS.to_owned(),
                service("web"),
                gateway("kong", &listeners),
            ];
            let routes = (0..n)
                .map(|i| http_route(&format!("r{i}"), &format!("h{}.example.com", i % 64), &rule));
            manifests(objects.into_iter().chain(routes))
        },
    },
    Shape {
        name: "Gateways, a route for each",
        size: 100,
        commands: RENDER,
        files: |n| {
            let rule = rule(&prefix_match("/", ""), &backend("web"));
            let gateways = (0..n).map(|i| gateway(&format!("g{i}"), &listener("http", "")));
            let routes = (0..n).map(|i| {
                attached_http_route(
                    &format!("r{i}"),
                    &format!("{{name: g{i}}}"),
                    &format!("h{i}.example.com"),
                    &rule,
                )
            });
            manifests(
                [GATEWAY_CLASS.to_owned(), service("web")]
                    .into_iter()
                    .chain(gateways)
                    .chain(routes),
            )
        },
    },
    Shape {
        name: "grants, a route for each",
        size: 200,
        commands: RENDER,
        files: |n| granted(n, |i| format!("name: g{i}"), |i| format!("s{i}")),
    },
    Shape {
        name: "entries of one grant, a route for each",
        size: 200,
        commands: RENDER,
        files: |n| {
            let to = list(n, |i| format!("{{group: '', kind: Service, name: s{i}}}"));
            let grant = format!(
                "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {{name: g, namespace: b}}\nspec: {{from: [{FROM}], to: [{to}]}}\n"
            );
            manifests(foreign_routes(n).chain([grant]))
        },
    },
];

const FROM: &str = "{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}";

/// HTTPRoutes to one Service.
fn routes(n: usize, one: impl Fn(usize) -> String) -> Vec<File> {
    manifests([service("web")].into_iter().chain((0..n).map(one)))
}

/// An HTTPRoute with these rules to the Service `web`.
fn one_route(rules: &str) -> Vec<File> {
    manifests([service("web"), http_route("r", "a.example.com", rules)])
}

/// `n` routes to `n` Services of another namespace, with a grant for each.
fn granted(
    n: usize,
    metadata: impl Fn(usize) -> String,
    service: impl Fn(usize) -> String,
) -> Vec<File> {
    let grants = (0..n).map(|i| {
        let (metadata, service) = (metadata(i), service(i));
        format!(
            "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {{{metadata}, namespace: b}}\nspec: {{from: [{FROM}], to: [{{group: '', kind: Service, name: {service}}}]}}\n"
        )
    });
    manifests(foreign_routes(n).chain(grants))
}

/// `n` Services in the namespace `b`, and as many HTTPRoutes in `default` to them.
fn foreign_routes(n: usize) -> impl Iterator<Item = String> {
    let services = (0..n).map(|i| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: s{i}, namespace: b}}\nspec: {{ports: [{{port: 80}}]}}\n"
        )
    });
    let routes = (0..n).map(|i| {
        let backend = format!("{{name: s{i}, namespace: b, port: 80}}");
        let rule = rule(&prefix_match("/", ""), &backend);
        http_route(&format!("r{i}"), &format!("h{i}.example.com"), &rule)
    });
    services.chain(routes)
}
