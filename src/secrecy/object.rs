//! The fields of one Kubernetes object: those of its kind, those that every object has, and the configuration of a plugin.

use super::field::Field;

/// An object whose fields are looked up.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    kind: Field,
    /// What stands under `config`, where the object is a plugin.
    config: Option<Field>,
    /// Whether all of it is secret, names of keys included.
    pub is_secret: bool,
}

impl Object {
    /// An object by group and kind; `plugin` is the type of the plugin where it is one and says so.
    pub fn of(group: &str, kind: &str, plugin: Option<&str>) -> Self {
        let is_plugin = matches!(kind, "KongPlugin" | "KongClusterPlugin");
        let config = plugin.map_or(Field::UNKNOWN, Field::of_plugin);
        Self {
            kind: Field::of_kind(group, kind),
            config: is_plugin.then_some(config),
            is_secret: kind == "Secret",
        }
    }

    /// A field at the top of the object.
    pub fn key(self, key: &str) -> Field {
        match self.config {
            _ if self.is_secret => Field::UNKNOWN,
            Some(config) if key == "config" => config,
            _ => Field::of_any_kind().key(key).or(self.kind.key(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_plugins_and_annotations_have_their_own_fields() {
        let ingress = Object::of("networking.k8s.io", "Ingress", None);
        let host = ingress.key("spec").key("rules").item().key("host");
        assert!(host.shows_text("a.example.com"));
        assert!(!ingress.key("spec").key("bogus").shows_text("x"));
        let annotations = ingress.key("metadata").key("annotations");
        assert!(annotations.key("konghq.com/path").shows_text("/"));
        assert!(
            !annotations
                .key("kubectl.kubernetes.io/last-applied-configuration")
                .shows_text("x")
        );
        let plugin = Object::of("configuration.konghq.com", "KongPlugin", Some("acl"));
        assert!(plugin.key("config").key("allow").item().shows_text("x"));
        assert!(plugin.key("plugin").shows_text("acl"));
        let vault = Object::of("configuration.konghq.com", "KongVault", None);
        assert!(vault.key("spec").key("prefix").shows_text("x"));
        assert!(!vault.key("spec").key("config").key("token").shows_text("x"));
        let secret = Object::of("", "Secret", None);
        assert!(!secret.key("metadata").key("name").shows_text("x"));
    }
}
