//! Manifests to a configuration, and requests to what serves them: what the crate offers to other programs.

use crate::deck::content::Content;
use crate::deck::{generate, write};
use crate::manifest::locate::Locator;
use crate::manifest::source::{Source, Sources};
use crate::options::{Options, RouterFlavor};
use crate::pipeline;
use crate::schema::entities::Release;
use crate::simulate::gateway::Gateway;
use crate::simulate::request::Request;
use crate::simulate::router::{Flavor, Router};

/// What a controller makes of manifests.
#[derive(Debug)]
pub struct Configuration {
    content: Content,
    flavor: RouterFlavor,
    release: Release,
    /// What is wrong, in the order of the manifests. Parts that are wrong are missing in the configuration.
    pub problems: Vec<Problem>,
}

/// Something that is wrong with the manifests, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its stable code, such as `backend-service-not-found`; `kic2kong explain` tells more.
    pub code: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// One sentence. Holds no secret value.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The name of the manifest.
    pub file: String,
    /// The line in it, from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// The column, in characters from 1.
    pub column: u32,
}

/// A gateway with a configuration loaded, to be asked for requests.
#[derive(Debug)]
pub struct Routing {
    gateway: Gateway,
    router: Router,
}

/// What serves a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The name of the route.
    pub route: String,
    /// The name of its service, if it has one.
    pub service: Option<String>,
    /// The path that is sent upstream.
    pub path: String,
    /// The status when Kong answers by itself, such as 426 for plain HTTP where only HTTPS is wanted.
    pub status: Option<u16>,
}

/// Convert manifests, each with the name by which problems call it. Nothing is read but the texts: no disk, no network, no clock.
pub fn convert<'m>(
    manifests: impl IntoIterator<Item = (&'m str, &'m str)>,
    options: &Options,
) -> Configuration {
    let sources = manifests.into_iter().map(|(name, text)| Source {
        path: name.to_owned(),
        text: text.as_bytes().to_vec(),
    });
    let sources = Sources(sources.collect());
    let conversion = pipeline::convert(&sources, options);
    let mut locator = Locator::new(&sources);
    let problems = conversion.diagnostics.into_iter().map(|problem| {
        let at = problem.locations.first().map(|it| locator.position(it));
        let (file, line, column) =
            at.map_or((String::new(), 0, 0), |at| (at.file, at.line, at.column));
        Problem {
            code: problem.code.id,
            severity: problem.severity.as_str(),
            message: problem.message,
            hint: problem.hint,
            file,
            line,
            column,
        }
    });
    Configuration {
        problems: problems.collect(),
        content: generate::generate(conversion.state, options),
        flavor: options.router_flavor,
        release: Release::of(options),
    }
}

impl Configuration {
    /// decK's file, as YAML.
    pub fn yaml(&self) -> String {
        write::yaml(&self.content)
    }

    /// decK's file, as JSON.
    pub fn json(&self) -> String {
        write::json(&self.content)
    }

    /// A gateway that has it.
    pub fn routing(&self) -> Routing {
        let gateway = Gateway::from_content(&self.content).in_release(self.release);
        let flavor = match self.flavor {
            RouterFlavor::Traditional => Flavor::TraditionalCompatible,
            RouterFlavor::Expressions => Flavor::Expressions,
        };
        let router = Router::new(&gateway, flavor);
        Routing { gateway, router }
    }
}

impl Routing {
    /// What serves a request; `None` when no route matches, which is a 404.
    ///
    /// # Errors
    /// The method or the URL cannot be read; or the regular expressions of the routes are too many to be compiled, so that no
    /// answer counts.
    pub fn route(&self, method: &str, url: &str) -> Result<Option<Served>, String> {
        let request = Request::for_url(method, url)?;
        let answer = self.router.answer(&self.gateway, &request);
        if self.router.is_incomplete() {
            return Err("the regular expressions of the routes are too large".to_owned());
        }
        Ok(answer.map(|answer| Served {
            route: answer.route.name.clone(),
            service: answer.service.map(|service| service.name.clone()),
            path: answer.upstream_uri,
            status: answer.status.map(|status| status.code),
        }))
    }
}
