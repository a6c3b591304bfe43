//! Custom entities: top-level keys of the file, which Kong must know (spec 70, section 3).

use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::state::State;
use crate::origin::{FieldPath, Origin};
use crate::schema::plugins;

/// The entities of Kong 3.9 and of its plugins, and those that the Enterprise edition adds.
const TYPES: &[&str] = &[
    "acls",
    "acme_storage",
    "applications",
    "basicauth_brute_force",
    "basicauth_credentials",
    "ca_certificates",
    "certificates",
    "clustering_data_planes",
    "consumer_group_consumers",
    "consumer_group_plugins",
    "consumer_groups",
    "consumers",
    "degraphql_routes",
    "developers",
    "document_objects",
    "event_hooks",
    "filter_chains",
    "graphql_ratelimiting_advanced_cost_decoration",
    "header_cert_auth_credentials",
    "hmacauth_credentials",
    "jwt_secrets",
    "jwt_signer_jwks",
    "key_sets",
    "keyauth_credentials",
    "keyauth_enc_credentials",
    "keys",
    "konnect_applications",
    "licenses",
    "mtls_auth_credentials",
    "oauth2_authorization_codes",
    "oauth2_credentials",
    "oauth2_tokens",
    "oic_issuers",
    "oic_jwks",
    "parameters",
    "partials",
    "plugins",
    "ratelimiting_metrics",
    "rbac_endpoints",
    "rbac_entities",
    "rbac_roles",
    "rbac_users",
    "rla_counters",
    "routes",
    "services",
    "sessions",
    "snis",
    "tags",
    "targets",
    "upstreams",
    "vault_auth_vaults",
    "vaults",
    "vaults_beta",
    "workspaces",
];

/// Whether Kong or one of its plugins has entities of the type.
pub(super) fn is_known(kind: &str) -> bool {
    TYPES.binary_search(&kind).is_ok()
}

/// Report entities of types that Kong does not have. A plugin of one's own may bring a type along, so that nothing is certain then.
pub(super) fn judge(state: &State, diagnostics: &mut Diagnostics) {
    let has_own_plugins = || {
        state
            .plugins
            .iter()
            .any(|plugin| !plugins::knows(&plugin.name))
    };
    for (kind, entities) in &state.custom_entities {
        if is_known(kind) || has_own_plugins() {
            continue;
        }
        for entity in entities {
            let at = Origin::at(&entity.origin().object, FieldPath::of(&["spec", "type"]));
            let subject = Subject {
                entity: "file",
                name: None,
                origin: &at,
            };
            diagnostics.push(subject.has_unknown(kind, None));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_in_order() {
        assert!(TYPES.is_sorted());
    }
}
