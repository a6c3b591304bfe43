//! Helm values of the charts `kong`, `ingress` and `kong-operator`, wherever they were written (spec 85, 6).

mod image;
mod ingress;
mod kong;
mod operator;
mod release;
pub(super) mod values;

pub(super) use kong::Release;
pub(super) use release::Chart;

use super::datum::{Datum, Plain};
use super::found::Outcome;
use super::image::Image;
use super::inputs::Inputs;
use super::operator::Operator;
use super::spot::Spot;
use crate::diag::{Diagnostic, controllers};
use values::Part;

/// A chart with its values, ready to be read.
#[derive(Debug, Clone)]
pub(super) struct Installed {
    /// The chart.
    pub(super) chart: Chart,
    /// Its version, or a range of versions.
    pub(super) version: Option<String>,
    /// Where the version stands, else the values.
    pub(super) at: Spot,
    /// The namespace that it is installed in, if anything tells it.
    pub(super) namespace: Option<String>,
    /// Namespace and name of the release.
    pub(super) name: String,
    /// Where the release is named.
    pub(super) spot: Spot,
    /// The values.
    pub(super) values: Datum,
    /// What stands before every path: the key of a parent chart and a dot.
    pub(super) prefix: String,
    /// What is wrong with where the values come from.
    pub(super) problems: Vec<Diagnostic>,
    /// Other releases, of gateways without a controller: one of them may be this controller's.
    pub(super) gateways: Vec<Self>,
}

/// What a chart gives.
pub(super) struct Given {
    /// Options and problems.
    pub(super) outcome: Outcome,
    /// The operator that it installs.
    pub(super) operator: Option<Operator>,
}

impl Installed {
    /// Where the controller is switched off, and the path that does it.
    pub(super) fn switched_off(&self) -> Option<(Spot, String)> {
        let paths: &[&[&str]] = match self.chart {
            Chart::Kong => &[&["ingressController", "enabled"]],
            Chart::Ingress => &[
                &["controller", "enabled"],
                &["controller", "ingressController", "enabled"],
            ],
            Chart::KongOperator => &[],
        };
        let path = paths.iter().find(|path| self.values.is_off(path))?;
        let at = self.values.at_path(path)?.at;
        Some((at, format!("{}{}", self.prefix, path.join("."))))
    }

    /// Whether it installs a gateway and no controller.
    pub(super) fn is_gateway(&self) -> bool {
        self.switched_off().is_some() && !self.values.is_off(self.gateway_switch())
    }

    /// What switches the gateway off, because it is elsewhere.
    const fn gateway_switch(&self) -> &'static [&'static str] {
        match self.chart {
            Chart::Ingress => &["gateway", "enabled"],
            Chart::Kong | Chart::KongOperator => &["deployment", "kong", "enabled"],
        }
    }

    /// Read the values.
    pub(super) fn read(&self, inputs: &Inputs) -> Given {
        let mut outcome = Outcome {
            problems: self.problems.clone(),
            ..Outcome::default()
        };
        let off = self.switched_off();
        let operator = if self.chart == Chart::KongOperator {
            Some(operator::read(self, inputs, &mut outcome))
        } else {
            if self.kong(inputs, off.is_some(), &mut outcome).is_err() {
                outcome.settings.clear();
                outcome.default_class = None;
            }
            None
        };
        Given { outcome, operator }
    }

    /// Both halves of chart `kong`.
    fn kong(&self, inputs: &Inputs, is_off: bool, out: &mut Outcome) -> Result<(), image::Refused> {
        if self.chart == Chart::Ingress {
            ingress::without_effect(&self.values, &self.prefix, out);
        }
        if !is_off {
            let (root, prefix) = self.half("controller");
            let part = Part {
                root,
                prefix: &prefix,
            };
            kong::controller(part, self.release(), inputs, out)?;
        }
        match self.values.at_path(self.gateway_switch()) {
            Some(datum) if datum.value == Plain::Bool(false) => {
                self.gateway_elsewhere(datum.at, inputs, out)
            }
            _ => self.gateway(inputs, out),
        }
    }

    /// The values of one half.
    fn half(&self, name: &str) -> (Option<&Datum>, String) {
        if self.chart == Chart::Ingress {
            (self.values.get(name), format!("{}{name}.", self.prefix))
        } else {
            (Some(&self.values), self.prefix.clone())
        }
    }

    fn release(&self) -> Release<'_> {
        Release {
            namespace: self.namespace.as_deref(),
            at: self.at,
            installs: self.chart.installs(self.version.as_deref()),
        }
    }

    fn gateway(&self, inputs: &Inputs, out: &mut Outcome) -> Result<(), image::Refused> {
        let (root, prefix) = self.half("gateway");
        let part = Part {
            root,
            prefix: &prefix,
        };
        kong::gateway(part, self.release(), inputs, out)
    }

    /// A gateway that another release installs: the only one there is (spec 85, 4).
    fn gateway_elsewhere(
        &self,
        at: Spot,
        inputs: &Inputs,
        out: &mut Outcome,
    ) -> Result<(), image::Refused> {
        match &self.gateways[..] {
            [] => out
                .problems
                .push(controllers::gateway_not_found(at.location())),
            [only] => {
                out.problems
                    .push(controllers::release_assumed(at.location(), &only.name));
                only.gateway(inputs, out)?;
            }
            several => {
                let names: Vec<String> = several.iter().map(|one| one.name.clone()).collect();
                out.problems
                    .push(controllers::gateway_ambiguous(at.location(), &names));
            }
        }
        Ok(())
    }
}

/// The chart of bare values, by their shape; and the key of a parent chart that they stand below.
pub(super) fn shape(values: &Datum) -> Option<(Chart, Option<String>)> {
    if let Some(chart) = own_shape(values) {
        return Some((chart, None));
    }
    let mut below = values
        .entries()
        .filter_map(|(key, datum)| Some((own_shape(datum)?, Some(key.clone()))));
    let first = below.next()?;
    below.next().is_none().then_some(first)
}

fn own_shape(values: &Datum) -> Option<Chart> {
    let has = |name: &&str| values.get(name).is_some();
    let repository = values
        .at_path(&["image", "repository"])
        .and_then(Datum::text);
    if has(&"ko-crds")
        || values.at_path(&["global", "webhooks"]).is_some()
        || repository.is_some_and(|repository| repository.ends_with("kong-operator"))
    {
        return Some(Chart::KongOperator);
    }
    let keys = ["ingressController", "image", "env", "proxy", "enabled"];
    let is_half = |name: &str| {
        values
            .get(name)
            .is_some_and(|half| keys.iter().any(|key| half.get(key).is_some()))
    };
    if is_half("controller") || is_half("gateway") {
        return Some(Chart::Ingress);
    }
    // Names that only Kong has tell the chart by themselves.
    let is_kongs = ["router_flavor", "database"]
        .iter()
        .any(|name| values.at_path(&["env", name]).is_some())
        || repository.is_some_and(|repository| Image::of(repository).is_gateway());
    let some = ["env", "image", "proxy", "admin", "deployment"];
    if is_kongs || has(&"ingressController") || some.iter().filter(|name| has(name)).count() > 1 {
        return Some(Chart::Kong);
    }
    None
}
