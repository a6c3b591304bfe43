//! `route`: which route serves a request.

use super::args::{AnswerFormat, Command, InputArgs, RouteArgs};
use super::environment::Environment;
use super::exit::Exit;
use super::gateway::{self, Loaded};
use super::instance::{self, Of};
use super::output::{self, Terminal};
use super::{problems, progress};
use crate::escape::gate::Shown;
use crate::escape::line::clean;
use crate::simulate::explain;
use crate::simulate::report::Report;
use crate::simulate::request::{Request, Scheme};
use crate::simulate::router::Router;
use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use std::path::PathBuf;

/// How many runners-up and near misses are told.
const OTHERS: usize = 5;

/// Run it. That no route matches is an answer, not a failure. Every environment answers for itself.
pub fn run(args: &RouteArgs, environments: &[Environment], terminal: &Terminal) -> Result<Exit> {
    let mut answers = Vec::new();
    let mut closings = Vec::new();
    for environment in environments {
        let Command::Route(own) = &environment.arguments.command else {
            continue;
        };
        problems::head(environment, terminal);
        let all = answers_of(own, terminal);
        let all = match &environment.name {
            Some(name) => all.with_context(|| clean(name))?,
            None => all?,
        };
        for (answer, loaded) in all {
            let heading = instance::heading(environment, Of::maybe(loaded.instance.as_ref()));
            if environment.name.is_some() {
                terminal.say(&loaded.closing);
            } else {
                let under = heading.clone().unwrap_or_default();
                closings.push(under + &loaded.closing);
            }
            answers.push((environment, loaded.instance, heading, answer));
        }
    }
    let shown = match args.format {
        AnswerFormat::Text => {
            let texts = answers.into_iter();
            let texts = texts.map(|(_, _, heading, answer)| heading.unwrap_or_default() + &answer);
            Shown::plain(texts.collect::<Vec<_>>().join("\n"))
        }
        AnswerFormat::Json => match answers.as_slice() {
            // As the report wrote it.
            [(Environment { name: None, .. }, None, _, answer)] => Shown::json(answer.clone()),
            answers => {
                let values: Result<Vec<_>, serde_json::Error> = answers
                    .iter()
                    .map(|(environment, instance, _, answer)| {
                        let value = serde_json::from_str(answer)?;
                        Ok((environment.name.as_deref(), instance.as_ref(), value))
                    })
                    .collect();
                Shown::json(format!("{:#}\n", Value::Object(instance::nested(values?))))
            }
        },
    };
    output::to_stdout(&shown)?;
    for closing in closings {
        terminal.say(closing);
    }
    Ok(Exit::Success)
}

/// The answers of one environment, of each instance by itself, in the format that is wanted.
fn answers_of(args: &RouteArgs, terminal: &Terminal) -> Result<Vec<(String, Loaded)>> {
    let [paths @ .., method, url] = args.words.as_slice() else {
        bail!("expected a method and a URL, such as GET https://shop.example.com/cart");
    };
    let request = request(args, method, url)?;
    let input = InputArgs {
        paths: paths.iter().map(PathBuf::from).collect(),
        filename: args.filename.clone(),
        namespace: args.namespace.clone(),
        exclude: args.exclude.clone(),
        follow_links: args.follow_links,
        build: args.build.clone(),
        each: args.each.clone(),
    };
    let all = gateway::load(&input, &args.controller, terminal)?;
    let answers = all.into_iter().map(|loaded| {
        let text = answer(args, &request, &loaded, terminal)?;
        Ok((text, loaded))
    });
    answers.collect()
}

/// What a gateway answers.
fn answer(
    args: &RouteArgs,
    request: &Request,
    loaded: &Loaded,
    terminal: &Terminal,
) -> Result<String> {
    let router = progress::during("loading routes", || {
        Router::new(&loaded.gateway, loaded.flavor)
    });
    for skipped in &router.skipped {
        terminal.say(format_args!(
            "route {} is left out: {}\n",
            clean(&loaded.gateway.routes[skipped.route].name),
            clean(&skipped.refusal.to_string())
        ));
    }
    let mut answers = router.answers(&loaded.gateway, request).into_iter();
    let answer = answers.next();
    let mut may_also_answer: Vec<&str> = answers
        .map(|answer| answer.route.name.as_str())
        .filter(|name| {
            answer
                .as_ref()
                .is_some_and(|answer| answer.route.name != *name)
        })
        .collect();
    may_also_answer.dedup();
    let report = Report {
        written_at: answer
            .as_ref()
            .and_then(|answer| loaded.place_of(answer.route)),
        ignored: if answer.is_none() {
            loaded.ignored_for(request, &mut loaded.locator())
        } else {
            Vec::new()
        },
        losers: explain::losers(&router, &loaded.gateway, request, OTHERS),
        may_also_answer,
        gateway: &loaded.gateway,
        request,
        answer,
    };
    let text = match args.format {
        AnswerFormat::Text => report.text(),
        AnswerFormat::Json => report.json(),
    };
    gateway::must_be_complete(&router)?;
    Ok(text)
}

fn request(args: &RouteArgs, method: &str, url: &str) -> Result<Request> {
    let mut request = Request::for_url(method, url).map_err(|reason| anyhow!(clean(&reason)))?;
    for header in &args.header {
        let (name, value) = header.split_once(':').ok_or_else(|| {
            anyhow!(
                "expected a header such as `x-tenant: gold`, found `{}`",
                clean(header)
            )
        })?;
        if name.eq_ignore_ascii_case("host") {
            value.trim().clone_into(&mut request.host);
        } else {
            request
                .headers
                .push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    if let Some(protocol) = &args.protocol {
        request.scheme = Scheme::named(protocol)
            .ok_or_else(|| anyhow!("`{}` is not a protocol", clean(protocol)))?;
        request.sni = request.default_sni();
    }
    let protocol = args
        .protocol
        .as_deref()
        .or_else(|| url.split("://").next())
        .unwrap_or_default();
    if protocol.starts_with("grpc") && !request.is_grpc() {
        request
            .headers
            .push(("content-type".to_owned(), "application/grpc".to_owned()));
    }
    if args.sni.is_some() {
        request.sni.clone_from(&args.sni);
    }
    request.client = args.client_ip;
    Ok(request)
}
