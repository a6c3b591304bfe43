//! Objects that the controller leaves alone, as the filter of classes notes them.

use crate::diag::ignored::{Claim, Comparison, Ignored, Reason};
use crate::k8s::object::Object;
use crate::origin::ObjectMeta;
use k8s_openapi::api::networking::v1::{HTTPIngressPath, IngressRule, IngressSpec};
use std::sync::Arc;

/// An object of a kind that asks for nothing.
pub(super) fn object(meta: &Arc<ObjectMeta>, reason: Reason) -> Ignored {
    Ignored {
        meta: Arc::clone(meta),
        reason,
        claims: Vec::new(),
        credentials: Vec::new(),
    }
}

/// An Ingress, with what it asks for.
pub(super) fn ingress(ingress: &Object<IngressSpec>, reason: Reason) -> Ignored {
    let rules = ingress.spec.rules.iter().flatten();
    let claims = rules.flat_map(|rule| {
        let paths = rule.http.iter().flat_map(|http| &http.paths);
        paths.map(move |path| claim(rule, path))
    });
    Ignored {
        claims: claims.collect(),
        ..object(&ingress.meta, reason)
    }
}

fn claim(rule: &IngressRule, path: &HTTPIngressPath) -> Claim {
    Claim {
        host: rule.host.clone().filter(|host| !host.is_empty()),
        path: path.path.clone().unwrap_or_else(|| "/".to_owned()),
        comparison: match path.path_type.as_str() {
            "Exact" => Comparison::Whole,
            "Prefix" => Comparison::Segments,
            _ => Comparison::Characters,
        },
    }
}
