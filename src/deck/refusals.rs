//! What decK refuses to read in a file, though KIC sends it to a gateway (spec 50, 1.5): a state -> problems.

use crate::diag::{Diagnostic, Diagnostics, deck_refusals as problems};
use crate::kong::consumer::{Consumer, CredentialRef};
use crate::kong::plugin::{Plugin, Scope};
use crate::kong::state::State;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The problems of a configuration for decK, of each entity at its own manifest.
pub fn problems(state: &State) -> Vec<Diagnostic> {
    let mut found = Diagnostics::default();
    credentials(state, &mut found);
    let unknown = state.custom_entities.iter();
    let unknown = unknown.filter(|(kind, _)| !TOP_LEVEL.contains(&kind.as_str()));
    let unknown = unknown.flat_map(|(kind, entities)| entities.iter().map(move |it| (kind, it)));
    found.extend(
        unknown.map(|(kind, entity)| problems::custom_entity(entity.origin().clone(), kind)),
    );
    plugins(state, &mut found);
    // One KongPlugin may be bound, and one KongCustomEntity be made, many times.
    found.into_sorted()
}

/// Keys at the top that decK knows, of those that can be the type of a custom entity (spec 50, 1.2).
const TOP_LEVEL: [&str; 5] = [
    "filter_chains",
    "keys",
    "key_sets",
    "partials",
    "rbac_roles",
];

/// Fields that decK's schema asks for, and KIC does not.
fn credentials(state: &State, found: &mut Diagnostics) {
    let credentials = state.consumers.iter().flat_map(Consumer::credentials);
    for credential in credentials {
        let (kind, field, is_missing) = match credential {
            CredentialRef::BasicAuth(it) => ("basic-auth", "password", it.password.is_none()),
            CredentialRef::HmacAuth(it) => ("hmac-auth", "secret", it.secret.is_none()),
            CredentialRef::Jwt(it) => ("jwt", "secret", it.secret.is_none()),
            CredentialRef::OAuth2(it) => ("oauth2", "client_secret", it.client_secret.is_none()),
            CredentialRef::MtlsAuth(it) => ("mtls-auth", "id", it.id.is_none()),
            CredentialRef::KeyAuth(_) | CredentialRef::Acl(_) => continue,
        };
        if is_missing {
            let at = credential.origin().clone();
            found.push(problems::credential_incomplete(at, kind, field));
        }
    }
}

/// A plugin, what it is bound to, and whether it stands inside of that.
type Bound<'s> = (&'s Plugin, Scope<'s>, bool);

/// The plugins of the file, nested ones first.
fn bound(state: &State) -> Vec<Bound<'_>> {
    let mut all: Vec<Bound<'_>> = Vec::new();
    for service in state.services.values() {
        let scope = Scope {
            service: Some(service.name.as_str()),
            ..Scope::default()
        };
        all.extend(service.plugins.iter().map(|it| (it, scope, true)));
        for route in &service.routes {
            let scope = Scope {
                route: Some(route.name.as_str()),
                ..Scope::default()
            };
            all.extend(route.plugins.iter().map(|it| (it, scope, true)));
        }
    }
    let top = state.plugins.iter();
    all.extend(top.map(|it| (it, it.scope(), false)));
    all
}

/// Plugins that stand twice, and openid-connect without salt.
fn plugins(state: &State, found: &mut Diagnostics) {
    let mut firsts: BTreeMap<(&str, Scope<'_>), (&Plugin, bool)> = BTreeMap::new();
    for (plugin, scope, is_nested) in bound(state) {
        if plugin.name == "openid-connect" && lacks_salt(plugin) {
            found.push(problems::openid_without_salt(plugin.origin().clone()));
        }
        let place = place(scope);
        match firsts.entry((&plugin.name, scope)) {
            Entry::Vacant(free) => {
                free.insert((plugin, is_nested));
            }
            Entry::Occupied(first) => {
                let (first, was_nested) = *first.get();
                // Of two with one id, and of two in one place, Kong itself refuses one, and is reported for it.
                if was_nested != is_nested || first.id != plugin.id {
                    found.push(problems::plugin_twice(
                        plugin.origin().clone(),
                        &plugin.name,
                        &place,
                        first.origin(),
                    ));
                }
            }
        }
    }
}

/// Whether the salt is missing, as far as the configuration is known.
fn lacks_salt(plugin: &Plugin) -> bool {
    let is_unknown = plugin.config.values.is_empty() && !plugin.config.secrets.is_empty();
    let salt = plugin.config.values.get("cache_tokens_salt");
    !is_unknown && salt.is_none_or(|salt| salt.is_null() || salt == "")
}

/// `on route a.b, consumer alice`, `for all requests`.
fn place(scope: Scope<'_>) -> String {
    let members: Vec<String> = scope
        .members()
        .map(|(field, name)| format!("{} {name}", field.replace('_', " ")))
        .collect();
    if members.is_empty() {
        "for all requests".to_owned()
    } else {
        format!("on {}", members.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_in_words() {
        let scope = Scope {
            consumer: Some("alice"),
            consumer_group: Some("gold"),
            ..Scope::default()
        };
        assert_eq!(place(scope), "on consumer alice, consumer group gold");
        assert_eq!(place(Scope::default()), "for all requests");
    }
}
