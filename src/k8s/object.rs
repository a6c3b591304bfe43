//! One decoded object of each kind the controller reads.

use super::decode::kinds;
use super::secret_makers;
use crate::origin::ObjectMeta;
use gateway_api::apis::experimental as gateway_api;
use std::sync::Arc;

/// An object: its metadata, shared with everything made from it, and its content.
#[derive(Debug, Clone)]
pub struct Object<T> {
    /// Identity, place, labels and annotations.
    pub meta: Arc<ObjectMeta>,
    /// The `spec`, or the whole body of kinds without one. Its own `metadata` field, if any, is empty.
    pub spec: T,
}

/// A Gateway: its spec and, when the manifest carries one, its status.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Gateway {
    /// `spec`
    pub spec: gateway_api::gateways::GatewaySpec,
    /// `status`
    #[serde(default)]
    pub status: Option<gateway_api::gateways::GatewayStatus>,
}

/// One variant per kind, of its content.
macro_rules! any_object {
    ($($variant:ident($table:ident: $content:ty, $decode:ident, $class:ident) = $info:expr;)*) => {
        /// Any object the controller reads.
        #[derive(Debug)]
        #[allow(missing_docs, reason = "one variant per kind, named after it")]
        pub enum AnyObject {
            $($variant(Object<$content>),)*
            /// A Secret whose values are encrypted in the manifest.
            SopsSecret(Object<secret_makers::SopsSecret>),
        }

        impl AnyObject {
            /// The metadata, whatever the kind.
            pub fn meta(&self) -> &Arc<ObjectMeta> {
                match self {
                    $(Self::$variant(object) => &object.meta,)*
                    Self::SopsSecret(object) => &object.meta,
                }
            }
        }
    };
}
kinds!(any_object);
