//! `check --fallback`: what goes with the broken objects, object by object and request by request.

use crate::cli::args::CheckArgs;
use crate::cli::fallback::{self, radius};
use crate::cli::input::Run;
use crate::cli::progress;
use crate::diag::Diagnostic;
use crate::fallback::report;
use crate::schema::entities::Release;
use crate::simulate::gateway::Gateway;
use crate::simulate::impact::{self, Impact, Side, render};
use crate::simulate::router::Flavor;
use anyhow::Result;
use serde_json::{Value, json};

/// What a refusal costs.
pub(super) struct Radius {
    pub(super) problems: Vec<Diagnostic>,
    headline: String,
    is_switched_on: bool,
    report: Value,
    impact: Option<Impact>,
}

impl Radius {
    /// That of a run, whose sources those of the last valid configuration join.
    pub(super) fn of(run: &mut Run, args: &CheckArgs) -> Result<Self> {
        run.must_be_complete()?;
        let fallback = fallback::of(run, &args.fallback, &args.input)?;
        let (before, after) = radius::both(run, &fallback);
        let problems = radius::problems(&run.options, &fallback.plan, (&before, &after));
        let release = Release::of(&run.options);
        let loaded = |content| {
            let gateway = Gateway::from_content(content).in_release(release);
            let mut routes = gateway.routes.iter();
            let flavor = if routes.any(|route| route.expression.is_some()) {
                Flavor::Expressions
            } else {
                Flavor::TraditionalCompatible
            };
            (gateway, flavor)
        };
        let impact = (!fallback.plan.broken.is_empty()).then(|| {
            progress::during("asking both configurations for requests", || {
                let (old, new) = Side::both(loaded(&before), loaded(&after));
                impact::compare(&old, &new)
            })
        });
        Ok(Self {
            problems,
            headline: fallback::headline(&fallback.plan),
            is_switched_on: run.options.feature_gates.fallback_configuration,
            report: report::json(&fallback.plan),
            impact,
        })
    }

    /// What comes before all problems.
    pub(super) fn text(&self) -> String {
        let Some(impact) = &self.impact else {
            return format!("{}\n", self.headline);
        };
        let first = if self.is_switched_on {
            String::new()
        } else {
            "The feature gate FallbackConfiguration is off: one refusal of Kong's keeps every change from going live. With it on:\n".to_owned()
        };
        format!("{first}{}{}\n", self.headline, render::text(impact))
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({
            "featureGate": self.is_switched_on,
            "report": self.report,
            "requests": self.impact.as_ref().map(render::json),
        })
    }
}
