//! Derived ids (spec 45, 1): UUIDv5 over a name, in a namespace of the entity type.

use uuid::Uuid;

/// The namespace all type namespaces are derived from (go-kong `kong/ids.go`).
const ROOT: Uuid = Uuid::from_u128(0xfd02_801f_0957_4a15_a55a_c8d9_606f_30b5);

/// Entity types that have derived ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityType {
    /// `services`, by name.
    Service,
    /// `routes`, by name.
    Route,
    /// `consumers`, by username.
    Consumer,
    /// `consumergroups`, by name.
    ConsumerGroup,
    /// `vaults`, by prefix.
    Vault,
    /// `plugins`, by type name and scope.
    Plugin,
    /// `certificates`, by `<namespace>/<secret name>`; this tool's own rule for Secrets without uid (spec 44, 1.4).
    Certificate,
}

impl EntityType {
    const fn plural(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::Route => "routes",
            Self::Consumer => "consumers",
            Self::ConsumerGroup => "consumergroups",
            Self::Vault => "vaults",
            Self::Plugin => "plugins",
            Self::Certificate => "certificates",
        }
    }
}

/// The id of the entity with this key; a non-empty workspace goes in front as `<workspace>/<key>`.
pub fn derive(entity: EntityType, workspace: &str, key: &str) -> Uuid {
    let namespace = Uuid::new_v5(&ROOT, entity.plural().as_bytes());
    if workspace.is_empty() {
        Uuid::new_v5(&namespace, key.as_bytes())
    } else {
        Uuid::new_v5(&namespace, format!("{workspace}/{key}").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_the_specification() {
        let id = |entity, key| derive(entity, "", key).to_string();
        assert_eq!(
            id(EntityType::Service, "retail.cart.80"),
            "dc3c3240-c24a-5caa-a2bf-1dd65d86e00c"
        );
        assert_eq!(
            id(
                EntityType::Plugin,
                "rate-limiting:route/store.shop.cart.shop.example.com.80"
            ),
            "b4317317-f57e-502d-bcdc-8abc548f2a5b"
        );
    }
}
