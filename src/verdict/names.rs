//! Names of routes that stand twice in the file (spec 70, section 3).

use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::state::State;
use crate::origin::Origin;
use std::collections::HashMap;

/// Report names that stand twice. Services and upstreams are kept by name and cannot.
pub(super) fn judge(state: &State, diagnostics: &mut Diagnostics) {
    let mut routes: HashMap<&str, &Origin> = HashMap::new();
    for service in state.services.values() {
        for route in &service.routes {
            let name = route.name.as_str();
            if let Some(first) = routes.insert(name, route.origin()) {
                let subject = Subject {
                    entity: "route",
                    name: Some(name),
                    origin: route.origin(),
                };
                diagnostics.push(subject.repeats("name", first));
            }
        }
    }
}
