//! The lists of a configuration file, and what stands within their entities.

/// A list of a file.
pub(super) struct Kind {
    /// Its key, which is also the collection in the table.
    pub key: &'static str,
    /// Kong's word for one of its entities.
    pub entity: &'static str,
    /// The fields of which the first is its name.
    pub names: &'static [&'static str],
    /// The lists within an entity.
    pub nested: &'static [&'static str],
    /// Keys of an entity that only decK has: to whom it belongs.
    pub passed_over: &'static [&'static str],
}

const fn kind(key: &'static str, entity: &'static str) -> Kind {
    Kind {
        key,
        entity,
        names: &[],
        nested: &[],
        passed_over: &[],
    }
}

pub(super) static KINDS: [Kind; 22] = [
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
    Kind {
        names: &["id"],
        ..kind("ca_certificates", "ca_certificate")
    },
    kind("filter_chains", "filter_chain"),
    kind("hmacauth_credentials", "hmacauth_credential"),
    kind("jwt_secrets", "jwt_secret"),
    kind("keyauth_credentials", "keyauth_credential"),
    kind("mtls_auth_credentials", "mtls_auth_credential"),
    Kind {
        names: &["name"],
        ..kind("oauth2_credentials", "oauth2_credential")
    },
    kind("consumer_group_plugins", "plugin"),
];
