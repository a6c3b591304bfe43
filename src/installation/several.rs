//! Which controller is meant when there are several (spec 85, 10).

use super::chart::Installed;
use super::datum::Datum;
use super::found::Outcome;
use super::image::Product;
use super::inputs::{Asked, Inputs};
use super::object::Object;
use super::operator::Operator;
use super::spot::Spot;
use super::{control_plane, gateway_configuration, workload};

/// Something that configures gateways.
#[derive(Debug, Clone)]
pub(super) enum Candidate {
    /// A workload of KIC with its container.
    Kic(Object, Datum),
    /// A ControlPlane.
    ControlPlane(Object),
    /// A Gateway of Kong Operator with its class.
    Gateway(Object, Object),
    /// A chart.
    Chart(Box<Installed>),
}

/// Which of several it is.
pub(super) enum Choice {
    /// This one; and whether `--control-plane` did no more than pick it.
    One(Candidate, bool),
    /// None at all.
    None,
    /// A Gateway of the operator for which nothing is set up; and nothing that is set up for others counts.
    Bare,
    /// It is not known which.
    Ambiguous,
}

impl Candidate {
    /// Namespace and name.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Kic(object, _) | Self::ControlPlane(object) | Self::Gateway(object, _) => {
                object.qualified_name()
            }
            Self::Chart(installed) => installed.name.clone(),
        }
    }

    /// The Gateway that it is for, by namespace and name; only the operator has one for each.
    fn gateway(&self) -> Option<String> {
        match self {
            Self::Gateway(object, _) => Some(object.qualified_name()),
            Self::ControlPlane(object) => control_plane::owner(object).map(|(name, _)| name),
            Self::Kic(..) | Self::Chart(_) => None,
        }
    }

    /// Where it is named.
    pub(super) fn spot(&self) -> Spot {
        match self {
            Self::Kic(object, _) | Self::ControlPlane(object) | Self::Gateway(object, _) => {
                object.spot()
            }
            Self::Chart(installed) => installed.spot,
        }
    }

    /// Where its kind stands.
    pub(super) fn kind_spot(&self) -> Spot {
        match self {
            Self::Kic(object, _) | Self::ControlPlane(object) | Self::Gateway(object, _) => {
                object.kind_spot()
            }
            Self::Chart(installed) => installed.spot,
        }
    }

    /// The program.
    pub(super) const fn product(&self) -> Product {
        match self {
            Self::Kic(..) => Product::Kic,
            Self::ControlPlane(_) | Self::Gateway(..) => Product::KongOperator,
            Self::Chart(installed) => installed.chart.product(),
        }
    }

    /// What it says of the options. The gateway behind it is looked for only when `is_whole`.
    pub(super) fn read(
        &self,
        operator: Option<&Operator>,
        inputs: &Inputs,
        is_whole: bool,
    ) -> Outcome {
        match self {
            Self::Kic(object, container) if is_whole => workload::read(object, container, inputs),
            Self::Kic(object, container) => workload::options(object, container, inputs),
            Self::ControlPlane(object) => control_plane::of_object(object, operator, inputs),
            Self::Gateway(gateway, class) => {
                gateway_configuration::read(gateway, class, operator, inputs)
            }
            Self::Chart(installed) => installed.read(inputs).outcome,
        }
    }
}

/// Choose one of the candidates by what the user said.
pub(super) fn choose(
    mut candidates: Vec<Candidate>,
    asked: &Asked,
    operator: Option<&Operator>,
    inputs: &Inputs,
) -> Choice {
    if let Some(product) = asked.product {
        candidates.retain(|candidate| candidate.product() == product);
    }
    if let Some(name) = &asked.control_plane {
        let named = candidates.into_iter().find(|candidate| {
            !matches!(candidate, Candidate::Gateway(..)) && candidate.name() == *name
        });
        return named.map_or(Choice::None, |one| {
            let is_picked = !matches!(one, Candidate::ControlPlane(_));
            Choice::One(one, is_picked)
        });
    }
    if let Some(name) = &asked.gateway_to_reconcile {
        let is_meant = |candidate: &Candidate| candidate.gateway().as_ref() == Some(name);
        if let Some(position) = candidates.iter().position(is_meant) {
            return Choice::One(candidates.swap_remove(position), false);
        }
        // What is set up for another Gateway says nothing of this one.
        let count = candidates.len();
        candidates.retain(|candidate| {
            !matches!(
                candidate,
                Candidate::Gateway(..) | Candidate::ControlPlane(_)
            )
        });
        if candidates.is_empty() && count > 0 {
            return Choice::Bare;
        }
    }
    if candidates.len() < 2 {
        return candidates
            .pop()
            .map_or(Choice::None, |one| Choice::One(one, false));
    }
    let by_hand = [
        ("ingress-class", &asked.ingress_class, "kong"),
        (
            "gateway-api-controller-name",
            &asked.controller_name,
            "konghq.com/kic-gateway-controller",
        ),
    ];
    for (option, wanted, default) in by_hand {
        let Some(wanted) = wanted else { continue };
        let has = |candidate: &&Candidate| {
            let outcome = candidate.read(operator, inputs, false);
            outcome.text(option).unwrap_or(default) == wanted
        };
        let mut found = candidates.iter().filter(has);
        if let (Some(one), None) = (found.next(), found.next()) {
            return Choice::One(one.clone(), false);
        }
    }
    Choice::Ambiguous
}
