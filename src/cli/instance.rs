//! One file for each instance of Kong Operator: `-o 'out/{control_plane}.yaml'`.

use super::args::{ControllerArgs, InputArgs};
use super::environment::Tree;
use super::found;
use super::input;
use super::options::conversion_options;
use crate::options::NamespacedName;
use crate::pipeline::instances;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// What stands for the name of an instance in a path.
pub(crate) const PLACEHOLDER: &str = "{control_plane}";

/// Every instance that the inputs ask for: its name for paths, and the options that choose it.
///
/// # Errors
/// There is none, or the inputs can be read only once.
pub(crate) fn all(
    input: &InputArgs,
    controller: &ControllerArgs,
) -> Result<Vec<(String, ControllerArgs)>> {
    if controller.gateway_to_reconcile.is_some() || controller.control_plane.is_some() {
        let chosen = controller.gateway_to_reconcile.as_ref();
        let chosen = chosen.or(controller.control_plane.as_ref());
        return Ok(chosen
            .map(|name| (name_in_path(name), controller.clone()))
            .into_iter()
            .collect());
    }
    if input.all_paths().iter().any(|path| path.as_os_str() == "-") {
        bail!(
            "{PLACEHOLDER} needs inputs that can be read twice, not standard input\n  example: kic2kong render deploy/ --controller kong-operator-2.3 -o 'out/{{control_plane}}.yaml'"
        );
    }
    let mut read = input::read(input, &Tree::work(input.border()))?;
    let texts = (&read.sources, &mut read.written);
    let settled = found::settle(input, controller, texts)?;
    let options = conversion_options(input, &settled.controller)?;
    let found = instances::of(&read.sources, &options);
    let of_gateways = found.gateways.into_iter().map(|name| {
        let mut own = controller.clone();
        own.gateway_to_reconcile = Some(name.clone());
        (name_in_path(&name), own)
    });
    let of_control_planes = found.control_planes.into_iter().map(|name| {
        let mut own = controller.clone();
        own.control_plane = Some(name.clone());
        (name_in_path(&name), own)
    });
    let all: Vec<_> = of_gateways.chain(of_control_planes).collect();
    if all.is_empty() {
        bail!(
            "no Gateway of Kong Operator and no ControlPlane beside a DataPlane is among the inputs, so that {PLACEHOLDER} stands for nothing\n  example: kic2kong render deploy/ --controller kong-operator-2.3 -o 'out/{{control_plane}}.yaml'"
        );
    }
    Ok(all)
}

/// A path with the name of an instance in it.
pub(crate) fn own_path(path: PathBuf, name: Option<&str>) -> PathBuf {
    match name {
        Some(name) => PathBuf::from(path.to_string_lossy().replace(PLACEHOLDER, name)),
        None => path,
    }
}

/// `<namespace>.<name>`, in which nothing leads elsewhere: what is no name of Kubernetes becomes `_`.
fn name_in_path(name: &NamespacedName) -> String {
    let plain = |text: &str| -> String {
        if text.bytes().all(|byte| byte == b'.') {
            return "_".to_owned();
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        text.chars()
            .map(|c| if is_plain(c) { c } else { '_' })
            .collect()
    };
    format!("{}.{}", plain(&name.namespace), plain(&name.name))
}
