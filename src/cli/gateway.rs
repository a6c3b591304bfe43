//! The gateway that `route` and `test` ask: rendered from manifests, or read from one decK file.

use super::args::{ControllerArgs, InputArgs, RouterFlavorArg};
use super::input;
use super::instance::{self, Instance, Listed, Part};
use super::output::Terminal;
use super::summary;
use crate::deck::{generate, read};
use crate::diag::ignored::Ignored;
use crate::diag::{Location, Severity};
use crate::escape::line;
use crate::kong::source::Source;
use crate::manifest::discover;
use crate::manifest::locate::Locator;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::origin::Origin;
use crate::schema::entities::Release;
use crate::simulate::gateway::{Gateway, Route};
use crate::simulate::ignored::{self, WouldAnswer};
use crate::simulate::request::Request;
use crate::simulate::router::{Flavor, Router};
use anyhow::{Context, Result, bail};
use std::sync::Arc;

/// How many objects that the controller leaves alone are told of one request.
const IGNORED: usize = 3;

/// A gateway and the texts it was made from.
#[derive(Debug)]
pub struct Loaded {
    /// Its configuration.
    pub gateway: Gateway,
    /// How its router reads routes.
    pub flavor: Flavor,
    sources: Arc<Sources>,
    written: Written,
    ignored: Vec<Ignored>,
    /// What was read, made and left out; empty for a decK file.
    pub closing: String,
    /// The instance of Kong Operator that configures it, when there are several.
    pub(super) instance: Option<Instance>,
    /// The instances whose configuration this is, by namespace and name.
    pub(super) known: Vec<String>,
}

/// Load the gateway that the arguments name; of several instances of Kong Operator the gateway of each.
pub fn load(
    input: &InputArgs,
    controller: &ControllerArgs,
    terminal: &Terminal,
) -> Result<Vec<Loaded>> {
    let border = input.border();
    for path in input.all_paths() {
        // A missing file would leave routes out, and so give wrong answers; so would one that is not read.
        if path.as_os_str() != "-" && !path.exists() {
            bail!("{}: no such file or directory", line::path(&path));
        }
        if path.as_os_str() != "-" {
            border.admit(&path).with_context(|| line::path(&path))?;
        }
    }
    match configuration(input, controller)? {
        Some((gateway, sources)) => Ok(vec![Loaded {
            flavor: flavor(&gateway, controller.router_flavor),
            gateway,
            sources: Arc::new(sources),
            written: Written::default(),
            ignored: Vec::new(),
            closing: String::new(),
            instance: None,
            known: Vec::new(),
        }]),
        None => rendered(input, controller, terminal),
    }
}

/// How the router of a gateway reads its routes.
fn flavor(gateway: &Gateway, wanted: RouterFlavorArg) -> Flavor {
    let is_expressions = wanted == RouterFlavorArg::Expressions
        || gateway
            .routes
            .iter()
            .any(|route| route.expression.is_some());
    if is_expressions {
        Flavor::Expressions
    } else {
        Flavor::TraditionalCompatible
    }
}

/// Fails when the answers of a router may be wrong because some regular expressions were not compiled. To be called once all have been
/// given, and before any is shown.
pub fn must_be_complete(router: &Router) -> Result<()> {
    if router.is_incomplete() {
        bail!(
            "the regular expressions of the routes need more than 256 MB when compiled, so the answers about requests do not count\n  hint: repeat less inside of them, such as {{120}} behind \\w"
        );
    }
    Ok(())
}

