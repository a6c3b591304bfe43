//! What Kong Ingress Controller would make of your manifests, offline.
//!
//! ```text
//! files/stdin ─ manifest ─▶ k8s ─▶ store ─▶ translate ─▶ enrich ─▶ deck ─▶ YAML/JSON
//!               text,pos    typed   admitted,  Services,    overrides,  decK    ├─▶ diff     (with a prior decK file)
//!                           objects defaulted, Routes,      plugins,    file    └─▶ simulate (which route gets a request?)
//!                                   indexed    Upstreams    consumers,
//!                                   objects    (kong::State) certs, IDs
//!               └──────────────── every stage pushes into one diag::Diagnostics ────────────────┘
//! ```
//!
//! [`convert`] does what `kic2kong render` does, and [`Routing::route`] answers as `kic2kong route`:
//!
//! ```
//! use kic2kong::{Options, convert};
//!
//! let manifests = [("shop.yaml", "
//! apiVersion: networking.k8s.io/v1
//! kind: Ingress
//! metadata: {name: shop, namespace: web}
//! spec:
//!   ingressClassName: kong
//!   rules:
//!   - host: shop.example.com
//!     http:
//!       paths:
//!       - {path: /cart, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}
//! ")];
//! let configuration = convert(manifests, &Options::default());
//! assert!(configuration.yaml().contains("name: web.shop.cart.shop.example.com.80"));
//! // Its Service is missing, and the place of the backend is known.
//! let problem = &configuration.problems[0];
//! assert_eq!((problem.code, problem.line), ("backend-service-not-found", 11));
//! ```
//!
//! ```
//! # fn main() -> Result<(), String> {
//! use kic2kong::{Options, RouterFlavor, convert};
//!
//! let service = "{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: web}, spec: {ports: [{port: 80}]}}";
//! let ingress = "
//! apiVersion: networking.k8s.io/v1
//! kind: Ingress
//! metadata: {name: shop, namespace: web}
//! spec:
//!   ingressClassName: kong
//!   rules:
//!   - http:
//!       paths:
//!       - {path: /cart, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}
//! ";
//! let options = Options { router_flavor: RouterFlavor::Expressions, ..Options::default() };
//! let configuration = convert([("service.yaml", service), ("ingress.yaml", ingress)], &options);
//! let routing = configuration.routing();
//! let served = routing.route("GET", "http://shop.example.com/cart/1")?.expect("a route matches");
//! assert_eq!(served.service.as_deref(), Some("web.cart.80"));
//! assert_eq!(routing.route("GET", "http://shop.example.com/")?, None);
//! # Ok(())
//! # }
//! ```
//!
//! This is all that the crate offers to other programs: its rooms are its own, so that the compiler tells what of them nobody uses.

pub(crate) mod admission;
pub(crate) mod annotations;
pub(crate) mod cli;
pub(crate) mod complaint;
pub(crate) mod controller;
pub(crate) mod deck;
pub(crate) mod diag;
pub(crate) mod diff;
pub(crate) mod engine;
pub(crate) mod enrich;
pub(crate) mod escape;
pub(crate) mod fallback;
pub(crate) mod graph;
pub(crate) mod installation;
pub(crate) mod k8s;
pub(crate) mod kong;
mod library;
pub(crate) mod lint;
pub(crate) mod manifest;
pub(crate) mod options;
pub(crate) mod origin;
pub(crate) mod pipeline;
pub(crate) mod schema;
pub(crate) mod secrecy;
pub(crate) mod simulate;
pub(crate) mod status;
pub(crate) mod store;
pub(crate) mod translate;
pub(crate) mod upgrade;
pub(crate) mod verdict;
pub(crate) mod yaml;

#[doc(hidden)]
pub mod inner;

pub use library::{Configuration, Problem, Routing, Served, convert};
pub use options::{FeatureGates, KongVersion, Options, RouterFlavor};
