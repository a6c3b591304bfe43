//! The answer to one request, for people and for programs.

use super::answer::{Answer, HostHeader};
use super::explain::{Loser, Reason};
use super::gateway::Gateway;
use super::ignored::WouldAnswer;
use super::plugins;
use super::request::Request;
use super::sent::{Effects, Sent, Text};
use crate::escape::line::clean;
use serde_json::{Value, json};

/// All that is known about a request.
#[derive(Debug)]
pub struct Report<'a> {
    /// The configuration.
    pub gateway: &'a Gateway,
    /// The request.
    pub request: &'a Request,
    /// The answer; none is 404.
    pub answer: Option<Answer<'a>>,
    /// Routes that Kong may pick instead, because it does not agree with itself on their order.
    pub may_also_answer: Vec<&'a str>,
    /// Where the winning route is written: file, line, object and field.
    pub written_at: Option<String>,
    /// Objects that the controller leaves alone and that ask for a request without answer.
    pub ignored: Vec<WouldAnswer>,
    /// The others.
    pub losers: Vec<Loser<'a>>,
}

impl Report<'_> {
    /// For people, harmless for a terminal.
    pub fn text(&self) -> String {
        let mut lines = vec![self.request.to_string()];
        match &self.answer {
            None => {
                lines.push("no route matches: 404".to_owned());
                lines.extend(
                    self.ignored
                        .iter()
                        .map(|object| format!("ignored   {object}")),
                );
            }
            Some(answer) => self.add_answer(answer, &mut lines),
        }
        if !self.losers.is_empty() {
            let title = if self.answer.is_some() {
                "others:"
            } else {
                "nearest routes:"
            };
            lines.push(title.to_owned());
            lines.extend(self.losers.iter().map(|loser| match &loser.reason {
                Reason::RanksLower(why) => format!("  {} matches too, but {why}", loser.route),
                Reason::Lacks(conditions) => {
                    format!("  {} needs {}", loser.route, conditions.join("; "))
                }
            }));
        }
        lines.iter().map(|line| clean(line) + "\n").collect()
    }

    fn add_answer(&self, answer: &Answer<'_>, lines: &mut Vec<String>) {
        lines.push(format!("route     {}", answer.route.name));
        if let Some(place) = &self.written_at {
            lines.push(format!("          {place}"));
        }
        if let Some(service) = answer.service {
            lines.push(format!("service   {}", service.name));
        }
        if let Some(status) = answer.status {
            let grpc = status
                .grpc
                .map_or_else(String::new, |code| format!(" (grpc-status {code})"));
            lines.push(format!(
                "status    {}{grpc}, answered by Kong itself",
                status.code
            ));
        }
        let sent = self.sent(answer);
        self.add_sent(answer, &sent, lines);
        for other in &self.may_also_answer {
            lines.push(format!("note      Kong may answer with {other} instead: a gateway that has just started orders these two the other way round"
            ));
        }
        if sent.reply.is_none() {
            for (target, share) in self.shares(answer) {
                lines.push(format!("target    {target} {share:.1}%"));
            }
        }
        for running in plugins::running(self.gateway, answer.route) {
            let condition = if running.depends_on_consumer() {
                ", when it is the one who asks"
            } else {
                ""
            };
            lines.push(format!(
                "plugin    {} ({}{condition})",
                running.plugin.name,
                running.scope()
            ));
        }
    }

    /// What the backend sees, or which plugin answers in its place.
    fn add_sent(&self, answer: &Answer<'_>, sent: &Sent, lines: &mut Vec<String>) {
        if let Some(reply) = &sent.reply {
            lines.push(format!(
                "status    {}, answered by the plugin {}; the backend is not asked",
                reply.status, reply.plugin
            ));
            if let Some(location) = &reply.location {
                lines.push(format!("location  {}", location.shown()));
            }
        } else {
            let by = if sent.is_rewritten {
                format!(
                    "  (request-transformer; the router alone gives {})",
                    answer.upstream_uri
                )
            } else {
                String::new()
            };
            let uri = self.with_query(sent.uri.shown());
            lines.push(format!("upstream  {uri}{by}"));
            match &sent.host {
                Some(host) => lines.push(format!(
                    "host      {}  (request-transformer; the router alone gives {})",
                    host.shown(),
                    self.host(answer)
                )),
                None => lines.push(format!("host      {}", self.host(answer))),
            }
            for (name, values) in &sent.headers {
                let what = if values.is_empty() { "removed" } else { "set" };
                lines.push(format!("header    {name} {what} by request-transformer"));
            }
        }
        if !sent.unknown.is_empty() {
            lines.push(format!(
                "note      unknown is what these plugins do to the request: {}",
                sent.unknown
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(", ")
            ));
        }
    }

    fn sent(&self, answer: &Answer<'_>) -> Sent {
        Effects::of(self.gateway, answer.route).on(self.request, answer)
    }

    /// For programs.
    pub fn json(&self) -> String {
        let losers: Vec<Value> = self
            .losers
            .iter()
            .map(|loser| match &loser.reason {
                Reason::RanksLower(why) => {
                    json!({"route": loser.route, "matches": true, "reason": why})
                }
                Reason::Lacks(conditions) => {
                    json!({"route": loser.route, "matches": false, "lacks": conditions})
                }
            })
            .collect();
        let request = json!({
            "method": self.request.method,
            "scheme": self.request.scheme.as_str(),
            "host": self.request.host,
            "path": self.request.target,
            "sni": self.request.sni,
        });
        let report = match &self.answer {
            None => json!({
                "request": request,
                "route": null,
                "status": 404,
                "ignored": self.ignored.iter().map(WouldAnswer::to_json).collect::<Vec<_>>(),
                "others": losers,
            }),
            Some(answer) => self.answer_json(answer, &request, &losers),
        };
        format!("{report:#}\n")
    }

    fn answer_json(&self, answer: &Answer<'_>, request: &Value, losers: &[Value]) -> Value {
        let sent = self.sent(answer);
        let reply = sent.reply.as_ref();
        let own = answer.status.map(|status| status.code);
        json!({
            "request": request,
            "route": answer.route.name,
            "written_at": self.written_at,
            "may_also_answer": self.may_also_answer,
            "service": answer.service.map(|service| &service.name),
            "status": own.or(reply.map(|reply| reply.status)),
            "grpc_status": answer.status.and_then(|status| status.grpc),
            "answered_by": reply.map(|reply| reply.plugin),
            "location": reply.and_then(|reply| reply.location.as_ref()).map(Text::shown),
            "upstream_uri": answer.upstream_uri,
            "host_header": self.host(answer),
            "sent_uri": sent.shown_uri(),
            "sent_headers": sent.shown_headers(),
            "unknown": *sent.unknown,
            "captures": answer.captures,
            "targets": self.shares(answer).iter()
                .map(|(target, share)| json!({"target": target, "share": share}))
                .collect::<Vec<_>>(),
            "plugins": plugins::running(self.gateway, answer.route).iter()
                .map(|running| json!({
                    "name": running.plugin.name,
                    "instance_name": running.plugin.instance_name,
                    "priority": running.priority,
                    "scope": running.scope(),
                }))
                .collect::<Vec<_>>(),
            "others": losers,
        })
    }

    fn with_query(&self, uri: &str) -> String {
        match self.request.query() {
            Some(query) => format!("{uri}?{query}"),
            None => uri.to_owned(),
        }
    }

    fn host(&self, answer: &Answer<'_>) -> String {
        match &answer.host_header {
            HostHeader::Kept => self.request.host.clone(),
            HostHeader::Fixed(host) => host.clone(),
            HostHeader::OfTarget => "the name of the target".to_owned(),
        }
    }

    /// Targets with their share of the traffic in percent, by weight.
    fn shares(&self, answer: &Answer<'_>) -> Vec<(String, f64)> {
        let targets = self.gateway.targets_of(answer.service);
        let weights = targets.iter().map(|(_, weight)| *weight.max(&0));
        let total: i64 = weights.fold(0, i64::saturating_add);
        targets
            .into_owned()
            .into_iter()
            .map(|(target, weight)| {
                #[expect(clippy::cast_precision_loss, reason = "weights are at most 65535 each")]
                let share = if total > 0 {
                    weight.max(0) as f64 * 100.0 / total as f64
                } else {
                    0.0
                };
                (target, share)
            })
            .collect()
    }
}
