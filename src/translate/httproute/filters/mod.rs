//! Filters of a rule to plugins of its routes (spec 20, B.8; KIC: `subtranslator/httproute.go`).

mod redirect;
mod rewrite;
mod transformer;

use super::{Failure, Rule};
use crate::controller::Switch;
use crate::kong::plugin::Plugin;
use crate::options::Options;
use crate::origin::Origin;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRulesFilters, HttpRouteRulesFiltersExtensionRef,
    HttpRouteRulesFiltersType as FilterType, HttpRouteRulesFiltersUrlRewritePathType as PathType,
};
use transformer::Transformer;

/// API group of the plugins that ExtensionRef may name.
const PLUGIN_GROUP: &str = "configuration.konghq.com";

/// The filters of a rule.
pub(super) struct Filters<'a> {
    rule: Rule<'a>,
    list: &'a [HttpRouteRulesFilters],
}

/// What filters add to a route.
#[derive(Debug, Default)]
pub(super) struct Translation {
    /// Plugins, without tags.
    pub(super) plugins: Vec<Plugin>,
    /// KongPlugins that `ExtensionRefs` name, and where.
    pub(super) extension_plugins: Vec<(String, Origin)>,
    /// Paths that replace those of a traditional route, so that a rewrite finds its captures.
    pub(super) paths: Option<Vec<String>>,
}

/// What the filters of one pass contribute to the two transformer plugins.
#[derive(Default)]
struct Transformers {
    request: Option<(Transformer, Origin)>,
    response: Option<(Transformer, Origin)>,
}

/// The transformer of a slot; the first filter that contributes to it is its origin.
fn slot<'t>(slot: &'t mut Option<(Transformer, Origin)>, origin: &Origin) -> &'t mut Transformer {
    let (transformer, _) = slot.get_or_insert_with(|| (Transformer::default(), origin.clone()));
    transformer
}

impl<'a> Filters<'a> {
    pub(super) fn of(rule: Rule<'a>) -> Self {
        Self {
            rule,
            list: rule.spec.filters.as_deref().unwrap_or_default(),
        }
    }

    /// Whether one of them is a redirect, which keeps matches from sharing a route.
    pub(super) fn redirects(&self) -> bool {
        self.list
            .iter()
            .any(|filter| filter.r#type == FilterType::RequestRedirect)
    }

    /// Whether one of them replaces the matched prefix, which then must be captured.
    pub(super) fn replaces_prefix(&self) -> bool {
        self.list.iter().any(|filter| {
            filter
                .url_rewrite
                .as_ref()
                .and_then(|rewrite| rewrite.path.as_ref())
                .is_some_and(|path| path.r#type == PathType::ReplacePrefixMatch)
        })
    }

    /// The place of a filter.
    fn origin_of(&self, index: usize) -> Origin {
        let mut origin = self.rule.origin();
        origin.path = origin.path.key("filters").index(index);
        origin
    }

    /// Translate them for a route whose first match has the path `path`.
    pub(super) fn translate(&self, options: &Options, path: &str) -> Result<Translation, Failure> {
        let mut result = Translation::default();
        let mut transformers = Transformers::default();
        for (index, filter) in self.list.iter().enumerate() {
            let origin = self.origin_of(index);
            let fail = |message: String| Failure {
                at: origin.clone(),
                message,
            };
            match filter.r#type {
                FilterType::RequestHeaderModifier => {
                    let request = slot(&mut transformers.request, &origin);
                    if let Some(modifier) = &filter.request_header_modifier {
                        for header in modifier.set.iter().flatten() {
                            request.set(&header.name, &header.value);
                        }
                        for header in modifier.add.iter().flatten() {
                            request.append(&header.name, &header.value);
                        }
                        request.remove(modifier.remove.iter().flatten());
                    }
                }
                FilterType::ResponseHeaderModifier => {
                    let response = slot(&mut transformers.response, &origin);
                    if let Some(modifier) = &filter.response_header_modifier {
                        for header in modifier.set.iter().flatten() {
                            response.set(&header.name, &header.value);
                        }
                        for header in modifier.add.iter().flatten() {
                            response.append(&header.name, &header.value);
                        }
                        response.remove(modifier.remove.iter().flatten());
                    }
                }
                FilterType::RequestRedirect => {
                    if let Some(redirect) = &filter.request_redirect {
                        if options.kong_version >= redirect::FIRST_WITH_PLUGIN {
                            result.plugins.push(redirect::plugin(redirect, origin));
                        } else {
                            let location = redirect::location(redirect, path);
                            slot(&mut transformers.response, &origin).add("Location", &location);
                            let plugin = redirect::termination(redirect, origin);
                            result.plugins.push(plugin);
                        }
                    }
                }
                FilterType::UrlRewrite => {
                    let rewrite = filter.url_rewrite.as_ref();
                    let request = slot(&mut transformers.request, &origin);
                    match rewrite::apply(rewrite, path, request) {
                        Ok(None) => {}
                        Ok(paths) => result.paths = paths,
                        Err(message) => return Err(fail(message.to_owned())),
                    }
                }
                FilterType::ExtensionRef => {
                    if let Some(reference) = &filter.extension_ref {
                        let name = extension_plugin(reference).map_err(fail)?;
                        let path = origin.path.clone().key("extensionRef");
                        let at = Origin::at(&origin.object, path);
                        result.extension_plugins.push((name, at));
                    }
                }
                FilterType::Cors if !options.has(Switch::FilterCorsRefused) => {}
                FilterType::RequestMirror | FilterType::Cors | FilterType::ExternalAuth => {
                    let word = type_text(&filter.r#type);
                    return Err(fail(format!("httpFilter {word} unsupported")));
                }
            }
        }
        for (name, transformer) in [
            ("request-transformer", transformers.request),
            ("response-transformer", transformers.response),
        ] {
            if let Some((transformer, origin)) = transformer {
                result
                    .plugins
                    .push(Plugin::new(name, transformer.into_config(), origin));
            }
        }
        Ok(result)
    }
}

/// The name of the KongPlugin that an ExtensionRef means.
fn extension_plugin(reference: &HttpRouteRulesFiltersExtensionRef) -> Result<String, String> {
    if reference.group == PLUGIN_GROUP && reference.kind == "KongPlugin" {
        Ok(reference.name.clone())
    } else {
        Err(format!(
            "plugin {}/{} unsupported",
            reference.group, reference.kind
        ))
    }
}

/// The type of a filter, as the API spells it.
pub const fn type_text(filter: &FilterType) -> &'static str {
    match filter {
        FilterType::RequestHeaderModifier => "RequestHeaderModifier",
        FilterType::ResponseHeaderModifier => "ResponseHeaderModifier",
        FilterType::RequestMirror => "RequestMirror",
        FilterType::RequestRedirect => "RequestRedirect",
        FilterType::UrlRewrite => "URLRewrite",
        FilterType::ExtensionRef => "ExtensionRef",
        FilterType::Cors => "CORS",
        FilterType::ExternalAuth => "ExternalAuth",
    }
}
