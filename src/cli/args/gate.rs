//! Items of `--feature-gates`.

use crate::escape::line::clean;
use crate::options::FeatureGates;

/// One `--feature-gates` item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeatureGate {
    gate: Gate,
    on: bool,
}

/// A feature gate that the controllers know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    GatewayAlpha,
    FillIds,
    RewriteUris,
    KongServiceFacade,
    KongCustomEntity,
    FallbackConfiguration,
    /// Steers the running controller only.
    NoEffectHere,
}

/// KIC: `internal/manager/featuregates/feature_gates.go`.
const GATES: [(&str, Gate); 7] = [
    ("GatewayAlpha", Gate::GatewayAlpha),
    ("FillIDs", Gate::FillIds),
    ("RewriteURIs", Gate::RewriteUris),
    ("KongServiceFacade", Gate::KongServiceFacade),
    ("KongCustomEntity", Gate::KongCustomEntity),
    ("FallbackConfiguration", Gate::FallbackConfiguration),
    ("SanitizeKonnectConfigDumps", Gate::NoEffectHere),
];

impl FeatureGate {
    /// Set this gate among the others.
    pub fn apply(self, gates: &mut FeatureGates) {
        match self.gate {
            Gate::GatewayAlpha => gates.gateway_alpha = self.on,
            Gate::FillIds => gates.fill_ids = self.on,
            Gate::RewriteUris => gates.rewrite_uris = self.on,
            Gate::KongServiceFacade => gates.kong_service_facade = self.on,
            Gate::KongCustomEntity => gates.kong_custom_entity = self.on,
            Gate::FallbackConfiguration => gates.fallback_configuration = self.on,
            Gate::NoEffectHere => {}
        }
    }
}

/// `GatewayAlpha=true`, truth values as Go's `strconv.ParseBool` reads them.
pub(in crate::cli) fn feature_gate(text: &str) -> Result<FeatureGate, String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("expected GATE=true or GATE=false, found `{}`", clean(text)))?;
    let on = match value.trim() {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => true,
        "0" | "f" | "F" | "false" | "FALSE" | "False" => false,
        other => return Err(format!("expected true or false, found `{}`", clean(other))),
    };
    let gate = GATES
        .iter()
        .find(|(known, _)| *known == name.trim())
        .map(|(_, gate)| *gate)
        .ok_or_else(|| {
            let known: Vec<&str> = GATES.iter().map(|(name, _)| *name).collect();
            format!(
                "no feature gate is called `{}`; there are {}",
                clean(name.trim()),
                known.join(", ")
            )
        })?;
    Ok(FeatureGate { gate, on })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feature_gates_are_named_and_valued_as_in_kic() {
        let mut gates = FeatureGates::default();
        for item in ["GatewayAlpha=true", "FillIDs=0"] {
            feature_gate(item).unwrap().apply(&mut gates);
        }
        assert!(gates.gateway_alpha && !gates.fill_ids);
        assert!(feature_gate("GatewayAlpha").is_err());
        assert!(feature_gate("GatewayAlpha=yes").is_err());
        assert!(
            feature_gate("Gateway=true")
                .unwrap_err()
                .contains("GatewayAlpha")
        );
    }
}
