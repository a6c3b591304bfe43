//! The doors of the rooms for the program's own tests, benchmarks, fuzz targets and generators of tables, which look at single stages. It
//! lists exactly what they use, so that the compiler tells what nobody uses. No part of the documented API: all of it may change at any time.

#![allow(missing_docs, reason = "what is listed is documented where it is")]

pub mod annotations {
    pub use crate::annotations::{Place, Row};
    pub mod former {
        pub use crate::annotations::former::FORMER;
    }
    pub mod table {
        pub use crate::annotations::table::TABLE;
    }
}
pub mod cli {
    pub use crate::cli::run;
    pub mod args {
        pub use crate::cli::args::{Arguments, Command, RenderArgs, Target, command};
    }
    pub mod options {
        pub use crate::cli::options::conversion_options;
    }
}
pub mod complaint {
    pub mod explain {
        pub use crate::complaint::explain::{Manifests, explain};
    }
    pub mod refusal {
        pub use crate::complaint::refusal::read;
    }
}
pub mod controller {
    pub use crate::controller::{Asked, Controller, LINES};
    pub mod switch {
        pub use crate::controller::switch::{Cell, Subject, Switch};
    }
}
pub mod deck {
    pub mod content {
        pub use crate::deck::content::{Content, Maker};
    }
    pub mod dbless {
        pub use crate::deck::dbless::{as_sent_by, problems};
    }
    pub mod generate {
        pub use crate::deck::generate::generate;
    }
    pub mod read {
        pub use crate::deck::read::{Template, read, read_configuration};
        pub mod document {
            pub use crate::deck::read::document::document;
        }
        pub mod wrapped {
            pub use crate::deck::read::wrapped::Other;
        }
    }
    pub mod refusals {
        pub use crate::deck::refusals::problems;
    }
    pub mod secrets {
        pub use crate::deck::secrets::values;
    }
    pub mod write {
        pub use crate::deck::write::{json, yaml, yaml_of};
    }
}
pub mod diag {
    pub use crate::diag::{Code, Diagnostic, Failure, KongVerdict, Location, Severity};
    pub mod api_server {
        pub use crate::diag::api_server::CODES;
    }
    pub mod builtin_kinds {
        pub use crate::diag::builtin_kinds::CODES;
    }
    pub mod code {
        pub use crate::diag::code::CATALOGUE;
    }
    pub mod render {
        pub use crate::diag::render::{Located, Position};
        pub mod github {
            pub use crate::diag::render::github::render;
        }
        pub mod json {
            pub use crate::diag::render::json::render;
        }
        pub mod junit {
            pub use crate::diag::render::junit::render;
        }
        pub mod sarif {
            pub use crate::diag::render::sarif::render;
        }
        pub mod text {
            pub use crate::diag::render::text::{Repeated, Style, render};
        }
    }
}
pub mod diff {
    pub use crate::diff::{Action, Change, Diff, Settings, diff};
    pub mod defaults {
        pub use crate::diff::defaults::Defaults;
    }
    pub mod entity {
        pub use crate::diff::entity::{Entity, Kind};
    }
    pub mod equality {
        pub use crate::diff::equality::normal;
    }
    pub mod flatten {
        pub use crate::diff::flatten::flatten;
    }
    pub mod render {
        pub use crate::diff::render::Detail;
        pub mod json {
            pub use crate::diff::render::json::render;
        }
        pub mod markdown {
            pub use crate::diff::render::markdown::render;
        }
        pub mod text {
            pub use crate::diff::render::text::render;
        }
        pub mod unified {
            pub use crate::diff::render::unified::render;
        }
    }
}
pub mod engine {
    pub use crate::engine::Subsystem;
}
pub mod escape {
    pub mod json {
        pub use crate::escape::json::harmless;
    }
}
pub mod fallback {
    pub mod blame {
        pub use crate::fallback::blame::broken;
    }
    pub mod named {
        pub use crate::fallback::named::read;
    }
    pub mod report {
        pub use crate::fallback::report::json;
    }
}
pub mod graph {
    pub mod dot {
        pub use crate::graph::dot::render;
    }
    pub mod html {
        pub use crate::graph::html::render;
    }
    pub mod mermaid {
        pub use crate::graph::mermaid::render;
    }
    pub mod model {
        pub use crate::graph::model::build;
    }
}
pub mod kong {
    pub mod owner {
        pub use crate::kong::owner::Owner;
    }
    pub mod plugin {
        pub use crate::kong::plugin::Plugin;
    }
    pub mod state {
        pub use crate::kong::state::State;
    }
}
pub mod manifest {
    pub mod document {
        pub use crate::manifest::document::parse;
    }
    pub mod locate {
        pub use crate::manifest::locate::Locator;
    }
    pub mod node {
        pub use crate::manifest::node::{Node, Number, Value};
    }
    pub mod source {
        pub use crate::manifest::source::{Source, Sources};
    }
    pub mod yaml {
        pub use crate::manifest::yaml::{count_events, parse, parse_events, parse_lines};
        pub mod budget {
            pub use crate::manifest::yaml::budget::AliasBudget;
        }
    }
}
pub mod options {
    pub use crate::options::{
        FeatureGates, KubernetesVersion, Options, RouterFlavor, Secrets, Webhook,
    };
}
pub mod origin {
    pub use crate::origin::{ObjectKey, ObjectMeta, Origin, Place, StringMap};
}
pub mod pipeline {
    pub use crate::pipeline::{
        convert, convert_after, describe, judge_configuration, refused_as_sent,
    };
    pub mod fallback {
        pub use crate::pipeline::fallback::convert;
    }
}
pub mod schema {
    pub mod entities {
        pub use crate::schema::entities::Release;
    }
    pub mod field {
        pub use crate::schema::field::{
            Check, Condition, Field, Form, Kind, Matcher, PluginSchema,
        };
    }
    pub mod json_schema {
        pub use crate::schema::json_schema::{field, plugin};
    }
    pub mod kong_schema {
        pub use crate::schema::kong_schema::{checks, field, overlay, plugin};
    }
    pub mod table {
        pub use crate::schema::table::{Draft, OPEN_SOURCE};
    }
}
pub mod secrecy {
    pub mod field {
        pub use crate::secrecy::field::{Field, listed_texts};
    }
    pub mod fingerprint {
        pub use crate::secrecy::fingerprint::Key;
    }
}
pub mod simulate {
    pub mod answer {
        pub use crate::simulate::answer::{Answer, HostHeader};
    }
    pub mod compat {
        pub use crate::simulate::compat::{Part, convert};
    }
    pub mod derive {
        pub use crate::simulate::derive::requests;
    }
    pub mod explain {
        pub use crate::simulate::explain::losers;
    }
    pub mod gateway {
        pub use crate::simulate::gateway::{Gateway, Route};
    }
    pub mod impact {
        pub use crate::simulate::impact::{Change, Difference, Side, compare};
        pub mod render {
            pub use crate::simulate::impact::render::{json, markdown, text};
        }
    }
    pub mod report {
        pub use crate::simulate::report::Report;
    }
    pub mod request {
        pub use crate::simulate::request::{Request, Scheme};
    }
    pub mod router {
        pub use crate::simulate::router::{Flavor, Router};
    }
    pub mod suite {
        pub use crate::simulate::suite::init;
    }
}
pub mod status {
    pub use crate::status::{Condition, Described, Status, Truth};
}
pub mod upgrade {
    pub use crate::upgrade::{Kind, Side, compare};
    pub mod problems {
        pub use crate::upgrade::problems::Changed;
    }
}
