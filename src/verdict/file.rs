//! What Kong would refuse in a configuration file: every entity and plugin against the same schemas as the finished state.
//!
//! Values of such a file are not told, for nobody knows what is in them; names of fields and entities are.

use super::blame::Blame;
use super::entity::{Entity, Judge};
use super::plugins::Gateway;
use super::{custom_entities, protocols, routes};
use crate::diag::kong_entities::Subject;
use crate::diag::{Diagnostic, Diagnostics, Location, kong_editions};
use crate::engine::regex::Budget;
use crate::engine::{Condition, Subsystem};
use crate::kong::expression::Expression;
use crate::kong::plugin::{Plugin, Scope};
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::options::Options;
use crate::origin::{ObjectKey, ObjectMeta, Origin, Place, StringMap};
use crate::schema::entities::{self, Release};
use crate::schema::written::Given;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Where a field of the entity at a path stands.
type Locate<'l> = &'l dyn Fn(&[String], &str) -> Location;

/// Report what Kong would refuse in the entities of a file.
pub(super) fn judge(root: &Value, options: &Options, locate: Locate<'_>) -> Diagnostics {
    let origin = nowhere();
    let mut file = File {
        options,
        locate,
        origin: &origin,
        judge: Judge::of(Release::of(options)),
        gateway: Gateway::of(options),
        budget: Arc::default(),
        found: Diagnostics::default(),
    };
    for (key, list) in root.as_object().into_iter().flatten() {
        if key.starts_with('_') || key == "licenses" {
            continue;
        }
        let path = [key.clone()];
        match KINDS.iter().find(|kind| kind.key == key) {
            Some(kind) => file.list(kind, list, &path, &Map::new()),
            None => file.unknown_list(root, key),
        }
    }
    file.found
}

/// A list of a file.
struct Kind {
    /// Its key, which is also the collection in the table.
    key: &'static str,
    /// Kong's word for one of its entities.
    word: &'static str,
    /// The fields of which the first is its name.
    names: &'static [&'static str],
    /// The lists within an entity.
    nested: &'static [&'static str],
    /// Keys of an entity that only decK has: to whom it belongs.
    passed_over: &'static [&'static str],
}

const fn kind(key: &'static str, word: &'static str) -> Kind {
    Kind {
        key,
        word,
        names: &[],
        nested: &[],
        passed_over: &[],
    }
}

const KINDS: [Kind; 22] = [
    Kind {
        names: &["name"],
        nested: &["routes", "plugins"],
        ..kind("services", "service")
    },
    Kind {
        names: &["name"],
        nested: &["plugins"],
        ..kind("routes", "route")
    },
    Kind {
        names: &["name"],
        nested: &["targets"],
        ..kind("upstreams", "upstream")
    },
    Kind {
        names: &["target"],
        ..kind("targets", "target")
    },
    Kind {
        names: &["instance_name", "name"],
        ..kind("plugins", "plugin")
    },
    Kind {
        names: &["username", "custom_id"],
        nested: &[
            "acls",
            "basicauth_credentials",
            "hmacauth_credentials",
            "jwt_secrets",
            "keyauth_credentials",
            "mtls_auth_credentials",
            "oauth2_credentials",
            "plugins",
        ],
        passed_over: &["groups"],
        ..kind("consumers", "consumer")
    },
    Kind {
        names: &["name"],
        nested: &["plugins"],
        passed_over: &["consumers"],
        ..kind("consumer_groups", "consumer_group")
    },
    Kind {
        nested: &["snis"],
        ..kind("certificates", "certificate")
    },
    Kind {
        names: &["name"],
        ..kind("snis", "sni")
    },
    Kind {
        names: &["prefix"],
        ..kind("vaults", "vault")
    },
    Kind {
        names: &["name"],
        ..kind("key_sets", "key_set")
    },
    Kind {
        names: &["name"],
        ..kind("keys", "key")
    },
    kind("acls", "acl"),
    kind("basicauth_credentials", "basicauth_credential"),
    kind("ca_certificates", "ca_certificate"),
    kind("filter_chains", "filter_chain"),
    kind("hmacauth_credentials", "hmacauth_credential"),
    kind("jwt_secrets", "jwt_secret"),
    kind("keyauth_credentials", "keyauth_credential"),
    kind("mtls_auth_credentials", "mtls_auth_credential"),
    kind("oauth2_credentials", "oauth2_credential"),
    kind("consumer_group_plugins", "plugin"),
];

/// A file being judged. Everything that is found has no place until it is told: its origin is that of no object.
struct File<'s> {
    options: &'s Options,
    locate: Locate<'s>,
    origin: &'s Origin,
    judge: Judge<'s>,
    gateway: Gateway<'s>,
    budget: Arc<Budget>,
    found: Diagnostics,
}
