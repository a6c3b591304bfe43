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

pub mod admission;
pub mod annotations;
pub mod cli;
pub mod complaint;
pub mod controller;
pub mod deck;
pub mod diag;
pub mod diff;
pub mod engine;
pub mod enrich;
pub mod escape;
pub mod fallback;
pub mod graph;
pub mod installation;
pub mod k8s;
pub mod kong;
pub mod lint;
pub mod manifest;
pub mod options;
pub mod origin;
pub mod pipeline;
pub mod schema;
pub mod secrecy;
pub mod simulate;
pub mod status;
pub mod store;
pub mod translate;
pub mod upgrade;
pub mod verdict;
pub mod yaml;