/// The gateway of a single path that is a configuration file; standard input is taken for manifests.
fn configuration(
    input: &InputArgs,
    controller: &ControllerArgs,
) -> Result<Option<(Gateway, Sources)>> {
    let paths = input.all_paths();
    let [path] = paths.as_slice() else {
        return Ok(None);
    };
    let is_built = !input.build.kustomize.is_empty() || input.build.helm.is_some();
    if is_built || !path.is_file() {
        return Ok(None);
    }
    let (sources, _) = discover::discover(&paths, &input.border(), &input.excluded()?);
    let Some((content, problems)) = sources
        .get(0)
        .and_then(|source| read::read_configuration(0, source, read::Template::Literal))
    else {
        return Ok(None);
    };
    match (content, problems.first()) {
        (Some(content), _) => {
            let release = Release {
                version: controller.kong_version.unwrap_or_default(),
                enterprise: controller.enterprise,
            };
            let gateway = Gateway::from_content(&content).in_release(release);
            Ok(Some((gateway, sources)))
        }
        (None, Some(problem)) => {
            bail!("{}: {}", line::path(path), line::clean(&problem.message))
        }
        (None, None) => bail!("{}: no configuration", line::path(path)),
    }
}

fn rendered(
    input: &InputArgs,
    controller: &ControllerArgs,
    terminal: &Terminal,
) -> Result<Vec<Loaded>> {
    input::must_be_given(input)?;
    let texts = input::read_work(input)?;
    let (parts, known) = instance::parts(texts, (input, controller), terminal)?;
    let loaded = parts
        .into_iter()
        .map(|part| one(part, &known, controller, terminal));
    loaded.collect()
}

fn one(
    Part { instance, run }: Part,
    known: &Listed,
    controller: &ControllerArgs,
    terminal: &Terminal,
) -> Result<Loaded> {
    run.must_be_complete()?;
    let errors = run
        .diagnostics
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count();
    if errors > 0 {
        let whose = instance
            .as_ref()
            .map(|instance| format!(" for {}", instance.title()));
        terminal.say(format_args!(
            "the manifests have {errors} errors{}; `kic2kong check` shows them\n",
            whose.unwrap_or_default()
        ));
    }
    let closing = summary::closing(&run, terminal);
    let content = generate::generate(run.state, &run.options);
    let gateway = Gateway::from_content(&content).in_release(Release::of(&run.options));
    let mut known: Vec<String> = match &instance {
        Some(instance) => vec![instance.text.clone()],
        None => known.all.iter().map(|one| one.text.clone()).collect(),
    };
    // A ControlPlane of a Gateway is known by both.
    let gateway_of = run.options.gateway_to_reconcile.as_ref();
    known.extend(gateway_of.map(|name| format!("{}/{}", name.namespace, name.name)));
    Ok(Loaded {
        flavor: flavor(&gateway, controller.router_flavor),
        gateway,
        sources: run.sources,
        written: run.written,
        ignored: run.ignored,
        closing,
        instance,
        known,
    })
}

impl Loaded {
    /// Where a route is written: file, line, object and field.
    pub fn place_of(&self, route: &Route) -> Option<String> {
        match &route.source {
            Source::Unknown => None,
            Source::File { line, .. } => {
                let file = self.sources.get(0)?;
                Some(format!("{}:{line}", file.path))
            }
            Source::Manifest(origin) => {
                let field = if origin.path.is_root() {
                    String::new()
                } else {
                    format!(" {}", origin.path)
                };
                Some(format!(
                    "{} {}{field}",
                    position_of(&mut self.locator(), origin),
                    origin.object.key
                ))
            }
        }
    }

    /// What finds places in the texts, for several questions.
    pub fn locator(&self) -> Locator<'_> {
        Locator::with(&self.sources, &self.written)
    }

    /// The objects that the controller leaves alone and that ask for this request.
    pub fn ignored_for(&self, request: &Request, locator: &mut Locator<'_>) -> Vec<WouldAnswer> {
        ignored::would_match(&self.ignored, request, IGNORED)
            .into_iter()
            .map(|object| WouldAnswer {
                object: object.meta.key.to_string(),
                reason: object.reason.to_string(),
                written_at: position_of(locator, &Origin::of(&object.meta)),
            })
            .collect()
    }
}

/// File, line and column.
fn position_of(locator: &mut Locator<'_>, origin: &Origin) -> String {
    let position = locator.position(&Location::Field(origin.clone()));
    format!("{}:{}:{}", position.file, position.line, position.column)
}
